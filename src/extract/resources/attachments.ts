import { attachment } from "../../asana/schema/story.ts";
import { changedTasks } from "../changed-tasks.ts";
import { coversParents, resource } from "../resource.ts";

/** Metadata of files on tasks, never the files; one request per task that changed. Off unless configured. */
export const attachments = resource({
  name: "attachments",
  columns: { task_gid: "text", name: "text", resource_subtype: "text", size: "count", host: "text", created_at: "at" },
  after: ["tasks", "task_changes", "subtasks", "own_tasks"],
  everyNights: 1,
  schema: attachment,
  isOn: ({ reads }) => reads.attachments,
  price: "one request per task",
  listings: (world) =>
    changedTasks(world, "attachments", (gid) => ({
      path: "/attachments",
      params: { parent: gid },
      parent: { task_gid: gid },
    })),
  covers: coversParents("attachments", "task_gid"),
  goesWith: { task_gid: ["tasks"] },
  itemPath: (gid) => `/attachments/${gid}`,
  row: (item, { parent }) => ({
    gid: item.gid,
    task_gid: parent?.task_gid,
    name: item.name,
    resource_subtype: item.resource_subtype,
    size: item.size,
    host: item.host,
    created_at: item.created_at,
  }),
});
