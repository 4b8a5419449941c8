import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { normalCdf } from "../statistics/normal.ts";
import type { AllocationRow, LoggedRow, OpenTaskRow, PersonRow } from "./read-capacity.ts";
import type { AssignedTask, PastWeek } from "./simulate-load.ts";
import { spreadOver } from "./spread.ts";

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
/** 2 × 1.2816: p10 to p90 of a normal in standard deviations. */
const widthOf80 = 2.5631;
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

/** Open tasks with an expected effort, spread over the weeks ahead. */
export function assignedTasks(
  facts: PersonFacts,
  at: { readonly calendar: WorkingCalendar; readonly today: number; readonly first: number; readonly weeks: number },
): (AssignedTask & { readonly meanRemaining: number })[] {
  const gid = facts.person.person_gid;
  const isWorking = (day: number) => at.calendar.isWorking(gid, day);
  const hoursPerDay = facts.person.weekly_capacity_hours / 5;
  const options = { today: at.today, firstWeek: at.first, weeks: at.weeks, hoursPerDay, isWorking };
  return facts.tasks.flatMap((row) => {
    if (row.p50 === null || !(row.p50 > 0)) return [];
    const medianHours = Math.min(row.p50, mostHours);
    const sigma = sigmaOf(row);
    const dates = {
      startDay: dayOrNull(row.start_on),
      dueDay: dayOrNull(row.due_on),
      usualEndDay: dayOrNull(row.usual_end_on),
      hours: medianHours,
    };
    const shares = spreadOver(dates, options);
    const task = { project_gid: row.project_gid, medianHours, sigma, loggedHours: row.logged_hours, shares };
    return [{ ...task, meanRemaining: meanRemaining(task) }];
  });
}

function sigmaOf(row: OpenTaskRow): number {
  if (row.p10 === null || row.p90 === null || !(row.p10 > 0) || !(row.p90 > row.p10)) return spreadOfEstimate;
  return Math.min(1.5, Math.max(0.1, Math.log(row.p90 / row.p10) / widthOf80));
}

/** Mean of a lognormal beyond what was logged, given that it exceeds it: E[X - L | X > L]. */
export function meanRemaining(task: Pick<AssignedTask, "medianHours" | "sigma" | "loggedHours">): number {
  const { medianHours, sigma, loggedHours } = task;
  const mean = medianHours * Math.exp(sigma ** 2 / 2);
  if (loggedHours <= 0) return mean;
  const z = Math.log(loggedHours / medianHours) / sigma;
  const above = 1 - normalCdf(z);
  // Far beyond every quantile the ratio of two tiny tails is noise: a tenth of what was logged is left.
  if (above < 1e-3) return loggedHours / 10;
  return Math.max(0, (mean * (1 - normalCdf(z - sigma))) / above - loggedHours);
}

/** Planned hours by project in each of these weeks (first days), by the person's working days. */
export function allocatedHours(
  facts: Pick<PersonFacts, "person" | "allocations">,
  at: { readonly calendar: WorkingCalendar; readonly weeks: readonly number[] },
): Map<string, number[]> {
  const planned = new Map<string, number[]>();
  for (const row of facts.allocations) {
    const from = row.start_on ? dayNumber(row.start_on) : Number.NEGATIVE_INFINITY;
    const to = row.end_on ? dayNumber(row.end_on) + 1 : Number.POSITIVE_INFINITY;
    const hours = at.weeks.map((week) => {
      const days = at.calendar.workingDays(facts.person.person_gid, Math.max(week, from), Math.min(week + 7, to));
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

const dayOrNull = (date: string | null) => (date === null ? null : dayNumber(date));
