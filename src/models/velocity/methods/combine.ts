import { median } from "../../statistics/quantile.ts";
import { learnRidge, movementOf } from "./pooled-ridge.ts";
import { withSeasons } from "./seasons.ts";
import { dampedHolt, type Method, theta } from "./smoothing.ts";

/** A forecast of each week ahead with its 80 % and 95 % prediction intervals. */
export interface SeriesForecast {
  readonly mean: readonly number[];
  readonly lo80: readonly number[];
  readonly hi80: readonly number[];
  readonly lo95: readonly number[];
  readonly hi95: readonly number[];
}

/** Past origins at which the combination is tried, one horizon apart. */
const pastOrigins = 5;
const shortestPast = 40;
/** Own errors count for the width of a series against this many of the pool's. */
const poolWeight = 20;

const seasonalHolt = withSeasons(dampedHolt);
const seasonalTheta = withSeasons(theta);

/**
 * Median of damped Holt, the same and theta after taking out the yearly course, and a ridge pooled over all series.
 * Widths come from the combination's own errors at past origins (split conformal, pooled over series and scaled by each
 * one's own errors). Series above 0 throughout are forecast in logs; others as they are, and never below 0 unless they were. An empty series counts as one 0.
 */
export function forecastTogether(series: readonly (readonly number[])[], horizon: number): SeriesForecast[] {
  const filled = series.map((own) => (own.length > 0 ? own : [0]));
  const scales = filled.map(scaleOf);
  const values = filled.map((own, i) => own.map(scales[i]!.into));
  const points = combine(values, horizon);
  const widths = widthsOf(values, horizon);
  return points.map((point, i) => {
    const { outOf } = scales[i]!;
    const bound = (level: 0.8 | 0.95, side: -1 | 1) =>
      point.map((value, h) => outOf(value + side * widths[i]![level][h]!));
    return {
      mean: point.map(outOf),
      ...{ lo80: bound(0.8, -1), hi80: bound(0.8, 1), lo95: bound(0.95, -1), hi95: bound(0.95, 1) },
    };
  });
}

/** Point forecasts of all series. */
function combine(series: readonly (readonly number[])[], horizon: number): number[][] {
  const ridge = learnRidge(series, horizon);
  return series.map((values) => {
    const methods: Method[] = [dampedHolt, seasonalHolt, seasonalTheta];
    const all = methods.map((method) => method(values, horizon));
    if (ridge) all.push(Array.from({ length: horizon }, (_, i) => ridge(values, i + 1)));
    return Array.from({ length: horizon }, (_, h) => median(all.map((forecast) => forecast[h]!)));
  });
}

interface Miss {
  readonly origin: number;
  readonly h: number;
  readonly error: number;
}

/** Half widths by level and horizon for each series. */
function widthsOf(series: readonly (readonly number[])[], horizon: number) {
  const misses = missesOf(series, horizon);
  const movements = series.map(movementOf);
  const growth = growthOf(misses, movements, horizon);
  const relative = misses.map((own, i) =>
    own.map((miss) => ({ ...miss, error: miss.error / movements[i]! / growth[miss.h]! })),
  );
  const left: number[] = [];
  relative.forEach((own) => {
    // The scale against which a miss is measured must not know it: it is that of the other origins.
    for (const miss of own) left.push(Math.abs(miss.error) / scaleWithout(own, miss.origin));
  });
  left.sort((a, b) => a - b);
  const at = (level: number) =>
    left.length > 0 ? left[Math.min(left.length - 1, Math.floor(level * left.length))]! : 2;
  return series.map((_, i) => {
    const own = scaleWithout(relative[i]!, -1) * movements[i]!;
    const width = (level: number) => growth.map((factor) => at(level) * own * factor);
    return { 0.8: width(0.8), 0.95: width(0.95) };
  });
}

/** Errors of the combination at past origins, each learnt only from what lay before it. */
function missesOf(series: readonly (readonly number[])[], horizon: number): Miss[][] {
  const misses: Miss[][] = series.map(() => []);
  for (let origin = 1; origin <= pastOrigins; origin++) {
    const cut = origin * horizon;
    const usable = series.map((_, i) => i).filter((i) => series[i]!.length - cut >= shortestPast);
    const past = usable.map((i) => series[i]!.slice(0, series[i]!.length - cut));
    combine(past, horizon).forEach((forecast, k) => {
      const values = series[usable[k]!]!;
      forecast.forEach((value, h) => {
        misses[usable[k]!]!.push({ origin, h, error: values[values.length - cut + h]! - value });
      });
    });
  }
  return misses;
}

/** How errors grow with the horizon: root mean square over all series in units of their weekly movement, never falling. */
function growthOf(misses: readonly (readonly Miss[])[], movements: readonly number[], horizon: number): number[] {
  const squares = new Array<number>(horizon).fill(0);
  const counts = new Array<number>(horizon).fill(0);
  misses.forEach((own, i) => {
    for (const miss of own) {
      squares[miss.h]! += Math.min(36, (miss.error / movements[i]!) ** 2);
      counts[miss.h]! += 1;
    }
  });
  let largest = 0;
  return squares.map((sum, h) => {
    const factor = counts[h]! > 0 ? Math.sqrt(sum / counts[h]!) : Math.sqrt(h + 1);
    largest = Math.max(largest, factor, 1e-6);
    return largest;
  });
}

/** Root mean square of relative errors of all but one origin, shrunk to the pool's 1. */
function scaleWithout(own: readonly Miss[], origin: number): number {
  let [sum, n] = [poolWeight, poolWeight];
  for (const miss of own) {
    if (miss.origin === origin) continue;
    sum += Math.min(25, miss.error ** 2);
    n += 1;
  }
  return Math.sqrt(sum / n);
}

function scaleOf(values: readonly number[]) {
  const least = Math.min(...values);
  if (least > 0) return { into: Math.log, outOf: Math.exp };
  const floor = least < 0 ? Number.NEGATIVE_INFINITY : 0;
  return { into: (value: number) => value, outOf: (value: number) => Math.max(floor, value) };
}
