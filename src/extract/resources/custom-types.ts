import { customType } from "../../asana/schema/template.ts";
import { coversAll, resource } from "../resource.ts";

/** Custom task types of the workspace. Asana lists them without saying which projects use them. */
export const customTypes = resource({
  name: "custom_types",
  columns: { name: "text", status_options: "json", project_gid: "text" },
  schema: customType,
  listings: ({ workspaceGid }) => [{ key: "all", path: "/custom_types", params: { workspace: workspaceGid } }],
  covers: coversAll("custom_types"),
  itemPath: (gid) => `/custom_types/${gid}`,
  row: (item) => ({ gid: item.gid, name: item.name, status_options: item.status_options, project_gid: null }),
});
