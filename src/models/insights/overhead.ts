import { type Insight, type Month, sayHours, sayPercent } from "./insight.ts";

/** Hours of the month by name of the work, digits and dates in the name left out. */
export interface RecurringWork {
  readonly work: string;
  readonly hours: number;
  readonly number_of_tasks: number;
  readonly number_of_people: number;
  readonly number_of_entries: number;
  readonly total_hours: number;
}

export const recurringWorkQuery = (month: Month): string => `
with named as (
  select trim(regexp_replace(lower(t.name), '[^\\p{L}]+', ' ', 'g')) as work, e.hours, e.task_gid, e.person_gid
  from marts.time_entries e join marts.tasks t using (task_gid)
  where e.entered_on >= date '${month.start}' and e.entered_on < date '${month.end}' and e.hours > 0
    and not coalesce(t.is_own, false)
)
select work, sum(hours) as hours, count(distinct task_gid) as number_of_tasks,
  count(distinct person_gid) as number_of_people, count(*) as number_of_entries,
  (select sum(hours) from named) as total_hours
from named where length(work) > 2 group by work
having number_of_tasks >= 3 or number_of_entries >= 12
order by hours desc, work limit 20`;

const leastShare = 0.05;
const most = 2;

/** Words that name work done for its own sake rather than for a result. */
const overheadWords =
  /\b(meetings?|sync|stand ?ups?|weekly|daily|retro(spective)?s?|planning|status|1 on 1|one on one|check ?in|admin|reporting|timesheets?|refinement|grooming)\b/u;

/** Recurring meetings and administration that take a twentieth of the month or more. Counted, not estimated. */
export function overhead(work: readonly RecurringWork[], month: Month): Insight[] {
  return work
    .filter((row) => overheadWords.test(row.work) && row.hours / row.total_hours >= leastShare)
    .slice(0, most)
    .map((row) => ({
      kind: "overhead",
      scope_type: "workspace",
      scope_gid: "workspace",
      key: row.work,
      title: `"${row.work}" took ${sayPercent(row.hours / row.total_hours)} of the hours of ${month.name}`,
      finding: `${sayHours(row.hours)} of ${sayHours(row.total_hours)} logged in ${month.name} went into "${row.work}" (${row.number_of_entries} entries of ${row.number_of_people} people).`,
      n: row.number_of_entries,
      effect: row.hours / row.total_hours,
      suggested_action: "Ask who needs it at this length and how often; shorten or merge.",
      evidence: { hours: row.hours, total_hours: row.total_hours, work: row.work },
    }));
}
