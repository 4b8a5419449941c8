import type { FieldType, Value } from "./action.ts";
import type { PlanName } from "./phases.ts";

/** A custom field that Plimsoll makes in Asana and writes forecasts into. */
export interface OwnField {
  readonly key: string;
  readonly name: string;
  readonly type: FieldType;
  readonly precision?: number;
  /** Shown after numbers. Chances and variances are written in percents, since servers differ in how they round shares. */
  readonly label?: "%";
  readonly options?: readonly { readonly name: string; readonly color: string }[];
  readonly description: string;
  /** Changes smaller than this are not written: days for dates, the field's own unit for numbers. */
  readonly dead_band: number;
  /** Fields on people are filled where `publish.fields` names one, and never made: Asana attaches them in its own settings. */
  readonly on: "project" | "task" | "capacity_task" | "review_task" | "user";
  readonly plan: PlanName;
}

const risk = [
  { name: "low", color: "green" },
  { name: "medium", color: "yellow" },
  { name: "high", color: "red" },
];

/** Every field, in the order in which projects show them. Names are those that teams already use; `publish.field_prefix` goes before them. */
export const ownFields: readonly OwnField[] = [
  {
    key: "project_p50",
    name: "Projected Completion (P50)",
    type: "date",
    description: "Half of the simulated futures of this project are complete by this day.",
    dead_band: 3,
    on: "project",
    plan: "project_summaries",
  },
  {
    key: "project_p85",
    name: "Projected Completion (P85)",
    type: "date",
    description: "85 % of the simulated futures of this project are complete by this day.",
    dead_band: 3,
    on: "project",
    plan: "project_summaries",
  },
  {
    key: "project_chance",
    name: "On-Time Chance",
    type: "number",
    label: "%",
    precision: 0,
    description: "Forecast chance that this project completes by its due date.",
    dead_band: 5,
    on: "project",
    plan: "project_summaries",
  },
  {
    key: "project_risk",
    name: "Forecast Risk",
    type: "enum",
    options: risk,
    description: "Risk that this project misses its due date, by forecast.",
    dead_band: 0,
    on: "project",
    plan: "project_summaries",
  },
  {
    key: "project_effort_variance",
    name: "Effort Variance %",
    type: "number",
    label: "%",
    precision: 0,
    description: "Actual hours against estimated hours of the completed tasks of this project; 25 % is a quarter more.",
    dead_band: 5,
    on: "project",
    plan: "project_summaries",
  },
  {
    key: "task_adjusted_estimate",
    name: "AI-Adjusted Estimate",
    type: "number",
    precision: 1,
    description: "Forecast effort in hours, the median. The estimate that people wrote is never changed.",
    dead_band: 0.15,
    on: "task",
    plan: "task_forecasts",
  },
  {
    key: "task_p80",
    name: "P80 Hours",
    type: "number",
    precision: 1,
    description: "Forecast effort in hours that holds in 8 of 10 cases.",
    dead_band: 0.15,
    on: "task",
    plan: "task_forecasts",
  },
  {
    key: "task_confidence",
    name: "Forecast Confidence Score",
    type: "number",
    label: "%",
    precision: 0,
    description: "Calibrated chance that the actual effort lies within a factor of 2 of the AI-Adjusted Estimate.",
    dead_band: 5,
    on: "task",
    plan: "task_forecasts",
  },
  {
    key: "task_completion",
    name: "Projection",
    type: "date",
    description: "Day by which half of the simulated futures of this task are complete.",
    dead_band: 3,
    on: "task",
    plan: "task_forecasts",
  },
  {
    key: "task_schedule_variance",
    name: "Schedule Variance %",
    type: "number",
    label: "%",
    precision: 0,
    description:
      "Days from start to completion against the days planned, of a completed task; 25 % is a quarter longer.",
    dead_band: 1,
    on: "task",
    plan: "task_variance",
  },
  {
    key: "task_review_flag",
    name: "Review Flag",
    type: "enum",
    options: [
      { name: "check estimate", color: "yellow" },
      { name: "check time", color: "orange" },
    ],
    description:
      "Asks for a look: the estimate lies outside the forecast's 80 % prediction interval, or the time on the task looks odd.",
    dead_band: 0,
    on: "task",
    plan: "task_forecasts",
  },
  {
    key: "review_state",
    name: "AI Review",
    type: "enum",
    options: [
      { name: "pending", color: "yellow" },
      { name: "approved", color: "green" },
      { name: "rejected", color: "red" },
      { name: "changes requested", color: "orange" },
    ],
    description: "The decision about this proposal, where the workspace has no approvals.",
    dead_band: 0,
    on: "review_task",
    plan: "reviews",
  },
  {
    key: "capacity_status",
    name: "AI Capacity Forecast",
    type: "enum",
    options: [
      { name: "overloaded", color: "red" },
      { name: "at_capacity", color: "orange" },
      { name: "balanced", color: "green" },
      { name: "underutilized", color: "blue" },
    ],
    description: "Forecast capacity status of this person over the next weeks, the worst of them.",
    dead_band: 0,
    on: "capacity_task",
    plan: "people",
  },
  {
    key: "capacity_load",
    name: "Predicted Weekly Load",
    type: "number",
    precision: 0,
    description: "Forecast hours of the fullest of the next four weeks, the median.",
    dead_band: 4,
    on: "capacity_task",
    plan: "people",
  },
  {
    key: "capacity_risk",
    name: "Risk of Overload",
    type: "number",
    label: "%",
    precision: 0,
    description: "Forecast chance that the load of the riskiest of the next four weeks exceeds capacity.",
    dead_band: 5,
    on: "capacity_task",
    plan: "people",
  },
  {
    key: "user_status",
    name: "AI Capacity Forecast (person)",
    type: "enum",
    description: "Forecast capacity status of this person over the next weeks, the worst of them.",
    dead_band: 0,
    on: "user",
    plan: "people",
  },
  {
    key: "user_load",
    name: "Predicted Weekly Load (person)",
    type: "number",
    precision: 0,
    description: "Forecast hours of the fullest of the next four weeks, the median.",
    dead_band: 4,
    on: "user",
    plan: "people",
  },
  {
    key: "user_risk",
    name: "Risk of Overload (person)",
    type: "number",
    label: "%",
    precision: 0,
    description: "Forecast chance that the load of the riskiest of the next four weeks exceeds capacity.",
    dead_band: 5,
    on: "user",
    plan: "people",
  },
];

/** How a value in the estimate field of people is named in the ledger: with the gid of the field, which is not one of ours. */
export const estimateName = "estimate:";

/** The description that a field is created with; it says whose it is and what a person may do. */
export const describeField = (field: OwnField): string =>
  field.on === "review_task"
    ? `${field.description} Read back by Plimsoll every night.`
    : `${field.description} A forecast by Plimsoll, renewed by the nightly run; a value that you type here is kept.`;

/** Whether a new value differs from the present one by enough to be written. Hours compare as a share of the present value. */
export function isBeyondDeadBand(field: OwnField, old: Value, value: Value): boolean {
  if (old === value) return false;
  if (old === null || value === null || field.type === "enum" || field.type === "text") return true;
  if (field.type === "date") return Math.abs(daysBetween(String(old), String(value))) >= field.dead_band;
  const band = isShareOfHours(field) ? Math.max(0.5, Math.abs(Number(old)) * field.dead_band) : field.dead_band;
  // Half a unit in the last place kept away from the comparison, since 0.65 - 0.6 is a little less than 0.05.
  return Math.abs(Number(value) - Number(old)) >= band - 1e-9;
}

const isShareOfHours = (field: OwnField): boolean => field.on === "task" && field.label !== "%";

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
