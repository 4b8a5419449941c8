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
  load: (release) =>
    release.rows<Currency>(
      `select distinct project_gid || ':' || budget_type as gid, currency from marts.budgets
      where currency is not null and budget_type = 'cost' order by 1, 2`,
    ),
  view: (currencies, issue) => {
    const rows = rowsOf(issue, new Map(currencies.map((row) => [row.gid, row.currency])));
    return {
      finding: findingOf(issue),
      empty: rows.length === 0 ? "No open project has a budget in hours or money that Plimsoll can read." : undefined,
      rows: rows.slice(0, mostBudgets),
      more: Math.max(0, rows.length - mostBudgets),
    };
  },
});

interface Currency {
  readonly gid: string;
  readonly currency: string;
}

export function rowsOf({ book }: Issue, currencies: ReadonlyMap<string, string>) {
  return book
    .of("budget_used")
    .map((used) => {
      const [, kind = ""] = used.scope.gid.split(":");
      const atEnd = book.find("budget_at_end", used.scope.gid);
      const ratio = Number(atEnd?.value ?? used.value);
      return {
        ...{
          name: used.scope.name,
          link: used.link,
          kind: kindWords[kind] ?? kind,
          used,
          spent: book.find("budget_spent", used.scope.gid),
          total: book.find("budget_total", used.scope.gid),
          unit: kind === "time" ? "h" : (currencies.get(used.scope.gid) ?? ""),
          atEnd,
          ratio,
        },
        usedLength: lengthOf(Number(used.value)),
        comingLength: lengthOf(ratio) - lengthOf(Number(used.value)),
        planLength: lengthOf(1),
        isBeyond: ratio > longest,
        isOver: ratio > 1.005,
        verdict: atEnd || ratio > 1 ? verdictOf(ratio) : "no forecast yet",
      };
    })
    .sort((a, b) => b.ratio - a.ratio || a.name.localeCompare(b.name, "en"));
}

/** The variance that the end will most likely show, as a warning from nine tenths of the budget on. */
function verdictOf(ratio: number): string {
  const beyond = Math.round((ratio - 1) * 100);
  if (beyond > 0) return `${beyond}\u00a0% over`;
  return ratio > 0.9 ? "close to the limit" : `${-beyond}\u00a0% left`;
}

/** Percent of the drawing, which ends at twice the budget. */
const lengthOf = (ratio: number): number => Math.round((Math.min(longest, Math.max(0, ratio)) / longest) * 1000) / 10;

function findingOf({ book, say }: Issue) {
  const [over, known] = [book.find("budgets_over", workspace), book.find("budgets_known", workspace)];
  if (!known) return null;
  return over ? say("budget.finding", { over, known }) : say("budget.calm", { known });
}
