import type { Config } from "../../config/read.ts";
import { metricsFor } from "../facts/metrics/index.ts";
import { openIssue, type Reader } from "../issue.ts";
import { makeMail } from "../mail/make-mail.ts";
import { type Narrator, narrateIssue } from "../narrator/narrated-issue.ts";
import type { Render } from "../page/engine.ts";
import { scopeTo } from "../scope.ts";
import { viewWeekly, weeklyPage } from "../weekly.ts";
import type { WrittenLetter } from "./letter.ts";
import { namesOf, wantedLetters } from "./write-letters.ts";

export interface ScopedLetter extends WrittenLetter {
  readonly page: string;
  /** What became of the narrator's text; undefined where there is no narrator. */
  readonly verdict: string | undefined;
}

export interface LetterTools {
  readonly config: Pick<Config, "email" | "thresholds" | "report_base_url" | "operator">;
  readonly render: Render;
  readonly narrator: Narrator;
}

/** The weekly letter of each set of teams that somebody in email.to gets instead of everything, and of those with pseudonyms. */
export async function scopedLetters(
  release: Reader,
  { config, render, narrator }: LetterTools,
): Promise<ScopedLetter[]> {
  const letters: ScopedLetter[] = [];
  for (const { name, report, teams, pseudonymize } of wantedLetters(config.email)) {
    if (report !== "weekly" || name === "weekly") continue;
    const scope = scopeTo(release, { teams, pseudonymize, metrics: metricsFor(config.email.material) });
    const plain = await openIssue(scope.release, config.thresholds, {
      asked: scope.metrics,
      material: config.email.material,
    });
    const audience = teams.length > 0 ? `teams ${teams.join(", ")}` : "readers of pseudonyms";
    const { issue, verdict } = await narrateIssue(plain, scope.release, { ...narrator, report: name, audience });
    const weekly = await viewWeekly(scope.release, issue);
    const page = weeklyPage(weekly, issue, render);
    const about = (await namesOf(scope)) ?? undefined;
    const { message, parts, problems } = await makeMail({ weekly, issue, page, config, name, about });
    letters.push({ report, name, page, message, parts, verdict, problems });
  }
  return letters;
}
