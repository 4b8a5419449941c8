import { percent, type WeekRow } from "./people.ts";

/** A week ahead with what falls due in it. */
export interface AlertWeek extends WeekRow {
  readonly number_of_tasks_due: number;
  /** Names of the largest tasks due in the week. */
  readonly largest_tasks: readonly string[];
  /** Gids of the same, and of their projects ("" for none). */
  readonly largest_gids: readonly string[];
  readonly largest_projects: readonly string[];
  /** Those of them that may be written about. */
  readonly commentable_gids?: readonly string[];
  readonly logged_hours: number | null;
  readonly is_current: boolean;
}

/** One kind of condition: how strongly it holds for a person, and where it opens and closes. */
export interface AlertKind {
  readonly name: "overload" | "sustained" | "room" | "logged";
  /** 0 to 1; null where nothing can be said. */
  readonly level: (weeks: readonly AlertWeek[]) => number | null;
  /** Whether the level is a chance, which is never said to be 0 or 100 %. */
  readonly isChance?: true;
  readonly opens_at: number;
  /** Lower than `opens_at`, so that an alert does not flutter. */
  readonly closes_below: number;
  readonly title: (person: string, weeks: readonly AlertWeek[]) => string;
}

/** Weeks with a forecast, at most six: further ahead is too uncertain to act on. */
export const ahead = (weeks: readonly AlertWeek[]) => weeks.filter(({ status }) => status === "ok").slice(0, 6);
const chances = (weeks: readonly AlertWeek[]) => ahead(weeks).flatMap((week) => week.overload_probability ?? []);
export const worst = (weeks: readonly AlertWeek[]): AlertWeek | undefined =>
  ahead(weeks)
    .slice(0, 4)
    .toSorted((a, b) => (b.overload_probability ?? 0) - (a.overload_probability ?? 0))[0];
const shareOf = (weeks: readonly AlertWeek[], holds: (week: AlertWeek) => boolean): number | null =>
  ahead(weeks).length === 0 ? null : ahead(weeks).filter(holds).length / ahead(weeks).length;

/** Every condition that managers are told about. */
export const alertKinds: readonly AlertKind[] = [
  {
    name: "overload",
    isChance: true,
    level: (weeks) => (chances(weeks).length > 0 ? Math.max(...chances(weeks).slice(0, 4)) : null),
    opens_at: 0.6,
    closes_below: 0.4,
    title: (person, weeks) => {
      const week = worst(weeks);
      return `${person} is likely overloaded in the week of ${week?.week_start_on}: ${loadOf(week)}, chance ${percent(week?.overload_probability ?? null)}`;
    },
  },
  {
    name: "sustained",
    level: (weeks) => shareOf(weeks, ({ overload_probability }) => (overload_probability ?? 0) >= 0.6),
    opens_at: 0.5,
    closes_below: 0.3,
    title: (person, weeks) => {
      const over = ahead(weeks).filter(({ overload_probability }) => (overload_probability ?? 0) >= 0.6);
      const week = worst(weeks);
      return `${person} is likely overloaded in ${over.length} of the next ${ahead(weeks).length} weeks, from the week of ${over[0]?.week_start_on} on: up to ${loadOf(week)}, chance ${percent(week?.overload_probability ?? null)}`;
    },
  },
  {
    name: "room",
    level: (weeks) => shareOf(weeks, ({ load_status }) => load_status === "underutilized"),
    opens_at: 0.8,
    closes_below: 0.5,
    title: (person, weeks) => {
      const free = ahead(weeks).filter(({ load_status }) => load_status === "underutilized");
      return `${person} has room to take work in ${free.length} of the next ${ahead(weeks).length} weeks, from the week of ${free[0]?.week_start_on} on: ${loadOf(free[0])} as it stands`;
    },
  },
  {
    name: "logged",
    level: (weeks) => {
      const current = weeks.find(({ is_current }) => is_current);
      return current && current.capacity_hours > 0 && current.logged_hours !== null
        ? current.logged_hours / current.capacity_hours
        : null;
    },
    opens_at: 0.9,
    closes_below: 0.8,
    title: (person, weeks) => {
      const current = weeks.find(({ is_current }) => is_current);
      const [logged, capacity] = [current?.logged_hours ?? 0, current?.capacity_hours ?? 0];
      return `${person} has logged ${Math.round(logged)} h of ${Math.round(capacity)} h in the week of ${current?.week_start_on}, ${Math.round((100 * logged) / Math.max(1, capacity))} %`;
    },
  },
];

/** Load as a share of capacity, in words. */
export const loadOf = (week: AlertWeek | undefined): string =>
  week?.load_p50 && week.capacity_hours > 0
    ? `${Math.round((100 * week.load_p50) / week.capacity_hours)} % of capacity`
    : "load above capacity";
