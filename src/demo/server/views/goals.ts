import type { Goal, TimePeriod } from "../../world/types.ts";
import { one, part, plain, type View } from "../view.ts";
import { personView } from "./people.ts";

export const periodView: View<TimePeriod> = {
  resourceType: "time_period",
  gid: (row) => row.gid,
  fields: {
    display_name: plain((row) => row.name),
    period: plain((row) => row.period),
    start_on: plain((row) => row.startOn),
    end_on: plain((row) => row.endOn),
  },
  compact: ["display_name", "period", "start_on", "end_on"],
  full: ["display_name", "period", "start_on", "end_on"],
};

export const goalView: View<Goal> = {
  resourceType: "goal",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    owner: one(
      () => personView,
      (row) => row.owner,
    ),
    due_on: plain((row) => row.dueOn),
    start_on: plain((row) => row.startOn),
    status: plain((row) => row.status),
    is_workspace_level: plain(() => true),
    team: plain(() => null),
    custom_fields: plain(() => []),
    custom_field_settings: plain(() => []),
    time_period: one(
      () => periodView,
      (row) => row.period,
    ),
    metric: part(
      () => metricView,
      (row) => row,
    ),
  },
  compact: ["name", "owner"],
  full: ["name", "owner", "due_on", "start_on", "status", "time_period", "metric"],
};

const metricView: View<Goal> = {
  resourceType: "goal_metric",
  gid: (row) => `${row.gid}1`,
  fields: {
    resource_subtype: plain(() => "number"),
    unit: plain(() => "none"),
    precision: plain(() => 0),
    initial_number_value: plain(() => 0),
    target_number_value: plain((row) => row.target),
    current_number_value: plain((row) => row.current),
  },
  compact: [
    "resource_subtype",
    "unit",
    "precision",
    "initial_number_value",
    "target_number_value",
    "current_number_value",
  ],
  full: [
    "resource_subtype",
    "unit",
    "precision",
    "initial_number_value",
    "target_number_value",
    "current_number_value",
  ],
};
