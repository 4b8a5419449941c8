import type { Asana, Params } from "../asana/client.ts";
import { AsanaError } from "../asana/errors.ts";
import type { Listing, World } from "./resource.ts";
import { searchPages, searchPath } from "./search-pages.ts";

interface Sections {
  readonly project: string;
  /** Only tasks modified since, ISO instant. */
  readonly since?: string | undefined;
}

/** A project by its sections, asked for afresh lest one be missed. */
export async function bySection(asana: Asana, world: World, { project, since }: Sections): Promise<Listing[]> {
  const parts: Listing[] = [];
  for await (const { rows } of asana.list(`/projects/${project}/sections`)) {
    for (const { gid } of rows) {
      const key = `${project}/${gid}`;
      const params = { section: `${gid}`, ...(since ? { modified_since: since } : {}) };
      const filters = { "sections.any": `${gid}`, ...(since ? { "modified_at.after": since } : {}) };
      const split = (again: Asana) =>
        searchedOrOpen(again, world, { whole: { key, path: "/tasks", params }, filters, what: "a section" });
      parts.push({ key, path: "/tasks", params, split });
    }
  }
  return parts;
}

interface Narrowing {
  readonly whole: Listing;
  /** Filters of a search that finds the same tasks. */
  readonly filters: Params;
  readonly what: string;
}

/**
 * Asana narrows a list of tasks by no bounds on both sides but those of its search. Where there is no search, what is open
 * is read, and the list stays incomplete.
 */
export async function searchedOrOpen(
  asana: Asana,
  { workspaceGid, asOf }: World,
  { whole, filters, what }: Narrowing,
): Promise<Listing[]> {
  if (await canSearch(asana, workspaceGid)) {
    const pages: Listing["pages"] = (again, { fields, from }) =>
      searchPages(again, { workspaceGid, by: "created_at", filters, fields, from });
    return [{ key: `${whole.key}/search`, path: searchPath(workspaceGid), pages }];
  }
  const params = { ...whole.params, completed_since: `${asOf}T00:00:00.000Z` };
  const lacks = `${what} holds more tasks than Asana lists, and here is no search to list them otherwise: only open ones are read. Divide it in Asana, or use a plan with search`;
  return [{ key: `${whole.key}/open`, path: whole.path, params, lacks }];
}

const canSearch = (asana: Asana, workspaceGid: string): Promise<boolean> =>
  asana.search(searchPath(workspaceGid), { limit: 1, is_subtask: false, opt_fields: "gid" }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AsanaError) return false;
      throw error;
    },
  );
