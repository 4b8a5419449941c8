import { describe, expect, it } from "vitest";
import { type Company, createCompany } from "../../src/demo/company/company.ts";
import { sizeOfTasks } from "../../src/demo/company/sizes.ts";
import type { Task } from "../../src/demo/world/types.ts";

const today = "2026-11-16";
const company = createCompany({ seed: 1, today, size: sizeOfTasks(12_000) });
const { world, planted, fields } = company;
const tasks = [...world.tasks.values()];

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Actual over estimate of finished tasks with logged time. */
const ratios = (some: readonly Task[]): number[] =>
  some
    .filter((task) => task.completedAt && task.loggedMinutes > 0 && task.values.has(fields.estimate))
    .map((task) => task.loggedMinutes / 60 / (task.values.get(fields.estimate) as number));

describe("the made-up company", () => {
  it("has the size that was asked for", () => {
    expect([tasks.length, world.entries.size, world.people.size, world.projects.size]).toEqual([
      12_000, 45_000, 40, 30,
    ]);
    expect(tasks.filter((task) => task.parent !== null).length).toBe(2_200);
    expect(tasks.some((task) => task.parent?.parent)).toBe(true);
  });

  it("is the same for the same seed, and another for another", () => {
    const names = (one: Company): string => [...one.world.tasks.values()].map((task) => task.gid + task.name).join();
    const make = (seed: number): string => names(createCompany({ seed, today, size: sizeOfTasks(300) }));
    expect(make(7)).toBe(make(7));
    expect(make(7)).not.toBe(make(8));
  });

  it("logs time that adds up, on working days, and never more than 10 hours a day", () => {
    const days = new Map<string, number>();
    for (const { person, enteredOn, minutes } of world.entries.values()) {
      const key = `${enteredOn} ${person.gid}`;
      days.set(key, (days.get(key) ?? 0) + minutes);
    }
    const dates = [...new Set([...days.keys()].map((key) => key.slice(0, 10)))];
    expect(dates.filter((date) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()))).toEqual([]);
    expect(dates.filter((date) => date >= today)).toEqual([]);
    const morning = Date.parse(`${today}T06:00:00Z`);
    expect([...world.entries.values()].filter(({ createdAt }) => createdAt > morning)).toEqual([]);
    expect(Math.max(...days.values())).toBeLessThanOrEqual(600);
    const sum = (task: Task): number => task.entries.reduce((total, one) => total + one.minutes, 0);
    expect(tasks.filter((task) => sum(task) !== task.loggedMinutes)).toEqual([]);
  });

  it("estimates well, but for one person and one tag", () => {
    const biased = planted.biasedEstimator;
    const tag = planted.overrunningTag;
    const isTagged = (task: Task): boolean => task.tags.some((one) => one.gid === tag.tagGid);
    const isBiased = (task: Task): boolean => task.assignee?.gid === biased.personGid;
    expect(median(ratios(tasks.filter((task) => !isTagged(task) && !isBiased(task))))).toBeCloseTo(1, 1);
    expect(median(ratios(tasks.filter(isBiased)))).toBeGreaterThan(1.4);
    expect(median(ratios(tasks.filter(isTagged)))).toBeGreaterThan(1.5);
  });

  it("loads one person with far more than a week holds, three weeks ahead", () => {
    const { personGid, weekStartOn, utilization } = planted.overloadedPerson;
    const due = tasks.filter(
      (task) => task.assignee?.gid === personGid && !task.completedAt && task.startOn === weekStartOn,
    );
    const hours = due.reduce((sum, task) => sum + Number(task.values.get(fields.estimate) ?? 0), 0);
    const worker = company.workers.find((one) => one.person.gid === personGid)!;
    expect(weekStartOn).toBe("2026-12-07");
    expect(hours / worker.weeklyHours).toBeGreaterThan(utilization);
  });

  it("has a team that finishes more since some weeks", () => {
    const { teamGid, since } = planted.fasterTeam;
    const members = new Set(world.teams.get(teamGid)!.members.map((member) => member.person));
    const done = tasks.filter((task) => task.completedAt && task.assignee && members.has(task.assignee));
    const after = done.filter((task) => task.completedAt! >= since).length / 10;
    const before = done.filter((task) => task.completedAt! < since && task.completedAt! >= "2026-06-29").length / 10;
    expect(after / before).toBeGreaterThan(1.2);
  });

  it("has a project whose open hours exceed what its pace can do by its due date", () => {
    const project = world.projects.get(planted.slippingProject.projectGid)!;
    const all = project.sections.flatMap((section) => section.tasks);
    const open = all.filter((task) => !task.completedAt);
    const hours = open.reduce((sum, task) => sum + Number(task.values.get(fields.estimate) ?? 0), 0);
    const recent = all.flatMap((task) => task.entries).filter((entry) => entry.enteredOn >= "2026-09-21");
    const pace = recent.reduce((sum, entry) => sum + entry.minutes / 60, 0) / 8;
    expect(hours / pace).toBeGreaterThan(5);
  });

  it("carries hostile names in every kind of thing that has a name", () => {
    const isHostile = (name: string): boolean => /[<{=\n]|"/.test(name);
    const kinds = [tasks, world.projects, world.tags, world.sections, world.options, world.people, world.portfolios];
    for (const kind of kinds) {
      expect([...kind.values()].filter((one) => isHostile((one as { name: string }).name)).length).toBeGreaterThan(0);
    }
    expect(Math.max(...tasks.map((task) => task.name.length))).toBeGreaterThanOrEqual(1_000);
  });
});
