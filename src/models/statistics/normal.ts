/**
 * Quantile of the standard normal distribution, p in (0, 1); -Infinity at 0 and Infinity at 1.
 * Source: P. J. Acklam's rational approximation (relative error 1.15e-9).
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  if (p < tail) return tailQuantile(p);
  if (p > 1 - tail) return -tailQuantile(1 - p);
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(centreTop, r) * q) / (polynomial(centreBottom, r) * r + 1);
}

/**
 * Distribution function of the standard normal, absolute error below 1.2e-7.
 * Source: complementary error function by Chebyshev fitting, Numerical Recipes 6.2.
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const upper = (t * Math.exp(-z * z + polynomial(errorFunction, t))) / 2;
  return x > 0 ? 1 - upper : upper;
}

const tail = 0.02425;
// Coefficients from the highest power down, as published.
const centreTop = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const centreBottom = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const tailTop = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const tailBottom = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
const errorFunction = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  -1.26551223,
];

function tailQuantile(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  return polynomial(tailTop, q) / (polynomial(tailBottom, q) * q + 1);
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
