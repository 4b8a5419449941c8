import { timePeriod } from "../../asana/schema/portfolio.ts";
import { resource } from "../resource.ts";

/** Fiscal years, halves and quarters of goals; nothing to do with logged time. */
export const timePeriods = resource({
  name: "time_periods",
  columns: { display_name: "text", period: "text", start_on: "date", end_on: "date" },
  schema: timePeriod,
  listings: ({ workspaceGid }) => [{ key: "all", path: "/time_periods", params: { workspace: workspaceGid } }],
  row: (item) => ({
    gid: item.gid,
    display_name: item.display_name,
    period: item.period,
    start_on: item.start_on,
    end_on: item.end_on,
  }),
});
