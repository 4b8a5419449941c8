import { task } from "../../asana/schema/task.ts";
import { type Listing, resource, textList, type World } from "../resource.ts";
import { searchPages } from "../search-pages.ts";
import { knownTaskValues, taskValues } from "./tasks.ts";

interface Parent {
  readonly gid: string;
}

/**
 * Subtasks at every depth. Project listings leave them out, so one search brings them all, a hundred per request; then
 * every parent whose num_subtasks differs from what is held is asked for its own. Without search every parent is asked.
 */
export const subtasks = resource({
  name: "subtasks",
  into: "tasks",
  after: ["tasks", "own_tasks"],
  schema: task,
  isRepeated: true,
  listings: (world) => (world.tried.has("search") ? incompleteParents(world) : [bySearch(world)]),
  covers: (listings) => ({
    tasks: listings.some(({ key }) => key === "search")
      ? "parent_gid is not null"
      : `parent_gid in (${textList(listings)})`,
  }),
  refreshesFromItem: true,
  itemPath: (gid) => `/tasks/${gid}`,
  known: knownTaskValues,
  row: taskValues,
});

const bySearch = ({ workspaceGid }: World): Listing => ({
  key: "search",
  path: `/workspaces/${workspaceGid}/tasks/search`,
  pages: (asana, { fields, from }) =>
    searchPages(asana, `/workspaces/${workspaceGid}/tasks/search`, { is_subtask: true, opt_fields: fields }, from),
});

/** Parents that say they have another number of subtasks than this run has seen. */
async function incompleteParents(world: World): Promise<Listing[]> {
  const parents = await world.rows<Parent>(`
    with current as (select gid, parent_gid, num_subtasks from raw.tasks where _to_seq is null and _deleted_at is null),
    seen as (select distinct gid from ledger.seen where table_name = 'tasks'),
    children as (
      select parent_gid, count(*) as number_of_subtasks from current semi join seen using (gid)
      where parent_gid is not null group by parent_gid
    )
    select current.gid from current semi join seen using (gid) left join children on children.parent_gid = current.gid
    where coalesce(num_subtasks, 0) <> coalesce(number_of_subtasks, 0) order by current.gid`);
  return parents.map(({ gid }) => ({ key: gid, path: `/tasks/${gid}/subtasks` }));
}
