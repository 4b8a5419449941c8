import { task } from "../../asana/schema/task.ts";
import { resource, textList } from "../resource.ts";
import { knownTaskValues, taskValues } from "./tasks.ts";

interface TaskList {
  readonly gid: string;
}

/** Tasks outside any project, found in everybody's own task list. Private tasks of others stay invisible. */
export const ownTasks = resource({
  name: "own_tasks",
  into: "tasks",
  after: ["workspace_memberships"],
  schema: task,
  listings: async (world) => {
    const lists = await world.rows<TaskList>(`
      select distinct user_task_list_gid as gid from raw.workspace_memberships
      where _to_seq is null and _deleted_at is null and user_task_list_gid is not null order by gid`);
    return lists.map(({ gid }) => ({ key: gid, path: `/user_task_lists/${gid}/tasks` }));
  },
  covers: (listings) => ({
    tasks: `json_array_length(memberships) = 0 and parent_gid is null and assignee_gid in (
      select user_gid from raw.workspace_memberships where _to_seq is null and user_task_list_gid in (${textList(listings)}))`,
  }),
  refreshesFromItem: true,
  itemPath: (gid) => `/tasks/${gid}`,
  known: knownTaskValues,
  row: taskValues,
});
