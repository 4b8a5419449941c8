import { describe, expect, test } from "vitest";
import { accuracyOf, estimateAccuracyNode } from "../../../src/models/accuracy/estimate-accuracy.ts";
import type { AccuracyTask, GroupType } from "../../../src/models/accuracy/groups.ts";
import { poolMedians } from "../../../src/models/accuracy/pooled-median.ts";
import type { ModelRow } from "../../../src/models/node.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { runNode } from "../run-node.ts";

const asOf = "2026-03-02";

const finished = (gid: string, estimate: number, actual: number, more: ModelRow = {}): ModelRow => ({
  task_gid: gid,
  is_completed: true,
  completed_at: "2026-02-01T10:00:00Z",
  estimate_hours: estimate,
  actual_hours: actual,
  is_own: false,
  is_deleted: false,
  ...more,
});

const accuracy = async (tasks: readonly ModelRow[], more = {}) => {
  const { "marts.estimate_accuracy": rows } = await runNode(
    estimateAccuracyNode,
    { "marts.tasks": tasks, ...more },
    { asOf },
  );
  return new Map(rows!.map((row) => [`${row.group_type}:${row.group_key}`, row as Record<string, unknown>]));
};

/** Tasks of 20 people, 12 tags and 15 projects; person 3 takes `ratio` times as long as estimated. */
function company(seed: number, ratio: number): AccuracyTask[] {
  const random = createRandom(seed);
  return Array.from({ length: 800 }, (_, i) => {
    const person = random.integer(20);
    const groups: [GroupType, string][] = [
      ["workspace", "workspace"],
      ["person", String(person)],
      ["tag", String(random.integer(12))],
      ["project", String(random.integer(15))],
    ];
    return {
      task_gid: String(i),
      estimate_hours: 4,
      actual_hours: 4 * (person === 3 ? ratio : 1) * random.lognormal(0, 0.5),
      completed_at: null,
      groups: groups.map(([type, key]) => ({ type, key, name: key })),
    };
  });
}

describe("estimate accuracy", () => {
  test("finds no group that differs where none does: false discoveries in at most 2 of 20 workspaces", () => {
    const found = Array.from({ length: 20 }, (_, seed) =>
      accuracyOf(company(seed, 1)).some((row) => row.is_beyond_chance),
    );
    expect(found.filter(Boolean).length).toBeLessThanOrEqual(2);
  });

  test("recovers a planted bias of one odd person of 40 tasks within its interval, in three of four workspaces or more", () => {
    const rows = Array.from(
      { length: 60 },
      (_, seed) => accuracyOf(company(seed, 1.6)).find((row) => row.group_type === "person" && row.group_key === "3")!,
    );
    expect(rows.every((row) => row.is_beyond_chance)).toBe(true);
    expect(rows.filter((row) => row.bias_lo! <= 1.6 && row.bias_hi! >= 1.6).length).toBeGreaterThanOrEqual(45);
  });

  test("groups by person, team, project, its type, section, tag, size and requester", async () => {
    const tasks = Array.from({ length: 10 }, (_, i) =>
      finished(`t${i}`, 2, 3, { assignee_gid: "1", project_gid: "10", section_name: "Doing", created_by_gid: "2" }),
    );
    const rows = await accuracy(tasks, {
      "marts.people": [
        { person_gid: "1", name: "Ada", home_team_gid: "5" },
        { person_gid: "2", name: "Ben" },
      ],
      "marts.teams": [{ team_gid: "5", name: "Design" }],
      "marts.projects": [{ project_gid: "10", name: "Launch", type: "Campaign" }],
      "marts.task_tags": tasks.map((task) => ({ task_gid: task.task_gid!, tag_gid: "7", tag_name: "urgent" })),
    });
    expect([...rows].map(([key, row]) => `${key} ${row.group_name}`).sort()).toEqual([
      "person:1 Ada",
      "project:10 Launch",
      "project_type:Campaign Campaign",
      "requester:2 Ben",
      "section:Doing Doing",
      "size:1 to 4 h 1 to 4 h",
      "tag:7 urgent",
      "team:5 Design",
      "workspace:workspace Workspace",
    ]);
    expect(rows.get("workspace:workspace")).toMatchObject({
      n: 10,
      raw_bias_ratio: expect.closeTo(1.5, 10),
      status: "ok",
    });
  });

  test("gives no verdict under eight tasks and says how many are missing", async () => {
    const rows = await accuracy([...Array(5).keys()].map((i) => finished(`t${i}`, 2, 3)));
    expect(rows.get("workspace:workspace")).toMatchObject({
      n: 5,
      bias_ratio: null,
      is_beyond_chance: null,
      status: "insufficient_data",
      unlocks: "3 more completed tasks with estimate and actual hours",
    });
  });

  test("counts completed tasks with both hours above zero, and none that Plimsoll made or that is gone", async () => {
    const rows = await accuracy([
      finished("open", 2, 2, { is_completed: false }),
      finished("zero", 2, 0),
      finished("negative", -2, 2),
      finished("own", 2, 2, { is_own: true }),
      finished("gone", 2, 2, { is_deleted: true }),
      finished("good", 2, 2),
    ]);
    expect(rows.get("workspace:workspace")).toMatchObject({ n: 1 });
  });

  test("stays finite where all estimates are equal and always right, or 10,000 hours", async () => {
    const rows = await accuracy([
      ...[...Array(20).keys()].map((i) => finished(`t${i}`, 1, 1, { assignee_gid: "1" })),
      finished("huge", 10_000, 0.1, { assignee_gid: "1" }),
    ]);
    expect(rows.get("person:1")).toMatchObject({ n: 21, raw_bias_ratio: 1, is_beyond_chance: false });
  });
});

describe("pooled medians", () => {
  test("pull a small group further than a large one, and leave alone what lies clearly off", () => {
    const random = createRandom(1);
    const whole = Array.from({ length: 500 }, () => random.normal(0, 0.5));
    const shifted = (n: number) => whole.slice(0, n).map((value) => value + 0.8);
    const [small, large] = poolMedians(
      [shifted(8), shifted(200), ...Array.from({ length: 10 }, () => whole.slice(200, 300))],
      whole,
    );
    expect(small!.raw - small!.pooled).toBeGreaterThan(large!.raw - large!.pooled);
    expect(large!.pooled).toBeGreaterThan(0.7);
    expect(small!.hi - small!.lo).toBeGreaterThan(large!.hi - large!.lo);
  });

  test("hold four of five true values in their 80 % intervals, pooled over workspaces whose groups differ", () => {
    const { inside, n } = coverage(Number(process.env.PLIMSOLL_SOAK_STEPS ?? 60));
    expect(n).toBeGreaterThanOrEqual(1_000);
    expect(inside / n).toBeGreaterThan(0.76);
    expect(inside / n).toBeLessThan(0.84);
  });
});

/** Workspaces of 20 groups of 8 to 250 tasks whose true ratios differ little or much; hours are rounded in every second. */
function coverage(workspaces: number): { inside: number; n: number } {
  let [inside, n] = [0, 0];
  for (let seed = 0; seed < workspaces; seed++) {
    const random = createRandom(`coverage/${seed}`);
    const [spread, noise] = [[0.05, 0.15, 0.3][seed % 3]!, [0.32, 0.6][(seed >> 1) % 2]!];
    const round = (hours: number) => (seed % 2 === 0 ? hours : Math.max(0.25, Math.round(4 * hours) / 4));
    const truths = Array.from({ length: 20 }, (_, i) => (i === 3 ? Math.log(1.6) : random.normal(0, spread)));
    const groups = truths.map((truth, i) =>
      Array.from({ length: i === 3 ? 40 : 8 + random.integer(i % 2 ? 30 : 250) }, () => {
        const estimate = Math.max(0.5, Math.round(8 * random.lognormal(0, 0.7)) / 2);
        return Math.log(round(estimate * random.lognormal(truth, noise)) / estimate);
      }),
    );
    poolMedians(groups, groups.flat()).forEach(({ lo, hi }, i) => {
      inside += lo <= truths[i]! && truths[i]! <= hi ? 1 : 0;
      n++;
    });
  }
  return { inside, n };
}
