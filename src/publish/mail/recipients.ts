import { addressHash, letterName, type ReportName } from "../../config/letters.ts";
import type { Config } from "../../config/read.ts";
import type { MailIssue } from "./issue-files.ts";

export interface Recipient {
  readonly address: string;
  readonly name: string | undefined;
  /** What ledgers and logs call this person; the address itself stays in the config. */
  readonly hash: string;
  /** File of the letter, without ending: about everything, or about this person's teams. */
  readonly letter: string;
  readonly timeZone: string | undefined;
}

/** A manager as the release knows one: whom a digest can be mailed to. */
export interface Manager {
  readonly person_gid: string;
  readonly email: string | null;
}

/** Who gets a report, each address once. A recipient without `reports` gets the weekly one. */
export function recipientsOf(email: Config["email"], report: Exclude<ReportName, "digest">): Recipient[] {
  const wanted = email.to.filter(({ reports = ["weekly"] }) => reports.includes(report));
  const byAddress = new Map(wanted.map((one) => [one.address.toLowerCase(), one]));
  return [...byAddress.values()].map(({ address, name, teams, time_zone, pseudonymize }) => ({
    ...toRecipient(address, name),
    letter: letterName(teams, { report, pseudonymize }),
    timeZone: time_zone,
  }));
}

/**
 * Managers whom a digest was written for: those in email.to who ask for it, or all whose address Asana knows. A reader who asks
 * and manages nobody has no digest, which is no fault.
 */
export function digestReaders(email: Config["email"], issue: MailIssue, managers: readonly Manager[]): Recipient[] {
  const letters = new Map(issue.letters.flatMap(({ manager, name }) => (manager ? [[manager, name] as const] : [])));
  const listed = new Map(
    email.to.filter(({ reports }) => reports?.includes("digest")).map((one) => [one.address.toLowerCase(), one]),
  );
  return managers.flatMap(({ person_gid, email: address }) => {
    const letter = letters.get(person_gid);
    const entry = listed.get((address ?? "").toLowerCase());
    if (!address || !letter || (email.digest_to === "listed" && !entry)) return [];
    return [{ ...toRecipient(entry?.address ?? address, entry?.name), letter, timeZone: entry?.time_zone }];
  });
}

export const toRecipient = (address: string, name?: string): Recipient => ({
  ...{ address, name, hash: addressHash(address) },
  ...{ letter: letterName(undefined), timeZone: undefined },
});
