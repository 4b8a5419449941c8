/** Forecasts of the next `horizon` values of a series, oldest value first. */
export type Method = (values: readonly number[], horizon: number) => number[];

const alphas = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];
const betas = [0.01, 0.05, 0.1, 0.2, 0.3];
const dampings = [0.8, 0.9, 0.96];
/** Older values decide nothing about the smoothing of the next ones. */
const fitted = 400;

/** Simple exponential smoothing; the weight of the newest value is the one with the least squared error one step ahead. */
export const exponentialSmoothing: Method = (values, horizon) => {
  const recent = values.slice(-fitted);
  const best = leastError(
    alphas.map((alpha) => ({ alpha })),
    ({ alpha }) => smooth(recent, alpha).error,
  );
  return new Array<number>(horizon).fill(smooth(recent, best.alpha).level);
};

/**
 * Holt's linear trend with damping (Gardner and McKenzie 1985, Management Science 31, 1237-1246), its three parameters
 * by least squared error one step ahead.
 */
export const dampedHolt: Method = (values, horizon) => {
  const recent = values.slice(-fitted);
  const grid = alphas
    .slice(2)
    .flatMap((alpha) => betas.flatMap((beta) => dampings.map((damping) => ({ alpha, beta, damping }))));
  const best = leastError(grid, (parameters) => holt(recent, parameters).error);
  const { level, trend } = holt(recent, best);
  let [step, power] = [0, 1];
  return Array.from({ length: horizon }, () => {
    power *= best.damping;
    step += power;
    return level + step * trend;
  });
};

/**
 * Theta method (Assimakopoulos and Nikolopoulos 2000, Int. J. Forecasting 16, 521-530) as exponential smoothing with
 * half of the slope of the trend line as drift (Hyndman and Billah 2003). The line is that of the last two years.
 */
export const theta: Method = (values, horizon) => {
  const drift = slope(values.slice(-104)) / 2;
  return exponentialSmoothing(values, horizon).map((level, i) => level + drift * (i + 1));
};

function smooth(values: readonly number[], alpha: number) {
  let [level, error] = [values[0]!, 0];
  for (let i = 1; i < values.length; i++) {
    const miss = values[i]! - level;
    error += miss * miss;
    level += alpha * miss;
  }
  return { level, error };
}

function holt(values: readonly number[], { alpha, beta, damping }: { alpha: number; beta: number; damping: number }) {
  let [level, trend, error] = [values[0]!, 0, 0];
  for (let i = 1; i < values.length; i++) {
    const expected = level + damping * trend;
    const miss = values[i]! - expected;
    error += miss * miss;
    level = expected + alpha * miss;
    trend = damping * trend + alpha * beta * miss;
  }
  return { level, trend, error };
}

/** Slope of the least-squares line through the values at 0, 1, 2, … */
export function slope(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return 0;
  const centre = (n - 1) / 2;
  let [covariance, variance] = [0, 0];
  values.forEach((value, i) => {
    covariance += (i - centre) * value;
    variance += (i - centre) ** 2;
  });
  return covariance / variance;
}

function leastError<T extends object>(candidates: readonly T[], errorOf: (candidate: T) => number): T {
  const errors = candidates.map(errorOf);
  return candidates[errors.indexOf(Math.min(...errors))]!;
}
