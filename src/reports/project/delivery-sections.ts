import { quoteText } from "../../warehouse/database.ts";
import { cleanName } from "../facts/fact.ts";
import { asOf, liveTasks } from "../facts/metrics/fragments.ts";
import { section, tableOf } from "../section.ts";
import { rowsOf } from "../sections/budget.ts";

interface WeekRow {
  readonly week: string;
  readonly added: number;
  readonly finished: number;
}

/** Tasks added to and finished in the project, the last eight weeks. */
export const scopeOf = (gid: string) =>
  section({
    id: "scope",
    title: "Scope",
    ...tableOf<WeekRow>(
      "Tasks added to the project and tasks finished in it, by seven days back from the as-of date.",
      `
        with weeks as (
          select cast(unnest(generate_series(${asOf} - 56, ${asOf} - 7, interval 7 day)) as date) as week
        )
        select weeks.week, count(*) filter (where t.created_at >= week and t.created_at < week + 7) as added,
          count(*) filter (where t.completed_at >= week and t.completed_at < week + 7) as finished
        from weeks left join ${liveTasks} t on t.project_gid = ${quoteText(gid)} group by 1 order by 1`,
    ),
    view: (rows, { book, say }) => {
      const [added, finished] = [book.find("scope_added", gid), book.find("scope_finished", gid)];
      const most = Math.max(1, ...rows.flatMap((row) => [row.added, row.finished]));
      const lengthOf = (count: number) => Math.round((count / most) * 1000) / 10;
      return {
        finding: added && finished ? say("project.scope", { added, finished }) : null,
        empty: rows.every((row) => row.added + row.finished === 0)
          ? "Nothing was added or finished in eight weeks."
          : undefined,
        rows: rows.map((row) => ({
          ...row,
          addedLength: lengthOf(row.added),
          finishedLength: lengthOf(row.finished),
          net: row.added - row.finished,
        })),
      };
    },
  });

interface ComparedRow {
  readonly name: string;
  readonly link: string | null;
  readonly estimate: number;
  readonly actual: number;
}

/** Finished tasks against their estimates, those that differ most first. By task, never by person. */
export const varianceOf = (gid: string) =>
  section({
    id: "variance",
    title: "Variance",
    ...tableOf<ComparedRow>(
      "Finished tasks of the project with both an estimate and actual hours, the eight that differ most.",
      `
        select name, permalink_url as link, cast(estimate_hours as double) as estimate, cast(actual_hours as double) as actual
        from ${liveTasks} t
        where project_gid = ${quoteText(gid)} and completed_at is not null and estimate_hours > 0 and actual_hours > 0
        order by abs(actual_hours - estimate_hours) desc, task_gid limit 8`,
    ),
    view: (rows, { book, say }) => {
      const [tasks, estimate, actual] = ["compared_tasks", "compared_estimate", "compared_actual"].map((metric) =>
        book.find(metric, gid),
      );
      return {
        finding: tasks && estimate && actual ? say("project.variance", { tasks, estimate, actual }) : null,
        empty:
          rows.length === 0 ? "No finished task of this project has both an estimate and actual hours." : undefined,
        rows: rows.map((row) => ({ ...row, name: cleanName(row.name), difference: row.actual - row.estimate })),
      };
    },
  });

/** Cost against budget, now and when the open work is done. */
export const budgetOf = (gid: string) =>
  section({
    id: "budget",
    title: "Budget",
    load: (release) =>
      release.rows<{ gid: string; currency: string }>(
        `select distinct project_gid || ':' || budget_type as gid, currency from marts.budgets
        where project_gid = $1 and currency is not null and budget_type = 'cost' order by 1, 2`,
        [gid],
      ),
    view: (currencies, issue) => {
      const all = rowsOf(issue, new Map(currencies.map((row) => [row.gid, row.currency])));
      const rows = all.filter((row) => row.used.scope.gid.startsWith(`${gid}:`));
      const atEnd = rows[0]?.atEnd;
      return {
        finding: atEnd ? issue.say("project.budget", { atEnd }) : null,
        empty: rows.length === 0 ? "The project has no budget in hours or money that Plimsoll can read." : undefined,
        rows,
        more: 0,
      };
    },
  });
