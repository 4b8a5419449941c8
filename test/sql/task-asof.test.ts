import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

const nights = ["2026-11-14", "2026-11-15", "2026-11-16"];
const refreshes = nights.map((day, index) => ({
  seq: index + 1,
  run_id: `r${index + 1}`,
  as_of_on: day,
  started_at: `${day} 02:00:00`,
  // When the extraction began: what has gone is noticed after that, at its end.
  data_as_of_at: `${day} 02:00:01`,
  stages: "extract",
}));

const version = (gid: string, seq: number, more: object) => ({
  gid,
  _from_seq: seq,
  _first_seq: 1,
  created_at: "2026-11-02 08:00:00",
  completed: false,
  memberships: [{ project_gid: "A" }],
  ...more,
});

/** What three nights saw: a date that moves twice, a completion, a new task, a task that goes. */
const versions = [
  version("1", 1, { due_on: "2026-11-20", assignee_gid: "p", _to_seq: 2 }),
  version("1", 2, { due_on: "2026-11-25", assignee_gid: "p", _to_seq: 3 }),
  version("1", 3, { due_on: "2026-11-25", assignee_gid: "q" }),
  version("2", 1, { _to_seq: 3 }),
  version("2", 3, { completed: true, completed_at: "2026-11-15 16:00:00" }),
  version("3", 2, { _first_seq: 2, created_at: "2026-11-14 09:00:00" }),
  version("4", 1, { _to_seq: 3 }),
  version("4", 3, { _deleted_at: "2026-11-16 02:05:00" }),
];

const columns = "task_gid, due_on, assignee_gid, is_completed, is_deleted, project_gids";

/** The store as it was after a night: later versions unseen, those that they closed still open. */
const knownAfter = (seq: number) =>
  versions
    .filter((row) => row._from_seq <= seq)
    .map((row) => ("_to_seq" in row && Number(row._to_seq) > seq ? { ...row, _to_seq: null } : row));

async function build(seq: number): Promise<void> {
  const known = knownAfter(seq);
  await bench.buildAll({
    "source.task_versions": known,
    "source.tasks": known
      .filter((row) => !("_to_seq" in row && row._to_seq))
      .map(({ _from_seq, ...row }) => ({ ...row, _to_seq: undefined }))
      .map(({ _to_seq, ...row }) => row),
    "source.ledger_refreshes": refreshes.slice(0, seq),
  });
}

it("knows tasks as of a past night as the release of that night did", async () => {
  const releases: unknown[][] = [];
  for (const [index] of nights.entries()) {
    await build(index + 1);
    releases.push(
      await bench.rows(`select ${columns} from marts.task_history where valid_to is null order by task_gid`),
    );
  }
  expect(releases.map((rows) => rows.length)).toEqual([3, 4, 4]);
  const file = path.join(import.meta.dirname, "..", "..", "sql", "release-macros.sql");
  for (const macro of readFileSync(file, "utf8").split(/;\s*$/m)) if (macro.trim()) await bench.rows(macro);
  for (const [index, night] of nights.entries()) {
    const then = await bench.rows(`select ${columns} from task_asof(date '${night}') order by task_gid`);
    expect(then, night).toEqual(releases[index]);
  }
});
