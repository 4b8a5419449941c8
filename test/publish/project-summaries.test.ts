import { describe, expect, it } from "vitest";
import { ownFields } from "../../src/publish/fields.ts";
import { resolveFields } from "../../src/publish/plans/own-fields.ts";
import { type ProjectRow, wishProjectSummaries } from "../../src/publish/plans/project-summaries.ts";
import { planValues } from "../../src/publish/plans/values.ts";
import type { AsanaNow, LedgerNow } from "../../src/publish/state.ts";
import { asanaNow, fieldNow, ledgerNow, projectNow } from "./support/state.ts";

const row: ProjectRow = {
  project_gid: "10",
  name: "Atlas",
  status: "ok",
  unlocks: null,
  completes_on_p50: "2027-01-10",
  completes_on_p85: "2027-02-01",
  due_on: "2027-01-15",
  on_time_probability: 0.6049,
  risk: "medium",
  n: 26,
  effort_variance: null,
  number_of_compared_tasks: 0,
};
const summaryFields = ownFields.filter(
  ({ plan, key }) => plan === "project_summaries" && key !== "project_effort_variance",
);

function plan(rows: readonly ProjectRow[], now: AsanaNow, ledger: LedgerNow = ledgerNow()) {
  const resolved = resolveFields(summaryFields, { prefix: "", mapped: {}, why: undefined }, now, ledger);
  const values = planValues(wishProjectSummaries(rows, now), resolved.fields, ledger);
  return {
    actions: [...resolved.actions, ...values.actions],
    conflicts: [...resolved.conflicts, ...values.conflicts],
  };
}

const risk = ["low", "medium", "high"].map((name, i) => ({ gid: `5${i}`, name, enabled: true }));
const fields = [
  fieldNow("41", { name: "Projected Completion (P50)", type: "date" }),
  fieldNow("42", { name: "Projected Completion (P85)", type: "date" }),
  fieldNow("43", { name: "On-Time Chance" }),
  fieldNow("44", { name: "Forecast Risk", type: "enum", options: risk }),
];
const managed = {
  "field:project_p50": "41",
  "field:project_p85": "42",
  "field:project_chance": "43",
  "field:project_risk": "44",
};
const written = { project_p50: "2027-01-10", project_p85: "2027-02-01", project_chance: 60, project_risk: "medium" };
const settled = (values: Partial<typeof written> = {}) => {
  const { project_p50, project_p85, project_chance, project_risk } = { ...written, ...values };
  const current = new Map<string, string | number>([
    ["41", project_p50],
    ["42", project_p85],
    ["43", project_chance],
    ["44", project_risk],
  ]);
  return asanaNow({
    fields,
    projects: [projectNow("10", { fields: new Set(["41", "42", "43", "44"]), values: current })],
  });
};
const ledger = ledgerNow(managed, { "project:10": written });
const changesOf = (result: ReturnType<typeof plan>) =>
  result.actions.flatMap(({ values }) => values.map((v) => [v.name, v.old, v.new]));

describe("the project summary", () => {
  it("creates each field once, attaches it where it is missing and fills it", () => {
    const result = plan(
      [row, { ...row, project_gid: "11" }],
      asanaNow({ projects: [projectNow("10"), projectNow("11")] }),
    );
    const kinds = result.actions.map(({ object_type, action }) => `${action} ${object_type}`);
    expect(kinds.filter((kind) => kind === "create custom_field")).toHaveLength(4);
    expect(kinds.filter((kind) => kind === "create custom_field_setting")).toHaveLength(8);
    expect(kinds.filter((kind) => kind === "change project_values")).toHaveLength(2);
    expect(result.actions.find(({ key }) => key === "project:10")!.values.map((v) => v.new)).toEqual([
      "2027-01-10",
      "2027-02-01",
      60,
      "medium",
    ]);
  });

  it("writes nothing where nothing moved beyond the dead band", () => {
    const moved = { ...row, completes_on_p50: "2027-01-12", on_time_probability: 0.63 };
    expect(plan([moved], settled(), ledger).actions.map(({ action }) => action)).toEqual(["unchanged"]);
  });

  it("writes the one value that moved, old to new", () => {
    expect(changesOf(plan([{ ...row, completes_on_p50: "2027-01-13" }], settled(), ledger))).toEqual([
      ["project_p50", "2027-01-10", "2027-01-13"],
    ]);
    expect(changesOf(plan([{ ...row, on_time_probability: 0.65 }], settled(), ledger))).toEqual([
      ["project_chance", 60, 65],
    ]);
  });

  it("never says 0 % or 100 %", () => {
    expect(changesOf(plan([{ ...row, on_time_probability: 0.9999 }], settled(), ledger))).toEqual([
      ["project_chance", 60, 99],
    ]);
  });

  it("empties its own values when there is no forecast any more, and writes none where there never was one", () => {
    const none = { ...row, status: "insufficient_data", unlocks: "8 weeks of completed tasks" };
    expect(changesOf(plan([none], settled(), ledger)).map(([, , value]) => value)).toEqual([null, null, null, null]);
    expect(
      plan([none], asanaNow({ fields, projects: [projectNow("10")] }), ledgerNow(managed)).actions.map(
        ({ action }) => action,
      ),
    ).toEqual(["unchanged"]);
  });

  it("keeps a value that a person set, and says so", () => {
    const result = plan([{ ...row, completes_on_p50: "2027-03-01" }], settled({ project_p50: "2026-12-24" }), ledger);
    expect(changesOf(result)).toEqual([]);
    expect(result.conflicts.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('from "2027-01-10" to "2026-12-24"'),
    ]);
  });

  it("never takes over a field of people under the same name, whatever its case", () => {
    const result = plan(
      [row],
      asanaNow({ fields: [fieldNow("99", { name: "forecast RISK", type: "enum" })], projects: [projectNow("10")] }),
    );
    expect(result.conflicts.map(({ label }) => label)).toEqual(["Forecast Risk"]);
    expect(result.conflicts[0]!.reason).toContain('publish.fields.project_risk: "99"');
    expect(changesOf(result).some(([name]) => name === "project_risk")).toBe(false);
  });

  it("finds its field again by the marker when the ledger is new", () => {
    const marked = fieldNow("44", {
      name: "Renamed",
      type: "enum",
      options: risk,
      description: "…\n\nplimsoll:field:project_risk",
    });
    const result = plan([row], asanaNow({ fields: [marked], projects: [projectNow("10")] }));
    expect(result.actions.filter(({ object_type }) => object_type === "custom_field")).toHaveLength(3);
    expect(result.actions.find(({ key }) => key === "project:10")!.values.at(-1)).toMatchObject({
      field: { gid: "44" },
      option_gid: "51",
    });
  });

  it("reports a disabled option, a read-only field and a field of another type, and writes the rest", () => {
    const odd = [
      fieldNow("41", { type: "text" }),
      fieldNow("42", { type: "date", is_read_only: true }),
      fieldNow("43"),
      fieldNow("44", { type: "enum", options: [{ gid: "51", name: "medium", enabled: false }] }),
    ];
    const now = asanaNow({ fields: odd, projects: [projectNow("10", { fields: new Set(["43", "44"]) })] });
    const result = plan([row], now, ledgerNow(managed));
    expect(changesOf(result).map(([name]) => name)).toEqual(["project_chance"]);
    expect(result.conflicts.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("type text"),
      expect.stringContaining("read-only"),
      expect.stringContaining("disabled"),
    ]);
  });

  it("stays off a project from which a person took the field", () => {
    const now = asanaNow({ fields, projects: [projectNow("10", { fields: new Set(["41", "42", "43"]) })] });
    const result = plan([row], now, ledgerNow({ ...managed, "setting:10:project_risk": "44" }));
    expect(result.conflicts.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("taken off this project by hand"),
    ]);
  });

  it("says that fields are absent on a plan without custom fields", () => {
    const result = plan([row], asanaNow({ fields: undefined, projects: [projectNow("10")] }));
    expect(result.conflicts.map(({ reason }) => reason)).toEqual([
      "custom fields are not in this workspace's plan; nothing is written into fields",
    ]);
    expect(changesOf(result)).toEqual([]);
  });
});
