import { membership } from "../../asana/schema/project.ts";
import { coversParents, perParent, resource } from "../resource.ts";

export const projectMemberships = resource({
  name: "project_memberships",
  columns: { project_gid: "text", member_gid: "text", member_type: "text", access_level: "text" },
  after: ["projects"],
  schema: membership,
  listings: (world) =>
    perParent(world, "projects", (gid) => ({
      path: "/memberships",
      params: { parent: gid },
      parent: { project_gid: gid },
    })),
  covers: coversParents("project_memberships", "project_gid"),
  goesWith: { project_gid: ["projects"] },
  itemPath: (gid) => `/memberships/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    project_gid: parent?.project_gid,
    member_gid: item.member?.gid,
    member_type: item.member?.resource_type,
    access_level: item.access_level,
  }),
});
