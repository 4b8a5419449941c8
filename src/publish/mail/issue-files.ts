import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { UserError } from "../../errors.ts";

const gateSchema = z.object({
  report: z.string(),
  as_of_on: z.iso.date(),
  run_id: z.string(),
  subject: z.string(),
  data_as_of_at: z.string(),
  problems: z.array(z.string()),
});

/** A report as it lies in its folder, ready to be sent. */
export interface MailIssue extends z.infer<typeof gateSchema> {
  /** The whole message without To. */
  readonly message: Buffer;
  readonly messageId: string;
}

/** Reads the mail of an as-of date and what its report said about sending it. Throws UserError where there is none. */
export function readIssue(home: string, asOf: string, letter = "weekly"): MailIssue {
  const folder = path.join(home, "reports", asOf);
  const [gate, mail] = [path.join(folder, "gate.json"), path.join(folder, `${letter}.eml`)];
  if (!existsSync(gate) || !existsSync(mail)) {
    const what = letter === "weekly" ? "report" : "report for the teams of a recipient";
    throw new UserError(`There is no ${what} of ${asOf} in ${folder} to send. Run \`plimsoll report\` first.`);
  }
  const message = readFileSync(mail);
  const messageId = /^Message-ID:\s*(\S+)/im.exec(message.subarray(0, 8192).toString("latin1"))?.[1] ?? "";
  return { ...gateSchema.parse(JSON.parse(readFileSync(gate, "utf8"))), message, messageId };
}

const staleAfterHours = 48;

/** Why a leadership mail must wait; empty where it may go. `now` is the run's instant. */
export function reasonsToHold({ problems, data_as_of_at }: MailIssue, now: string): string[] {
  const hours = (Date.parse(now) - Date.parse(data_as_of_at)) / 3_600_000;
  const isStale = hours > staleAfterHours;
  return [...problems, ...(isStale ? [`its data are ${Math.round(hours)} hours old, over ${staleAfterHours}`] : [])];
}
