import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { median } from "../statistics/quantile.ts";
import type { LoggingDelay, Member, ScopeType, ScopeWeek } from "./read-velocity.ts";

/** Weekly series of a scope from its first week with any work to the last whole week. */
export interface Scope {
  readonly key: string;
  readonly type: ScopeType;
  readonly gid: string;
  readonly tasks: number[];
  /** Hours logged, corrected for late logging where isNowcast. */
  readonly hours: number[];
  readonly hoursCompleted: number[];
  readonly points: number[];
  readonly isNowcast: boolean[];
  /** Working time of each past week as a share of a usual week. */
  readonly shares: number[];
  readonly sharesAhead: number[];
  readonly weekOf: (index: number) => string;
}

interface At {
  readonly calendar: WorkingCalendar;
  /** First day of the as-of week. */
  readonly first: number;
  readonly weeksAhead: number;
}

/** Below this share of hours usually logged by now, a week is corrected. */
const nowcastBelow = 0.98;
const shutBelow = 0.5;

export function buildScopes(
  read: {
    readonly weeks: readonly ScopeWeek[];
    readonly delays: readonly LoggingDelay[];
    readonly members: readonly Member[];
  },
  at: At,
): Scope[] {
  const shareOf = memberShares(read.members, at.calendar);
  const known = knownShares(read.delays);
  const groups = Map.groupBy(read.weeks, (row) => `${row.scope_type}/${row.scope_gid}`);
  const scopes = [...groups].flatMap(([key, rows]) => {
    const past = rows.filter((row) => dayNumber(row.week) < at.first);
    return past.length === 0 ? [] : [scopeOf(key, past, { at, known, shareOf })];
  });
  const shut = shutWeeks(scopes.find((scope) => scope.type === "workspace"));
  return scopes.map((scope) => ({
    ...scope,
    shares: scope.shares.map((share, week) => (shut.has(scope.weekOf(week)) ? 0 : share)),
  }));
}

/**
 * Weeks in which hardly anybody worked although no calendar says so: less than half of what the weeks around them saw,
 * in the whole workspace. They tell nothing about anybody's pace and get no working time.
 */
function shutWeeks(workspace: Scope | undefined): Set<string> {
  if (!workspace) return new Set();
  const values = workspace.hours.some((hours) => hours > 0) ? workspace.hours : workspace.tasks;
  const isShut = (value: number, week: number) => {
    const around = values.slice(Math.max(0, week - 6), week + 7);
    return around.length >= 8 && value < shutBelow * median(around) * (workspace.shares[week] ?? 1);
  };
  return new Set(values.flatMap((value, week) => (isShut(value, week) ? [workspace.weekOf(week)] : [])));
}

function scopeOf(
  key: string,
  rows: readonly ScopeWeek[],
  context: { at: At; known: readonly number[]; shareOf: (type: ScopeType, gid: string, week: number) => number },
): Scope {
  const { scope_type: type, scope_gid: gid } = rows[0]!;
  const start = dayNumber(rows[0]!.week);
  const length = (context.at.first - start) / 7;
  const zeros = () => new Array<number>(length).fill(0);
  const scope = { tasks: zeros(), hours: zeros(), hoursCompleted: zeros(), points: zeros() };
  for (const row of rows) {
    const week = (dayNumber(row.week) - start) / 7;
    scope.tasks[week] = row.tasks;
    scope.hoursCompleted[week] = row.hours_completed;
    scope.points[week] = row.points;
    scope.hours[week] = row.hours_logged;
  }
  const isNowcast = scope.hours.map((hours, week) => {
    const share = context.known[length - 1 - week] ?? 1;
    if (hours === 0 || share >= nowcastBelow) return false;
    scope.hours[week] = hours / share;
    return true;
  });
  const shareAt = (week: number) => context.shareOf(type, gid, start + 7 * week);
  return {
    ...{ key, type, gid, ...scope, isNowcast },
    shares: scope.tasks.map((_, week) => shareAt(week)),
    sharesAhead: Array.from({ length: context.at.weeksAhead }, (_, i) => shareAt(length + i)),
    weekOf: (index) => dateOf(start + 7 * index),
  };
}

/** Share of a week's hours that is logged by the time the week ended 0, 1, 2 … weeks ago; at least a fifth. */
function knownShares(delays: readonly LoggingDelay[]): number[] {
  const total = delays.reduce((sum, row) => sum + row.hours, 0);
  if (total <= 0) return [];
  let logged = 0;
  return Array.from({ length: 9 }, (_, age) => {
    logged += delays.filter((row) => row.age === age).reduce((sum, row) => sum + row.hours, 0);
    return Math.max(0.2, logged / total);
  });
}

/** Working days of a scope's members in a week over five each; projects have the common holidays alone. */
function memberShares(members: readonly Member[], calendar: WorkingCalendar) {
  const teams = Map.groupBy(members, (member) => member.home_team_gid ?? "none");
  const cache = new Map<string, number>();
  const people = new Set(members.map((member) => member.person_gid));
  const average = (group: readonly Member[], week: number) => {
    const days = group.reduce((sum, member) => sum + calendar.workingDays(member.person_gid, week, week + 7), 0);
    // Days off alone: who has not started yet, or has left, is no slow week.
    const off = group.reduce((sum, member) => sum + calendar.daysOff(member.person_gid, week, week + 7), 0);
    return days + off > 0 ? days / (days + off) : 1;
  };
  return (type: ScopeType, gid: string, week: number): number => {
    const key = `${type}/${gid}/${week}`;
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const share = () => {
      if (type === "person" && people.has(gid)) return average([{ person_gid: gid, home_team_gid: null }], week);
      if (type === "team" && teams.has(gid)) return average(teams.get(gid)!, week);
      if (type === "workspace" && members.length > 0) return average(members, week);
      return calendar.commonDays(week, week + 7) / 5;
    };
    const value = share();
    cache.set(key, value);
    return value;
  };
}
