import { dayNumber, isWorkday } from "../days.ts";
import { random } from "../random.ts";
import type { World } from "../world/world.ts";
import { workToday } from "./day.ts";
import { decideApprovals, meddle, overrideForecasts } from "./decisions.ts";

export interface NightOptions {
  /** The day that passes, YYYY-MM-DD. */
  readonly today: string;
  /** With the day, it decides all that happens; 1 when left out. */
  readonly seed?: number;
}

/** What people did on one day, in numbers. */
export interface NightSummary {
  readonly created: number;
  readonly completed: number;
  readonly entries: number;
  readonly edited: number;
  readonly deleted: number;
  readonly approved: number;
  readonly rejected: number;
  readonly changesRequested: number;
  /** Values that Plimsoll had written and a person wrote over. */
  readonly overridden: number;
}

/**
 * Lets a day pass in a workspace: people log time, finish and start tasks, change their minds, decide approvals, and
 * now and then write over a forecast. At weekends nobody works. The same world, day and seed give the same day.
 */
export function advanceNight(world: World, { today, seed = 1 }: NightOptions): NightSummary {
  const day = dayNumber(today);
  const dice = random(seed).fork(`night ${today}`);
  if (!isWorkday(day)) return QUIET;
  const worked = workToday(world, { day, dice: dice.fork("work") });
  const edits = meddle(world, { day, dice: dice.fork("edits") });
  const decided = decideApprovals(world, { day, dice: dice.fork("approvals") });
  const overridden = overrideForecasts(world, { day, dice: dice.fork("overrides") });
  return { ...worked, ...edits, ...decided, overridden };
}

const QUIET: NightSummary = {
  created: 0,
  completed: 0,
  entries: 0,
  edited: 0,
  deleted: 0,
  approved: 0,
  rejected: 0,
  changesRequested: 0,
  overridden: 0,
};
