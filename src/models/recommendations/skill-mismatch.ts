import { addDays } from "../statistics/calendar.ts";
import { effectOf, type Move, reassigned } from "./moves.ts";
import { hoursByWeek, type OutlookOf } from "./outlook.ts";
import { receiversOf } from "./receivers.ts";
import { changesOf, measuresOf, type Recommendation } from "./recommendation.ts";
import type { Taken } from "./relieve-overload.ts";
import type { OpenTask, Person, Situation } from "./situation.ts";

/** Tasks that are looked at, the largest first. */
const most = 60;
const leastHours = 4;
/** Proposals of this kind for one person who decides. */
export const mostPerPerson = 2;

export interface Mismatch {
  readonly recommendation: Recommendation;
  readonly moves: readonly Move[];
}

/** Work of the weeks ahead that asks for skills none of which its assignee has, though a skilled person has room. */
export function skillMismatches(
  situation: Situation,
  outlookOf: OutlookOf,
  takenOf: () => Taken,
  keep: (mismatch: Mismatch) => void,
): void {
  const until = addDays(situation.input.asOf, 56);
  const tasks = [...situation.tasks.values()]
    .filter((task) => isMismatch(task, situation.people.get(task.person_gid)))
    .filter((task) => task.due_on !== null && task.due_on >= situation.input.asOf && task.due_on <= until)
    .map((task) => ({ task, hours: hoursByWeek(situation, task).reduce((sum, hours) => sum + hours, 0) }))
    .filter(({ hours }) => hours >= leastHours)
    .sort((a, b) => b.hours - a.hours || (a.task.task_gid < b.task.task_gid ? -1 : 1));
  const asked = new Map<string | null, number>();
  for (const { task, hours } of tasks.slice(0, most)) {
    const taken = takenOf();
    const responsible = situation.responsibleFor(task.person_gid, task);
    if (taken.tasks.has(task.task_gid) || (asked.get(responsible) ?? 0) >= mostPerPerson) continue;
    const receiver = receiversOf(task, situation, outlookOf).find(({ person_gid }) => !taken.people.has(person_gid));
    if (!receiver) continue;
    const moves = [reassigned(task, receiver.person_gid)];
    const effect = effectOf(moves, situation, outlookOf);
    if (!effect.isSafe) continue;
    keep({ moves, recommendation: describe(task, receiver, { effect, hours, situation }) });
    asked.set(responsible, (asked.get(responsible) ?? 0) + 1);
  }
}

const isMismatch = (task: OpenTask, person: Person | undefined): boolean =>
  task.skills.length > 0 &&
  task.logged_hours === 0 &&
  !task.is_milestone &&
  (person?.skills.length ?? 0) > 0 &&
  !task.skills.some((skill) => person!.skills.includes(skill));

function describe(
  task: OpenTask,
  receiver: Person,
  at: { readonly effect: ReturnType<typeof effectOf>; readonly hours: number; readonly situation: Situation },
): Recommendation {
  const giver = at.situation.people.get(task.person_gid)!;
  const week = hoursByWeek(at.situation, task).findIndex((hours) => hours > 0);
  const { before, after } = measuresOf(at.effect, { person: giver.person_gid, week: Math.max(0, week) });
  return {
    kind: "skill_mismatch",
    subjects: [task.task_gid, giver.person_gid, receiver.person_gid],
    responsible_gid: at.situation.responsibleFor(giver.person_gid, task),
    reason: `"${task.name}" asks for ${task.asks_for}, which ${giver.name} is not listed with; ${receiver.name} is, and has room.`,
    before: { ...before, assignee_has_skill: false },
    after: { ...after, assignee_has_skill: true },
    changes: changesOf([reassigned(task, receiver.person_gid)]),
    // A mismatch counts less than an overload of the same size: people learn.
    effect: at.effect.gain + 0.2 * Math.min(1, at.hours / 40),
  };
}
