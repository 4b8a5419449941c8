import { weightedQuantiles } from "../statistics/quantile.ts";
import type { Analogy } from "./analogy.ts";
import { createBlend } from "./blend.ts";
import { type Effects, learnEffects } from "./effects.ts";
import type { Memory } from "./memory.ts";

/**
 * Similar tasks as they were, or set right for what person, kind and size add. In some companies most tasks take exactly
 * what was estimated, and setting right spoils that; in others biases add up, and likeness alone halves them. The record decides.
 */
export interface Ways {
  /** The way that has forecast better so far. */
  readonly now: (memory: Memory) => Way;
  /** The other way, for every fourth outcome: that tells enough, and costs a quarter. */
  readonly rival: (memory: Memory) => Way | null;
  readonly compare: (way: Analogy, rival: Analogy, outcomes: readonly [number, number]) => void;
}

export interface Way {
  /** Null: similar tasks as they were. */
  readonly effects: Effects | null;
  readonly blend: ReturnType<typeof createBlend>;
}

const everyOutcome = 4;
/** Comparisons fade by half in so many. */
const keep = 2 ** (-1 / 250);
/** Comparisons, and the gain of the pinball loss, without which similar tasks stay as they were: they are the reason that people are shown. */
const fewest = 40;
const leastGain = 0.01;
/** Effects are learnt anew after so many newly finished tasks, or this share of all: what many tasks say changes slowly. */
const learnEvery = { tasks: 100, share: 0.05 };
const levels = [0.1, 0.5, 0.9] as const;

export function createWays(): Ways {
  const blends = [createBlend(), createBlend()] as const;
  const losses: [number, number] = [0, 0];
  let [compared, turn, learntAt]: [number, number, number] = [0, 0, 0];
  let effects: Effects | null = null;
  const isRight = () => compared >= fewest && losses[1] < (1 - leastGain) * losses[0];
  const wayOf = (setRight: boolean, memory: Memory): Way => {
    if (memory.tasks.length >= learntAt + Math.max(learnEvery.tasks, learnEvery.share * learntAt)) {
      learntAt = memory.tasks.length;
      effects = learnEffects(memory);
    }
    return setRight ? { effects, blend: blends[1] } : { effects: null, blend: blends[0] };
  };
  return {
    now: (memory) => wayOf(isRight(), memory),
    rival: (memory) => {
      if (turn++ % everyOutcome !== 0) return null;
      const rival = wayOf(!isRight(), memory);
      return effects === null ? null : rival;
    },
    compare: (way, rival, outcomes) => {
      const [own, other] = [lossOf(way, outcomes[0]), lossOf(rival, outcomes[1])];
      const [alike, right] = isRight() ? [other, own] : [own, other];
      losses[0] = losses[0] * keep + alike;
      losses[1] = losses[1] * keep + right;
      compared++;
    },
  };
}

function lossOf({ values, weights }: Analogy, outcome: number): number {
  return weightedQuantiles(values, weights, levels).reduce((sum, quantile, i) => {
    const error = outcome - quantile;
    return sum + (error >= 0 ? levels[i]! * error : (levels[i]! - 1) * error);
  }, 0);
}
