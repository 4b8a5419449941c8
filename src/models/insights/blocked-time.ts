import { median } from "../statistics/quantile.ts";
import { type Insight, type Month, sayPercent } from "./insight.ts";

/** A task completed in the month that waited for others: days from its start date until the last of them was done. */
export interface Waiting {
  readonly task_gid: string;
  readonly project_gid: string | null;
  readonly project_name: string | null;
  readonly days_waited: number;
}

export const waitingQuery = (month: Month): string => `
select t.task_gid, t.project_gid, any_value(p.name) as project_name,
  greatest(0, date_diff('day', t.start_on, max(b.completed_at)::date)) as days_waited
from marts.tasks t
join marts.task_dependencies d using (task_gid)
join marts.tasks b on b.task_gid = d.depends_on_gid
left join marts.projects p on p.project_gid = t.project_gid
where t.completed_at >= timestamp '${month.start}' and t.completed_at < timestamp '${month.end}' and t.start_on is not null
  and b.completed_at is not null and b.completed_at <= t.completed_at
  and not coalesce(t.is_own, false) and not coalesce(t.is_deleted, false)
group by t.task_gid, t.project_gid, t.start_on
order by t.task_gid`;

const minimum = 8;
const leastDays = 2;
const leastShare = 0.3;

/** Tasks that could not start as planned because another was late. Counted, not estimated. */
export function blockedTime(tasks: readonly Waiting[], month: Month): Insight[] {
  const late = tasks.filter((task) => task.days_waited >= leastDays);
  if (tasks.length < minimum || late.length < minimum || late.length / tasks.length < leastShare) return [];
  const days = median(late.map((task) => task.days_waited));
  const total = late.reduce((sum, task) => sum + task.days_waited, 0);
  return [
    {
      kind: "blocked_time",
      scope_type: "workspace",
      scope_gid: "workspace",
      key: "dependencies",
      title: `${late.length} tasks of ${month.name} started late because another was not done`,
      finding: `Of ${tasks.length} tasks completed in ${month.name} that wait for others, ${late.length} (${sayPercent(late.length / tasks.length)}) were blocked past their start date, for ${Math.round(days)} days at the median, ${total} task days in all.`,
      n: tasks.length,
      effect: days,
      suggested_action: "Start the blocking tasks earlier, or move the start dates of those that wait.",
      evidence: { task_gids: late.slice(0, 50).map((task) => task.task_gid), days_waited: total },
    },
  ];
}
