import { task } from "../../asana/schema/task.ts";
import { type Listing, resource, type World } from "../resource.ts";
import { searchPages, searchPath } from "../search-pages.ts";
import { bySection } from "../split-tasks.ts";
import { knownTaskValues, taskValues } from "./tasks.ts";

interface Gid {
  readonly gid: string;
}

/**
 * What changed since the last night, subtasks included, where the nights rotate and so most projects are not read
 * again. One search brings it; without search each project is asked with modified_since.
 */
export const taskChanges = resource({
  name: "task_changes",
  into: "tasks",
  after: ["projects"],
  everyNights: 1,
  schema: task,
  isRepeated: true,
  listings: async (world) => {
    if (!world.rotates || !world.changesSince || world.tried.get("search") === "done") return [];
    return world.tried.has("search") ? byProject(world) : [bySearch(world, world.changesSince)];
  },
  known: knownTaskValues,
  row: taskValues,
});

const bySearch = ({ workspaceGid }: World, since: string): Listing => ({
  key: "search",
  path: searchPath(workspaceGid),
  hasFallback: true,
  pages: (asana, { fields, from = since }) =>
    searchPages(asana, { workspaceGid, by: "modified_at", filters: {}, fields, from }),
});

async function byProject(world: World): Promise<Listing[]> {
  const { rows, changesSince } = world;
  const projects = await rows<Gid>(
    "select gid from raw.projects where _to_seq is null and _deleted_at is null order by gid",
  );
  return projects.map(({ gid }) => ({
    key: gid,
    path: "/tasks",
    params: { project: gid, modified_since: changesSince },
    split: (asana) => bySection(asana, world, { project: gid, since: changesSince }),
  }));
}
