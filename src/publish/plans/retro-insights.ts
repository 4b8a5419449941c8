import type { Action, Change, Conflict, Reference, Wishes } from "../action.ts";
import { keyPart, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { LedgerNow } from "../state.ts";
import type { OwnProject } from "./own-projects.ts";
import { planTask } from "./own-task.ts";

/** What this plan reads of the release. */
export interface InsightRow {
  readonly insight_id: string;
  readonly month_start_on: string;
  readonly scope: string;
  readonly title: string;
  readonly finding: string;
  readonly n: number | null;
  readonly effect: number | null;
  readonly suggested_action: string | null;
  /** JSON: links, numbers and the SQL behind them. */
  readonly evidence: string | null;
}

const months = "January February March April May June July August September October November December".split(" ");

/** One task per insight in a section per month; the strongest effect is made last, since Asana puts new tasks on top. */
export function planRetroInsights(
  rows: readonly InsightRow[],
  project: OwnProject,
  { ledger, why }: { readonly ledger: LedgerNow /** Line that links to why they are there. */; readonly why: string },
): Wishes {
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  const sections = new Map<string, Reference>();
  const ordered = [...rows].sort(
    (a, b) =>
      a.month_start_on.localeCompare(b.month_start_on) ||
      Math.abs(a.effect ?? 0) - Math.abs(b.effect ?? 0) ||
      a.insight_id.localeCompare(b.insight_id),
  );
  for (const row of ordered) {
    const month = row.month_start_on.slice(0, 7);
    if (!sections.has(month)) {
      const section = sectionOf(month, project);
      sections.set(month, section.reference);
      if (section.action) actions.push(section.action);
    }
    const key = `retro:${month}:${keyPart(row.insight_id)}`;
    const wish = planTask(
      {
        key,
        plan: "retro_insights",
        section: sections.get(month)!,
        name: clean(row.title, 250),
        notes: withMarker(`${notesOf(row)}\n\n${why}`, key),
        why: `Insight of ${monthName(month)}, for the retrospective.`,
      },
      project,
      ledger,
    );
    actions.push(...wish.actions);
    conflicts.push(...wish.conflicts);
  }
  return { actions, conflicts };
}

function sectionOf(month: string, project: OwnProject): { reference: Reference; action?: Action } {
  const name = monthName(month);
  const found = project.now?.sections.find((section) => section.name === name);
  if (found) return { reference: { gid: found.gid } };
  const key = `section:${project.key}:${month}`;
  const values: Change[] = [{ name: "name", label: "name", old: null, new: name }];
  return {
    reference: { key },
    action: {
      key,
      action: "create",
      object_type: "section",
      plan: "retro_insights",
      label: `section "${name}"`,
      target: null,
      parent: project.reference,
      values,
      why: "One section per month.",
      project: project.shown,
    },
  };
}

const monthName = (month: string): string => `${months[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;

function notesOf(row: InsightRow): string {
  const parts = [
    row.finding,
    row.suggested_action && `To try: ${row.suggested_action}`,
    `Scope: ${row.scope}. Observations: ${row.n ?? "not counted"}.`,
    evidenceText(row.evidence),
    "Written by Plimsoll, renewed by the nightly run. A text that you change is kept; complete the task once it was discussed.",
  ];
  return clean(parts.filter(Boolean).join("\n\n"), 20_000);
}

/** Evidence as lines of text: `name: value`, links as they are. */
function evidenceText(json: string | null): string {
  const evidence = parse(json);
  if (evidence === null || typeof evidence !== "object") return "";
  const lines = (Array.isArray(evidence) ? evidence.map((item, i) => [String(i + 1), item]) : Object.entries(evidence))
    .map(([name, item]) => `${name}: ${typeof item === "string" ? item : JSON.stringify(item)}`)
    .map((line) => clean(line, 1000));
  return lines.length > 0 ? `Evidence\n${lines.join("\n")}` : "";
}

function parse(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}
