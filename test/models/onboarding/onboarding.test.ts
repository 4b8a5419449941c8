import { expect, test } from "vitest";
import { onboardingNode } from "../../../src/models/onboarding/onboarding.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, openMarts, runNode } from "../support/marts.ts";

/** Somebody who begins two weeks from now, in a team with work that nobody has. */
async function onboard(newcomer: object) {
  const company = makeCompany({ people: 4, teams: 2, projects: 1, weeks: 30 });
  const people = company.people.map((person) => ({
    ...person,
    role: "Analyst",
    skills: ["Data"],
    started_on: "2024-01-01",
  }));
  const open = company.tasks.find((task) => task.is_completed === false)!;
  const waiting = [
    ["w0", "2026-12-10", "Data", 6],
    ["w1", "2026-12-11", "Law", 30],
    ["w2", "2027-01-11", "Data", 9],
    ["w3", "2027-01-12", "Data", 900],
  ] as const;
  const tasks = waiting.map(([task_gid, due_on, skill, hours]) => ({
    ...open,
    ...{
      task_gid,
      name: task_gid,
      due_on,
      skills: [skill],
      estimate_hours: hours,
      assignee_gid: null,
      project_gid: "p0",
    },
  }));
  const database = await openMarts();
  await fill(database, {
    ...company,
    people: [
      ...people,
      { ...people[0]!, person_gid: "new", name: "New", started_on: "2026-11-30", skills: [], ...newcomer },
    ],
    tasks: [...company.tasks, ...tasks],
  });
  const written = await runNode(onboardingNode, database);
  expect(badNumbers(written)).toEqual([]);
  database.close();
  return written["marts.onboarding"]!;
}

test("a newcomer's first three months: hours after the ramp, and work that fits the skills of the role", async () => {
  const months = await onboard({});
  expect(months.map((row) => [row.from_on, row.capacity_hours, row.plan_hours])).toEqual([
    ["2026-11-30", 176, 47],
    ["2026-12-30", 176, 141],
    ["2027-01-29", 168, 168],
  ]);
  expect(months[0]).toMatchObject({ waiting_hours: 6, first_task_gids: ["w0"], missing_skills: ["law"], n: 4 });
  expect(months[0]!.focus_skills).toEqual(["data"]);
  // 900 hours are no task to begin with.
  expect(months[1]).toMatchObject({ waiting_hours: 909, first_task_gids: ["w2"] });
});

test("skills that are listed count before those of the role, and whoever came long ago is not new", async () => {
  const months = await onboard({ skills: ["Law"] });
  expect(months[0]).toMatchObject({ waiting_hours: 30, first_task_gids: ["w1"], focus_skills: ["law"] });
  expect(await onboard({ started_on: "2026-05-04" })).toEqual([]);
  expect(await onboard({ started_on: null })).toEqual([]);
});

test("somebody without capacity can be given nothing", async () => {
  const months = await onboard({ weekly_capacity_hours: 0 });
  expect(months.map((row) => [row.capacity_hours, row.first_task_gids])).toEqual(Array(3).fill([0, []]));
});
