import type { z } from "zod";
import { project } from "../../asana/schema/project.ts";
import { fieldValues } from "../field-values.ts";
import { isAll, type Listing, resource, type World } from "../resource.ts";
import { settingRows, settingsOfShown, settingTables } from "./custom-field-settings.ts";

/** Projects of the workspace, archived or not, with the settings of their fields: one request per hundred. */
export const projects = resource({
  name: "projects",
  columns: {
    name: "text",
    notes: "text",
    archived: "flag",
    completed: "flag",
    completed_at: "at",
    color: "text",
    created_at: "at",
    modified_at: "at",
    start_on: "date",
    due_on: "date",
    owner_gid: "text",
    team_gid: "text",
    created_from_template_gid: "text",
    privacy_setting: "text",
    permalink_url: "text",
    current_status_gid: "text",
    project_brief_gid: "text",
    /** Asana lists it with the status updates only; the newest of a project is its current one. */
    current_status_type: "text",
    custom_fields: "json",
  },
  after: ["custom_fields"],
  alsoFills: settingTables,
  everyNights: 1,
  schema: project,
  listings: async (world) => {
    const parent = { definitions: (await lacksDefinitions(world)) ? "all" : "local" };
    const params = { workspace: world.workspaceGid };
    const half = (archived: boolean): Listing => ({
      key: `archived:${archived}`,
      path: "/projects",
      params: { ...params, archived },
      parent,
    });
    return [{ key: "all", path: "/projects", params, parent, split: async () => [half(false), half(true)] }];
  },
  covers: (listings) => ({
    projects: isAll(listings),
    custom_field_settings: `${isAll(listings)} and ${settingsOfShown("projects")}`,
    project_briefs: `${isAll(listings)} and gid not in (
      select project_brief_gid from raw.projects where _to_seq is null and project_brief_gid is not null)`,
    custom_fields: `${isAll(listings)} and not is_global`,
  }),
  itemPath: (gid) => `/projects/${gid}`,
  rows: (item, { parent }) => [
    { values: projectValues(item) },
    ...settingRows(item.gid, item.custom_field_settings, parent?.definitions === "all"),
  ],
});

/** True where plan or token refuse the list of the workspace's own fields. */
async function lacksDefinitions({ rows }: World): Promise<boolean> {
  const [list] = await rows<{ state: string }>("select state from ledger.listings where source = 'custom_fields'");
  return list?.state === "absent" || list?.state === "refused";
}

function projectValues(item: z.infer<typeof project>) {
  return {
    gid: item.gid,
    name: item.name,
    notes: item.notes,
    archived: item.archived,
    completed: item.completed,
    completed_at: item.completed_at,
    color: item.color,
    created_at: item.created_at,
    modified_at: item.modified_at,
    start_on: item.start_on,
    due_on: item.due_on,
    owner_gid: item.owner?.gid,
    team_gid: item.team?.gid,
    created_from_template_gid: item.created_from_template?.gid,
    privacy_setting: item.privacy_setting,
    permalink_url: item.permalink_url,
    current_status_gid: item.current_status_update?.gid,
    project_brief_gid: item.project_brief?.gid,
    custom_fields: fieldValues(item.custom_fields),
  };
}
