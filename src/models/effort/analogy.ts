import { normalQuantile } from "../statistics/normal.ts";
import { candidatesOf, type Memory, numbered } from "./memory.ts";
import type { EffortSettings } from "./settings.ts";
import { type EffortTask, isPositive, matched, tokensOf } from "./task.ts";

/** Effort of one task as weighted past outcomes, sorted by value. */
export interface Analogy {
  /** estimate: values are ln(actual / estimate). similar_tasks: values are ln actual. */
  readonly basis: "estimate" | "similar_tasks";
  readonly values: Float64Array;
  /** Sum to 1. */
  readonly weights: Float64Array;
  /** Effective number of past tasks, (Σw)² / Σw², without the prior. */
  readonly n: number;
  /** Past tasks by index, most similar first, at most three. */
  readonly similar: readonly number[];
}

interface Point {
  readonly value: number;
  readonly weight: number;
}

/**
 * Weighted analogy: each past task counts by age, size, shared person, kind, project and words of its name.
 * A weak prior stands in where nothing similar is known.
 */
export function analogyOf(memory: Memory, task: EffortTask, day: number, settings: EffortSettings): Analogy {
  const basis = isPositive(task.estimate) ? "estimate" : "similar_tasks";
  const likenessTo = likeness(memory, task, settings);
  const points: Point[] = [];
  const similar: { i: number; likeness: number }[] = [];
  let [sum, squares, level] = [0, 0, 0];
  for (const i of candidatesOf(memory, task, settings.candidates)) {
    const value = basis === "estimate" ? memory.lnActual[i]! - memory.lnEstimate[i]! : memory.lnActual[i]!;
    if (Number.isNaN(value)) continue;
    const like = likenessTo(i);
    const age = Math.max(0, day - memory.tasks[i]!.completedDay);
    const weight = Math.exp(like - (Math.LN2 * age) / settings.halfLifeDays);
    points.push({ value, weight });
    keepTop(similar, i, like);
    sum += weight;
    squares += weight * weight;
    level += weight * value;
  }
  const centre = basis === "estimate" ? 0 : sum > 0 ? level / sum : Math.log(4);
  return {
    basis,
    ...sorted([...points, ...priorOf(centre, basis === "estimate" ? 1 : 1.6, settings)]),
    n: squares > 0 ? (sum * sum) / squares : 0,
    similar: similar.map(({ i }) => i),
  };
}

/** The part of an analogy at or above a floor, since what is logged is spent; a few overruns where the past knows none. */
export function atLeast(analogy: Analogy, floor: number): Analogy {
  const points: Point[] = overruns.map((ratio) => ({ value: floor + Math.log(ratio), weight: 0.02 / overruns.length }));
  analogy.values.forEach((value, i) => {
    if (value >= floor) points.push({ value, weight: analogy.weights[i]! });
  });
  return { ...analogy, ...sorted(points) };
}

const overruns = [1.02, 1.1, 1.25, 1.5, 2];

/** Log of how many times more a past task counts than one that shares nothing but its size. */
function likeness(memory: Memory, task: EffortTask, settings: EffortSettings): (i: number) => number {
  const values = numbered(memory, task);
  const factors = matched.map((feature) => Math.log(settings.factors[feature]));
  const lnEstimate = isPositive(task.estimate) ? Math.log(task.estimate) : Number.NaN;
  const cosine = cosineTo(memory, task);
  return (i) => {
    let like = settings.nameWeight * cosine(i);
    const first = i * factors.length;
    for (let f = 0; f < factors.length; f++) {
      if (values[f] !== -1 && values[f] === memory.values[first + f]) like += factors[f]!;
    }
    const distance = (memory.lnEstimate[i]! - lnEstimate) / settings.sizeWidth;
    return Number.isNaN(distance) ? like : like - (distance * distance) / 2;
  };
}

/** Cosine of the words of two names, weighed by how rare each word is among past tasks. */
function cosineTo(memory: Memory, task: EffortTask): (i: number) => number {
  const rarity = (token: number) => Math.log((memory.tasks.length + 1) / (memory.postings[token]!.length + 1));
  const words = new Map<number, number>();
  let norm = 0;
  for (const token of tokensOf(task)) {
    const id = memory.tokenIds.get(token);
    const rare = id === undefined ? Math.log(memory.tasks.length + 1) : rarity(id);
    norm += rare * rare;
    if (id !== undefined) words.set(id, rare);
  }
  return (i) => {
    let [shared, other] = [0, 0];
    for (const token of memory.tokens[i]!) {
      const known = words.get(token);
      const rare = known ?? rarity(token);
      other += rare * rare;
      if (known !== undefined) shared += rare * rare;
    }
    return shared > 0 ? shared / Math.sqrt(norm * other) : 0;
  };
}

function keepTop(top: { i: number; likeness: number }[], i: number, likeness: number): void {
  if (top.length === 3 && top[2]!.likeness > likeness) return;
  const at = top.findIndex((other) => likeness > other.likeness || (likeness === other.likeness && i > other.i));
  top.splice(at === -1 ? top.length : at, 0, { i, likeness });
  if (top.length > 3) top.pop();
}

const priorPoints = 19;

function priorOf(centre: number, scale: number, { priorSpread, priorWeight }: EffortSettings): Point[] {
  return Array.from({ length: priorPoints }, (_, k) => ({
    value: centre + scale * priorSpread * normalQuantile((k + 0.5) / priorPoints),
    weight: priorWeight / priorPoints,
  }));
}

function sorted(points: Point[]): Pick<Analogy, "values" | "weights"> {
  points.sort((a, b) => a.value - b.value);
  let total = 0;
  for (const { weight } of points) total += weight;
  return {
    values: Float64Array.from(points, ({ value }) => value),
    weights: Float64Array.from(points, ({ weight }) => weight / total),
  };
}
