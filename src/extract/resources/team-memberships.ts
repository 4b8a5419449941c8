import { teamMembership } from "../../asana/schema/people.ts";
import { coversParents, perParent, resource } from "../resource.ts";

export const teamMemberships = resource({
  name: "team_memberships",
  columns: { team_gid: "text", user_gid: "text", is_guest: "flag", is_admin: "flag" },
  after: ["teams"],
  schema: teamMembership,
  listings: (world) =>
    perParent(world, "teams", (gid) => ({
      path: `/teams/${gid}/team_memberships`,
      parent: { team_gid: gid },
    })),
  covers: coversParents("team_memberships", "team_gid"),
  goesWith: { team_gid: ["teams"] },
  itemPath: (gid) => `/team_memberships/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    team_gid: item.team?.gid ?? parent?.team_gid,
    user_gid: item.user?.gid,
    is_guest: item.is_guest,
    is_admin: item.is_admin,
  }),
});
