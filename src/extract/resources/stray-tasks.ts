import { task } from "../../asana/schema/task.ts";
import { resource } from "../resource.ts";
import { knownTaskValues, taskValues } from "./tasks.ts";

interface Unknown {
  readonly gid: string;
}

const mostPerNight = 500;
/** Tasks that were refused or are gone are asked for again in turn, so that they do not stand before those never asked. */
const nightsBetweenAsking = 7;

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
      ),
      asked as (select listing as gid, seq from ledger.listings where source = 'stray_tasks' and state in ('refused', 'gone')),
      turns as (
        select gid, seq, seq is null as is_new, count(*) over (partition by seq is null) as n,
          row_number() over (partition by seq is null order by seq, gid) as turn
        from named anti join known using (gid) left join asked using (gid) where gid is not null
      )
      select gid from turns
      where is_new ${world.tried.size > 0 ? "" : `or turn <= ceil(n / ${nightsBetweenAsking}.0)`}
      order by is_new desc, seq, gid limit ${mostPerNight}`);
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
