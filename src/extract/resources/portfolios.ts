import type { z } from "zod";
import type { Asana, Page, Params } from "../../asana/client.ts";
import { AsanaError } from "../../asana/errors.ts";
import { portfolio } from "../../asana/schema/portfolio.ts";
import { fieldValues } from "../field-values.ts";
import { type Emitted, isAll, resource } from "../resource.ts";
import { settingRows, settingsOfShown, settingTables } from "./custom-field-settings.ts";

/** Portfolios that the token's owner owns; a service account sees all. Those inside them are read one by one. */
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
    {
      key: "all",
      path: "/portfolios",
      pages: (asana, { fields, from }) => ownOrAll(asana, { workspace: workspaceGid, opt_fields: fields }, from),
    },
  ],
  alsoFills: settingTables,
  covers: (listings) => ({
    portfolios: isAll(listings),
    custom_field_settings: `${isAll(listings)} and ${settingsOfShown("portfolios")}`,
  }),
  itemPath: (gid) => `/portfolios/${gid}`,
  rows: portfolioRows,
});

export function portfolioRows(item: z.infer<typeof portfolio>): Emitted[] {
  return [{ values: portfolioValues(item) }, ...settingRows(item.gid, item.custom_field_settings)];
}

function portfolioValues(item: z.infer<typeof portfolio>) {
  return {
    gid: item.gid,
    name: item.name,
    owner_gid: item.owner?.gid,
    color: item.color,
    archived: item.archived,
    start_on: item.start_on,
    due_on: item.due_on,
    custom_fields: fieldValues(item.custom_fields),
  };
}

/** Only a service account may leave the owner out: everybody else is refused, or shown nothing, and asks for their own. */
async function* ownOrAll(asana: Asana, params: Params, from: string | undefined): AsyncGenerator<Page> {
  const own = () => asana.list("/portfolios", { ...params, owner: "me" }, from);
  try {
    for await (const page of asana.list("/portfolios", params, from)) {
      if (page.rows.length === 0 && page.nextOffset === null) return yield* own();
      yield page;
    }
  } catch (error) {
    if (!(error instanceof AsanaError && (error.status === 400 || error.status === 403))) throw error;
    yield* own();
  }
}
