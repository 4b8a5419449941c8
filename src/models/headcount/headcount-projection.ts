import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { quantile, sortedQuantile } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import { type Assumptions, assumptionsOf } from "./assumptions.ts";
import { type Quarter, quartersAfter, weeksBefore } from "./quarters.ts";
import { headcountTables, type MemberRow, readTeams } from "./read-teams.ts";
import { simulateTeam, type Team, type TeamQuarter } from "./simulate-team.ts";

const quartersAhead = 4;
const paths = 2000;
export const minimumWeeks = 13;
/** A requisition is named when a shortage is at least as likely as not. */
const likely = 0.5;

/** People needed and people there, by team and quarter. */
export const headcountProjectionNode: ModelNode = {
  name: "headcount_projection",
  reads: [...new Set([...headcountTables, ...calendarTables])],
  writes: ["marts.headcount_projection"],
  run: async (input) => {
    const [read, calendar] = await Promise.all([readTeams(input), readCalendar(input)]);
    const context = contextOf(read, calendar, input);
    const weeks = Map.groupBy(read.weeks, (row) => row.team_gid);
    const committed = Map.groupBy(read.committed, (row) => row.team_gid);
    const active = read.members.filter((member) => member.is_active || isYetToStart(member, input.asOf));
    const members = Map.groupBy(active, (member) => member.team_gid);
    const allFte = active.reduce((sum, member) => sum + member.weekly_capacity_hours, 0);
    const rows = read.teams.flatMap(({ team_gid }) => {
      const own = members.get(team_gid) ?? [];
      const share = allFte > 0 ? own.reduce((sum, member) => sum + member.weekly_capacity_hours, 0) / allFte : 0;
      const due = committed.get(team_gid) ?? [];
      const team: Team = {
        members: own.map((member) => toMember(member, input.settings.default_weekly_capacity_hours)),
        weeklyHours: (weeks.get(team_gid) ?? []).map((row) => row.hours),
        committedHours: context.quarters.map(
          (quarter) => due.find((row) => row.quarter === quarter.start_on)?.hours ?? 0,
        ),
        pipelineShares: context.assumptions.pipeline.map((project) =>
          project.team === undefined ? share : project.team === team_gid ? 1 : 0,
        ),
      };
      return teamRows({ team_gid, team, assumed: assumedOf(own, context.assumptions) }, context);
    });
    return { "marts.headcount_projection": rows };
  },
};

interface HeadcountContext {
  readonly input: Pick<ModelInput, "asOf" | "seed">;
  readonly quarters: readonly Quarter[];
  readonly assumptions: Assumptions;
  readonly hoursPerFte: number;
}

function contextOf(
  { members, workspaceHours }: { readonly members: readonly MemberRow[]; readonly workspaceHours: readonly number[] },
  calendar: WorkingCalendar,
  input: ModelInput,
): HeadcountContext {
  const today = dayNumber(input.asOf);
  const left = members.filter((m) => m.ends_on !== null && within(dayNumber(m.ends_on), today - 730, today));
  const history = { leavers: left.length, personYears: 2 * members.filter((m) => m.is_active).length + left.length };
  const atWork = timeAtWork(members, calendar, today);
  const active = members.filter((member) => member.is_active);
  const capacity = active.reduce((sum, member) => sum + member.weekly_capacity_hours, 0) * atWork;
  return {
    input,
    quarters: quartersAfter(input.asOf, quartersAhead),
    assumptions: assumptionsOf(input.settings.headcount, history),
    hoursPerFte: input.settings.default_weekly_capacity_hours * atWork * productiveShare(workspaceHours, capacity),
  };
}

/**
 * Share of paid working time that people here really log in a busy week (80 % quantile of the last year): meetings,
 * breaks and what nobody logs is no free capacity. Between a half and 1; 1 where too little is known.
 */
function productiveShare(weeklyHours: readonly number[], weeklyCapacity: number): number {
  const recent = weeklyHours.slice(-52);
  if (recent.length < minimumWeeks || weeklyCapacity <= 0) return 1;
  return Math.min(1, Math.max(0.5, quantile(recent, 0.8) / weeklyCapacity));
}

/** Share of a year's working time that is neither holiday nor absence, over all active people. */
function timeAtWork(members: readonly MemberRow[], calendar: WorkingCalendar, today: number): number {
  let [working, off] = [0, 0];
  for (const member of members.filter((m) => m.is_active)) {
    working += calendar.workingDays(member.person_gid, today - 364, today);
    off += calendar.daysOff(member.person_gid, today - 364, today);
  }
  return working + off > 0 ? Math.max(0.5, working / (working + off)) : 1;
}

function teamRows(
  given: { team_gid: string; team: Team; assumed: readonly string[] },
  context: HeadcountContext,
): ModelRow[] {
  const { team_gid, team } = given;
  const missing = missingFor(team, context.hoursPerFte);
  const random = createRandom(`${context.input.seed}/headcount/${team_gid}/${context.input.asOf}`);
  const today = dayNumber(context.input.asOf);
  const simulated = missing ? [] : simulateTeam(team, { ...context, today, paths, random });
  return context.quarters.map((quarter, q) => ({
    team_gid,
    quarter_start_on: quarter.start_on,
    quarter: quarter.name,
    ...(simulated[q] ? forecastOf(simulated[q], quarter, context) : nothing),
    assumed: given.assumed,
    method: missing
      ? null
      : `simulation of demand and supply, ${paths} paths; one FTE is ${context.hoursPerFte.toFixed(1)} logged hours a week`,
    n: team.weeklyHours.length,
    as_of_on: context.input.asOf,
    status: missing ? "insufficient_data" : "ok",
    unlocks: missing,
  }));
}

function missingFor(team: Team, hoursPerFte: number): string | null {
  const fte = team.members.reduce((sum, member) => sum + member.fte, 0);
  if (team.members.length === 0) return "No active person has this as home team, so that supply is unknown.";
  if (fte <= 0 || hoursPerFte <= 0) return "No member of this team has a weekly capacity above 0.";
  if (team.weeklyHours.length < minimumWeeks) {
    return `Needs ${minimumWeeks} weeks of work by this team; has ${team.weeklyHours.length}.`;
  }
  if (team.weeklyHours.every((hours) => hours === 0)) return "Needs logged time or actual hours of completed tasks.";
  return null;
}

function forecastOf(simulated: TeamQuarter, quarter: Quarter, { assumptions }: HeadcountContext) {
  const short = simulated.gap.filter((gap) => gap >= 1).length / simulated.gap.length;
  const [demand, supply, gap] = [simulated.demand, simulated.supply, simulated.gap].map((values) => {
    const sorted = Float64Array.from(values).sort();
    return [0.1, 0.5, 0.8, 0.9].map((p) => round(sortedQuantile(sorted, p)));
  });
  const [top] = [...simulated.effects].sort((a, b) => b[1] - a[1]);
  const lead = assumptions.hiringLeadWeeks + assumptions.rampWeeks;
  return {
    ...{ demand_fte_p10: demand![0]!, demand_fte_p50: demand![1]!, demand_fte_p80: demand![2]! },
    ...{ demand_fte_p90: demand![3]!, supply_fte_p10: supply![0]!, supply_fte_p50: supply![1]! },
    ...{ supply_fte_p80: supply![2]!, supply_fte_p90: supply![3]!, gap_fte_p10: gap![0]!, gap_fte_p50: gap![1]! },
    ...{ gap_fte_p80: gap![2]!, gap_fte_p90: gap![3]! },
    shortage_probability: Math.min(0.99, Math.max(0.01, short)),
    top_driver: top![0],
    open_requisition_by_on: short >= likely ? weeksBefore(quarter.start_on, lead) : null,
  };
}

const toMember = (member: MemberRow, fullWeek: number) => ({
  fte: fullWeek > 0 ? member.weekly_capacity_hours / fullWeek : 0,
  startDay: member.started_on === null ? null : dayNumber(member.started_on),
  endDay: member.ends_on === null ? null : dayNumber(member.ends_on),
});

/** What nobody configured, for this team: defaults of the projection and capacities of people. */
function assumedOf(members: readonly MemberRow[], assumptions: Assumptions): string[] {
  const people = members.filter((member) => member.capacity_source === "assumed").length;
  const capacity = people > 0 ? [`weekly capacity of ${people} ${people === 1 ? "person" : "people"}`] : [];
  return [...assumptions.assumed, ...capacity];
}

const isYetToStart = (member: MemberRow, asOf: string) => member.started_on !== null && member.started_on > asOf;

const within = (day: number, from: number, to: number) => day >= from && day <= to;

const round = (fte: number) => Math.round(fte * 1e3) / 1e3;

const nothing = {
  ...{ demand_fte_p10: null, demand_fte_p50: null, demand_fte_p80: null, demand_fte_p90: null },
  ...{ supply_fte_p10: null, supply_fte_p50: null, supply_fte_p80: null, supply_fte_p90: null },
  ...{ gap_fte_p10: null, gap_fte_p50: null, gap_fte_p80: null, gap_fte_p90: null },
  ...{ shortage_probability: null, top_driver: null, open_requisition_by_on: null },
};
