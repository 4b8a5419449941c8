import { describe, expect, it } from "vitest";
import { createCompany } from "../../src/demo/company/company.ts";
import { addField } from "../../src/demo/company/fields.ts";
import { sizeOfTasks } from "../../src/demo/company/sizes.ts";
import { addDays } from "../../src/demo/days.ts";
import { changeSome } from "../../src/demo/nights/changes.ts";
import { advanceNight, type NightSummary } from "../../src/demo/nights/night.ts";
import { addTask, restoreTask } from "../../src/demo/world/tasks.ts";
import type { World } from "../../src/demo/world/world.ts";

const today = "2026-11-16";
const newWorld = (): World => createCompany({ seed: 1, today, size: sizeOfTasks(600) }).world;

function passDays(world: World, days: number): NightSummary[] {
  return Array.from({ length: days }, (_, day) => advanceNight(world, { today: addDays(today, day) }));
}

const total = (summaries: readonly NightSummary[], name: keyof NightSummary): number =>
  summaries.reduce((sum, one) => sum + one[name], 0);

describe("nights with people working", () => {
  it("log time, finish and start tasks, edit, decide and delete", () => {
    const world = newWorld();
    const before = { tasks: world.tasks.size, entries: world.entries.size };
    const nights = passDays(world, 12);
    expect(world.entries.size - before.entries).toBe(total(nights, "entries"));
    expect(world.tasks.size - before.tasks).toBe(total(nights, "created") - total(nights, "deleted"));
    for (const name of ["completed", "created", "edited", "deleted"] as const) {
      expect([name, total(nights, name) > 0]).toEqual([name, true]);
    }
    const late = [...world.tasks.values()].filter((task) => task.modifiedAt > `${addDays(today, 12)}T00:00:00.000Z`);
    expect(late).toEqual([]);
  });

  it("decide approvals that wait for somebody, one way or another", () => {
    const world = newWorld();
    const asked = Array.from({ length: 12 }, () =>
      addTask(
        world,
        { by: world.me, at: `${today}T06:00:00.000Z` },
        { name: "Move it?", kind: "approval", approvalStatus: "pending", assignee: world.me },
      ),
    );
    const nights = passDays(world, 12);
    expect(total(nights, "approved") > 0 && total(nights, "rejected") > 0).toBe(true);
    expect(asked.filter((task) => (task.approvalStatus === "pending") !== (task.completedAt === null))).toEqual([]);
  });

  it("rest at weekends", () => {
    const world = newWorld();
    expect(Object.values(advanceNight(world, { today: "2026-11-21" })).every((number) => number === 0)).toBe(true);
  });

  it("are the same for the same world, day and seed", () => {
    const [one, two] = [newWorld(), newWorld()];
    expect(passDays(one, 5)).toEqual(passDays(two, 5));
    const state = (world: World): string => [...world.tasks.values()].map((task) => task.gid + task.modifiedAt).join();
    expect(state(one)).toBe(state(two));
  });

  it("write over forecasts now and then", () => {
    const world = newWorld();
    const forecast = addField(world, { name: "P80 hours", type: "number" });
    for (const task of world.tasks.values()) task.values.set(forecast, 8);
    expect(total(passDays(world, 5), "overridden")).toBeGreaterThan(0);
    expect([...world.tasks.values()].some((task) => task.values.get(forecast) !== 8)).toBe(true);
  });

  it("change exactly as much as was asked for", () => {
    const world = newWorld();
    const entries = world.entries.size;
    changeSome(world, { today, tasks: 12, entries: 55 });
    const changed = [...world.tasks.values()].filter((task) => task.modifiedAt.startsWith(today));
    expect([changed.length, world.entries.size - entries]).toEqual([12, 55]);
  });

  it("can bring a deleted task back as it was", () => {
    const world = newWorld();
    passDays(world, 12);
    const [task] = world.trash.values();
    restoreTask(world, task!);
    expect(world.tasks.get(task!.gid)).toBe(task);
    expect(task!.places.every((place) => place.section.tasks.includes(task!))).toBe(true);
  });
});
