import { allocation } from "../../asana/schema/time.ts";
import { coversAll, perParent, resource } from "../resource.ts";

export const allocations = resource({
  name: "allocations",
  columns: {
    assignee_gid: "text",
    project_gid: "text",
    start_date: "date",
    end_date: "date",
    effort_type: "text",
    effort_value: "number",
  },
  after: ["projects"],
  everyNights: 1,
  schema: allocation,
  listings: (world) => [
    {
      key: "all",
      path: "/allocations",
      params: { workspace: world.workspaceGid },
      split: () => perParent(world, "projects", (gid) => ({ path: "/allocations", params: { parent: gid } })),
    },
  ],
  covers: coversAll("allocations"),
  goesWith: { project_gid: ["projects"] },
  itemPath: (gid) => `/allocations/${gid}`,
  known: { effort_type: ["hours", "percent"] },
  row: (item) => ({
    gid: item.gid,
    assignee_gid: item.assignee?.gid,
    project_gid: item.parent?.gid,
    start_date: item.start_date,
    end_date: item.end_date,
    effort_type: item.effort?.type,
    effort_value: item.effort?.value,
  }),
});
