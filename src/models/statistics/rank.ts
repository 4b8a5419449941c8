/** Ranks from 1, ties get the mean of their ranks (as scipy.stats.rankdata). */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end++;
    for (let k = start; k <= end; k++) result[order[k]!] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return result;
}

/** Spearman's rank correlation; NaN when one side does not vary. */
export const rankCorrelation = (xs: readonly number[], ys: readonly number[]): number =>
  correlation(ranks(xs), ranks(ys));

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  let [covariance, varianceX, varianceY] = [0, 0, 0];
  xs.forEach((x, i) => {
    covariance += (x - meanX) * (ys[i]! - meanY);
    varianceX += (x - meanX) ** 2;
    varianceY += (ys[i]! - meanY) ** 2;
  });
  return covariance / Math.sqrt(varianceX * varianceY);
}
