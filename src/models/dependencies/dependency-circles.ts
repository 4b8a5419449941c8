import type { ModelInput, ModelNode } from "../node.ts";
import { circlesOf } from "./circles.ts";

/** Tasks that wait for each other in a circle: none of them can ever begin. */
export const dependencyCirclesNode: ModelNode = {
  name: "dependency_circles",
  reads: ["marts.task_dependencies"],
  writes: ["marts.dependency_circles"],
  run: async (input: ModelInput) => {
    const pairs = await input.rows<{ task_gid: string; depends_on_gid: string }>(
      "select task_gid, depends_on_gid from marts.task_dependencies order by all",
    );
    const circles = circlesOf(pairs.map((pair) => [pair.task_gid, pair.depends_on_gid]));
    const rows = circles.flatMap((members) =>
      members.map((task_gid) => ({ task_gid, circle_gid: members[0]!, number_of_tasks: members.length })),
    );
    return { "marts.dependency_circles": rows };
  },
};
