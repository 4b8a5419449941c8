import { workspace } from "../../asana/schema/people.ts";
import { resource } from "../resource.ts";

export const workspaces = resource({
  name: "workspaces",
  columns: { name: "text", is_organization: "flag" },
  everyNights: 1,
  schema: workspace,
  listings: () => [{ key: "all", path: "/workspaces" }],
  row: (item) => ({ gid: item.gid, name: item.name, is_organization: item.is_organization }),
});
