import { quantiles } from "../statistics/quantile.ts";
import type { Analogy } from "./analogy.ts";

/**
 * How much of everybody's record goes into an analogy. Likeness says little in some companies and much in others; the
 * share is the one that would have forecast best so far, by the pinball loss of past forecasts.
 */
export interface Blend {
  /** The analogy with as many past tasks of everybody as have proved useful. Unchanged while little is known. */
  readonly mix: (analogy: Analogy) => Analogy;
  /** Takes in the outcome of a task whose analogy was made before (same unit as the analogy's values). */
  readonly observe: (analogy: Analogy, outcome: number) => void;
}

/** Past tasks of everybody that count beside the similar ones. */
const options = [0, 2, 6, 20, 60, 200] as const;
const levels = [0.1, 0.5, 0.9] as const;
/** Losses fade by half in 700 outcomes. */
const keep = 2 ** (-1 / 700);
const recent = 1_500;
const points = 39;
const pointsEvery = 50;
/** Outcomes from which on everybody's record is used. */
const minimum = 30;

export function createBlend(): Blend {
  const outcomes: number[] = [];
  const losses = new Float64Array(options.length);
  let everybody = new Float64Array(0);
  let added = 0;
  return {
    mix: (analogy) => {
      const most = options[best(losses)]!;
      return everybody.length === 0 || most === 0 ? analogy : mixed(analogy, everybody, most / (analogy.n + most));
    },
    observe: (analogy, outcome) => {
      if (everybody.length > 0) addLosses(losses, merged(analogy, everybody), analogy.n, outcome);
      outcomes[added++ % recent] = outcome;
      if (added >= minimum && (everybody.length === 0 || added % pointsEvery === 0)) {
        everybody = Float64Array.from(
          quantiles(
            outcomes,
            Array.from({ length: points }, (_, k) => (k + 0.5) / points),
          ),
        );
      }
    },
  };
}

/** Everybody's record is asked only where it clearly helps: the similar tasks are the reason that people are shown. */
const leastGain = 0.006;

function best(losses: Float64Array): number {
  const found = losses.reduce((least, loss, i) => (loss < losses[least]! ? i : least), 0);
  return losses[found]! < (1 - leastGain) * losses[0]! ? found : 0;
}

interface Merged {
  readonly values: Float64Array;
  /** Weights of the analogy, 0 for points of everybody. */
  readonly own: Float64Array;
}

/** Both kinds of values in order. */
function merged(analogy: Analogy, everybody: Float64Array): Merged {
  const length = analogy.values.length + everybody.length;
  const values = new Float64Array(length);
  const own = new Float64Array(length);
  let [a, e] = [0, 0];
  for (let i = 0; i < length; i++) {
    if (e === everybody.length || (a < analogy.values.length && analogy.values[a]! <= everybody[e]!)) {
      values[i] = analogy.values[a]!;
      own[i] = analogy.weights[a++]!;
    } else values[i] = everybody[e++]!;
  }
  return { values, own };
}

function mixed(analogy: Analogy, everybody: Float64Array, share: number): Analogy {
  const { values, own } = merged(analogy, everybody);
  const each = share / everybody.length;
  return { ...analogy, values, weights: own.map((weight) => (weight > 0 ? weight * (1 - share) : each)) };
}

function addLosses(losses: Float64Array, { values, own }: Merged, n: number, outcome: number): void {
  options.forEach((most, option) => {
    const share = most / (n + most);
    const each = share / points;
    let [sum, level, loss] = [0, 0, 0];
    for (let i = 0; i < values.length && level < levels.length; i++) {
      sum += own[i]! > 0 ? own[i]! * (1 - share) : each;
      while (level < levels.length && sum >= levels[level]! - 1e-12) {
        const error = outcome - values[i]!;
        loss += error >= 0 ? levels[level]! * error : (levels[level]! - 1) * error;
        level++;
      }
    }
    losses[option] = losses[option]! * keep + loss;
  });
}
