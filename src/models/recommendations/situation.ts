import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import {
  type AllocationRow,
  capacityTables,
  type LoggedRow,
  type OpenTaskRow,
  readCapacity,
} from "../capacity/read-capacity.ts";
import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";

export const situationTables = [
  ...new Set([...capacityTables, ...calendarTables, "marts.projects", "marts.task_dependencies"]),
] as const;

/** An open task as proposals move it about. */
export interface OpenTask extends OpenTaskRow {
  /** Empty where nobody has it. */
  readonly person_gid: string;
  readonly task_gid: string;
  readonly name: string;
  /** Lower case. */
  readonly skills: readonly string[];
  /** The same as people write it, for sentences. */
  readonly asks_for: string;
  readonly project_owner_gid: string | null;
  readonly priority: string | null;
  readonly is_milestone: boolean;
  readonly project_due_on: string | null;
  readonly completes_on_p50: string | null;
  readonly hours_mean: number | null;
}

export interface Person {
  readonly person_gid: string;
  readonly name: string;
  readonly home_team_gid: string | null;
  readonly skills: readonly string[];
  readonly manager_gid: string | null;
  readonly is_guest: boolean;
  readonly weekly_capacity_hours: number;
  readonly is_active: boolean;
}

/** Who has what to do, who could do it, and what waits for what. */
export interface Situation {
  readonly input: Pick<ModelInput, "asOf" | "seed" | "settings">;
  readonly calendar: WorkingCalendar;
  /** Days since 1970-01-01: today, and the first day of the first week ahead. */
  readonly today: number;
  readonly firstWeek: number;
  readonly people: ReadonlyMap<string, Person>;
  readonly tasks: ReadonlyMap<string, OpenTask>;
  readonly tasksOf: ReadonlyMap<string, readonly OpenTask[]>;
  readonly logged: ReadonlyMap<string, readonly LoggedRow[]>;
  readonly allocations: ReadonlyMap<string, readonly AllocationRow[]>;
  /** Open tasks that wait for a task. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** Who decides about this person's task: the manager, else the owner of the project; null where neither is there any more. */
  readonly responsibleFor: (person: string, task: OpenTask) => string | null;
  /** People who finished a task of a project within a year, as `project/person`. */
  readonly workedOn: ReadonlySet<string>;
}

export async function readSituation(input: ModelInput): Promise<Situation> {
  const [capacity, calendar, people, tasks, dependencies, worked] = await Promise.all([
    readCapacity(input),
    readCalendar(input),
    input.rows<Person & { skills: string[] | null }>(peopleSql),
    input.rows<OpenTask & { skills: string[] | null }>(tasksSql(input.asOf)),
    input.rows<{ task_gid: string; depends_on_gid: string }>(dependenciesSql),
    input.rows<{ pair: string }>(workedSql(input.asOf)),
  ]);
  const known = tasks.map((task) => ({ ...task, skills: lower(task.skills) }));
  const active = new Set(people.filter((person) => person.is_active).map((person) => person.person_gid));
  const managers = new Map(people.map((person) => [person.person_gid, person.manager_gid]));
  return {
    input,
    responsibleFor: (person, task) =>
      [managers.get(person), task.project_owner_gid].find((gid) => gid && active.has(gid)) ?? null,
    calendar,
    today: dayNumber(input.asOf),
    firstWeek: currentWeek(input.asOf, input.settings),
    people: new Map(people.map((person) => [person.person_gid, { ...person, skills: lower(person.skills) }])),
    tasks: new Map(known.map((task) => [task.task_gid, task])),
    tasksOf: Map.groupBy(known, (task) => task.person_gid),
    logged: Map.groupBy(capacity.logged, (row) => row.person_gid),
    allocations: Map.groupBy(capacity.allocations, (row) => row.person_gid),
    dependents: groupDependents(dependencies),
    workedOn: new Set(worked.map(({ pair }) => pair)),
  };
}

const lower = (skills: readonly string[] | null) => (skills ?? []).map((skill) => skill.toLowerCase());

function groupDependents(pairs: readonly { task_gid: string; depends_on_gid: string }[]): Map<string, string[]> {
  const groups = Map.groupBy(pairs, (pair) => pair.depends_on_gid);
  return new Map([...groups].map(([gid, waiting]) => [gid, waiting.map((pair) => pair.task_gid)]));
}

const peopleSql = `
  select person_gid, coalesce(name, person_gid) as name, home_team_gid, skills, manager_gid,
    coalesce(is_guest, false) as is_guest, coalesce(is_active, false) as is_active,
    greatest(coalesce(weekly_capacity_hours, 0), 0) as weekly_capacity_hours
  from marts.people order by person_gid`;

// The effort columns are those of readCapacity, so that the load before equals that of marts.capacity_weekly.
const tasksSql = (asOf: string) => `
  select t.task_gid, coalesce(t.name, t.task_gid) as name, coalesce(t.assignee_gid, '') as person_gid, t.project_gid, t.start_on, t.due_on,
    f.completes_on_p85 as usual_end_on, f.completes_on_p50, f.hours_mean, t.skills, t.priority, p.owner_gid as project_owner_gid,
    coalesce(array_to_string(t.skills, ', '), '') as asks_for,
    coalesce(t.is_milestone, false) as is_milestone, p.due_on as project_due_on,
    greatest(coalesce(t.actual_hours, 0), 0) as logged_hours,
    coalesce(f.hours_p50, nullif(greatest(t.estimate_hours, 0), 0)) as p50, f.hours_p90 as p90
  from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
    left join marts.projects p on p.project_gid = t.project_gid
  where not t.is_completed and not t.is_own and not t.is_deleted
    and coalesce(cast(t.created_at as date), date '1970-01-01') <= date '${asOf}'
  order by t.task_gid`;

const dependenciesSql = `
  select d.task_gid, d.depends_on_gid from marts.task_dependencies d join marts.tasks t using (task_gid)
  where not t.is_completed and not t.is_own and not t.is_deleted order by all`;

const workedSql = (asOf: string) => `
  select distinct project_gid || '/' || assignee_gid as pair from marts.tasks
  where is_completed and not is_own and not is_deleted and project_gid is not null and assignee_gid is not null
    and completed_at >= date '${asOf}' - 365 order by pair`;
