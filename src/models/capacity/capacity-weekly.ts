import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { median } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import { capacityWithin, type Shared, weeksAhead, weeksBack } from "./capacity-within.ts";
import {
  forecastOf,
  methodOf,
  missingFor,
  noForecast,
  noWindow,
  ratio,
  round,
  statusOf,
  windowOf,
} from "./load-columns.ts";
import { allocatedHours, assignedTasks, type PersonFacts, pastWeeksOf } from "./person-load.ts";
import { daysLeft, noPoints, type PersonPoints, pointsAhead, pointsBehind, pointsModel } from "./points.ts";
import { capacityTables, type PersonRow, readCapacity, readCapacityThen } from "./read-capacity.ts";
import { readPoints } from "./read-points.ts";
import { minimumPastWeeks, simulateLoad } from "./simulate-load.ts";
import { readSprintHours, sprintRows } from "./sprint-rows.ts";
import { sprintsAround } from "./sprints.ts";

const demonstratedWeeks = 26;
/** Draws of task effort in all; more open tasks get fewer paths each. */
const drawBudget = 8_000_000;

/** Load of each person against capacity, by week and by sprint, as a chance. */
export const capacityWeeklyNode: ModelNode = {
  name: "capacity_weekly",
  reads: [...new Set([...capacityTables, ...calendarTables])],
  writes: ["marts.capacity_weekly", "marts.capacity_sprints"],
  isRecorded: true,
  run: (input) => forecastCapacity(input),
};

/** Rows of everybody, or of these people alone, exactly as they are among those of everybody. */
export async function forecastCapacity(input: ModelInput, only?: ReadonlySet<string>) {
  const [read, points, calendar] = await Promise.all([readCapacity(input), readPoints(input), readCalendar(input)]);
  const sprints = sprintsAround(input);
  const sprintHours = await readSprintHours(sprints, input);
  const facts = groupFacts(read);
  const pointsOf = groupPoints(points);
  const paths = Math.round(Math.min(1000, Math.max(100, drawBudget / Math.max(1, read.tasks.length))));
  const shared: Shared = { calendar, input, paths };
  const people = read.people
    .filter(({ person_gid }) => only === undefined || only.has(person_gid))
    .map((person) => ({ facts: facts(person), points: pointsOf(person) }));
  return {
    "marts.capacity_weekly": people.flatMap((given) => personRows(given.facts, given.points, shared)),
    "marts.capacity_sprints": people.flatMap((given) => sprintRows(given, { ...shared, sprints, sprintHours })),
  };
}

/** Paths of a replay: its errors are averaged over many people and weeks. */
const replayPaths = 100;

/** Weeks ahead of everybody who is active, as they would have been forecast on a past day; in hours alone. */
export async function replayCapacity(input: ModelInput): Promise<ModelRow[]> {
  const [read, calendar] = await Promise.all([readCapacityThen(input), readCalendar(input)]);
  const facts = groupFacts(read);
  const shared: Shared = { calendar, input, paths: replayPaths };
  return read.people
    .filter((person) => person.is_active)
    .flatMap((person) => personRows(facts(person), { person, done: [], open: [] }, shared))
    .filter((row) => row.is_future === true && row.overload_probability !== null);
}

function groupFacts(read: Awaited<ReturnType<typeof readCapacity>>): (person: PersonRow) => PersonFacts {
  const byPerson = <T extends { person_gid: string }>(rows: readonly T[]) => Map.groupBy(rows, (row) => row.person_gid);
  const [tasks, logged, allocations] = [byPerson(read.tasks), byPerson(read.logged), byPerson(read.allocations)];
  return (person) => ({
    person,
    tasks: tasks.get(person.person_gid) ?? [],
    logged: logged.get(person.person_gid) ?? [],
    allocations: allocations.get(person.person_gid) ?? [],
  });
}

function groupPoints(read: Awaited<ReturnType<typeof readPoints>>): (person: PersonRow) => PersonPoints {
  const done = Map.groupBy(read.done, (row) => row.person_gid);
  const open = Map.groupBy(read.open, (row) => row.person_gid);
  return (person) => ({
    person,
    done: done.get(person.person_gid) ?? [],
    open: open.get(person.person_gid) ?? [],
  });
}

function personRows(facts: PersonFacts, points: PersonPoints, shared: Shared): ModelRow[] {
  const { person } = facts;
  const first = currentWeek(shared.input.asOf, shared.input.settings);
  const loggedByWeek = new Map<number, number>();
  for (const row of facts.logged) {
    const week = dayNumber(row.week);
    loggedByWeek.set(week, (loggedByWeek.get(week) ?? 0) + row.hours);
  }
  if (!person.is_active && loggedByWeek.size === 0) return [];
  const past = pastWeeksOf(facts, { first, calendar: shared.calendar });
  const recent = past.slice(-demonstratedWeeks).filter((week) => week.workingDays > 0);
  const inPoints = pointsByWeek(points, { first, ...shared });
  const common = {
    person_gid: person.person_gid,
    demonstrated_capacity_hours: recent.length >= minimumPastWeeks ? round(median(recent.map((w) => w.total))) : null,
    demonstrated_capacity_points: inPoints.demonstrated,
    as_of_on: shared.input.asOf,
  };
  const weekBase = (week: number) => ({
    ...common,
    ...capacityOf(person, week, shared),
    ...planOf(facts, week, shared),
    ...inPoints.columns(week),
  });
  const behind = Array.from({ length: weeksBack }, (_, i) => first - 7 * (weeksBack - i)).map((week) =>
    pastRow({ base: weekBase(week), logged: loggedByWeek.get(week) ?? 0 }, shared),
  );
  if (!person.is_active) return behind;
  const ahead = futureRows(facts, { past, first, loggedByWeek, weekBase }, shared);
  return [...behind, ...ahead];
}

/** Story points of the weeks behind and ahead. */
function pointsByWeek(points: PersonPoints, { first, calendar, input, paths }: Shared & { readonly first: number }) {
  const gid = points.person.person_gid;
  const today = dayNumber(input.asOf);
  const spans = weekStarts(first).map((week) => [week, week + 7] as const);
  const model = pointsModel(
    points,
    {
      ahead: { calendar, today, first, weeks: weeksAhead },
      workingDays: daysLeft(spans, { calendar, today, gid }),
    },
    { random: createRandom(`${input.seed}/points/${gid}/${input.asOf}`), paths: Math.min(300, paths) },
  );
  if (!model) return { demonstrated: null, columns: () => noPoints };
  const capacity = (week: number) => model.capacity(calendar.workingDays(gid, week, week + 7));
  return {
    demonstrated: model.demonstrated,
    columns: (week: number) => {
      const at = { capacity: capacity(week), done: model.doneIn(week) };
      const ahead = (week - first) / 7;
      if (ahead < 0 || !points.person.is_active) return pointsBehind(at);
      const load = { ...at, doubt: model.doubt, points: model.loads[ahead]!, assigned: model.assigned[ahead]! };
      return pointsAhead(load, input.settings.thresholds.overload);
    },
  };
}

const weekStarts = (first: number) => Array.from({ length: weeksAhead }, (_, i) => first + 7 * i);

interface WeekBase {
  readonly capacity_hours: number;
  readonly allocated_hours: number;
  readonly [column: string]: string | number | null;
}

function pastRow(at: { base: WeekBase; logged: number }, shared: Shared): ModelRow {
  const utilization = ratio(at.logged, at.base.capacity_hours);
  return {
    ...at.base,
    ...noForecast,
    ...noWindow,
    is_future: false,
    assigned_hours: null,
    logged_hours: round(at.logged),
    utilization,
    load_status: statusOf(utilization, shared.input.settings.thresholds),
    method: "logged hours",
    n: 1,
    status: "ok",
    unlocks: null,
  };
}

function futureRows(
  facts: PersonFacts,
  at: {
    past: ReturnType<typeof pastWeeksOf>;
    first: number;
    loggedByWeek: ReadonlyMap<number, number>;
    weekBase: (week: number) => WeekBase;
  },
  shared: Shared,
): ModelRow[] {
  const { calendar, input, paths } = shared;
  const { thresholds } = input.settings;
  const weeks = weekStarts(at.first);
  const today = dayNumber(input.asOf);
  const gid = facts.person.person_gid;
  const workingDays = weeks.map((week) => calendar.workingDays(gid, Math.max(week, today), week + 7));
  const tasks = assignedTasks(facts, { calendar, today, first: at.first, weeks: weeksAhead });
  const bases = weeks.map(at.weekBase);
  const missing = missingFor(facts, {
    past: at.past.length,
    tasks: tasks.length,
    isPlanned: bases.some((week) => week.allocated_hours > 0),
  });
  const random = createRandom(`${input.seed}/load/${gid}/${input.asOf}`);
  const loggedThisWeek = at.loggedByWeek.get(at.first) ?? 0;
  const allocations = allocatedHours(facts, { calendar, weeks });
  const loads = missing
    ? []
    : simulateLoad({ tasks, allocations, past: at.past, workingDays, loggedThisWeek }, { random, paths });
  return weeks.map((_, i) => ({
    ...bases[i]!,
    is_future: true,
    assigned_hours: round(tasks.reduce((sum, task) => sum + task.meanRemaining * task.shares[i]!, 0)),
    logged_hours: i === 0 ? round(loggedThisWeek) : null,
    ...(loads[i] ? forecastOf(loads[i], bases[i]!.capacity_hours, thresholds) : { ...noForecast, load_status: null }),
    ...(loads[i] ? windowOf(loads[i], bases.slice(i, i + 4), thresholds) : noWindow),
    method: missing ? null : methodOf(paths),
    n: at.past.length,
    status: missing ? "insufficient_data" : "ok",
    unlocks: missing,
  }));
}

function capacityOf(person: PersonRow, week: number, shared: Shared) {
  return { week_start_on: dateOf(week), ...capacityWithin(person, [week, week + 7], shared) };
}

function planOf(facts: PersonFacts, week: number, { calendar }: Shared) {
  const byProject = allocatedHours(facts, { calendar, weeks: [week] });
  return { allocated_hours: round([...byProject.values()].reduce((sum, [hours]) => sum + hours!, 0)) };
}
