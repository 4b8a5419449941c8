import { dayOfSql } from "../calendar/weeks.ts";
import { remainingOf } from "../capacity/person-load.ts";
import type { ModelInput } from "../node.ts";
import type { Random } from "../statistics/random.ts";
import { isWork } from "./read-projects.ts";
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
    input.rows<{ person_gid: string; usual: number; capacity: number }>(paceSql),
    input.rows<{ task_gid: string; depends_on_gid: string }>(
      "select task_gid, depends_on_gid from marts.task_dependencies order by all",
    ),
  ]);
  const paces = Map.groupBy(weeks, (row) => row.person_gid);
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
  return { tasks, waitsFor, hoursOf: people.map((gid) => hoursOf(paces.get(gid)!)), drawShare };
}

/** Usual hours, in weeks with time off as much less as capacity is. */
function hoursOf(weeks: readonly { usual: number; capacity: number }[]): (week: number) => number {
  const fullWeek = Math.max(...weeks.map((row) => row.capacity));
  return (week) => {
    const row = weeks[week];
    if (!row) return weeks[0]!.usual;
    return fullWeek > 0 ? (row.usual * row.capacity) / fullWeek : 0;
  };
}

const paceSql = `
  select person_gid, demonstrated_capacity_hours as usual, capacity_hours as capacity from marts.capacity_weekly
  where is_future and demonstrated_capacity_hours > 0 order by person_gid, week_start_on`;

const tasksSql = (input: ModelInput) => `
  select t.task_gid, t.project_gid, t.assignee_gid as person_gid, greatest(coalesce(t.actual_hours, 0), 0) as logged_hours,
    coalesce(f.hours_p50, t.estimate_hours) as p50, f.hours_p90 as p90
  from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
  where not t.is_completed and not t.is_own and not t.is_deleted and t.assignee_gid is not null and t.project_gid is not null
    and coalesce(f.hours_p50, t.estimate_hours) > 0 and ${isWork(input)}
    and ${dayOfSql("coalesce(t.created_at, timestamp '1970-01-01')", input.settings)} <= date '${input.asOf}'
  order by coalesce(t.due_on, f.completes_on_p85, date '9999-01-01'),
    case lower(t.priority) when 'urgent' then 0 when 'high' then 1 when 'low' then 3 else 2 end, t.task_gid`;
