import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { median } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import { allocatedHours, assignedTasks, type PersonFacts, pastWeeksOf } from "./person-load.ts";
import { capacityTables, type PersonRow, readCapacity } from "./read-capacity.ts";
import { chanceAbove, minimumPastWeeks, simulateLoad, type WeekLoad } from "./simulate-load.ts";

export const weeksBack = 13;
export const weeksAhead = 8;
const demonstratedWeeks = 26;
/** Draws of task effort in all; more open tasks get fewer paths each. */
const drawBudget = 8_000_000;

/** Load of each person and week against capacity, as a chance. */
export const capacityWeeklyNode: ModelNode = {
  name: "capacity_weekly",
  reads: [...new Set([...capacityTables, ...calendarTables])],
  writes: ["marts.capacity_weekly"],
  run: async (input) => {
    const [read, calendar] = await Promise.all([readCapacity(input), readCalendar(input)]);
    const [tasks, logged, allocations] = [read.tasks, read.logged, read.allocations].map((rows) =>
      Map.groupBy(rows as readonly { person_gid: string }[], (row) => row.person_gid),
    ) as unknown as [Grouped<"tasks">, Grouped<"logged">, Grouped<"allocations">];
    const paths = Math.round(Math.min(1000, Math.max(100, drawBudget / Math.max(1, read.tasks.length))));
    const rows = read.people.flatMap((person) => {
      const facts = {
        person,
        tasks: tasks.get(person.person_gid) ?? [],
        logged: logged.get(person.person_gid) ?? [],
        allocations: allocations.get(person.person_gid) ?? [],
      };
      return personRows(facts, { calendar, input, paths });
    });
    return { "marts.capacity_weekly": rows };
  },
};

type Read = Awaited<ReturnType<typeof readCapacity>>;
type Grouped<Key extends keyof Read> = Map<string, Read[Key]>;

interface Shared {
  readonly calendar: WorkingCalendar;
  readonly input: Pick<ModelInput, "asOf" | "seed" | "settings">;
  readonly paths: number;
}

function personRows(facts: PersonFacts, shared: Shared): ModelRow[] {
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
  const common = {
    person_gid: person.person_gid,
    demonstrated_capacity_hours: recent.length >= minimumPastWeeks ? round(median(recent.map((w) => w.total))) : null,
    as_of_on: shared.input.asOf,
  };
  const weekBase = (week: number) => ({
    ...common,
    ...capacityOf(person, week, shared),
    ...planOf(facts, week, shared),
  });
  const behind = Array.from({ length: weeksBack }, (_, i) => first - 7 * (weeksBack - i)).map((week) =>
    pastRow({ base: weekBase(week), logged: loggedByWeek.get(week) ?? 0 }, shared),
  );
  if (!person.is_active) return behind;
  const ahead = futureRows(facts, { past, first, loggedByWeek, weekBase }, shared);
  return [...behind, ...ahead];
}

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
  const weeks = Array.from({ length: weeksAhead }, (_, i) => at.first + 7 * i);
  const today = dayNumber(input.asOf);
  const gid = facts.person.person_gid;
  const workingDays = weeks.map((week) => calendar.workingDays(gid, Math.max(week, today), week + 7));
  const tasks = assignedTasks(facts, { calendar, today, first: at.first, weeks: weeksAhead });
  const bases = weeks.map(at.weekBase);
  const missing = missingFor(facts, { past: at.past.length, tasks: tasks.length, planned: bases });
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
    ...(loads[i] ? forecastOf(loads[i], bases[i]!.capacity_hours, shared) : { ...noForecast, load_status: null }),
    ...(loads[i] ? windowOf(loads[i], bases.slice(i, i + 4), shared) : noWindow),
    method: missing ? null : `simulation of open work, plan and unplanned work, ${paths} paths`,
    n: at.past.length,
    status: missing ? "insufficient_data" : "ok",
    unlocks: missing,
  }));
}

function forecastOf(load: WeekLoad, capacity: number, { input }: Shared) {
  const { thresholds } = input.settings;
  const utilization = ratio(load.p50, capacity);
  // Work in a week without capacity is too much whatever the threshold; half an hour of it is noise.
  const limit = (threshold: number) => (capacity > 0 ? capacity * threshold : 0.5);
  return {
    load_p10: round(load.p10),
    load_p50: round(load.p50),
    load_p80: round(load.p80),
    load_p90: round(load.p90),
    load_mean: round(load.mean),
    utilization,
    overload_probability: chanceAbove(load.hours, limit(thresholds.overload)),
    severe_probability: chanceAbove(load.hours, limit(thresholds.severe)),
    load_status: capacity > 0 ? statusOf(utilization, thresholds) : load.p50 > 0.5 ? "overloaded" : null,
  };
}

/** A four-week room is a finding when it is as sure as this, an overload when it is more likely than not. */
const sureOfRoom = 0.8;

function windowOf(load: WeekLoad, weeks: readonly { capacity_hours: number }[], { input }: Shared) {
  const capacity = weeks.reduce((sum, week) => sum + week.capacity_hours, 0);
  if (!load.hoursOfFourWeeks || capacity <= 0) return noWindow;
  const { overload, underutilized } = input.settings.thresholds;
  const over = chanceAbove(load.hoursOfFourWeeks, capacity * overload);
  const room = 1 - chanceAbove(load.hoursOfFourWeeks, capacity * underutilized);
  return { overload_4w_probability: over, sustained: over >= 0.5 ? "overload" : room >= sureOfRoom ? "room" : null };
}

const noWindow = { overload_4w_probability: null, sustained: null };

function missingFor(
  facts: PersonFacts,
  has: { past: number; tasks: number; planned: readonly { allocated_hours: number }[] },
): string | null {
  const isPlanned = has.tasks > 0 || has.planned.some((week) => week.allocated_hours > 0);
  if (isPlanned || has.past >= minimumPastWeeks) return null;
  const open = facts.tasks.length > 0 ? "its open tasks have neither estimate nor similar past tasks" : "no open work";
  return `Needs ${minimumPastWeeks} weeks of logged time (has ${has.past}), or assigned work with an expected effort; ${open}.`;
}

function capacityOf(person: PersonRow, week: number, { calendar, input }: Shared) {
  const perDay = person.weekly_capacity_hours / 5;
  const days =
    person.is_active || week < dayNumber(input.asOf) ? calendar.workingDays(person.person_gid, week, week + 7) : 0;
  return {
    week_start_on: dateOf(week),
    capacity_hours: round(perDay * days),
    time_off_hours: round(perDay * calendar.daysOff(person.person_gid, week, week + 7)),
  };
}

function planOf(facts: PersonFacts, week: number, { calendar }: Shared) {
  const byProject = allocatedHours(facts, { calendar, weeks: [week] });
  return { allocated_hours: round([...byProject.values()].reduce((sum, [hours]) => sum + hours!, 0)) };
}

const noForecast = {
  load_p10: null,
  load_p50: null,
  load_p80: null,
  load_p90: null,
  load_mean: null,
  utilization: null,
  overload_probability: null,
  severe_probability: null,
};

function statusOf(utilization: number | null, thresholds: ModelInput["settings"]["thresholds"]): string | null {
  if (utilization === null) return null;
  if (utilization > thresholds.overload) return "overloaded";
  if (utilization >= thresholds.at_capacity) return "at_capacity";
  return utilization < thresholds.underutilized ? "underutilized" : "balanced";
}

const ratio = (hours: number, capacity: number) => (capacity > 0 ? hours / capacity : null);

const round = (hours: number) => Math.round(hours * 1e4) / 1e4;
