import type { Context } from "../../context.ts";
import { UserError } from "../../errors.ts";
import type { Store } from "../../warehouse/store.ts";
import { isDue } from "./cadence.ts";
import { bareAddress, createPostman, type Postman } from "./deliver.ts";
import { type MailIssue, readIssue, reasonsToHold } from "./issue-files.ts";
import { noteState, planLetter, readState, settleInterrupted } from "./mail-ledger.ts";
import { type Recipient, recipientsOf, toRecipient } from "./recipients.ts";

export interface SendSummary {
  /** Recipients whom the server took the mail for, in this run and in earlier ones of this period. */
  readonly sent: number;
  readonly already_sent: number;
  /** Recipients whose day and hour (email.cadence) have not come yet. */
  readonly not_due: number;
  /** Why nobody got it; empty unless it is held. */
  readonly held: readonly string[];
  /** One line a recipient who did not get it, or may not have, without addresses. */
  readonly undelivered: readonly string[];
}

export interface SendInput {
  readonly store: Store;
  /** As-of date of the report to send; the run's own where left out. */
  readonly asOf?: string | undefined;
  /** Sends to this address alone, as a trial that no ledger counts. */
  readonly to?: string | undefined;
  /** Sends again what may or may not have arrived. */
  readonly retryUnknown?: boolean | undefined;
}

/**
 * Mails the weekly report, once per week and recipient whatever happens in between. A report that is not whole is held
 * and the operator is told. Throws UserError where SMTP_URL or email.from is missing.
 */
export async function sendReport(ctx: Pick<Context, "config" | "log" | "run">, input: SendInput): Promise<SendSummary> {
  const { config, run } = ctx;
  const [smtpUrl, from] = [config.smtpUrl, config.email.from];
  if (!smtpUrl)
    throw new UserError(
      "SMTP_URL is not set, so nothing can be mailed. Set it as in smtp://user:password@mail.example.com:587.",
    );
  if (!from)
    throw new UserError(
      "email.from is not set in the config, so nothing can be mailed. Add the address that reports come from.",
    );
  const issue = readIssue(config.home, input.asOf ?? run.asOf);
  const postman = createPostman(smtpUrl, from);
  if (input.to) return sendTrial(issue, input.to, postman);
  const interrupted = await settleInterrupted(input.store);
  if (interrupted > 0)
    ctx.log({
      type: "warn",
      message: `${interrupted} mail(s) of an interrupted run may or may not have arrived; they are not sent again by themselves.`,
    });
  const held = reasonsToHold(issue, run.startedAt);
  if (held.length > 0) return hold(ctx, { issue, held, postman, store: input.store });
  return sendAll(ctx, { ...input, issue, postman });
}

async function sendTrial(issue: MailIssue, address: string, postman: Postman): Promise<SendSummary> {
  const result = await postman(issue.message, toRecipient(address));
  const undelivered = result.outcome === "sent" ? [] : [`the trial: ${result.reason}`];
  return { sent: 1 - undelivered.length, already_sent: 0, not_due: 0, held: [], undelivered };
}

interface Post extends SendInput {
  readonly issue: MailIssue;
  readonly postman: Postman;
}

async function sendAll(
  { config, log, run }: Pick<Context, "config" | "log" | "run">,
  post: Post,
): Promise<SendSummary> {
  const recipients = recipientsOf(config.email, "weekly");
  if (recipients.length === 0) log({ type: "warn", message: "email.to names nobody who gets the weekly report." });
  const results: Result[] = [];
  for (const recipient of recipients) {
    const { weekly } = config.email.cadence;
    const isLater = weekly && !isDue(weekly, run.startedAt, recipient.timeZone ?? config.time_zone);
    const issue = isLater ? post.issue : readIssue(config.home, post.issue.as_of_on, recipient.letter);
    results.push(isLater ? "not due" : await sendOne(recipient, { ...post, issue }));
  }
  return {
    sent: results.filter((result) => result === "sent").length,
    already_sent: results.filter((result) => result === "already sent").length,
    not_due: results.filter((result) => result === "not due").length,
    held: [],
    undelivered: results.flatMap((result, i) =>
      typeof result === "string" ? [] : [`recipient ${i + 1} (${recipients[i]!.hash}) ${result.why}`],
    ),
  };
}

type Result = "sent" | "already sent" | "not due" | { readonly why: string };

/** Notes the intent, sends, notes the result: whatever ends the program in between, the ledger never claims too much. */
async function sendOne(recipient: Recipient, { store, issue, postman, retryUnknown }: Post): Promise<Result> {
  const period = mondayOf(issue.as_of_on);
  const letter = planLetter({ report: "weekly", period, recipient, messageId: issue.messageId });
  const before = await readState(store, letter.id);
  if (before === "sent") return "already sent";
  if (before === "unknown" && !retryUnknown) {
    return { why: "may or may not have got this week's mail already; it is not sent again by itself" };
  }
  await noteState(store, letter, "sending");
  const delivery = await postman(issue.message, recipient);
  if (delivery.outcome === "sent") {
    await noteState(store, letter, "sent");
    return "sent";
  }
  const isRefused = delivery.outcome === "refused";
  await noteState(store, letter, isRefused ? "failed" : "unknown", delivery.reason);
  return {
    why: `${isRefused ? "was refused and will be tried again" : "may or may not have got it"}: ${delivery.reason}`,
  };
}

interface Holding {
  readonly issue: MailIssue;
  readonly held: readonly string[];
  readonly postman: Postman;
  readonly store: Store;
}

/** Nobody but the operator hears of a report that is not whole, once per week and reason. */
async function hold(
  { config, log }: Pick<Context, "config" | "log">,
  { issue, held, postman, store }: Holding,
): Promise<SendSummary> {
  for (const reason of held) log({ type: "warn", message: `The weekly mail of ${issue.as_of_on} is held: ${reason}.` });
  const address = config.operator.email;
  if (!address) return { sent: 0, already_sent: 0, not_due: 0, held, undelivered: [] };
  const recipient = toRecipient(address);
  const letter = planLetter({
    // Without figures: data that grow older by the hour are one reason, told once.
    report: `held:${held.join("|").replaceAll(/\d+/g, "#")}`.slice(0, 200),
    period: mondayOf(issue.as_of_on),
    recipient,
    messageId: "",
  });
  if ((await readState(store, letter.id)) === "sent")
    return { sent: 0, already_sent: 0, not_due: 0, held, undelivered: [] };
  await noteState(store, letter, "sending");
  const result = await postman(holdNotice(issue, held, config.email.from!), recipient);
  await noteState(store, letter, result.outcome === "sent" ? "sent" : "failed");
  return {
    sent: 0,
    already_sent: 0,
    not_due: 0,
    held,
    undelivered: result.outcome === "sent" ? [] : [`the operator: ${result.reason}`],
  };
}

function holdNotice(issue: MailIssue, held: readonly string[], from: string): Buffer {
  const lines = [
    `From: Plimsoll <${bareAddress(from)}>`,
    `Subject: Held: the weekly report of ${issue.as_of_on} was not mailed`,
    "Auto-Submitted: auto-generated",
    `X-Report-Run: ${issue.run_id}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    "The weekly report is written, but not mailed to anyone:",
    ...held.map((reason) => `* ${reason}`),
    "",
    "Run `plimsoll status` to see the checks, mend the cause, then `plimsoll refresh --only report --send`.",
    "",
  ];
  return Buffer.from(lines.join("\r\n"));
}

/** Monday of a date's week. */
function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
