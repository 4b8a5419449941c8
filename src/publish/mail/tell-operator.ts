import type { Context } from "../../context.ts";
import type { Store } from "../../warehouse/store.ts";
import { periodOf } from "./cadence.ts";
import { bareAddress, type Postman } from "./deliver.ts";
import type { MailIssue } from "./issue-files.ts";
import { planLetter } from "./mail-ledger.ts";
import { toRecipient } from "./recipients.ts";
import { sendOne } from "./send-one.ts";

interface Holding {
  readonly issue: MailIssue;
  readonly held: readonly string[];
  readonly postman: Postman;
  readonly store: Store;
}

/** Nobody but the operator hears of a letter that is not whole, once per week and reason. Returns what went wrong with that. */
export async function tellOperator(
  { config, log, run }: Pick<Context, "config" | "log" | "run">,
  { issue, held, postman, store }: Holding,
): Promise<string[]> {
  for (const reason of held) log({ type: "warn", message: `Mail of ${issue.as_of_on} is held: ${reason}.` });
  if (!config.operator.email || held.length === 0) return [];
  const notice = {
    subject: `Held: mail of ${issue.as_of_on} was not sent`,
    lines: [
      "The reports are written, but these were not mailed to anyone:",
      ...held.map((reason) => `* ${reason}`),
      "",
      "Run `plimsoll status` to see the checks, mend the cause, then `plimsoll refresh --only report --send`.",
    ],
  };
  return mailOperator(notice, {
    address: config.operator.email,
    from: config.email.from!,
    runId: run.runId,
    // Without figures: data that grow older by the hour are one reason, told once.
    reason: `held:${held.join("|").replaceAll(/\d+/g, "#")}`,
    period: periodOf("weekly", issue.as_of_on),
    postman,
    store,
  });
}

export interface Notice {
  readonly subject: string;
  readonly lines: readonly string[];
}

export interface NoticeWay {
  readonly address: string;
  readonly from: string;
  readonly runId: string;
  /** What it is about: the same reason is told once in a period. */
  readonly reason: string;
  readonly period: string;
  readonly postman: Postman;
  readonly store: Store;
}

/** Mails a few plain lines to the operator. Returns what went wrong. */
export async function mailOperator(notice: Notice, way: NoticeWay): Promise<string[]> {
  const { address, from, runId, reason, period, postman, store } = way;
  const recipient = toRecipient(address);
  const letter = planLetter({ report: reason.slice(0, 200), period, recipient, messageId: "", runId });
  const message = write(notice, { from, runId });
  const result = await sendOne(letter, { message, store, postman });
  return typeof result === "string" ? [] : [`the operator did not hear of it: ${result.why}`];
}

function write({ subject, lines }: Notice, { from, runId }: Pick<NoticeWay, "from" | "runId">): Buffer {
  const headers = [
    `From: Plimsoll <${bareAddress(from)}>`,
    `Subject: ${subject.replaceAll(/[^\x20-\x7e]+/g, " ").slice(0, 200)}`,
    "Auto-Submitted: auto-generated",
    `X-Report-Run: ${runId}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
  ];
  const body =
    Buffer.from(`${lines.join("\r\n")}\r\n`)
      .toString("base64")
      .match(/.{1,76}/g) ?? [];
  return Buffer.from([...headers, "", ...body, ""].join("\r\n"));
}
