import type { Action, Conflict, Value } from "./action.ts";
import type { Surroundings } from "./find-outcome.ts";
import type { Write } from "./ledger.ts";
import type { AsanaWriter } from "./read-asana.ts";
import type { FieldNow, LedgerNow, OwnProjectNow } from "./state.ts";

/** What taking a run back looks at. */
export interface UndoDesk {
  readonly asana: AsanaWriter;
  readonly fields: readonly FieldNow[];
  readonly around: Surroundings;
  /** What Plimsoll wrote last, since a later run of its own is not a person, and what people were seen to have typed. */
  readonly known: LedgerNow;
  /** Which write stands behind each value: what a later run wrote again is no longer this one's to take back. */
  readonly standing: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Projects read whole, each once. */
  readonly contents: Map<string, Promise<OwnProjectNow>>;
}

export type UndoStep = Action | Conflict;

export const stays = (write: Write, reason: string): Conflict => ({
  key: write.key,
  label: labelOf(write),
  reason,
  project: null,
});

const labelOf = (write: Write): string =>
  `${write.object_type.replaceAll("_", " ")} ${write.new_value.name ?? write.key}`;

/** Asana takes spaces off the ends of texts. */
export const trimmed = (value: Value): Value => (typeof value === "string" ? value.trim() : value);
