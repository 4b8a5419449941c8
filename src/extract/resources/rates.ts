import { rate } from "../../asana/schema/money.ts";
import { coversParents, perParent, resource } from "../resource.ts";

export const rates = resource({
  name: "rates",
  columns: { project_gid: "text", resource_gid: "text", rate: "number", currency_code: "text" },
  after: ["projects"],
  schema: rate,
  listings: (world) =>
    perParent(world, "projects", (gid) => ({ path: "/rates", params: { parent: gid }, parent: { project_gid: gid } })),
  covers: coversParents("rates", "project_gid"),
  goesWith: { project_gid: ["projects"] },
  itemPath: (gid) => `/rates/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    project_gid: item.parent?.gid ?? parent?.project_gid,
    resource_gid: item.resource?.gid,
    rate: item.rate,
    currency_code: item.currency_code,
  }),
});
