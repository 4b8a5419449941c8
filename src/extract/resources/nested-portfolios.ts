import { portfolio } from "../../asana/schema/portfolio.ts";
import { resource } from "../resource.ts";
import { settingTables } from "./custom-field-settings.ts";
import { namedPortfolios } from "./portfolio-items.ts";
import { portfolioRows } from "./portfolios.ts";

/** Portfolios that lie in others or that the config names, and that the list of one's own did not show: one request each. */
export const nestedPortfolios = resource({
  name: "nested_portfolios",
  into: "portfolios",
  after: ["portfolios", "portfolio_items"],
  everyNights: 1,
  schema: portfolio,
  listings: async (world) => {
    const gids = await namedPortfolios(world, isNotShown);
    return gids.map((gid) => ({
      key: gid,
      path: `/portfolios/${gid}`,
      pages: async function* (asana, { fields }) {
        const row = (await asana.get(`/portfolios/${gid}`, { opt_fields: fields })) as Record<string, unknown>;
        yield { rows: [row], nextOffset: null, isRestart: false };
      },
    }));
  },
  alsoFills: settingTables,
  rows: portfolioRows,
});

/** Before the night nobody has seen anything: then those count that were read this way the last time. */
const isNotShown = `case
  when exists (from ledger.seen where table_name = 'portfolios')
    then gid not in (select gid from ledger.seen where table_name = 'portfolios')
  else gid in (select listing from ledger.listings where source = 'nested_portfolios')
end`;
