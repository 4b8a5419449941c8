import { letterName, type ReportName } from "../../config/letters.ts";
import type { Config } from "../../config/read.ts";
import type { Digest } from "../digest/digest-page.ts";
import { cleanName } from "../facts/fact.ts";
import { metricsFor } from "../facts/metrics/index.ts";
import { type Issue, openIssue, type Reader } from "../issue.ts";
import { type ReportScope, scopeTo } from "../scope.ts";
import { digestLetter } from "./digest-letter.ts";
import { type Letter, type WrittenLetter, writeLetter } from "./letter.ts";
import { projectLetter } from "./project-letter.ts";
import { retroLetter } from "./retro-letter.ts";
import { teamLetter } from "./team-letter.ts";
import { timeLetter } from "./time-letter.ts";

/** What a letter is made of. */
export interface LetterScope {
  readonly issue: Issue;
  readonly release: Reader;
  /** Pages of the report by their file, of those that there are. */
  readonly pages: (files: readonly string[]) => Letter["pages"];
  readonly about: string | null;
}

const makers: Readonly<Partial<Record<ReportName, (scope: LetterScope) => Promise<Letter>>>> = {
  project: projectLetter,
  team: teamLetter,
  time: timeLetter,
  retro: retroLetter,
};

export interface LettersInput {
  readonly config: Pick<Config, "email" | "thresholds" | "report_base_url" | "operator">;
  readonly issue: Issue;
  readonly release: Reader;
  readonly pages: readonly { readonly file: string; readonly html: string }[];
}

/** The letters of every report but the weekly one that somebody in email.to gets, one for each set of teams. */
export async function writeLetters({ config, issue, release, pages }: LettersInput): Promise<WrittenLetter[]> {
  const byFile = new Map(pages.map((page) => [page.file, page]));
  const written: WrittenLetter[] = [];
  for (const { name, report, teams, pseudonymize } of wantedLetters(config.email)) {
    const make = makers[report];
    if (!make) continue;
    const scope = scopeTo(release, { teams, pseudonymize, metrics: metricsFor(config.email.material) });
    const own = scope.isWhole
      ? issue
      : await openIssue(scope.release, config.thresholds, {
          asked: scope.metrics,
          material: config.email.material,
        });
    const letter = await make({
      issue: own,
      release: scope.release,
      about: await namesOf(scope),
      // Pages name persons: who gets pseudonyms gets none.
      pages: (files) => (pseudonymize ? [] : files.flatMap((file) => byFile.get(file) ?? [])),
    });
    written.push(await writeLetter(letter, { name, issue: own, config }));
  }
  return written;
}

/** A letter for each manager who has a digest. */
export async function writeDigests(
  digests: readonly (Digest & { readonly file: string; readonly html: string })[],
  { config, issue }: Pick<LettersInput, "config" | "issue">,
): Promise<WrittenLetter[]> {
  const written: WrittenLetter[] = [];
  for (const digest of digests) {
    const name = digest.file.replace(/\.html$/, "");
    const letter = await writeLetter(digestLetter(digest, issue, digest), { name, issue, config });
    written.push({ ...letter, manager: digest.manager.gid });
  }
  return written;
}

export interface WantedLetter {
  readonly name: string;
  readonly report: ReportName;
  readonly teams: readonly string[];
  readonly pseudonymize: boolean;
}

/** Every letter that email.to asks for, each once. Digests are made for managers, not for teams. */
export function wantedLetters({ to }: Config["email"]): WantedLetter[] {
  const wanted = to.flatMap(({ teams = [], reports = ["weekly"], pseudonymize = false }) =>
    reports
      .filter((report) => report !== "digest")
      .map((report) => ({ name: letterName(teams, { report, pseudonymize }), report, teams, pseudonymize })),
  );
  return [...new Map(wanted.map((letter) => [letter.name, letter])).values()];
}

/** Names of the teams that a scope is about; null where it is about everything. */
export async function namesOf(scope: ReportScope): Promise<string | null> {
  if (!scope.hasTeams) return null;
  const rows = await scope.release.rows<{ name: string | null }>("select name from marts.teams order by name");
  return rows.map((row) => cleanName(row.name)).join(", ") || "teams that the warehouse does not know";
}
