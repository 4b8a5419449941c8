import { currentWeek, dayOfSql } from "../calendar/weeks.ts";
import { effortThenSql, usualEffortSql } from "../capacity/effort-then.ts";
import { remainingOf } from "../capacity/person-load.ts";
import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import type { Random } from "../statistics/random.ts";
import { isDone, isWork } from "./read-projects.ts";
import type { SharedWork } from "./shared-people.ts";

export const sharedTables = ["marts.capacity_weekly", "marts.task_dependencies"] as const;

interface TaskRow {
  readonly task_gid: string;
  readonly project_gid: string;
  readonly person_gid: string;
  readonly logged_hours: number;
  readonly p50: number;
  readonly p90: number | null;
}

/** Open work of the people whose pace is known, in the order in which they take it up. */
export async function readShared(input: ModelInput, drawShare: (random: Random) => number): Promise<SharedWork> {
  const [rows, weeks, pairs] = await Promise.all([
    input.rows<TaskRow>(tasksSql(input)),
    input.rows<PaceRow>(paceSql),
    input.rows<{ task_gid: string; depends_on_gid: string }>(
      "select task_gid, depends_on_gid from marts.task_dependencies order by all",
    ),
  ]);
  const paces = Map.groupBy(weeks, (row) => row.person_gid);
  const start = currentWeek(input.asOf, input.settings);
  const people = [...paces.keys()];
  const personAt = new Map(people.map((gid, i) => [gid, i]));
  const tasks = rows.flatMap((row) => {
    const person = personAt.get(row.person_gid);
    return person === undefined ? [] : [{ ...row, person, ...remainingOf(row) }];
  });
  const taskAt = new Map(tasks.map((task, i) => [task.task_gid, i]));
  const waitsFor = new Map<number, number[]>();
  for (const pair of pairs) {
    const [task, before] = [taskAt.get(pair.task_gid), taskAt.get(pair.depends_on_gid)];
    if (task !== undefined && before !== undefined && task !== before)
      waitsFor.set(task, [...(waitsFor.get(task) ?? []), before]);
  }
  return { tasks, waitsFor, personAt, hoursOf: people.map((gid) => hoursOf(paces.get(gid)!, start)), drawShare };
}

/** Usual hours, in weeks with time off as much less as capacity is. Weeks whose capacity is not known are usual ones. */
function hoursOf(rows: readonly PaceRow[], start: number): (week: number) => number {
  const fullWeek = Math.max(...rows.map((row) => row.capacity));
  const byWeek = new Map(rows.map((row) => [(dayNumber(row.week) - start) / 7, row]));
  return (week) => {
    const row = byWeek.get(week);
    return row && fullWeek > 0 ? (row.usual * row.capacity) / fullWeek : rows[0]!.usual;
  };
}

interface PaceRow {
  readonly person_gid: string;
  readonly week: string;
  readonly usual: number;
  readonly capacity: number;
}

const paceSql = `
  select person_gid, week_start_on as week, demonstrated_capacity_hours as usual, capacity_hours as capacity
  from marts.capacity_weekly
  where is_future and demonstrated_capacity_hours > 0 order by person_gid, week_start_on`;

const tasksSql = (input: ModelInput) => `
  with usual as (${usualEffortSql(input)}
  ), open as (
    select t.*, f.hours_p90, f.completes_on_p85,
      case when t.is_completed then 0 else greatest(coalesce(t.actual_hours, 0), 0) end as logged_hours,
      ${effortThenSql} as p50
    from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok' cross join usual
    where not (${isDone(input)}) and not t.is_own and not t.is_deleted and t.assignee_gid is not null
      and t.project_gid is not null and ${isWork(input)}
      and ${dayOfSql("coalesce(t.created_at, timestamp '1970-01-01')", input.settings)} <= date '${input.asOf}'
  )
  select task_gid, project_gid, assignee_gid as person_gid, logged_hours, p50, hours_p90 as p90 from open where p50 > 0
  order by coalesce(due_on, completes_on_p85, date '9999-01-01'),
    case lower(priority) when 'urgent' then 0 when 'high' then 1 when 'low' then 3 else 2 end, task_gid`;
