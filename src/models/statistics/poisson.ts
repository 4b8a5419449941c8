/**
 * Chance that a Poisson count with this mean is at least k. Equal to scipy.stats.poisson.sf(k - 1, mean).
 * Summed from k upwards in logs, so that it holds for large means.
 */
export function poissonAtLeast(k: number, mean: number): number {
  if (k <= 0) return 1;
  if (!(mean > 0)) return 0;
  if (k <= mean) return 1 - poissonBelow(k, mean);
  let [sum, term] = [0, Math.exp(k * Math.log(mean) - mean - lnFactorial(k))];
  for (let i = k; term > sum * 1e-16 && i < k + 10_000; i++) {
    sum += term;
    term *= mean / (i + 1);
  }
  return Math.min(1, sum);
}

function poissonBelow(k: number, mean: number): number {
  let [sum, term] = [0, Math.exp((k - 1) * Math.log(mean) - mean - lnFactorial(k - 1))];
  for (let i = k - 1; i >= 0 && term > sum * 1e-16; i--) {
    sum += term;
    term *= i / mean;
  }
  return Math.min(1, sum);
}

/** ln n!, by Stirling's series from 32 on (error below 1e-12). */
function lnFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    return sum;
  }
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}

/**
 * Chance that so large a share of two Poisson counts falls on the first when both have the same rate per unit of
 * exposure: the conditional binomial test of two rates (Przyborowski and Wilenski 1940), one-sided. Equal to
 * scipy.stats.binomtest(first, first + second, exposure share, "greater").
 */
export function higherRateTest(first: number, second: number, exposure: { first: number; second: number }): number {
  const n = first + second;
  const p = exposure.first / (exposure.first + exposure.second);
  let sum = 0;
  for (let k = first; k <= n; k++) {
    const ln = lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p);
    sum += Math.exp(ln);
  }
  return Math.min(1, sum);
}
