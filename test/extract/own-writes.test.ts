import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createAsana } from "../../src/asana/client.ts";
import { type Demo, demoToday, startDemo } from "../../src/demo/start.ts";
import { silent } from "../../src/log.ts";
import { runNight } from "../support/demo-store.ts";

let home: string;
let demo: Demo;
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-own-"));
  demo = await startDemo({ tasks: 150 });
});
afterEach(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

const morning = `${demoToday}T06:05:00`;
const clock = () => new Date(`${morning}.000Z`);
const night = () =>
  runNight({ home, url: demo.url, token: demo.token, clock }, async ({ summary, store }) => ({
    changed: summary.changed,
    versions: (await store.database.rows<{ n: number }>("select count(*) as n from raw.tasks"))[0]!.n,
    held: JSON.stringify(await store.database.rows("select gid, custom_fields from raw.tasks where _to_seq is null")),
  }));

/** What a night of publishing does and notes: a field, its attachment, a value. */
async function publishValue() {
  const asana = createAsana({
    baseUrl: `${demo.url}/api/1.0`,
    accessToken: demo.token,
    clock,
    sleep: async () => {},
    random: () => 0.5,
    log: silent,
  });
  const task = [...demo.world.tasks.values()].find(({ places, parent }) => places.length === 1 && !parent)!;
  const field = (await asana.post("/custom_fields", {
    workspace: demo.workspaceGid,
    name: "P80 Hours",
    resource_subtype: "number",
  })) as { gid: string };
  const project = task.places[0]!.project.gid;
  await asana.post(`/projects/${project}/addCustomFieldSetting`, { custom_field: field.gid, is_important: false });
  await asana.put(`/tasks/${task.gid}`, { custom_fields: { [field.gid]: 8 } });
  asana.close();
  await runNight({ home, url: demo.url, token: demo.token, clock, only: ["workspaces"] }, async ({ store }) => {
    await store.database.run(
      `insert into ledger.managed_objects values ('field:task_p80', 'custom_field', '${field.gid}', 'run', '${morning}')`,
    );
    await store.database.run(`insert into ledger.writes
      (write_id, run_id, action, object_type, object_gid, key, why, old_value, new_value, state, intended_at, finished_at)
      values ('1', 'run', 'change', 'task_values', '${task.gid}', 'task:${task.gid}', '', '{}', '{}', 'done', '${morning}', '${morning}')`);
  });
  return { task, field };
}

it("takes fields and values of its own for nobody's work: no task has a new version", async () => {
  const first = await night();
  const { task, field } = await publishValue();
  expect([...task.values.keys()].map(({ gid }) => gid)).toContain(field.gid);
  const second = await night();
  expect(second.versions).toBe(first.versions);
  expect(second.held).not.toContain(field.gid);
  expect((await night()).versions).toBe(first.versions);
});

it("still sees what a person changes in the same task", async () => {
  const first = await night();
  const { task } = await publishValue();
  task.name = "Renamed by a person";
  demo.world.version += 1;
  expect((await night()).versions).toBe(first.versions + 1);
});
