import type { Plan } from "../../models/scenario/plan.ts";
import type { Database } from "../../warehouse/database.ts";

/** One measure of one subject under the base and under the scenario; hours, weeks, FTE, chances from 0 to 1, or dates. */
export interface Compared {
  readonly subject: string;
  readonly measure: string;
  readonly base: number | string | null;
  readonly scenario: number | string | null;
  /** Of dates in days; null where one side says nothing. */
  readonly difference: number | null;
}

export interface Comparison {
  readonly capacity: readonly Compared[];
  readonly projects: readonly Compared[];
  readonly headcount: readonly Compared[];
}

/** What the plan changes, from the scenario tables of the copy. Subjects that stay as they are left out. */
export async function compare(plan: Plan, copy: Database): Promise<Comparison> {
  const added = JSON.stringify(plan.added.map(({ project_gid, name }) => ({ project_gid, name })));
  const [capacity, projects, headcount] = await Promise.all([
    copy.rows<Paired>(sideBySide(capacitySql), [plan.name]),
    copy.rows<Paired>(sideBySide(projectsSql), [plan.name, added]),
    copy.rows<Paired>(sideBySide(headcountSql), [plan.name]),
  ]);
  return { capacity: capacity.map(compared), projects: projects.map(compared), headcount: headcount.map(compared) };
}

interface Paired {
  readonly subject: string;
  readonly measure: string;
  readonly base_day: string | null;
  readonly scenario_day: string | null;
  readonly base_number: number | null;
  readonly scenario_number: number | null;
  readonly difference: number | null;
}

const compared = (row: Paired): Compared => ({
  ...{ subject: row.subject, measure: row.measure, difference: row.difference },
  base: row.base_day ?? row.base_number,
  scenario: row.scenario_day ?? row.scenario_number,
});

/** Turns rows (subject, measure, side, number, date) into one row with both sides, dropping differences below `least`. */
const sideBySide = (measured: string) => `
  with measured as (${measured}),
  paired as (
    select subject, measure, any_value(position) as position, any_value(least) as least,
      max(number) filter (side = 'base') as base_number, max(number) filter (side = 'scenario') as scenario_number,
      max(day) filter (side = 'base') as base_day, max(day) filter (side = 'scenario') as scenario_day
    from measured group by subject, measure
  )
  select subject, measure, base_day, scenario_day, base_number, scenario_number,
    round(coalesce(cast(scenario_day - base_day as double), scenario_number - base_number), 4) as difference
  from paired
  where coalesce(scenario_day <> base_day, abs(scenario_number - base_number) >= least, true)
    and coalesce(base_day, scenario_day) is not null or coalesce(base_number, scenario_number) is not null
      and coalesce(abs(scenario_number - base_number) >= least, true)
  order by subject, position`;

const sides = (table: string) => `
  select case when scenario = 'base' then 'base' else 'scenario' end as side, * exclude (scenario)
  from ${table} where scenario in ('base', $1)`;

const capacitySql = `
  select coalesce(t.name, '(no team)') as subject, m.measure, m.position, m.least, c.side, m.number, null::date as day
  from (
    select p.home_team_gid as team_gid, c.side, sum(c.capacity_hours)::double as capacity, sum(c.load_mean)::double as load,
      count(*) filter (c.overload_probability >= 0.5)::double as overloaded
    from (${sides("marts.scenario_capacity")}) c join marts.people p using (person_gid) group by all
  ) c left join marts.teams t using (team_gid),
    lateral (select unnest([
      {measure: 'capacity, hours of 8 weeks', position: 1, least: 0.5, number: round(c.capacity, 1)},
      {measure: 'load, hours of 8 weeks', position: 2, least: 0.5, number: round(c.load, 1)},
      {measure: 'utilization', position: 3, least: 0.005, number: round(c.load / nullif(c.capacity, 0), 3)},
      {measure: 'overloaded person-weeks', position: 4, least: 0.5, number: c.overloaded}
    ]) as m)`;

const projectsSql = `
  select coalesce(a.name, p.name, r.project_gid) as subject, m.measure, m.position, m.least, r.side, m.number, m.day
  from (${sides("marts.scenario_projects")}) r
    left join marts.projects p using (project_gid)
    left join (select r.* from (select unnest(from_json($2::json, '[{"project_gid":"VARCHAR","name":"VARCHAR"}]')) as r)) a using (project_gid),
    lateral (select unnest([
      {measure: 'remaining hours', position: 1, least: 0.5, number: round(r.remaining_hours::double, 1), day: null::date},
      {measure: 'due', position: 2, least: 0, number: null, day: r.due_on},
      {measure: 'done in the middle of the cases', position: 3, least: 0, number: null, day: r.completes_on_p50},
      {measure: 'done in 4 of 5 cases', position: 4, least: 0, number: null, day: r.completes_on_p80},
      {measure: 'chance of meeting the due date', position: 5, least: 0.01, number: round(r.on_time_probability, 2), day: null}
    ]) as m)`;

const headcountSql = `
  select coalesce(t.name, h.team_gid) || ', ' || h.quarter as subject, m.measure, m.position, m.least, h.side, m.number,
    null::date as day
  from (${sides("marts.scenario_headcount")}) h left join marts.teams t using (team_gid),
    lateral (select unnest([
      {measure: 'demand, FTE', position: 1, least: 0.1, number: round(h.demand_fte_p50, 2)},
      {measure: 'supply, FTE', position: 2, least: 0.1, number: round(h.supply_fte_p50, 2)},
      {measure: 'gap, FTE', position: 3, least: 0.1, number: round(h.gap_fte_p50, 2)},
      {measure: 'chance of being short by one', position: 4, least: 0.05, number: round(h.shortage_probability, 2)}
    ]) as m)`;
