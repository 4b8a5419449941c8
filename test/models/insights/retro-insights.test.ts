import { describe, expect, test } from "vitest";
import { fullMonthsBefore } from "../../../src/models/insights/insight.ts";
import { retroInsightsNode } from "../../../src/models/insights/retro-insights.ts";
import type { ModelRow } from "../../../src/models/node.ts";
import { addDays } from "../../../src/models/statistics/calendar.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { type Given, runNode } from "../run-node.ts";

const asOf = "2026-11-16";

const insightsOf = async (given: Given) => {
  const { "marts.retro_insights": rows } = await runNode(retroInsightsNode, given, { asOf });
  return rows as unknown as {
    kind: string;
    month_start_on: string;
    title: string;
    effect: number;
    n: number;
    scope_gid: string;
    evidence: string;
  }[];
};

/** Finished tasks of two projects; those with the tag take `ratio` times their estimate. */
function workspace(ratio: number, seed = 1): Given {
  const random = createRandom(seed);
  const tasks: ModelRow[] = [];
  const tags: ModelRow[] = [];
  const entries: ModelRow[] = [];
  for (let i = 0; i < 400; i++) {
    const gid = `t${i}`;
    const on = addDays("2025-12-01", Math.floor(i * 0.84));
    const hours = Math.round(4 * (i % 5 === 0 ? ratio : 1) * random.lognormal(0, 0.4) * 100) / 100;
    if (i % 5 === 0) tags.push({ task_gid: gid, tag_gid: "77", tag_name: "migration" });
    tasks.push({
      task_gid: gid,
      name: `Task ${gid}`,
      project_gid: i % 2 ? "10" : "11",
      assignee_gid: String(i % 3),
      estimate_hours: 4,
      actual_hours: hours,
      is_completed: true,
      created_at: `${addDays(on, -5)}T09:00:00Z`,
      completed_at: `${on}T15:00:00Z`,
    });
    entries.push({
      entry_gid: `e${i}`,
      task_gid: gid,
      project_gid: i % 2 ? "10" : "11",
      person_gid: "1",
      entered_on: on,
      hours,
    });
  }
  const projects = ["10", "11"].map((gid) => ({
    project_gid: gid,
    name: `Project ${gid}`,
    start_on: "2025-11-01",
    owner_gid: "3",
    permalink_url: `https://app.asana.com/0/${gid}`,
  }));
  return { "marts.tasks": tasks, "marts.task_tags": tags, "marts.time_entries": entries, "marts.projects": projects };
}

describe("retro insights", () => {
  test("find the tag that overruns, and where time went, for the last two full months", async () => {
    const insights = await insightsOf(workspace(1.8));
    const kinds = insights.map((insight) => `${insight.month_start_on} ${insight.kind}`);
    expect(kinds.filter((kind) => !kind.includes("estimate_bias")).sort()).toEqual([
      "2026-09-01 overrun_tag",
      "2026-09-01 where_time_went",
      "2026-10-01 overrun_tag",
      "2026-10-01 where_time_went",
    ]);
    const tag = insights.find((insight) => insight.kind === "overrun_tag")!;
    expect(tag.title).toMatch(/^Tasks tagged "migration" take \d+ % longer than estimated$/);
    expect(tag.effect).toBeGreaterThan(1.5);
    expect(tag.effect).toBeLessThan(2.1);
  });

  test("claim nothing that chance explains", async () => {
    const found = [];
    for (let seed = 1; seed <= 5; seed++) found.push(...(await insightsOf(workspace(1, seed))));
    expect(found.filter((insight) => insight.kind !== "where_time_went").length).toBeLessThanOrEqual(1);
  });

  test("name a project that clearly grew in the month", async () => {
    const base = workspace(1);
    const open = (count: number, on: string) =>
      Array.from({ length: count }, (_, i) => ({
        task_gid: `${on}-${i}`,
        project_gid: "10",
        estimate_hours: 3,
        is_completed: false,
        created_at: `${on}T09:00:00Z`,
      }));
    const tasks = [...base["marts.tasks"]!, ...open(20, "2026-05-05"), ...open(60, "2026-10-14")];
    const insights = await insightsOf({ ...base, "marts.tasks": tasks });
    const creep = insights.filter((insight) => insight.kind === "scope_creep");
    expect(creep).toMatchObject([{ scope_gid: "10", month_start_on: "2026-10-01", action_owner_gid: "3" }]);
    expect(JSON.parse(creep[0]!.evidence).links).toEqual(["https://app.asana.com/0/10"]);
  });

  test("report a dated change of pace of a team once, never of a person", async () => {
    const step = (scope_type: string, scope_gid: string) =>
      Array.from({ length: 12 }, (_, i) => ({
        scope_type,
        scope_gid,
        week_start_on: addDays("2026-08-24", 7 * i),
        kind: "actual",
        step_on: "2026-09-07",
        step_ratio: 1.4,
      }));
    const given = {
      "marts.velocity_weekly": [...step("team", "5"), ...step("person", "1")],
      "marts.teams": [{ team_gid: "5", name: "Design" }],
    };
    const insights = await insightsOf(given);
    expect(insights.map(({ month_start_on, title }) => [month_start_on, title])).toEqual([
      ["2026-10-01", "Design completes 40 % more tasks a week since 2026-09-07"],
    ]);
  });

  test("say nothing in an empty workspace", async () => {
    expect(await insightsOf({})).toEqual([]);
  });

  test("know the full months before a date, across New Year", () => {
    expect(fullMonthsBefore("2026-01-15", 2)).toEqual([
      { start: "2025-12-01", end: "2026-01-01", name: "December 2025" },
      { start: "2025-11-01", end: "2025-12-01", name: "November 2025" },
    ]);
  });
});
