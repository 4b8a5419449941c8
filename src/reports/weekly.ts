import type { Fact } from "./facts/fact.ts";
import { workspace } from "./facts/fact-book.ts";
import type { Issue, Reader } from "./issue.ts";
import type { Render } from "./page/engine.ts";
import { figuresOf, type KeyFigure, renderReport } from "./page/report-page.ts";
import { type RenderedSection, renderSection } from "./section.ts";
import { accuracy } from "./sections/accuracy.ts";
import { budget } from "./sections/budget.ts";
import { capacity } from "./sections/capacity.ts";
import { caveats } from "./sections/caveats.ts";
import { changes } from "./sections/changes.ts";
import { completion } from "./sections/completion.ts";
import { decisions } from "./sections/decisions.ts";
import { effort } from "./sections/effort.ts";
import { headcount } from "./sections/headcount.ts";
import { headline } from "./sections/headline.ts";
import { method } from "./sections/method.ts";
import { portfolios } from "./sections/portfolios.ts";
import { record } from "./sections/record.ts";
import { risks } from "./sections/risks.ts";
import { scenarios } from "./sections/scenarios.ts";
import { velocity } from "./sections/velocity.ts";

/** Every section of the weekly report, viewed on one release. */
export async function viewWeekly(release: Reader, issue: Issue) {
  return {
    headline: await renderSection(headline, release, issue),
    changes: await renderSection(changes, release, issue),
    decisions: await renderSection(decisions, release, issue),
    risks: await renderSection(risks, release, issue),
    completion: await renderSection(completion, release, issue),
    portfolios: await renderSection(portfolios, release, issue),
    capacity: await renderSection(capacity, release, issue),
    velocity: await renderSection(velocity, release, issue),
    effort: await renderSection(effort, release, issue),
    accuracy: await renderSection(accuracy, release, issue),
    headcount: await renderSection(headcount, release, issue),
    scenarios: await renderSection(scenarios, release, issue),
    budget: await renderSection(budget, release, issue),
    record: await renderSection(record, release, issue),
    caveats: await renderSection(caveats, release, issue),
    method: await renderSection(method, release, issue),
  };
}
export type Weekly = Awaited<ReturnType<typeof viewWeekly>>;

/** Sections that are left out, not excused, where there is nothing to show. */
const whereKnown = new Set(["portfolios", "scenarios"]);

/** The weekly report as one self-contained page. */
export function weeklyPage(weekly: Weekly, issue: Issue, render: Render): string {
  const { headline: lead } = weekly;
  const sections = Object.values<RenderedSection>(weekly).filter(
    (part) => part.id !== "headline" && !(part.view.empty && whereKnown.has(part.id)),
  );
  return renderReport(render, issue, {
    label: "Weekly report",
    title: lead.view.finding.text,
    heading: lead.view.finding.html,
    decision: lead.view.decision.html,
    figures: keyFigures(issue),
    sections,
  });
}

/** The four numbers under the headline, of those that are known. */
export function keyFigures({ book }: Issue): KeyFigure[] {
  const peak = [...book.of("utilization")]
    .filter((fact) => fact.scope.gid.startsWith(`${workspace}@`))
    .sort((a, b) => Number(b.value) - Number(a.value))[0];
  const candidates: readonly (readonly [string, Fact | undefined])[] = [
    ["projects more likely late than on time", book.find("projects_late", workspace)],
    ["of everyone’s capacity booked in the fullest week", peak],
    ["tasks a week in the weeks ahead", book.find("pace_ahead", workspace)],
    ["open tasks", book.find("open_tasks", workspace)],
  ];
  return figuresOf(candidates);
}
