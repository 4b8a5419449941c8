import { get, list, type Route, record, unpaged } from "../call.ts";
import { unknownInPath } from "../errors.ts";
import { fromPath, fromQuery, inWorkspace, needWorkspace, personInPath } from "../find.ts";
import type { Views } from "../views.ts";

/** Workspaces, people, teams and their memberships. */
export const peopleRoutes = (views: Views): Route[] => [
  get("getWorkspaces", "/workspaces", (call) => list(views.workspace, [call.world.workspace])),
  get("getWorkspace", "/workspaces/{workspace_gid}", (call) => record(views.workspace, inWorkspace(call).workspace)),
  get("getUsers", "/users", (call) => {
    needWorkspace(call, !call.query.has("team"));
    const team = fromQuery(call, call.world.teams, "team");
    const people = team ? team.members.map((member) => member.person) : [...call.world.people.values()];
    return list(
      views.person,
      people.sort((a, b) => Number(a.gid) - Number(b.gid)),
    );
  }),
  get("getUsersForWorkspace", "/workspaces/{workspace_gid}/users", (call) =>
    unpaged(views.person, [...inWorkspace(call).people.values()].slice(0, MOST_UNPAGED)),
  ),
  get("getUser", "/users/{user_gid}", (call) => record(views.person, personInPath(call))),
  get("getUserForWorkspace", "/workspaces/{workspace_gid}/users/{user_gid}", (call) => {
    inWorkspace(call);
    return record(views.person, personInPath(call));
  }),
  get("getWorkspaceMembershipsForWorkspace", "/workspaces/{workspace_gid}/workspace_memberships", (call) => {
    const people = [...inWorkspace(call).people.values()];
    const user = call.query.get("user");
    return list(views.workspaceMembership, user === null ? people : people.filter((one) => one.gid === user));
  }),
  get("getAgentsForWorkspace", "/workspaces/{workspace_gid}/agents", (call) =>
    list(views.agent, inWorkspace(call).agents.values()),
  ),
  get("getAgent", "/agents/{agent_gid}", (call) =>
    record(views.agent, fromPath(call.world.agents, ["agent", call.params.agent_gid])),
  ),
  get("getTeamsForWorkspace", "/workspaces/{workspace_gid}/teams", (call) =>
    list(views.team, inWorkspace(call).teams.values()),
  ),
  get("getTeam", "/teams/{team_gid}", (call) =>
    record(views.team, fromPath(call.world.teams, ["team", call.params.team_gid])),
  ),
  get("getTeamMembershipsForTeam", "/teams/{team_gid}/team_memberships", (call) =>
    list(views.teamMember, fromPath(call.world.teams, ["team", call.params.team_gid]).members),
  ),
  get("getTeamMemberships", "/team_memberships", (call) => {
    const team = fromQuery(call, call.world.teams, "team");
    const user = call.query.get("user");
    const members = (team ? [team] : [...call.world.teams.values()]).flatMap((one) => one.members);
    return list(views.teamMember, user === null ? members : members.filter((one) => one.person.gid === user));
  }),
  get("getUsersForTeam", "/teams/{team_gid}/users", (call) =>
    unpaged(
      views.person,
      fromPath(call.world.teams, ["team", call.params.team_gid]).members.map((member) => member.person),
    ),
  ),
  get("getUserTaskListForUser", "/users/{user_gid}/user_task_list", (call) => {
    needWorkspace(call, true);
    return record(views.taskList, personInPath(call));
  }),
  get("getUserTaskList", "/user_task_lists/{user_task_list_gid}", (call) => {
    const gid = call.params.user_task_list_gid ?? "";
    const owner = [...call.world.people.values()].find((one) => one.taskListGid === gid);
    if (!owner) throw unknownInPath("user_task_list", gid);
    return record(views.taskList, owner);
  }),
];

const MOST_UNPAGED = 2_000;
