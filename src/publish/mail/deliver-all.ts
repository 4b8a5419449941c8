import type { Context } from "../../context.ts";
import type { Store } from "../../warehouse/store.ts";
import type { Postman } from "./deliver.ts";
import type { Letter } from "./mail-ledger.ts";
import { type Result, sendOne } from "./send-one.ts";

export interface DueLetter {
  readonly letter: Letter;
  readonly message: Buffer;
  /** How it is called in a list of what did not arrive. */
  readonly label: string;
}

export interface Delivering {
  readonly ctx: Pick<Context, "log" | "sleep">;
  readonly store: Store;
  readonly postman: Postman;
  readonly retryUnknown?: boolean | undefined;
}

export interface Delivered {
  readonly results: readonly Result[];
  /** One line a letter that did not arrive, or may not have. */
  readonly undelivered: readonly string[];
}

/** Greylisting servers take on the second try what they turned away on the first. */
const patience = 90_000;

/** Sends letters; those that the server turned away for the moment once more in the end. One that takes none at all is asked once. */
export async function deliverAll(due: readonly DueLetter[], post: Delivering): Promise<Delivered> {
  const results = new Map<DueLetter, Result>();
  const sendEach = async (letters: readonly DueLetter[]): Promise<string | undefined> => {
    for (const one of letters) {
      const result = await sendOne(one.letter, { ...post, message: one.message });
      results.set(one, result);
      if (typeof result !== "string" && result.isServer) return result.why;
    }
    return undefined;
  };
  let broken = await sendEach(due);
  const passing = due.filter((one) => {
    const result = results.get(one);
    return typeof result === "object" && result.isPassing;
  });
  if (broken === undefined && passing.length > 0) {
    const message = `${passing.length} mail(s) were turned away for the moment; one more try in ${patience / 1000} seconds.`;
    post.ctx.log({ type: "info", message });
    await post.ctx.sleep(patience);
    broken = await sendEach(passing);
  }
  const failed = due.flatMap((one) => {
    const result = results.get(one);
    return typeof result === "object" && !result.isServer ? [`${one.label} ${result.why}`] : [];
  });
  const waiting = due.filter((one) => {
    const result = results.get(one);
    return result === undefined || (typeof result === "object" && result.isServer);
  }).length;
  const whole = broken === undefined ? [] : [describeBroken(broken, waiting)];
  return { results: [...results.values()], undelivered: [...failed, ...whole] };
}

const describeBroken = (reason: string, waiting: number): string =>
  `the mail server (SMTP_URL) takes no mail: ${reason.replace(/[.\s]+$/, "")}. ${waiting} ${waiting === 1 ? "letter waits" : "letters wait"} for the next run; \`plimsoll doctor\` checks the server`;
