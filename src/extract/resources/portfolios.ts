import { portfolio } from "../../asana/schema/portfolio.ts";
import { fieldValues } from "../field-values.ts";
import { coversAll, resource } from "../resource.ts";

/** Portfolios that the token's owner owns; a service account sees all. */
export const portfolios = resource({
  name: "portfolios",
  columns: {
    name: "text",
    owner_gid: "text",
    color: "text",
    archived: "flag",
    start_on: "date",
    due_on: "date",
    custom_fields: "json",
  },
  everyNights: 1,
  schema: portfolio,
  listings: ({ workspaceGid }) => [
    { key: "all", path: "/portfolios", params: { workspace: workspaceGid, owner: "me" } },
  ],
  covers: coversAll("portfolios"),
  itemPath: (gid) => `/portfolios/${gid}`,
  row: (item) => ({
    gid: item.gid,
    name: item.name,
    owner_gid: item.owner?.gid,
    color: item.color,
    archived: item.archived,
    start_on: item.start_on,
    due_on: item.due_on,
    custom_fields: fieldValues(item.custom_fields),
  }),
});
