import { addDays } from "../statistics/calendar.ts";
import { dropped, type Effect, effectOf, halved, type Move, peopleOf, reassigned, shifted } from "./moves.ts";
import { hoursByWeek, likely, type Outlook, type OutlookOf } from "./outlook.ts";
import { receiversOf } from "./receivers.ts";
import { changesOf, type Kind, measuresOf, type Recommendation } from "./recommendation.ts";
import type { OpenTask, Person, Situation } from "./situation.ts";

/** Proposals that take away less than this many expected overloaded weeks are not worth a reader's minute. */
const leastGain = 0.25;
const mostTasks = 5;
const triedTasks = 12;

export interface Relief {
  readonly recommendation: Recommendation;
  readonly moves: readonly Move[];
}

/** Tasks and people that other proposals have used already, so that all proposals together stay safe. */
export interface Taken {
  readonly tasks: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
}

interface Case {
  readonly person: Person;
  readonly peak: number;
  readonly outlook: Outlook;
  /** Tasks with hours in the peak week, most first; nothing that is well under way. */
  readonly tasks: readonly { readonly task: OpenTask; readonly hours: number }[];
  readonly situation: Situation;
  readonly outlookOf: OutlookOf;
  readonly taken: Taken;
}

type Way = (overload: Case) => Move[];

/** In order of preference: a later way is looked at only while the former ones leave the week overloaded. */
const ways: readonly (readonly [Kind, Way])[] = [
  ["reassign", reassign],
  ["shift", shift],
  ["split", split],
  ["reduce", reduce],
];

/** The best ways out of the week in which this person is most likely overloaded: at most two, the second where the first does not do. */
export function relieve(
  person: Person,
  given: { readonly situation: Situation; readonly outlookOf: OutlookOf; readonly taken: Taken },
): Relief[] {
  let overload = caseOf(person, given);
  if (!overload) return [];
  const found: Relief[] = [];
  for (const [kind, way] of ways) {
    const moves = way(overload);
    if (moves.length === 0) continue;
    const effect = effectOf(moves, given.situation, given.outlookOf);
    if (!effect.isSafe || effect.gain < leastGain) continue;
    found.push({ moves, recommendation: describe(kind, moves, { overload, effect }) });
    const left = effect.after.get(person.person_gid)?.weeks[overload.peak]?.overload ?? 0;
    if (left < likely || found.length === 2) break;
    overload = { ...overload, tasks: overload.tasks.filter(({ task }) => !moves.some((move) => move.task === task)) };
  }
  return found;
}

function caseOf(
  person: Person,
  given: { readonly situation: Situation; readonly outlookOf: OutlookOf; readonly taken: Taken },
): Case | undefined {
  const outlook = given.outlookOf(person.person_gid);
  if (!outlook) return undefined;
  const chances = outlook.weeks.map((week) => week.overload);
  const peak = chances.indexOf(Math.max(...chances));
  if (chances[peak]! < likely) return undefined;
  const tasks = (given.situation.tasksOf.get(person.person_gid) ?? [])
    .filter((task) => !given.taken.tasks.has(task.task_gid) && isUntouched(task))
    .map((task) => ({ task, hours: hoursByWeek(given.situation, task)[peak] ?? 0 }))
    .filter(({ hours }) => hours >= 1)
    .sort((a, b) => b.hours - a.hours || (a.task.task_gid < b.task.task_gid ? -1 : 1));
  return { person, peak, outlook, tasks: tasks.slice(0, triedTasks), ...given };
}

/** Work that is well under way stays with whoever does it. */
export const isUntouched = (task: OpenTask): boolean =>
  !task.is_milestone && task.p50 !== null && task.logged_hours < task.p50 / 4;

/** Hours by which the peak week exceeds a full one. */
const excessOf = ({ outlook, peak, situation }: Case): number => {
  const week = outlook.weeks[peak]!;
  return week.mean - week.capacity * situation.input.settings.thresholds.at_capacity;
};

function reassign(overload: Case): Move[] {
  const { situation, outlookOf, taken } = overload;
  const moves: Move[] = [];
  let excess = excessOf(overload);
  for (const { task, hours } of overload.tasks) {
    if (excess <= 0 || moves.length === mostTasks) break;
    const receiver = receiversOf(task, situation, outlookOf).find(({ person_gid }) => {
      if (taken.people.has(person_gid)) return false;
      return effectOf([...moves, reassigned(task, person_gid)], situation, outlookOf, [person_gid]).isSafe;
    });
    if (!receiver) continue;
    moves.push(reassigned(task, receiver.person_gid));
    excess -= hours;
  }
  return moves;
}

function shift(overload: Case): Move[] {
  const { situation, outlookOf, taken } = overload;
  let moves: Move[] = [];
  let gain = 0;
  for (const { task } of overload.tasks.slice(0, triedTasks / 2)) {
    if (moves.length >= mostTasks || !task.due_on || task.due_on < addDays(situation.input.asOf, 1)) continue;
    for (const weeks of [1, 2, 3]) {
      const more = shifted(task, 7 * weeks, situation);
      if (!more || overlaps(more, moves) || more.some((move) => taken.tasks.has(move.task.task_gid))) break;
      const others = peopleOf(more).filter((gid) => gid !== overload.person.person_gid);
      if (others.some((gid) => taken.people.has(gid))) break;
      const effect = effectOf([...moves, ...more], situation, outlookOf);
      if (!effect.isSafe || effect.gain < gain + 0.1) continue;
      [moves, gain] = [[...moves, ...more], effect.gain];
      break;
    }
  }
  return moves;
}

const overlaps = (a: readonly Move[], b: readonly Move[]) =>
  a.some((move) => b.some((other) => other.task.task_gid === move.task.task_gid));

/** One large task in two halves, for two people. */
function split(overload: Case): Move[] {
  const [largest] = overload.tasks;
  if (!largest || largest.hours < overload.outlook.weeks[overload.peak]!.capacity / 3) return [];
  const half = halved(largest.task, largest.task.person_gid).becomes[1]!;
  const receiver = receiversOf(half, overload.situation, overload.outlookOf).find(
    ({ person_gid }) => !overload.taken.people.has(person_gid),
  );
  return receiver ? [halved(largest.task, receiver.person_gid)] : [];
}

/** What could be left undone: the least important work of the week, until the rest fits. */
function reduce(overload: Case): Move[] {
  const byImportance = [...overload.tasks].sort((a, b) => importance(a.task) - importance(b.task) || b.hours - a.hours);
  const moves: Move[] = [];
  let excess = excessOf(overload);
  for (const { task, hours } of byImportance) {
    if (excess <= 0 || moves.length === mostTasks) break;
    if ((overload.situation.dependents.get(task.task_gid) ?? []).length > 0) continue;
    moves.push(dropped(task));
    excess -= hours;
  }
  return moves;
}

export const importance = ({ priority }: OpenTask): number =>
  /low|minor|p[34]/i.test(priority ?? "") ? 0 : /high|urgent|critical|p[01]/i.test(priority ?? "") ? 2 : 1;

function describe(
  kind: Kind,
  moves: readonly Move[],
  { overload, effect }: { readonly overload: Case; readonly effect: Effect },
): Recommendation {
  const { person, peak, outlook, situation } = overload;
  const { before, after } = measuresOf(effect, { person: person.person_gid, week: peak });
  const others = peopleOf(moves).filter((gid) => gid !== person.person_gid);
  const names = others.map((gid) => situation.people.get(gid)?.name ?? gid);
  const week = outlook.weeks[peak]!;
  const load = `${person.name} has ${Math.round(week.p50)} h of work for ${Math.round(week.capacity)} h in the week of ${week.start_on}`;
  const tasks = moves.length === 1 ? `"${moves[0]!.task.name}"` : `${moves.length} tasks`;
  return {
    kind,
    subjects: [...moves.map(({ task }) => task.task_gid), person.person_gid, ...others],
    responsible_gid: situation.responsibleFor(person.person_gid, moves[0]!.task),
    reason: `${load}; ${says[kind]?.({ tasks, names: list(names), fits: after.overload_probability < likely })}`,
    before,
    after,
    changes: kind === "reassign" || kind === "shift" ? changesOf(moves) : [],
    effect: effect.gain,
  };
}

interface Said {
  readonly tasks: string;
  readonly names: string;
  /** Whether the week is no longer likely to be overloaded. */
  readonly fits: boolean;
}

const says: Partial<Record<Kind, (said: Said) => string>> = {
  reassign: ({ tasks, names }) => `${names} could take ${tasks}, with the skill and the room for it.`,
  shift: ({ tasks, fits }) =>
    `moving ${tasks} to later weeks ${fits ? "evens it out" : "lightens it"}, and nothing that waits comes too early.`,
  split: ({ tasks, names }) => `half of ${tasks} could go to ${names}.`,
  reduce: ({ tasks, fits }) =>
    `leaving out or cutting ${tasks} ${fits ? "makes the rest fit" : "lightens it, though not enough"}; nothing waits for it.`,
};

const list = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? "nobody") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
