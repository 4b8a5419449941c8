import { quantile, weightedQuantiles } from "../statistics/quantile.ts";

/*
A week ahead looks like a past week, recent ones rather than old ones: recency-weighted empirical quantiles of the pace
(items per usual week), times the working time of the week ahead. Each side of the band is then stretched by what past bands
of the same kind of scope needed to leave one outcome of ten beyond it (split conformal scaling; Vovk, Gammerman and Shafer
2005; by side, Romano, Patterson and Candes 2019, arXiv 1905.03222). Both sides at once would not do: work winds down more
often than it swells, and what is missed below would widen the band above.
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

/** Factors for the lower and the upper half of a band. */
export interface Stretch {
  readonly below: number;
  readonly above: number;
}

/** A usual week's band in a week with that share of working time, its halves stretched, never below 0. */
export function bandFor(usual: Band, at: { readonly share: number; readonly stretch: Stretch }): Band {
  const least = leastWidth * usual.p50;
  const low = Math.min(usual.p50 + (usual.p10 - usual.p50) * at.stretch.below, usual.p50 - least);
  const high = (value: number, away: number) =>
    Math.max(usual.p50 + (value - usual.p50) * at.stretch.above, usual.p50 + away) * at.share;
  return {
    p10: Math.max(0, low) * at.share,
    p50: usual.p50 * at.share,
    p80: high(usual.p80, (2 / 3) * least),
    p90: high(usual.p90, least),
  };
}

/** How far past outcomes lay below and above the median, in half widths of the band that would have been forecast 1 to 8 weeks before. */
export interface Conformity {
  /** Of bands that end above nothing: none can be missed below 0. */
  readonly below: readonly number[];
  readonly above: readonly number[];
}

export function conformityOf(series: Series): Conformity {
  const [below, above]: [number[], number[]] = [[], []];
  const end = series.values.length;
  for (let origin = end - 8; origin >= Math.max(16, end - 40); origin -= 4) {
    const usual = usualWeek({ values: series.values.slice(0, origin), shares: series.shares.slice(0, origin) });
    // A scope at rest is not forecast; see velocity-weekly.ts.
    const isIdle = series.values.slice(Math.max(0, origin - minimumWeeks), origin).every((value) => value === 0);
    if (!usual || isIdle) continue;
    const distance = (miss: number, half: number) => miss / Math.max(half, 0.001 * usual.p50, 1e-9);
    for (let week = origin; week < origin + 8; week++) {
      if (series.shares[week]! < shortestShare) continue;
      const miss = series.values[week]! / series.shares[week]! - usual.p50;
      if (usual.p10 > 0) below.push(distance(-miss, usual.p50 - usual.p10));
      if (usual.p90 > 0) above.push(distance(miss, usual.p90 - usual.p50));
    }
  }
  return { below, above };
}

/** Factors so that one of ten past outcomes would have been below the band and one above. */
export const stretchOf = (past: readonly Conformity[]): Stretch => ({
  below: halfStretch(past.flatMap(({ below }) => below)),
  above: halfStretch(past.flatMap(({ above }) => above)),
});

/** 1 with too little past. */
const halfStretch = (scores: readonly number[]): number =>
  scores.length < fewestScores ? 1 : Math.min(3, Math.max(0.7, quantile(scores, 0.9)));

const fewestScores = 40;
