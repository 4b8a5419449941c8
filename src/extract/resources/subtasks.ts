import { task } from "../../asana/schema/task.ts";
import { type Listing, resource, textList, type World } from "../resource.ts";
import { searchPages, searchPath } from "../search-pages.ts";
import { knownTaskValues, taskValues } from "./tasks.ts";

interface Parent {
  readonly gid: string;
}

interface Months {
  readonly first: string | null;
  readonly last: string | null;
}

/**
 * Subtasks at every depth. Project listings leave them out, so one search brings them all, a hundred per request (month
 * by month of their creation where the nights rotate); then every parent whose num_subtasks differs from what is held is
 * asked for its own. Without search every parent with subtasks is asked, in turn where the nights rotate.
 */
export const subtasks = resource({
  name: "subtasks",
  into: "tasks",
  // Searches have a pace of their own, so they begin at once, beside everything else.
  secondAfter: ["tasks", "own_tasks", "task_changes"],
  schema: task,
  isRepeated: true,
  listings: async (world) => {
    if (world.round > 1) return [...(await incompleteParents(world)), ...(await parentsInTurn(world))];
    return world.rotates ? monthlySearches(world) : [search(world, "search", {})];
  },
  covers: (listings) => ({ tasks: coveredBy(listings) }),
  refreshesFromItem: true,
  itemPath: (gid) => `/tasks/${gid}`,
  known: knownTaskValues,
  row: taskValues,
});

function search({ workspaceGid }: World, key: string, filters: Readonly<Record<string, string>>): Listing {
  return {
    key,
    path: searchPath(workspaceGid),
    hasFallback: true,
    params: filters,
    pages: (asana, { fields, from = filters["created_at.after"] }) =>
      searchPages(asana, { workspaceGid, by: "created_at", filters: { is_subtask: true, ...filters }, fields, from }),
  };
}

/** The months since the first subtask held; none held, none to read again. */
async function monthlySearches(world: World): Promise<Listing[]> {
  const [months] = await world.rows<Months>(`
    select strftime(min(created_at), '%Y-%m-01') as first, strftime(max(created_at), '%Y-%m-01') as last from raw.tasks
    where _to_seq is null and _deleted_at is null and parent_gid is not null`);
  if (!months?.first || !months.last) return [];
  const found: Listing[] = [];
  for (let month = months.first; month <= months.last; month = nextMonth(month)) {
    const filters = {
      "created_at.after": `${month}T00:00:00.000Z`,
      "created_at.before": `${nextMonth(month)}T00:00:00.000Z`,
    };
    found.push({ ...search(world, `search:${month.slice(0, 7)}`, filters), within: "search" });
  }
  return found;
}

function nextMonth(month: string): string {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year!, number!, 1)).toISOString().slice(0, 10);
}

/** Parents that say they have another number of subtasks than is held. In rotation each is asked once per change. */
async function incompleteParents(world: World): Promise<Listing[]> {
  const counted = world.rotates ? "from current" : "from current semi join seen using (gid)";
  const asked = world.rotates
    ? `and current.gid not in (select listing from ledger.listings where source = 'subtasks' and complete_seq >= current._from_seq)`
    : "and current.gid in (select gid from seen)";
  const parents = await world.rows<Parent>(`
    with current as (select gid, parent_gid, num_subtasks, _from_seq from raw.tasks where _to_seq is null and _deleted_at is null),
    seen as (select distinct gid from ledger.seen where table_name = 'tasks'),
    children as (
      select parent_gid, count(*) as number_of_subtasks ${counted} where parent_gid is not null group by parent_gid
    )
    select current.gid from current left join children on children.parent_gid = current.gid
    where coalesce(num_subtasks, 0) <> coalesce(number_of_subtasks, 0) ${asked} order by current.gid`);
  return parents.map(({ gid }) => ({ key: gid, path: `/tasks/${gid}/subtasks`, isRecent: true }));
}

/** Without search nothing else shows what changed in a subtask, where the nights rotate. */
async function parentsInTurn(world: World): Promise<Listing[]> {
  const lacksSearch = [...world.tried].some(([key, outcome]) => key.startsWith("search") && outcome === "absent");
  if (!world.rotates || !lacksSearch) return [];
  const parents = await world.rows<Parent>(
    "select gid from raw.tasks where _to_seq is null and _deleted_at is null and num_subtasks > 0 order by gid",
  );
  return parents.map(({ gid }) => ({ key: gid, path: `/tasks/${gid}/subtasks` }));
}

/** A parent whose own subtasks were not to be had tonight is itself asked for, whenever its project has its turn. */
const unknownParents = `gid in (select listing from ledger.listings where source = 'subtasks'
  and state in ('gone', 'refused') and seq = (select max(seq) from ledger.listings))`;

function coveredBy(listings: readonly Listing[]): string {
  if (listings.some(({ key }) => key === "search")) return `parent_gid is not null or ${unknownParents}`;
  const months = listings
    .filter(({ within }) => within)
    .map(
      ({ params }) =>
        `created_at >= '${params?.["created_at.after"]}' and created_at < '${params?.["created_at.before"]}'`,
    );
  return [
    unknownParents,
    `parent_gid in (${textList(listings)})`,
    ...months.map((month) => `(parent_gid is not null and ${month})`),
  ].join(" or ");
}
