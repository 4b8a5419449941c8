import type { Metric } from "../fact.ts";
import { liveProjects, teamPeople } from "./fragments.ts";

const waiting = "(select * from marts.recommendations where state = 'proposed')";

const newDates = `from ${waiting} r
      join ${liveProjects} p on p.project_gid = r.subjects[1]
      where r.kind = 'renegotiate'`;

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
  where r.kind in ('reassign', 'shift', 'split', 'reduce') and effect_before ->> '$.on_time_probability' is null
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
