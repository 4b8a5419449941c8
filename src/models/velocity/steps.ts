import { benjaminiHochberg } from "../statistics/false-discovery.ts";
import { median } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import type { Scope } from "./scopes.ts";
import { type StepChange, strongestStep } from "./step-change.ts";

/** A detected step: its first week (index in the scope's series and date), and new pace over old. */
export interface Step {
  readonly index: number;
  readonly on: string;
  readonly ratio: number;
}

const weeksSearched = 52;
const shortestShare = 0.35;
/** A change smaller than this is not worth a finding, however sure. */
const smallestRatio = 1.2;
const falseDiscoveryRate = 0.05;

/**
 * Lasting changes of pace of the workspace and of teams. Projects swell and wind down by nature, and a person's pace is
 * no finding of ours; for both nothing is searched. Pace is the geometric mean of tasks and hours completed, each per
 * working time and relative to its median: smaller tasks are no faster team, and holidays make no step.
 */
export function findSteps(scopes: readonly Scope[], seed: number): Map<string, Step> {
  const candidates = scopes
    .filter((scope) => scope.type === "workspace" || scope.type === "team")
    .flatMap((scope) => {
      const weeks = usableWeeks(scope);
      const paces = pacesOf(scope, weeks);
      const step = strongestStep(paces, createRandom(`${seed}/step/${scope.key}`));
      return step ? [{ scope, weeks, step }] : [];
    });
  const isBeyondChance = benjaminiHochberg(
    candidates.map(({ step }) => step.pValue),
    falseDiscoveryRate,
  );
  return new Map(
    candidates
      .filter(({ step }, i) => isBeyondChance[i] && isLarge(step))
      .map(({ scope, weeks, step }) => {
        const index = weeks[step.week]!;
        return [scope.key, { index, on: scope.weekOf(index), ratio: step.ratio }];
      }),
  );
}

function pacesOf(scope: Scope, weeks: readonly number[]): number[] {
  const relative = (values: readonly number[]) => {
    const paces = weeks.map((week) => values[week]! / scope.shares[week]!);
    const usual = median(paces);
    return usual > 0 ? paces.map((pace) => pace / usual) : null;
  };
  const [tasks, hours] = [relative(scope.tasks), relative(scope.hoursCompleted)];
  return weeks.map((_, i) => Math.sqrt((tasks?.[i] ?? hours?.[i] ?? 0) * (hours?.[i] ?? tasks?.[i] ?? 0)));
}

const usableWeeks = (scope: Scope) =>
  scope.tasks
    .map((_, week) => week)
    .slice(-weeksSearched)
    .filter((week) => scope.shares[week]! >= shortestShare);

const isLarge = (step: StepChange) => Math.max(step.ratio, 1 / step.ratio) >= smallestRatio;
