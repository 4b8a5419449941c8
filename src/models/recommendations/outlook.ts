import { allocatedHours, assignedTasks, pastWeeksOf } from "../capacity/person-load.ts";
import { chanceAbove, minimumPastWeeks, simulateLoad } from "../capacity/simulate-load.ts";
import { dateOf } from "../statistics/calendar.ts";
import { createRandom } from "../statistics/random.ts";
import type { OpenTask, Person, Situation } from "./situation.ts";

/** Load of one person in the weeks ahead under a given set of tasks. */
export interface Outlook {
  readonly weeks: readonly {
    readonly start_on: string;
    readonly capacity: number;
    readonly mean: number;
    readonly p50: number;
    /** Expected hours of tasks and plan alone; unplanned work gives way to more of them. */
    readonly planned: number;
    /** Chance that the load exceeds the capacity times thresholds.overload. */
    readonly overload: number;
  }[];
  /** Sum of the chances: how many overloaded weeks are to be expected. */
  readonly overloadedWeeks: number;
  /** The same plus the hours beyond the limit, in weeks of this person: also a week that stays overloaded can get better. */
  readonly burden: number;
}

export type OutlookOf = (person: string, tasks?: readonly OpenTask[]) => Outlook | null;

export const weeksAhead = 8;
/** A week is overloaded when that is more likely than not. */
export const likely = 0.5;
/** Draws of task effort per outlook; hundreds of open tasks get fewer paths. */
const drawBudget = 20_000;

/** Simulates outlooks as marts.capacity_weekly does, with common random numbers; those of today's tasks are kept. Null where nothing can be said. */
export function createOutlooks(situation: Situation): OutlookOf {
  const today = new Map<string, Outlook | null>();
  const spread = createSpreader(situation);
  return (person, tasks) => {
    if (tasks) return simulate(situation, person, { tasks, spread });
    const known = today.get(person);
    if (known !== undefined) return known;
    const outlook = simulate(situation, person, { tasks: situation.tasksOf.get(person) ?? [], spread });
    today.set(person, outlook);
    return outlook;
  };
}

type Spread = (person: Person, task: OpenTask) => readonly Assigned[];
type Assigned = ReturnType<typeof assignedTasks>[number];

/** Spreads a task over the weeks of whoever has it, once: most tasks stay where they are while others move. */
function createSpreader({ calendar, today, firstWeek }: Situation): Spread {
  const known = new WeakMap<OpenTask, readonly Assigned[]>();
  const at = { calendar, today, first: firstWeek, weeks: weeksAhead };
  return (person, task) => {
    const found = known.get(task) ?? assignedTasks({ person, tasks: [task] }, at);
    known.set(task, found);
    return found;
  };
}

function simulate(
  situation: Situation,
  gid: string,
  { tasks, spread }: { readonly tasks: readonly OpenTask[]; readonly spread: Spread },
): Outlook | null {
  const { calendar, input, today, firstWeek } = situation;
  const person = situation.people.get(gid);
  if (!person?.is_active) return null;
  const logged = situation.logged.get(gid) ?? [];
  const facts = { person, tasks, logged, allocations: situation.allocations.get(gid) ?? [] };
  const weeks = Array.from({ length: weeksAhead }, (_, i) => firstWeek + 7 * i);
  const past = pastWeeksOf(facts, { first: firstWeek, calendar });
  const assigned = tasks.flatMap((task) => spread(person, task));
  const allocations = allocatedHours(facts, { calendar, weeks });
  if (assigned.length === 0 && allocations.size === 0 && past.length < minimumPastWeeks) return null;
  const loads = simulateLoad(
    {
      ...{ tasks: assigned, allocations, past },
      workingDays: weeks.map((week) => calendar.workingDays(gid, Math.max(week, today), week + 7)),
      loggedThisWeek: logged.filter((row) => row.week === dateOf(firstWeek)).reduce((sum, { hours }) => sum + hours, 0),
    },
    {
      random: createRandom(`${input.seed}/load/${gid}/${input.asOf}`),
      paths: Math.round(Math.min(300, Math.max(40, drawBudget / Math.max(1, assigned.length)))),
    },
  );
  const outlook = loads.map((load, i) => {
    const days = calendar.workingDays(gid, weeks[i]!, weeks[i]! + 7);
    const capacity = (person.weekly_capacity_hours / 5) * days;
    const limit = capacity > 0 ? capacity * input.settings.thresholds.overload : 0.5;
    const assignedHours = assigned.reduce((sum, task) => sum + task.meanRemaining * task.shares[i]!, 0);
    const allocatedInWeek = [...allocations.values()].reduce((sum, hours) => sum + hours[i]!, 0);
    return {
      ...{ start_on: dateOf(weeks[i]!), capacity, mean: load.mean, p50: load.p50 },
      planned: Math.max(assignedHours, allocatedInWeek),
      overload: chanceAbove(load.hours, limit),
      excess: load.hours.reduce((sum, hours) => sum + Math.max(0, hours - limit), 0) / load.hours.length,
    };
  });
  const overloadedWeeks = outlook.reduce((sum, week) => sum + week.overload, 0);
  const excess = outlook.reduce((sum, week) => sum + week.excess, 0);
  return {
    weeks: outlook,
    overloadedWeeks,
    burden: overloadedWeeks + excess / Math.max(8, person.weekly_capacity_hours),
  };
}

/** Expected hours of a task in each week ahead, were it this person's. */
export function hoursByWeek(situation: Situation, task: OpenTask, gid = task.person_gid): number[] {
  const person = situation.people.get(gid);
  if (!person) return [];
  const facts = { person, tasks: [{ ...task, person_gid: gid }], logged: [], allocations: [] };
  const at = { calendar: situation.calendar, today: situation.today, first: situation.firstWeek, weeks: weeksAhead };
  const [assigned] = assignedTasks(facts, at);
  return assigned ? assigned.shares.map((share) => share * assigned.meanRemaining) : [];
}
