import { workspace } from "../facts/fact-book.ts";
import { formatDate } from "../facts/format.ts";
import { smallTeams } from "../facts/metrics/fragments.ts";
import { safeGid } from "../pages.ts";
import { renderSection } from "../section.ts";
import { capacity } from "../sections/capacity.ts";
import type { Letter } from "./letter.ts";
import { shown } from "./shown.ts";
import type { LetterScope } from "./write-letters.ts";

const mostRows = 20;
const mostPages = 5;
const mostWeeks = 4;

/** The team reports as one letter: four weeks of each team, with the pages of the fullest. */
export async function teamLetter({ issue, release, pages, about }: LetterScope): Promise<Letter> {
  const { view } = await renderSection(capacity, release, issue);
  const teams = view.rows.filter(({ isTotal }) => !isTotal);
  const files = teams
    .filter(({ gid }) => gid !== smallTeams && gid !== workspace)
    .map(({ gid }) => `team-${safeGid(gid)}.html`);
  const weeks = view.weeks.slice(0, mostWeeks);
  const nothing = "No team has a load and a capacity in the weeks ahead";
  return {
    report: "team",
    label: "team reports",
    heading: view.finding ?? nothing,
    second: view.room ?? view.finding ?? nothing,
    figures: [],
    about,
    pages: pages(files.slice(0, mostPages)),
    parts: [
      {
        title: "Load of the next four weeks, as a share of capacity",
        empty: view.empty ?? (teams.length === 0 ? "No team of five people or more." : undefined),
        table: {
          head: ["Team", ...weeks.map((week) => formatDate(week, issue.asOf))],
          rows: teams
            .slice(0, mostRows)
            .map(({ name, cells }) => [
              name,
              ...cells.slice(0, mostWeeks).map((cell) => (cell ? `${shown(cell.load, issue)} ${cell.word}` : "–")),
            ]),
        },
        note: view.hasSmall ? "Teams of fewer than five people are merged." : undefined,
      },
    ],
  };
}
