import type { Metric } from "../fact.ts";
import { asOf, horizonDays, liveProjects, teamPeople } from "./fragments.ts";

const waiting = "(select * from marts.recommendations where state = 'proposed')";

const newDates = `from (select * from ${waiting} where kind = 'renegotiate') r
      join ${liveProjects} p on p.project_gid = r.subjects[1]`;

/**
 * Proposals that move or drop work for somebody's load, with the team of the first person among their subjects: whoever is
 * relieved. Those for a late project are about its date.
 */
const relief = `(
  select r.*, p.person_gid, p.team_gid, p.team_name,
    cast(effect_before ->> '$.expected_overloaded_weeks' as double) as weeks_before,
    cast(effect_after ->> '$.expected_overloaded_weeks' as double) as weeks_after
  from ${waiting} r
  join ${teamPeople} p on list_contains(r.subjects, p.person_gid)
  where r.kind in ('reassign', 'shift', 'split', 'reduce') and (effect_before ->> '$.on_time_probability') is null
  qualify row_number() over (
    partition by recommendation_id order by list_position(r.subjects, p.person_gid), p.person_gid
  ) = 1
)`;

const byTeam = (id: string, value: string, unit: Metric["unit"], definition: string): Metric => ({
  id,
  unit,
  scope: "team",
  definition,
  sql: `
      select team_gid as gid, any_value(team_name) as name, ${value} as value, count(*) as n from ${relief} group by 1`,
});

/** Another way than a new date for a late project, as it was simulated. */
const otherWay = (
  id: string,
  unit: Metric["unit"],
  kind: "reduce" | "reassign",
  value: string,
  definition: string,
): Metric => ({
  id,
  unit,
  scope: "project",
  definition,
  sql: `
      select p.project_gid as gid, any_value(p.name) as name, max(${value}) as value, any_value(p.permalink_url) as link
      from (select * from ${waiting} where kind = '${kind}') r join ${liveProjects} p on p.project_gid = r.subjects[1]
      where (r.effect_after ->> '$.on_time_probability') is not null group by 1`,
});

const chanceAfter = "cast(r.effect_after ->> '$.on_time_probability' as double)";

/** Proposals that wait for somebody's decision, with what they would change. */
export const decisionMetrics: readonly Metric[] = [
  {
    id: "new_due_date",
    unit: "date",
    scope: "project",
    definition: "Due date that is proposed instead of one that will most likely be missed.",
    sql: `
      select p.project_gid as gid, any_value(p.name) as name, max(cast(r.effect_after ->> '$.due_on' as date)) as value,
        any_value(p.permalink_url) as link
      ${newDates} group by 1`,
  },
  {
    id: "new_due_chance",
    unit: "probability",
    scope: "project",
    definition: "Chance to meet the proposed due date: the share of simulated futures that end by then.",
    sql: `
      select p.project_gid as gid, any_value(p.name) as name,
        max(cast(r.effect_after ->> '$.on_time_probability' as double)) as value
      ${newDates} group by 1`,
  },
  otherWay(
    "cut_tasks",
    "count",
    "reduce",
    "cast(r.effect_before ->> '$.tasks' as bigint) - cast(r.effect_after ->> '$.tasks' as bigint)",
    "Open tasks that it is proposed to leave out of a late project, the least important that nothing waits for.",
  ),
  otherWay("cut_chance", "probability", "reduce", chanceAfter, "Chance to meet today's due date without these tasks."),
  otherWay(
    "handed_tasks",
    "count",
    "reassign",
    "cast(json_array_length(r.effect_after -> '$.changes') as bigint)",
    "Tasks of a late project that it is proposed to hand to somebody with the skill and the room.",
  ),
  otherWay(
    "handed_chance",
    "probability",
    "reassign",
    chanceAfter,
    "Chance to meet today's due date if these tasks change hands, simulated from the open work of the people.",
  ),
  {
    id: "scope_cut",
    unit: "ratio",
    scope: "project",
    definition:
      "Share of the open work to cut so that 80 of 100 simulated futures meet today's due date, if the rest is done at the pace of the simulation.",
    sql: `
      select p.project_gid as gid, any_value(p.name) as name, any_value(p.permalink_url) as link,
        max(1 - date_diff('day', ${asOf}, f.due_on) / date_diff('day', ${asOf}, f.completes_on_p80)) as value
      ${newDates} join marts.project_forecasts f using (project_gid)
      where f.status = 'ok' and f.due_on > ${asOf} and f.completes_on_p80 > f.due_on
        and f.completes_on_p80 < ${asOf} + ${horizonDays}
      group by 1`,
  },
  {
    id: "decide_by",
    unit: "date",
    scope: "project",
    definition: "Day before the next issue of the report, or before the due date where that comes first.",
    sql: `
      select p.project_gid as gid, any_value(p.name) as name, any_value(p.permalink_url) as link,
        greatest(${asOf}, least(${asOf} + 6, any_value(p.due_on) - 1)) as value
      ${newDates} group by 1`,
  },
  {
    id: "relieve_by",
    unit: "date",
    scope: "team",
    definition: "Day before the first week that the proposals would relieve; the as-of date where that week has begun.",
    sql: `
      select team_gid as gid, any_value(team_name) as name,
        greatest(${asOf}, min(cast(effect_before ->> '$.week_start_on' as date)) - 1) as value
      from ${relief} group by 1`,
  },
  byTeam("relief_proposals", "count(*)", "count", "Proposals that would take work off overloaded people of the team."),
  byTeam(
    "relief_people",
    "count(distinct person_gid)",
    "count",
    "Overloaded people whom these proposals would relieve.",
  ),
  byTeam(
    "overloaded_weeks_now",
    "sum(weeks_before)",
    "count",
    "Overloaded weeks that are expected in the next eight weeks, added up over the people whom the proposals touch.",
  ),
  byTeam(
    "overloaded_weeks_then",
    "sum(weeks_after)",
    "count",
    "The same if every one of these proposals is approved, each simulated by itself.",
  ),
  {
    id: "tasks_without_estimate",
    unit: "count",
    scope: "project",
    definition: "Coming tasks of the project that have no estimate but could take one from similar past tasks.",
    sql: `
      select p.project_gid as gid, any_value(p.name) as name, max(len(r.subjects) - 1) as value,
        any_value(p.permalink_url) as link
      from ${waiting} r join ${liveProjects} p on p.project_gid = r.subjects[1]
      where r.kind = 'adopt_estimate' group by 1`,
  },
  ...(["approved", "rejected", "applied", "expired"] as const).map(
    (state): Metric => ({
      id: `decisions_${state}`,
      unit: "count",
      scope: "workspace",
      definition: `Earlier proposals that are ${state} by now.`,
      sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) as value
      from marts.recommendations where state = '${state}' having count(*) > 0`,
    }),
  ),
];
