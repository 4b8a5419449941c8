import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { reportNames } from "../../config/letters.ts";
import { UserError } from "../../errors.ts";

const letterSchema = z.object({
  report: z.enum(reportNames),
  name: z.string(),
  problems: z.array(z.string()),
  /** The person whom a digest is for. */
  manager: z.string().optional(),
});

const gateSchema = z.object({
  report: z.string(),
  as_of_on: z.iso.date(),
  run_id: z.string(),
  subject: z.string(),
  data_as_of_at: z.string(),
  problems: z.array(z.string()),
  /** Letters beside the weekly one about everything; none in folders that an older version wrote. */
  letters: z.array(letterSchema).default([]),
});

/** What a report's folder says about its letters. */
export interface MailIssue extends z.infer<typeof gateSchema> {
  readonly folder: string;
}

/** A letter, ready to be sent. */
export interface LetterFile {
  /** The whole message without To. */
  readonly message: Buffer;
  readonly messageId: string;
  /** Why it must not go out. */
  readonly problems: readonly string[];
}

/** Reads what the report of an as-of date said about sending it. Throws UserError where there is none. */
export function readIssue(home: string, asOf: string): MailIssue {
  const folder = path.join(home, "reports", asOf);
  const gate = path.join(folder, "gate.json");
  if (!existsSync(gate)) throw missing("report", asOf, folder);
  return { ...gateSchema.parse(JSON.parse(readFileSync(gate, "utf8"))), folder };
}

/** Reads one letter of an issue by its name. */
export function readLetter({ folder, as_of_on, problems, letters }: MailIssue, name: string): LetterFile {
  const file = path.join(folder, `${name}.eml`);
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) throw missing(`letter "${name}"`, as_of_on, folder);
  const message = readFileSync(file);
  const messageId = /^Message-ID:\s*(\S+)/im.exec(message.subarray(0, 8192).toString("latin1"))?.[1] ?? "";
  const own = name === "weekly" ? problems : (letters.find((letter) => letter.name === name)?.problems ?? []);
  return { message, messageId, problems: own };
}

const missing = (what: string, asOf: string, folder: string): UserError =>
  new UserError(`There is no ${what} of ${asOf} in ${folder} to send. Run \`plimsoll report\` first.`);

/** Why no letter of an issue may go out: its data are old. `now` is the run's instant. */
export function reasonsToHold({ data_as_of_at }: MailIssue, now: string, staleAfterHours: number): string[] {
  const hours = (Date.parse(now) - Date.parse(data_as_of_at)) / 3_600_000;
  return hours > staleAfterHours ? [`its data are ${Math.round(hours)} hours old, over ${staleAfterHours}`] : [];
}
