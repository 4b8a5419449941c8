import { expect, test } from "vitest";
import { completionOfTasks, kaplanMeier, type TaskLife } from "../../../src/models/completion/task-completion.ts";

test("the survival curve is R's", () => {
  // R: survfit(Surv(time, status) ~ 1, subset(aml, x == "Maintained")), documented in the survival package.
  const times = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161];
  const isDone = [true, true, false, true, true, false, true, true, false, true, false];
  const curve = kaplanMeier(times.map((time, i) => ({ time, isDone: isDone[i]! })));
  expect(curve.times).toEqual([9, 13, 18, 23, 31, 34, 48]);
  const expected = [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184];
  curve.open.forEach((open, i) => {
    expect(open).toBeCloseTo(expected[i]!, 3);
  });
});

const today = 20_000;
const finished = (i: number, late: number): TaskLife => ({
  ...{ task_gid: `done${i}`, assignee_gid: "u", createdDay: today - 100, dueDay: today - 50 },
  completedDay: today - 50 + late,
});
const open = (gid: string, dueDay: number | null, createdDay = today - 10): TaskLife => ({
  ...{ task_gid: gid, assignee_gid: "u", createdDay, dueDay, completedDay: null },
});

test("an open task is expected as late as such tasks used to be, and never in the past", () => {
  const past = Array.from({ length: 40 }, (_, i) => finished(i, i % 10));
  const result = completionOfTasks([...past, open("soon", today + 20), open("late", today - 400)], today);
  expect(result.get("soon")!.completes_on_p50).toBe(today + 25);
  expect(result.get("soon")!.completes_on_p85).toBe(today + 28);
  expect(result.get("late")!.completes_on_p50).toBeGreaterThan(today);
});

test("nothing is said from seven finished tasks", () => {
  const past = Array.from({ length: 7 }, (_, i) => finished(i, i));
  expect(completionOfTasks([...past, open("a", today + 5)], today).size).toBe(0);
});

test("a task ends no earlier than what it waits for, also where the dependencies run in a circle", () => {
  const past = Array.from({ length: 40 }, (_, i) => finished(i, i % 10));
  const tasks = [
    ...past,
    open("first", today + 60),
    open("next", today + 5),
    open("a", today + 1),
    open("b", today + 2),
  ];
  const dependsOn = new Map([
    ["next", ["first"]],
    ["a", ["b"]],
    ["b", ["a"]],
  ]);
  const result = completionOfTasks(tasks, today, dependsOn);
  expect(result.get("next")!.completes_on_p50).toBe(result.get("first")!.completes_on_p50);
  expect(result.has("a") && result.has("b")).toBe(true);
});
