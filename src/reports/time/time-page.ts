import type { Fact } from "../facts/fact.ts";
import { workspace } from "../facts/fact-book.ts";
import { smallTeams } from "../facts/metrics/fragments.ts";
import type { Issue, Reader } from "../issue.ts";
import { figuresOf, renderReport } from "../page/report-page.ts";
import type { PageTools } from "../project/project-page.ts";
import { renderSection, section } from "../section.ts";

const mostRows = 40;
/** Where the log is so many times the plan, the plan says nothing of this work. */
const mostlyUnplanned = 3;

/** The weekly time summary: what was planned and logged in the last full week, by team and project, and what is missing. */
export async function timePage(issue: Issue, { release, render }: PageTools): Promise<string> {
  const { lead, figures, byTeam, byProject, gaps } = await timeSections(issue, release);
  return renderReport(render, issue, {
    label: "Weekly time summary",
    methodPage: "weekly.html",
    title: lead.text,
    heading: lead.html,
    figures,
    sections: [byTeam, byProject, gaps],
  });
}

/** What the page and the letter of the time summary show. */
export async function timeSections(issue: Issue, release: Reader) {
  const { book, say } = issue;
  const [logged, capacity] = [book.find("week_logged", workspace), book.find("week_capacity", workspace)];
  return {
    lead: logged && capacity ? say("time.lead", { logged, capacity }) : say("time.none"),
    figures: figuresOf([
      ["logged in the last full week", logged],
      ["capacity in that week", capacity],
      ["tasks finished without any hours", total(book.of("week_unlogged"))],
      ["entries made over a week late", book.find("week_entries_late", workspace)],
    ]),
    byTeam: await renderSection(timeOfTeams, release, issue),
    byProject: await renderSection(timeOfProjects, release, issue),
    gaps: await renderSection(timeGaps, release, issue),
  };
}

/** A figure over all projects; its page shows the parts. */
function total(facts: readonly Fact[]): Fact | undefined {
  const [first] = facts;
  if (!first) return undefined;
  const value = facts.reduce((sum, fact) => sum + Number(fact.value), 0);
  return { ...first, id: `${first.metric}:all`, value, lo: null, hi: null };
}

const timeOfTeams = section({
  id: "time-teams",
  title: "By team",
  load: async () => null,
  view: (_, { book, say }) => {
    const silent = book.find("week_silent_all", workspace);
    const rows = book
      .of("week_team_logged")
      .map((logged) => {
        const { gid, name } = logged.scope;
        const [capacity, planned] = [book.find("week_team_capacity", gid), book.find("week_team_planned", gid)];
        const quiet = book.find("week_team_silent", gid);
        return { name, logged, capacity, planned, silent: quiet, ...verdictOf(logged, planned) };
      })
      .sort((a, b) => a.name.localeCompare(b.name, "en"));
    return {
      finding: silent && silent.value !== 0 ? say("time.silent", { silent }) : null,
      empty: rows.length === 0 ? "No team of five people or more logged time in the last full week." : undefined,
      rows,
      hasSmall: rows.some((row) => row.logged.scope.gid === smallTeams),
    };
  },
});

const timeOfProjects = section({
  id: "time-projects",
  title: "By project",
  load: async () => null,
  view: (_, { book, say }) => {
    const planned = book.of("week_project_planned");
    const known = new Map([...planned, ...book.of("week_project_logged")].map((fact) => [fact.scope.gid, fact]));
    const rows = [...known.values()]
      .map((any) => {
        const { gid, name } = any.scope;
        const [logged, plan] = [book.find("week_project_logged", gid), book.find("week_project_planned", gid)];
        return { name, link: logged?.link ?? null, logged, planned: plan, gid, ...verdictOf(logged, plan) };
      })
      .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.gid.localeCompare(b.gid));
    const worst = rows.find((row) => row.logged && row.planned && row.verdict !== "as planned");
    return {
      finding: worst ? say("time.project", { logged: worst.logged, planned: worst.planned }) : null,
      empty: rows.length === 0 ? "No open project has planned or logged hours in the last full week." : undefined,
      rows: rows.slice(0, mostRows),
      more: Math.max(0, rows.length - mostRows),
    };
  },
});

const timeGaps = section({
  id: "time-gaps",
  title: "Mismatched and missing",
  load: async () => null,
  view: (_, { book, say }) => {
    const unlogged = book.find("week_unlogged_all", workspace);
    const mismatched = book.find("week_mismatched_all", workspace);
    const rows = book
      .of("week_finished")
      .map((finished) => {
        const { gid, name } = finished.scope;
        const [missing, far] = [book.find("week_unlogged", gid), book.find("week_mismatched", gid)];
        const weight = Number(missing?.value ?? 0) + Number(far?.value ?? 0);
        return { gid, name, link: finished.link, finished, unlogged: missing, mismatched: far, weight };
      })
      .filter((row) => row.weight > 0)
      .sort((a, b) => b.weight - a.weight || a.gid.localeCompare(b.gid));
    return {
      finding: unlogged && mismatched && rows.length > 0 ? say("time.gaps", { unlogged, mismatched }) : null,
      empty:
        rows.length === 0 ? "Every task finished in the last full week has hours close to its estimate." : undefined,
      rows: rows.slice(0, mostRows),
      more: Math.max(0, rows.length - mostRows),
    };
  },
});

/** A week is as planned within a quarter of the plan, or four hours. */
function verdictOf(logged: Fact | undefined, planned: Fact | undefined) {
  const [done, plan] = [Number(logged?.value ?? 0), Number(planned?.value ?? 0)];
  const difference = done - plan;
  if (plan === 0) return { difference, verdict: "not planned" };
  if (done > mostlyUnplanned * plan) return { difference, verdict: "mostly unplanned" };
  if (Math.abs(difference) <= Math.max(4, plan / 4)) return { difference, verdict: "as planned" };
  return { difference, verdict: difference > 0 ? "over the plan" : "under the plan" };
}
