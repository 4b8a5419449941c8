import type { Digest } from "../digest/digest-page.ts";
import { formatDate } from "../facts/format.ts";
import type { Issue } from "../issue.ts";
import type { Letter } from "./letter.ts";

/** A manager's digest as a letter. It speaks about persons, to their manager alone. */
export function digestLetter(
  digest: Digest,
  issue: Issue,
  page: { readonly file: string; readonly html: string },
): Letter {
  const { load, reviews, logs, odd, heading } = digest;
  return {
    report: "digest",
    label: "digest for managers",
    heading,
    second: secondOf(reviews.view.rows.length, logs.view.rows.length, odd.view.rows.length),
    figures: [],
    about: null,
    isPrivate: true,
    pages: [page],
    parts: [
      {
        title: load.title,
        empty: load.view.empty,
        table: {
          head: ["Person", ...load.view.weeks.map((week) => formatDate(week, issue.asOf)), "Why"],
          names: [0, load.view.weeks.length + 1],
          rows: load.view.rows.map(({ name, why, cells }) => [
            name,
            ...cells.map((cell) => (cell ? `${Math.round((cell.utilization ?? 0) * 100)}\u00a0% ${cell.word}` : "–")),
            why || "–",
          ]),
        },
      },
      {
        title: reviews.title,
        empty: reviews.view.empty,
        items: reviews.view.rows.map(
          ({ kind, reason, effect }) => `${kind}: ${reason}${effect ? ` If approved: ${effect}.` : ""}`,
        ),
        note: reviews.view.empty ? undefined : "Approve or reject them in Asana, in the capacity review project.",
      },
      {
        title: logs.title,
        empty: logs.view.empty,
        items: logs.view.rows.map(
          ({ name, logged, capacity }) =>
            `${name}: ${Math.round(logged ?? 0)}\u00a0h logged of ${Math.round(capacity ?? 0)}\u00a0h capacity`,
        ),
      },
      {
        title: odd.title,
        empty: odd.view.empty,
        items: odd.view.rows.map(
          ({ name, on, reason }) => `${name}${on ? `, ${formatDate(on, issue.asOf)}` : ""}: ${reason}`,
        ),
      },
    ],
  };
}

function secondOf(reviews: number, logs: number, odd: number): string {
  const count = (n: number, one: string, many: string) => (n > 0 ? [`${n} ${n === 1 ? one : many}`] : []);
  const parts = [
    ...count(reviews, "proposal waits for your decision", "proposals wait for your decision"),
    ...count(logs, "person logged little", "people logged little"),
    ...count(odd, "odd time entry", "odd time entries"),
  ];
  return parts.join(", ") || "Nothing waits for you";
}
