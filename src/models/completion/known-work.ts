/*
How much of a project's pace goes into the work that is known today. New tasks come in all the time and some of them are
done first; a project that is asked when "all" is done never ends, one that is asked when today's work is done does.
The share is measured at past origins: of the tasks completed while today's work was being worked off, those that
existed at the origin.
*/

/** Tasks of one project, counted by the week (a day number) in which they were created and completed; null while open. */
export interface Cohort {
  readonly createdWeek: number;
  readonly completedWeek: number | null;
  readonly tasks: number;
}

const origins = 12;
const originEvery = 28;
const longestWeeks = 8;
const fewest = 5;
/** Observations of other projects weigh as much as this many of the project's own. */
const pooledWeight = 4;
/** What is assumed where no project has a past: four of five completed tasks were known. */
const assumed = [0.6, 0.8, 0.9, 1] as const;

/** Shares of known work at past origins before `end` (the first day of the as-of week). */
export function knownShares(cohorts: readonly Cohort[], end: number): number[] {
  const shares: number[] = [];
  for (let k = 1; k <= origins; k++) {
    const share = shareAt(cohorts, { origin: end - k * originEvery, end });
    if (share !== null) shares.push(share);
  }
  return shares;
}

function shareAt(cohorts: readonly Cohort[], at: { origin: number; end: number }): number | null {
  const weeks = Math.min(longestWeeks, (at.end - at.origin) / 7);
  const [known, all] = [new Array<number>(weeks).fill(0), new Array<number>(weeks).fill(0)];
  let open = 0;
  for (const { createdWeek, completedWeek, tasks } of cohorts) {
    const isKnown = createdWeek < at.origin;
    if (isKnown && (completedWeek === null || completedWeek >= at.origin)) open += tasks;
    if (completedWeek === null || completedWeek < at.origin) continue;
    const week = (completedWeek - at.origin) / 7;
    if (week >= weeks) continue;
    all[week]! += tasks;
    if (isKnown) known[week]! += tasks;
  }
  let [done, doneKnown] = [0, 0];
  for (let week = 0; week < weeks && done < open; week++) {
    done += all[week]!;
    doneKnown += known[week]!;
  }
  return open > 0 && done >= fewest ? doneKnown / done : null;
}

/** Draws a share for one path: one of the project's own, or one of any project's. */
export function shareDrawer(
  own: readonly number[],
  pooled: readonly number[],
): (random: { uniform: () => number; pick: <T>(items: readonly T[]) => T }) => number {
  const others = pooled.length > 0 ? pooled : assumed;
  const ownWeight = own.length / (own.length + pooledWeight);
  // A share of nothing would never end; one in twenty tasks is the least.
  return (random) => Math.max(0.05, random.uniform() < ownWeight ? random.pick(own) : random.pick(others));
}
