import { portfolioItem } from "../../asana/schema/portfolio.ts";
import { quoteText } from "../../warehouse/database.ts";
import { coversParents, resource, type World } from "../resource.ts";

/** What lies in a portfolio: projects, or portfolios again. An item may lie in several, so its key is the pair. */
export const portfolioItems = resource({
  name: "portfolio_items",
  columns: { portfolio_gid: "text", item_gid: "text", item_type: "text" },
  after: ["portfolios"],
  everyNights: 1,
  schema: portfolioItem,
  isRepeated: true,
  listings: async (world) => {
    const gids = await namedPortfolios(world, "true");
    return gids.map((gid) => ({
      key: gid,
      path: `/portfolios/${gid}/items`,
      parent: { portfolio_gid: gid },
    }));
  },
  covers: coversParents("portfolio_items", "portfolio_gid"),
  goesWith: { portfolio_gid: ["portfolios"], item_gid: ["projects", "portfolios"] },
  row: (item, { parent }) => ({
    gid: `${parent?.portfolio_gid}:${item.gid}`,
    portfolio_gid: parent?.portfolio_gid,
    item_gid: item.gid,
    item_type: item.resource_type,
  }),
});

interface Gid {
  readonly gid: string;
}

/** Portfolios known by their own list, by lying in one of those, or by the config; `where` narrows them, in SQL. */
export async function namedPortfolios(world: World, where: string): Promise<string[]> {
  const configured = world.portfolios.map((gid) => `union select ${quoteText(gid)}`).join(" ");
  const rows = await world.rows<Gid>(`
    with recursive held as (
      select gid from raw.portfolios where _to_seq is null and _deleted_at is null ${configured}
    ), items as (
      select portfolio_gid, item_gid from raw.portfolio_items
      where _to_seq is null and _deleted_at is null and item_type = 'portfolio'
    ), named as (
      select gid from held
      union select items.item_gid from named inner join items on items.portfolio_gid = named.gid
    )
    select gid from named where ${where} order by gid`);
  return rows.map(({ gid }) => gid);
}
