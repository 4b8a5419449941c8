import type { ModelInput } from "../node.ts";

/**
 * What became of proposals of former nights, by recommendation_id: approved, rejected or applied. Publishing marks a review
 * with `review:<id>`, its end with `settled:review:<id>` and what was carried out with `review:<id>:<task>:<column>`.
 */
export async function readAnswers(input: Pick<ModelInput, "rows">): Promise<Map<string, string>> {
  const rows = await input.rows<{ id: string; state: string }>(query);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

const query = `
  with notes as (
    select regexp_extract(key, 'review:([A-Za-z0-9_.-]+)', 1) as id, key,
      coalesce(json_extract_string(new_value, '$.decision') in ('rejected', 'changes_requested', 'deleted'), false) as is_refused
    from meta.writes
    where state = 'done' and action <> 'undo' and (key like 'review:%' or key like 'settled:review:%')
  )
  select id, case
    when bool_or(is_refused) then 'rejected'
    when bool_or(key like 'review:%:%:%') then 'applied'
    else 'approved' end as state
  from notes group by id having bool_or(key like 'settled:%') order by id`;
