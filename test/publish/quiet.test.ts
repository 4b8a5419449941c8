import { expect, it } from "vitest";
import type { Action, Value, Wishes } from "../../src/publish/action.ts";
import { ownFields } from "../../src/publish/fields.ts";
import { resolveFields } from "../../src/publish/plans/own-fields.ts";
import { type ProjectRow, wishProjectSummaries } from "../../src/publish/plans/project-summaries.ts";
import { type TaskRow, wishTaskForecasts } from "../../src/publish/plans/tasks.ts";
import { planValues } from "../../src/publish/plans/values.ts";
import { asanaNow, fieldNow, ledgerNow, projectNow, taskNow } from "./support/state.ts";

/** A small generator (Lehmer, 1951), so that a failure can be repeated. */
let state = 7;
const random = (): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};
const day = (offset: number): string => new Date(Date.UTC(2027, 0, 10 + Math.round(offset))).toISOString().slice(0, 10);

interface Forecasts {
  readonly projects: readonly ProjectRow[];
  readonly tasks: readonly TaskRow[];
}

const first: Forecasts = {
  projects: Array.from({ length: 50 }, (_, i) => ({
    project_gid: `${100 + i}`,
    name: `Project ${i}`,
    status: "ok",
    unlocks: null,
    completes_on_p50: day(i),
    completes_on_p85: day(i + 20),
    due_on: day(30),
    on_time_probability: 0.3 + i / 100,
    risk: "medium",
    n: 26,
    effort_variance: i / 100,
    number_of_compared_tasks: 9,
  })),
  tasks: Array.from({ length: 2_000 }, (_, i) => ({
    task_gid: `${10_000 + i}`,
    project_gid: `${100 + (i % 50)}`,
    assignee_gid: "7",
    is_completed: false,
    status: "ok",
    hours_p10: 1,
    hours_p50: 2 + (i % 40),
    hours_p80: 4 + (i % 40) * 1.5,
    hours_p90: 90,
    confidence: 0.5,
    completes_on_p50: day(i % 60),
    estimate_hours: 8,
    n: 40,
    planned_days: null,
    taken_days: null,
  })),
};

/** The forecasts of another night: everything trembles by `scale` of what a date, a chance or an hour usually does in one. */
const trembling = (scale: number): Forecasts => {
  const days = (on: string | null) =>
    on && day((Date.parse(on) - Date.UTC(2027, 0, 10)) / 86_400_000 + 6 * scale * (random() - 0.5));
  const by = (value: number | null, most: number) => value && value + most * scale * (random() - 0.5);
  return {
    projects: first.projects.map((row) => ({
      ...row,
      completes_on_p50: days(row.completes_on_p50),
      completes_on_p85: days(row.completes_on_p85),
      on_time_probability: by(row.on_time_probability, 0.12),
    })),
    tasks: first.tasks.map((row) => ({
      ...row,
      hours_p50: row.hours_p50! * (1 + 0.4 * scale * (random() - 0.5)),
      hours_p80: row.hours_p80! * (1 + 0.4 * scale * (random() - 0.5)),
      confidence: by(row.confidence, 0.12),
      completes_on_p50: days(row.completes_on_p50),
    })),
  };
};

/** Asana as the first night leaves it, and the same again where nothing was written yet. */
function asanaAfter(written: readonly Action[]) {
  const fields = ownFields.map(({ key, type, options = [] }, i) =>
    fieldNow(`${i + 1}`, {
      name: key,
      type,
      description: `plimsoll:field:${key}`,
      options: options.map(({ name }) => ({ gid: name, name, enabled: true })),
    }),
  );
  const gids = new Set(fields.map(({ gid }) => gid));
  const valuesOf = (gid: string) =>
    new Map<string, Value>(
      written
        .filter(({ target }) => target && "gid" in target && target.gid === gid)
        .flatMap(({ values }) =>
          values.map(({ name, new: value }) => [fields.find((field) => field.name === name)!.gid, value] as const),
        ),
    );
  return asanaNow({
    fields,
    projects: first.projects.map(({ project_gid: gid }) => projectNow(gid, { fields: gids, values: valuesOf(gid) })),
    tasks: new Map(
      first.tasks.map(({ task_gid: gid }) => [gid, taskNow(gid, { fields: gids, values: valuesOf(gid) })]),
    ),
  });
}

function plan(forecasts: Forecasts, written: readonly Action[]): Wishes {
  const now = asanaAfter(written);
  const ledger = ledgerNow(
    {},
    Object.fromEntries(
      written.map(({ key, values }) => [key, Object.fromEntries(values.map(({ name, new: value }) => [name, value]))]),
    ),
  );
  const { fields } = resolveFields(
    ownFields.filter(({ on }) => on !== "user"),
    { prefix: "", mapped: {}, why: undefined },
    now,
    ledger,
  );
  return planValues(
    [...wishProjectSummaries(forecasts.projects, now), ...wishTaskForecasts(forecasts.tasks, now)],
    fields,
    ledger,
  );
}

const writesOf = ({ actions }: Wishes): Action[] => actions.filter(({ action }) => action !== "unchanged");

/** Objects of which a value is outside its dead band, by the table of docs/writing-to-asana.md alone. */
function numberMoved(night: Forecasts): number {
  const apart = (a: string | null, b: string | null) => Math.abs(Date.parse(a!) - Date.parse(b!)) / 86_400_000;
  const points = (a: number | null, b: number | null) => Math.abs(Math.round(100 * a!) - Math.round(100 * b!));
  const rounded = (hours: number) =>
    Math.max(0.5, hours < 10 ? Math.round(2 * hours) / 2 : hours < 100 ? Math.round(hours) : 5 * Math.round(hours / 5));
  const isFar = (a: number, b: number) => Math.abs(rounded(b) - rounded(a)) >= Math.max(0.5, 0.15 * rounded(a)) - 1e-9;
  const projects = night.projects.filter((row, i) => {
    const old = first.projects[i]!;
    return (
      apart(old.completes_on_p50, row.completes_on_p50) >= 3 ||
      apart(old.completes_on_p85, row.completes_on_p85) >= 3 ||
      points(old.on_time_probability, row.on_time_probability) >= 5
    );
  });
  const tasks = night.tasks.filter((row, i) => {
    const old = first.tasks[i]!;
    return (
      isFar(old.hours_p50!, row.hours_p50!) ||
      isFar(old.hours_p80!, row.hours_p80!) ||
      points(old.confidence, row.confidence) >= 5 ||
      apart(old.completes_on_p50, row.completes_on_p50) >= 3
    );
  });
  return projects.length + tasks.length;
}

it("writes to no more objects than left their dead bands: 50 projects and 2,000 open tasks", () => {
  const written = writesOf(plan(first, []));
  expect(written).toHaveLength(2_050);
  expect(writesOf(plan(first, written))).toEqual([]);
  for (const scale of [0.2, 0.6, 1, 1.6]) {
    const night = trembling(scale);
    const moved = numberMoved(night);
    const writes = writesOf(plan(night, written)).length;
    expect([scale, writes <= moved + 20, writes >= moved]).toEqual([scale, true, true]);
    expect(scale < 0.5 ? moved < 700 : moved > 0).toBe(true);
  }
});
