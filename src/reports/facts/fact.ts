import { type Database, quoteText } from "../../warehouse/database.ts";

export type Unit =
  | "count"
  | "ratio"
  | "probability"
  | "factor"
  | "hours"
  | "days"
  | "weeks"
  | "date"
  | "fte"
  | "instant";

export interface Scope {
  readonly type: "workspace" | "portfolio" | "project" | "team" | "kind" | "source" | "manager";
  readonly gid: string;
  readonly name: string;
}

/** One number (or date) that a report may quote: where it comes from, how sure it is, and what it was. */
export interface Fact {
  readonly id: string;
  readonly metric: string;
  readonly scope: Scope;
  readonly value: number | string;
  /** Ends of the 80 % interval, where there is one. */
  readonly lo: number | string | null;
  readonly hi: number | string | null;
  readonly unit: Unit;
  /** The same a week before, where it is known. */
  readonly previous: number | string | null;
  /** Observations behind it, where it is an estimate. */
  readonly n: number | null;
  /** Query on the release that returns this very number. */
  readonly sql: string;
  /** Place in Asana, where there is one. */
  readonly link: string | null;
}

/**
 * A metric as data. Its query returns one row per scope: `gid, name, value` and, where known, `lo, hi, previous, n, link`.
 * Rows whose value or gid is null make no fact.
 */
export interface Metric {
  readonly id: string;
  readonly unit: Unit;
  readonly scope: Scope["type"];
  readonly definition: string;
  readonly sql: string;
}

/** A metric as readers call it. */
export const titleOfMetric = (id: string): string => titles[id] ?? id.replaceAll("_", " ");

/** Titles of metrics whose id is a word of ours rather than of the reader's. */
const titles: Readonly<Record<string, string>> = {
  completion_p50: "median date",
  completion_p85: "85 % date",
  slip_days: "days moved",
  noise_days: "noise band",
  pace_step: "change of pace",
  pace_step_on: "since when",
  open_tasks_week_ago: "open a week ago",
  new_due_chance: "chance of the new date",
  overloaded_weeks_then: "overloaded weeks if approved",
  over_chance: "chance of overload",
  over_work: "largest part of the load",
  bias: "actual against estimate",
  bias_tasks: "tasks behind it",
  within_quarter: "share close to the estimate",
  relieve_by: "decide by, for load",
  portfolio_hours_late: "open work in late projects",
  portfolio_budget_late: "budget of late projects",
  portfolio_utilization_past: "portfolio’s load, four weeks back",
  portfolio_utilization_next: "portfolio’s load, four weeks ahead",
  logged_hours_4w: "logged, last four weeks",
  planned_hours_4w: "planned, last four weeks",
  capacity_hours_4w: "capacity, last four weeks",
  scheduled_hours_4w: "scheduled, next four weeks",
  capacity_hours_next_4w: "capacity, next four weeks",
  projects_unknown: "projects without a forecast",
  weeks_at_risk: "weeks on the list",
  futures_beyond: "futures beyond three years",
  people_assumed: "people with assumed capacity",
  all_intervals_held: "intervals that held",
  all_intervals_scored: "intervals scored",
  intervals_held: "held, by kind",
  intervals_scored: "scored, by kind",
  intervals_replayed: "replayed, by kind",
  overloads_judged: "chances of overload whose week is over",
  overloads_replayed: "chances of overload replayed",
  overloads_warned: "warnings of overload",
  warnings_came_true: "warnings that came true",
  warnings_logged: "warnings that hours logged bear out",
  overloads_seen: "overloaded weeks",
};

interface FactRow {
  readonly gid: string;
  readonly name: string | null;
  readonly value: number | string | null;
  readonly lo?: number | string | null;
  readonly hi?: number | string | null;
  readonly previous?: number | string | null;
  readonly n?: number | null;
  readonly link?: string | null;
}

/** Every fact that the metrics find on a release, in the order of the metrics and of the scopes' gids. */
export async function gatherFacts(release: Pick<Database, "rows">, metrics: readonly Metric[]): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const metric of metrics) {
    const rows = await release.rows<FactRow>(
      `select * from (${metric.sql}) where value is not null and gid is not null order by gid`,
    );
    facts.push(...rows.map((row) => toFact(metric, row)));
  }
  return facts;
}

function toFact(metric: Metric, row: FactRow): Fact {
  return {
    id: `${metric.id}:${row.gid}`,
    metric: metric.id,
    scope: { type: metric.scope, gid: row.gid, name: cleanName(row.name ?? row.gid) },
    value: row.value!,
    lo: row.lo ?? null,
    hi: row.hi ?? null,
    unit: metric.unit,
    previous: row.previous ?? null,
    n: row.n ?? null,
    sql: `select value from (${metric.sql.trim()}) where gid = ${quoteText(row.gid)}`,
    link: row.link ?? null,
  };
}

/** A name fit for one line: no control or direction-override characters, no line breaks, at most 80 characters. */
export function cleanName(name: string | null): string {
  const oneLine = (name ?? "")
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const letters = [...oneLine];
  if (letters.length === 0) return "(no name)";
  return letters.length > 80 ? `${letters.slice(0, 79).join("").trimEnd()}…` : oneLine;
}
