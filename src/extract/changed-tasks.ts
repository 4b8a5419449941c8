import { quoteText } from "../warehouse/database.ts";
import type { Listing, World } from "./resource.ts";

interface Task {
  readonly gid: string;
}

/** One listing per task within the history that changed since this source last asked it. */
export async function changedTasks(
  world: World,
  source: "stories" | "attachments",
  listing: (gid: string) => Omit<Listing, "key">,
): Promise<Listing[]> {
  const tasks = await world.rows<Task>(`
    select tasks.gid from raw.tasks left join ledger.listings asked on asked.source = '${source}' and asked.listing = tasks.gid
    where _to_seq is null and _deleted_at is null and (asked.complete_seq is null or asked.complete_seq < _from_seq)
      and modified_at >= '${world.asOf}'::date - ${source === "stories" ? world.reads.storiesDays : world.historyDays}
      and ${source === "stories" ? inProjects(world.reads.storiesProjects) : "true"} order by tasks.gid`);
  return tasks.map(({ gid }) => ({ key: gid, ...listing(gid) }));
}

/** No project named means all of them. */
const inProjects = (gids: readonly string[]): string =>
  gids.length === 0
    ? "true"
    : `list_has_any(json_extract_string(memberships, '$[*].project_gid'), [${gids.map(quoteText).join(", ")}])`;
