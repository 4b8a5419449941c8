import type { ModelInput, ModelRow } from "../node.ts";
import { createRandom } from "../statistics/random.ts";
import { horizonWeeks } from "./forecast-project.ts";
import { shareDrawer } from "./known-work.ts";
import type { ProjectFlow } from "./read-projects.ts";
import { readShared } from "./read-shared.ts";
import { simulateShared } from "./shared-people.ts";

/** Draws of task effort in all; more open tasks get fewer futures each. */
const drawBudget = 1_000_000;
const mostPaths = 400;
const fewestPaths = 50;
/** Effort says when a project ends only where it is known for this share of its open work. */
const goodShare = 0.8;
/** Tasks that decide the date less often are not worth naming; at most so many a project. */
const leastCriticality = 0.02;
const mostNamed = 10;

/** Completion by effort of the projects whose effort is known, and the tasks that decide the dates. */
export async function forecastByEffort(
  input: ModelInput,
  flows: readonly ProjectFlow[],
  most = mostPaths,
): Promise<{ readonly weeks: ReadonlyMap<string, Float64Array>; readonly critical: ModelRow[] }> {
  const work = await readShared(
    input,
    shareDrawer(
      [],
      flows.flatMap((flow) => flow.knownShares),
    ),
  );
  const paths = Math.round(Math.min(most, Math.max(fewestPaths, drawBudget / Math.max(1, work.tasks.length))));
  const random = createRandom(`${input.seed}/shared/${input.asOf}`);
  const { weeks, criticality } = simulateShared(work, { random, paths, maxWeeks: horizonWeeks });
  const byProject = Map.groupBy(work.tasks, (task) => task.project_gid);
  const good = flows.filter((flow) => {
    const known = byProject.get(flow.project_gid)?.length ?? 0;
    return flow.activeTasks > 0 && known >= goodShare * flow.activeTasks;
  });
  const critical = good.flatMap((flow) =>
    byProject
      .get(flow.project_gid)!
      .map(({ task_gid }) => ({ task_gid, criticality: criticality.get(task_gid) ?? 0 }))
      .filter((task) => task.criticality >= leastCriticality)
      .sort((a, b) => b.criticality - a.criticality || (a.task_gid < b.task_gid ? -1 : 1))
      .slice(0, mostNamed)
      .map((task, i) => ({
        project_gid: flow.project_gid,
        ...task,
        rank: i + 1,
        method: "joint simulation of open work by person",
        n: paths,
        as_of_on: input.asOf,
      })),
  );
  return { weeks: new Map(good.map((flow) => [flow.project_gid, weeks.get(flow.project_gid)!])), critical };
}
