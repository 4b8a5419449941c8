import { timeSections } from "../time/time-page.ts";
import type { Letter } from "./letter.ts";
import { moreNote, shown } from "./shown.ts";
import type { LetterScope } from "./write-letters.ts";

const mostRows = 10;

/** The weekly time summary as a letter: over and under the plan, and what is missing. */
export async function timeLetter({ issue, release, pages, about }: LetterScope): Promise<Letter> {
  const { lead, figures, byTeam, byProject, gaps } = await timeSections(issue, release);
  return {
    report: "time",
    label: "weekly time summary",
    heading: lead,
    second: byProject.view.finding ?? lead,
    // The heading says the first two.
    figures: figures.slice(2),
    about,
    pages: pages(["time.html"]),
    parts: [
      {
        title: byTeam.title,
        empty: byTeam.view.empty,
        table: {
          head: ["Team", "Planned", "Logged", "Capacity", "Verdict"],
          numbers: [1, 2, 3],
          rows: byTeam.view.rows
            .slice(0, mostRows)
            .map((row) => [
              row.name,
              ...[row.planned, row.logged, row.capacity].map((fact) => shown(fact, issue)),
              row.verdict,
            ]),
        },
        note: "As planned means within a quarter of the allocations, or within four hours.",
      },
      {
        title: byProject.title,
        empty: byProject.view.empty,
        table: {
          head: ["Project", "Planned", "Logged", "Verdict"],
          numbers: [1, 2],
          rows: byProject.view.rows
            .slice(0, mostRows)
            .map((row) => [row.name, shown(row.planned, issue), shown(row.logged, issue), row.verdict]),
        },
        note: moreNote(byProject.view.rows.length - mostRows + byProject.view.more, "projects are"),
      },
      {
        title: gaps.title,
        empty: gaps.view.empty,
        table: {
          head: ["Project", "Finished", "Without hours", "Far from estimate"],
          numbers: [1, 2, 3],
          rows: gaps.view.rows
            .slice(0, mostRows)
            .map((row) => [
              row.name,
              ...[row.finished, row.unlogged, row.mismatched].map((fact) => shown(fact, issue)),
            ]),
        },
        note: moreNote(gaps.view.rows.length - mostRows + gaps.view.more, "projects are"),
      },
    ],
  };
}
