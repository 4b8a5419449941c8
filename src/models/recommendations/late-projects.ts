import type { ModelInput } from "../node.ts";

export const lateTables = ["marts.projects", "marts.project_forecasts"] as const;

/** A project that more likely misses its due date than meets it. */
export interface LateProject {
  readonly project_gid: string;
  readonly owner_gid: string | null;
  readonly name: string;
  readonly due_on: string;
  readonly remaining_tasks: number;
  readonly chance: number;
  readonly completes_on_p50: string;
  readonly completes_on_p90: string;
  readonly basis: string;
}

/** Below this a due date is more likely missed than met. */
export const likelyLate = 0.5;
/** Projects that are looked at, the latest first. */
const most = 8;

export const readLateProjects = (input: Pick<ModelInput, "rows" | "asOf">): Promise<LateProject[]> =>
  input.rows<LateProject>(`
    select f.project_gid, p.owner_gid, coalesce(p.name, f.project_gid) as name, f.due_on, f.remaining_tasks,
      f.on_time_probability as chance, f.completes_on_p50, f.completes_on_p90, f.basis
    from marts.project_forecasts f join marts.projects p using (project_gid)
    where f.status = 'ok' and f.on_time_probability < ${likelyLate} and not coalesce(p.is_completed, false)
      and f.due_on between date '${input.asOf}' and date '${input.asOf}' + 730
    order by f.on_time_probability, f.project_gid limit ${most}`);
