import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Demo, demoToday, startDemo } from "../../src/demo/start.ts";
import type { Store } from "../../src/warehouse/store.ts";
import { type Night, runNight } from "../support/demo-store.ts";

const morning = `${demoToday}T06:05:00`;
const clock = () => new Date(`${morning}.000Z`);

let home: string;
let demo: Demo;
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-own-"));
  demo = await startDemo({ tasks: 60, clock });
});
afterEach(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

const night = <T>(use: (night: Night) => Promise<T>) =>
  runNight({ home, url: demo.url, token: demo.token, clock }, use);

const stateOf = async ({ database }: Store) => ({
  versions: (await database.rows<{ n: number }>("select count(*) as n from raw.tasks"))[0]!.n,
  held: JSON.stringify(await database.rows("select gid, custom_fields from raw.tasks where _to_seq is null")),
});

const placedTask = () => [...demo.world.tasks.values()].find(({ places, parent }) => places.length === 1 && !parent)!;

/** What a night of publishing does and notes: a field, its attachment, a value. */
async function publishValue({ asana, store }: Night): Promise<string> {
  const task = placedTask();
  const field = (await asana.post("/custom_fields", {
    workspace: demo.workspaceGid,
    name: "P80 Hours",
    resource_subtype: "number",
  })) as { gid: string };
  const setting = { custom_field: field.gid, is_important: false };
  await asana.post(`/projects/${task.places[0]!.project.gid}/addCustomFieldSetting`, setting);
  await asana.put(`/tasks/${task.gid}`, { custom_fields: { [field.gid]: 8 } });
  await store.database.run(
    `insert into ledger.managed_objects values ('field:task_p80', 'custom_field', '${field.gid}', 'run', '${morning}')`,
  );
  await store.database.run(`insert into ledger.writes
    (write_id, run_id, action, object_type, object_gid, key, why, old_value, new_value, state, intended_at, finished_at)
    values ('1', 'run', 'change', 'task_values', '${task.gid}', 'task:${task.gid}', '', '{}', '{}', 'done', '${morning}', '${morning}')`);
  return field.gid;
}

it("takes its own fields and values for nobody's work, and still sees what a person changes in the same task", async () => {
  const { before, field } = await night(async (at) => ({
    before: await stateOf(at.store),
    field: await publishValue(at),
  }));
  const task = placedTask();
  expect([...task.values.keys()].map(({ gid }) => gid)).toContain(field);
  const second = await night(({ store }) => stateOf(store));
  expect(second.versions).toBe(before.versions);
  expect(second.held).not.toContain(field);
  task.name = "Renamed by a person";
  demo.world.version += 1;
  expect((await night(({ store }) => stateOf(store))).versions).toBe(before.versions + 1);
});
