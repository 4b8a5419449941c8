/*
How long past scope growth goes on. Projects wind down: what was added a week in the last 8 weeks is not what will be
added in the next 8. The rate of decay is learnt from all projects of the workspace at past origins, pooled.
*/

const span = 8;
const priorAdded = 20;

/**
 * Factor by which the items added a week shrink from week to week, within [0.85, 1].
 * Each series holds the items added to one project in each week, oldest first.
 */
export function growthDecay(projects: readonly (readonly number[])[]): number {
  // Prior of an unchanged rate, worth 20 items.
  let [before, after] = [priorAdded, priorAdded];
  for (const added of projects) {
    for (let origin = added.length - span; origin >= span; origin -= span / 2) {
      const last = sum(added, origin - span, origin);
      if (last === 0) continue;
      before += last;
      after += sum(added, origin, origin + span);
    }
  }
  // The two spans lie 8 weeks apart on average.
  return Math.min(1, Math.max(0.85, (after / before) ** (1 / span)));
}

function sum(values: readonly number[], from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i]!;
  return total;
}
