import type { Context } from "../context.ts";
import type { Plan } from "./action.ts";
import type { Ledger, Managed, Outcome } from "./ledger.ts";
import type { AsanaWriter } from "./read-asana.ts";
import type { FieldNow, LedgerNow } from "./state.ts";

/** An action that was not carried out, and why. */
export interface NotWritten {
  readonly key: string;
  readonly label: string;
  readonly reason: string;
  /** Refused for the same reason in an earlier run, or only waiting for something that was. */
  readonly is_known: boolean;
}

/** What grows while a plan is carried out. */
export interface Table {
  readonly ctx: Context;
  readonly plan: Plan;
  readonly asana: AsanaWriter;
  readonly ledger: Ledger;
  readonly known: LedgerNow;
  /** Refusals of earlier runs by key; the same again is no news. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly created: Map<string, string>;
  readonly fields: Map<string, FieldNow>;
  readonly notWritten: NotWritten[];
  readonly counts: { written: number; adopted: number; next: number };
  /** What Asana's answers told about the workspace. */
  readonly found: { lacks_approvals: boolean };
}

/** What the requests of one call came to, before it is kept. */
export interface Performing extends Table {
  readonly results: {
    readonly outcomes: Outcome[];
    readonly managed: Managed[];
    readonly forgotten: string[];
    readonly filled: { readonly key: string; readonly names: readonly string[] }[];
  };
}
