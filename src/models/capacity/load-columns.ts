import type { ModelSettings } from "../node.ts";
import type { PersonFacts } from "./person-load.ts";
import { chanceAbove, minimumPastWeeks, type WeekLoad } from "./simulate-load.ts";

type Thresholds = ModelSettings["thresholds"];

/** Columns that say how the simulated load of a week or a sprint stands against its capacity. */
export function forecastOf(load: Omit<WeekLoad, "hoursOfFourWeeks">, capacity: number, thresholds: Thresholds) {
  const utilization = ratio(load.p50, capacity);
  // Work in a week without capacity is too much whatever the threshold; half an hour of it is noise.
  const limit = (threshold: number) => (capacity > 0 ? capacity * threshold : 0.5);
  return {
    load_p10: round(load.p10),
    load_p50: round(load.p50),
    load_p80: round(load.p80),
    load_p90: round(load.p90),
    load_mean: round(load.mean),
    utilization,
    overload_probability: chanceAbove(load.hours, limit(thresholds.overload)),
    severe_probability: chanceAbove(load.hours, limit(thresholds.severe)),
    load_status: capacity > 0 ? statusOf(utilization, thresholds) : load.p50 > 0.5 ? "overloaded" : null,
  };
}

export const noForecast = {
  ...{ load_p10: null, load_p50: null, load_p80: null, load_p90: null, load_mean: null },
  ...{ utilization: null, overload_probability: null, severe_probability: null },
};

/** A four-week room is a finding when it is as sure as this, an overload when it is more likely than not. */
const sureOfRoom = 0.8;

/** Columns of the four weeks from this one. */
export function windowOf(load: WeekLoad, weeks: readonly { capacity_hours: number }[], thresholds: Thresholds) {
  const capacity = weeks.reduce((sum, week) => sum + week.capacity_hours, 0);
  if (!load.hoursOfFourWeeks || capacity <= 0) return noWindow;
  const above = (threshold: number) => chanceAbove(load.hoursOfFourWeeks!, capacity * threshold);
  const over = above(thresholds.overload);
  const room = 1 - above(thresholds.underutilized);
  return {
    overload_4w_probability: over,
    severe_4w_probability: above(thresholds.severe),
    room_4w_probability: room,
    sustained: over >= 0.5 ? "overload" : room >= sureOfRoom ? "room" : null,
  };
}

export const noWindow = {
  ...{ overload_4w_probability: null, severe_4w_probability: null, room_4w_probability: null, sustained: null },
};

export function statusOf(utilization: number | null, thresholds: Thresholds): string | null {
  if (utilization === null) return null;
  if (utilization > thresholds.overload) return "overloaded";
  if (utilization >= thresholds.at_capacity) return "at_capacity";
  return utilization < thresholds.underutilized ? "underutilized" : "balanced";
}

export const methodOf = (paths: number) => `simulation of open work, plan and unplanned work, ${paths} paths`;

/** Why nothing can be said about this person's load; null where something can. */
export function missingFor(
  facts: PersonFacts,
  has: { readonly past: number; readonly tasks: number; readonly isPlanned: boolean },
): string | null {
  if (has.tasks > 0 || has.isPlanned || has.past >= minimumPastWeeks) return null;
  const open = facts.tasks.length > 0 ? "its open tasks have neither estimate nor similar past tasks" : "no open work";
  return `Needs ${minimumPastWeeks} weeks of logged time (has ${has.past}), or assigned work with an expected effort; ${open}.`;
}

export const ratio = (hours: number, capacity: number) => (capacity > 0 ? hours / capacity : null);

export const round = (hours: number) => Math.round(hours * 1e4) / 1e4;
