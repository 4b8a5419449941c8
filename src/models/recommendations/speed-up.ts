import { currentWeek } from "../calendar/weeks.ts";
import { horizonWeeks } from "../completion/forecast-project.ts";
import { shareDrawer } from "../completion/known-work.ts";
import { projectTables, readProjects } from "../completion/read-projects.ts";
import { readShared, sharedTables } from "../completion/read-shared.ts";
import { type SharedWork, simulateShared } from "../completion/shared-people.ts";
import type { ModelInput } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { sortedQuantile } from "../statistics/quantile.ts";
import { createRandom } from "../statistics/random.ts";
import type { LateProject } from "./late-projects.ts";
import { effectOf, type Move, reassigned } from "./moves.ts";
import type { OutlookOf } from "./outlook.ts";
import { receiversOf } from "./receivers.ts";
import { chance, changesOf, type Recommendation, round } from "./recommendation.ts";
import { isUntouched, type Relief, type Taken } from "./relieve-overload.ts";
import type { Situation } from "./situation.ts";

export const speedUpTables = [...projectTables, ...sharedTables, "marts.critical_tasks"] as const;

/** Tasks that decide the date in fewer futures are not worth a change of hands; at most so many a project. */
const leastCriticality = 0.1;
const mostTasks = 2;
const drawBudget = 400_000;
/** What a change of hands must win: days in the middle of the cases, or chance of the due date. */
const leastDays = 3;
const leastChance = 0.05;

interface Pass {
  readonly project: LateProject;
  readonly moves: readonly Move[];
  readonly effect: ReturnType<typeof effectOf>;
}

/**
 * Late projects whose deciding tasks could go to somebody with the skill and the room. All such changes are simulated
 * together, over all projects that the people share, so that what they win holds when all are approved.
 */
export async function speedUps(
  late: readonly LateProject[],
  given: {
    readonly situation: Situation;
    readonly outlookOf: OutlookOf;
    readonly taken: Taken;
    readonly input: ModelInput;
  },
): Promise<Relief[]> {
  const { input } = given;
  const critical = await input.rows<{ project_gid: string; task_gid: string }>(
    `select project_gid, task_gid from marts.critical_tasks where criticality >= ${leastCriticality} order by project_gid, rank`,
  );
  const passes = passesFor(late, critical, given);
  if (passes.length === 0) return [];
  const flows = await readProjects(input);
  const shares = flows.flatMap((flow) => flow.knownShares);
  const work = await readShared(input, shareDrawer([], shares));
  const [before, after] = [work, handedOver(work, passes)].map((each) => simulate(each, input));
  return passes.flatMap((pass) => {
    const weeks = [before, after].map((outcome) => outcome!.get(pass.project.project_gid));
    return weeks[0] && weeks[1] ? reliefOf(pass, [weeks[0], weeks[1]], { ...given, input }) : [];
  });
}

function passesFor(
  late: readonly LateProject[],
  critical: readonly { readonly project_gid: string; readonly task_gid: string }[],
  { situation, outlookOf, taken }: { situation: Situation; outlookOf: OutlookOf; taken: Taken },
): Pass[] {
  const used = new Set(taken.people);
  return late.flatMap((project): Pass[] => {
    const tasks = critical
      .filter(({ project_gid }) => project_gid === project.project_gid)
      .flatMap(({ task_gid }) => situation.tasks.get(task_gid) ?? [])
      .filter((task) => task.person_gid !== "" && isUntouched(task) && !taken.tasks.has(task.task_gid));
    const moves: Move[] = [];
    for (const task of tasks.slice(0, mostTasks)) {
      const receiver = receiversOf(task, situation, outlookOf).find(({ person_gid }) => !used.has(person_gid));
      if (!receiver || !effectOf([reassigned(task, receiver.person_gid)], situation, outlookOf).isSafe) continue;
      moves.push(reassigned(task, receiver.person_gid));
      used.add(receiver.person_gid);
    }
    return moves.length > 0 ? [{ project, moves, effect: effectOf(moves, situation, outlookOf) }] : [];
  });
}

/** The work with other people on the tasks that change hands; whose pace is not known keeps the task where it is. */
function handedOver(work: SharedWork, passes: readonly Pass[]): SharedWork {
  const to = new Map(
    passes.flatMap(({ moves }) => moves.map(({ task, becomes }) => [task.task_gid, becomes[0]!.person_gid] as const)),
  );
  return {
    ...work,
    tasks: work.tasks.map((task) => {
      const person = work.personAt?.get(to.get(task.task_gid) ?? "");
      return person === undefined ? task : { ...task, person };
    }),
  };
}

function simulate(work: SharedWork, { seed, asOf }: Pick<ModelInput, "seed" | "asOf">) {
  const paths = Math.round(Math.min(300, Math.max(40, drawBudget / Math.max(1, work.tasks.length))));
  const random = createRandom(`${seed}/speed-up/${asOf}`);
  return simulateShared(work, { random, paths, maxWeeks: horizonWeeks }).weeks;
}

function reliefOf(
  { project, moves, effect }: Pass,
  weeks: readonly [before: Float64Array, after: Float64Array],
  { situation, input }: { readonly situation: Situation; readonly input: ModelInput },
): Relief[] {
  const start = currentWeek(input.asOf, input.settings);
  const limit = (dayNumber(project.due_on) - start + 1) / 7 + 1e-9;
  const [before, after] = weeks.map((sorted, side) => ({
    due_on: project.due_on,
    on_time_probability: chance(sorted.filter((week) => week <= limit).length / sorted.length),
    completes_on_p50: dateOf(start + Math.ceil(sortedQuantile(sorted, 0.5) * 7 - 1e-9) - 1),
    basis: "open work of its people",
    expected_overloaded_weeks: round(effect.overloadedWeeks[side]!, 1),
  }));
  const days = dayNumber(before!.completes_on_p50) - dayNumber(after!.completes_on_p50);
  const won = after!.on_time_probability - before!.on_time_probability;
  if (days < leastDays && won < leastChance) return [];
  const names = moves.map(({ becomes }) => situation.people.get(becomes[0]!.person_gid)?.name ?? "somebody");
  const tasks = moves.map(({ task }) => `"${task.name}"`).join(" and ");
  const recommendation: Recommendation = {
    kind: "reassign",
    subjects: [
      project.project_gid,
      ...moves.map(({ task }) => task.task_gid),
      ...new Set(moves.flatMap(({ task, becomes }) => [task.person_gid, becomes[0]!.person_gid])),
    ],
    responsible_gid: project.owner_gid ?? situation.responsibleFor(moves[0]!.task.person_gid, moves[0]!.task),
    reason: `"${project.name}" is more likely late than not, and ${tasks} often decide${moves.length === 1 ? "s" : ""} when it ends; ${names.join(" and ")} could take ${moves.length === 1 ? "it" : "them"} with the skill and the room for it.`,
    before: before!,
    after: after!,
    changes: changesOf(moves),
    effect: Math.max(won, days / 60) + Math.max(0, effect.gain),
  };
  return [{ moves, recommendation }];
}
