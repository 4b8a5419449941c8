import type { Asana, Page } from "../../asana/client.ts";
import { AsanaError } from "../../asana/errors.ts";
import { task } from "../../asana/schema/task.ts";
import { addDays } from "../days.ts";
import { type Listing, resource, textList, type World } from "../resource.ts";
import { searchPages, searchPath } from "../search-pages.ts";
import { searchedOrOpen } from "../split-tasks.ts";
import { knownTaskValues, taskValues } from "./tasks.ts";

interface Gid {
  readonly gid: string;
}

/** Projects as tonight's list shows them: one that has gone may leave its tasks without any. */
const shownProjects = `
  with seen as (select gid from ledger.seen where table_name = 'projects')
  select gid from raw.projects where _to_seq is null and _deleted_at is null
    and (gid in (from seen) or not exists (from seen)) order by gid`;

/** More gids than this do not fit into an address. */
const mostProjectsInSearch = 250;
/** Days by which completed tasks are asked for again, so that no clock between here and Asana matters. */
const overlapDays = 7;

/**
 * Tasks outside any project. One search leaves out everything that lies in a project; where there is no search, or too
 * many projects to name, everybody's own task list is read: completely at first, then what is open or lately completed.
 * Private tasks of others stay invisible.
 */
export const ownTasks = resource({
  name: "own_tasks",
  into: "tasks",
  after: ["users", "workspace_memberships", "projects"],
  schema: task,
  isRepeated: true,
  listings: async (world) => {
    const projects = await world.rows<Gid>(shownProjects);
    const canSearch = projects.length <= mostProjectsInSearch;
    const searched = world.tried.get("search");
    if (searched === "done") return [];
    return canSearch && !searched ? [bySearch(world, projects)] : taskLists(world);
  },
  covers: (listings) => ({
    tasks: `json_array_length(memberships) = 0 and parent_gid is null and (${
      listings.some(({ key }) => key === "search") ? "true" : shownBy(listings)
    })`,
  }),
  refreshesFromItem: true,
  itemPath: (gid) => `/tasks/${gid}`,
  known: knownTaskValues,
  row: taskValues,
});

/** Lists that were asked for open and lately completed tasks prove nothing about older ones. */
function shownBy(listings: readonly Listing[]): string {
  const bySince = Map.groupBy(listings, ({ params }) => params?.completed_since);
  const parts = [...bySince].map(
    ([since, lists]) => `((assignee_gid in (select user_gid from raw.workspace_memberships where _to_seq is null
      and user_task_list_gid in (${textList(lists)})) or '${byAssignee}' || assignee_gid in (${textList(lists)})) and ${since ? `(not completed or completed_at >= '${since}')` : "true"})`,
  );
  return parts.join(" or ") || "false";
}

function bySearch({ workspaceGid }: World, projects: readonly Gid[]): Listing {
  const gids = projects.map(({ gid }) => gid);
  const filters = { is_subtask: false, ...(gids.length ? { "projects.not": gids.join(",") } : {}) };
  return {
    key: "search",
    path: searchPath(workspaceGid),
    hasFallback: true,
    pages: (asana, { fields, from }) =>
      onlyOutside(searchPages(asana, { workspaceGid, by: "created_at", filters, fields, from }), new Set(gids)),
  };
}

/** Search ignores parameters that it does not know; then it would bring everything, and the lists are cheaper. */
async function* onlyOutside(pages: AsyncGenerator<Page>, projects: ReadonlySet<string>): ReturnType<Asana["list"]> {
  for await (const page of pages) {
    const isInside = (row: Record<string, unknown>) =>
      ((row.memberships ?? []) as { project?: Gid | null }[]).some(
        ({ project }) => project && projects.has(project.gid),
      );
    if (page.rows.some(isInside)) {
      throw new AsanaError({
        method: "GET",
        path: "search",
        status: 402,
        messages: ["search does not know projects.not here"],
      });
    }
    yield page;
  }
}

interface Person {
  readonly user_gid: string;
  readonly list_gid: string | null;
}

/** Before the gid of a person in the key of a listing that asks for what is assigned to them. */
const byAssignee = "assignee:";

/** Everybody's own list; where memberships may not be read, and so no list is known, what is assigned to them. */
async function taskLists(world: World): Promise<Listing[]> {
  const people = await world.rows<Person>(`
    with listed as (
      select user_gid, max(user_task_list_gid) as list_gid from raw.workspace_memberships
      where _to_seq is null and _deleted_at is null group by user_gid
    ), known as (select gid as user_gid from raw.users where _to_seq is null and _deleted_at is null)
    select user_gid, list_gid from known full join listed using (user_gid) where user_gid is not null order by list_gid, user_gid`);
  return people.map(({ user_gid, list_gid }) => {
    const key = list_gid ?? `${byAssignee}${user_gid}`;
    const before = world.stateOf(key)?.complete_at;
    const since = before
      ? { completed_since: `${addDays(earlier(before, world.asOf), -overlapDays)}T00:00:00.000Z` }
      : {};
    const list = list_gid
      ? { key, path: `/user_task_lists/${list_gid}/tasks`, params: since }
      : { key, path: "/tasks", params: { assignee: user_gid, workspace: world.workspaceGid, ...since } };
    const filters = { "assignee.any": user_gid };
    return {
      ...list,
      split: (asana) => searchedOrOpen(asana, world, { whole: list, filters, what: "a person's own list" }),
    };
  });
}

const earlier = (instant: string, day: string): string => (instant.slice(0, 10) < day ? instant.slice(0, 10) : day);
