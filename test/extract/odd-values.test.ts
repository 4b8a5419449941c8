import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { addField } from "../../src/demo/company/fields.ts";
import { type DemoOptions, startDemo } from "../../src/demo/start.ts";
import type { ExtractSummary } from "../../src/extract/extract.ts";
import { type NightOptions, runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function setUp(options: DemoOptions) {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const demo = await startDemo({ tasks: 60, ...options });
  opened.push(demo.close, () => rmSync(home, { recursive: true }));
  const night = (more: Partial<NightOptions> = {}, sql = "select 1") =>
    runNight({ home, url: demo.url, token: demo.token, set: [shortHistory], ...more }, async ({ summary, store }) => ({
      summary,
      differences: await differences(demo.world, store),
      rows: await store.database.rows<Record<string, unknown>>(sql),
    }));
  return { demo, night };
}

const sourceOf = ({ sources }: ExtractSummary, name: string) => sources.find(({ source }) => source === name)!;

it("takes numbers that come as text for numbers, and keeps and counts kinds and states that nobody knows", async () => {
  const { demo, night } = await setUp({ faults: { oddValues: true } });
  const { world } = demo;
  const goLive = [...world.fields.values()].find(({ type }) => type === "date")!;
  const [task] = [...world.tasks.values()].filter(({ places }) => places.length > 0);
  task!.places[0]!.project.settings.push({
    gid: world.gid(),
    parent: task!.places[0]!.project,
    field: goLive,
    isImportant: false,
  });
  task!.values.set(goLive, { date: "2026-12-24", dateTime: null });
  const sql = `
    select sum(duration_minutes) as minutes,
      (select sum(actual_time_minutes) from raw.tasks where _to_seq is null) as total,
      (select count(*) from raw.tasks where resource_subtype = 'gateway' and _to_seq is null) as gateways,
      (select json_extract_string(custom_fields, '$[*].display_value') from raw.tasks
        where gid = '${task!.gid}' and _to_seq is null) as shown
    from raw.time_entries where _to_seq is null`;
  const { summary, differences: found, rows } = await night({}, sql);
  expect(found).toEqual([]);
  const minutes = [...world.entries.values()].reduce((sum, entry) => sum + entry.minutes, 0);
  const gateways = [...world.tasks.values()].filter(({ kind }) => kind === "milestone").length;
  expect(gateways).toBeGreaterThan(0);
  expect(rows).toMatchObject([{ total: minutes, gateways, shown: expect.arrayContaining(["2026-12-24"]) }]);
  expect(summary.sources.filter(({ state }) => state !== "ok" && state !== "off")).toEqual([]);
  expect(sourceOf(summary, "tasks").detail).toMatch(/unknown values kept: resource_subtype "gateway" \(\d+\)/);
  expect(sourceOf(summary, "time_entries").detail).toMatch(/"ESCALATED"|"prepaid"/);
  expect(sourceOf(summary, "custom_fields").detail).toMatch(/resource_subtype "rating" \(1\)/);
  expect((await night()).summary).toMatchObject({ added: 0, changed: 0, deleted: 0 });
});

it("waits and goes on where 429 comes in storms that do not say for how long", async () => {
  const { night } = await setUp({ faults: { storms: { every: 9, length: 2 } } });
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => void slept.push(milliseconds);
  const { summary, differences: found } = await night({ only: tasksAndTime, sleep });
  expect(found).toEqual([]);
  expect(summary.sources.filter(({ state }) => state !== "ok")).toEqual([]);
  expect(Math.max(...slept)).toBeGreaterThanOrEqual(30_000);
});

it("holds a field with 500 options, half of them disabled, and its values", async () => {
  const { demo, night } = await setUp({});
  const { world } = demo;
  const names = Array.from({ length: 500 }, (_, number) => `Option ${number}`);
  const field = addField(world, { name: "Cost centre", type: "enum", options: names });
  field.options.forEach((option, index) => {
    option.isEnabled = index % 2 === 0;
  });
  const [project] = world.projects.values();
  project!.settings.push({ gid: world.gid(), parent: project!, field, isImportant: false });
  const [task] = project!.sections.flatMap(({ tasks }) => tasks);
  task!.values.set(field, field.options[499]!);
  const sql = `
    select json_array_length(enum_options) as options,
      len(list_filter(json_extract_string(enum_options, '$[*].enabled'), lambda flag: flag = 'false')) as disabled,
      (select list_contains(json_extract_string(custom_fields, '$[*].enum_value.name'), 'Option 499') from raw.tasks
        where gid = '${task!.gid}' and _to_seq is null) as is_valued
    from raw.custom_fields where gid = '${field.gid}' and _to_seq is null`;
  const only = ["custom_fields", "projects", "tasks"];
  expect((await night({ only }, sql)).rows).toEqual([{ options: 500, disabled: 250, is_valued: true }]);
  const again = await night({ only });
  expect(again.summary).toMatchObject({ added: 0, changed: 0, deleted: 0 });
});

it("reads what a guest's token may see, and takes the rest for refused and not for lost", async () => {
  const { demo, night } = await setUp({});
  const [person] = [...demo.world.people.values()].slice(-1);
  Object.assign(person!, { isGuest: true });
  const first = await night({}, "select user_gid from raw.workspace_memberships where is_guest and _to_seq is null");
  expect(first.rows).toContainEqual({ user_gid: person!.gid });
  const notForGuests = {
    ...{ getWorkspaceMembershipsForWorkspace: 403, getTeamsForWorkspace: 403, getTeamMembershipsForTeam: 403 },
    ...{ getCustomFieldsForWorkspace: 403, getTagsForWorkspace: 403, getAllocations: 403, getOooEntries: 403 },
    ...{ getGoals: 403, getTimesheetApprovalStatuses: 403, getAgentsForWorkspace: 403, searchTasksForWorkspace: 403 },
    ...{ getRates: 403, getBudgets: 403, getMemberships: 403 },
  };
  const guest = await startDemo({ company: demo, refuse: notForGuests });
  opened.push(guest.close);
  const counts = `select count(*) as n from raw.workspace_memberships where _to_seq is null and _deleted_at is null`;
  const second = await night({ url: guest.url }, counts);
  expect(second.summary).toMatchObject({ deleted: 0, noLongerVisible: 0 });
  expect(second.differences).toEqual([]);
  expect(second.rows).toEqual([{ n: demo.world.people.size }]);
  const refused = second.summary.sources.filter(({ state }) => state === "refused").map(({ source }) => source);
  expect(refused).toEqual(expect.arrayContaining(["workspace_memberships", "teams", "tags", "absence", "rates"]));
  expect(second.summary.sources.filter(({ state }) => state === "failed")).toEqual([]);
  expect((await night({ url: guest.url })).summary.newlyMissing).toEqual([]);
});
