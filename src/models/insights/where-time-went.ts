import { type Insight, type Month, sayHours, sayPercent } from "./insight.ts";

/** Hours logged on a project in the month and a month's mean of the three before. */
export interface ProjectHours {
  readonly project_gid: string;
  readonly project_name: string;
  readonly hours: number;
  readonly hours_before: number;
  readonly number_of_entries: number;
}

export const projectHoursQuery = (month: Month, before: string): string => `
select coalesce(e.project_gid, 'none') as project_gid, coalesce(any_value(p.name), 'work outside any project') as project_name,
  sum(e.hours) filter (where e.entered_on >= date '${month.start}') as hours,
  coalesce(sum(e.hours) filter (where e.entered_on < date '${month.start}'), 0) / 3 as hours_before,
  count(*) filter (where e.entered_on >= date '${month.start}') as number_of_entries
from marts.time_entries e left join marts.projects p using (project_gid)
where e.entered_on >= date '${before}' and e.entered_on < date '${month.end}' and e.hours > 0
  and not coalesce(p.is_own, false)
group by e.project_gid having hours > 0 order by hours desc, project_gid`;

const minimumHours = 40;
const shown = 3;

/** The projects that took most of the month, and which of them grew or shrank. Counted, not estimated. */
export function whereTimeWent(projects: readonly ProjectHours[], month: Month): Insight[] {
  const total = projects.reduce((sum, project) => sum + project.hours, 0);
  const top = projects[0];
  if (!top || total < minimumHours) return [];
  const n = projects.reduce((sum, project) => sum + project.number_of_entries, 0);
  const leading = projects.slice(0, shown);
  const share = leading.reduce((sum, project) => sum + project.hours, 0) / total;
  const list = leading.map(
    (project) =>
      `${project.project_name}: ${sayHours(project.hours)} (${sayPercent(project.hours / total)})${change(project)}`,
  );
  const title =
    projects.length <= shown
      ? `${top.project_name} took ${sayPercent(top.hours / total)} of the hours of ${month.name}`
      : `${shown} of ${projects.length} projects took ${sayPercent(share)} of the hours of ${month.name}`;
  return [
    {
      kind: "where_time_went",
      scope_type: "workspace",
      scope_gid: "workspace",
      key: "projects",
      title,
      finding: `${sayHours(total)} were logged in ${month.name}. ${list.join("; ")}.`,
      n,
      effect: share,
      suggested_action: "Compare with what was planned for the month; move people where the plan says otherwise.",
      evidence: {
        total_hours: total,
        project_gids: leading.map((project) => project.project_gid),
        hours: leading.map((project) => project.hours),
        sql: `select project_gid, sum(hours) from marts.time_entries where entered_on >= date '${month.start}' and entered_on < date '${month.end}' group by all order by 2 desc`,
      },
    },
  ];
}

function change({ hours, hours_before }: ProjectHours): string {
  if (hours_before < 1) return ", new";
  const ratio = hours / hours_before;
  return ratio >= 1.25 || ratio <= 0.8 ? `, ${sayHours(hours_before)} a month before` : "";
}
