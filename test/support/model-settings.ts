import type { ModelSettings } from "../../src/models/node.ts";

/** What the models are told where a configuration says nothing. */
export const settings: ModelSettings = {
  thresholds: {
    at_capacity: 0.9,
    overload: 1.1,
    severe: 1.2,
    underutilized: 0.6,
    time_variance: 0.5,
    anomaly_confidence: 0.7,
  },
  headcount: {},
  default_weekly_capacity_hours: 40,
  week_starts_on: "monday",
  time_zone: "UTC",
};
