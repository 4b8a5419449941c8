import { expect, test } from "vitest";
import { shifted } from "../../../src/models/recommendations/moves.ts";
import type { OpenTask, Situation } from "../../../src/models/recommendations/situation.ts";

const task = (task_gid: string, start_on: string | null, due_on: string) =>
  ({ task_gid, start_on, due_on, is_milestone: false, project_due_on: null, person_gid: "u0" }) as OpenTask;

function situationOf(first: OpenTask, waiting: OpenTask): Situation {
  const tasks = new Map([first, waiting].map((one) => [one.task_gid, one]));
  return { tasks, dependents: new Map([[first.task_gid, [waiting.task_gid]]]) } as unknown as Situation;
}

test("a task is not moved past the start of one that waits for it", () => {
  const first = task("a", null, "2026-12-04");
  expect(shifted(first, 7, situationOf(first, task("b", "2026-12-07", "2026-12-18")))).toBeUndefined();
  // It starts late enough, or had begun before this one was due already.
  expect(shifted(first, 7, situationOf(first, task("b", "2026-12-14", "2026-12-18")))).toHaveLength(1);
  expect(shifted(first, 7, situationOf(first, task("b", "2026-12-01", "2026-12-18")))).toHaveLength(1);
});

test("a task that waits and would be due first moves along", () => {
  const first = task("a", null, "2026-12-04");
  const moves = shifted(first, 7, situationOf(first, task("b", null, "2026-12-08")))!;
  expect(moves.map((move) => [move.task.task_gid, move.becomes[0]!.due_on])).toEqual([
    ["a", "2026-12-11"],
    ["b", "2026-12-15"],
  ]);
});
