import { absence as schema } from "../../asana/schema/time.ts";
import { addDays } from "../days.ts";
import { resource } from "../resource.ts";

/** Enough ahead for the eight weeks that are forecast, holidays planned early included. */
const daysAhead = 400;

interface Person {
  readonly gid: string;
}

/** Out-of-office days, asked person by person: Asana has no list of all. */
export const absence = resource({
  name: "absence",
  columns: { user_gid: "text", start_date: "date", end_date: "date" },
  after: ["workspace_memberships", "users"],
  schema,
  listings: async (world) => {
    const people = await world.rows<Person>(`
      select gid from raw.users where _to_seq is null and _deleted_at is null and gid not in (
        select user_gid from raw.workspace_memberships where _to_seq is null and is_active = false and user_gid is not null)
      order by gid`);
    const dates = { start_date: addDays(world.asOf, -world.historyDays), end_date: addDays(world.asOf, daysAhead) };
    return people.map(({ gid }) => ({
      key: gid,
      path: "/ooo_entries",
      params: { user: gid, workspace: world.workspaceGid, ...dates },
      parent: { user_gid: gid },
    }));
  },
  covers: (listings) => {
    const [first] = listings;
    const people = listings.map(({ key }) => `'${key}'`).join(", ") || "''";
    return { absence: `user_gid in (${people}) and end_date >= '${first?.params?.start_date ?? "9999-01-01"}'` };
  },
  itemPath: (gid) => `/ooo_entries/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    user_gid: item.user?.gid ?? parent?.user_gid,
    start_date: item.start_date,
    end_date: item.end_date,
  }),
});
