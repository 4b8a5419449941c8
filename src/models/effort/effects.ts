import type { Memory } from "./memory.ts";
import { type EffortTask, isPositive, matched } from "./task.ts";

/** What a task's person, kind of work, project, size, … usually add to ln(actual / estimate). */
export interface Effects {
  /** Of a past task, by index. */
  readonly ofPast: (i: number) => number;
  /** Of a task with its matched features as numbers. */
  readonly of: (task: EffortTask, values: readonly number[]) => number;
}

/** Latest tasks learnt from, and the fewest that tell anything. */
const mostTasks = 3_000;
const fewestTasks = 30;
/** As many tasks without any effect are added to every person, kind, …: few tasks move little. */
const shrinkage = 12;
/** The same for the size, in ln² of estimates. */
const sizeShrinkage = 20;
/** Distances beyond this (ln) are cut, so that no single task makes an effect. */
const furthest = 1.5;
const rounds = 6;

/**
 * An additive model, fitted by backfitting (Buja, Hastie and Tibshirani 1989, Ann. Stat. 17, 453-510) with every effect
 * shrunk to nothing. Null while too few tasks with an estimate are known.
 */
export function learnEffects(memory: Memory): Effects | null {
  const members: number[] = [];
  for (let i = memory.tasks.length - 1; i >= 0 && members.length < mostTasks; i--) {
    if (!Number.isNaN(memory.lnRatio[i]!)) members.push(i);
  }
  if (members.length < fewestTasks) return null;
  const middle = meanOf(members.map((i) => memory.lnEstimate[i]!));
  const fitted = { centre: 0, slope: 0, byValue: [] as number[] };
  const sum = (numberOf: (feature: number) => number, lnEstimate: number): number => {
    let all = fitted.centre + fitted.slope * (lnEstimate - middle);
    for (let f = 0; f < matched.length; f++) all += fitted.byValue[numberOf(f)] ?? 0;
    return all;
  };
  const ofPast = (i: number) => sum((f) => memory.values[i * matched.length + f]!, memory.lnEstimate[i]!);
  // Columns of what the members are, read once: each round looks at them nine times.
  const sizes = Float64Array.from(members, (i) => memory.lnEstimate[i]! - middle);
  const numbers = matched.map((_, f) => Int32Array.from(members, (i) => memory.values[i * matched.length + f]!));
  const rest = new Float64Array(members.length);
  const left = (): Float64Array => {
    for (let k = 0; k < rest.length; k++) {
      let all = fitted.centre + fitted.slope * sizes[k]!;
      for (let f = 0; f < numbers.length; f++) all += fitted.byValue[numbers[f]![k]!] ?? 0;
      rest[k] = Math.max(-furthest, Math.min(furthest, memory.lnRatio[members[k]!]! - all));
    }
    return rest;
  };
  for (let round = 0; round < rounds; round++) {
    fitted.centre += meanOf(left());
    fitted.slope = slopeOf(sizes, left(), fitted.slope);
    for (const column of numbers) {
      for (const [value, effect] of meansOf(column, left(), fitted.byValue)) fitted.byValue[value] = effect;
    }
  }
  return {
    ofPast,
    of: (task, values) => sum((f) => values[f]!, isPositive(task.estimate) ? Math.log(task.estimate) : middle),
  };
}

/** Shrunken mean of what is left by value of a feature, what its value explained before put back; -1 stands for none. */
function meansOf(values: Int32Array, left: Float64Array, before: readonly number[]) {
  const sums = new Map<number, { total: number; n: number }>();
  values.forEach((value, k) => {
    if (value === -1) return;
    const known = sums.get(value);
    if (known) {
      known.total += left[k]!;
      known.n += 1;
    } else sums.set(value, { total: left[k]!, n: 1 });
  });
  return [...sums].map(
    ([value, { total, n }]) => [value, (total + n * (before[value] ?? 0)) / (n + shrinkage)] as const,
  );
}

function slopeOf(xs: Float64Array, left: Float64Array, before: number): number {
  let [covariance, variance] = [0, 0];
  xs.forEach((x, k) => {
    covariance += x * left[k]!;
    variance += x * x;
  });
  return (covariance + variance * before) / (variance + sizeShrinkage);
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
