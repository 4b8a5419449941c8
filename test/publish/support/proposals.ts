import type { CustomField, Task } from "../../../src/demo/world/types.ts";
import { insert } from "../../models/support/marts.ts";
import { asOf, type Bench } from "./bench.ts";

/** A proposal of the release; its kind is the id without its number. */
export const propose = ({ release, demo }: Bench, id: string, parts: Record<string, unknown> = {}): Promise<void> =>
  insert(release, "marts.recommendations", [
    {
      recommendation_id: id,
      kind: id.slice(0, id.lastIndexOf("-")),
      subjects: null,
      responsible_gid: [...demo.world.people.keys()][0]!,
      reason: `Because of ${id}`,
      state: "proposed",
      as_of_on: asOf,
      effect_before: {},
      effect_after: { changes: [] },
      ...parts,
    },
  ]);

/** Open tasks of the first project, in the release too, without a value in a field. */
export async function bareTasks(bench: Bench, field: CustomField, number: number): Promise<Task[]> {
  const [project] = bench.projects;
  const tasks = [...bench.demo.world.tasks.values()]
    .filter(({ places, completedAt, parent }) => !completedAt && !parent && places[0]?.project.gid === project)
    .slice(1, 1 + number);
  for (const task of tasks) task.values.delete(field);
  await insert(
    bench.release,
    "marts.tasks",
    tasks.map(({ gid, name }) => ({
      task_gid: gid,
      name,
      project_gid: project!,
      is_completed: false,
      created_at: `${asOf} 00:00:00`,
    })),
  );
  return tasks;
}

/** Names the field of estimates; `factor`: hours for each of its units. */
export const estimateRole = ({ release }: Bench, field: CustomField, factor = 1): Promise<void> =>
  insert(release, "meta.field_roles", [
    { role: "estimate", field_gid: field.gid, field_name: field.name, field_type: "number", position: 1, factor },
  ]);
