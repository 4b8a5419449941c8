import type { Metric } from "../facts/fact.ts";
import { asOf } from "../facts/metrics/fragments.ts";
import type { Thresholds } from "../issue.ts";

/** Each manager's people with a load and a capacity in the next four weeks: their fullest and their emptiest week. */
const peopleAhead = `(
  select p.manager_gid as gid, m.name, p.person_gid, max(c.utilization) as fullest
  from marts.people p
  join marts.people m on m.person_gid = p.manager_gid
  join marts.capacity_weekly c on c.person_gid = p.person_gid
  where p.is_active and not p.is_guest and c.is_future and c.status = 'ok' and c.week_start_on < ${asOf} + 28
  group by all
)`;

/** What the first sentence of a manager's digest counts. Kept out of the facts that leadership's reports rest on. */
export const digestMetrics = ({ overload, underutilized }: Thresholds): Metric[] => [
  {
    id: "digest_people",
    unit: "count",
    scope: "manager",
    definition: "People of a manager who have a load and a capacity in the next four weeks.",
    sql: `select gid, name, count(*) as value from ${peopleAhead} group by all`,
  },
  {
    id: "digest_over",
    unit: "count",
    scope: "manager",
    definition: `Those of them who are above ${overload} of their capacity in at least one of these weeks.`,
    sql: `select gid, name, count(*) filter (where fullest > ${overload}) as value from ${peopleAhead} group by all`,
  },
  {
    id: "digest_room",
    unit: "count",
    scope: "manager",
    definition: `Those of them who are below ${underutilized} of their capacity in all of these weeks.`,
    sql: `select gid, name, count(*) filter (where coalesce(fullest, 0) < ${underutilized}) as value from ${peopleAhead} group by all`,
  },
];
