import { isDone } from "../completion/read-projects.ts";
import type { ModelInput } from "../node.ts";

/*
Where a past night is replayed, nobody knew yet what a task would take that was open then and is done now: its estimate counts,
times what tasks finished by then took in the middle, or their middle hours where it has none.
*/

/** SQL of one row: middle hours of finished tasks, and middle ratio to their estimates. */
export const usualEffortSql = (input: ModelInput) => `
    select median(t.actual_hours) as hours,
      coalesce(median(t.actual_hours / t.estimate_hours) filter (t.estimate_hours > 0), 1) as ratio
    from marts.tasks t
    where ${isDone(input)} and t.actual_hours > 0 and not t.is_own and not t.is_deleted`;

/** SQL: expected hours in all of a task (t, forecast f) that is open on the as-of date, beside the row above (usual). */
export const effortThenSql = `case when t.is_completed then coalesce(nullif(t.estimate_hours, 0) * usual.ratio, usual.hours)
        else coalesce(f.hours_p50, nullif(greatest(t.estimate_hours, 0), 0)) end`;
