import { replayCapacity } from "../capacity/capacity-weekly.ts";
import { createPastForecasts } from "../completion/past-dates.ts";
import { forecastProjects, replayPaths } from "../completion/project-forecasts.ts";
import type { WorkspaceTask } from "../effort/read-tasks.ts";
import type { ModelInput } from "../node.ts";
import { addDays } from "../statistics/calendar.ts";
import { velocityWeeklyNode } from "../velocity/velocity-weekly.ts";
import type { Forecast } from "./forecast.ts";
import { fromCapacity } from "./from-capacity.ts";
import { fromProjects } from "./from-projects.ts";
import { hindcastTasks } from "./from-tasks.ts";
import { fromVelocity } from "./from-velocity.ts";

/** Past days at which models are replayed: a week before the first night, and every fourth week for half a year. */
const daysBefore = [7, 28, 56, 84, 112, 140, 168];
/** From so many tasks on fewer days tell as much, and cost half of the night. */
const large = { tasks: 50_000, daysBefore: [7, 28, 84, 168] };
/** Origins older than this are no news any more. */
const longestDays = 200;

/** Origins before the first night that are still recent on the as-of date. */
export const originsBefore = (firstNight: string, asOf: string, tasks: number): string[] =>
  (tasks < large.tasks ? daysBefore : large.daysBefore)
    .map((days) => addDays(firstNight, -days))
    .filter((origin) => origin >= addDays(asOf, -longestDays));

/** What the models would have said at these origins, from the data as they were then, as far as dates can tell. */
export async function hindcast(
  input: ModelInput,
  origins: readonly string[],
  tasks: readonly WorkspaceTask[],
): Promise<Forecast[]> {
  const forecasts: Forecast[] = hindcastTasks(tasks, origins);
  const pastForecasts = createPastForecasts(input);
  for (const origin of origins) {
    const then = { ...input, asOf: origin };
    const velocity = await velocityWeeklyNode.run(then);
    forecasts.push(...fromVelocity(velocity["marts.velocity_weekly"]!, origin));
    const { rows, flows } = await forecastProjects(then, { paths: replayPaths, pastForecasts });
    forecasts.push(...fromProjects(rows, flows, origin));
    forecasts.push(...fromCapacity(await replayCapacity(then), origin));
  }
  return forecasts;
}
