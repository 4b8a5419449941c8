import { cleanName } from "../facts/fact.ts";
import { formatDate, formatDecimal } from "../facts/format.ts";
import type { Issue, Reader } from "../issue.ts";
import { renderReport } from "../page/report-page.ts";
import type { PageTools } from "../project/project-page.ts";
import { renderSection, section } from "../section.ts";

const mostMonths = 3;
const mostInsights = 12;

/** The monthly retro: each finding of the month with what to try and the evidence behind it; earlier months below. */
export async function retroPage(issue: Issue, { release, render }: PageTools): Promise<string> {
  const months = await latestMonths(release);
  const sections = await Promise.all(
    (months.length > 0 ? months : [issue.asOf]).map(async (month) => ({
      ...(await renderSection(insightsOf(month), release, issue)),
      id: `month-${month.slice(0, 7)}`,
      template: "insights",
    })),
  );
  const heading = sections[0]?.view.rows[0]?.title || retroHeading(months[0]);
  return renderReport(render, issue, { label: "Monthly retro", title: heading, heading, figures: [], sections });
}

/** Months with insights, the latest first, as their first days. */
export async function latestMonths(release: Reader): Promise<string[]> {
  const rows = await release.rows<{ month: string }>(
    `select distinct month_start_on as month from marts.retro_insights
    where month_start_on is not null order by 1 desc limit ${mostMonths}`,
  );
  return rows.map(({ month }) => month);
}

export const retroHeading = (month: string | undefined): string =>
  month ? `What ${monthName(month)} taught us` : "No month has shown anything beyond chance yet";

interface InsightRow {
  readonly scope: string | null;
  readonly title: string | null;
  readonly finding: string | null;
  readonly n: number | null;
  readonly action: string | null;
  readonly sql: string | null;
}

/** What one month showed. */
export const insightsOf = (month: string) =>
  section({
    id: "insights",
    title: monthName(month),
    load: (release) =>
      release.rows<InsightRow>(
        `
        select coalesce(t.name, p.name) as scope, i.title, i.finding, i.n, i.suggested_action as action, i.evidence ->> '$.sql' as sql
        from marts.retro_insights i
        left join marts.teams t on i.scope_type = 'team' and t.team_gid = i.scope_gid
        left join marts.projects p on i.scope_type = 'project' and p.project_gid = i.scope_gid
        where i.month_start_on = $1 and (i.scope_type <> 'team' or t.number_of_members >= 5)
          and (i.scope_type <> 'project' or p.project_gid is not null)
        order by i.kind, i.insight_id limit ${mostInsights}`,
        [month],
      ),
    view: (rows, { asOf }) => ({
      finding: null,
      empty: rows.length === 0 ? "Nothing stood out beyond chance." : undefined,
      rows: rows.map((row) => ({
        ...row,
        scope: row.scope && cleanName(row.scope),
        title: readable(row.title, asOf),
        n: row.n === null ? null : formatDecimal(row.n, 0),
        finding: readable(row.finding, asOf),
        action: readable(row.action, asOf),
      })),
    }),
  });

/** A model's sentence on one line, with its dates as readers write them. */
export const readable = (text: string | null, asOf: string): string =>
  (text ?? "")
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu, " ")
    .replaceAll(/\b\d{4}-\d\d-\d\d\b/g, (date) => formatDate(date, asOf))
    .replaceAll(/(\d) (?=%|h\b)/g, "$1\u00a0")
    .trim();

const monthName = (date: string): string =>
  new Date(`${date}T00:00:00Z`).toLocaleString("en", { month: "long", year: "numeric", timeZone: "UTC" });
