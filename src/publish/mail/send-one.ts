import type { Store } from "../../warehouse/store.ts";
import type { Postman } from "./deliver.ts";
import { type Letter, noteState, readState } from "./mail-ledger.ts";

/** What became of a letter; `isPassing` where the server may take it a little later, `isServer` where it takes none at all. */
export type Result =
  | "sent"
  | "already sent"
  | "not due"
  | { readonly why: string; readonly isPassing?: boolean; readonly isServer?: boolean };

export interface Way {
  readonly message: Buffer;
  readonly store: Store;
  readonly postman: Postman;
  readonly retryUnknown?: boolean | undefined;
}

/** Notes the intent, sends, notes the result: whatever ends the program in between, the ledger never claims too much. */
export async function sendOne(letter: Letter, { message, store, postman, retryUnknown }: Way): Promise<Result> {
  const before = await readState(store, letter.id);
  if (before === "sent") return "already sent";
  if (before === "unknown" && !retryUnknown) {
    return {
      why: "may or may not have got it already; it is not sent again by itself (--retry-unknown sends it again)",
    };
  }
  await noteState(store, letter, "sending");
  const delivery = await postman(message, letter.recipient);
  if (delivery.outcome === "sent") {
    await noteState(store, letter, "sent");
    return "sent";
  }
  await noteState(store, letter, delivery.outcome === "unknown" ? "unknown" : "failed", delivery.reason);
  if (delivery.outcome === "unknown") return { why: `may or may not have got it: ${delivery.reason}` };
  if (delivery.outcome === "unreachable") return { why: delivery.reason, isServer: true };
  return { why: `was refused and will be tried again: ${delivery.reason}`, isPassing: delivery.isPassing };
}
