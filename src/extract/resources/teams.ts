import { team } from "../../asana/schema/people.ts";
import { coversAll, resource } from "../resource.ts";

export const teams = resource({
  name: "teams",
  columns: { name: "text", description: "text", visibility: "text" },
  everyNights: 1,
  schema: team,
  listings: ({ workspaceGid }) => [{ key: "all", path: `/workspaces/${workspaceGid}/teams` }],
  covers: coversAll("teams"),
  itemPath: (gid) => `/teams/${gid}`,
  row: (item) => ({ gid: item.gid, name: item.name, description: item.description, visibility: item.visibility }),
});
