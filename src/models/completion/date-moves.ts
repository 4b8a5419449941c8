import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek, dayOfSql } from "../calendar/weeks.ts";
import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { sortedQuantile } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import { missingFor, simulateProject } from "./forecast-project.ts";
import { replayPaths, usualPaths } from "./project-forecasts.ts";
import { paceShare } from "./quiet-days.ts";
import { type ProjectFlow, projectTables, readProjects } from "./read-projects.ts";
import { historyOf, weekShare } from "./simulate-projects.ts";

interface Previous {
  readonly project_gid: string;
  readonly made_on: string;
  readonly p85: number;
  readonly by_effort: boolean;
  readonly hindcast: boolean;
  readonly to_on: string;
}

/**
 * Why the 85 % dates moved since the last forecast and since that of a week ago. The forecast is made again between then
 * and now, with one thing changed at a time: scope (then's pace, today's work), pace (today's history), calendar
 * (holidays and quiet days against plain weeks, then and now); capacity is what the open work of people adds to pace.
 * What became different about that day's own work (deleted, dropped or parked since) is scope. The parts add up exactly.
 */
export const dateMovesNode: ModelNode = {
  name: "date_moves",
  reads: [...projectTables, ...calendarTables, "marts.forecasts", "marts.project_forecasts"],
  writes: ["marts.date_moves"],
  run: async (input) => {
    const previous = await input.rows<Previous>(previousSql(input));
    if (previous.length === 0) return { "marts.date_moves": [] };
    const [calendar, now] = await Promise.all([readCalendar(input), readProjects(input)]);
    const rows: ModelRow[] = [];
    for (const [made_on, forecasts] of Map.groupBy(previous, (row) => row.made_on)) {
      const then = { ...input, asOf: made_on };
      const [flows, done] = await Promise.all([readProjects(then), readDone(input, made_on)]);
      const [before, after] = [
        dated(flows, { calendar, input: then, paths: forecasts[0]!.hindcast ? replayPaths : usualPaths }),
        dated(now, { calendar, input, paths: usualPaths }),
      ];
      rows.push(...forecasts.flatMap((row) => moveOf(row, { before, after, done, asOf: input.asOf })));
    }
    return { "marts.date_moves": rows };
  },
};

/** The 85 % day of a project, by the calendar and by plain weeks; NaN where it cannot be told. */
interface Dated {
  readonly openItems: (project: string) => number;
  readonly day: (project: string, how: { readonly isPlain: boolean; readonly openItems?: number }) => number;
}

function dated(
  flows: readonly ProjectFlow[],
  {
    calendar,
    input,
    paths,
  }: { readonly calendar: WorkingCalendar; readonly input: ModelInput; readonly paths: number },
): Dated {
  const start = currentWeek(input.asOf, input.settings);
  const today = dayNumber(input.asOf);
  const pooledShares = flows.flatMap((flow) => flow.knownShares);
  const byGid = new Map(flows.map((flow) => [flow.project_gid, flow]));
  const usual = weekShare(calendar, start, today);
  // A week in spring, without holidays: five days, fewer in the week that has begun.
  const plain = (week: number) => (week === 0 ? paceShare(spring + (today - start), spring + 7) : 1);
  return {
    openItems: (project) => byGid.get(project)?.activeTasks ?? 0,
    day: (project, { isPlain, openItems }) => {
      const flow = byGid.get(project);
      const history = flow && { ...historyOf(flow), openItems: openItems ?? flow.activeTasks };
      if (!history || missingFor(history) !== null) return Number.NaN;
      const random = createRandom(`${input.seed}/project/${project}/${input.asOf}`);
      const { weeks } = simulateProject(history, { random, paths, pooledShares, share: isPlain ? plain : usual });
      return Math.max(start + Math.ceil(sortedQuantile(weeks, 0.85) * 7 - 1e-9) - 1, today);
    },
  };
}

/** Monday 4 March 2024. */
const spring = dayNumber("2024-03-04");

function moveOf(
  row: Previous,
  at: {
    readonly before: Dated;
    readonly after: Dated;
    readonly done: ReadonlyMap<string, number>;
    readonly asOf: string;
  },
): ModelRow[] {
  const gid = row.project_gid;
  const [from, to] = [dayNumber(row.made_on) + Math.round(row.p85), dayNumber(row.to_on)];
  const replayed = at.before.day(gid, { isPlain: false });
  const today = at.after.day(gid, { isPlain: false });
  const [plainThen, plainNow] = [at.before.day(gid, { isPlain: true }), at.after.day(gid, { isPlain: true })];
  const openItems = at.after.openItems(gid) + (at.done.get(gid) ?? 0);
  const plainScope = at.before.day(gid, { isPlain: true, openItems });
  if (![replayed, today, plainThen, plainNow, plainScope].every(Number.isFinite)) return [];
  const unlike = replayed - from;
  const parts = {
    scope_days: plainScope - plainThen + (row.by_effort ? 0 : unlike),
    pace_days: plainNow - plainScope,
    capacity_days: to - today + (row.by_effort ? unlike : 0),
    calendar_days: today - plainNow - (replayed - plainThen),
  };
  return [
    {
      ...{ project_gid: gid, previous_made_on: row.made_on, from_on: dateOf(from), to_on: row.to_on },
      ...{ moved_days: to - from, ...parts, as_of_on: at.asOf },
    },
  ];
}

/** The newest earlier forecast of each project, and the newest that is at least a week old. */
const previousSql = (input: ModelInput) => `
  with earlier as (
    select subject_gid as project_gid, made_on, p85, coalesce(method like '%work of its people%', false) as by_effort, hindcast, forecast_id
    from marts.forecasts
    where kind = 'project_completion' and made_on < date '${input.asOf}' and made_on >= date '${input.asOf}' - 21 and p85 is not null
  ), chosen as (
    select * from earlier
    qualify made_on = max(made_on) over (partition by project_gid)
      or made_on = max(made_on) filter (made_on <= date '${input.asOf}' - 7) over (partition by project_gid)
  )
  select c.project_gid, c.made_on, c.p85, c.by_effort, c.hindcast, f.completes_on_p85 as to_on
  from chosen c join marts.project_forecasts f using (project_gid) where f.status = 'ok'
  qualify row_number() over (partition by c.project_gid, c.made_on order by c.forecast_id desc) = 1
  order by c.project_gid, c.made_on`;

/** Tasks done since that day, by project. */
async function readDone(input: ModelInput, since: string): Promise<Map<string, number>> {
  const day = dayOfSql("t.completed_at", input.settings);
  const rows = await input.rows<{ project_gid: string; tasks: number }>(`
    select t.project_gid, count(*) as tasks from marts.tasks t
    where t.is_completed and t.project_gid is not null and not t.is_own and not t.is_deleted and not coalesce(t.is_milestone, false)
      and ${day} > date '${since}' and ${day} <= date '${input.asOf}'
    group by all order by all`);
  return new Map(rows.map((row) => [row.project_gid, row.tasks]));
}
