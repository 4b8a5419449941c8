import { z } from "zod";
import { decidedSchema } from "./decided.ts";
import type { AnomalyRow } from "./plans/anomaly-flags.ts";
import type { RecommendationRow } from "./plans/reviews.ts";
import type { Release } from "./release-rows.ts";

/** Open flags of the last 30 days, with the names and managers that the release knows, and where the time was logged. */
export async function readAnomalyRows(flags: Release, release: Release, asOf: string): Promise<AnomalyRow[]> {
  const rows = await flags.rows<Omit<AnomalyRow, "person" | "manager_gid" | "task_gid" | "project_gid"> & Entry>(
    `
    select anomaly_id, entry_gid, person_gid, "on", rule, reason, confidence from marts.time_anomalies
    where answer = 'open' and "on" between cast($1 as date) - interval 30 day and cast($1 as date)
    order by anomaly_id`,
    [asOf],
  );
  const people = await release.rows<{ person_gid: string; person: string; manager_gid: string | null }>(
    "select person_gid, coalesce(name, person_gid) as person, manager_gid from marts.people where is_active order by person_gid",
  );
  const places = await release.rows<{ entry_gid: string; task_gid: string | null; project_gid: string | null }>(
    "select entry_gid, task_gid, project_gid from marts.time_entries where entered_on >= cast($1 as date) - interval 30 day",
    [asOf],
  );
  const known = new Map(people.map((row) => [row.person_gid, row]));
  const placeOf = new Map(places.map((row) => [row.entry_gid, row]));
  return rows.flatMap(({ entry_gid, ...row }) => {
    const person = known.get(row.person_gid);
    const { task_gid = null, project_gid = null } = placeOf.get(entry_gid ?? "") ?? {};
    return person ? [{ ...row, ...person, task_gid, project_gid }] : [];
  });
}

interface Entry {
  readonly entry_gid: string | null;
}

/** A recommendation with the gids that it is about. */
export interface ReadRecommendation extends RecommendationRow {
  readonly subjects: readonly string[];
}

const effectSchema = z.record(z.string(), z.unknown());

/** Recommendations that wait for a decision. What approving does stands under `changes` of the effect after. */
export async function readRecommendations(release: Release): Promise<ReadRecommendation[]> {
  const rows = await release.rows<{
    recommendation_id: string;
    kind: string;
    subjects: string[] | null;
    responsible_gid: string | null;
    reason: string;
    effect_before: string | null;
    effect_after: string | null;
  }>(`
    select recommendation_id, kind, subjects, responsible_gid, reason, effect_before, effect_after
    from marts.recommendations where state = 'proposed' order by recommendation_id`);
  return rows.map(({ effect_before, effect_after, subjects, ...row }) => {
    const { changes, ...after } = recordOf(effect_after);
    const known = decidedSchema.safeParse(changes ?? []);
    return {
      ...row,
      subjects: subjects ?? [],
      effect: effectInWords(recordOf(effect_before), after),
      changes: known.success ? known.data : [],
    };
  });
}

/** A JSON object of the release; empty where it is none, so that one odd row stops nothing. */
function recordOf(json: string | null): Record<string, unknown> {
  const parsed = effectSchema.safeParse(JSON.parse(json ?? "{}"));
  return parsed.success ? parsed.data : {};
}

/** Each measure before → after, as one would say it; what does not move is said once. */
function effectInWords(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const told = names.flatMap((name) => {
    const [from, to] = [shown(name, before[name]), shown(name, after[name])];
    if (from === to) return from === "" ? [] : [`${label(name)} ${from}`];
    return [`${label(name)} ${[from || "none", to || "none"].join(" → ")}`];
  });
  return told.join("; ") || "not simulated";
}

const labels: Readonly<Record<string, string>> = {
  overload_probability: "chance of overload",
  on_time_probability: "chance of being on time",
  week_start_on: "in the week of",
  n: "observations",
};

const label = (name: string): string => labels[name] ?? name.replace(/_(hours|on)$/, "").replaceAll("_", " ");

function shown(name: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && /probability|^share_/.test(name)) return `${Math.round(100 * value)} %`;
  if (typeof value === "number" && /hours/.test(name)) return `${value} h`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Names of the tasks that recommendations are about, with their projects. */
export async function readNamesOf(
  release: Release,
  gids: readonly string[],
): Promise<Map<string, { name: string; project_gid: string | null }>> {
  if (gids.length === 0) return new Map();
  const places = gids.map((_, i) => `$${i + 1}`).join(", ");
  const rows = await release.rows<{ gid: string; name: string; project_gid: string | null }>(
    `select task_gid as gid, coalesce(name, '') as name, project_gid from marts.tasks where task_gid in (${places})`,
    [...gids],
  );
  return new Map(rows.map(({ gid, ...row }) => [gid, row]));
}

/** A field of people for estimates, and how many hours one of its unit is. */
export interface EstimateField {
  readonly field_gid: string;
  readonly factor: number;
}

/** The fields of people for estimates, in the order in which they count. */
export const readEstimateFields = (release: Release): Promise<EstimateField[]> =>
  release.rows(
    "select field_gid, factor from meta.field_roles where role = 'estimate' and field_type = 'number' order by position",
  );
