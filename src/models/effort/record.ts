import { normalCdf, normalQuantile } from "../statistics/normal.ts";
import { weightedQuantiles } from "../statistics/quantile.ts";
import type { Analogy } from "./analogy.ts";

/** How one forecast of a finished task turned out. */
export interface Outcome {
  /** Lowest and highest level whose quantile equals the outcome; they differ where several past tasks tie. */
  readonly lowest: number;
  readonly highest: number;
  /** How sure the forecast looked, 0 to 1, before calibration. */
  readonly sureness: number;
  readonly isWithinFactor2: boolean;
}

/**
 * Forecasts that count as scored before any is. Their intervals were by a fifth too narrow, since those of a short past are:
 * what is finished first ran over least, and a few tasks show no tails.
 */
const priorOutcomes = 60;
const priorPoints = 200;
const priorLevels = Array.from({ length: priorPoints }, (_, i) =>
  normalCdf(1.2 * normalQuantile((i + 0.5) / priorPoints)),
);

/** Sets the forecast of a finished task against its outcome (same unit as the values of the analogy). */
export function outcomeOf(analogy: Analogy, outcome: number, median: number): Outcome {
  let [below, tied, first, last] = [0, 0, 0, 0];
  analogy.values.forEach((value, i) => {
    const weight = analogy.weights[i]!;
    if (value < outcome - 1e-9) below += weight;
    else if (value <= outcome + 1e-9) {
      if (tied === 0) first = weight;
      last = weight;
      tied += weight;
    }
  });
  return {
    lowest: below + first / 2,
    highest: below + tied - last / 2,
    sureness: surenessOf(analogy, median),
    isWithinFactor2: Math.abs(outcome - median) <= Math.LN2 + 1e-9,
  };
}

/**
 * Mean of two shares of the past: within a factor of 2 of the median, and close to it (fading with distance).
 * The first alone says little among sure tasks, where nearly all is within a factor of 2.
 */
export function surenessOf(analogy: Analogy, median: number): number {
  let sum = 0;
  analogy.values.forEach((value, i) => {
    const distance = Math.abs(value - median);
    sum += analogy.weights[i]! * ((distance <= Math.LN2 + 1e-9 ? 1 : 0) + Math.exp(-distance / 0.2));
  });
  return sum / 2;
}

/**
 * The level to ask the analogy for, so that past outcomes lay below it in a share p of the cases
 * (above it for p < 0.5). This is conformal prediction on the record, shrunk to a level somewhat further out.
 */
export function calibratedLevel(outcomes: readonly Outcome[], p: number): number {
  if (p === 0.5) return p;
  const reached = outcomes.map(({ lowest, highest }) => (p > 0.5 ? lowest : highest));
  const weights = [...priorLevels.map(() => priorOutcomes / priorPoints), ...reached.map(() => 1)];
  return weightedQuantiles([...priorLevels, ...reached], weights, [p])[0]!;
}

/**
 * Chance of lying within a factor of 2 of the median, from how sure a forecast looks: logistic regression on the
 * record, pulled towards the line found on public data (Jones and Cullum, arXiv 1901.01621) while the record is short.
 */
export function confidenceCurve(outcomes: readonly Outcome[]): (sureness: number) => number {
  let { intercept, slope } = usual;
  for (let step = 0; step < 12 && outcomes.length > 0; step++) {
    let [g0, g1, h00, h01, h11] = [
      (intercept - usual.intercept) * ridge,
      (slope - usual.slope) * ridge,
      ridge,
      0,
      ridge,
    ];
    for (const { sureness, isWithinFactor2 } of outcomes) {
      const x = logit(sureness);
      const p = 1 / (1 + Math.exp(-intercept - slope * x));
      const error = p - (isWithinFactor2 ? 1 : 0);
      const spread = Math.max(p * (1 - p), 1e-6);
      g0 += error;
      g1 += error * x;
      h00 += spread;
      h01 += spread * x;
      h11 += spread * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    intercept -= (h11 * g0 - h01 * g1) / determinant;
    slope = Math.max(0.1, slope - (h00 * g1 - h01 * g0) / determinant);
  }
  return (sureness) => {
    const p = 1 / (1 + Math.exp(-intercept - slope * logit(sureness)));
    return Math.min(0.99, Math.max(0.01, p));
  };
}

const usual = { intercept: 0.6, slope: 1.1 };
const ridge = 6;

const logit = (p: number): number =>
  Math.log(Math.min(0.999, Math.max(0.001, p)) / (1 - Math.min(0.999, Math.max(0.001, p))));
