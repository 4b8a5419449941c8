/**
 * Quantile of Student's t with 4 degrees of freedom at p in (0, 1), in closed form. Source: Shaw 2006, J. Comput. Finance 9(4),
 * 37-73, section 2.3.
 */
export function studentQuantile(p: number): number {
  const root = Math.sqrt(4 * p * (1 - p));
  const q = Math.cos(Math.acos(Math.min(1, root)) / 3) / root;
  return Math.sign(p - 0.5) * 2 * Math.sqrt(Math.max(0, q - 1));
}
