import { cleanName } from "../facts/fact.ts";
import { liveProjects, teamPeople } from "../facts/metrics/fragments.ts";
import type { Reader } from "../issue.ts";

/** Who answers for a project or team, by gid: the project's owner, the manager of most of the team's people. */
export async function loadOwners(release: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = await release.rows<{ gid: string; name: string }>(`
    select p.project_gid as gid, o.name from ${liveProjects} p join marts.people o on o.person_gid = p.owner_gid
    union all
    select t.team_gid as gid, m.name
    from ${teamPeople} t
    join marts.people p using (person_gid)
    join marts.people m on m.person_gid = p.manager_gid
    where t.team_gid <> 'small-teams'
    group by t.team_gid, m.person_gid, m.name
    qualify row_number() over (partition by t.team_gid order by count(*) desc, m.person_gid) = 1
    order by gid`);
  return new Map(rows.map((row) => [row.gid, cleanName(row.name)]));
}
