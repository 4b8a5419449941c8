/**
 * Interval score of a central interval that misses in a share alpha of the cases: its width, plus 2 / alpha times
 * how far the outcome lies outside. Source: Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, equation 43.
 */
export const winkler = (outcome: number, lo: number, hi: number, alpha: number): number =>
  hi - lo + (2 / alpha) * (Math.max(0, lo - outcome) + Math.max(0, outcome - hi));
