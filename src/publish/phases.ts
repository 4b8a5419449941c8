/** How far a workspace lets Plimsoll go; each phase includes the ones before it. */
export const phases = ["insight", "prediction", "optimization"] as const;
export type Phase = (typeof phases)[number];

/** What each phase may write with --apply. docs/writing-to-asana.md shows this table. */
export const phaseOf = {
  project_summaries: "insight",
  portfolio_summaries: "insight",
  weekly_summaries: "insight",
  retro_insights: "insight",
  task_variance: "insight",
  task_forecasts: "prediction",
  people: "prediction",
  capacity_alerts: "prediction",
  status_updates: "prediction",
  anomaly_flags: "prediction",
  held_questions: "prediction",
  reviews: "optimization",
} as const satisfies Record<string, Phase>;
export type PlanName = keyof typeof phaseOf;

/** Whether a plan may run in a phase. */
export const isAllowed = (plan: PlanName, phase: Phase): boolean =>
  phases.indexOf(phaseOf[plan]) <= phases.indexOf(phase);
