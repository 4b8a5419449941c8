import { benjaminiHochberg } from "../statistics/false-discovery.ts";
import { higherRateTest } from "../statistics/poisson.ts";
import { mean } from "../statistics/quantile.ts";
import { type Insight, type Month, monthsEarlier, sayHours, sayPercent } from "./insight.ts";

/** Work of a running project: what it had when the month began, what came since, and what came in the three months before. */
export interface ProjectScope {
  readonly project_gid: string;
  readonly project_name: string;
  readonly tasks_before: number;
  readonly hours_before: number;
  readonly tasks_added: number;
  readonly hours_added: number;
  readonly tasks_added_earlier: number;
  /** The same by month, the three months in a row. */
  readonly added_by_month: readonly number[];
}

/** Projects that were under way before the month: the start date, else the first completion, lies before it. */
export const projectScopeQuery = (month: Month): string => {
  const [first, second, third] = [3, 2, 1].map((count) => monthsEarlier(month, count));
  const addedIn = (from: string, to: string) =>
    `count(*) filter (where t.created_at >= timestamp '${from}' and t.created_at < timestamp '${to}')`;
  const earlier = first!;
  return `
with tasks as (
  select * from marts.tasks
  where not coalesce(is_own, false) and not coalesce(is_deleted, false) and project_gid is not null
    and created_at < timestamp '${month.end}'
)
select t.project_gid, any_value(p.name) as project_name,
  count(*) filter (where t.created_at < timestamp '${month.start}' and (t.completed_at is null or t.completed_at >= timestamp '${month.start}')) as tasks_before,
  coalesce(sum(t.estimate_hours) filter (where t.created_at < timestamp '${month.start}' and (t.completed_at is null or t.completed_at >= timestamp '${month.start}')), 0) as hours_before,
  count(*) filter (where t.created_at >= timestamp '${month.start}') as tasks_added,
  coalesce(sum(t.estimate_hours) filter (where t.created_at >= timestamp '${month.start}'), 0) as hours_added,
  count(*) filter (where t.created_at >= timestamp '${earlier}' and t.created_at < timestamp '${month.start}') as tasks_added_earlier,
  [${addedIn(first!, second!)}, ${addedIn(second!, third!)}, ${addedIn(third!, month.start)}] as added_by_month
from tasks t join marts.projects p using (project_gid)
where not coalesce(p.is_own, false) and not coalesce(p.is_deleted, false)
group by t.project_gid
having tasks_added > 0 and min(coalesce(p.start_on, t.completed_at::date)) < date '${earlier}'
order by t.project_gid`;
};

/** Fewer open tasks than this make no commitment to speak of. */
const minimumTasks = 8;
const leastShare = 0.15;
const most = 3;

/** Projects to which clearly more was added after the month began than in the three months before. */
export function scopeCreep(projects: readonly ProjectScope[], month: Month): Insight[] {
  const tested = projects.filter((project) => project.tasks_before >= minimumTasks);
  const lumps = lumpiness(projects);
  const rejected = benjaminiHochberg(
    tested.map((project) =>
      higherRateTest(Math.floor(project.tasks_added / lumps), Math.ceil(project.tasks_added_earlier / lumps), {
        first: 1,
        second: 3,
      }),
    ),
    0.05,
  );
  return tested
    .filter((project, i) => rejected[i] && shareAdded(project) >= leastShare)
    .sort((a, b) => shareAdded(b) - shareAdded(a) || (a.project_gid < b.project_gid ? -1 : 1))
    .slice(0, most)
    .map((project) => insightOf(project, month));
}

/**
 * Tasks come in lumps: a plan of twenty is one event, not twenty. How many tasks count as one is the variance over the
 * mean of the months before, pooled over projects (quasi-Poisson), at least 1.
 */
function lumpiness(projects: readonly ProjectScope[]): number {
  let [squares, sum] = [0, 0];
  for (const { added_by_month } of projects) {
    const middle = mean(added_by_month);
    if (!(middle > 0)) continue;
    for (const added of added_by_month) squares += (added - middle) ** 2 / 2;
    sum += middle;
  }
  return sum > 0 ? Math.max(1, squares / sum) : 1;
}

const shareAdded = (project: ProjectScope): number => project.tasks_added / project.tasks_before;

function insightOf(project: ProjectScope, month: Month): Insight {
  const usual = Math.round(project.tasks_added_earlier / 3);
  return {
    kind: "scope_creep",
    scope_type: "project",
    scope_gid: project.project_gid,
    key: "added",
    title: `${project.project_name} grew by ${project.tasks_added} tasks in ${month.name}`,
    finding: `${project.project_name} had ${project.tasks_before} open tasks (${sayHours(project.hours_before)} estimated) when ${month.name} began; ${project.tasks_added} more (${sayHours(project.hours_added)}) were added in the month, ${sayPercent(shareAdded(project))} on top. The three months before brought about ${usual} a month; chance does not explain the difference (false discovery rate 5 %).`,
    n: project.tasks_added,
    effect: shareAdded(project),
    suggested_action: "Agree what moves out, or move the date, before the next task moves in.",
    evidence: {
      tasks_before: project.tasks_before,
      tasks_added: project.tasks_added,
      tasks_added_earlier: project.tasks_added_earlier,
      hours_added: project.hours_added,
      sql: `select task_gid, name, created_at from marts.tasks where project_gid = '${project.project_gid}' and created_at >= timestamp '${month.start}' and created_at < timestamp '${month.end}'`,
    },
  };
}
