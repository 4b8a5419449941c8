import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { type Ask, asker, checkedAsker, hasContract } from "./client.ts";

let demo: Demo;
let ask: Ask;
let violations: object[] = [];

beforeAll(async () => {
  demo = await startDemo({ tasks: 300 });
  ask = asker(demo);
  if (hasContract) ({ ask, violations } = await checkedAsker(demo));
});
afterAll(() => demo.close());
afterEach(() => expect(violations).toEqual([]));

const messageOf = async (reply: ReturnType<Ask>): Promise<string> => {
  const { status, body } = await reply;
  return `${status} ${body.errors[0]!.message}`;
};

async function newProject(name = "Capacity Alerts"): Promise<string> {
  return (await ask("POST", "/projects", { name, workspace: demo.workspaceGid, privacy_setting: "private" })).body.data
    .gid;
}

async function newField(project: string, given: Record<string, unknown>): Promise<string> {
  const field = await ask("POST", "/custom_fields", { workspace: demo.workspaceGid, ...given });
  await ask("POST", `/projects/${project}/addCustomFieldSetting`, {
    custom_field: field.body.data.gid,
    is_important: true,
  });
  return field.body.data.gid;
}

async function newTask(given: Record<string, unknown>): Promise<string> {
  return (await ask("POST", "/tasks", given)).body.data.gid;
}

describe("writing", () => {
  it("makes a project with sections, tasks, subtasks and places", async () => {
    const project = await newProject();
    const section = (await ask("POST", `/projects/${project}/sections`, { name: "November" })).body.data.gid;
    const task = await newTask({
      name: "Alert",
      memberships: [{ project, section }],
      assignee: "me",
      due_on: "2026-12-01",
    });
    const subtask = await ask("POST", `/tasks/${task}/subtasks`, {
      name: "Review",
      resource_subtype: "approval",
      approval_status: "pending",
      assignee: demo.world.me.gid,
    });
    expect(subtask.status).toBe(201);
    const listed = await ask(
      "GET",
      `/tasks?project=${project}&limit=10&opt_fields=name,num_subtasks,memberships.section.name`,
    );
    expect(listed.body.data).toEqual([
      { gid: task, name: "Alert", num_subtasks: 1, memberships: [{ section: { gid: section, name: "November" } }] },
    ]);
  });

  it("writes custom field values of every writable type, and clears them with null", async () => {
    const project = await newProject("Fields");
    const number = await newField(project, { name: "P80 hours", resource_subtype: "number", precision: 1 });
    const text = await newField(project, { name: "Why", resource_subtype: "text", description: "a forecast" });
    const people = await newField(project, { name: "Managers", resource_subtype: "people" });
    const date = await newField(project, { name: "Projection", resource_subtype: "date" });
    const status = await newField(project, {
      name: "Risk",
      resource_subtype: "enum",
      enum_options: [{ name: "low" }, { name: "high" }],
    });
    const option = (await ask("POST", `/custom_fields/${status}/enum_options`, { name: "middle", color: "yellow" }))
      .body.data;
    const task = await newTask({ name: "T", projects: [project] });
    const custom_fields = {
      [number]: 12.34,
      [text]: "because",
      [people]: [demo.world.me.gid],
      [date]: { date: "2026-12-24" },
      [status]: option.gid,
    };
    const fields = "custom_fields.(number_value|text_value|enum_value|date_value|people_value|display_value)";
    const written = await ask("PUT", `/tasks/${task}?opt_fields=${fields}`, { custom_fields });
    const values = new Map((written.body.data.custom_fields as { gid: string }[]).map((value) => [value.gid, value]));
    expect(values.get(number)).toMatchObject({ number_value: 12.3, display_value: "12.3" });
    expect(values.get(text)).toMatchObject({ text_value: "because" });
    expect(values.get(date)).toMatchObject({ date_value: { date: "2026-12-24", date_time: null } });
    expect(values.get(status)).toMatchObject({ enum_value: { gid: option.gid, name: "middle" } });
    const cleared = await ask("PUT", `/tasks/${task}?opt_fields=custom_fields.number_value`, {
      custom_fields: { [number]: null },
    });
    expect((cleared.body.data.custom_fields as { gid: string }[]).find((one) => one.gid === number)).toEqual({
      gid: number,
      number_value: null,
    });
  });

  it("refuses what Asana refuses, in its words", async () => {
    const project = await newProject("Refusals");
    const task = await newTask({ name: "T", projects: [project] });
    const elsewhere = [...demo.world.fields.values()].find((field) => field.name === "Story Points")!.gid;
    const put = (data: Record<string, unknown>) => messageOf(ask("PUT", `/tasks/${task}`, data));
    expect(await put({ custom_fields: { [elsewhere]: 3 } })).toBe(
      `400 Custom field with ID ${elsewhere} is not on given object`,
    );
    expect(await put({ due_on: "2026-12-01", due_at: "2026-12-01T10:00:00Z" })).toBe(
      "400 You may only provide one of due_on or due_at!",
    );
    expect(await put({ projects: [project] })).toBe("400 projects: Cannot write this property");
    expect(await put({ colour: "red" })).toBe("400 colour: Unrecognized property");
    expect(await put({ assignee: "12345" })).toBe("400 assignee: Not a user in Organization: 12345");
    expect(await put({ start_on: "2026-12-01" })).toContain("400 start_on: You must also provide due_on");
    expect(await put({ html_notes: "<body>a & b</body>" })).toContain("400 html_notes: XML is invalid");
    expect(await put({ html_notes: "<body><p>a</p></body>" })).toContain("<p> is not supported");
    expect(await put({ approval_status: "approved" })).toContain("400 approval_status");
    expect(await messageOf(ask("POST", "/tasks", { name: "nowhere" }))).toContain("400 You should specify one of");
    expect(await messageOf(ask("POST", "/tasks", { name: "x", projects: ["99"] }))).toBe(
      "400 projects: Unknown object: 99",
    );
    expect(await messageOf(ask("PUT", "/tasks/99", { name: "x" }))).toBe("404 task: Unknown object: 99");
    expect(demo.world.tasks.get(task)!.name).toBe("T");
  });

  it("refuses a second field of the same name, and values of options that are disabled", async () => {
    const project = await newProject("Options");
    const field = await newField(project, { name: "Band", resource_subtype: "enum", enum_options: [{ name: "a" }] });
    const [option] = demo.world.fields.get(field)!.options;
    await ask("PUT", `/enum_options/${option!.gid}`, { enabled: false });
    const task = await newTask({ name: "T", projects: [project] });
    expect(await messageOf(ask("PUT", `/tasks/${task}`, { custom_fields: { [field]: option!.gid } }))).toContain("400");
    const again = { workspace: demo.workspaceGid, name: "band", resource_subtype: "enum" };
    expect(await messageOf(ask("POST", "/custom_fields", again))).toContain("already exists");
  });

  it("keeps approval and completion together", async () => {
    const project = await newProject("Approvals");
    const gid = await newTask({
      name: "Move it?",
      projects: [project],
      resource_subtype: "approval",
      approval_status: "pending",
    });
    const decide = async (data: Record<string, unknown>) =>
      (await ask("PUT", `/tasks/${gid}?opt_fields=approval_status,completed`, data)).body.data;
    expect(await decide({ approval_status: "rejected" })).toEqual({
      gid,
      approval_status: "rejected",
      completed: true,
    });
    expect(await decide({ completed: false })).toEqual({ gid, approval_status: "pending", completed: false });
    expect(await decide({ completed: true })).toEqual({ gid, approval_status: "approved", completed: true });
  });

  it("moves modified_at with changes and comments, and not with moves", async () => {
    const project = await newProject("Stamps");
    const gid = await newTask({ name: "T", projects: [project] });
    const stamp = () => demo.world.tasks.get(gid)!.modifiedAt;
    const begin = stamp();
    const other = (await ask("POST", `/projects/${project}/sections`, { name: "Later" })).body.data.gid;
    await ask("POST", `/sections/${other}/addTask`, { task: gid });
    await ask("POST", `/tasks/${gid}/addProject`, { project: [...demo.world.projects.keys()][0] });
    expect(stamp()).toBe(begin);
    await ask("POST", `/tasks/${gid}/stories`, { html_text: "<body>See <em>this</em> &amp; that</body>" });
    expect(stamp() > begin).toBe(true);
    const stories = (await ask("GET", `/tasks/${gid}/stories?limit=10&opt_fields=resource_subtype,text`)).body.data;
    expect(stories.at(-1)).toMatchObject({ resource_subtype: "comment_added", text: "See this & that" });
    expect(stories.some((story) => story.resource_subtype === "section_changed")).toBe(true);
  });

  it("changes and deletes own comments only", async () => {
    const project = await newProject("Comments");
    const task = await newTask({ name: "T", projects: [project] });
    const story = (await ask("POST", `/tasks/${task}/stories`, { text: "first" })).body.data.gid;
    expect((await ask("PUT", `/stories/${story}`, { text: "second" })).body.data.text).toBe("second");
    expect((await ask("DELETE", `/stories/${story}`)).status).toBe(200);
    expect((await ask("GET", `/stories/${story}`)).status).toBe(404);
  });

  it("adds status updates, tags, dependencies and followers", async () => {
    const project = await newProject("Rest");
    const [one, two] = [
      await newTask({ name: "1", projects: [project] }),
      await newTask({ name: "2", projects: [project] }),
    ];
    const tag = (await ask("POST", "/tags", { name: "seen", workspace: demo.workspaceGid })).body.data.gid;
    await ask("POST", `/tasks/${one}/addTag`, { tag });
    await ask("POST", `/tasks/${two}/addDependencies`, { dependencies: [one] });
    await ask("POST", `/tasks/${one}/addFollowers`, { followers: [[...demo.world.people.keys()][2]] });
    const status = { parent: project, status_type: "at_risk", title: "Week 47", text: "Two weeks late at P85" };
    expect((await ask("POST", "/status_updates", status)).status).toBe(201);
    const fields = "tags.name,dependents";
    const { body } = await ask("GET", `/tasks/${one}?opt_fields=${fields}`);
    expect(body.data).toMatchObject({ tags: [{ gid: tag, name: "seen" }], dependents: [{ gid: two }] });
  });

  it("writes fields of people where the token may, and 403 where not", async () => {
    const capacity = [...demo.world.fields.values()].find((field) => field.name === "Weekly Capacity")!.gid;
    const user = [...demo.world.people.keys()][3]!;
    const route = `/workspaces/${demo.workspaceGid}/users/${user}`;
    const reply = await ask("PUT", `${route}?opt_fields=custom_fields.number_value`, {
      custom_fields: { [capacity]: 12 },
    });
    expect((reply.body.data.custom_fields as { gid: string }[]).find((one) => one.gid === capacity)).toEqual({
      gid: capacity,
      number_value: 12,
    });
    const strict = await startDemo({ tasks: 300, writesPeople: false });
    expect((await asker(strict)("PUT", route, { custom_fields: { [capacity]: 12 } })).status).toBe(403);
    await strict.close();
  });

  it("writes fields of projects and portfolios", async () => {
    const portfolio = [...demo.world.portfolios.values()][0]!;
    const project = portfolio.items[0]!.item.gid;
    const field = (
      await ask("POST", "/custom_fields", { workspace: demo.workspaceGid, name: "On time", resource_subtype: "number" })
    ).body.data.gid;
    await ask("POST", `/portfolios/${portfolio.gid}/addCustomFieldSetting`, { custom_field: field });
    const route = `/projects/${project}?opt_fields=custom_fields.number_value`;
    const { body } = await ask("PUT", route, { custom_fields: { [field]: 1 } });
    expect(body.data.custom_fields).toContainEqual({ gid: field, number_value: 1 });
    expect((await ask("PUT", `/portfolios/${portfolio.gid}`, { custom_fields: { [field]: 2 } })).status).toBe(200);
  });

  it("deletes a task with its subtasks, which are then gone everywhere", async () => {
    const project = await newProject("Gone");
    const task = await newTask({ name: "T", projects: [project] });
    const subtask = (await ask("POST", `/tasks/${task}/subtasks`, { name: "S" })).body.data.gid;
    expect((await ask("DELETE", `/tasks/${task}`)).status).toBe(200);
    expect((await ask("GET", `/tasks/${task}`)).status).toBe(404);
    expect((await ask("GET", `/tasks/${subtask}`)).status).toBe(404);
    expect((await ask("GET", `/tasks?project=${project}&limit=5`)).body.data).toEqual([]);
  });

  it("takes every other write that it serves, and each of them shows", async () => {
    const project = await newProject("Everything else");
    const { world } = demo;
    const [one, two] = [
      await newTask({ name: "1", projects: [project] }),
      await newTask({ name: "2", projects: [project] }),
    ];
    const section = (await ask("POST", `/projects/${project}/sections`, { name: "Later" })).body.data.gid;
    const tag = [...world.tags.keys()][0]!;
    const field = await newField(project, { name: "To be removed", resource_subtype: "text" });
    const entry = (
      await ask("POST", `/tasks/${one}/time_tracking_entries`, { duration_minutes: 45, entered_on: "2026-11-13" })
    ).body.data;
    const sheet = [...world.timesheets.values()].find((each) => each.status === "SUBMITTED")!;
    const portfolio = (await ask("POST", "/portfolios", { name: "Mine", workspace: demo.workspaceGid })).body.data.gid;
    const status = await ask("POST", "/status_updates", { parent: portfolio, status_type: "on_track", text: "Fine" });
    const writes: [string, string, Record<string, unknown>?][] = [
      ["PUT", `/sections/${section}`, { name: "Much later" }],
      ["POST", `/tasks/${two}/addTag`, { tag }],
      ["POST", `/tasks/${two}/removeTag`, { tag }],
      ["POST", `/tasks/${two}/addDependencies`, { dependencies: [one] }],
      ["POST", `/tasks/${two}/removeDependencies`, { dependencies: [one] }],
      ["POST", `/tasks/${two}/setParent`, { parent: one }],
      ["POST", `/tasks/${two}/removeProject`, { project }],
      ["POST", `/projects/${project}/addMembers`, { members: [[...world.people.keys()][1]] }],
      [
        "PUT",
        `/projects/${project}`,
        {
          name: "Renamed",
          due_on: "2026-12-24",
          html_notes: '<body>Why: <a href="https://example.com">here</a></body>',
        },
      ],
      ["PUT", `/custom_fields/${field}`, { name: "Renamed field", description: "a forecast" }],
      ["POST", `/projects/${project}/removeCustomFieldSetting`, { custom_field: field }],
      ["DELETE", `/custom_fields/${field}`],
      ["PUT", `/time_tracking_entries/${entry.gid}`, { duration_minutes: 60 }],
      ["DELETE", `/time_tracking_entries/${entry.gid}`],
      ["PUT", `/timesheet_approval_statuses/${sheet.gid}`, { approval_status: "approved" }],
      ["POST", `/portfolios/${portfolio}/addItem`, { item: project }],
      ["PUT", "/users/me", { name: "Ada A." }],
      ["POST", `/workspaces/${demo.workspaceGid}/projects`, { name: "Second door" }],
      ["POST", `/workspaces/${demo.workspaceGid}/tags`, { name: "second door" }],
      ["DELETE", `/status_updates/${status.body.data.gid}`],
      ["DELETE", `/sections/${section}`],
    ];
    for (const [method, route, data] of writes) {
      const { status: answered } = await ask(method, route, data);
      expect([method, route, answered]).toEqual([
        method,
        route,
        method === "POST" && route.startsWith("/workspaces") ? 201 : 200,
      ]);
    }
    expect(world.projects.get(project)).toMatchObject({ name: "Renamed", dueOn: "2026-12-24", notes: "Why: here" });
    expect(world.tasks.get(two)).toMatchObject({ places: [], tags: [], dependencies: [], parent: { gid: one } });
    expect([sheet.status, world.tasks.get(one)!.loggedMinutes, world.fields.has(field)]).toEqual([
      "APPROVED",
      0,
      false,
    ]);
    expect((await ask("DELETE", `/projects/${project}`)).status).toBe(200);
    expect(world.projects.has(project)).toBe(false);
  });
});
