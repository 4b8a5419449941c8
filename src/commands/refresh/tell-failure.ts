import type { Config } from "../../config/read.ts";
import { CheckError, messageOf } from "../../errors.ts";
import { openPost } from "../../publish/mail/send.ts";
import { mailOperator, type NoticeWay } from "../../publish/mail/tell-operator.ts";
import { openStore, type Store } from "../../warehouse/store.ts";
import type { Effects } from "../effects.ts";
import { explainError } from "../explain-error.ts";
import { readBaseUrl } from "../store-origin.ts";

/** What stopped a run, for whoever has to mend it. */
export const describeFailure = (error: unknown): string => explainError(error) ?? messageOf(error);

/**
 * Mails operator.email that a night that was to send reports has stopped, why, and what to do; once for each day and reason. That it
 * cannot be told is no reason to fail in another way than the night did.
 */
export async function tellFailure(
  config: Config,
  error: unknown,
  effects: Pick<Effects, "clock" | "err">,
): Promise<void> {
  const { operator, email, smtpUrl } = config;
  if (!operator.email || !email.from || !smtpUrl) return;
  try {
    const now = effects.clock().toISOString();
    const store = await openStore(config.home, { baseUrl: await readBaseUrl(config), clock: effects.clock });
    try {
      const way = wayOf(config, { error, now, store });
      for (const why of await mailOperator(noticeOf(error, now), way)) effects.err(`plimsoll: ${why}\n`);
    } finally {
      await store.close();
    }
  } catch (problem) {
    effects.err(`plimsoll: operator.email could not be told: ${messageOf(problem)}\n`);
  }
}

interface Telling {
  readonly error: unknown;
  readonly now: string;
  readonly store: Store;
}

function wayOf(config: Config, { error, now, store }: Telling): NoticeWay {
  return {
    address: config.operator.email!,
    from: config.email.from!,
    runId: now,
    // Without figures and run ids: rows that break a check are one reason, told once a day.
    reason: `stopped:${describeFailure(error).replaceAll(/[\w-]*\d[\w-]*/g, "#")}`,
    period: now.slice(0, 10),
    postman: openPost(config),
    store,
  };
}

function noticeOf(error: unknown, now: string) {
  const isCheck = error instanceof CheckError;
  const what = isCheck ? "a failed check" : "an error";
  return {
    subject: `Stopped: the night of ${now.slice(0, 10)} ended with ${what}`,
    lines: [
      `Plimsoll stopped at ${now.slice(0, 16).replace("T", " ")} UTC. The last release stays, and no report was mailed to anyone.`,
      "",
      ...describeFailure(error).split("\n"),
      "",
      isCheck
        ? "Run `plimsoll status` to see the state, mend what the check names, then `plimsoll refresh --send`."
        : "Follow the message, then run `plimsoll refresh --send` again; `plimsoll status` shows the state.",
    ],
  };
}
