import { workspaceMembership } from "../../asana/schema/people.ts";
import { coversAll, resource } from "../resource.ts";

/** Also the only bulk source of the gid of everybody's own task list. */
export const workspaceMemberships = resource({
  name: "workspace_memberships",
  columns: {
    user_gid: "text",
    is_active: "flag",
    is_admin: "flag",
    is_guest: "flag",
    is_view_only: "flag",
    created_at: "at",
    user_task_list_gid: "text",
  },
  everyNights: 1,
  schema: workspaceMembership,
  listings: ({ workspaceGid }) => [
    {
      key: "all",
      path: `/workspaces/${workspaceGid}/workspace_memberships`,
    },
  ],
  covers: coversAll("workspace_memberships"),
  itemPath: (gid) => `/workspace_memberships/${gid}`,
  row: (item) => ({
    gid: item.gid,
    user_gid: item.user?.gid,
    is_active: item.is_active,
    is_admin: item.is_admin,
    is_guest: item.is_guest,
    is_view_only: item.is_view_only,
    created_at: item.created_at,
    user_task_list_gid: item.user_task_list?.gid,
  }),
});
