import { insightsOf, latestMonths, retroHeading } from "../retro/retro-page.ts";
import { renderSection } from "../section.ts";
import type { Letter } from "./letter.ts";
import type { LetterScope } from "./write-letters.ts";

/** The monthly retro as a letter: each finding of the month with what to try; the evidence is on the page. */
export async function retroLetter({ issue, release, pages, about }: LetterScope): Promise<Letter> {
  const months = await latestMonths(release);
  const { title, view } = await renderSection(insightsOf(months[0] ?? issue.asOf), release, issue);
  const [first, next] = view.rows;
  const heading = first?.title || retroHeading(months[0]);
  return {
    report: "retro",
    label: "monthly retro",
    heading,
    second: next?.title || (first?.finding ?? view.empty ?? heading),
    figures: [],
    about,
    pages: pages(["retro.html"]),
    parts: [
      {
        title,
        empty: view.empty,
        items: view.rows.map(({ scope, finding, action }) =>
          [scope && !finding.includes(scope) ? `${scope}: ` : "", finding, action ? ` Try: ${action}` : ""].join(""),
        ),
        note: view.rows.length > 0 ? "The full report has the evidence and the query behind each." : undefined,
      },
    ],
  };
}
