import type { Metric } from "../fact.ts";
import { asOf, liveTasks, smallestGroup } from "./fragments.ts";

const groups = `(
  select * from marts.estimate_accuracy
  where status = 'ok' and n >= 8 and group_type in ('workspace', 'project_type', 'tag', 'size')
)`;

/** Estimates against what the work took, by kind of work and never by person. */
export const estimateMetrics: readonly Metric[] = [
  {
    id: "bias",
    unit: "factor",
    scope: "kind",
    definition:
      "Median of actual hours divided by estimated hours, with its 80 % interval, pooled towards the workspace.",
    sql: `
      select group_type || ':' || group_key as gid, coalesce(group_name, group_key) as name,
        bias_ratio as value, bias_lo as lo, bias_hi as hi, n
      from ${groups}`,
  },
  {
    id: "team_bias",
    unit: "factor",
    scope: "team",
    definition:
      "Median of actual hours divided by estimated hours of a team of five people or more, with its 80 % interval, pooled towards the workspace.",
    sql: `
      select a.group_key as gid, t.name, a.bias_ratio as value, a.bias_lo as lo, a.bias_hi as hi, a.n
      from marts.estimate_accuracy a join marts.teams t on t.team_gid = a.group_key
      where a.status = 'ok' and a.n >= 8 and a.group_type = 'team' and t.number_of_members >= ${smallestGroup}`,
  },
  {
    id: "bias_flag",
    unit: "count",
    scope: "kind",
    definition: "1 where the group differs from the rest beyond chance (false discovery rate held at 2 %).",
    sql: `
      select group_type || ':' || group_key as gid, coalesce(group_name, group_key) as name, 1 as value, n
      from ${groups} where is_beyond_chance and group_type <> 'workspace'`,
  },
  {
    id: "bias_tasks",
    unit: "count",
    scope: "kind",
    definition: "Completed tasks with estimate and actual hours behind the verdict.",
    sql: `select group_type || ':' || group_key as gid, coalesce(group_name, group_key) as name, n as value from ${groups}`,
  },
  {
    id: "within_quarter",
    unit: "ratio",
    scope: "kind",
    definition: "Share of completed tasks whose actual hours are within 25 % of the estimate.",
    sql: `
      select group_type || ':' || group_key as gid, coalesce(group_name, group_key) as name,
        share_within_25_percent as value, n
      from ${groups}`,
  },
  {
    id: "finished_with_hours",
    unit: "ratio",
    scope: "workspace",
    definition: "Share of tasks completed in the last 26 weeks that have both an estimate and actual hours.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) as n,
        count(*) filter (where estimate_hours > 0 and actual_hours > 0) / nullif(count(*), 0) as value
      from ${liveTasks} where completed_at >= ${asOf} - 182`,
  },
];
