import { createHash } from "node:crypto";
import type { Store } from "../../warehouse/store.ts";
import type { Recipient } from "./recipients.ts";

/** `unknown`: the connection broke after the message went out, so that it may have arrived; never sent again by itself. */
export type MailState = "planned" | "sending" | "sent" | "unknown" | "failed";

export interface Letter {
  readonly id: string;
  readonly report: string;
  /** First day of the week or month that the report is about. */
  readonly period: string;
  readonly recipient: Recipient;
  readonly messageId: string;
  /** Run that sends it. */
  readonly runId: string;
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
  await store.exclusive(() => write(store, letter, { state, error }));
}

/** Notes all letters that are due before the first goes out, so that none is forgotten when the run ends early. */
export async function planAll(store: Store, letters: readonly Letter[]): Promise<void> {
  await store.transaction(async () => {
    for (const letter of letters) {
      const [known] = await store.database.rows("select 1 from ledger.mails where mail_id = $1", [letter.id]);
      if (!known) await write(store, letter, { state: "planned", error: null });
    }
  });
}

interface Entry {
  readonly state: MailState;
  readonly error: string | null;
}

async function write(store: Store, letter: Letter, { state, error }: Entry): Promise<void> {
  await store.database.run(
    `insert into ledger.mails (mail_id, report, period, recipient_hash, message_id, state, error, "at", run_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8::timestamp, $9)
    on conflict (mail_id) do update set state = excluded.state, error = excluded.error, message_id = excluded.message_id,
      "at" = excluded."at", run_id = excluded.run_id`,
    [
      ...[letter.id, letter.report, letter.period, letter.recipient.hash, letter.messageId],
      ...[state, error, store.clock().toISOString(), letter.runId],
    ],
  );
}

export interface LeftLetter {
  readonly mail_id: string;
  readonly report: string;
  readonly period: string;
  readonly recipient_hash: string;
}

const leftColumns = "mail_id, report, period, recipient_hash";

/** Letters that an earlier run was sending when it ended: whether they arrived is not known. */
export const settleInterrupted = (store: Store): Promise<LeftLetter[]> =>
  store.exclusive(() =>
    store.database.rows<LeftLetter>(
      `update ledger.mails set state = 'unknown', error = 'the run ended while it was being sent'
      where state = 'sending' returning ${leftColumns}`,
    ),
  );

/** Letters that were planned or refused in a week or month that is over; told once, and then left. */
export const giveUpOld = (
  store: Store,
  before: { readonly week: string; readonly month: string },
): Promise<LeftLetter[]> =>
  store.exclusive(() =>
    store.database.rows<LeftLetter>(
      `update ledger.mails set state = 'failed', error = 'its time was over before it could be sent'
      where state = 'planned' and period < case report when 'retro' then $1 else $2 end returning ${leftColumns}`,
      [before.month, before.week],
    ),
  );
