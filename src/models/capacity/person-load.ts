import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import { dayNumber } from "../statistics/calendar.ts";
import type { AllocationRow, LoggedRow, OpenTaskRow, PersonRow } from "./read-capacity.ts";
import type { AssignedTask, PastWeek } from "./simulate-load.ts";
import { type SpreadOptions, spreadOver } from "./spread.ts";

/** What the marts know about one person. */
export interface PersonFacts {
  readonly person: PersonRow;
  readonly tasks: readonly OpenTaskRow[];
  readonly logged: readonly LoggedRow[];
  readonly allocations: readonly AllocationRow[];
}

/** Weeks in which unplanned work is learnt, and the half-life of their weight. */
const memoryWeeks = 52;
const halfLifeWeeks = 13;
const lags = 9;
/** 90 % quantile of the standard normal. */
const upperTenth = 1.2816;
/** Spread of a bare estimate: about a factor of 3 either way at 80 %. */
const spreadOfEstimate = 0.85;
/** No single task counts for more hours than two years of work. */
const mostHours = 4000;

/** The person's whole weeks before the first week ahead, since the first logged hour, oldest first. */
export function pastWeeksOf(
  facts: Pick<PersonFacts, "person" | "logged">,
  at: { readonly first: number; readonly calendar: WorkingCalendar },
): PastWeek[] {
  const byWeek = new Map<number, number[]>();
  for (const row of facts.logged) {
    const week = dayNumber(row.week);
    if (week >= at.first) continue;
    const hours = byWeek.get(week) ?? new Array<number>(lags + 2).fill(0);
    hours[row.lag + 1]! += row.hours;
    byWeek.set(week, hours);
  }
  const start = Math.max(Math.min(at.first, ...byWeek.keys()), at.first - 7 * memoryWeeks);
  const weeks: PastWeek[] = [];
  for (let week = start; week < at.first; week += 7) {
    const hours = byWeek.get(week) ?? [];
    let known = hours[0] ?? 0;
    const unplanned = Array.from({ length: lags }, (_, t) => {
      known += hours[t + 1] ?? 0;
      return known;
    });
    weeks.push({
      total: hours.reduce((sum, value) => sum + value, 0),
      unplanned,
      workingDays: at.calendar.workingDays(facts.person.person_gid, week, week + 7),
      weight: 2 ** (-(at.first - week) / 7 / halfLifeWeeks),
    });
  }
  return weeks;
}

/** Where the weeks ahead lie, and how they are cut. */
export interface Ahead {
  readonly calendar: WorkingCalendar;
  readonly today: number;
  readonly first: number;
  readonly weeks: number;
  readonly slots?: SpreadOptions["slots"];
}

/** How this person's work is spread over the weeks ahead. */
export function spreadOptions({ person }: Pick<PersonFacts, "person">, at: Ahead): SpreadOptions {
  return {
    ...{ today: at.today, firstWeek: at.first, weeks: at.weeks, slots: at.slots },
    hoursPerDay: person.weekly_capacity_hours / 5,
    isWorking: (day) => at.calendar.isWorking(person.person_gid, day),
  };
}

/** Open tasks with an expected effort, spread over the weeks ahead. */
export function assignedTasks(
  facts: Pick<PersonFacts, "person" | "tasks">,
  at: Ahead,
): (AssignedTask & { readonly meanRemaining: number })[] {
  const options = spreadOptions(facts, at);
  return facts.tasks.flatMap((row) => {
    if (row.p50 === null || !(row.p50 > 0)) return [];
    const { medianHours, sigma } = remainingOf({ ...row, p50: row.p50 });
    const shares = spreadOver({ ...datesOf(row), hours: medianHours }, options);
    const meanRemaining = medianHours * Math.exp(sigma ** 2 / 2);
    return [{ project_gid: row.project_gid, medianHours, sigma, shares, meanRemaining }];
  });
}

/**
 * Remaining effort of a task as a lognormal. The quantiles of the forecast hold the total effort, given what is logged
 * already, so that taking the logged hours away leaves those of the rest. A bare estimate leaves at least a tenth of itself.
 */
export function remainingOf(task: {
  readonly p50: number;
  readonly p90: number | null;
  readonly logged_hours: number;
}): { readonly medianHours: number; readonly sigma: number } {
  const left = task.p50 - task.logged_hours;
  const medianHours = Math.min(mostHours, Math.max(left, task.p50 / (task.p90 === null ? 10 : 50), 0.05));
  if (task.p90 === null) return { medianHours, sigma: spreadOfEstimate };
  const ratio = Math.max(task.p90 - task.logged_hours, medianHours) / medianHours;
  return { medianHours, sigma: Math.min(1.5, Math.max(0.1, Math.log(ratio) / upperTenth)) };
}

/** Planned hours by project in each of these weeks (first days), by the person's working days. */
export const allocatedHours = (
  facts: Pick<PersonFacts, "person" | "allocations">,
  at: { readonly calendar: WorkingCalendar; readonly weeks: readonly number[] },
): Map<string, number[]> =>
  allocatedWithin(facts, { calendar: at.calendar, spans: at.weeks.map((week) => [week, week + 7]) });

/** The same within spans of days, the last day of each excluded. */
export function allocatedWithin(
  facts: Pick<PersonFacts, "person" | "allocations">,
  at: { readonly calendar: WorkingCalendar; readonly spans: readonly (readonly [from: number, to: number])[] },
): Map<string, number[]> {
  const planned = new Map<string, number[]>();
  for (const row of facts.allocations) {
    const from = row.start_on ? dayNumber(row.start_on) : Number.NEGATIVE_INFINITY;
    const to = row.end_on ? dayNumber(row.end_on) + 1 : Number.POSITIVE_INFINITY;
    const hours = at.spans.map(([first, end]) => {
      const days = at.calendar.workingDays(facts.person.person_gid, Math.max(first, from), Math.min(end, to));
      return (row.hours_per_week * days) / 5;
    });
    if (hours.every((value) => value === 0)) continue;
    const key = row.project_gid ?? "none";
    planned.set(
      key,
      hours.map((value, i) => value + (planned.get(key)?.[i] ?? 0)),
    );
  }
  return planned;
}

/** The dates of a task as day numbers. */
export const datesOf = (row: Pick<OpenTaskRow, "start_on" | "due_on" | "usual_end_on">) => ({
  startDay: dayOrNull(row.start_on),
  dueDay: dayOrNull(row.due_on),
  usualEndDay: dayOrNull(row.usual_end_on),
});

const dayOrNull = (date: string | null) => (date === null ? null : dayNumber(date));
