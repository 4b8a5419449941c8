import type { z } from "zod";
import { goal } from "../../asana/schema/portfolio.ts";
import { fieldValues } from "../field-values.ts";
import { isAll, resource } from "../resource.ts";
import { settingRows, settingsOfShown, settingTables } from "./custom-field-settings.ts";

export const goals = resource({
  name: "goals",
  columns: {
    name: "text",
    owner_gid: "text",
    due_on: "date",
    start_on: "date",
    status: "text",
    time_period_gid: "text",
    team_gid: "text",
    is_workspace_level: "flag",
    metric: "json",
    custom_fields: "json",
  },
  everyNights: 1,
  schema: goal,
  listings: ({ workspaceGid }) => [{ key: "all", path: "/goals", params: { workspace: workspaceGid } }],
  alsoFills: settingTables,
  covers: (listings) => ({
    goals: isAll(listings),
    custom_field_settings: `${isAll(listings)} and ${settingsOfShown("goals")}`,
  }),
  itemPath: (gid) => `/goals/${gid}`,
  rows: (item) => [{ values: goalValues(item) }, ...settingRows(item.gid, item.custom_field_settings)],
});

const goalValues = (item: z.infer<typeof goal>) => ({
  gid: item.gid,
  name: item.name,
  owner_gid: item.owner?.gid,
  due_on: item.due_on,
  start_on: item.start_on,
  status: item.status,
  time_period_gid: item.time_period?.gid,
  team_gid: item.team?.gid,
  is_workspace_level: item.is_workspace_level,
  metric: item.metric,
  custom_fields: fieldValues(item.custom_fields),
});
