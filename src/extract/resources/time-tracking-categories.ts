import { timeTrackingCategory } from "../../asana/schema/time.ts";
import { resource } from "../resource.ts";

/** Asana lists the archived ones apart. */
export const timeTrackingCategories = resource({
  name: "time_tracking_categories",
  columns: { name: "text", is_archived: "flag" },
  everyNights: 1,
  schema: timeTrackingCategory,
  listings: ({ workspaceGid }) => [
    { key: "current", path: "/time_tracking_categories", params: { workspace: workspaceGid } },
    { key: "archived", path: "/time_tracking_categories", params: { workspace: workspaceGid, is_archived: true } },
  ],
  covers: (listings) => ({ time_tracking_categories: listings.length > 1 ? "true" : "false" }),
  itemPath: (gid) => `/time_tracking_categories/${gid}`,
  row: (item) => ({ gid: item.gid, name: item.name, is_archived: item.is_archived }),
});
