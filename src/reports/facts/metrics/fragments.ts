/** Pieces of SQL that several metrics share. */

/** The release's as-of date; a query with it runs in an analyst's shell too. */
export const asOf = "(select as_of_on from meta.refreshes where is_this_release)";

/** Projects that reports speak about. */
export const liveProjects = `(
  select * from marts.projects
  where not is_archived and not is_completed and not is_own and not is_deleted
)`;

/** Tasks that reports speak about. */
export const liveTasks = "(select * from marts.tasks where not is_own and not is_deleted)";

export const smallestGroup = 5;
export const smallTeams = "small-teams";

/**
 * Active people with the team they are shown in. Teams under five people are merged; where even the merged group is
 * that small, its people have no team here and count in the workspace only.
 */
export const teamPeople = `(
  with sized as (
    select person_gid, home_team_gid, count(*) over (partition by home_team_gid) as team_size
    from marts.people
    where is_active and not is_guest and home_team_gid is not null
  ), merged as (
    select person_gid, if(team_size >= ${smallestGroup}, home_team_gid, '${smallTeams}') as team_gid from sized
  )
  select merged.person_gid, merged.team_gid, coalesce(teams.name, 'Smaller teams') as team_name
  from merged left join marts.teams teams using (team_gid)
  qualify count(*) over (partition by merged.team_gid) >= ${smallestGroup}
)`;

/** The latest forecast of each subject and kind that was made a week or more before the as-of date. */
export const forecastsWeekAgo = `(
  select * from marts.forecasts
  where made_on <= ${asOf} - 7 and made_on >= ${asOf} - 21
  qualify row_number() over (
    partition by kind, subject_gid, horizon_weeks order by made_on desc, hindcast, forecast_id
  ) = 1
)`;

/** Days from the as-of date beyond which a completion date is said to lie out of reach: the simulation's three years, less a month. */
export const horizonDays = 1060;
