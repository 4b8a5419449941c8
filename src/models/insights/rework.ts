import { higherRateTest } from "../statistics/poisson.ts";
import { type Insight, type Month, sayPercent } from "./insight.ts";

/** Tasks reopened after completion, and completions, in the month and in the three months before. */
export interface Reopened {
  readonly reopened: number;
  readonly completed: number;
  readonly reopened_before: number;
  readonly completed_before: number;
  readonly task_gids: readonly string[] | null;
}

export const reopenedQuery = (month: Month, before: string): string => `
with versions as (
  select h.task_gid, h.valid_from, h.is_completed,
    lag(h.is_completed) over (partition by h.task_gid order by h.valid_from) as was_completed
  from marts.task_history h join marts.tasks t using (task_gid)
  where not coalesce(t.is_own, false) and not coalesce(t.is_deleted, false)
), turns as (
  select task_gid, valid_from >= timestamp '${month.start}' as is_in_month,
    was_completed and not is_completed as is_reopened, is_completed and not coalesce(was_completed, false) as is_done
  from versions where valid_from >= timestamp '${before}' and valid_from < timestamp '${month.end}'
)
select count(*) filter (where is_in_month and is_reopened) as reopened,
  count(*) filter (where is_in_month and is_done) as completed,
  count(*) filter (where not is_in_month and is_reopened) as reopened_before,
  count(*) filter (where not is_in_month and is_done) as completed_before,
  list(distinct task_gid order by task_gid) filter (where is_in_month and is_reopened) as task_gids
from turns`;

const minimum = 5;

/** More tasks than usual were reopened after they had been called done. */
export function rework(row: Reopened | undefined, month: Month): Insight[] {
  if (!row || row.reopened < minimum || row.completed === 0 || row.completed_before === 0) return [];
  const exposure = { first: row.completed, second: row.completed_before };
  if (higherRateTest(row.reopened, row.reopened_before, exposure) > 0.05) return [];
  const share = row.reopened / row.completed;
  return [
    {
      kind: "rework",
      scope_type: "workspace",
      scope_gid: "workspace",
      key: "reopened",
      title: `${row.reopened} completed tasks were reopened in ${month.name}`,
      finding: `${row.reopened} tasks were reopened for ${row.completed} completed (${sayPercent(share)}); in the three months before it was ${sayPercent(row.reopened_before / row.completed_before)}. Chance explains so much in fewer than 5 of 100 months.`,
      n: row.reopened,
      effect: share,
      suggested_action: "Look at what came back and write down what done means for that kind of work.",
      evidence: { task_gids: (row.task_gids ?? []).slice(0, 50), completed: row.completed },
    },
  ];
}
