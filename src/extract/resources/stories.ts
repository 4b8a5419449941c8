import type { z } from "zod";
import { story } from "../../asana/schema/story.ts";
import { changedTasks } from "../changed-tasks.ts";
import { coversParents, resource, type Values } from "../resource.ts";

/** History and comments of tasks, one request per task that changed since it was last asked. Off unless configured. */
export const stories = resource({
  name: "stories",
  columns: {
    task_gid: "text",
    type: "text",
    resource_subtype: "text",
    created_at: "at",
    created_by_gid: "text",
    text: "text",
    payload: "json",
  },
  after: ["tasks", "task_changes", "subtasks", "own_tasks"],
  everyNights: 1,
  schema: story,
  isOn: ({ reads }) => reads.stories,
  price: "one request per task",
  listings: (world) =>
    changedTasks(world, "stories", (gid) => ({ path: `/tasks/${gid}/stories`, parent: { task_gid: gid } })),
  covers: coversParents("stories", "task_gid"),
  itemPath: (gid) => `/stories/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    task_gid: parent?.task_gid,
    type: item.type,
    resource_subtype: item.resource_subtype,
    created_at: item.created_at,
    created_by_gid: item.created_by?.gid,
    text: item.text,
    payload: payloadOf(item),
  }),
});

/** The values before and after, as Asana names them; what a story does not have is left out. */
function payloadOf(item: z.infer<typeof story>): Omit<Values, "gid"> {
  const { gid, type, resource_subtype, created_at, created_by, text, ...payload } = item;
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null && value !== undefined));
}
