import { estimateName } from "./fields.ts";
import { findOutcome, type Surroundings } from "./find-outcome.ts";
import { keepResults, type Ledger, readLedger, readPending } from "./ledger.ts";
import { isSettled } from "./plans/reviews.ts";
import type { AsanaWriter } from "./read-asana.ts";
import type { LedgerNow } from "./state.ts";

export interface ReconcileInput {
  readonly asana: AsanaWriter;
  readonly ledger: Ledger;
  readonly workspace_gid: string;
  readonly mapped: Readonly<Record<string, string>>;
  readonly at: string;
}

/**
 * Settles writes whose outcome is unknown, by GET alone: what they made is adopted, what they did not do may be
 * planned again. Returns how many were settled each way.
 */
export async function reconcile(input: ReconcileInput): Promise<{ adopted: number; not_done: number }> {
  const pending = await readPending(input.ledger);
  let adopted = 0;
  if (pending.length === 0) return { adopted, not_done: 0 };
  const around = surroundings(await readLedger(input.ledger), input.workspace_gid, input.mapped);
  for (const write of pending) {
    const found = await findOutcome(input.asana, write, around);
    const { key, object_type, run_id, write_id } = write;
    const { at } = input;
    await keepResults(input.ledger, {
      managed: found && write.action === "create" ? [{ key, object_type, run_id, object_gid: found.gid, at }] : [],
      forgotten: found && write.action === "remove" && !isSettled(key) ? [key] : [],
      filled: found && object_type.endsWith("_values") ? [{ key, names: Object.keys(found.new_value ?? {}) }] : [],
      outcomes: [
        {
          write_id,
          state: found ? "done" : "failed",
          object_gid: found?.gid,
          new_value: found?.new_value,
          error: found ? undefined : "not carried out",
          at,
        },
      ],
    });
    adopted += found ? 1 : 0;
  }
  return { adopted, not_done: pending.length - adopted };
}

/** What the ledger knows that helps to recognise an object. */
export function surroundings(
  ledger: Pick<LedgerNow, "managed">,
  workspaceGid: string,
  mapped: Readonly<Record<string, string>>,
): Surroundings {
  return {
    workspace_gid: workspaceGid,
    known: new Set(ledger.managed.values()),
    field_gid: (name) =>
      name.startsWith(estimateName)
        ? name.slice(estimateName.length)
        : (mapped[name] ?? ledger.managed.get(`field:${name}`)),
  };
}
