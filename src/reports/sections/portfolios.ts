import { type TrendWeek, trendLine } from "../charts/trend-line.ts";
import { cleanName, type Fact } from "../facts/fact.ts";
import { teamOf, worstBy } from "../facts/findings.ts";
import { addDays } from "../facts/format.ts";
import { liveProjects } from "../facts/metrics/fragments.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";

const mostPortfolios = 20;

interface Row {
  readonly gid: string;
  readonly owner: string | null;
  readonly teams: readonly string[] | null;
}

/** By portfolio, where there are several: what is late, how much work and budget hang on it, and which of its teams is fullest. */
export const portfolios = section({
  id: "portfolios",
  title: "Portfolios",
  load: (release) =>
    release.rows<Row>(`
      select o.portfolio_gid as gid, any_value(owner.name) as owner,
        list(distinct p.team_gid order by p.team_gid) filter (where p.team_gid is not null) as teams
      from marts.portfolios o
      join marts.portfolio_projects pp using (portfolio_gid)
      join ${liveProjects} p using (project_gid)
      left join marts.people owner on owner.person_gid = o.owner_gid
      group by 1 order by 1`),
  view: (details, issue) => {
    const { book, say } = issue;
    const known = new Map(details.map((row) => [row.gid, row]));
    const rows = book
      .of("portfolio_size")
      .map((size) => toRow(size, known.get(size.scope.gid), issue))
      .sort((a, b) => lateHours(b) - lateHours(a) || a.size.id.localeCompare(b.size.id));
    const [first] = rows;
    const hasFinding = first?.hours && first.late && Number(first.late.value) > 0;
    return {
      finding: hasFinding ? say("portfolios.finding", { late: first.late, size: first.size }) : null,
      empty: rows.length < 2 ? "There are fewer than two portfolios with open projects." : undefined,
      rows: rows.slice(0, mostPortfolios),
      more: Math.max(0, rows.length - mostPortfolios),
    };
  },
});

const lateHours = ({ lost }: { readonly lost: Fact | undefined }): number => Number(lost?.value ?? 0);

const weeksOf = (gid: string, { book, asOf }: Issue): TrendWeek[] =>
  book
    .of("portfolio_utilization_week")
    .filter((fact) => fact.scope.gid.startsWith(`${gid}@`))
    .map((fact) => ({ share: Number(fact.value), isAhead: addDays(fact.scope.gid.split("@")[1]!, 6) >= asOf }));

function toRow(size: Fact, detail: Row | undefined, issue: Issue) {
  const { book } = issue;
  const { gid, name } = size.scope;
  const teams = new Set(detail?.teams ?? []);
  const loads = book.of("utilization").filter((fact) => teams.has(teamOf(fact)));
  const [fullest] = worstBy(loads, () => "all");
  return {
    name,
    owner: detail?.owner ? cleanName(detail.owner) : null,
    size,
    late: book.find("portfolio_late", gid),
    hours: book.find("portfolio_hours", gid),
    lost: book.find("portfolio_hours_late", gid),
    atStake: book
      .of("portfolio_budget_late")
      .filter((fact) => fact.scope.gid.startsWith(`${gid}:`))
      .map((fact) => ({ fact, unit: fact.scope.gid.slice(gid.length + 1) })),
    fullest,
    week: fullest?.scope.gid.split("@")[1] ?? null,
    past: book.find("portfolio_utilization_past", gid),
    next: book.find("portfolio_utilization_next", gid),
    trend: trendLine(weeksOf(gid, issue)),
  };
}
