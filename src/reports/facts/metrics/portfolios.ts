import type { Metric } from "../fact.ts";
import { liveProjects } from "./fragments.ts";

/** Forecasts of the open projects in each portfolio; a project in two portfolios counts in both. */
const members = `(
  select pp.portfolio_gid, o.name as portfolio_name, p.project_gid, f.remaining_hours,
    coalesce(f.on_time_probability < 0.5, false) as is_late
  from marts.portfolio_projects pp
  join marts.portfolios o using (portfolio_gid)
  join ${liveProjects} p using (project_gid)
  left join marts.project_forecasts f on f.project_gid = p.project_gid and f.status = 'ok'
)`;

const perPortfolio = (id: string, unit: Metric["unit"], value: string, definition: string): Metric => ({
  id,
  unit,
  scope: "portfolio",
  definition,
  sql: `
      select portfolio_gid as gid, any_value(portfolio_name) as name, ${value} as value, count(*) as n
      from ${members} group by 1`,
});

/** What stands behind each portfolio. */
export const portfolioMetrics: readonly Metric[] = [
  perPortfolio("portfolio_size", "count", "count(*)", "Open projects in the portfolio, nested portfolios included."),
  perPortfolio(
    "portfolio_late",
    "count",
    "count(*) filter (where is_late)",
    "Of these, projects that miss their due date in more than half of the simulated futures.",
  ),
  perPortfolio("portfolio_hours", "hours", "sum(remaining_hours)", "Expected remaining hours of their open tasks."),
  perPortfolio(
    "portfolio_hours_late",
    "hours",
    "coalesce(sum(remaining_hours) filter (where is_late), 0)",
    "Of these hours, those in projects that are more likely late than on time.",
  ),
];
