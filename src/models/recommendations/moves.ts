import { addDays } from "../statistics/calendar.ts";
import type { Outlook, OutlookOf } from "./outlook.ts";
import type { OpenTask, Situation } from "./situation.ts";

/** A task and what would stand in its place: itself with other dates or another person, parts of it, or nothing. */
export interface Move {
  readonly task: OpenTask;
  readonly becomes: readonly OpenTask[];
}

export interface Effect {
  /** Burden (see Outlook) of everybody touched, less that after. */
  readonly gain: number;
  readonly overloadedWeeks: readonly [before: number, after: number];
  /** Nobody's week becomes likely to be overloaded that was not. */
  readonly isSafe: boolean;
  readonly before: ReadonlyMap<string, Outlook>;
  readonly after: ReadonlyMap<string, Outlook>;
}

/** A week may get this much more likely to be overloaded by chance of the simulation, or be this likely in all. */
const noise = 0.02;
const safe = 0.35;

/** Simulates the moves on everybody whom they touch, or on these people alone. */
export function effectOf(
  moves: readonly Move[],
  situation: Situation,
  outlookOf: OutlookOf,
  people: readonly string[] = peopleOf(moves),
): Effect {
  const [before, after] = [new Map<string, Outlook>(), new Map<string, Outlook>()];
  let isSafe = true;
  for (const person of people) {
    const [now, then] = [outlookOf(person), outlookOf(person, tasksAfter(person, moves, situation))];
    if (now) before.set(person, now);
    if (then) after.set(person, then);
    isSafe &&= (then?.weeks ?? []).every(
      (week, i) => week.overload <= (now?.weeks[i]?.overload ?? 0) + noise || week.overload < safe,
    );
  }
  const total = (outlooks: ReadonlyMap<string, Outlook>, measure: "overloadedWeeks" | "burden") =>
    [...outlooks.values()].reduce((sum, outlook) => sum + outlook[measure], 0);
  return {
    gain: total(before, "burden") - total(after, "burden"),
    overloadedWeeks: [total(before, "overloadedWeeks"), total(after, "overloadedWeeks")],
    ...{ isSafe, before, after },
  };
}

export const peopleOf = (moves: readonly Move[]): string[] =>
  [...new Set(moves.flatMap(({ task, becomes }) => [task.person_gid, ...becomes.map((t) => t.person_gid)]))].sort();

function tasksAfter(person: string, moves: readonly Move[], situation: Situation): OpenTask[] {
  const gone = new Set(moves.map(({ task }) => task.task_gid));
  const kept = (situation.tasksOf.get(person) ?? []).filter((task) => !gone.has(task.task_gid));
  return [...kept, ...moves.flatMap(({ becomes }) => becomes).filter((task) => task.person_gid === person)];
}

export const reassigned = (task: OpenTask, to: string): Move => ({ task, becomes: [{ ...task, person_gid: to }] });

export const dropped = (task: OpenTask): Move => ({ task, becomes: [] });

/** Half of the work stays, half goes to another. */
export function halved(task: OpenTask, to: string): Move {
  const half = {
    ...task,
    p50: task.p50 === null ? null : task.p50 / 2,
    p90: task.p90 === null ? null : task.p90 / 2,
    logged_hours: task.logged_hours / 2,
  };
  return { task, becomes: [half, { ...half, person_gid: to }] };
}

const mostMoved = 5;

/**
 * Moves the due date, and with it those of the tasks that wait for this one and would come too early. Undefined where that
 * goes in a circle, touches more than five tasks, leads past the due date of a project, or makes a task begin before one
 * that it waits for is done.
 */
export function shifted(task: OpenTask, days: number, situation: Situation): Move[] | undefined {
  const moves = new Map<string, Move>();
  const queue = [task];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const move = shiftOne(next, days);
    if (!move || moves.has(next.task_gid) || moves.size === mostMoved) return undefined;
    moves.set(next.task_gid, move);
    const due = move.becomes[0]!.due_on!;
    for (const gid of situation.dependents.get(next.task_gid) ?? []) {
      const waiting = situation.tasks.get(gid);
      if (gid === task.task_gid) return undefined;
      // It was to begin when this one was done, and would now begin before: start dates are not ours to move.
      if (waiting && beginsTooEarly(waiting, { from: next.due_on!, to: due })) return undefined;
      if (!waiting?.due_on || waiting.due_on > due || queue.some((queued) => queued.task_gid === gid)) continue;
      if (!moves.has(gid)) queue.push(waiting);
    }
  }
  return [...moves.values()];
}

const beginsTooEarly = ({ start_on }: OpenTask, moved: { readonly from: string; readonly to: string }): boolean =>
  start_on !== null && start_on >= moved.from && start_on < moved.to;

function shiftOne(task: OpenTask, days: number): Move | undefined {
  if (!task.due_on || task.due_on > "9998" || task.is_milestone) return undefined;
  const due_on = addDays(task.due_on, days);
  if (task.project_due_on && due_on > task.project_due_on) return undefined;
  return { task, becomes: [{ ...task, due_on }] };
}
