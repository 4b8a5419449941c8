import { afterAll, beforeAll, expect, it } from "vitest";
import { transform } from "../../src/transform/transform.ts";
import { openDatabase } from "../../src/warehouse/database.ts";
import { openRelease } from "../../src/warehouse/release.ts";
import { type GivenHome, givenHome } from "../support/given-home.ts";
import type { GivenRow } from "../support/raw-store.ts";

type Row = Record<string, unknown>;

const [first, second] = ["2026-11-16", "2026-11-23"] as const;
let place: GivenHome;
let then: Row[];
let now: Row[];
let again: Row[];
let ledger: Row[];

const night = (seq: number, as_of_on: string) => ({
  ...{ seq, run_id: `r${seq}`, as_of_on, time_zone: "UTC", stages: "extract,transform" },
  ...{ started_at: `${as_of_on} 02:00:00`, data_as_of_at: `${as_of_on} 02:00:00` },
});

beforeAll(async () => {
  place = await givenHome({
    "ledger.refreshes": [night(1, first), night(2, second)],
    users: [
      { gid: "p1", name: "A" },
      { gid: "p2", name: "B" },
    ],
    workspace_memberships: ["p1", "p2"].map((gid) => ({ gid: `m${gid}`, user_gid: gid, is_active: true })),
    projects: [{ gid: "x", name: "X", due_on: "2027-01-29", created_at: "2026-01-05 08:00:00" }],
    tasks: [...finished(), ...open()],
    time_entries: finished().map(({ gid, assignee_gid, due_on }, i) => ({
      ...{
        gid: `e${gid}`,
        task_gid: gid,
        user_gid: assignee_gid,
        entered_on: due_on,
        duration_minutes: 180 + (i % 7) * 40,
      },
      created_at: `${due_on} 17:00:00`,
    })),
  });
  const run = async (seq: number, asOf: string) => {
    await transform(place.context({ seq, asOf }), { storePath: place.storePath });
    const release = await openRelease(place.home);
    try {
      return await release.rows<Row>(
        `select * exclude (forecast_id, run_id) from marts.forecasts where made_on = '${asOf}' and not hindcast order by all`,
      );
    } finally {
      release.close();
    }
  };
  // The first night had not seen the second one's reading: seq 1 is all that the store knew.
  await changeRefreshes("delete from ledger.refreshes where seq = 2");
  then = await run(1, first);
  await changeRefreshes(`insert into ledger.refreshes by name select * replace (2 as seq, 'r2' as run_id, date '${second}' as as_of_on,
    timestamp '${second} 02:00:00' as started_at, timestamp '${second} 02:00:00' as data_as_of_at) from ledger.refreshes`);
  now = await run(2, second);
  again = await run(3, first);
  const store = await openDatabase(place.storePath, { readOnly: true });
  ledger = await store.rows(
    `select * exclude (forecast_id, run_id, seq) from ledger.forecasts where made_on = '${first}' order by all`,
  );
  store.close();
});
afterAll(() => place?.remove());

async function changeRefreshes(sql: string): Promise<void> {
  const store = await openDatabase(place.storePath);
  await store.run(sql);
  store.close();
}

/** Five a week and person, for half a year. */
function finished(): (GivenRow & { gid: string; assignee_gid: string; due_on: string })[] {
  return Array.from({ length: 260 }, (_, i) => {
    const due_on = new Date(Date.parse(first) - (3 + Math.floor(i / 10) * 7 + (i % 5)) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    return {
      ...{ gid: `f${i}`, name: `Write page ${i % 9}`, assignee_gid: `p${1 + (i % 2)}`, due_on, completed: true },
      ...{ created_at: "2026-05-04 08:00:00", completed_at: `${due_on} 16:00:00`, memberships: [{ project_gid: "x" }] },
      custom_fields: estimate(2 + (i % 4)),
    };
  });
}

/** Open tasks; a third of them were renamed, estimated anew and given away in the week between, a third were done. */
function open(): GivenRow[] {
  return Array.from({ length: 12 }, (_, i) => {
    const task = {
      ...{ gid: `o${i}`, name: `Write page ${i}`, assignee_gid: "p1", due_on: "2026-12-04", completed: false },
      ...{ created_at: "2026-11-02 08:00:00", memberships: [{ project_gid: "x" }], custom_fields: estimate(3) },
    };
    const later = [
      { name: "Plan the move", assignee_gid: "p2", custom_fields: estimate(16), due_on: "2026-12-18" },
      { completed: true, completed_at: "2026-11-19 12:00:00" },
    ][i % 3];
    return later
      ? [
          { ...task, _from_seq: 1, _to_seq: 2 },
          { ...task, ...later, _from_seq: 2, _first_seq: 1 },
        ]
      : [task];
  }).flat();
}

function estimate(hours: number): unknown {
  return [{ gid: "f", name: "Estimated Hours", resource_subtype: "number", number_value: hours }];
}

it("gives the forecasts of that night again, inputs and all, from a store that has moved on", () => {
  const kinds = new Set(then.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([
    ...["overload", "person_hours", "project_completion", "task_hours", "velocity_hours", "velocity_tasks"],
  ]);
  expect(again).toEqual(then);
});

it("differs from what the later night says", () => {
  const tasks = (rows: Row[]) =>
    rows.filter(({ kind }) => kind === "task_hours").map(({ p50, subject_gid }) => [subject_gid, p50]);
  expect(tasks(now)).not.toEqual(tasks(then));
});

it("is what the ledger keeps, where the replay adds nothing", () => {
  const shown = then.map(({ subject: _, target: __, ...row }) => row);
  expect(ledger.map((row) => row.inputs_hash).sort()).toEqual(shown.map((row) => row.inputs_hash).sort());
  expect(ledger).toHaveLength(shown.length);
});
