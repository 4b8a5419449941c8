import { tag } from "../../asana/schema/people.ts";
import { coversAll, resource } from "../resource.ts";

export const tags = resource({
  name: "tags",
  columns: { name: "text", color: "text" },
  everyNights: 1,
  schema: tag,
  listings: ({ workspaceGid }) => [{ key: "all", path: `/workspaces/${workspaceGid}/tags` }],
  covers: coversAll("tags"),
  itemPath: (gid) => `/tags/${gid}`,
  row: (item) => ({ gid: item.gid, name: item.name, color: item.color }),
});
