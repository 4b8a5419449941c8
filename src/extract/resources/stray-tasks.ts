import { task } from "../../asana/schema/task.ts";
import { resource } from "../resource.ts";
import { knownTaskValues, taskValues } from "./tasks.ts";

interface Unknown {
  readonly gid: string;
}

const mostPerNight = 500;

/** Tasks that a time entry or a subtask names and no listing has shown, one request each. */
export const strayTasks = resource({
  name: "stray_tasks",
  into: "tasks",
  after: ["subtasks", "time_entries", "task_time_entries"],
  schema: task,
  isRepeated: true,
  listings: async (world) => {
    const unknown = await world.rows<Unknown>(`
      with known as (select gid from raw.tasks where _to_seq is null),
      named as (
        select task_gid as gid from raw.time_entries where _to_seq is null and _deleted_at is null
        union select parent_gid from raw.tasks where _to_seq is null and _deleted_at is null
      )
      select gid from named anti join known using (gid) where gid is not null order by gid limit ${mostPerNight}`);
    return unknown.map(({ gid }) => ({
      key: gid,
      path: `/tasks/${gid}`,
      pages: async function* (asana, { fields }) {
        const row = (await asana.get(`/tasks/${gid}`, { opt_fields: fields })) as Record<string, unknown>;
        yield { rows: [row], nextOffset: null, isRestart: false };
      },
    }));
  },
  known: knownTaskValues,
  row: taskValues,
});
