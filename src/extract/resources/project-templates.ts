import { projectTemplate } from "../../asana/schema/template.ts";
import { coversAll, resource } from "../resource.ts";

export const projectTemplates = resource({
  name: "project_templates",
  columns: { name: "text", team_gid: "text" },
  schema: projectTemplate,
  listings: ({ workspaceGid }) => [{ key: "all", path: "/project_templates", params: { workspace: workspaceGid } }],
  covers: coversAll("project_templates"),
  itemPath: (gid) => `/project_templates/${gid}`,
  row: (item) => ({ gid: item.gid, name: item.name, team_gid: item.team?.gid }),
});
