import type { Change, Value } from "./action.ts";
import { readPresent } from "./find-outcome.ts";
import { isSame } from "./plans/values.ts";
import { type Attempt, resolverOf, withValues } from "./prepare.ts";
import type { Performing } from "./table.ts";

/** An object that somebody has changed or deleted between plan and write. */
export class MovedOn extends Error {
  /** Whether a value of a person stays, which is as it should be. */
  readonly isKept: boolean;
  constructor(reason: string, isKept = false) {
    super(reason);
    this.isKept = isKept;
  }
}

/** What of a change still meets what the plan saw: between plan and write people go on working, and what they did stays. */
export async function lookFirst(table: Performing, attempt: Attempt): Promise<Attempt> {
  const { action, sent } = attempt;
  const isChange = action.action === "change" || action.action === "close";
  if (!isChange || sent.target_gid === null || "key" in (action.target ?? {})) return attempt;
  const { workspace_gid } = table.plan;
  const present = await readPresent(table.asana, action.object_type, { gid: sent.target_gid, workspace_gid });
  if (!present) throw new MovedOn("the object is gone, or out of this token's sight; the next night plans again");
  const resolver = resolverOf(table);
  const valueNow = ({ name, field }: Change) => present(name, field && resolver.gid(field));
  const values = action.values.filter((change) => isSame(valueNow(change), trimmed(change.old)));
  if (values.length === action.values.length) return attempt;
  const moved = action.values.filter((change) => !values.includes(change));
  const what = moved.map(({ label }) => label).join(", ");
  if (values.length === 0) throw new MovedOn(`${what} was changed since the plan was made; kept`, true);
  const reason = `${what} was changed since the plan was made; kept`;
  table.notWritten.push({ key: `${action.key}:kept`, label: action.label, reason, is_known: true });
  return withValues(table, attempt, values);
}

const trimmed = (value: Value): Value => (typeof value === "string" ? value.trim() : value);
