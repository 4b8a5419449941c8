import { studentQuantile } from "../statistics/student.ts";
import type { Effects } from "./effects.ts";
import { candidatesOf, type Memory, numbered } from "./memory.ts";
import type { EffortSettings } from "./settings.ts";
import { type EffortTask, isPositive, matched, tokensOf } from "./task.ts";

/** Effort of one task as weighted past outcomes, sorted by value. */
export interface Analogy {
  /** estimate: values are ln(actual / estimate). similar_tasks: values are ln actual. */
  readonly basis: "estimate" | "similar_tasks";
  /** What the task's own person, kind and size add to each value; 0 where values are left as they were. */
  readonly shift: number;
  readonly values: Float64Array;
  /** Sum to 1. */
  readonly weights: Float64Array;
  /** Effective number of past tasks, (Σw)² / Σw², without the prior. */
  readonly n: number;
  /** Past tasks by index, most similar first, at most three. */
  readonly similar: readonly number[];
}

/**
 * Weighted analogy: each past task counts by age, size, shared person, kind, project and words of its name.
 * A weak prior stands in where nothing similar is known. With effects, values are set right for what person, kind and size add.
 */
export function analogyOf(
  memory: Memory,
  task: EffortTask,
  at: { readonly day: number; readonly settings: EffortSettings; readonly effects: Effects | null },
): Analogy {
  const { day, settings } = at;
  const basis = isPositive(task.estimate) ? "estimate" : "similar_tasks";
  const { likenessTo, forget } = likeness(memory, task, settings);
  const candidates = candidatesOf(memory, task, settings.candidates);
  const outcomes = basis === "estimate" ? memory.lnRatio : memory.lnActual;
  const effects = basis === "estimate" ? at.effects : null;
  const values = new Float64Array(candidates.length);
  const weights = new Float64Array(candidates.length);
  const similar: { i: number; likeness: number }[] = [];
  let [count, sum, squares, level] = [0, 0, 0, 0];
  for (const i of candidates) {
    if (Number.isNaN(outcomes[i]!)) continue;
    const like = likenessTo(i);
    const age = Math.max(0, day - memory.tasks[i]!.completedDay);
    const weight = Math.exp(like - (Math.LN2 * age) / settings.halfLifeDays);
    keepTop(similar, i, like);
    if (weight < negligible * sum) continue;
    const value = effects ? outcomes[i]! - effects.ofPast(i) : outcomes[i]!;
    values[count] = value;
    weights[count++] = weight;
    sum += weight;
    squares += weight * weight;
    level += weight * value;
  }
  forget();
  const centre = basis === "estimate" ? 0 : sum > 0 ? level / sum : Math.log(4);
  const n = squares > 0 ? (sum * sum) / squares : 0;
  const weight = settings.priorWeight + (n > 0 ? (priorTasks(memory.tasks.length) * sum) / n : 0);
  const prior = priorOf(centre, { scale: (basis === "estimate" ? 1 : 1.6) * settings.priorSpread, weight });
  return {
    basis,
    shift: effects ? effects.of(task, numbered(memory, task)) : 0,
    ...sorted(joined(values.subarray(0, count), prior.values), joined(weights.subarray(0, count), prior.weights)),
    n,
    similar: similar.map(({ i }) => i),
  };
}

/** The part of an analogy at or above a floor, since what is logged is spent; a few overruns where the past knows none. */
export function atLeast(analogy: Analogy, floor: number): Analogy {
  const first = analogy.values.findIndex((value) => value >= floor);
  const kept = first === -1 ? analogy.values.length : first;
  const values = [...overruns.map((ratio) => floor + Math.log(ratio)), ...analogy.values.subarray(kept)];
  const weights = [...overruns.map(() => 0.02 / overruns.length), ...analogy.weights.subarray(kept)];
  return { ...analogy, ...sorted(values, weights) };
}

/** Share of the weight so far below which a past task moves no quantile; sparing it saves half of the sorting. */
const negligible = 1e-5;

const overruns = [1.02, 1.1, 1.25, 1.5, 2];

/** Log of how many times more a past task counts than one that shares nothing but its size. */
function likeness(memory: Memory, task: EffortTask, settings: EffortSettings) {
  const values = numbered(memory, task);
  const factors = matched.map((feature) => Math.log(settings.factors[feature]));
  const lnEstimate = isPositive(task.estimate) ? Math.log(task.estimate) : Number.NaN;
  const { cosine, forget } = cosineTo(memory, task);
  const likenessTo = (i: number) => {
    let like = settings.nameWeight * cosine(i);
    const first = i * factors.length;
    for (let f = 0; f < factors.length; f++) {
      if (values[f] !== -1 && values[f] === memory.values[first + f]) like += factors[f]!;
    }
    const distance = (memory.lnEstimate[i]! - lnEstimate) / settings.sizeWidth;
    return Number.isNaN(distance) ? like : like - (distance * distance) / 2;
  };
  return { likenessTo, forget };
}

/** Cosine of the words of two names, weighed by how rare each word is among past tasks; to be forgotten after the last one. */
function cosineTo(memory: Memory, task: EffortTask) {
  const known = Math.log(memory.tasks.length + 1);
  const rarity = (token: number) => known - lnCount(memory.postings[token]!.length + 1);
  const { rarities } = memory;
  const words: number[] = [];
  let norm = 0;
  for (const token of tokensOf(task)) {
    const id = memory.tokenIds.get(token);
    const rare = id === undefined ? known : rarity(id);
    norm += rare * rare;
    if (id === undefined) continue;
    rarities[id] = rare;
    words.push(id);
  }
  const cosine = (i: number) => {
    let shared = 0;
    const tokens = memory.tokens[i]!;
    for (const token of tokens) {
      const rare = rarities[token]!;
      shared += rare * rare;
    }
    if (shared === 0) return 0;
    let other = 0;
    for (const token of tokens) {
      const rare = rarity(token);
      other += rare * rare;
    }
    return shared / Math.sqrt(norm * other);
  };
  const forget = () => {
    for (const id of words) rarities[id] = 0;
  };
  return { cosine, forget };
}

/** ln of small whole numbers, asked for by the million. */
const lnTable = Float64Array.from({ length: 4096 }, (_, n) => Math.log(n));
const lnCount = (n: number): number => (n < lnTable.length ? lnTable[n]! : Math.log(n));

function keepTop(top: { i: number; likeness: number }[], i: number, likeness: number): void {
  if (top.length === 3 && top[2]!.likeness > likeness) return;
  const at = top.findIndex((other) => likeness > other.likeness || (likeness === other.likeness && i > other.i));
  top.splice(at === -1 ? top.length : at, 0, { i, likeness });
  if (top.length > 3) top.pop();
}

/**
 * Past tasks that the prior counts as, beside its own weight: two at first, one after 60. A handful of tasks, some of which took
 * exactly what was estimated, say nothing of how far the next one may lie off.
 */
const priorTasks = (numberLearnt: number) => 120 / (60 + numberLearnt);

const priorPoints = 39;
/** Heavy tails, as ratios of actual to estimate have them. */
const priorLevels = Array.from({ length: priorPoints }, (_, k) => studentQuantile((k + 0.5) / priorPoints));

const priorOf = (centre: number, { scale, weight }: { readonly scale: number; readonly weight: number }) => ({
  values: priorLevels.map((level) => centre + scale * level),
  weights: priorLevels.map(() => weight / priorPoints),
});

function joined(first: Float64Array, second: readonly number[]): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Sorted by value, equal ones as they came. Numbers alone are sorted fast; each weight then follows its value. */
function sorted(values: ArrayLike<number>, weights: ArrayLike<number>): Pick<Analogy, "values" | "weights"> {
  const { length } = values;
  const ascending = Float64Array.from(values).sort();
  const placed = new Uint16Array(length);
  const shares = new Float64Array(length);
  let total = 0;
  for (let i = 0; i < length; i++) total += weights[i]!;
  for (let i = 0; i < length; i++) {
    const first = firstAtLeast(ascending, values[i]!);
    shares[first + placed[first]!++] = weights[i]! / total;
  }
  return { values: ascending, weights: shares };
}

function firstAtLeast(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
