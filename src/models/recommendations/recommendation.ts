import type { Cell } from "../cell.ts";
import { hashOf } from "../statistics/hash.ts";
import type { Effect, Move } from "./moves.ts";

export type Kind =
  | "reassign"
  | "shift"
  | "reduce"
  | "split"
  | "renegotiate"
  | "skill_mismatch"
  | "adopt_estimate"
  | "template_change";

/** What approving does to one task. */
export interface Change {
  readonly task_gid: string;
  readonly name: "assignee" | "due_on" | "estimate";
  /** For an estimate: nothing before, hours after. */
  readonly old: string | number | null;
  readonly new: string | number | null;
}

export interface Recommendation {
  readonly kind: Kind;
  /** Gids concerned, the most important first. */
  readonly subjects: readonly string[];
  readonly responsible_gid: string | null;
  readonly reason: string;
  readonly before: Readonly<Record<string, Cell>>;
  readonly after: Readonly<Record<string, Cell>>;
  readonly changes: readonly Change[];
  /** What the proposal meets, where subjects and changes do not say it: a new target asks anew. */
  readonly target?: string;
  /** For the ranking: overloaded weeks or late projects less, in the mean. */
  readonly effect: number;
}

/** The same proposal has the same id every night, so that an answer to it is remembered. */
export function idOf({ kind, subjects, changes, target }: Recommendation): string {
  // Predicted estimates move a little every night, and are still the same proposal.
  const lasting = changes.filter(({ name }) => name !== "estimate");
  const what = lasting.map((change) => [change.task_gid, change.name, change.new]);
  return `${kind}-${hashOf({ kind, subjects: [...subjects].sort(), what, target: target ?? null })}`;
}

/** What carrying out the moves writes into Asana. */
export const changesOf = (moves: readonly Move[]): Change[] =>
  moves.flatMap(({ task, becomes: [then] }): Change[] => {
    if (!then) return [];
    const common = { task_gid: task.task_gid };
    if (then.person_gid !== task.person_gid)
      return [{ ...common, name: "assignee", old: task.person_gid || null, new: then.person_gid }];
    return then.due_on === task.due_on ? [] : [{ ...common, name: "due_on", old: task.due_on, new: then.due_on }];
  });

/** Measures of the week in which this person is most likely overloaded, and of all weeks of everybody touched. */
export function measuresOf(effect: Effect, at: { readonly person: string; readonly week: number }) {
  const [before, after] = [effect.before.get(at.person), effect.after.get(at.person)].map((outlook, side) => ({
    week_start_on: outlook?.weeks[at.week]?.start_on ?? null,
    load_hours: round(outlook?.weeks[at.week]?.p50 ?? 0, 1),
    capacity_hours: round(outlook?.weeks[at.week]?.capacity ?? 0, 1),
    overload_probability: chance(outlook?.weeks[at.week]?.overload ?? 0),
    expected_overloaded_weeks: round(effect.overloadedWeeks[side]!, 1),
  }));
  return { before: before!, after: after! };
}

/** Two digits, never 0 or 1. */
export const chance = (value: number): number => Math.min(0.99, Math.max(0.01, round(value, 2)));

export const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
