import type { ModelSettings } from "../node.ts";
import { sortedQuantile } from "../statistics/quantile.ts";
import { createRandom, type Random } from "../statistics/random.ts";

/*
Inputs of the projection, each with its doubt. What nobody configured is learnt where the past allows, else gets a default,
wide enough for most companies, and is listed as assumed. Attrition of 12 % a year is close to the usual voluntary quit rate
in professional services; lead time and ramp are round numbers that a reader is meant to replace.
*/

type Settings = ModelSettings["headcount"];

/** Weeks, lognormal: the middle, and the spread on the log scale. */
export interface Weeks {
  readonly median: number;
  readonly spread: number;
}

export interface Assumptions {
  /** Share of people who leave in a year, and the spread of that rate on the log scale. */
  readonly attritionPerYear: number;
  readonly attritionSpread: number;
  readonly hiringLead: Weeks;
  readonly ramp: Weeks;
  /** From opening a requisition until the hire works at full pace, in four of five cases. */
  readonly weeksToFullPace: number;
  readonly pipeline: NonNullable<Settings["pipeline"]>;
  /** Positions that are open today. */
  readonly requisitions: NonNullable<Settings["requisitions"]>;
  /** Names of the inputs that nobody configured. */
  readonly assumed: readonly string[];
}

/** What the past of this workspace tells. */
export interface History {
  readonly leavers: number;
  readonly personYears: number;
  /** How long each newcomer's logged hours took to come up to what they are now. */
  readonly rampWeeks: readonly number[];
}

const usual = { attritionPerYear: 0.12, hiringLeadWeeks: 12, rampWeeks: 8 };
/** Spread of what somebody wrote down as one number, and of what nobody did. */
const spreads = { configured: 0.25, assumed: 0.4 };
const fewest = 3;
/** The default counts as much as so many cases, or person-years. */
const weightOfUsual = { cases: 3, personYears: 10 };

/** Configured inputs first, then what is learnt, then defaults. */
export function assumptionsOf(settings: Settings, history: History): Assumptions {
  const attrition = attritionOf(settings, history);
  const lead = weeksOf(settings.hiring_lead_weeks, leadTimes(settings), usual.hiringLeadWeeks);
  const ramp = weeksOf(settings.ramp_weeks, history.rampWeeks, usual.rampWeeks);
  const assumed = [
    ...(attrition.isAssumed ? ["attrition_per_year"] : []),
    ...(lead.isAssumed ? ["hiring_lead_weeks"] : []),
    ...(ramp.isAssumed ? ["ramp_weeks"] : []),
    ...(settings.pipeline === undefined ? ["pipeline (none)"] : []),
  ];
  return {
    attritionPerYear: attrition.perYear,
    attritionSpread: settings.attrition_per_year === undefined ? 0.5 : 0.25,
    hiringLead: lead.weeks,
    ramp: ramp.weeks,
    weeksToFullPace: weeksToFullPace(lead.weeks, ramp.weeks),
    pipeline: settings.pipeline ?? [],
    requisitions: (settings.requisitions ?? []).filter(({ filled_on }) => filled_on === undefined),
    assumed,
  };
}

function attritionOf(settings: Settings, { leavers, personYears }: History) {
  if (settings.attrition_per_year !== undefined) return { perYear: settings.attrition_per_year, isAssumed: false };
  if (leavers < fewest) return { perYear: usual.attritionPerYear, isAssumed: true };
  const prior = weightOfUsual.personYears;
  return { perYear: (leavers + usual.attritionPerYear * prior) / (personYears + prior), isAssumed: false };
}

function weeksOf(given: Settings["ramp_weeks"], learnt: readonly number[], fallback: number) {
  if (given !== undefined) return { weeks: weeksGiven(given), isAssumed: false };
  if (learnt.length < fewest) return { weeks: { median: fallback, spread: spreads.assumed }, isAssumed: true };
  const logs = learnt.map((weeks) => Math.log(Math.max(1, weeks)));
  const prior = weightOfUsual.cases;
  const n = logs.length + prior;
  const middle = (sum(logs) + prior * Math.log(fallback)) / n;
  const squares = sum(logs.map((log) => (log - middle) ** 2)) + prior * spreads.assumed ** 2;
  return { weeks: { median: Math.exp(middle), spread: Math.sqrt(squares / n) }, isAssumed: false };
}

const weeksGiven = (given: NonNullable<Settings["ramp_weeks"]>): Weeks =>
  typeof given === "number"
    ? { median: given, spread: spreads.configured }
    : { median: given.p50, spread: Math.log(given.p90 / given.p50) / 1.2816 };

/** The middle of a number of weeks as configured, or of its default. */
export const usualRamp = (given: Settings["ramp_weeks"]): number =>
  given === undefined ? usual.rampWeeks : weeksGiven(given).median;

/** Weeks from opening to the first day of the positions that were filled. */
const leadTimes = ({ requisitions }: Settings): number[] =>
  (requisitions ?? []).flatMap(({ opened_on, filled_on, count }) =>
    filled_on === undefined
      ? []
      : Array.from({ length: count ?? 1 }, () => (Date.parse(filled_on) - Date.parse(opened_on)) / (7 * 86_400_000)),
  );

export const drawWeeks = ({ median, spread }: Weeks, random: Random): number =>
  spread > 0 ? random.lognormal(Math.log(median), spread) : median;

function weeksToFullPace(lead: Weeks, ramp: Weeks): number {
  const random = createRandom("headcount/weeks to full pace");
  const draws = new Float64Array(2000).map(() => drawWeeks(lead, random) + drawWeeks(ramp, random));
  return sortedQuantile(draws.sort(), 0.8);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
