import type { Metric } from "../fact.ts";
import { asOf, forecastsWeekAgo, horizonDays, liveProjects } from "./fragments.ts";
import { moveMetrics } from "./moves.ts";

const forecasts = `(
  select f.*, p.name, p.permalink_url from marts.project_forecasts f join ${liveProjects} p using (project_gid)
  where f.status = 'ok' and f.remaining_tasks > 0
)`;

/** The simulation is cut at three years; a quantile there means "not within three years", not that day. */
const within = (date: string): string => `if(${date} >= ${asOf} + ${horizonDays}, null, ${date})`;

const lateWhereLikely = `f.due_on is not null and f.on_time_probability < 0.5`;

/** How far a date may move before anyone should hear of it. */
export function noiseMetric({ days, interval_share: part }: Band): Metric {
  return {
    id: "noise_days",
    unit: "days",
    scope: "project",
    definition: `The noise band of the project's 85 % date: ${formatShare(part)} of the days between the 10 % and the 90 % quantile, at least ${days} days. Smaller moves are not reported.`,
    sql: `
      select f.project_gid as gid, f.name, f.n,
        greatest(${days}, cast(round(date_diff('day', f.completes_on_p10, f.completes_on_p90) * ${part}) as bigint)) as value
      from ${forecasts} f`,
  };
}

interface Band {
  readonly days: number;
  /** Part of the 80 % interval. */
  readonly interval_share: number;
}

const formatShare = (part: number): string => (part === 0.1 ? "a tenth" : `${Math.round(part * 100)} %`);

/** What is said of each project, and of all of them together. */
export const projectMetrics: readonly Metric[] = [
  {
    id: "completion_p85",
    unit: "date",
    scope: "project",
    definition:
      "Day by which the project's open work is done in 85 of 100 simulated futures; the interval runs from the 10 % to the 90 % quantile.",
    sql: `
      select f.project_gid as gid, f.name, ${within("f.completes_on_p85")} as value, ${within("f.completes_on_p10")} as lo, ${within("f.completes_on_p90")} as hi,
        before.made_on + cast(round(before.p85) as integer) as previous, f.n, f.permalink_url as link
      from ${forecasts} f
      left join ${forecastsWeekAgo} before on before.kind = 'project_completion' and before.subject_gid = f.project_gid`,
  },
  {
    id: "completion_p50",
    unit: "date",
    scope: "project",
    definition: "Day by which the project's open work is done in half of the simulated futures.",
    sql: `select f.project_gid as gid, f.name, ${within("f.completes_on_p50")} as value, f.n, f.permalink_url as link from ${forecasts} f`,
  },
  {
    id: "due_on",
    unit: "date",
    scope: "project",
    definition: "Due date of the project in Asana.",
    sql: `select f.project_gid as gid, f.name, f.due_on as value, f.permalink_url as link from ${forecasts} f`,
  },
  {
    id: "on_time",
    unit: "probability",
    scope: "project",
    definition: "Share of simulated futures in which the project's open work is done by its due date.",
    sql: `select f.project_gid as gid, f.name, f.on_time_probability as value, f.n, f.permalink_url as link from ${forecasts} f`,
  },
  {
    id: "late_chance",
    unit: "probability",
    scope: "project",
    definition: "Share of simulated futures in which the project's open work is not done by its due date.",
    sql: `select f.project_gid as gid, f.name, 1 - f.on_time_probability as value, f.n, f.permalink_url as link from ${forecasts} f`,
  },
  {
    id: "futures_on_time",
    unit: "count",
    scope: "project",
    definition: "How many of 20 equally likely simulated futures meet the due date.",
    sql: `
      select f.project_gid as gid, f.name, f.n, f.permalink_url as link,
        cast(least(19, greatest(1, round(20 * f.on_time_probability))) as bigint) as value
      from ${forecasts} f where f.on_time_probability between 0.025 and 0.975`,
  },
  {
    id: "days_late",
    unit: "days",
    scope: "project",
    definition: "Days from the due date to the median completion date, where that is later.",
    sql: `
      select f.project_gid as gid, f.name, date_diff('day', f.due_on, f.completes_on_p50) as value, f.n, f.permalink_url as link
      from ${forecasts} f where ${within("f.completes_on_p50")} > f.due_on`,
  },
  {
    id: "slip_days",
    unit: "days",
    scope: "project",
    definition: "How many days the 85 % date moved since the forecast of a week before (later is positive).",
    sql: `
      select f.project_gid as gid, f.name, f.n, f.permalink_url as link,
        date_diff('day', before.made_on + cast(round(before.p85) as integer), f.completes_on_p85) as value
      from ${forecasts} f
      join ${forecastsWeekAgo} before on before.kind = 'project_completion' and before.subject_gid = f.project_gid
      where ${within("f.completes_on_p85")} is not null and before.p85 < ${horizonDays}`,
  },
  ...moveMetrics,
  {
    id: "futures_beyond",
    unit: "count",
    scope: "project",
    definition:
      "How many of 20 equally likely simulated futures do not end within three years, where the simulation is cut.",
    sql: `
      select f.project_gid as gid, f.name, any_value(f.n) as n, any_value(f.permalink_url) as link, count(*) as value
      from ${forecasts} f cross join unnest(f.quantile_dates) as futures(day)
      where cast(day as date) >= ${asOf} + ${horizonDays} group by 1, 2`,
  },
  noiseMetric({ days: 3, interval_share: 0.1 }),
  {
    id: "remaining_hours",
    unit: "hours",
    scope: "project",
    definition: "Expected remaining hours of the project's open tasks.",
    sql: `select f.project_gid as gid, f.name, f.remaining_hours as value, f.permalink_url as link from ${forecasts} f`,
  },
  {
    id: "weeks_at_risk",
    unit: "weeks",
    scope: "project",
    definition: "Weeks in a row, up to now, in which the 85 % date lay after today's due date.",
    sql: `
      with judged as (
        select f.project_gid, f.name, b.made_on, b.made_on + cast(round(b.p85) as integer) > f.due_on as is_late
        from ${forecasts} f
        join marts.forecasts b on b.kind = 'project_completion' and b.subject_gid = f.project_gid
        where b.made_on < ${asOf}
      ), last_good as (
        select project_gid, max(made_on) filter (where not is_late) as on_day from judged group by 1
      )
      select judged.project_gid as gid, judged.name,
        1 + cast(floor(date_diff('day', min(made_on), ${asOf}) / 7) as bigint) as value
      from judged join last_good using (project_gid)
      where is_late and (on_day is null or made_on > on_day)
      group by 1, 2`,
  },
  {
    id: "projects_forecast",
    unit: "count",
    scope: "workspace",
    definition: "Open projects with a due date and a completion forecast.",
    sql: `select 'workspace' as gid, 'Workspace' as name, count(*) as value from ${forecasts} f where f.due_on is not null`,
  },
  {
    id: "projects_late",
    unit: "count",
    scope: "workspace",
    definition: "Open projects that miss their due date in more than half of the simulated futures.",
    sql: `select 'workspace' as gid, 'Workspace' as name, count(*) as value from ${forecasts} f where ${lateWhereLikely}`,
  },
  {
    id: "projects_unknown",
    unit: "count",
    scope: "workspace",
    definition: "Open projects for which there is too little history to forecast a completion date.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) as value
      from marts.project_forecasts f join ${liveProjects} p using (project_gid) where f.status <> 'ok'`,
  },
];
