import type { z } from "zod";
import { customFieldSetting } from "../../asana/schema/custom-field.ts";
import { type Emitted, resource } from "../resource.ts";
import { definitionValues } from "./custom-fields.ts";

/** Which field stands on which project, portfolio, team or goal. Comes with those, so it has no listings of its own. */
export const customFieldSettings = resource({
  name: "custom_field_settings",
  columns: { parent_gid: "text", custom_field_gid: "text", is_important: "flag" },
  after: ["projects"],
  everyNights: 1,
  schema: customFieldSetting,
  listings: () => [],
  goesWith: { parent_gid: ["projects", "portfolios", "teams", "goals"] },
  row: (item) => ({ gid: item.gid }),
});

type Settings = readonly z.infer<typeof customFieldSetting>[] | null | undefined;

/** Tables that settings fill. */
export const settingTables = ["custom_field_settings", "custom_fields"] as const;

/** What a complete listing of these parents proves: the settings of those that it has shown. */
export const settingsOfShown = (parents: string): string =>
  `parent_gid in (select gid from ledger.seen where table_name = '${parents}')`;

/**
 * A setting and, of fields that belong to their parent alone, the definition: the workspace's own come from their own list
 * (unless `isAll`), since two answers must not compete for one row.
 */
export function settingRows(parentGid: string, settings: Settings, isAll = false): Emitted[] {
  return (settings ?? []).flatMap((setting): Emitted[] => {
    const field = setting.custom_field;
    const own = {
      table: "custom_field_settings",
      values: {
        gid: setting.gid,
        parent_gid: parentGid,
        custom_field_gid: field?.gid,
        is_important: setting.is_important,
      },
    };
    return field && (isAll || !(field.is_global_to_workspace ?? true))
      ? [own, { table: "custom_fields", values: definitionValues(field) }]
      : [own];
  });
}
