import { describe, expect, it } from "vitest";
import { planOwnProject } from "../../src/publish/plans/own-projects.ts";
import { type InsightRow, planRetroInsights } from "../../src/publish/plans/retro-insights.ts";
import type { AsanaNow, LedgerNow } from "../../src/publish/state.ts";
import { asanaNow, ledgerNow, projectNow, taskNow } from "./support/state.ts";

const insight = (parts: Partial<InsightRow> = {}): InsightRow => ({
  insight_id: "bias-team-1",
  month_start_on: "2026-10-01",
  scope: "team Delta",
  title: "Design work takes 1.4 times its estimate",
  finding: "Median of 31 tasks, 80 % interval 1.2 to 1.6.",
  n: 31,
  effect: 0.4,
  suggested_action: "Add a review step to the estimate",
  evidence: '{"sql":"select 1","link":"https://app.asana.com/0/1/2"}',
  ...parts,
});

const why = "Why: as of 2026-11-16, run release-1";

function plan(rows: readonly InsightRow[], now: AsanaNow, ledger: LedgerNow = ledgerNow(), configured?: string) {
  const input = { key: "retro_insights" as const, configured, managers: ["8", "7"], plan: "retro_insights" };
  const place = planOwnProject(input, now, ledger);
  const wishes = place.project
    ? planRetroInsights(rows, place.project, { ledger, why })
    : { actions: [], conflicts: [] };
  return { actions: [...place.actions, ...wishes.actions], conflicts: [...place.conflicts, ...wishes.conflicts] };
}

/** Asana after the given rows were written. */
function written(rows: readonly InsightRow[], change: Partial<ReturnType<typeof taskNow>> = {}) {
  const [task] = plan(rows, asanaNow()).actions.filter(({ object_type }) => object_type === "task");
  const [name, notes] = task!.values.map((value) => String(value.new));
  const own = {
    gid: "90",
    sections: [{ gid: "91", name: "October 2026" }],
    tasks: [taskNow("92", { name: name!, notes: notes!, ...change })],
  };
  const now = asanaNow({
    projects: [projectNow("90", { name: "Retro Insights", notes: "plimsoll:project:retro_insights" })],
    own: new Map([["retro_insights", own]]),
  });
  const managed = { "project:retro_insights": "90", "members:retro_insights": "90", [task!.key]: "92" };
  return { now, ledger: ledgerNow(managed, { [task!.key]: { name: name!, notes: notes! } }), key: task!.key };
}

describe("retro insights", () => {
  it("make a project private to the managers, a section per month and a task per insight", () => {
    const rows = [
      insight(),
      insight({ insight_id: "x", month_start_on: "2026-09-01" }),
      insight({ insight_id: "y", effect: -0.9 }),
    ];
    const { actions } = plan(rows, asanaNow());
    expect(actions.map(({ object_type, label }) => `${object_type} ${label}`)).toEqual([
      'project project "Retro Insights", private to its members',
      "project_members 2 managers as members",
      'section section "September 2026"',
      "task Design work takes 1.4 times its estimate",
      'section section "October 2026"',
      "task Design work takes 1.4 times its estimate",
      "task Design work takes 1.4 times its estimate",
    ]);
    expect(actions.at(-1)!.key).toBe("retro:2026-10:y");
    expect(actions.at(-1)!.values[1]!.new).toMatch(
      /31 tasks[\s\S]*To try: Add a review[\s\S]*link: https:[\s\S]*\nplimsoll:retro:2026-10:y$/,
    );
  });

  it("are not doubled by the second run", () => {
    const { now, ledger } = written([insight()]);
    expect(plan([insight()], now, ledger).actions.map(({ action }) => action)).toEqual(["unchanged"]);
    expect(plan([insight()], now).actions.map(({ action }) => action)).toEqual(["unchanged"]);
  });

  it("are brought up to date when the finding moved", () => {
    const { now, ledger } = written([insight()]);
    const [action] = plan([insight({ title: "Design work takes 1.5 times its estimate" })], now, ledger).actions;
    expect(action).toMatchObject({ action: "change", target: { gid: "92" } });
    expect(action!.values.map(({ name }) => name)).toEqual(["name"]);
  });

  it("leave a text that a person changed, a task that was completed and one that was removed", () => {
    const moved = [insight({ finding: "Median of 40 tasks." })];
    const edited = written([insight()], { notes: "We talked about this." });
    expect(plan(moved, edited.now, edited.ledger).conflicts[0]!.reason).toContain("changed by hand");
    const completed = written([insight()], { is_completed: true });
    expect(plan(moved, completed.now, completed.ledger).actions.map(({ action }) => action)).toEqual(["unchanged"]);
    const removed = written([insight()], { gid: "1234", notes: "Another task" });
    expect(plan(moved, removed.now, removed.ledger)).toMatchObject({
      actions: [],
      conflicts: [{ reason: "was removed by hand; not made again" }],
    });
  });

  it("survive hostile titles and evidence that is not JSON", () => {
    const { actions } = plan(
      [insight({ insight_id: "a b\n<c>", title: "\u202eevil\u0007 {{name}}", evidence: "{" })],
      asanaNow(),
    );
    const task = actions.at(-1)!;
    expect(task.key).toMatch(/^retro:2026-10:[0-9a-f]{16}$/);
    expect(task.values[0]!.new).toBe("evil {{name}}");
  });

  it("say what is wrong with a configured project that is archived or gone", () => {
    const archived = asanaNow({ projects: [projectNow("90", { is_archived: true })] });
    expect(plan([insight()], archived, ledgerNow(), "90").conflicts[0]!.reason).toContain("archived");
    expect(plan([insight()], asanaNow(), ledgerNow(), "77").conflicts[0]!.reason).toContain(
      "publish.projects.retro_insights",
    );
  });
});
