import { letterName } from "../config/letters.ts";
import type { Config } from "../config/read.ts";
import { cleanName } from "./facts/fact.ts";
import { openIssue, type Reader } from "./issue.ts";
import { makeMail } from "./mail/make-mail.ts";
import { type Narrator, narrateIssue } from "./narrator/narrated-issue.ts";
import type { Render } from "./page/engine.ts";
import { scopeTo } from "./scope.ts";
import { viewWeekly, weeklyPage } from "./weekly.ts";

export interface ScopedLetter {
  /** Files of the letter and its page, without ending. */
  readonly name: string;
  readonly page: string;
  readonly message: Buffer;
  readonly problems: readonly string[];
  /** What became of the narrator's text; undefined where there is no narrator. */
  readonly verdict: string | undefined;
}

export interface LetterTools {
  readonly config: Pick<Config, "email" | "thresholds" | "report_base_url" | "operator">;
  readonly render: Render;
  readonly narrator: Narrator;
}

/** The weekly letter of each set of teams that somebody in email.to gets instead of everything. */
export async function scopedLetters(
  release: Reader,
  { config, render, narrator }: LetterTools,
): Promise<ScopedLetter[]> {
  const scopes = new Map(config.email.to.flatMap(({ teams }) => (teams?.length ? [[letterName(teams), teams]] : [])));
  const letters: ScopedLetter[] = [];
  for (const [name, teams] of scopes as Map<string, string[]>) {
    const scope = scopeTo(release, teams);
    const plain = await openIssue(scope.release, config.thresholds, scope.metrics);
    const audience = `teams ${teams.join(", ")}`;
    const { issue, verdict } = await narrateIssue(plain, scope.release, { ...narrator, report: name, audience });
    const weekly = await viewWeekly(scope.release, issue);
    const page = weeklyPage(weekly, issue, render);
    const rows = await scope.release.rows<{ name: string | null }>("select name from marts.teams order by name");
    const about = rows.map((row) => cleanName(row.name)).join(", ") || "teams that the warehouse does not know";
    const { message, problems } = await makeMail({ weekly, issue, page, config, name, about });
    letters.push({ name, page, message, verdict, problems: problems.map((why) => `${why} (letter about ${about})`) });
  }
  return letters;
}
