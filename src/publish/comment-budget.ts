import type { Action, Wishes } from "./action.ts";

export interface CommentBudget {
  /** Comments that may reach one person in one day. */
  readonly most: number;
  /** Those that reached people today already, by their gid. */
  readonly spent: ReadonlyMap<string, number>;
}

/**
 * Lets so many comments reach a person in a day, and no more; the next night plans the rest again. Answers to what people
 * decided come in any case. What a comment explains waits with it.
 */
export function withinBudget(wishes: Wishes, { most, spent }: CommentBudget): Wishes {
  const used = new Map(spent);
  const waiting = new Set<Action>();
  for (const action of wishes.actions) {
    const { reader } = action;
    if (action.object_type !== "comment" || reader === undefined || action.plan === "reviews") continue;
    used.set(reader, (used.get(reader) ?? 0) + 1);
    if (used.get(reader)! > most) waiting.add(action);
  }
  if (waiting.size === 0) return wishes;
  const explained = new Set([...waiting].flatMap(({ plan, needs = [] }) => (plan === "capacity_alerts" ? needs : [])));
  const reason = `publish.comments_per_person lets ${most} comments a day reach one person; the others wait`;
  return {
    actions: wishes.actions.filter((action) => !waiting.has(action) && !explained.has(action.key)),
    conflicts: [
      ...wishes.conflicts,
      { key: "comments:budget", label: `${waiting.size} comments`, reason, project: null },
    ],
  };
}
