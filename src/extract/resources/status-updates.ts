import { statusUpdate } from "../../asana/schema/project.ts";
import { coversParents, type Listing, resource, type World } from "../resource.ts";

interface Parent {
  readonly gid: string;
  readonly parent_type: string;
  readonly is_new: boolean;
}

/**
 * Status updates of projects, portfolios and goals. They cannot be edited, and a new one becomes the project's current one: a
 * project is asked at once when its current one is not held, else in turn, and not at all where it has none.
 */
export const statusUpdates = resource({
  name: "status_updates",
  columns: {
    parent_gid: "text",
    parent_type: "text",
    title: "text",
    text: "text",
    status_type: "text",
    author_gid: "text",
    created_at: "at",
  },
  after: ["projects", "nested_portfolios", "goals"],
  rotatesAlways: true,
  schema: statusUpdate,
  listings: parentsWithStatus,
  covers: coversParents("status_updates", "parent_gid"),
  goesWith: { parent_gid: ["projects", "portfolios", "goals"] },
  itemPath: (gid) => `/status_updates/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    ...parent,
    title: item.title,
    text: item.text,
    status_type: item.status_type,
    author_gid: item.author?.gid,
    created_at: item.created_at,
  }),
});

async function parentsWithStatus(world: World): Promise<Listing[]> {
  const parents = await world.rows<Parent>(`
    with current as (select gid, current_status_gid from raw.projects where _to_seq is null and _deleted_at is null),
    held as (select gid, parent_gid from raw.status_updates where _to_seq is null and _deleted_at is null)
    select gid, 'project' as parent_type,
      current_status_gid is not null and current_status_gid not in (select gid from held) as is_new
    from current where current_status_gid is not null or gid in (select parent_gid from held)
    union all
    select gid, 'portfolio', false from raw.portfolios where _to_seq is null and _deleted_at is null
    union all
    select gid, 'goal', false from raw.goals where _to_seq is null and _deleted_at is null
    order by gid`);
  return parents.map(({ gid, parent_type, is_new }) => ({
    key: gid,
    path: "/status_updates",
    params: { parent: gid },
    isRecent: is_new,
    parent: { parent_gid: gid, parent_type },
  }));
}
