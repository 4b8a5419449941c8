import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addField } from "../../src/demo/company/fields.ts";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { runNight, shortHistory } from "../support/demo-store.ts";

let demo: Demo;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  demo = await startDemo({ tasks: 40 });
});
afterAll(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

/** One night over some resources, then what the store holds. */
const read = <T>(only: readonly string[], sql: string, set: readonly string[] = []) =>
  runNight(
    { home, url: demo.url, token: demo.token, only, set: [shortHistory, ...set] },
    async ({ summary, store }) => ({ summary, rows: await store.database.rows<T>(sql) }),
  );

it("reads teammates that are programs with one request", async () => {
  const gid = demo.world.gid();
  demo.world.agents.set(gid, { workspace: demo.world.workspace, gid, name: "Triage agent" });
  const { rows, summary } = await read(["agents"], "select gid, name from raw.agents where _deleted_at is null");
  expect(rows).toEqual([{ gid, name: "Triage agent" }]);
  expect(summary.sources.find(({ source }) => source === "agents")).toMatchObject({ state: "ok", numberOfRequests: 1 });
});

it("reads what projects say of themselves where configured, and tells its price where not", async () => {
  const [project, other] = [...demo.world.projects.values()];
  project!.brief = { gid: demo.world.gid(), project: project!, title: "Why", text: "Because of the harbour" };
  const only = ["projects", "project_briefs"];
  const sql = "select project_gid, title, text from raw.project_briefs where _to_seq is null and _deleted_at is null";
  const off = await read(only, sql);
  expect(off.rows).toEqual([]);
  const words = "one request per project with a brief; switched on by extract.project_briefs";
  expect(off.summary.sources.find(({ source }) => source === "project_briefs")).toMatchObject({
    state: "off",
    detail: words,
    numberOfRequests: 0,
  });
  const on = await read(only, sql, ["extract.project_briefs=true"]);
  expect(on.rows).toEqual([{ project_gid: project!.gid, title: "Why", text: "Because of the harbour" }]);
  expect(other!.brief).toBeUndefined();
  expect(on.summary.sources.find(({ source }) => source === "project_briefs")).toMatchObject({ numberOfRequests: 1 });
  delete project!.brief;
  expect((await read(only, sql, ["extract.project_briefs=true"])).rows).toEqual([]);
});

it("holds the fields of a portfolio with those of projects, and lets each go where it is taken off", async () => {
  const portfolio = [...demo.world.portfolios.values()].find(({ owner }) => owner === demo.world.me)!;
  const field = addField(demo.world, { name: "Sponsor's mood", type: "text", isGlobal: false });
  portfolio.settings.push({ gid: demo.world.gid(), parent: portfolio, field, isImportant: true });
  const only = ["custom_fields", "projects", "portfolios", "teams", "goals", "custom_field_settings"];
  const sql = `select parent_gid, count(*) as n, list_contains(list(custom_field_gid), '${field.gid}') as has_mood,
      (select count(*) from raw.custom_fields where gid = '${field.gid}' and _to_seq is null) as defined
    from raw.custom_field_settings where _to_seq is null and _deleted_at is null group by parent_gid order by parent_gid`;
  interface Row {
    readonly parent_gid: string;
    readonly n: number;
    readonly has_mood: boolean;
    readonly defined: number;
  }
  const held = async () => {
    const { rows, summary } = await read<Row>(only, sql);
    return { summary, rows, ofPortfolio: rows.find(({ parent_gid }) => parent_gid === portfolio.gid) };
  };
  const first = await held();
  expect(first.ofPortfolio).toMatchObject({ n: portfolio.settings.length, has_mood: true, defined: 1 });
  const ofProjects = (rows: readonly Row[]) => rows.filter(({ parent_gid }) => demo.world.projects.has(parent_gid));
  expect(ofProjects(first.rows).length).toBeGreaterThan(0);
  expect(await held()).toMatchObject({ rows: first.rows, summary: { added: 0, changed: 0, deleted: 0 } });
  portfolio.settings = portfolio.settings.filter((setting) => setting.field !== field);
  const after = await held();
  expect(after.ofPortfolio?.has_mood ?? false).toBe(false);
  expect(ofProjects(after.rows)).toEqual(ofProjects(first.rows));
});
