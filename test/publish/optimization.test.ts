import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decide } from "../../src/demo/nights/decisions.ts";
import { advanceNight } from "../../src/demo/nights/night.ts";
import { type Demo, demoToday, startDemo } from "../../src/demo/start.ts";
import type { Task } from "../../src/demo/world/types.ts";
import { readAnswers } from "../../src/models/recommendations/answers.ts";
import type { Decided, Plan } from "../../src/publish/action.ts";
import type { ApplySummary } from "../../src/publish/apply.ts";
import { openDatabase } from "../../src/warehouse/database.ts";
import { openRelease } from "../../src/warehouse/release.ts";
import { startBrowser } from "../support/browser.ts";
import { copyDemoHome } from "../support/demo-release.ts";
import { runCli, temporaryFolder } from "../support/run-cli.ts";

const keyIn = ({ notes }: Task) => /plimsoll:(review:[\w.-]+)$/.exec(notes)?.[1];
const idOf = (review: Task) => keyIn(review)!.slice("review:".length);
const days = [demoToday, "2026-11-17", "2026-11-18"] as const;

let demo: Demo;
let home: string;
/** Instant that the workspace's clock shows. */
let now = `${days[0]}T06:00:00.000Z`;

/** One publishing night on the release of the first day: what it prints as JSON. */
async function night(day: string): Promise<{ plan: Plan; applied: ApplySummary }> {
  now = `${day}T06:30:00.000Z`;
  const settings = ["publish.phase=optimization", "publish.max_task_changes=40"].flatMap((pair) => ["--set", pair]);
  const words = ["publish", "--apply", "--json", "--home", home, ...settings];
  const environment = { ASANA_ACCESS_TOKEN: demo.token, ASANA_BASE_URL: demo.url };
  const { code, err, out } = await runCli(words, { environment, now, directory: home });
  expect([code, code === 0 ? "" : out + err]).toEqual([0, ""]);
  return JSON.parse(out);
}

const reviews = (): Task[] => [...demo.world.tasks.values()].filter((task) => keyIn(task) !== undefined);
const commentsOn = (task: Task): string[] =>
  task.stories.filter(({ type }) => type === "comment").map(({ text }) => text);

interface Proposed {
  readonly id: string;
  readonly changes: readonly Decided[];
}

/** Recommendations of the models that change something, those that change least first. */
async function proposals(): Promise<Proposed[]> {
  const release = await openRelease(home);
  const rows = await release.rows<{ id: string; after: string }>(
    "select recommendation_id as id, effect_after as after from marts.recommendations where state = 'proposed' order by id",
  );
  release.close();
  const parsed = rows.map(({ id, after }) => ({ id, changes: JSON.parse(after).changes as Decided[] }));
  const moves = parsed.filter(({ changes }) => changes.every(({ name }) => name !== "estimate"));
  return moves.filter(({ changes }) => changes.length > 0).sort((a, b) => a.changes.length - b.changes.length);
}

const reviewOf = ({ id }: Proposed): Task => reviews().find((review) => idOf(review) === id)!;
const answer = (proposed: Proposed, status: "approved" | "rejected") =>
  decide(demo.world, reviewOf(proposed), { status, at: `${days[0]}T11:00:00.000Z` });

/** What a change would set, as it is in the workspace now. */
function present({ task_gid, name }: Decided): string | null {
  const task = demo.world.tasks.get(task_gid)!;
  return name === "assignee" ? (task.assignee?.gid ?? null) : task.dueOn;
}

beforeAll(async () => {
  demo = await startDemo({ tasks: 2_000, clock: () => new Date(now) });
  home = path.join(temporaryFolder(), "data");
  await copyDemoHome(home, { tasks: 2_000 });
  // The workspace of the release served at another port.
  const store = await openDatabase(path.join(home, "store.duckdb"));
  await store.run(`update ledger.identity set base_url = '${demo.url}/api/1.0'`);
  store.close();
});
afterAll(async () => {
  await demo.close();
  rmSync(path.dirname(home), { recursive: true });
});

it("asks managers about what the models recommend, and carries out what they approve, no more", async () => {
  const proposed = await proposals();
  expect(proposed.length).toBeGreaterThanOrEqual(3);
  const [late, rejected] = proposed;
  const approved = proposed.findLast(({ changes }) => changes.some(({ name }) => name === "assignee"))!;
  expect(new Set([late, rejected, approved]).size).toBe(3);
  await night(days[0]);
  for (const one of proposed) expect(reviewOf(one).approvalStatus).toBe("pending");
  for (const { changes } of proposed) for (const change of changes) expect(present(change)).toBe(change.old);

  answer(approved, "approved");
  answer(rejected!, "rejected");
  answer(late!, "approved");
  const moved = demo.world.tasks.get(late!.changes[0]!.task_gid)!;
  Object.assign(moved, { assignee: [...demo.world.people.values()].at(-1)!, dueOn: "2027-03-01" });
  demo.world.version += 1;
  const { plan, applied } = await night(days[1]);
  expect(applied.not_written).toEqual([]);
  expect(approved.changes.map(present)).toEqual(approved.changes.map((change) => change.new));
  expect(rejected!.changes.map(present)).toEqual(rejected!.changes.map((change) => change.old));
  expect([moved.assignee?.gid, moved.dueOn]).toEqual([[...demo.world.people.keys()].at(-1), "2027-03-01"]);

  const received = approved.changes.find(({ name }) => name === "assignee")!;
  expect(commentsOn(demo.world.tasks.get(received.task_gid)!).join()).toContain("as approved");
  expect(commentsOn(reviewOf(approved))).toEqual(["Approved and applied."]);
  expect(commentsOn(reviewOf(late!)).join()).toContain("Approved, and not applied");
  expect(plan.conflicts.map(({ key }) => key)).toContain(`review:${late!.id}`);

  // The release still proposes all of them; none is asked, answered or carried out again.
  const asked = reviews().length;
  const third = await night(days[2]);
  expect(third.plan.actions.filter(({ plan: name, action }) => name === "reviews" && action !== "unchanged")).toEqual(
    [],
  );
  expect(reviews().length).toBe(asked);
});

it("shows fields, comments and approvals on its page, as a project manager sees them", async ({ skip }) => {
  const browser = await startBrowser();
  if (!browser) return skip();
  try {
    const page = await browser.newPage();
    const text = async () => (await page.locator("body").textContent()) ?? "";
    await page.goto(demo.url);
    expect(await text()).toMatch(/Approvals[\s\S]*wait for a decision/);
    await page.getByRole("link", { name: "Capacity Planning" }).click();
    expect(await text()).toMatch(/Predicted Weekly Load: \d+/);

    const approved = reviews().find((review) => commentsOn(review).includes("Approved and applied."))!;
    await page.goto(`${demo.url}/page/tasks/${approved.gid}`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("approval: approved");
    expect(await text()).toContain("Approved and applied.");
    const written = [...demo.world.tasks.values()].find(
      (task) => task.places.length > 0 && [...task.values.keys()].some(({ name }) => name === "AI-Adjusted Estimate"),
    )!;
    await page.goto(`${demo.url}/page/projects/${written.places[0]!.project.gid}`);
    expect(await text()).toContain("Projected Completion (P50)");
    expect(await text()).toMatch(/AI-Adjusted Estimate: \d/);

    const pending = reviews().find(({ approvalStatus }) => approvalStatus === "pending")!;
    await page.goto(`${demo.url}/page/tasks/${pending.gid}`);
    await page.getByRole("button", { name: "Reject" }).click();
    await page.waitForURL(`${demo.url}/page/tasks/${pending.gid}`);
    expect([pending.approvalStatus, await page.getByRole("heading", { level: 1 }).textContent()]).toEqual([
      "rejected",
      expect.stringContaining("approval: rejected"),
    ]);
    await page.goto(demo.url);

    const waiting = async () => Number(/(\d+) wait for a decision/.exec(await text())![1]);
    const before = await waiting();
    const { approved: yes, rejected: no, changesRequested } = advanceNight(demo.world, { today: days[2] });
    await page.reload();
    expect([before > 0, yes > 0, before - (await waiting())]).toEqual([true, true, yes + no + changesRequested]);
  } finally {
    await browser.close();
  }
});

it("tells the models of the answers, so that nothing rejected is proposed by the next release", async () => {
  const store = await openDatabase(path.join(home, "store.duckdb"), { readOnly: true });
  const answers = await readAnswers({
    rows: (sql) => store.rows(sql.replace("meta.writes", "ledger.writes")),
  });
  store.close();
  expect([...answers.values()].sort()).toEqual(["applied", "approved", "rejected"]);
});
