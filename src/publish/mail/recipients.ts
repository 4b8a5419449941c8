import { createHash } from "node:crypto";
import { letterName } from "../../config/letters.ts";
import type { Config } from "../../config/read.ts";

export interface Recipient {
  readonly address: string;
  readonly name: string | undefined;
  /** What ledgers and logs call this person; the address itself stays in the config. */
  readonly hash: string;
  /** File of the letter, without ending: about everything, or about this person's teams. */
  readonly letter: string;
  readonly timeZone: string | undefined;
}

/** Who gets a report, each address once. A recipient without `reports` gets the weekly one. */
export function recipientsOf(email: Config["email"], report: "weekly"): Recipient[] {
  const wanted = email.to.filter(({ reports }) => (reports ?? ["weekly"]).includes(report));
  const byAddress = new Map(wanted.map((one) => [one.address.toLowerCase(), one]));
  return [...byAddress.values()].map(({ address, name, teams, time_zone }) => ({
    ...toRecipient(address, name),
    letter: letterName(teams),
    timeZone: time_zone,
  }));
}

export const toRecipient = (address: string, name?: string): Recipient => ({
  ...{ address, name, hash: hashOf(address) },
  ...{ letter: letterName(undefined), timeZone: undefined },
});

const hashOf = (address: string): string =>
  createHash("sha256").update(address.trim().toLowerCase()).digest("hex").slice(0, 16);
