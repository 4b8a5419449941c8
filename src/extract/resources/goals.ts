import { goal } from "../../asana/schema/portfolio.ts";
import { coversAll, resource } from "../resource.ts";

export const goals = resource({
  name: "goals",
  columns: {
    name: "text",
    owner_gid: "text",
    due_on: "date",
    start_on: "date",
    status: "text",
    time_period_gid: "text",
    metric: "json",
  },
  everyNights: 1,
  schema: goal,
  listings: ({ workspaceGid }) => [{ key: "all", path: "/goals", params: { workspace: workspaceGid } }],
  covers: coversAll("goals"),
  itemPath: (gid) => `/goals/${gid}`,
  row: (item) => ({
    gid: item.gid,
    name: item.name,
    owner_gid: item.owner?.gid,
    due_on: item.due_on,
    start_on: item.start_on,
    status: item.status,
    time_period_gid: item.time_period?.gid,
    metric: item.metric,
  }),
});
