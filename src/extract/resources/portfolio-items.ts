import { portfolioItem } from "../../asana/schema/portfolio.ts";
import { coversParents, perParent, resource } from "../resource.ts";

/** What lies in a portfolio: projects, or portfolios again. An item may lie in several, so its key is the pair. */
export const portfolioItems = resource({
  name: "portfolio_items",
  columns: { portfolio_gid: "text", item_gid: "text", item_type: "text" },
  after: ["portfolios"],
  everyNights: 1,
  schema: portfolioItem,
  listings: (world) =>
    perParent(world, "portfolios", (gid) => ({ path: `/portfolios/${gid}/items`, parent: { portfolio_gid: gid } })),
  covers: coversParents("portfolio_items", "portfolio_gid"),
  row: (item, { parent }) => ({
    gid: `${parent?.portfolio_gid}:${item.gid}`,
    portfolio_gid: parent?.portfolio_gid,
    item_gid: item.gid,
    item_type: item.resource_type,
  }),
});
