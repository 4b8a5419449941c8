import { section } from "../../asana/schema/project.ts";
import { coversParents, perParent, resource } from "../resource.ts";

/** Asana gives sections no order field: their place in the list is their order, so position is filled after reading. */
export const sections = resource({
  name: "sections",
  columns: { name: "text", project_gid: "text", position: "count", created_at: "at" },
  after: ["projects"],
  schema: section,
  listings: (world) =>
    perParent(world, "projects", (gid) => ({
      path: `/projects/${gid}/sections`,
      parent: { project_gid: gid },
    })),
  covers: coversParents("sections", "project_gid"),
  goesWith: { project_gid: ["projects"] },
  itemPath: (gid) => `/sections/${gid}`,
  row: (item, { parent }, index) => ({
    gid: item.gid,
    name: item.name,
    project_gid: parent?.project_gid,
    position: index,
    created_at: item.created_at,
  }),
});
