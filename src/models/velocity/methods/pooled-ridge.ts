/*
One linear model for all series: the change over the next h weeks, in units of the series' own weekly movement, from its
recent changes and from what it did at the same time in the two years before. Ridge regression (Hoerl and Kennard 1970).
*/

export type Predict = (values: readonly number[], h: number) => number;

const recentLags = [1, 2, 3, 4, 6, 8, 13, 26];
const year = 52;
const penalty = 20;
const origins = 40;
const originEvery = 4;
/** Changes beyond this many usual weekly movements are cut, so that no single break decides. */
const largest = 12;
const shortest = 2 * year + 14;

/** What a series that never moved may move by, as a share of where it stands (or of 1): little, unless it is too short to tell. */
const leastMovement = (weeks: number): number => (weeks < 8 ? 0.3 : 0.02);

/** Mean absolute weekly change over the last two years. */
export function movementOf(values: readonly number[]): number {
  const recent = values.slice(-105);
  let sum = 0;
  for (let i = 1; i < recent.length; i++) sum += Math.abs(recent[i]! - recent[i - 1]!);
  return sum > 0 ? sum / (recent.length - 1) : leastMovement(recent.length) * Math.max(1, Math.abs(recent.at(-1) ?? 1));
}

/** Learns from all series up to their ends; forecasts h = 1 … horizon. Null where no series is long enough. */
export function learnRidge(series: readonly (readonly number[])[], horizon: number): Predict | null {
  const long = series.filter((values) => values.length >= shortest + horizon);
  if (long.length === 0) return null;
  const models = Array.from({ length: horizon }, (_, i) => coefficientsFor(long, i + 1));
  return (values, h) => {
    const features = featuresOf(values, values.length, h);
    const last = values.at(-1)!;
    if (!features) return last;
    const change = features.reduce((sum, feature, i) => sum + feature * models[h - 1]![i]!, 0);
    return last + Math.max(-largest, Math.min(largest, change)) * movementOf(values);
  };
}

function coefficientsFor(series: readonly (readonly number[])[], h: number): number[] {
  const size = recentLags.length + 5;
  const products = Array.from({ length: size }, (_, i) => {
    const row = new Array<number>(size).fill(0);
    row[i] = penalty;
    return row;
  });
  const targets = new Array<number>(size).fill(0);
  for (const values of series) {
    for (let k = 0; k < origins; k++) {
      const end = values.length - h - k * originEvery;
      const features = featuresOf(values, end, h);
      if (!features) break;
      const target = clip((values[end + h - 1]! - values[end - 1]!) / movementAt(values, end));
      for (let i = 0; i < size; i++) {
        targets[i]! += features[i]! * target;
        for (let j = 0; j <= i; j++) products[i]![j]! += features[i]! * features[j]!;
      }
    }
  }
  return solve(products, targets);
}

/** Features at an origin: values before `end` are known. Null where the past is too short. */
function featuresOf(values: readonly number[], end: number, h: number): number[] | null {
  if (end < shortest) return null;
  const scale = movementAt(values, end);
  const last = values[end - 1]!;
  const recent = recentLags.map((lag) => clip((last - values[end - 1 - lag]!) / scale));
  const ago = (years: number) => {
    const at = end - 1 - years * year;
    return clip((smooth(values, at + h) - smooth(values, at)) / scale);
  };
  const level = (weeks: number) => {
    let sum = 0;
    for (let i = end - weeks; i < end; i++) sum += values[i]!;
    return clip((last - sum / weeks) / scale);
  };
  const lastYear = clip((smooth(values, end - 1 + h - year) - last) / scale);
  return [...recent, ago(1), ago(2), level(13), level(52), lastYear];
}

const smooth = (values: readonly number[], at: number) =>
  0.25 * values[at - 1]! + 0.5 * values[at]! + 0.25 * (values[at + 1] ?? values[at]!);

const movementAt = (values: readonly number[], end: number) => movementOf(values.slice(Math.max(0, end - 105), end));

const clip = (value: number) => Math.max(-largest, Math.min(largest, value));

/** Solves a symmetric positive definite system, given its lower half, by Cholesky's decomposition. */
export function solve(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length;
  const factor = lower.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = factor[i]![j]!;
      for (let k = 0; k < j; k++) sum -= factor[i]![k]! * factor[j]![k]!;
      factor[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / factor[j]![j]!;
    }
  }
  const forward = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i]![k]! * forward[k]!;
    forward[i] = sum / factor[i]![i]!;
  }
  const solution = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = forward[i]!;
    for (let k = i + 1; k < n; k++) sum -= factor[k]![i]! * solution[k]!;
    solution[i] = sum / factor[i]![i]!;
  }
  return solution;
}
