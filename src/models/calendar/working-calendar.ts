import { dayNumber, weekday } from "../statistics/calendar.ts";

/** A holiday; person '*' means everyone. */
export interface Holiday {
  readonly holiday_on: string;
  readonly person_gid: string;
}

/** A span of absence, both days included. */
export interface Absence {
  readonly person_gid: string;
  readonly start_on: string;
  readonly end_on: string;
}

/** First and last day at work; null where open. */
export interface Employment {
  readonly person_gid: string;
  readonly started_on: string | null;
  readonly ends_on: string | null;
}

/** Who works on which day. Days are numbers since 1970-01-01. */
export interface WorkingCalendar {
  /** Whether this person works on this day: Monday to Friday, no holiday, no absence, employed. */
  readonly isWorking: (person: string, day: number) => boolean;
  /** Working days of the person in [from, to). */
  readonly workingDays: (person: string, from: number, to: number) => number;
  /** Days from Monday to Friday in [from, to) that are holidays or absence of an employed person. */
  readonly daysOff: (person: string, from: number, to: number) => number;
  /** Days from Monday to Friday in [from, to) that are no holiday for everyone. */
  readonly commonDays: (from: number, to: number) => number;
}

/** Longest absence that is taken day by day; anything longer is cut (a date of the year 9999 is no plan). */
const longestAbsenceDays = 3660;

export function createCalendar(given: {
  readonly holidays: readonly Holiday[];
  readonly absence: readonly Absence[];
  readonly people: readonly Employment[];
}): WorkingCalendar {
  const common = new Set(given.holidays.filter((h) => h.person_gid === "*").map((h) => dayNumber(h.holiday_on)));
  const off = daysOffByPerson(given);
  const employed = new Map(given.people.map((person) => [person.person_gid, span(person)]));
  const isEmployed = (person: string, day: number) => {
    const [first, last] = employed.get(person) ?? always;
    return day >= first && day <= last;
  };
  const isOff = (person: string, day: number) => common.has(day) || (off.get(person)?.has(day) ?? false);
  const isWorking = (person: string, day: number) => weekday(day) < 5 && !isOff(person, day) && isEmployed(person, day);
  return {
    isWorking,
    workingDays: (person, from, to) => count(from, to, (day) => isWorking(person, day)),
    daysOff: (person, from, to) =>
      count(from, to, (day) => weekday(day) < 5 && isOff(person, day) && isEmployed(person, day)),
    commonDays: (from, to) => count(from, to, (day) => weekday(day) < 5 && !common.has(day)),
  };
}

const always = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

const span = (person: Employment) =>
  [
    person.started_on ? dayNumber(person.started_on) : always[0],
    person.ends_on ? dayNumber(person.ends_on) : always[1],
  ] as const;

function daysOffByPerson(given: { readonly holidays: readonly Holiday[]; readonly absence: readonly Absence[] }) {
  const off = new Map<string, Set<number>>();
  const add = (person: string, day: number) => {
    const days = off.get(person) ?? new Set<number>();
    off.set(person, days.add(day));
  };
  for (const holiday of given.holidays) {
    if (holiday.person_gid !== "*") add(holiday.person_gid, dayNumber(holiday.holiday_on));
  }
  for (const { person_gid, start_on, end_on } of given.absence) {
    const first = dayNumber(start_on);
    const last = Math.min(dayNumber(end_on), first + longestAbsenceDays);
    for (let day = first; day <= last; day++) add(person_gid, day);
  }
  return off;
}

function count(from: number, to: number, holds: (day: number) => boolean): number {
  let days = 0;
  for (let day = from; day < to; day++) if (holds(day)) days++;
  return days;
}
