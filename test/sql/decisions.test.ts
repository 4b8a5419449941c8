import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

type Row = Record<string, string | number | boolean | null>;
const write = (key: string, more: Record<string, unknown> = {}) => ({
  ...{ write_id: `w ${key}`, run_id: "r2", key, action: "create", state: "done", new_value: {} },
  ...{ intended_at: "2026-11-10 02:00", finished_at: "2026-11-10 02:01", ...more },
});
const decided = (key: string, decision: string) =>
  write(`settled:${key}`, { action: "decision", new_value: { decision }, approved_by_gid: "7" });
const forecast = (id: string, more: Row) => ({
  ...{ forecast_id: id, kind: "task_hours", subject_type: "task", made_on: "2026-11-02", p50: 8, p80: 12 },
  ...{ hindcast: false, ...more },
});
const typed = (key: string, name: string, value: string | number, state = "held") => ({
  ...{ key, name, value, state, seen_at: "2026-11-05 02:00" },
});

const given = {
  "staging.stg_writes": [
    write("review:shift-a", { new_value: { name: "Move dates" }, intended_at: "2026-11-02", finished_at: null }),
    // Approved and carried out; approved, and an obstacle stood in the way; rejected; taken back before anybody answered.
    write("review:shift-a:11:due_on", { action: "change", approved_by_gid: "9" }),
    write("settled:review:shift-a", { new_value: { text: "Approved and applied." } }),
    write("settled:review:shift-b", { new_value: { text: "Approved, and not applied: gone." } }),
    decided("review:split-c", "rejected"),
    write("settled:review:split-d", { state: "undone" }),
    decided("anomaly:e", "confirmed"),
    decided("anomaly:f", "corrected"),
    decided("held:5:0a", "kept"),
    write("task:21", {
      new_value: { task_adjusted_estimate: 8, task_p80: 12 },
      intended_at: "2026-11-03",
      finished_at: null,
    }),
    write("project:31", { new_value: { project_p85: "2026-12-12" }, intended_at: "2026-11-03", finished_at: null }),
  ],
  "staging.stg_held_values": [
    typed("task:21", "task_adjusted_estimate", 5),
    typed("project:31", "project_p85", "2026-11-30"),
    typed("project:32", "project_risk", "low", "handed_back"),
  ],
  "marts.forecasts": [
    forecast("f1", { subject_gid: "21" }),
    // Made after the value was written, and replayed: neither is what the person saw.
    forecast("f2", { subject_gid: "21", made_on: "2026-11-04", p50: 99 }),
    forecast("f3", { subject_gid: "21", made_on: "2026-11-03", p50: 99, hindcast: true }),
    forecast("f4", { kind: "project_completion", subject_gid: "31", subject_type: "project", p85: 40 }),
  ],
  "marts.forecast_scores": [{ forecast_id: "f1", actual: 6 }],
};

it("keeps what people decided, and what they typed over a forecast beside it and what happened", async () => {
  const rows = await bench.runModel<Row>("marts.decisions", { given });
  const byKey = Object.fromEntries(rows.map((row) => [row.decision_key, row]));
  expect(Object.fromEntries(rows.map((row) => [row.decision_key, [row.kind, row.decision, row.is_applied]]))).toEqual({
    "review:shift-a": ["recommendation", "approved", true],
    "review:shift-b": ["recommendation", "approved", false],
    "review:split-c": ["recommendation", "rejected", null],
    "anomaly:e": ["anomaly", "confirmed", null],
    "anomaly:f": ["anomaly", "corrected", null],
    "held:5:0a": ["question", "kept", null],
    "override:task:21:task_adjusted_estimate": ["override", "overridden", null],
    "override:project:31:project_p85": ["override", "overridden", null],
    "override:project:32:project_risk": ["override", "handed_back", null],
  });
  expect(byKey["review:shift-a"]).toMatchObject({
    ...{ subject_id: "shift-a", title: "Move dates", asked_on: "2026-11-02", decided_on: "2026-11-10" },
    ...{ decided_by_gid: "9", run_id: "r2" },
  });
  expect(byKey["anomaly:e"]).toMatchObject({ subject_id: "e", decided_by_gid: "7" });
  expect(byKey["override:task:21:task_adjusted_estimate"]).toMatchObject({
    ...{ subject_id: "21", field: "task_adjusted_estimate", told_value: "8", person_value: "5" },
    ...{ forecast_id: "f1", forecast_value: 8, person_said: 5, actual: 6 },
  });
  expect(byKey["override:project:31:project_p85"]).toMatchObject({
    ...{ told_value: "2026-12-12", person_value: "2026-11-30", forecast_id: "f4", forecast_value: 40 },
    ...{ person_said: 28, actual: null },
  });
});
