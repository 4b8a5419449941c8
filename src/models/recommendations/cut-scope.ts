import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import { agreed } from "../completion/agreement.ts";
import { chanceWithin, missingFor, simulateProject } from "../completion/forecast-project.ts";
import { usualPaths } from "../completion/project-forecasts.ts";
import { type ProjectFlow, projectTables, readProjects } from "../completion/read-projects.ts";
import { historyOf, weekShare } from "../completion/simulate-projects.ts";
import type { ModelInput } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { sortedQuantile } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import { type LateProject, likelyLate } from "./late-projects.ts";
import { chance, type Recommendation } from "./recommendation.ts";
import { importance, isUntouched } from "./relieve-overload.ts";
import type { OpenTask, Situation } from "./situation.ts";

export const cutTables = [...projectTables, ...calendarTables] as const;

/** Leaving out more than this share of a project is another project. */
const mostShare = 0.3;
const named = 20;

/**
 * Late projects that would more likely than not meet their due date with less in them: how many tasks would have to go,
 * and which, the least important first. The simulation by pace on fewer tasks, as far from its middle as the forecast is.
 */
export async function scopeCuts(
  late: readonly LateProject[],
  situation: Situation,
  input: ModelInput,
): Promise<Recommendation[]> {
  if (late.length === 0) return [];
  const [flows, calendar] = await Promise.all([readProjects(input), readCalendar(input)]);
  const start = currentWeek(input.asOf, input.settings);
  const world = {
    ...{ input, start },
    pooledShares: flows.flatMap((flow) => flow.knownShares),
    share: weekShare(calendar, start, dayNumber(input.asOf)),
  };
  return late.flatMap((project) => {
    const flow = flows.find(({ project_gid }) => project_gid === project.project_gid);
    if (!flow || missingFor(historyOf(flow)) !== null) return [];
    return cutFor(project, { flow, world, candidates: candidatesOf(project, situation) });
  });
}

interface World {
  readonly input: Pick<ModelInput, "seed" | "asOf">;
  readonly start: number;
  readonly pooledShares: readonly number[];
  readonly share: (week: number) => number;
}

/** Tasks that nothing waits for and nobody has begun. */
function candidatesOf({ project_gid }: LateProject, { tasks, dependents }: Situation): OpenTask[] {
  return [...tasks.values()]
    .filter((task) => task.project_gid === project_gid && task.due_on !== null && isUntouched(task))
    .filter((task) => (dependents.get(task.task_gid) ?? []).length === 0)
    .sort(
      (a, b) =>
        importance(a) - importance(b) ||
        (a.due_on! < b.due_on! ? 1 : a.due_on! > b.due_on! ? -1 : a.task_gid < b.task_gid ? -1 : 1),
    );
}

function cutFor(
  project: LateProject,
  at: { readonly flow: ProjectFlow; readonly world: World; readonly candidates: readonly OpenTask[] },
): Recommendation[] {
  const { flow, world, candidates } = at;
  const most = Math.min(candidates.length, Math.floor(mostShare * flow.activeTasks));
  const published = shapeOf(project, weeksOf(flow, world), world);
  // A project that its people's work holds back does not get faster by fewer tasks of its own alone.
  if (project.basis === "effort" && published.shift > 0) return [];
  const weeksWithout = (cut: number) =>
    agreed(weeksOf({ ...flow, activeTasks: flow.activeTasks - cut }, world), published.shift, {
      weight: 1,
      spread: published.spread,
    });
  const limit = (dayNumber(project.due_on) - world.start + 1) / 7 + 1e-9;
  const meets = (cut: number) => chanceWithin(weeksWithout(cut), limit) >= likelyLate;
  if (most < 1 || !meets(most)) return [];
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (meets(middle)) high = middle;
    else low = middle;
  }
  const [before, after] = [weeksWithout(0), weeksWithout(high)].map((weeks) => ({
    due_on: project.due_on,
    on_time_probability: chance(chanceWithin(weeks, limit)),
    completes_on_p50: dateOf(world.start + Math.ceil(sortedQuantile(weeks, 0.5) * 7 - 1e-9) - 1),
  }));
  const cut = candidates.slice(0, high);
  const count = high === 1 ? "1 task" : `${high} tasks`;
  return [
    {
      kind: "reduce",
      subjects: [project.project_gid, ...cut.slice(0, named).map((task) => task.task_gid)],
      responsible_gid: project.owner_gid,
      reason: `"${project.name}" is due on ${project.due_on} and more likely late than not; without ${count} of ${flow.activeTasks}, the least important that nothing waits for, the date holds in ${Math.round(100 * after!.on_time_probability)} of 100 cases.`,
      before: { ...before!, tasks: flow.activeTasks },
      after: { ...after!, tasks: flow.activeTasks - high },
      changes: [],
      target: project.due_on,
      effect: after!.on_time_probability - before!.on_time_probability,
    },
  ];
}

/** How the published dates lie against those by pace: log ratio of the middle, and of the way from there to the 90 % date. */
function shapeOf({ completes_on_p50, completes_on_p90 }: LateProject, byPace: Float64Array, { start }: World) {
  const [middle, late] = [completes_on_p50, completes_on_p90].map((date) => (dayNumber(date) - start + 1) / 7);
  const [ownMiddle, ownLate] = [0.5, 0.9].map((p) => sortedQuantile(byPace, p));
  const spread = Math.log(late! / middle!) / Math.log(ownLate! / ownMiddle!);
  return { shift: Math.log(middle! / ownMiddle!), spread: Number.isFinite(spread) ? spread : 1 };
}

function weeksOf(flow: ProjectFlow, { input, pooledShares, share }: World): Float64Array {
  const random = createRandom(`${input.seed}/project/${flow.project_gid}/${input.asOf}`);
  return simulateProject(historyOf(flow), { random, paths: usualPaths, pooledShares, share }).weeks;
}
