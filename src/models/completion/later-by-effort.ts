import { median, sortedQuantile } from "../statistics/quantile.ts";
import type { ProjectSimulation } from "./forecast-project.ts";

/*
Pace has a record; effort over people's queues has none, and errs in common (people do not work in order of due dates). So
the level is left to pace: weeks by effort are scaled until they agree with it in the median project. What is left says which
projects wait longer for shared people than their own past can know, and counts where it is clear.
*/

/** Projects without which the scale cannot be told. */
const fewestProjects = 5;
/** By effort a project is clearly later when nine futures of ten are later than its median by pace. */
const clear = 0.1;

/** Simulations of the projects that are clearly later by effort: as late as the later of both, quantile by quantile. */
export function laterByEffort(
  byPace: ReadonlyMap<string, ProjectSimulation>,
  byEffort: ReadonlyMap<string, Float64Array>,
): Map<string, ProjectSimulation> {
  const both = [...byPace].flatMap(([gid, simulation]) => {
    const weeks = byEffort.get(gid);
    return weeks ? [{ gid, simulation, weeks, pace: sortedQuantile(simulation.weeks, 0.5) }] : [];
  });
  if (both.length < fewestProjects) return new Map();
  const scale = 1 / median(both.map(({ weeks, pace }) => sortedQuantile(weeks, 0.5) / pace));
  return new Map(
    both
      .filter(({ weeks, pace }) => scale * sortedQuantile(weeks, clear) > pace)
      .map(({ gid, simulation, weeks }) => {
        const last = simulation.weeks.length - 1;
        const later = simulation.weeks.map((own, i) => Math.max(own, scale * sortedQuantile(weeks, i / last)));
        return [gid, { ...simulation, weeks: later }];
      }),
  );
}
