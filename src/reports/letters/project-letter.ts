import { safeGid } from "../pages.ts";
import { renderSection } from "../section.ts";
import { completion } from "../sections/completion.ts";
import type { Letter } from "./letter.ts";
import { moreNote, shown } from "./shown.ts";
import type { LetterScope } from "./write-letters.ts";

const mostRows = 30;
const mostPages = 5;

/** The project reports as one letter: each project in a line, the pages of those most at risk with it. */
export async function projectLetter({ issue, release, pages, about }: LetterScope): Promise<Letter> {
  const { view } = await renderSection(completion, release, issue);
  const [first] = view.all;
  const files = view.all.slice(0, mostPages).map(({ gid }) => `project-${safeGid(gid)}.html`);
  const known = view.all.length > 0;
  return {
    report: "project",
    label: "project reports",
    heading: known ? view.finding : "No open project has a forecast yet",
    second: first ? `${first.name}: ${first.answer.text}` : (view.empty ?? ""),
    figures: [],
    about,
    pages: pages(files),
    parts: [
      {
        title: "Every open project, the least likely to be on time first",
        empty: view.empty,
        table: {
          head: ["Project", "Owner", "Due", "85 % date", "On time"],
          numbers: [4],
          names: [0, 1],
          rows: view.all
            .slice(0, mostRows)
            .map(({ name, owner, due, p85, chance }) => [
              name,
              owner ?? "–",
              shown(due, issue),
              p85 ? shown(p85, issue) : "over 3 years",
              shown(chance, issue),
            ]),
        },
        note: moreNote(view.all.length - mostRows, "projects have a page"),
      },
      ...(view.unknown.length > 0
        ? [
            {
              title: "Not forecast yet",
              items: view.unknown.map(({ name, unlocks }) => `${name}: needs ${unlocks}`),
            },
          ]
        : []),
    ],
  };
}
