import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routesOf } from "../../src/demo/server/answer.ts";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import type { World } from "../../src/demo/world/world.ts";
import { type Ask, asker, checkedAsker, hasContract } from "./client.ts";

const everything = {
  plan: "advanced",
  approvals: true,
  search: true,
  flatEntriesHaveTask: true,
  writesPeople: true,
} as const;

let demo: Demo;
let ask: Ask;

beforeAll(async () => {
  demo = await startDemo({ tasks: 600 });
  ask = asker(demo);
});
afterAll(() => demo.close());

const first = <Row>(rows: ReadonlyMap<string, Row>): Row => [...rows.values()][0]!;

describe.skipIf(!hasContract)("against Asana's contract", () => {
  it("answers every read route without a violation", async () => {
    const { ask: checked, violations } = await checkedAsker(demo);
    for (const route of readRoutes()) {
      const reply = await checked("GET", route);
      expect([route, reply.status]).toEqual([route, 200]);
    }
    expect(violations).toEqual([]);
    const called = new Set(Object.keys(demo.requests().byOperation));
    const reads = routesOf(everything).filter((route) => route.method === "GET");
    expect(reads.map((route) => route.id).filter((id) => !called.has(id))).toEqual([]);
  });

  it("answers refusals with Asana's error envelope", async () => {
    const { ask: checked, violations } = await checkedAsker(demo);
    for (const [route, status] of [
      ["/tasks?limit=10", 400],
      ["/tasks/1", 404],
      ["/nothing/here", 404],
      ["/users?limit=10", 400],
      ["/projects/1/sections?limit=101", 404],
      [`/projects/${first(demo.world.projects).gid}/sections?limit=101`, 400],
      [`/time_tracking_entries?workspace=${demo.workspaceGid}&limit=10`, 400],
      ["/tasks?project=1&limit=1", 404],
    ] as const) {
      expect([route, (await checked("GET", route)).status]).toEqual([route, status]);
    }
    expect(violations).toEqual([]);
  });
});

/** What the company does without. */
function addAgentAndBrief(world: World): void {
  const agent = world.gid();
  world.agents.set(agent, { workspace: world.workspace, gid: agent, name: "Agent" });
  const project = first(world.projects);
  project.brief = { gid: world.gid(), project, title: "Why", text: "Because" };
}

function readRoutes(): string[] {
  const { world, workspaceGid: workspace } = demo;
  addAgentAndBrief(world);
  const project = first(world.projects).gid;
  const team = first(world.teams).gid;
  const task = [...world.tasks.values()].find((one) => one.subtasks.length > 0)!.gid;
  const user = world.me.gid;
  const portfolio = [...world.portfolios.values()].at(-2)!.gid;
  const section = first(world.sections).gid;
  const tag = first(world.tags).gid;
  const days = "entered_on_start_date=2026-10-01";
  const custom =
    "custom_fields.(gid|name|resource_subtype|representation_type|enabled|display_value|number_value|text_value)";
  return [
    "/workspaces?limit=10",
    `/workspaces/${workspace}`,
    `/users?workspace=${workspace}&limit=100`,
    `/users?workspace=${workspace}&limit=100&opt_fields=name,email,custom_fields.name,custom_fields.number_value,custom_fields.people_value`,
    "/users/me",
    `/workspaces/${workspace}/users/${user}`,
    `/workspaces/${workspace}/users`,
    `/workspaces/${workspace}/workspace_memberships?limit=5`,
    `/workspaces/${workspace}/workspace_memberships?limit=5&opt_fields=user.name,user.email,is_active,is_admin,is_guest,is_view_only,created_at,user_task_list`,
    `/workspaces/${workspace}/teams?limit=100`,
    `/teams/${team}`,
    `/teams/${team}/team_memberships?limit=100`,
    `/team_memberships?team=${team}&limit=3`,
    `/teams/${team}/users`,
    `/users/me/user_task_list?workspace=${workspace}`,
    `/projects?workspace=${workspace}&limit=5`,
    `/workspaces/${workspace}/projects?limit=100&opt_fields=name,notes,archived,completed,created_at,modified_at,start_on,due_on,owner,team,members,current_status_update,custom_fields,custom_field_settings.custom_field`,
    `/projects/${project}`,
    `/projects/${project}/task_counts?opt_fields=num_tasks,num_completed_tasks,num_milestones`,
    `/projects/${project}/sections?limit=100`,
    `/sections/${section}`,
    `/memberships?parent=${project}&limit=50`,
    `/memberships?parent=${project}&limit=50&opt_fields=member.name,access_level`,
    `/status_updates?parent=${project}&limit=10`,
    `/status_updates?parent=${project}&limit=10&opt_fields=title,text,html_text,status_type,author.name,created_at,parent`,
    `/projects/${project}/custom_field_settings?limit=100`,
    `/workspaces/${workspace}/custom_fields?limit=100`,
    `/workspaces/${workspace}/custom_fields?limit=100&opt_fields=name,description,format,precision,enum_options,created_by.name`,
    `/custom_fields/${first(world.fields).gid}`,
    `/workspaces/${workspace}/tags?limit=100`,
    `/tags?workspace=${workspace}&limit=3`,
    `/tags/${tag}`,
    `/tags/${tag}/tasks?limit=10`,
    `/portfolios?workspace=${workspace}&limit=10`,
    `/portfolios/${portfolio}`,
    `/portfolios/${portfolio}/items?limit=100`,
    `/portfolios/${portfolio}/items?limit=100&opt_fields=name,resource_type,due_on`,
    `/portfolios/${portfolio}/project_portfolio_settings?limit=10`,
    `/portfolios/${portfolio}/custom_field_settings?limit=10`,
    `/custom_types?project=${first(world.customTypes).project.gid}&limit=10`,
    `/project_templates?workspace=${workspace}&limit=10`,
    `/project_templates?workspace=${workspace}&limit=10&opt_fields=name,team`,
    `/task_templates?project=${project}&limit=10`,
    `/task_templates?project=${project}&limit=10&opt_fields=name,project,template`,
    `/tasks?project=${project}&limit=7`,
    `/tasks?project=${project}&limit=50&opt_fields=name,approval_status,completed_by.gid,created_by.gid,assignee.gid,due_at,start_on,num_subtasks,parent.gid,memberships.project.gid,memberships.section.gid,tags.gid,dependencies,dependents,actual_time_minutes,followers.gid,custom_type,custom_type_status_option,html_notes,${custom},custom_fields.enum_value.name,custom_fields.multi_enum_values.name,custom_fields.date_value,custom_fields.people_value.gid`,
    `/tasks/${task}`,
    `/tasks/${task}/subtasks?limit=10`,
    `/tasks/${task}/dependencies?limit=10`,
    `/tasks/${task}/projects?limit=10`,
    `/tasks/${task}/tags?limit=10`,
    `/tasks/${task}/stories?limit=10`,
    `/tasks/${task}/stories?limit=10&opt_fields=type,text,html_text,resource_subtype,assignee,new_number_value`,
    `/attachments?parent=${task}&limit=10`,
    `/tasks?assignee=me&workspace=${workspace}&limit=10`,
    `/projects/${project}/tasks?limit=10&completed_since=now`,
    `/sections/${section}/tasks?limit=10`,
    `/user_task_lists/${world.me.taskListGid}/tasks?limit=10`,
    `/user_task_lists/${world.me.taskListGid}`,
    `/workspaces/${workspace}/tasks/search?is_subtask=true&sort_by=created_at&sort_ascending=true&created_at.after=2026-01-01T00:00:00Z&limit=100`,
    `/time_tracking_entries?workspace=${workspace}&${days}&limit=100`,
    `/time_tracking_entries?workspace=${workspace}&${days}&limit=100&opt_fields=duration_minutes,created_at,created_by.gid,task.gid,categories.gid,billable_status,approval_status,description`,
    `/tasks/${task}/time_tracking_entries?limit=10`,
    `/time_tracking_entries/${first(world.entries).gid}`,
    `/time_tracking_categories?workspace=${workspace}&limit=10`,
    `/timesheet_approval_statuses?workspace=${workspace}&limit=10`,
    `/ooo_entries?user=${user}&workspace=${workspace}&limit=10`,
    `/allocations?workspace=${workspace}&limit=10`,
    `/budgets?parent=${project}`,
    `/rates?parent=${project}&limit=10`,
    `/goals?workspace=${workspace}&limit=10`,
    `/goals?workspace=${workspace}&limit=10&opt_fields=name,owner,due_on,metric,status,time_period`,
    `/time_periods?workspace=${workspace}&limit=10`,
    `/workspaces/${workspace}/agents?limit=10`,
    `/agents/${first(world.agents).gid}`,
    `/project_briefs/${first(world.projects).brief!.gid}`,
    `/teams/${team}/projects?limit=10`,
    `/teams/${team}/custom_field_settings`,
    `/teams/${team}/project_templates?limit=10`,
    `/status_updates/${[...world.projects.values()].flatMap((one) => one.statuses)[0]!.gid}`,
    `/custom_types/${first(world.customTypes).gid}`,
    `/tasks/${task}/dependents?limit=10`,
    `/stories/${task}10`,
  ];
}

describe("reading", () => {
  it("refuses a wrong token with 401", async () => {
    const reply = await asker(demo, "wrong")("GET", "/users/me");
    expect([reply.status, reply.body.errors[0]!.message]).toEqual([401, "Not Authorized"]);
  });

  it("answers exactly the fields asked for, and the gid", async () => {
    const project = first(demo.world.projects).gid;
    const { body } = await ask("GET", `/tasks?project=${project}&limit=1&opt_fields=name,assignee`);
    const [task] = body.data;
    expect(Object.keys(task!).sort()).toEqual(["assignee", "gid", "name"]);
    expect(Object.keys(task!.assignee as object).sort()).toEqual(["gid", "resource_type"]);
  });

  it("pages through a project without loss or repeat, and keeps subtasks out of it", async () => {
    const project = [...demo.world.projects.values()].find((one) => one.sections.flatMap((s) => s.tasks).length > 60)!;
    const truth = project.sections.flatMap((section) => section.tasks).map((task) => task.gid);
    const seen: string[] = [];
    let offset = "";
    do {
      const { body } = await ask("GET", `/tasks?project=${project.gid}&limit=25${offset && `&offset=${offset}`}`);
      seen.push(...body.data.map((task) => task.gid));
      offset = body.next_page?.offset ?? "";
    } while (offset !== "");
    expect(seen).toEqual(truth);
  });

  it("leaves next_page out where no limit was sent", async () => {
    const { body } = await ask("GET", "/workspaces");
    expect("next_page" in body).toBe(false);
  });

  it("gives what changed since an instant", async () => {
    const project = first(demo.world.projects);
    const since = "2026-10-01T00:00:00.000Z";
    const truth = project.sections.flatMap((section) => section.tasks).filter((task) => task.modifiedAt >= since);
    const { body } = await ask(
      "GET",
      `/tasks?project=${project.gid}&limit=100&modified_since=2026-10-01T02:00:00%2B02:00`,
    );
    expect(body.data.map((task) => task.gid)).toEqual(truth.slice(0, 100).map((task) => task.gid));
  });

  it("searches at most 100 subtasks at a time, walked by their creation", async () => {
    const truth = [...demo.world.tasks.values()].filter((task) => task.parent !== null).map((task) => task.gid);
    const seen = new Set<string>();
    let after = "2000-01-01T00:00:00.000Z";
    for (let page = 0; page < 20; page++) {
      const filters = `is_subtask=true&sort_by=created_at&sort_ascending=true&created_at.after=${after}&limit=30`;
      const { body } = await ask(
        "GET",
        `/workspaces/${demo.workspaceGid}/tasks/search?${filters}&opt_fields=created_at`,
      );
      const before = seen.size;
      for (const task of body.data) seen.add(task.gid);
      if (seen.size === before) break;
      after = body.data.at(-1)!.created_at as string;
    }
    expect([...seen].sort()).toEqual(truth.sort());
  });

  it("adds the entries of a task up to its actual time", async () => {
    const [task] = [...demo.world.tasks.values()].filter((one) => one.entries.length > 3);
    const entries = await ask("GET", `/tasks/${task!.gid}/time_tracking_entries?limit=100`);
    const { body } = await ask("GET", `/tasks/${task!.gid}?opt_fields=actual_time_minutes`);
    const sum = entries.body.data.reduce((total, entry) => total + (entry.duration_minutes as number), 0);
    expect(body.data.actual_time_minutes).toBe(sum);
  });

  it("counts requests by operation", async () => {
    const before = demo.requests().byOperation.getWorkspaces ?? 0;
    await ask("GET", "/workspaces?limit=1");
    expect(demo.requests().byOperation.getWorkspaces).toBe(before + 1);
  });

  it("shows only the portfolios of the token's user", async () => {
    const { body } = await ask("GET", `/portfolios?workspace=${demo.workspaceGid}&limit=100&opt_fields=owner.gid`);
    expect(body.data.length).toBe(4);
    expect(new Set(body.data.map((one) => (one.owner as { gid: string }).gid))).toEqual(new Set([demo.world.me.gid]));
  });
});
