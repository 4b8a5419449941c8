import { dayNumber } from "../statistics/calendar.ts";
import { weightedQuantiles } from "../statistics/quantile.ts";
import { type Analogy, analogyOf, atLeast } from "./analogy.ts";
import { createMemory, remember } from "./memory.ts";
import { calibratedLevel, confidenceCurve, type Outcome, outcomeOf, surenessOf } from "./record.ts";
import { type EffortSettings, effortSettings } from "./settings.ts";
import { type EffortTask, isPositive, type PastTask } from "./task.ts";
import { createWays, type Way } from "./ways.ts";

export const effortLevels = [0.025, 0.1, 0.5, 0.8, 0.9, 0.975] as const;

/** Effort of one task, in hours. */
export interface EffortForecast {
  readonly id: string;
  readonly basis: "estimate" | "similar_tasks";
  readonly p025: number;
  readonly p10: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
  readonly p975: number;
  /** The one to add up. */
  readonly mean: number;
  /** Calibrated chance that the actual lies within a factor of 2 of the p50. */
  readonly confidence: number;
  /** Effective number of past tasks behind it. */
  readonly n: number;
  /** Ids of the three most similar past tasks. */
  readonly similar: readonly string[];
}

export interface EffortModel {
  /** Takes in a finished task; in order of completion. With `isScored` its forecast is made first and set against the outcome. */
  readonly learn: (task: PastTask, isScored: boolean) => void;
  readonly predict: (task: EffortTask, day: number) => EffortForecast;
  readonly numberLearnt: () => number;
}

/** Forecasts on record that calibrate the next ones. */
const recordLength = 1_500;
/** New outcomes until the calibration is computed again. */
const recordStep = 25;

/** From so many open tasks on, fewer past ones are looked at for each: which costs 1 to 3 % of the scores. */
const manyTasks = 4_000;

/**
 * Forecasts the hours of open tasks from finished ones, as known on a date. Tasks that finished on that day or
 * later, or without hours, are not learnt from. Near linear in the number of tasks.
 */
export function predictEffort(past: readonly PastTask[], open: readonly EffortTask[], asOf: string): EffortForecast[] {
  const day = dayNumber(asOf);
  const model = createEffortModel(open.length > manyTasks ? { ...effortSettings, candidates: 60 } : effortSettings);
  const known = past.filter((task) => task.actual > 0 && Number.isFinite(task.actual) && task.completedDay < day);
  const ordered = [...known].sort((a, b) => a.completedDay - b.completedDay || (a.id < b.id ? -1 : 1));
  ordered.forEach((task, i) => {
    model.learn(task, i >= ordered.length - recordLength);
  });
  return open.map((task) => model.predict(task, day));
}

export function createEffortModel(settings: EffortSettings = effortSettings): EffortModel {
  const memory = createMemory();
  const records = { estimate: newRecord(), similar_tasks: newRecord() };
  const recordOf = (task: EffortTask) => records[isPositive(task.estimate) ? "estimate" : "similar_tasks"];
  const found = (task: EffortTask, { effects }: Way, day: number) =>
    analogyOf(memory, task, { day, settings, effects });
  /** The forecast that a way would have made, set against the outcome. */
  const observed = (task: PastTask, way: Way) => {
    const alone = found(task, way, task.completedDay);
    const analogy = way.blend.mix(alone);
    const outcome = Math.log(task.actual) - scaleOf(analogy, task);
    way.blend.observe(alone, outcome);
    return { analogy, outcome };
  };
  return {
    numberLearnt: () => memory.tasks.length,
    learn: (task, isScored) => {
      if (isScored && memory.tasks.length > 0) {
        const { add, ways } = recordOf(task);
        const rival = isPositive(task.estimate) ? ways.rival(memory) : null;
        const own = observed(task, ways.now(memory));
        add(outcomeOf(own.analogy, own.outcome, medianOf(own.analogy, memory.tasks.length)));
        if (rival) {
          const other = observed(task, rival);
          ways.compare(own.analogy, other.analogy, [own.outcome, other.outcome]);
        }
      }
      remember(memory, task);
    },
    predict: (task, day) => {
      const { ways, calibration } = recordOf(task);
      const way = ways.now(memory);
      const mixed = way.blend.mix(found(task, way, day));
      const scale = scaleOf(mixed, task);
      const analogy = isPositive(task.logged) ? atLeast(mixed, Math.log(task.logged) - scale) : mixed;
      return {
        id: task.id,
        basis: analogy.basis,
        ...summaryOf(analogy, { scale, median: medianOf(analogy, memory.tasks.length) }, calibration()),
        similar: analogy.similar.map((i) => memory.tasks[i]!.id),
      };
    },
  };
}

interface Calibration {
  readonly levels: readonly number[];
  readonly confidence: (sureness: number) => number;
}

function newRecord() {
  const outcomes: Outcome[] = [];
  let [calibration, computedAt, added]: [Calibration | undefined, number, number] = [undefined, 0, 0];
  return {
    ways: createWays(),
    add: (outcome: Outcome) => {
      outcomes.push(outcome);
      added++;
      if (outcomes.length > recordLength) outcomes.shift();
    },
    calibration: (): Calibration => {
      if (calibration && added < computedAt + recordStep) return calibration;
      computedAt = added;
      calibration = {
        levels: effortLevels.map((p) => calibratedLevel(outcomes, p)),
        confidence: confidenceCurve(outcomes),
      };
      return calibration;
    },
  };
}

const scaleOf = (analogy: Analogy, task: EffortTask): number =>
  analogy.basis === "estimate" ? Math.log(task.estimate!) + analogy.shift : 0;

const levelsOf = (analogy: Analogy, ps: readonly number[]): number[] =>
  weightedQuantiles(analogy.values, analogy.weights, ps);

/**
 * The middle of an analogy. While little is learnt, the estimate counts as some finished tasks that took exactly what
 * was estimated: people's own estimates are hard to beat with a few dozen tasks.
 */
function medianOf(analogy: Analogy, numberLearnt: number): number {
  const doubt = analogy.basis === "estimate" ? estimateCounts * Math.max(0, 1 - numberLearnt / enoughTasks) : 0;
  const share = doubt / (analogy.n + doubt);
  if (!(share > 0)) return levelsOf(analogy, [0.5])[0]!;
  const [low, high] = levelsOf(analogy, [(0.5 - share) / (1 - share), 0.5 / (1 - share)]) as [number, number];
  return Math.min(high, Math.max(low, -analogy.shift));
}

const estimateCounts = 4;
const enoughTasks = 1_000;

interface Middle {
  /** ln hours to add to the values. */
  readonly scale: number;
  readonly median: number;
}

function summaryOf(analogy: Analogy, { scale, median }: Middle, calibration: Calibration) {
  const levels = levelsOf(analogy, calibration.levels);
  levels[2] = median;
  const [p025, p10, p50, p80, p90, p975] = levels.map((level) => Math.exp(scale + level)) as Six;
  let mean = 0;
  analogy.values.forEach((value, i) => {
    mean += analogy.weights[i]! * Math.exp(scale + Math.min(value, levels[5]!));
  });
  return {
    p025: Math.min(p025, p50),
    p10: Math.min(p10, p50),
    p50,
    p80: Math.max(p80, p50),
    p90: Math.max(p90, p80, p50),
    p975: Math.max(p975, p90, p80, p50),
    mean,
    confidence: calibration.confidence(surenessOf(analogy, median)),
    n: analogy.n,
  };
}

type Six = [number, number, number, number, number, number];
