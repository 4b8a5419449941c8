import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { widenedBy } from "../record/width.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { sortedQuantile } from "../statistics/quantile.ts";
import { type Agreement, agreed, effortOverPace, paceAlone } from "./agreement.ts";
import { burndownRows } from "./burndown.ts";
import { forecastByEffort } from "./critical-tasks.ts";
import { chanceWithin, horizonWeeks, missingFor, type ProjectSimulation } from "./forecast-project.ts";
import { createPastForecasts, type PastForecasts, readAgreement } from "./past-dates.ts";
import { type ProjectFlow, projectTables, readProjects } from "./read-projects.ts";
import { sharedTables } from "./read-shared.ts";
import { historyOf, simulateProjects } from "./simulate-projects.ts";
import { readWidening, widened, wideningTables } from "./widening.ts";

export const usualPaths = 1000;
/** A replay needs fewer paths: its errors are averaged over many. */
export const replayPaths = 400;
const dots = 20;

/** Completion dates of projects and their burn-down, by simulation. */
export const projectForecastsNode: ModelNode = {
  name: "project_forecasts",
  reads: [...projectTables, ...calendarTables, ...sharedTables, ...wideningTables],
  writes: ["marts.project_forecasts", "marts.burndown", "marts.critical_tasks"],
  isRecorded: true,
  run: async (input) => {
    const { rows, flows, simulated, critical } = await forecastProjects(input, {
      paths: usualPaths,
      widening: await readWidening(input),
    });
    const burndown = [...flows.values()].flatMap((flow) => burndownRows(flow, simulated.get(flow.project_gid), input));
    return { "marts.project_forecasts": rows, "marts.burndown": burndown, "marts.critical_tasks": critical };
  },
};

interface ForecastOptions {
  readonly paths: number;
  /** Factor for the intervals on the log scale. */
  readonly widening?: number;
  readonly pastForecasts?: PastForecasts;
}

/** Rows of marts.project_forecasts and marts.critical_tasks as of a date, with the flows and the simulations by pace behind them. */
export async function forecastProjects(
  input: ModelInput,
  { paths, widening = 1, pastForecasts = createPastForecasts(input) }: ForecastOptions,
) {
  const [projects, calendar] = await Promise.all([readProjects(input), readCalendar(input)]);
  const simulated = simulateProjects(projects, { calendar, input, paths });
  const { weeks, critical } = await forecastByEffort(input, projects);
  const differences = effortOverPace(simulated, weeks);
  const learnt = differences.size > 0 ? await readAgreement(input, pastForecasts) : paceAlone;
  const rows = projects.map((project) => {
    const simulation = simulated.get(project.project_gid);
    const difference = differences.get(project.project_gid);
    const agreement = difference === undefined ? paceAlone : learnt;
    const weeks = simulation && widened(agreed(simulation.weeks, difference ?? 0, agreement), widening);
    return forecastRow(project, weeks && { ...simulation, weeks }, { input, paths, agreement, widening });
  });
  return { rows, flows: new Map(projects.map((project) => [project.project_gid, project])), simulated, critical };
}

/** The row of one project; without a simulation it says what is missing. */
export function forecastRow(
  project: ProjectFlow,
  simulation: ProjectSimulation | undefined,
  {
    input,
    paths,
    agreement = paceAlone,
    widening = 1,
  }: {
    readonly input: Pick<ModelInput, "asOf" | "settings">;
    readonly paths: number;
    readonly agreement?: Agreement;
    readonly widening?: number;
  },
): ModelRow {
  const start = currentWeek(input.asOf, input.settings);
  const base = {
    project_gid: project.project_gid,
    remaining_tasks: project.openTasks,
    remaining_hours: project.remainingHours,
    due_on: project.due_on,
    basis: agreement.weight > 0.5 ? "effort" : "throughput",
    as_of_on: input.asOf,
  };
  if (!simulation) return { ...base, ...nothing, n: project.completed.length, unlocks: missingFor(historyOf(project)) };
  // Simulated weeks count from the first day of the as-of week; a duration of 1/7 ends on its first day.
  const on = (weeks: number) => dateOf(Math.max(start + Math.ceil(weeks * 7 - 1e-9) - 1, dayNumber(input.asOf)));
  const at = (p: number) => on(sortedQuantile(simulation.weeks, p));
  const chance = project.due_on ? onTimeChance(simulation, dayNumber(project.due_on) - start + 1) : null;
  return {
    ...base,
    completes_on_p10: at(0.1),
    completes_on_p50: at(0.5),
    completes_on_p80: at(0.8),
    completes_on_p85: at(0.85),
    completes_on_p90: at(0.9),
    on_time_probability: chance,
    risk: chance === null ? null : riskOf(chance),
    quantile_dates: Array.from({ length: dots }, (_, i) => at((i + 0.5) / dots)),
    method: `Monte Carlo of the work known today on weekly throughput with uncertain level, less the share that new work takes; ${paths} paths, cut at ${horizonWeeks} weeks${agreedBy(agreement)}${widenedBy(widening)}`,
    n: simulation.n,
    status: "ok",
    unlocks: null,
  };
}

const agreedBy = ({ weight }: Agreement) =>
  weight === 0
    ? ""
    : `; moved by ${Math.round(100 * weight)} % towards the open work of its people, simulated over all their projects, as past dates ask`;

const onTimeChance = (simulation: ProjectSimulation, days: number) => chanceWithin(simulation.weeks, days / 7 + 1e-9);

const riskOf = (onTime: number) => (onTime >= 0.8 ? "low" : onTime >= 0.5 ? "medium" : "high");

const nothing = {
  completes_on_p10: null,
  completes_on_p50: null,
  completes_on_p80: null,
  completes_on_p85: null,
  completes_on_p90: null,
  on_time_probability: null,
  risk: null,
  quantile_dates: null,
  method: null,
  status: "insufficient_data",
};
