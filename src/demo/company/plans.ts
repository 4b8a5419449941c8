import { addDays, dayNumber, dayText, instant, isWorkday } from "../days.ts";
import { addTask, placeTask } from "../world/tasks.ts";
import type { Person, Task } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { Worker } from "./people.ts";
import { OVERLOAD, overloadWeek } from "./plants.ts";
import { OBJECTS } from "./words.ts";
import type { Job, Staff } from "./work.ts";

/** Gives open work its dates from today on, loads one person too much, and lets one project fall behind. */
export function openPlans(world: World, staff: Staff & { readonly open: ReadonlyMap<Worker, readonly Job[]> }): void {
  for (const [worker, jobs] of staff.open) schedule(world, worker, { ...staff, jobs });
  overload(world, staff);
  fallBehind(world, staff);
}

/** Share of a person's hours that plans fill. */
const PLANNED = 0.76;

/** One job after another at a pace that fits, around absences; some are late already, some have no dates. */
function schedule(
  world: World,
  worker: Worker,
  { jobs, today, dice }: Staff & { readonly jobs: readonly Job[] },
): void {
  const daily = (worker.weeklyHours / 5) * PLANNED * 60;
  const days = presentDays(world, worker.person, dayNumber(today));
  let ahead = 0;
  for (const [index, job] of jobs.entries()) {
    const from = days[Math.floor(ahead / daily)]!;
    ahead += Math.max(30, estimatedMinutes(job) - job.spent);
    const due = days[Math.ceil(ahead / daily)]!;
    const { task } = job;
    const isLate = index < 2 && dice.chance(0.5);
    task.dueOn = dice.chance(0.93) ? dayText(isLate ? dayNumber(today) - dice.whole(1, 6) : due) : null;
    const start = job.spent > 0 ? dayNumber(task.createdAt.slice(0, 10)) : from;
    task.startOn = task.dueOn && dice.chance(0.75) && dayText(start) < task.dueOn ? dayText(start) : null;
  }
}

/** The working days from a day on that a person is there, for as long as any plan reaches. */
function presentDays(world: World, person: Person, from: number): number[] {
  const absences = [...world.absences.values()].filter((one) => one.person === person);
  const isAway = (day: string): boolean => absences.some((one) => one.startOn <= day && day <= one.endOn);
  return Array.from({ length: 700 }, (_, offset) => from + offset).filter(
    (day) => isWorkday(day) && !isAway(dayText(day)),
  );
}

/** What the plan knows: people schedule by estimates, not by what will really be needed. */
function estimatedMinutes(job: Job): number {
  for (const [field, value] of job.task.values) if (field.name === "Estimated Hours") return Number(value) * 60;
  return job.minutes;
}

/** Three weeks ahead, far more than one person can do, all due that Friday. */
function overload(world: World, { plants, plans, fields, today, dice }: Staff): void {
  const { overloaded } = plants;
  const monday = overloadWeek(today);
  const plan = plans.find((one) => one.team === overloaded.team && one.project.dueOn === null) ?? plans[0]!;
  makeRoom(world, overloaded.person, monday);
  const pieces = 6;
  const hours = Math.ceil(((overloaded.weeklyHours * (OVERLOAD + 0.1)) / pieces) * 2) / 2;
  for (let piece = 0; piece < pieces; piece++) {
    const task = addTask(
      world,
      { by: plan.project.owner, at: instant(dayNumber(today) - 4, 9 * 60 + piece) },
      {
        name: `Prepare ${dice.pick(OBJECTS)} for the fair`,
        assignee: overloaded.person,
        startOn: monday,
        dueOn: addDays(monday, 4),
        values: new Map([[fields.estimate, hours]]),
      },
    );
    placeTask(world, task, plan.project.sections[0]!);
  }
  clearAbsence(world, overloaded.person, monday);
}

/** What else was planned for that week is due the Friday before, so that the week's load is what was planted. */
function makeRoom(world: World, person: Person, monday: string): void {
  const friday = addDays(monday, -3);
  for (const task of world.tasks.values()) {
    if (task.assignee !== person || task.completedAt !== null || task.dueOn === null) continue;
    if (task.dueOn < monday || (task.startOn ?? task.dueOn) > addDays(monday, 4)) continue;
    task.dueOn = friday;
    if (task.startOn !== null && task.startOn >= friday) task.startOn = addDays(friday, -2);
  }
}

function clearAbsence(world: World, person: Person, monday: string): void {
  const friday = addDays(monday, 4);
  for (const absence of world.absences.values()) {
    if (absence.person === person && absence.startOn <= friday && absence.endOn >= monday)
      world.absences.delete(absence.gid);
  }
}

/** Far more open hours than the pace of the project can do before its due date. */
function fallBehind(world: World, staff: Staff): void {
  const { plants, fields, today, dice, size } = staff;
  const project = plants.slipping!;
  const dueOn = dayNumber(project.dueOn!);
  const count = Math.max(20, Math.min(45, Math.round(size.tasks / 250)));
  for (let number = 0; number < count; number++) {
    const values: Task["values"] = new Map([[fields.estimate, 10 + dice.whole(0, 20) / 2]]);
    const task = addTask(
      world,
      { by: project.owner, at: instant(dayNumber(today) - dice.whole(5, 40), 600 + number) },
      { name: `Finish ${dice.pick(OBJECTS)} ${number + 1}`, dueOn: dayText(dueOn - dice.whole(0, 9)), values },
    );
    placeTask(world, task, project.sections[0]!);
  }
}
