import type { Action } from "./action.ts";
import type { Write } from "./ledger.ts";
import type { UndoDesk, UndoStep } from "./undo-desk.ts";
import { removeMade } from "./undo-made.ts";
import { restore } from "./undo-values.ts";

/** The step back from a write, and why what is left of it cannot be taken back; nothing where nothing is left to do. */
export async function undoOne(desk: UndoDesk, write: Write, before: readonly Action[]): Promise<readonly UndoStep[]> {
  if (write.action === "change" || write.action === "close") return restore(desk, write);
  const step = await removeMade(desk, write, before);
  return step ? [step] : [];
}
