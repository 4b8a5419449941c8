import type { World } from "../../src/demo/world/world.ts";
import type { Store } from "../../src/warehouse/store.ts";

type HeldRow = Readonly<Record<string, unknown>> & { readonly gid: string };

/** What differs between the embedded workspace and the store, as short lines; empty where they agree. */
export async function differences(world: World, store: Store): Promise<string[]> {
  return [
    ...compare("task", taskTruth(world), await heldTasks(store)),
    ...compare("entry", entryTruth(world), await heldEntries(store)),
  ];
}

function compare(kind: string, truth: Map<string, string>, held: Map<string, string>): string[] {
  const missing = [...truth].filter(([gid]) => !held.has(gid)).map(([gid]) => `${kind} ${gid} is missing`);
  const extra = [...held].filter(([gid]) => !truth.has(gid)).map(([gid]) => `${kind} ${gid} is gone in Asana`);
  const other = [...truth]
    .filter(([gid, text]) => held.has(gid) && held.get(gid) !== text)
    .map(([gid, text]) => `${kind} ${gid}: Asana says ${text}, the store ${held.get(gid)}`);
  return [...missing, ...extra, ...other];
}

const taskTruth = (world: World): Map<string, string> =>
  new Map(
    [...world.tasks.values()].map((task) => [
      task.gid,
      JSON.stringify([
        task.name,
        task.completedAt !== null,
        task.assignee?.gid ?? null,
        task.dueOn,
        task.parent?.gid ?? null,
        task.places.map((place) => place.section.gid).sort(),
        task.subtasks.length,
      ]),
    ]),
  );

const entryTruth = (world: World): Map<string, string> =>
  new Map(
    [...world.entries.values()].map((entry) => [
      entry.gid,
      JSON.stringify([entry.task.gid, entry.enteredOn, entry.minutes]),
    ]),
  );

async function heldTasks(store: Store): Promise<Map<string, string>> {
  const rows = await store.database.rows<HeldRow>(`
    select gid, name, completed, assignee_gid, due_on, parent_gid, num_subtasks,
      list_sort(json_extract_string(memberships, '$[*].section_gid')) as sections
    from raw.tasks where _to_seq is null and _deleted_at is null`);
  return new Map(
    rows.map((row) => [
      row.gid,
      JSON.stringify([
        row.name,
        row.completed,
        row.assignee_gid,
        row.due_on,
        row.parent_gid,
        row.sections ?? [],
        row.num_subtasks,
      ]),
    ]),
  );
}

async function heldEntries(store: Store): Promise<Map<string, string>> {
  const rows = await store.database.rows<HeldRow>(
    "select gid, task_gid, entered_on, duration_minutes from raw.time_entries where _to_seq is null and _deleted_at is null",
  );
  return new Map(rows.map((row) => [row.gid, JSON.stringify([row.task_gid, row.entered_on, row.duration_minutes])]));
}
