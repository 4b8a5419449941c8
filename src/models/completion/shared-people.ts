import type { Random } from "../statistics/random.ts";

/*
Projects that share people, simulated together. Everyone works through the open tasks of all their projects in order of due
date and priority, at the hours a week that they really deliver, less the share that new work takes. A project is done with
the last of its tasks; how often a task is that last one is its criticality.
*/

export interface SharedTask {
  readonly task_gid: string;
  readonly project_gid: string;
  /** Index into the people. */
  readonly person: number;
  /** Remaining effort, lognormal: median in hours, spread on the log scale. */
  readonly medianHours: number;
  readonly sigma: number;
}

export interface SharedWork {
  /** In the order in which people take them up. */
  readonly tasks: readonly SharedTask[];
  /** Indexes of the open tasks that each task (by index) waits for. */
  readonly waitsFor: ReadonlyMap<number, readonly number[]>;
  /** Index of each person by gid. */
  readonly personAt?: ReadonlyMap<string, number>;
  /** Hours that each person delivers in week t ahead. */
  readonly hoursOf: readonly ((week: number) => number)[];
  /** Share of a person's hours that goes into work known today. */
  readonly drawShare: (random: Random) => number;
}

export interface SharedOutcome {
  /** Weeks from the origin until each project is done, ascending. */
  readonly weeks: ReadonlyMap<string, Float64Array>;
  /** Share of the futures in which this task is the last of its project, by task. */
  readonly criticality: ReadonlyMap<string, number>;
}

/** Spread of a person's pace that a whole future has in common, and share of the error of effort that a person's tasks have. */
const paceSpread = 0.25;
const commonShare = 0.2;
/** Dependencies are followed along chains of this many tasks; a cycle ends here too. */
const longestChain = 4;

export function simulateShared(
  work: SharedWork,
  options: { readonly random: Random; readonly paths: number; readonly maxWeeks: number },
): SharedOutcome {
  const { random, paths } = options;
  const calendars = work.hoursOf.map((hours) => cumulative(hours, options.maxWeeks));
  const weeks = new Map(work.tasks.map((task) => [task.project_gid, new Float64Array(paths)]));
  const deciding = new Map<string, number>();
  for (let path = 0; path < paths; path++) {
    const done = finishTimes(work, calendars, random);
    const last = new Map<string, number>();
    work.tasks.forEach((task, i) => {
      const before = last.get(task.project_gid);
      if (before === undefined || done[i]! > done[before]!) last.set(task.project_gid, i);
    });
    for (const [project, i] of last) {
      weeks.get(project)![path] = done[i]!;
      deciding.set(work.tasks[i]!.task_gid, (deciding.get(work.tasks[i]!.task_gid) ?? 0) + 1);
    }
  }
  for (const times of weeks.values()) times.sort();
  return { weeks, criticality: new Map([...deciding].map(([gid, times]) => [gid, times / paths])) };
}

/** When each task is done in one future, in weeks. */
function finishTimes(work: SharedWork, calendars: readonly Float64Array[], random: Random): Float64Array {
  const people = calendars.map(() => ({
    pace: work.drawShare(random) * random.lognormal(0, paceSpread),
    error: random.normal(0, Math.sqrt(commonShare)),
    hours: 0,
    week: 0,
  }));
  const spans = new Float64Array(work.tasks.length);
  const done = work.tasks.map((task, i) => {
    const person = people[task.person]!;
    const z = person.error + random.normal(0, Math.sqrt(1 - commonShare));
    const before = person.hours;
    person.hours += (task.medianHours * Math.exp(task.sigma * z)) / person.pace;
    const calendar = calendars[task.person]!;
    while (person.week < calendar.length - 1 && calendar[person.week]! < person.hours) person.week += 1;
    const start = person.week > 0 ? calendar[person.week - 1]! : 0;
    const inWeek = calendar[person.week]! - start;
    const part = inWeek > 0 ? Math.min(1, (person.hours - start) / inWeek) : 1;
    spans[i] = inWeek > 0 ? Math.min(1, (person.hours - before) / inWeek) : 0;
    return person.week + part;
  });
  for (let round = 0; round < longestChain; round++) {
    for (const [task, before] of work.waitsFor) {
      for (const other of before)
        done[task] = Math.max(done[task]!, Math.min(calendars[0]!.length, done[other]! + spans[task]!));
    }
  }
  return Float64Array.from(done);
}

function cumulative(hoursOf: (week: number) => number, weeks: number): Float64Array {
  let sum = 0;
  return Float64Array.from({ length: weeks }, (_, week) => {
    sum += Math.max(0, hoursOf(week));
    return sum;
  });
}
