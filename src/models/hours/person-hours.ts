import { dateOf } from "../statistics/calendar.ts";
import { mean, weightedQuantiles } from "../statistics/quantile.ts";

/** Hours that a person will log in one week. */
export interface WeekHours {
  readonly p025: number;
  readonly p10: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
  readonly p975: number;
  readonly mean: number;
}

const levels = [0.025, 0.1, 0.5, 0.8, 0.9, 0.975] as const;

/** Memories of a month, a quarter and a year, averaged: which one holds differs between people and cannot be known early. */
const halfLives = [4, 13, 52];
/** Half-life of the level that the upper quantiles are stretched from. */
const levelHalfLife = 10;
/**
 * A recency-weighted sample of some 20 weeks holds no 97.5 % quantile, and the level moves: distances above the level
 * are stretched. Found on public data (Jones and Nichols, arXiv 2106.03679) by halves of the people.
 */
const stretch = { p80: 1.1, p90: 1.15, p975: 1.2 };
/** Half a year with two weeks near zero: another one is always possible. */
const emptyWeeks = { within: 26, share: 0.05, least: 2 };
/** Share of a usual week worked in the weeks of 25 December and 1 January, where no calendar says better. */
const yearEnd = { christmas: 0.35, newYear: 0.6 };

/**
 * Forecasts a person's hours in a week from the hours of past weeks, oldest first, weeks without hours as 0: averages
 * of recency-weighted empirical quantiles, never below 0. `weekStartDay` is the day number of the week forecast.
 */
export function predictHours(history: readonly number[], weekStartDay: number): WeekHours {
  if (history.length === 0) throw new RangeError("Hours of at least one past week are needed");
  const weeks = history.map((hours) => (Number.isFinite(hours) ? Math.max(0, hours) : 0));
  const samples = halfLives.map((halfLife) => weightedQuantiles(weeks, recencyWeights(weeks.length, halfLife), levels));
  const averages = levels.map((_, i) => mean(samples.map((sample) => sample[i]!)));
  const level = weightedMean(weeks, recencyWeights(weeks.length, levelHalfLife));
  const season = yearEndShare(weekStartDay);
  const above = (value: number, factor: number) => Math.max(value, level + factor * (value - level));
  const p50 = averages[2]! * season;
  const [p80, p90, p975] = [
    above(averages[3]!, stretch.p80),
    above(averages[4]!, stretch.p90),
    above(averages[5]!, stretch.p975),
  ];
  return {
    p025: season < 1 || canBeEmpty(weeks) ? 0 : averages[0]! / 2,
    p10: averages[1]! * season,
    p50,
    p80,
    p90: Math.max(p80, p90),
    p975: Math.max(p80, p90, p975),
    mean: season * mean(halfLives.map((halfLife) => weightedMean(weeks, recencyWeights(weeks.length, halfLife)))),
  };
}

const recencyWeights = (length: number, halfLife: number): number[] =>
  Array.from({ length }, (_, i) => 2 ** (-(length - 1 - i) / halfLife));

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  let [sum, total] = [0, 0];
  values.forEach((value, i) => {
    sum += value * weights[i]!;
    total += weights[i]!;
  });
  return sum / total;
}

function canBeEmpty(weeks: readonly number[]): boolean {
  const recent = weeks.slice(-emptyWeeks.within);
  const limit = emptyWeeks.share * mean(recent);
  return recent.filter((hours) => hours <= limit).length >= emptyWeeks.least;
}

function yearEndShare(weekStartDay: number): number {
  const days = Array.from({ length: 7 }, (_, i) => dateOf(weekStartDay + i).slice(5));
  if (days.includes("12-25")) return yearEnd.christmas;
  return days.includes("01-01") ? yearEnd.newYear : 1;
}
