import { team } from "../../asana/schema/people.ts";
import { isAll, resource } from "../resource.ts";
import { settingRows, settingsOfShown, settingTables } from "./custom-field-settings.ts";

export const teams = resource({
  name: "teams",
  columns: { name: "text", description: "text", visibility: "text" },
  everyNights: 1,
  schema: team,
  listings: ({ workspaceGid }) => [{ key: "all", path: `/workspaces/${workspaceGid}/teams` }],
  alsoFills: settingTables,
  covers: (listings) => ({
    teams: isAll(listings),
    custom_field_settings: `${isAll(listings)} and ${settingsOfShown("teams")}`,
  }),
  itemPath: (gid) => `/teams/${gid}`,
  rows: (item) => [
    { values: { gid: item.gid, name: item.name, description: item.description, visibility: item.visibility } },
    ...settingRows(item.gid, item.custom_field_settings),
  ],
});
