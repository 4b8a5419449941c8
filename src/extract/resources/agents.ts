import { agent } from "../../asana/schema/people.ts";
import { coversAll, resource } from "../resource.ts";

/** Teammates that are programs: tasks can be theirs, but they have no working week and no manager. */
export const agents = resource({
  name: "agents",
  columns: { name: "text", resource_subtype: "text" },
  schema: agent,
  listings: ({ workspaceGid }) => [{ key: "all", path: `/workspaces/${workspaceGid}/agents` }],
  covers: coversAll("agents"),
  itemPath: (gid) => `/agents/${gid}`,
  row: (item) => ({ gid: item.gid, name: item.name, resource_subtype: item.resource_subtype }),
});
