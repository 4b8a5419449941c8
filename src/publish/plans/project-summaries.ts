import type { Value } from "../action.ts";
import type { AsanaNow } from "../state.ts";
import type { WishedValues } from "./values.ts";

/** What this plan reads of the release. */
export interface ProjectRow {
  readonly project_gid: string;
  readonly name: string;
  readonly status: string;
  readonly unlocks: string | null;
  readonly completes_on_p50: string | null;
  readonly completes_on_p85: string | null;
  readonly due_on: string | null;
  readonly on_time_probability: number | null;
  readonly risk: string | null;
  readonly n: number | null;
  /** Actual hours of completed tasks over their estimates, less 1; null below the minimum of data. */
  readonly effort_variance: number | null;
  readonly number_of_compared_tasks: number;
}

/** Fewer completed tasks with estimate and actual than this say nothing about a project. */
export const minimumComparedTasks = 5;

/** The summary fields of each project in scope: dates, chance, risk, and how far effort ran over. */
export function wishProjectSummaries(rows: readonly ProjectRow[], now: AsanaNow): WishedValues[] {
  const projects = new Map(now.projects.map((project) => [project.gid, project]));
  return rows.flatMap((row) => {
    const project = projects.get(row.project_gid);
    if (!project || project.is_archived) return [];
    const wished = valuesOf(row);
    return [
      {
        key: `project:${row.project_gid}`,
        object_type: "project_values" as const,
        target: { gid: row.project_gid },
        label: "project summary",
        plan: "project_summaries",
        project: { gid: project.gid, name: project.name },
        attached: project.fields,
        current: project.values,
        wished,
        why: whyOf(row),
      },
    ];
  });
}

function valuesOf(row: ProjectRow): Map<string, Value> {
  const ok = row.status === "ok";
  return new Map<string, Value>([
    ["project_p50", ok ? row.completes_on_p50 : null],
    ["project_p85", ok ? row.completes_on_p85 : null],
    ["project_chance", ok && row.on_time_probability !== null ? percentOf(row.on_time_probability) : null],
    ["project_risk", ok ? row.risk : null],
    [
      "project_effort_variance",
      row.effort_variance !== null && row.number_of_compared_tasks >= minimumComparedTasks
        ? Math.round(row.effort_variance * 100)
        : null,
    ],
  ]);
}

/** A chance in whole percents, never 0 or 100: no forecast is that sure. */
export const percentOf = (chance: number): number => Math.min(99, Math.max(1, Math.round(chance * 100)));

function whyOf(row: ProjectRow): string {
  if (row.status !== "ok") return `No forecast: ${row.unlocks ?? "too little data"}.`;
  const due = row.due_on ? `due ${row.due_on}` : "no due date";
  return `Simulated from ${row.n ?? 0} weeks of history; ${due}.`;
}
