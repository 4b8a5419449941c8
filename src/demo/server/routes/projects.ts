import type { Brief, Portfolio, Project, StatusUpdate } from "../../world/types.ts";
import type { World } from "../../world/world.ts";
import { type Call, get, list, type Route, record, unpaged } from "../call.ts";
import { badRequest, missing, unknownInPath } from "../errors.ts";
import { fromPath, fromQuery, inWorkspace, needWorkspace, projectInPath, sectionInPath, taskInPath } from "../find.ts";
import { parseOptFields } from "../opt-fields.ts";
import type { Views } from "../views.ts";

/** Projects and what hangs on them, portfolios, custom fields, tags. */
export const projectRoutes = (views: Views): Route[] => [
  get("getProjects", "/projects", (call) => {
    needWorkspace(call, !call.query.has("team"));
    return list(views.project, projectsAsked(call));
  }),
  get("getProjectsForWorkspace", "/workspaces/{workspace_gid}/projects", (call) => {
    inWorkspace(call);
    return list(views.project, projectsAsked(call));
  }),
  get("getProjectsForTeam", "/teams/{team_gid}/projects", (call) => {
    const team = fromPath(call.world.teams, ["team", call.params.team_gid]);
    return list(
      views.project,
      projectsAsked(call).filter((project) => project.team === team),
    );
  }),
  get("getProject", "/projects/{project_gid}", (call) => record(views.project, projectInPath(call))),
  get("getProjectsForTask", "/tasks/{task_gid}/projects", (call) =>
    list(
      views.project,
      taskInPath(call).places.map((place) => place.project),
    ),
  ),
  get("getTaskCountsForProject", "/projects/{project_gid}/task_counts", (call) => ({
    kind: "raw",
    data: countTasks(call, projectInPath(call)),
  })),
  get("getSectionsForProject", "/projects/{project_gid}/sections", (call) =>
    list(views.section, projectInPath(call).sections),
  ),
  get("getProjectBrief", "/project_briefs/{project_brief_gid}", (call) => record(views.brief, briefInPath(call))),
  get("getSection", "/sections/{section_gid}", (call) => record(views.section, sectionInPath(call))),
  get("getMemberships", "/memberships", (call) => {
    const parent = call.query.get("parent");
    if (parent === null) throw missing("parent");
    const project = fromPath(call.world.projects, ["parent", parent]);
    const member = call.query.get("member");
    return list(
      views.member,
      member === null ? project.members : project.members.filter((one) => one.member.gid === member),
    );
  }),
  get("getStatusesForObject", "/status_updates", (call) => {
    const since = call.query.get("created_since");
    const { statuses } = parentAsked(call);
    return list(views.status, since === null ? statuses : statuses.filter((one) => one.createdAt >= isoOf(since)));
  }),
  get("getStatus", "/status_updates/{status_update_gid}", (call) =>
    record(views.status, findStatus(call.world, call.params.status_update_gid ?? "")),
  ),
  get(
    "getCustomFieldSettingsForProject",
    "/projects/{project_gid}/custom_field_settings",
    (call) => list(views.setting, projectInPath(call).settings),
    "custom_fields",
  ),
  get(
    "getCustomFieldSettingsForPortfolio",
    "/portfolios/{portfolio_gid}/custom_field_settings",
    (call) => list(views.setting, portfolioInPath(call).settings),
    "portfolios",
  ),
  get("getCustomFieldSettingsForTeam", "/teams/{team_gid}/custom_field_settings", () => unpaged(views.setting, [])),
  get(
    "getCustomFieldsForWorkspace",
    "/workspaces/{workspace_gid}/custom_fields",
    (call) =>
      list(
        views.field,
        [...inWorkspace(call).fields.values()].filter((field) => field.isGlobal),
      ),
    "custom_fields",
  ),
  get(
    "getCustomField",
    "/custom_fields/{custom_field_gid}",
    (call) => record(views.field, fromPath(call.world.fields, ["custom_field", call.params.custom_field_gid])),
    "custom_fields",
  ),
  get("getTagsForWorkspace", "/workspaces/{workspace_gid}/tags", (call) =>
    list(views.tag, inWorkspace(call).tags.values()),
  ),
  get("getTags", "/tags", (call) => {
    needWorkspace(call, true);
    return list(views.tag, call.world.tags.values());
  }),
  get("getTag", "/tags/{tag_gid}", (call) =>
    record(views.tag, fromPath(call.world.tags, ["tag", call.params.tag_gid])),
  ),
  get("getTagsForTask", "/tasks/{task_gid}/tags", (call) => list(views.tag, taskInPath(call).tags)),
  get(
    "getPortfolios",
    "/portfolios",
    (call) => {
      needWorkspace(call, true);
      const mine = [...call.world.portfolios.values()].filter((one) => one.owner === call.world.me);
      const owner = call.query.get("owner");
      return list(
        views.portfolio,
        owner === null || owner === "me" ? mine : mine.filter((one) => one.owner.gid === owner),
      );
    },
    "portfolios",
  ),
  get(
    "getPortfolio",
    "/portfolios/{portfolio_gid}",
    (call) => record(views.portfolio, portfolioInPath(call)),
    "portfolios",
  ),
  get(
    "getItemsForPortfolio",
    "/portfolios/{portfolio_gid}/items",
    (call) => ({
      kind: "list",
      view: views.portfolioItemOf,
      rows: portfolioInPath(call).items.map((item) => item.item),
      isPaged: true,
    }),
    "portfolios",
  ),
  get(
    "getProjectPortfolioSettingsForPortfolio",
    "/portfolios/{portfolio_gid}/project_portfolio_settings",
    (call) =>
      list(
        views.portfolioItem,
        portfolioInPath(call).items.filter((item) => item.item.kind === "project"),
      ),
    "portfolios",
  ),
  get("getCustomTypes", "/custom_types", (call) => {
    const project = fromQuery(call, call.world.projects, "project");
    if (!project) needWorkspace(call, true);
    const types = [...call.world.customTypes.values()];
    return list(views.customType, project ? types.filter((one) => one.project === project) : types);
  }),
  get("getCustomType", "/custom_types/{custom_type_gid}", (call) =>
    record(views.customType, fromPath(call.world.customTypes, ["custom_type", call.params.custom_type_gid])),
  ),
  get("getProjectTemplates", "/project_templates", (call) => {
    const team = fromQuery(call, call.world.teams, "team");
    const templates = [...call.world.projectTemplates.values()];
    return list(views.projectTemplate, team ? templates.filter((one) => one.parent === team) : templates);
  }),
  get("getProjectTemplatesForTeam", "/teams/{team_gid}/project_templates", (call) => {
    const team = fromPath(call.world.teams, ["team", call.params.team_gid]);
    return list(
      views.projectTemplate,
      [...call.world.projectTemplates.values()].filter((one) => one.parent === team),
    );
  }),
  get("getTaskTemplates", "/task_templates", (call) => {
    const project = fromQuery(call, call.world.projects, "project");
    if (!project) throw missing("project");
    return unpaged(
      views.taskTemplate,
      [...call.world.taskTemplates.values()].filter((one) => one.parent === project),
    );
  }),
];

export const portfolioInPath = (call: Call): Portfolio =>
  fromPath(call.world.portfolios, ["portfolio", call.params.portfolio_gid]);

function briefInPath({ world, params }: Call): Brief {
  const gid = params.project_brief_gid ?? "";
  const brief = [...world.projects.values()].find((project) => project.brief?.gid === gid)?.brief;
  if (!brief) throw unknownInPath("project_brief", gid);
  return brief;
}

function projectsAsked(call: Call): Project[] {
  const projects = [...call.world.projects.values()];
  const archived = call.query.get("archived");
  const team = call.query.get("team");
  return projects.filter(
    (project) =>
      (archived === null || project.isArchived === (archived === "true")) &&
      (team === null || project.team?.gid === team),
  );
}

function parentAsked(call: Call): Project | Portfolio {
  const gid = call.query.get("parent");
  if (gid === null) throw missing("parent");
  const parent = call.world.projects.get(gid) ?? call.world.portfolios.get(gid);
  if (!parent) throw unknownInPath("parent", gid);
  return parent;
}

export function findStatus(world: World, gid: string): StatusUpdate {
  for (const parent of [...world.projects.values(), ...world.portfolios.values()]) {
    const found = parent.statuses.find((one) => one.gid === gid);
    if (found) return found;
  }
  throw unknownInPath("status_update", gid);
}

/** Only the counts that opt_fields names; nothing without it. */
function countTasks(call: Call, project: Project): Record<string, number> {
  const counts: Record<string, number> = {};
  const tasks = project.sections.flatMap((section) => section.tasks);
  for (const name of parseOptFields(call.query.get("opt_fields") ?? "gid").keys()) {
    const parts = /^num_(incomplete_|completed_)?(tasks|milestones)$/.exec(name);
    if (!parts) continue;
    counts[name] = tasks.filter(
      (task) =>
        (parts[2] === "tasks" || task.kind === "milestone") &&
        (parts[1] === undefined || (task.completedAt !== null) === (parts[1] === "completed_")),
    ).length;
  }
  return counts;
}

/** Any ISO date-time as the text that rows carry, so that text compares as time does. @throws 400 */
export function isoOf(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw badRequest(`Invalid date: ${text}`);
  return new Date(time).toISOString();
}
