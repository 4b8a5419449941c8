import { beforeAll, describe, expect, test } from "vitest";
import { capacityWeeklyNode } from "../../../src/models/capacity/capacity-weekly.ts";
import { projectForecastsNode } from "../../../src/models/completion/project-forecasts.ts";
import type { ModelRow } from "../../../src/models/node.ts";
import { recommendationsNode } from "../../../src/models/recommendations/recommendations.ts";
import { type Company, fill, makeCompany } from "../support/company.ts";
import { badNumbers, openMarts, runNode } from "../support/marts.ts";

interface Shown {
  readonly kind: string;
  readonly subjects: readonly string[];
  readonly reason: string;
  readonly effect_before: Record<string, number | string>;
  readonly effect_after: Record<string, number | string> & {
    readonly changes: readonly { readonly task_gid: string }[];
  };
}

/** Two projects, the first of them due somewhat before its work can be done. */
function lateCompany(dueOn: string, openHoursPerWeek: number): Company {
  const company = makeCompany({ people: 6, teams: 1, projects: 2, weeks: 30, openHoursPerWeek });
  const projects = company.projects.map((project, i) => ({
    ...project,
    ...{ owner_gid: "u5", due_on: i === 0 ? dueOn : "2027-06-30" },
  }));
  const people = company.people.map((person) => ({ ...person, skills: ["Data"] }));
  return { ...company, projects, people };
}

async function recommend(company: Company): Promise<Shown[]> {
  const database = await openMarts();
  await fill(database, company);
  for (const node of [capacityWeeklyNode, projectForecastsNode]) await runNode(node, database);
  const written = await runNode(recommendationsNode, database);
  expect(badNumbers(written)).toEqual([]);
  database.close();
  return written["marts.recommendations"] as unknown as Shown[];
}

describe("a project that is more likely late than not", () => {
  let company: Company;
  let shown: Shown[];
  beforeAll(async () => {
    company = lateCompany("2026-12-24", 15);
    shown = await recommend(company);
  });
  const open = (gid: string): ModelRow => company.tasks.find((task) => task.task_gid === gid)!;

  test("could meet its date with fewer tasks, and they are named", () => {
    const cut = shown.find((row) => row.kind === "reduce" && row.subjects[0] === "p0")!;
    expect(cut.effect_before.on_time_probability).toBeLessThan(0.5);
    expect(cut.effect_after.on_time_probability).toBeGreaterThanOrEqual(0.5);
    const gone = Number(cut.effect_before.tasks) - Number(cut.effect_after.tasks);
    expect(gone).toBeLessThanOrEqual(0.3 * Number(cut.effect_before.tasks));
    expect(String(cut.effect_after.completes_on_p50) < String(cut.effect_before.completes_on_p50)).toBe(true);
    for (const gid of cut.subjects.slice(1))
      expect(open(gid)).toMatchObject({ project_gid: "p0", is_completed: false });
  });

  test("and no project that has time is cut", () => {
    expect(shown.filter((row) => row.subjects[0] === "p1")).toEqual([]);
  });
});

test("the task that decides the date goes to somebody with room, and the date comes nearer", async () => {
  const company = lateCompany("2026-11-25", 5);
  // u0 alone holds the project up: three tasks more than the others have, none of them in a week that is full.
  for (const [gid, due_on] of [
    ["z0", "2026-12-11"],
    ["z1", "2026-12-25"],
    ["z2", "2027-01-10"],
  ] as const) {
    company.tasks.push({
      ...company.tasks.at(-1)!,
      ...{ task_gid: gid, name: gid, assignee_gid: "u0", project_gid: "p0", is_completed: false, completed_at: null },
      ...{ due_on, estimate_hours: 24, actual_hours: null },
    });
    company.forecasts.push({
      ...{ task_gid: gid, hours_p10: 20, hours_p50: 24, hours_p80: 28, hours_p90: 30, hours_mean: 24.3 },
      ...{ remaining_hours: 24.3, status: "ok" },
    });
  }
  const handed = (await recommend(company)).filter((row) => row.kind === "reassign" && row.subjects[0] === "p0");
  expect(handed).toHaveLength(1);
  const [pass] = handed;
  expect(String(pass!.effect_after.completes_on_p50) < String(pass!.effect_before.completes_on_p50)).toBe(true);
  expect(pass!.effect_after.changes.length).toBeGreaterThan(0);
  expect(Number(pass!.effect_after.expected_overloaded_weeks)).toBeLessThanOrEqual(
    Number(pass!.effect_before.expected_overloaded_weeks) + 0.3,
  );
});
