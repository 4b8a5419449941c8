import { addDays, dayNumber, dayText, instant, isWorkday } from "../days.ts";
import { addTask, placeTask, setParent } from "../world/tasks.ts";
import type { Project, Team } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { addGoals, addMoney, addPortfolios, addStatuses, addTemplates } from "./governance.ts";
import { HOSTILE_NAMES } from "./hostile.ts";
import { mondayOf } from "./plants.ts";
import { OBJECTS, VERBS } from "./words.ts";
import type { Staff } from "./work.ts";

/** Everything beside daily work: milestones, approvals, errands outside projects, timesheets, money, portfolios, goals. */
export function addExtras(world: World, staff: Staff & { readonly teams: readonly Team[] }): void {
  addPortfolios(world, staff);
  addStatuses(world, staff);
  addMoney(world, staff);
  addGoals(world, staff);
  addTemplates(world, staff);
  addCustomType(world, staff);
  addMilestones(world, staff);
  fill(world, staff);
  addTimesheets(world, staff);
  addAttachments(world, staff);
}

function addMilestones(world: World, { plans, today, dice }: Staff): void {
  const end = dayNumber(today);
  for (const plan of plans.slice(0, 200)) {
    for (const share of [0.33, 0.66, 1]) {
      const due = Math.round(plan.from + (Math.min(plan.to, end + 60) - plan.from) * share);
      const isDone = due < end - 2 && dice.chance(0.9);
      const at = instant(plan.from, 480);
      const task = addTask(
        world,
        { by: plan.project.owner, at },
        {
          name: `Milestone at ${Math.round(share * 100)} %`,
          kind: "milestone",
          dueOn: dayText(due),
          assignee: plan.project.owner,
        },
      );
      if (isDone) markDone(task, instant(due, 900));
      placeTask(world, task, plan.project.sections.at(isDone ? -1 : 0)!);
    }
  }
}

function markDone(task: { completedAt: string | null; modifiedAt: string }, at: string): void {
  task.completedAt = at;
  task.modifiedAt = at;
}

/** Brings the number of tasks to exactly what the size says: errands without time, ideas, approvals, tasks of no project. */
function fill(world: World, staff: Staff): void {
  const { size, dice, today } = staff;
  const end = dayNumber(today);
  let subtasks = [...world.tasks.values()].filter((task) => task.parent !== null).length;
  const parents = [...world.tasks.values()].filter((task) => task.parent === null && task.subtasks.length > 0);
  for (let number = 0; world.tasks.size < size.tasks; number++) {
    const parent = subtasks < size.subtasks ? (parents[number % Math.max(1, parents.length)] ?? null) : null;
    const day = end - 1 - Math.floor(dice.next() * (size.days - 20));
    if (parent) {
      setParent(world, errand(world, staff, { day, number, isPersonal: true }), parent);
      subtasks += 1;
    } else errand(world, staff, { day, number, isPersonal: number % 4 === 0 });
  }
}

function errand(world: World, staff: Staff, one: { day: number; number: number; isPersonal: boolean }) {
  const { dice, workers, plans, today } = staff;
  const worker = workers[one.number % workers.length]!;
  const plan = dice.pick(plans.filter((each) => each.team === worker.team));
  const day = Math.max(one.isPersonal ? one.day : Math.max(one.day, plan.from), plan.from);
  const isApproval = one.number % 23 === 7;
  const isIdea = !one.isPersonal && !isApproval && dice.chance(0.06);
  const name =
    one.number % 90 === 11
      ? HOSTILE_NAMES[Math.floor(one.number / 90) % HOSTILE_NAMES.length]!
      : `${dice.pick(VERBS)} ${dice.pick(OBJECTS)}`;
  const at = instant(Math.min(day, dayNumber(today) - 1), 560 + (one.number % 400));
  const task = addTask(
    world,
    { by: worker.person, at },
    {
      name,
      assignee: isIdea ? null : worker.person,
      ...(isApproval && { kind: "approval" as const, approvalStatus: "pending" }),
    },
  );
  const isDone = !isIdea && dice.chance(isApproval ? 0.75 : 0.93);
  if (isDone) {
    markDone(task, instant(Math.min(dayNumber(at.slice(0, 10)) + dice.whole(0, 9), dayNumber(today) - 1), 980));
    if (task.completedAt! < task.createdAt) markDone(task, task.createdAt);
    task.completedBy = worker.person;
    if (isApproval) task.approvalStatus = dice.chance(0.8) ? "approved" : "rejected";
  }
  if (!one.isPersonal) placeTask(world, task, plan.project.sections.at(isDone ? -1 : 0)!);
  return task;
}

/** One timesheet per person and week, the older ones approved. */
function addTimesheets(world: World, { workers, size, today }: Staff): void {
  const monday = mondayOf(today);
  for (let week = size.timesheetWeeks; week >= 1; week--) {
    const startOn = addDays(monday, -7 * week);
    const endOn = addDays(startOn, 6);
    for (const [index, { person }] of workers.entries()) {
      const gid = world.gid();
      const status =
        week > 2 ? "APPROVED" : week === 2 && index % 5 !== 0 ? "SUBMITTED" : index % 13 === 0 ? "REJECTED" : "DRAFT";
      world.timesheets.set(gid, { gid, person, startOn, endOn, status, createdAt: `${startOn}T06:00:00.000Z` });
    }
    for (let day = dayNumber(startOn); day <= dayNumber(endOn); day++) approveEntries(world, day, week > 2);
  }
}

function approveEntries(world: World, day: number, isApproved: boolean): void {
  if (!isApproved || !isWorkday(day)) return;
  for (const entry of world.entriesByDay.get(dayText(day)) ?? []) entry.approval = "APPROVED";
}

function addAttachments(world: World, { dice }: Staff): void {
  let number = 0;
  for (const task of world.tasks.values()) {
    number += 1;
    if (number % 61 !== 0) continue;
    const name = number % 610 === 0 ? HOSTILE_NAMES[3]! : `notes-${number}.pdf`;
    task.attachments.push({
      gid: world.gid(),
      task,
      name,
      size: dice.whole(1_000, 900_000),
      host: "asana",
      createdAt: task.createdAt,
    });
  }
}

function addCustomType(world: World, { plans }: Staff): void {
  const project: Project = plans.at(-1)!.project;
  const option = (name: string, completion: "not_started" | "in_progress" | "completed", color: string) => ({
    gid: world.gid(),
    name,
    color,
    completion,
  });
  const type = {
    gid: world.gid(),
    name: "Bug",
    project,
    options: [
      option("Reported", "not_started", "red"),
      option("Fixing", "in_progress", "yellow"),
      option("Fixed", "completed", "green"),
    ],
  };
  world.customTypes.set(type.gid, type);
  for (const section of project.sections) {
    for (const [index, task] of section.tasks.entries()) {
      if (index % 9 !== 0 || task.kind !== "default_task") continue;
      task.kind = "custom";
      task.customType = type;
      task.customStatus = type.options[task.completedAt ? 2 : 0]!;
    }
  }
}
