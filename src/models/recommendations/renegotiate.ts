import type { ModelInput } from "../node.ts";
import { chance, type Recommendation } from "./recommendation.ts";

export const renegotiateTables = ["marts.projects", "marts.project_forecasts"] as const;

/** A due date that is met less often than this is not worth keeping. */
const hopeless = 0.2;

/** Due dates of projects that will most likely be missed, with one that four of five simulated futures meet. */
export async function renegotiations(input: ModelInput): Promise<Recommendation[]> {
  const rows = await input.rows<Row>(query(input.asOf));
  return rows.map((row) => ({
    kind: "renegotiate",
    subjects: [row.project_gid],
    responsible_gid: row.owner_gid,
    reason: `"${row.name}" is due on ${row.due_on} with ${row.remaining_tasks} tasks open; ${row.p80} is a date that holds in four of five cases.`,
    before: { due_on: row.due_on, on_time_probability: chance(row.chance), completes_on_p50: row.p50 },
    after: { due_on: row.p80, on_time_probability: 0.8, completes_on_p50: row.p50 },
    changes: [],
    target: row.due_on,
    effect: 0.8 - row.chance,
  }));
}

interface Row {
  readonly project_gid: string;
  readonly owner_gid: string | null;
  readonly name: string;
  readonly due_on: string;
  readonly remaining_tasks: number;
  readonly chance: number;
  readonly p50: string;
  readonly p80: string;
}

const query = (asOf: string) => `
  select f.project_gid, p.owner_gid, coalesce(p.name, f.project_gid) as name, f.due_on, f.remaining_tasks,
    f.on_time_probability as chance, f.completes_on_p50 as p50, f.completes_on_p80 as p80
  from marts.project_forecasts f join marts.projects p using (project_gid)
  where f.status = 'ok' and f.due_on is not null and f.due_on >= date '${asOf}' and f.on_time_probability < ${hopeless}
    and f.completes_on_p80 > f.due_on and f.completes_on_p80 < date '${asOf}' + 730
    and not coalesce(p.is_completed, false)
  order by f.project_gid`;
