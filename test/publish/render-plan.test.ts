import { expect, it } from "vitest";
import type { Action, Plan } from "../../src/publish/action.ts";
import { renderPlan } from "../../src/publish/render-plan.ts";

const base: Action = {
  key: "project:1",
  action: "change",
  object_type: "project_values",
  plan: "project_summaries",
  label: "project summary",
  target: { gid: "1" },
  parent: null,
  values: [{ name: "project_risk", label: "Forecast Risk", old: "low", new: "high" }],
  why: "Simulated from 26 weeks of history.",
  project: { gid: "1", name: "Atlas" },
};
const plan = (actions: readonly Action[]): Plan => ({
  version: 1,
  run_id: "r1",
  release_run_id: "r1",
  made_at: "2026-11-16T02:00:00.000Z",
  as_of_on: "2026-11-16",
  base_url: "http://127.0.0.1:1/api/1.0",
  workspace_gid: "1",
  phase: "insight",
  actions,
  conflicts: [{ key: "k", label: "Forecast Risk", reason: "a field of this name exists", project: null }],
  requests: 1,
  minutes: 0.1,
  hash: "",
});

it("shows a plan like a diff, grouped by project, with the reason of each write", () => {
  const unchanged: Action = { ...base, key: "project:2", action: "unchanged", values: [] };
  expect(
    renderPlan(plan([base, unchanged])),
  ).toBe(`Write plan of run r1, as of 2026-11-16, phase insight. Nothing is written without --apply.

Workspace
  ! Forecast Risk: a field of this name exists

Atlas (1)
  ~ project summary
      Forecast Risk: low → high
      why: Simulated from 26 weeks of history.
    1 unchanged

0 to create, 1 to change, 0 to close, 1 unchanged, 1 left alone (!). 1 requests that write and 1 that look first, under a minute at the configured rate.`);
});

it("shows names that try to steer the terminal as what they are", () => {
  const hostile: Action = { ...base, label: "a\u001b[2Jb\r\nc", project: { gid: "1", name: "\u202egnp.exe\u2028x" } };
  const text = renderPlan(plan([hostile]));
  expect(text).toContain("<U+202E>gnp.exe<U+2028>x (1)");
  expect(text).toContain("~ a<U+001B>[2Jb c");
});
