import { nearest } from "../../config/nearest.ts";
import { UserError } from "../../errors.ts";
import type { Database } from "../../warehouse/database.ts";

export type Thing = "person" | "team" | "project" | "template";

/** Gids of people, teams and projects by gid or name. */
export type GidOf = (thing: Thing, reference: string, where: string) => string;

const queries: Readonly<Record<Thing, string>> = {
  person: "select person_gid as gid, coalesce(name, person_gid) as name from marts.people where is_active",
  team: "select team_gid as gid, coalesce(name, team_gid) as name from marts.teams",
  project:
    "select project_gid as gid, coalesce(name, project_gid) as name from marts.projects where not coalesce(is_deleted, false) and not coalesce(is_own, false)",
  template:
    "select project_template_gid as gid, coalesce(name, project_template_gid) as name from staging.stg_project_templates where deleted_at is null",
};

const tables: Readonly<Record<Thing, string>> = {
  person: "marts.people",
  team: "marts.teams",
  project: "marts.projects",
  template: "staging.stg_project_templates",
};

/** Reads the names of the release. What is unknown or ambiguous throws UserError with the nearest name or the gids. */
export async function readNames(release: Database): Promise<GidOf> {
  const known = new Map<Thing, readonly { gid: string; name: string }[]>();
  for (const [thing, query] of Object.entries(queries)) known.set(thing as Thing, await release.rows(query));
  return (thing, reference, where) => {
    const rows = known.get(thing)!;
    const wanted = reference.trim().toLowerCase();
    const found = rows.filter(({ gid, name }) => gid === reference || name.trim().toLowerCase() === wanted);
    if (found.length === 1) return found[0]!.gid;
    if (found.length > 1) {
      const gids = found.map(({ gid }) => gid).join(", ");
      throw new UserError(
        `${where}: there are ${found.length} of the name "${reference}"; write one of the gids ${gids}.`,
      );
    }
    const near = nearest(
      reference,
      rows.map(({ name }) => name),
    );
    throw new UserError(
      `${where}: no ${thing} "${reference}" is in the release.${near ? ` Did you mean "${near}"?` : ""} ` +
        `See: plimsoll query "from ${tables[thing]}"`,
    );
  };
}
