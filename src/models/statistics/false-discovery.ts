/**
 * Which hypotheses to reject so that the expected share of false ones among them stays at `rate`.
 * Source: Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57, 289-300. Equal to R's p.adjust(p, "BH") <= rate.
 */
export function benjaminiHochberg(pValues: readonly number[], rate: number): boolean[] {
  const sorted = [...pValues].sort((a, b) => a - b);
  const last = sorted.findLastIndex((p, i) => p <= (rate * (i + 1)) / sorted.length);
  return pValues.map((p) => last >= 0 && p <= sorted[last]!);
}
