import { createHash } from "node:crypto";
import type { Store } from "../../warehouse/store.ts";
import type { Recipient } from "./recipients.ts";

/** `unknown`: the connection broke after the message went out, so that it may have arrived; never sent again by itself. */
export type MailState = "planned" | "sending" | "sent" | "unknown" | "failed";

export interface Letter {
  readonly id: string;
  readonly report: string;
  /** Monday of the week that the report is about. */
  readonly period: string;
  readonly recipient: Recipient;
  readonly messageId: string;
}

/** The letter of one report, period and recipient; its id is the same in every run. */
export function planLetter(letter: Omit<Letter, "id">): Letter {
  const key = `${letter.report}|${letter.period}|${letter.recipient.hash}`;
  return { ...letter, id: createHash("sha256").update(key).digest("hex").slice(0, 24) };
}

/** The state of a letter, undefined where it was never planned. */
export async function readState(store: Store, id: string): Promise<MailState | undefined> {
  const rows = await store.exclusive(() =>
    store.database.rows<{ state: MailState }>("select state from ledger.mails where mail_id = $1", [id]),
  );
  return rows[0]?.state;
}

/** Notes a state, on disk before this returns, so that a kill at any point leaves the truth behind. */
export async function noteState(
  store: Store,
  letter: Letter,
  state: MailState,
  error: string | null = null,
): Promise<void> {
  const at = store.clock().toISOString();
  await store.exclusive(() =>
    store.database.run(
      `insert into ledger.mails (mail_id, report, period, recipient_hash, message_id, state, error, "at")
      values ($1, $2, $3, $4, $5, $6, $7, $8::timestamp)
      on conflict (mail_id) do update set state = excluded.state, error = excluded.error, message_id = excluded.message_id, "at" = excluded."at"`,
      [letter.id, letter.report, letter.period, letter.recipient.hash, letter.messageId, state, error, at],
    ),
  );
}

/** Letters that an earlier run was sending when it ended: whether they arrived is not known. Returns how many. */
export async function settleInterrupted(store: Store): Promise<number> {
  const rows = await store.exclusive(() =>
    store.database.rows(
      "update ledger.mails set state = 'unknown', error = 'the run ended while it was being sent' where state = 'sending' returning mail_id",
    ),
  );
  return rows.length;
}
