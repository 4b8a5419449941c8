import { workspace } from "../facts/fact-book.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

const mostBudgets = 12;
const longest = 2;
const kindWords: Readonly<Record<string, string>> = { time: "hours", cost: "money" };

/** Use of budgets, now and when the open work is done. */
export const budget = section({
  id: "budget",
  title: "Budgets",
  load: async () => null,
  view: (_, issue) => {
    const rows = rowsOf(issue);
    return {
      finding: findingOf(issue),
      empty: rows.length === 0 ? "No open project has a budget in hours or money that Plimsoll can read." : undefined,
      rows: rows.slice(0, mostBudgets),
      more: Math.max(0, rows.length - mostBudgets),
    };
  },
});

function rowsOf({ book }: Issue) {
  return book
    .of("budget_used")
    .map((used) => {
      const [, kind = ""] = used.scope.gid.split(":");
      const atEnd = book.find("budget_at_end", used.scope.gid);
      const ratio = Number(atEnd?.value ?? used.value);
      return {
        ...{ name: used.scope.name, link: used.link, kind: kindWords[kind] ?? kind, used, atEnd, ratio },
        usedLength: lengthOf(Number(used.value)),
        comingLength: lengthOf(ratio) - lengthOf(Number(used.value)),
        planLength: lengthOf(1),
        isBeyond: ratio > longest,
        isOver: ratio > 1.005,
        verdict: ratio > 1.1 ? "over budget" : ratio > 1.005 ? "just over" : ratio > 0.9 ? "close" : "within",
      };
    })
    .sort((a, b) => b.ratio - a.ratio || a.name.localeCompare(b.name, "en"));
}

/** Percent of the drawing, which ends at twice the budget. */
const lengthOf = (ratio: number): number => Math.round((Math.min(longest, Math.max(0, ratio)) / longest) * 1000) / 10;

function findingOf({ book, say }: Issue) {
  const [over, known] = [book.find("budgets_over", workspace), book.find("budgets_known", workspace)];
  if (!known) return null;
  return over ? say("budget.finding", { over, known }) : say("budget.calm", { known });
}
