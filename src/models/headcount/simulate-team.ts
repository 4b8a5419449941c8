import { dayNumber } from "../statistics/calendar.ts";
import { mean } from "../statistics/quantile.ts";
import type { Random } from "../statistics/random.ts";
import { type Assumptions, drawWeeks } from "./assumptions.ts";
import type { Quarter } from "./quarters.ts";

export interface TeamMember {
  /** Weekly hours over the hours of a full-time week. */
  readonly fte: number;
  /** Day numbers; null where open. */
  readonly startDay: number | null;
  readonly endDay: number | null;
}

/** A position that is open today. */
export interface OpenPosition {
  readonly fte: number;
  readonly openedDay: number;
}

export interface Team {
  readonly members: readonly TeamMember[];
  readonly positions: readonly OpenPosition[];
  /** Hours worked in each past week, oldest first. */
  readonly weeklyHours: readonly number[];
  /** Open work due in each quarter ahead, hours. */
  readonly committedHours: readonly number[];
  /** Share of each pipeline project that this team would do. */
  readonly pipelineShares: readonly number[];
}

export interface TeamQuarter {
  readonly demand: Float64Array;
  readonly supply: Float64Array;
  readonly gap: Float64Array;
  /** What each input does to the gap, in FTE: its mean change from today plus its spread. */
  readonly effects: ReadonlyMap<string, number>;
}

interface Options {
  readonly quarters: readonly Quarter[];
  readonly assumptions: Assumptions;
  /** Hours that a full-time person delivers in an average week, time off taken away. */
  readonly hoursPerFte: number;
  readonly today: number;
  readonly paths: number;
  readonly random: Random;
}

const recentWeeks = 26;
const priorSpread = 0.12;
const priorWeight = 4;

/** Spread of the level of work 13 weeks on, on the log scale: the team's own past shrunk to a prior of 12 %. */
export function quarterSpread(weeks: readonly number[]): number {
  let [sum, n] = [priorWeight * priorSpread ** 2, priorWeight];
  for (let origin = weeks.length - 13; origin >= 13; origin -= 6) {
    const before = mean(weeks.slice(origin - 13, origin));
    const after = mean(weeks.slice(origin, origin + 13));
    if (!(before > 0) || !(after > 0)) continue;
    sum += Math.min(1, Math.log(after / before) ** 2);
    n += 1;
  }
  return Math.sqrt(sum / n);
}

/**
 * Demand and supply of a team in each quarter, in full-time equivalents. Demand is the run-rate of hours worked with a
 * level that wanders from quarter to quarter, at least the committed work, plus pipeline projects that happen or not.
 * Supply is today's people less who is known to leave or leaves at random, plus open positions when hiring is done, at the
 * pace of the ramp. Nobody else is hired: the gap is what is to be.
 */
export function simulateTeam(team: Team, options: Options): TeamQuarter[] {
  const { quarters, paths } = options;
  const spread = quarterSpread(team.weeklyHours);
  const runRate = mean(team.weeklyHours.slice(-recentWeeks)) / options.hoursPerFte;
  const empty = () => quarters.map(() => new Float64Array(paths));
  const parts = { run: empty(), committed: empty(), pipeline: empty(), supply: empty() };
  const byProject = options.assumptions.pipeline.map(() => empty());
  for (let path = 0; path < paths; path++) {
    const supply = supplyPath(team, options);
    const happens = options.assumptions.pipeline.map((project) => options.random.uniform() < project.probability);
    const size = options.assumptions.pipeline.map(() => options.random.lognormal(0, 0.3));
    let level = 0;
    quarters.forEach((quarter, q) => {
      level += options.random.normal(0, spread);
      const run = runRate * Math.exp(level);
      const weeks = (quarter.to - quarter.from) / 7;
      const committed = (team.committedHours[q] ?? 0) / weeks / options.hoursPerFte;
      parts.run[q]![path] = run;
      parts.committed[q]![path] = Math.max(0, committed - run);
      options.assumptions.pipeline.forEach((project, i) => {
        const hours = happens[i] ? hoursWithin(project, quarter) * size[i]! * team.pipelineShares[i]! : 0;
        byProject[i]![q]![path] = hours / weeks / options.hoursPerFte;
        parts.pipeline[q]![path]! += byProject[i]![q]![path]!;
      });
      parts.supply[q]![path] = supply[q]!;
    });
  }
  const now = fteOn(team, options.today);
  return quarters.map((_, q) => {
    const demand = parts.run[q]!.map((run, i) => run + parts.committed[q]![i]! + parts.pipeline[q]![i]!);
    const supply = parts.supply[q]!;
    const gap = demand.map((value, i) => value - supply[i]!);
    const effects = new Map([
      ["run-rate of work", effectOf(parts.run[q]!, runRate)],
      ["committed open work", effectOf(parts.committed[q]!, 0)],
      [
        team.positions.length > 0 ? "attrition, leavers and hires" : "attrition and known leavers",
        effectOf(supply, now),
      ],
      ...options.assumptions.pipeline.map(
        (project, i) => [`pipeline: ${project.name}`, effectOf(byProject[i]![q]!, 0)] as const,
      ),
    ]);
    return { demand, supply, gap, effects };
  });
}

/** People present in each quarter of one path, in FTE. */
function supplyPath(team: Team, options: Options): number[] {
  const { assumptions, random, today } = options;
  const rate = assumptions.attritionPerYear * random.lognormal(0, assumptions.attritionSpread);
  const rampDays = 7 * drawWeeks(assumptions.ramp, random);
  const supply = options.quarters.map(() => 0);
  const add = (person: { fte: number; startDay: number | null; until: number }) => {
    options.quarters.forEach((quarter, q) => {
      const from = Math.max(quarter.from, person.startDay ?? Number.NEGATIVE_INFINITY);
      const present = Math.max(0, Math.min(quarter.to, person.until) - from) / (quarter.to - quarter.from);
      if (present > 0) supply[q]! += person.fte * present * rampShare(person.startDay, quarter, { rampDays, today });
    });
  };
  const end = options.quarters.at(-1)?.to ?? today;
  for (const member of team.members) {
    // Beyond the last quarter; drawing for such a person would change everybody else's chances.
    if (member.startDay !== null && member.startDay >= end) continue;
    const leaves = rate > 0 ? today + (-Math.log(random.uniform()) / rate) * 365.25 : Number.POSITIVE_INFINITY;
    add({ ...member, until: Math.min(leaves, member.endDay === null ? leaves : member.endDay + 1) });
  }
  for (const { fte, openedDay } of team.positions) {
    add({ fte, startDay: hiredOn(openedDay, options), until: Number.POSITIVE_INFINITY });
  }
  return supply;
}

/** First day of whoever fills a position: the lead time from its opening, given that nobody has come yet. */
function hiredOn(openedDay: number, { assumptions, random, today }: Options): number {
  for (let tries = 0; tries < 20; tries++) {
    const day = openedDay + Math.round(7 * drawWeeks(assumptions.hiringLead, random));
    if (day > today) return day;
  }
  // Open for longer than hiring ever takes: as if opened again today.
  return today + Math.round(7 * drawWeeks(assumptions.hiringLead, random));
}

/** How productive a newcomer is on average in a quarter: from nothing on the first day to all after the ramp. */
function rampShare(
  startDay: number | null,
  quarter: Quarter,
  { rampDays, today }: { readonly rampDays: number; readonly today: number },
): number {
  if (startDay === null || startDay <= today || rampDays <= 0) return 1;
  const at = (day: number) => Math.min(1, Math.max(0, (day - startDay) / rampDays));
  return (at(Math.max(quarter.from, startDay)) + at(quarter.to)) / 2;
}

function hoursWithin(project: { hours: number; starts_on: string; ends_on: string }, quarter: Quarter): number {
  const from = dayNumber(project.starts_on);
  const to = Math.max(from, dayNumber(project.ends_on)) + 1;
  const days = Math.max(0, Math.min(to, quarter.to) - Math.max(from, quarter.from));
  return (project.hours * days) / (to - from);
}

const fteOn = (team: Team, day: number) =>
  team.members
    .filter((member) => (member.startDay ?? day) <= day && (member.endDay ?? day) >= day)
    .reduce((sum, member) => sum + member.fte, 0);

function effectOf(values: Float64Array, today: number): number {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
  return Math.abs(average - today) + Math.sqrt(variance);
}
