import { customFieldSetting } from "../../asana/schema/custom-field.ts";
import { resource } from "../resource.ts";

/** Which field stands on which project. Comes with the projects, so it has no listings of its own. */
export const customFieldSettings = resource({
  name: "custom_field_settings",
  columns: { parent_gid: "text", custom_field_gid: "text", is_important: "flag" },
  after: ["projects"],
  everyNights: 1,
  schema: customFieldSetting,
  listings: () => [],
  goesWith: { parent_gid: ["projects"] },
  row: (item) => ({ gid: item.gid }),
});
