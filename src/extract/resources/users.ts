import { user } from "../../asana/schema/people.ts";
import { fieldValues } from "../field-values.ts";
import { resource } from "../resource.ts";

/** People who left stay: their work is still there. workspace_memberships tells who is active. */
export const users = resource({
  name: "users",
  columns: { name: "text", email: "text", custom_fields: "json" },
  everyNights: 1,
  schema: user,
  listings: ({ workspaceGid }) => [{ key: "all", path: "/users", params: { workspace: workspaceGid } }],
  row: (item) => ({
    gid: item.gid,
    name: item.name,
    email: item.email,
    custom_fields: fieldValues(item.custom_fields),
  }),
});
