import { quantile, weightedQuantiles } from "../statistics/quantile.ts";

/*
A week ahead looks like a past week, recent ones rather than old ones: recency-weighted empirical quantiles of the pace
(items per usual week), times the working time of the week ahead. The band is then stretched by what past bands of the
same kind of scope needed to hold four outcomes of five (split conformal scaling; Vovk, Gammerman and Shafer 2005).
*/

export interface Series {
  /** Value of each past week, oldest first. */
  readonly values: readonly number[];
  /** Working time of each past week as a share of a usual week. */
  readonly shares: readonly number[];
}

export interface Band {
  readonly p10: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
}

/** Weeks of history without which nothing is forecast. */
export const minimumWeeks = 8;
const memoryWeeks = 52;
const halfLifeWeeks = 13;
/** Weeks with less working time than this are too short to tell a pace. */
const shortestShare = 0.35;
const levels = [0.1, 0.5, 0.8, 0.9];

/** Quantiles of a usual week, from the weeks since `from` (an index); null with fewer than 8 weeks. */
export function usualWeek(series: Series, from = 0): Band | null {
  const end = series.values.length;
  const paces: number[] = [];
  const weights: number[] = [];
  for (let week = Math.max(from, end - memoryWeeks); week < end; week++) {
    if (series.shares[week]! < shortestShare) continue;
    paces.push(series.values[week]! / series.shares[week]!);
    weights.push(2 ** (-(end - week) / halfLifeWeeks));
  }
  if (paces.length < minimumWeeks) return null;
  const [p10, p50, p80, p90] = weightedQuantiles(paces, weights, levels);
  return { p10: p10!, p50: p50!, p80: p80!, p90: p90! };
}

/** However even the past weeks, the level itself moves: p10 and p90 lie at least this share of the p50 away, p80 two thirds of it. */
const leastWidth = 0.06;

/** A usual week's band in a week with that share of working time, its spread stretched, never below 0. */
export function bandFor(usual: Band, at: { readonly share: number; readonly stretch: number }): Band {
  const least = leastWidth * usual.p50;
  const scale = (value: number, away: number) => {
    const moved = usual.p50 + (value - usual.p50) * at.stretch;
    return Math.max(0, (away < 0 ? Math.min(moved, usual.p50 + away) : Math.max(moved, usual.p50 + away)) * at.share);
  };
  return {
    p10: scale(usual.p10, -least),
    p50: usual.p50 * at.share,
    p80: scale(usual.p80, (2 / 3) * least),
    p90: scale(usual.p90, least),
  };
}

/** How far past outcomes lay from the median, in half widths of the band that would have been forecast 1 to 8 weeks before. */
export function conformityScores(series: Series): number[] {
  const scores: number[] = [];
  const end = series.values.length;
  for (let origin = end - 8; origin >= Math.max(16, end - 40); origin -= 4) {
    const usual = usualWeek({ values: series.values.slice(0, origin), shares: series.shares.slice(0, origin) });
    // A scope at rest is not forecast; see velocity-weekly.ts.
    const isIdle = series.values.slice(Math.max(0, origin - minimumWeeks), origin).every((value) => value === 0);
    if (!usual || isIdle) continue;
    for (let week = origin; week < origin + 8; week++) {
      if (series.shares[week]! < shortestShare) continue;
      const pace = series.values[week]! / series.shares[week]!;
      const half = pace >= usual.p50 ? usual.p90 - usual.p50 : usual.p50 - usual.p10;
      // Where the band has no width on a side, only an exact hit is inside.
      if (half > 0) scores.push(Math.abs(pace - usual.p50) / half);
      else if (pace !== usual.p50) scores.push(10);
    }
  }
  return scores;
}

/** Factor for the spread of a band so that four of five past outcomes would have been inside; 1 with too little past. */
export function stretchOf(scores: readonly number[]): number {
  if (scores.length < 40) return 1;
  return Math.min(3, Math.max(0.7, quantile(scores, 0.8)));
}
