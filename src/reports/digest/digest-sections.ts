import { cleanName } from "../facts/fact.ts";
import { readable } from "../retro/retro-page.ts";
import { section } from "../section.ts";

const kindWords: Readonly<Record<string, string>> = {
  reassign: "Hand over",
  shift: "Move to later",
  reduce: "Cut",
  split: "Split",
  renegotiate: "New due date",
  skill_mismatch: "Skill",
  adopt_estimate: "Estimates",
  template_change: "Template",
};

interface ReviewRow {
  readonly kind: string | null;
  readonly reason: string | null;
  readonly before_chance: number | null;
  readonly after_chance: number | null;
  readonly before_on_time: number | null;
  readonly after_on_time: number | null;
}

/** Proposals that wait for this manager's decision, with what the simulation says of them. */
export const reviewsOf = (manager: string) =>
  section({
    id: "digest-reviews",
    title: "Waiting for your decision",
    load: (release) =>
      release.rows<ReviewRow>(
        `
        select kind, reason,
          cast(effect_before ->> '$.overload_probability' as double) as before_chance,
          cast(effect_after ->> '$.overload_probability' as double) as after_chance,
          cast(effect_before ->> '$.on_time_probability' as double) as before_on_time,
          cast(effect_after ->> '$.on_time_probability' as double) as after_on_time
        from marts.recommendations where state = 'proposed' and responsible_gid = $1
        order by kind, recommendation_id limit 20`,
        [manager],
      ),
    view: (rows, { asOf }) => ({
      finding: null,
      empty: rows.length === 0 ? "Nothing waits for you." : undefined,
      rows: rows.map((row) => ({
        kind: kindWords[row.kind ?? ""] ?? row.kind ?? "Proposal",
        reason: readable(row.reason, asOf),
        effect: effectOf(row),
      })),
    }),
  });

function effectOf({ before_chance, after_chance, before_on_time, after_on_time }: ReviewRow): string | null {
  if (before_chance !== null && after_chance !== null)
    return `chance of overload in that week ${percent(before_chance)} → ${percent(after_chance)}`;
  if (before_on_time !== null && after_on_time !== null)
    return `chance to be on time ${percent(before_on_time)} → ${percent(after_on_time)}`;
  return null;
}

const percent = (share: number): string => `${Math.min(99, Math.max(1, Math.round(share * 100)))}\u00a0%`;

interface LogRow {
  readonly name: string | null;
  readonly logged: number | null;
  readonly capacity: number | null;
}

/** People whose log of the last full week covers less than half of their capacity. */
export const missingLogsOf = (manager: string) =>
  section({
    id: "digest-logs",
    title: "Missing logs",
    load: (release, { asOf }) =>
      release.rows<LogRow>(
        `
        select p.name, coalesce(c.logged_hours, 0) as logged, c.capacity_hours as capacity
        from marts.people p join marts.capacity_weekly c using (person_gid)
        where p.manager_gid = $1 and p.is_active and not p.is_guest and not c.is_future
          and c.week_start_on = date_trunc('week', cast($2 as date))::date - 7 and c.capacity_hours > 0
          and coalesce(c.logged_hours, 0) < c.capacity_hours / 2
          and exists (select 1 from marts.time_entries e where e.person_gid = p.person_gid)
        order by p.name, p.person_gid limit 40`,
        [manager, asOf],
      ),
    view: (rows) => ({
      finding: null,
      empty: rows.length === 0 ? "Everyone who logs time has logged at least half of their last week." : undefined,
      rows: rows.map((row) => ({ ...row, name: cleanName(row.name) })),
    }),
  });

interface OddRow {
  readonly person_gid: string | null;
  readonly on: string | null;
  readonly reason: string | null;
  readonly confidence: number | null;
}

/** Odd time entries of the last four weeks that nobody has answered yet. For the manager alone. */
export const oddEntriesOf = (people: ReadonlyMap<string, string>) =>
  section({
    id: "digest-odd",
    title: "Odd entries",
    load: (release, { asOf }) =>
      release.rows<OddRow>(
        `
        select person_gid, "on", reason, confidence from marts.time_anomalies
        where answer = 'open' and "on" > cast($1 as date) - 28 and list_contains($2::varchar[], person_gid)
        order by "on" desc, anomaly_id limit 20`,
        [asOf, `[${[...people.keys()].map((gid) => `'${gid.replaceAll("'", "")}'`).join(", ")}]`],
      ),
    view: (rows, { asOf }) => ({
      finding: null,
      empty: rows.length === 0 ? "No odd time entry waits for an answer." : undefined,
      rows: rows.map((row) => ({
        ...row,
        name: people.get(row.person_gid ?? "") ?? "(no name)",
        reason: readable(row.reason, asOf),
      })),
    }),
  });
