import { currentWeek } from "../calendar/weeks.ts";
import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { createRandom } from "../statistics/random.ts";
import { horizonWeeks, missingFor, type ProjectSimulation, simulateProject } from "./forecast-project.ts";
import { paceShare } from "./quiet-days.ts";
import type { ProjectFlow } from "./read-projects.ts";

/** The simulation of every project that has enough history. */
export function simulateProjects(
  projects: readonly ProjectFlow[],
  options: {
    readonly calendar: WorkingCalendar;
    readonly input: Pick<ModelInput, "asOf" | "seed" | "settings">;
    readonly paths: number;
  },
): Map<string, ProjectSimulation> {
  const { calendar, input, paths } = options;
  const pooledShares = projects.flatMap((project) => project.knownShares);
  const start = currentWeek(input.asOf, input.settings);
  const share = weekShare(calendar, start, dayNumber(input.asOf));
  const simulations = projects
    .filter((project) => missingFor(historyOf(project)) === null)
    .map((project) => {
      const random = createRandom(`${input.seed}/project/${project.project_gid}/${input.asOf}`);
      return [
        project.project_gid,
        simulateProject(historyOf(project), { random, paths, pooledShares, share }),
      ] as const;
    });
  return new Map(simulations);
}

export const historyOf = (project: ProjectFlow) => ({
  completed: project.completed,
  openItems: project.activeTasks,
  knownShares: project.knownShares,
});

/** Pace of week t ahead as a share of a usual week; the first week counts from the as-of date. */
export function weekShare(calendar: WorkingCalendar, start: number, today: number): (week: number) => number {
  const shares = Array.from({ length: horizonWeeks }, (_, week) => {
    const from = start + 7 * week;
    return paceShare(Math.max(from, today), from + 7, (day) => calendar.commonDays(day, day + 1) === 0);
  });
  return (week) => shares[week] ?? 1;
}
