import { readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import { missingFor, simulateProject } from "../completion/forecast-project.ts";
import { forecastRow } from "../completion/project-forecasts.ts";
import { type ProjectFlow, readProjects } from "../completion/read-projects.ts";
import { historyOf, weekShare } from "../completion/simulate-projects.ts";
import { usualRamp } from "../headcount/assumptions.ts";
import type { ModelRow } from "../node.ts";
import { addDays, dayNumber } from "../statistics/calendar.ts";
import { createRandom } from "../statistics/random.ts";
import type { Plan, ScenarioInput } from "./plan.ts";

const paths = 1000;

interface Share {
  readonly project_gid: string;
  readonly person_gid: string;
  readonly team_gid: string | null;
  readonly share: number;
}

/**
 * Rows of marts.project_forecasts under the plan, for those projects whose pace, scope or dates it changes. A leaver takes
 * the share of the project's tasks along that he or she finished in the last 26 weeks; a newcomer adds to what the home
 * team does there, after the ramp; a project moved to a later date pauses for as long.
 */
export async function forecastChanged(plan: Plan, input: ScenarioInput): Promise<ModelRow[]> {
  const [flows, calendar, shares, hours, base] = await Promise.all([
    readProjects(input),
    readCalendar(input),
    input.rows<Share>(sharesSql(input.asOf)),
    input.rows<{ team_gid: string; hours: number }>(teamHoursSql),
    input.rows("select * from marts.project_forecasts order by project_gid"),
  ]);
  const baseOf = new Map(base.map((row) => [row.project_gid, row]));
  const start = currentWeek(input.asOf, input.settings);
  const common = weekShare(calendar, start, dayNumber(input.asOf));
  const pooledShares = flows.flatMap((flow) => flow.knownShares);
  const teamHours = new Map(hours.map((row) => [row.team_gid, row.hours]));
  const changed = new Set([...plan.moves, ...plan.scopes].map(({ project_gid }) => project_gid));
  return flows.flatMap((given) => {
    const own = shares.filter((share) => share.project_gid === given.project_gid);
    const pace = paceOf(given.project_gid, { plan, own, teamHours, start, rampWeeks: rampOf(plan, input) });
    if (!changed.has(given.project_gid) && pace === null) return [];
    const flow = resized(given, plan);
    const rowUnder = (changed: ProjectFlow, share: (week: number) => number) => {
      const random = createRandom(`${input.seed}/project/${changed.project_gid}/${input.asOf}`);
      const isKnown = missingFor(historyOf(changed)) === null;
      const simulation = isKnown
        ? simulateProject(historyOf(changed), { random, paths, pooledShares, share })
        : undefined;
      return forecastRow(changed, simulation, { input, paths });
    };
    const planned = rowUnder(flow, (week) => common(week) * (pace?.(week) ?? 1));
    const known = baseOf.get(given.project_gid);
    return [known ? shiftedBy(known, { planned, unplanned: rowUnder(given, common) }) : planned];
  });
}

const quantileDates = ["10", "50", "80", "85", "90"].map((p) => `completes_on_p${p}`);

/**
 * The release's row, its dates later or earlier by what the plan changes in the simulation by pace. Where the release has
 * that simulation itself this is the simulation under the plan; where it holds the dates back by people's other work, or
 * makes intervals wider as the record asks, these stay as they are.
 */
function shiftedBy(base: ModelRow, by: { readonly planned: ModelRow; readonly unplanned: ModelRow }): ModelRow {
  const { planned, unplanned } = by;
  const isSame =
    unplanned.completes_on_p50 === base.completes_on_p50 && unplanned.completes_on_p90 === base.completes_on_p90;
  if (isSame || base.status !== "ok" || planned.status !== "ok" || unplanned.status !== "ok") return planned;
  const later = (date: unknown, from: unknown, to: unknown) =>
    addDays(String(date), dayNumber(String(to)) - dayNumber(String(from)));
  const dates = quantileDates.map((name) => [name, later(base[name], unplanned[name], planned[name])] as const);
  const dots = (base.quantile_dates as readonly string[]).map((date, i) =>
    later(date, (unplanned.quantile_dates as readonly string[])[i], (planned.quantile_dates as readonly string[])[i]),
  );
  const chance = planned.due_on === null ? null : chanceBy(String(planned.due_on), dots, { base, ...by });
  return {
    ...planned,
    ...Object.fromEntries(dates),
    ...{ quantile_dates: dots, on_time_probability: chance, basis: base.basis!, method: base.method! },
    risk: chance === null ? null : chance >= 0.8 ? "low" : chance >= 0.5 ? "medium" : "high",
  };
}

/** Chance of the due date from twenty equally likely dates; as it was where they stay as they were. */
function chanceBy(
  due: string,
  dots: readonly string[],
  { base, planned, unplanned }: { readonly base: ModelRow; readonly planned: ModelRow; readonly unplanned: ModelRow },
): number {
  const isUnchanged = planned.on_time_probability === unplanned.on_time_probability && base.due_on === planned.due_on;
  if (isUnchanged && base.on_time_probability !== null) return Number(base.on_time_probability);
  return Math.min(0.99, Math.max(0.01, dots.filter((date) => date <= due).length / dots.length));
}

const rampOf = (plan: Plan, input: ScenarioInput) =>
  usualRamp(plan.headcount.ramp_weeks ?? input.settings.headcount.ramp_weeks);

function resized(flow: ProjectFlow, plan: Plan): ProjectFlow {
  const percent = plan.scopes.find((scope) => scope.project_gid === flow.project_gid)?.percent ?? 0;
  return percent === 0
    ? flow
    : { ...flow, activeTasks: Math.max(1, Math.round(flow.activeTasks * (1 + percent / 100))) };
}

interface PaceOptions {
  readonly plan: Plan;
  readonly own: readonly Share[];
  readonly teamHours: ReadonlyMap<string, number>;
  readonly start: number;
  readonly rampWeeks: number;
}

/** Pace of week t ahead over today's; null where the plan leaves it alone. */
function paceOf(
  project: string,
  { plan, own, teamHours, start, rampWeeks }: PaceOptions,
): ((week: number) => number) | null {
  const pause = Math.max(0, ...plan.moves.filter((move) => move.project_gid === project).map((move) => move.weeks));
  const leavers = plan.leaves.flatMap((leave) => {
    const share = own.find((row) => row.person_gid === leave.person_gid)?.share ?? 0;
    return share > 0 ? [{ share, from: dayNumber(leave.on) + 1 }] : [];
  });
  const newcomers = plan.joins.flatMap((join) => {
    const ofTeam = own.filter((row) => row.team_gid === join.team_gid).reduce((sum, row) => sum + row.share, 0);
    const hours = teamHours.get(join.team_gid) ?? 0;
    return ofTeam > 0 && hours > 0 ? [{ share: (ofTeam * join.weekly_hours) / hours, from: dayNumber(join.on) }] : [];
  });
  if (pause === 0 && leavers.length === 0 && newcomers.length === 0) return null;
  return (week) => {
    if (week < pause) return 0;
    const middle = start + 7 * week + 3;
    const lost = leavers.filter((leaver) => middle >= leaver.from).reduce((sum, leaver) => sum + leaver.share, 0);
    const won = newcomers.map(({ share, from }) =>
      middle < from ? 0 : share * (rampWeeks > 0 ? Math.min(1, (middle - from) / (7 * rampWeeks)) : 1),
    );
    return Math.max(0.02, 1 - lost + won.reduce((sum, share) => sum + share, 0));
  };
}

const sharesSql = (asOf: string) => `
  select t.project_gid, t.assignee_gid as person_gid, p.home_team_gid as team_gid,
    count(*) / sum(count(*)) over (partition by t.project_gid) as share
  from marts.tasks t left join marts.people p on p.person_gid = t.assignee_gid
  where t.is_completed and not t.is_own and not t.is_deleted and t.project_gid is not null and t.assignee_gid is not null
    and t.completed_at >= date '${asOf}' - 182
  group by t.project_gid, t.assignee_gid, p.home_team_gid order by all`;

const teamHoursSql = `
  select home_team_gid as team_gid, cast(sum(weekly_capacity_hours) as double) as hours from marts.people
  where is_active and home_team_gid is not null and capacity_source is distinct from 'scenario' group by all order by all`;
