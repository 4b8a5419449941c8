import type { Method } from "./smoothing.ts";

/** Weeks of a year. */
const period = 365.25 / 7;
const mostYears = 8;
/** Weight of a year relative to the year after it. */
const yearDecay = 0.85;
const shortest = Math.ceil(2.5 * period);

/**
 * Takes the yearly course out of a weekly series, lets the method forecast what remains, and puts it back. The course at
 * a week is the recency-weighted mean of how the same week of earlier years departed from its own year, shrunk by how
 * well it would have told the last two years; series under two and a half years are left as they are.
 */
export const withSeasons =
  (method: Method): Method =>
  (values, horizon) => {
    if (values.length < shortest) return method(values, horizon);
    const departures = departuresOf(values);
    const course = (time: number) => courseAt(departures, time, values.length);
    const strength = strengthOf(departures);
    if (strength === 0) return method(values, horizon);
    const known = Math.min(values.length, 260);
    const start = values.length - known;
    const adjusted = values.slice(start).map((value, i) => value - strength * course(start + i));
    return method(adjusted, horizon).map((value, i) => value + strength * course(values.length + i));
  };

/** Values less the mean of the year around them (of the year up to them at the end). */
function departuresOf(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    sums[i + 1] = sums[i]! + value;
  });
  return Float64Array.from(values, (value, i) => {
    const from = Math.max(0, Math.min(i - 26, values.length - 52));
    const to = Math.min(values.length, from + 52);
    return value - (sums[to]! - sums[from]!) / (to - from);
  });
}

/** Weighted mean of departures one, two, … years before a time, known until `end`. */
function courseAt(departures: Float64Array, time: number, end: number): number {
  let [sum, weights] = [0, 0];
  for (let year = 1; year <= mostYears; year++) {
    const at = time - year * period;
    if (at < 0) break;
    const value = around(departures, at, end);
    const weight = yearDecay ** year;
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

/** Departure at a fractional week, smoothed over its neighbours: holidays move by a few days. */
function around(departures: Float64Array, at: number, end: number): number {
  const week = Math.round(at);
  const last = end - 1;
  const near = (index: number) => departures[Math.max(0, Math.min(last, index))]!;
  return 0.25 * near(week - 1) + 0.5 * near(week) + 0.25 * near(week + 1);
}

/** Least-squares factor, between 0 and 1, from the course to the departures of the last two years. */
function strengthOf(departures: Float64Array): number {
  let [covariance, variance] = [0, 0];
  for (let i = Math.max(Math.ceil(period), departures.length - 104); i < departures.length; i++) {
    const told = courseAt(departures, i, departures.length);
    covariance += told * departures[i]!;
    variance += told * told;
  }
  return variance > 0 ? Math.max(0, Math.min(1, covariance / variance)) : 0;
}
