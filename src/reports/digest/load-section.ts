import { cleanName } from "../facts/fact.ts";
import type { Issue, Reader } from "../issue.ts";
import { section } from "../section.ts";
import { loadWords, toneOf } from "../sections/capacity.ts";

export interface LoadRow {
  readonly person_gid: string;
  readonly name: string | null;
  readonly week: string;
  readonly utilization: number | null;
  readonly capacity_hours: number | null;
  readonly load_hours: number | null;
  readonly time_off_hours: number | null;
  readonly overload_probability: number | null;
  /** Projects with most hours in that week, most first. */
  readonly projects: readonly string[] | null;
}

/** Load of a manager's people in the next four weeks, with what it is made of. */
export const loadAhead = (manager: string, release: Reader, { asOf }: Issue): Promise<LoadRow[]> =>
  release.rows<LoadRow>(
    `
    with work as (
      select w.person_gid, w.week_start_on, list(coalesce(p.name, w.project_gid) order by hours desc, w.project_gid) as projects
      from (
        select person_gid, week_start_on, project_gid, sum(assigned_hours) as hours from marts.workload_weekly
        where project_gid <> 'none' group by all having hours >= 1
      ) w
      left join marts.projects p using (project_gid) group by 1, 2
    )
    select p.person_gid, p.name, c.week_start_on as week, c.utilization, c.capacity_hours, c.load_p50 as load_hours,
      c.time_off_hours, c.overload_probability, work.projects[1:2] as projects
    from marts.people p
    join marts.capacity_weekly c using (person_gid)
    left join work on work.person_gid = p.person_gid and work.week_start_on = c.week_start_on
    where p.manager_gid = $1 and p.is_active and not p.is_guest and c.is_future and c.status = 'ok'
      and c.week_start_on < cast($2 as date) + 28
    order by p.name, p.person_gid, c.week_start_on`,
    [manager, asOf],
  );

/** Who is over, who has room, and why. */
export const loadOf = (rows: readonly LoadRow[]) =>
  section({
    id: "digest-load",
    title: "The next four weeks",
    load: async () => null,
    view: (_, { thresholds }) => {
      const weeks = [...new Set(rows.map((row) => row.week))].sort();
      const people = [...Map.groupBy(rows, (row) => row.person_gid).values()];
      return {
        finding: null,
        empty:
          rows.length === 0
            ? "No load is known. It comes from assigned tasks with an estimate and a due date."
            : undefined,
        weeks,
        thresholds,
        rows: people.map((own) => ({
          name: cleanName(own[0]!.name),
          why: whyOf(own),
          cells: weeks.map((week) => {
            const cell = own.find((one) => one.week === week);
            if (!cell || cell.utilization === null) return null;
            const tone = toneOf(cell.utilization, thresholds);
            return { ...cell, tone, ...loadWords[tone] };
          }),
        })),
      };
    },
  });

/** What fills, or empties, this person's fullest week. */
function whyOf(own: readonly LoadRow[]): string {
  const peak = own.reduce((most, row) => ((row.utilization ?? 0) > (most.utilization ?? 0) ? row : most));
  const away = own.reduce((sum, row) => sum + (row.time_off_hours ?? 0), 0);
  const work = (peak.projects ?? []).map(cleanName).join(", ");
  return [work ? `mostly ${work}` : "", away >= 1 ? `${Math.round(away)} h off` : ""].filter(Boolean).join("; ");
}
