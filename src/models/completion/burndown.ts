import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput, ModelRow } from "../node.ts";
import { dateOf } from "../statistics/calendar.ts";
import { missingFor, type ProjectSimulation } from "./forecast-project.ts";
import type { ProjectFlow } from "./read-projects.ts";

const pastWeeks = 26;
const weeksAhead = 26;

/** Open and known hours of a project at the start of each past week, and simulated ones ahead until all paths are done. */
export function burndownRows(
  project: ProjectFlow,
  simulation: ProjectSimulation | undefined,
  input: Pick<ModelInput, "asOf" | "settings">,
): ModelRow[] {
  const start = currentWeek(input.asOf, input.settings);
  const stamp = { n: project.completed.length, as_of_on: input.asOf };
  const past = pastRows(project).map((row) => ({ ...row, ...stamp, ...counted }));
  const ahead = simulation ? simulated : unforecast(project);
  return [...past, ...futureRows(project, simulation, start).map((row) => ({ ...row, ...stamp, ...ahead }))];
}

function pastRows(project: ProjectFlow): ModelRow[] {
  const rows: ModelRow[] = [];
  let [scope, done] = [0, 0];
  project.created.forEach((_, week) => {
    if (week >= project.created.length - pastWeeks) {
      rows.push({
        project_gid: project.project_gid,
        week_start_on: dateOf(project.firstWeek + 7 * week),
        is_future: false,
        remaining_hours: hours(scope - done),
        scope_hours: hours(scope),
        ...noBand,
      });
    }
    scope += project.createdHours[week]!;
    done += project.completedHours[week]!;
  });
  return rows;
}

function futureRows(project: ProjectFlow, simulation: ProjectSimulation | undefined, start: number): ModelRow[] {
  const scope = project.createdHours.reduce((sum, added) => sum + added, 0);
  const now = {
    project_gid: project.project_gid,
    week_start_on: dateOf(start),
    is_future: true,
    remaining_hours: hours(project.remainingHours),
    scope_hours: hours(scope),
  };
  if (!simulation) return [{ ...now, ...noBand }];
  const today = { p10: 1, p50: 1, p80: 1, p90: 1 };
  const ends = simulation.left.slice(0, weeksAhead).map(([p10, p50, p80, p90]) => ({ p10, p50, p80, p90 }));
  const done = ends.findIndex((end) => end.p90 === 0);
  const kept = [today, ...(done === -1 ? ends : ends.slice(0, done + 1))];
  return kept.map((left, week) => ({
    ...now,
    week_start_on: dateOf(start + 7 * week),
    remaining_hours: hours(left.p50 * project.remainingHours),
    // Scope ahead is today's: the growth that the simulation expects shows in the band of what remains.
    scope_hours: hours(scope),
    remaining_p10: hours(left.p10 * project.remainingHours),
    remaining_p50: hours(left.p50 * project.remainingHours),
    remaining_p80: hours(left.p80 * project.remainingHours),
    remaining_p90: hours(left.p90 * project.remainingHours),
  }));
}

const counted = { method: "counted", status: "ok", unlocks: null };

const simulated = { ...counted, method: "open hours times the share of tasks left in the paths of project_forecasts" };

const unforecast = (project: ProjectFlow) => ({
  method: null,
  status: "insufficient_data",
  unlocks: missingFor({
    completed: project.completed,
    openItems: project.activeTasks,
    knownShares: project.knownShares,
  }),
});

const noBand = { remaining_p10: null, remaining_p50: null, remaining_p80: null, remaining_p90: null };

const hours = (value: number) => Math.max(0, Math.round(value * 1e4) / 1e4);
