import type { Metric } from "../fact.ts";
import { asOf, liveProjects } from "./fragments.ts";

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

/** Weeks of everyone in the teams that work on a portfolio's open projects. */
const peopleWeeks = `(
  select distinct pp.portfolio_gid, o.name as portfolio_name, c.person_gid, c.week_start_on, c.is_future, c.capacity_hours,
    if(c.is_future, c.load_mean, c.logged_hours) as hours
  from marts.portfolio_projects pp
  join marts.portfolios o using (portfolio_gid)
  join ${liveProjects} p using (project_gid)
  join marts.people person on person.home_team_gid = p.team_gid and person.is_active and not person.is_guest
  join marts.capacity_weekly c using (person_gid)
  where c.week_start_on >= ${asOf} - 62 and c.week_start_on < ${asOf} + 56
)`;

const utilization = (id: string, where: string, definition: string): Metric => ({
  id,
  unit: "ratio",
  scope: "portfolio",
  definition,
  sql: `
      select portfolio_gid as gid, any_value(portfolio_name) as name, sum(hours) / nullif(sum(capacity_hours), 0) as value,
        count(*) as n
      from ${peopleWeeks} where ${where} group by 1`,
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
  {
    id: "portfolio_budget_late",
    unit: "count",
    scope: "portfolio",
    definition:
      "Budgets of the projects in the portfolio that are more likely late than on time, in hours (h) or by currency; money is never added across currencies.",
    sql: `
      select portfolio_gid || ':' || unit as gid, any_value(portfolio_name) as name, sum(planned) as value, count(*) as n
      from (
        select portfolio_gid, portfolio_name, if(b.budget_type = 'time', 'h', b.currency) as unit,
          coalesce(cast(b.budget_hours as double), cast(b.budget_amount as double)) as planned
        from ${members} join marts.budgets b using (project_gid) where is_late
      ) where planned > 0 and unit is not null group by portfolio_gid, unit`,
  },
  utilization(
    "portfolio_utilization_past",
    `not is_future and week_start_on >= ${asOf} - 34`,
    "Logged hours divided by capacity over the last four full weeks, of everyone in the teams that work on the portfolio.",
  ),
  utilization(
    "portfolio_utilization_next",
    `is_future and week_start_on < ${asOf} + 28`,
    "Expected load divided by capacity over the next four weeks, of the same people.",
  ),
  {
    id: "portfolio_utilization_week",
    unit: "ratio",
    scope: "portfolio",
    definition: "The same in each week: logged in past weeks, expected in weeks ahead.",
    sql: `
      select portfolio_gid || '@' || week_start_on as gid, any_value(portfolio_name) as name,
        sum(hours) / nullif(sum(capacity_hours), 0) as value, count(*) as n
      from ${peopleWeeks} group by portfolio_gid, week_start_on`,
  },
];
