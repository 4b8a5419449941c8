import { type ReportName, reportNames } from "../../config/letters.ts";
import type { Context } from "../../context.ts";
import { UserError } from "../../errors.ts";
import type { Store } from "../../warehouse/store.ts";
import { isDueFor, periodOf } from "./cadence.ts";
import { createPostman, type Postman } from "./deliver.ts";
import { type DueLetter, deliverAll } from "./deliver-all.ts";
import { type MailIssue, readIssue, readLetter, reasonsToHold } from "./issue-files.ts";
import { giveUpOld, type LeftLetter, planAll, planLetter, settleInterrupted } from "./mail-ledger.ts";
import { digestReaders, type Manager, type Recipient, recipientsOf, toRecipient } from "./recipients.ts";
import type { Result } from "./send-one.ts";
import { tellOperator } from "./tell-operator.ts";

export interface SendSummary {
  /** Letters that the server took, in this run and in earlier ones of their period. */
  readonly sent: number;
  readonly already_sent: number;
  /** Letters whose day and hour (email.cadence) have not come yet. */
  readonly not_due: number;
  /** Why letters were held; empty unless some were. */
  readonly held: readonly string[];
  /** One line a letter that did not arrive, or may not have, without addresses. */
  readonly undelivered: readonly string[];
}

export interface SendInput {
  readonly store: Store;
  /** As-of date of the report to send; the run's own where left out. */
  readonly asOf?: string | undefined;
  /** Sends to this address alone, as a trial that no ledger counts. */
  readonly to?: string | undefined;
  /** The letter of a trial, as its file is called; weekly where left out. */
  readonly letter?: string | undefined;
  /** Sends again what may or may not have arrived. */
  readonly retryUnknown?: boolean | undefined;
  /** Whose addresses digests may go to. */
  readonly managers?: readonly Manager[] | undefined;
}

export type SendContext = Pick<Context, "config" | "log" | "run" | "sleep">;

/**
 * Mails every report that is due, once per report, week (or month) and recipient whatever happens in between. A letter that is
 * not whole is held and the operator is told. Throws UserError where SMTP_URL or email.from is missing.
 */
export async function sendReport(ctx: SendContext, input: SendInput): Promise<SendSummary> {
  const { config, run } = ctx;
  const postman = openPost(config);
  const issue = readIssue(config.home, input.asOf ?? run.asOf);
  if (input.to) return sendTrial(issue, { address: input.to, letter: input.letter ?? "weekly", postman });
  const interrupted = await settleInterrupted(input.store);
  const given = await giveUpOld(input.store, {
    week: periodOf("weekly", issue.as_of_on),
    month: periodOf("retro", issue.as_of_on),
  });
  const stale = reasonsToHold(issue, run.startedAt, config.email.hold_after_hours);
  const post = { ...input, ctx, issue, postman };
  const sent = stale.length > 0 ? nothing(stale) : await sendAll(post);
  const told = await tellOperator(ctx, { issue, held: sent.held, postman, store: input.store });
  const others = [...interrupted.filter(({ mail_id }) => !sent.letters.has(mail_id)), ...given];
  return {
    ...countOf(sent.results),
    held: sent.held,
    undelivered: [...sent.undelivered, ...others.map(describeLeft), ...told],
  };
}

/** The way to the mail server that the settings name. */
export function openPost({ smtpUrl, email }: Pick<Context["config"], "smtpUrl" | "email">): Postman {
  if (!smtpUrl)
    throw new UserError(
      "SMTP_URL is not set, so nothing can be mailed. Set it as in smtp://user:password@mail.example.com:587.",
    );
  if (!email.from)
    throw new UserError(
      "email.from is not set in the config, so nothing can be mailed. Add the address that reports come from.",
    );
  return createPostman(smtpUrl, email.from);
}

interface Trial {
  readonly address: string;
  readonly letter: string;
  readonly postman: Postman;
}

async function sendTrial(issue: MailIssue, { address, letter, postman }: Trial): Promise<SendSummary> {
  const result = await postman(readLetter(issue, letter).message, toRecipient(address));
  const undelivered = result.outcome === "sent" ? [] : [`the trial: ${result.reason}`];
  return { sent: 1 - undelivered.length, already_sent: 0, not_due: 0, held: [], undelivered };
}

interface Post extends SendInput {
  readonly ctx: SendContext;
  readonly issue: MailIssue;
  readonly postman: Postman;
}

interface Sent {
  readonly results: readonly Result[];
  readonly held: readonly string[];
  readonly undelivered: readonly string[];
  /** Ids of the letters that this run spoke of. */
  readonly letters: ReadonlySet<string>;
}

const nothing = (held: readonly string[]): Sent => ({ results: [], held, undelivered: [], letters: new Set() });

async function sendAll(post: Post): Promise<Sent> {
  const plans = [];
  for (const report of reportNames) plans.push(await planReport(report, post));
  const due = plans.flatMap((plan) => plan.due);
  const later = plans.reduce((sum, plan) => sum + plan.later, 0);
  const { results, undelivered } = await deliverAll(due, post);
  return {
    results: [...results, ...Array<Result>(later).fill("not due")],
    held: plans.flatMap(({ held }) => held),
    undelivered,
    letters: new Set(due.map(({ letter }) => letter.id)),
  };
}

function readersOf(report: ReportName, { ctx, issue, managers = [] }: Post): Recipient[] {
  const { email } = ctx.config;
  if (report === "digest") return digestReaders(email, issue, managers);
  const readers = recipientsOf(email, report);
  if (report === "weekly" && readers.length === 0)
    ctx.log({ type: "warn", message: "email.to names nobody who gets the weekly report." });
  return readers;
}

/** The letters of one report that are due and whole; each is noted before the first goes out. */
async function planReport(
  report: ReportName,
  post: Post,
): Promise<{ due: DueLetter[]; held: string[]; later: number }> {
  const { ctx, issue, store } = post;
  const { config, run } = ctx;
  const readers = readersOf(report, post);
  const held = new Set<string>();
  const due: DueLetter[] = [];
  let later = 0;
  for (const [i, recipient] of readers.entries()) {
    if (!isDueFor(recipient, { report, now: run.startedAt, config })) {
      later++;
      continue;
    }
    const { message, messageId, problems } = readLetter(issue, recipient.letter);
    for (const problem of problems) held.add(report === "weekly" ? problem : `${recipient.letter}: ${problem}`);
    if (problems.length > 0) continue;
    const period = periodOf(report, issue.as_of_on);
    const letter = planLetter({ report, period, recipient, messageId, runId: run.runId });
    due.push({
      letter,
      message,
      label: `${report === "weekly" ? "" : `${report}: `}recipient ${i + 1} (${recipient.hash})`,
    });
  }
  await planAll(
    store,
    due.map(({ letter }) => letter),
  );
  return { due, held: [...held], later };
}

const countOf = (results: readonly Result[]) => ({
  sent: results.filter((result) => result === "sent").length,
  already_sent: results.filter((result) => result === "already sent").length,
  not_due: results.filter((result) => result === "not due").length,
});

const describeLeft = ({ report, period, recipient_hash }: LeftLetter): string =>
  `${report} of ${period}: recipient ${recipient_hash} did not get it, or may not have; it is not sent any more`;
