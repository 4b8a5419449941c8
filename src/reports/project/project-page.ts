import { cleanName } from "../facts/fact.ts";
import type { Issue, Reader } from "../issue.ts";
import type { Render } from "../page/engine.ts";
import { figuresOf, renderReport } from "../page/report-page.ts";
import { renderSection } from "../section.ts";
import { budgetOf, scopeOf, varianceOf } from "./delivery-sections.ts";
import { burndownOf, criticalTasksOf, holdersOf } from "./project-sections.ts";

/** The report of one project as a self-contained page. */
export async function projectPage(
  gid: string,
  name: string,
  issue: Issue,
  { release, render }: PageTools,
): Promise<string> {
  const { book, say } = issue;
  const fact = (metric: string) => book.find(metric, gid);
  const [chance, due, p85] = [fact("late_chance"), fact("due_on"), fact("completion_p85")];
  const isLate = Number(chance?.value ?? 0) > 0.5;
  const dateless = p85 && !due ? say("project.undated", { p85 }) : say("project.unknown", { name });
  const lead = chance && due ? say(isLate ? "project.late" : "project.fine", { chance, due }) : dateless;
  return renderReport(render, issue, {
    label: "Project report",
    methodPage: "weekly.html",
    title: `${cleanName(name)}: project report`,
    heading: lead.html,
    figures: figuresOf([
      ["chance to meet the due date", fact("on_time")],
      ["done by, in 85 of 100 futures", p85],
      ["of open work", fact("remaining_hours")],
      ["of the budget in hours when it is done", book.find("budget_at_end", `${gid}:time`)],
    ]),
    sections: [
      await renderSection(burndownOf(gid), release, issue),
      await renderSection(criticalTasksOf(gid), release, issue),
      await renderSection(scopeOf(gid), release, issue),
      await renderSection(varianceOf(gid), release, issue),
      await renderSection(budgetOf(gid), release, issue),
      await renderSection(holdersOf(gid), release, issue),
    ],
  });
}

export interface PageTools {
  readonly release: Reader;
  readonly render: Render;
}
