import { addWorkdays, dayNumber, dayText, instant, isWorkday } from "../days.ts";
import type { Random } from "../random.ts";
import { logTime, placeTask } from "../world/tasks.ts";
import type { Category, Task } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { addAbsences } from "./absences.ts";
import { fitEntries } from "./entries.ts";
import type { DemoFields } from "./fields.ts";
import type { Worker } from "./people.ts";
import { fasterSince, type Plants, WORK_SPEED_UP } from "./plants.ts";
import type { ProjectPlan } from "./projects.ts";
import type { Size } from "./sizes.ts";
import { type Maker, taskMaker } from "./tasks.ts";

/** A task under way, with the hours that it will really take. */
export interface Job {
  readonly task: Task;
  readonly plan: ProjectPlan;
  /** Minutes that it takes in all. */
  readonly minutes: number;
  spent: number;
}

export interface Staff {
  readonly workers: readonly Worker[];
  readonly plans: readonly ProjectPlan[];
  readonly fields: DemoFields;
  readonly plants: Plants;
  readonly size: Size;
  readonly today: string;
  readonly dice: Random;
}

/** Share of all tasks that come from people's daily work; the rest are milestones, ideas, errands. */
export const WORKED_SHARE = 0.9;

/** Lets people work day by day; answers what lies open before each of them on the last morning. */
export function work(world: World, staff: Staff): Map<Worker, Job[]> {
  const end = dayNumber(staff.today);
  const begin = end - staff.size.days;
  const away = addAbsences(world, staff);
  const maker = taskMaker(world, staff);
  const queues = new Map(staff.workers.map((worker): [Worker, Job[]] => [worker, []]));
  const pace = paceOf(staff, begin, end);
  for (let day = begin; day < end; day++) {
    if (!isWorkday(day) || isYearEnd(day)) continue;
    for (const [worker, queue] of queues) {
      refill(queue, { worker, day, maker, pace, staff });
      if (!away(worker.person, day)) workOn(world, queue, { worker, day, staff, pace });
    }
  }
  settle(queues);
  fitEntries(world, staff.size.entries);
  return queues;
}

interface Pace {
  /** Tasks that may still be made for daily work. */
  readonly quota: number;
  /** Hours that an average task takes, so that quota and hours come out even. */
  readonly meanHours: (day: number, made: number) => number;
  readonly entriesADay: number;
}

function paceOf(staff: Staff, begin: number, end: number): Pace {
  const quota = Math.round(staff.size.tasks * WORKED_SHARE);
  const weekly = staff.workers.reduce((sum, worker) => sum + worker.weeklyHours * worker.focus, 0);
  const backlog = staff.workers.reduce(
    (sum, worker) => sum + worker.weeklyHours * worker.focus * worker.backlogWeeks,
    0,
  );
  const total = (weekly * 0.93 * (end - begin)) / 7 + backlog;
  const usual = total / quota;
  return {
    quota,
    meanHours: (day, made) => {
      const hoursLeft = (weekly * 0.93 * (end - day)) / 7 + (made === 0 ? backlog : 0);
      const ratio = made < quota - 20 ? hoursLeft / (quota - made) / usual : 1;
      return usual * Math.min(1.15, Math.max(0.87, ratio));
    },
    entriesADay: staff.size.entries / ((staff.workers.length * 0.9 * (end - begin) * 5) / 7),
  };
}

interface Refill {
  readonly worker: Worker;
  readonly day: number;
  readonly maker: Maker;
  readonly pace: Pace;
  readonly staff: Staff;
}

/** New work comes in as old work gets done, so that a few weeks of it always lie ahead. */
function refill(queue: Job[], { worker, day, maker, pace, staff }: Refill): void {
  const daily = hoursADay(worker, day, staff);
  const target = daily * 5 * worker.backlogWeeks * 60;
  let ahead = 0;
  for (const job of queue) ahead += Math.max(0, job.minutes - job.spent);
  while (ahead < target && maker.made() < pace.quota) {
    const dueOn = addWorkdays(day, Math.ceil((ahead / 60 / daily) * (0.9 + 0.35 * staff.dice.next())) + 2);
    const job = maker.make({ worker, day, dueOn, hours: pace.meanHours(day, maker.made()) });
    ahead += job.minutes;
    queue.push(job);
  }
}

/** Hours that this person logs on a usual day. One team found its pace some weeks ago. */
function hoursADay(worker: Worker, day: number, { plants, today }: Staff): number {
  const usual = (worker.weeklyHours / 5) * worker.focus;
  if (worker.team !== plants.fasterTeam) return usual;
  return day >= dayNumber(fasterSince(today)) ? usual * FAST : (usual * FAST) / WORK_SPEED_UP;
}

const FAST = 1.16;

/** One day of one person: the first jobs of the queue share it, the first most. */
function workOn(
  world: World,
  queue: Job[],
  { worker, day, staff, pace }: { worker: Worker; day: number; staff: Staff; pace: Pace },
): void {
  const { dice } = staff;
  const categories = [...world.categories.values()];
  let left = quarters(hoursADay(worker, day, staff) * 60 * (0.82 + 0.36 * dice.next()));
  const piece = Math.max(30, quarters(left / Math.max(1, pace.entriesADay * (0.8 + 0.4 * dice.next()))));
  let clock = 9 * 60;
  for (let turn = 0; left > 0 && queue.length > 0 && turn < 14; turn++) {
    const job = queue[Math.min(queue.length - 1, dice.chance(0.7) ? 0 : dice.whole(0, 2))]!;
    const minutes = Math.min(left, piece, Math.max(15, job.minutes - job.spent));
    spend(world, job, { worker, day, lastDay: dayNumber(staff.today), minutes, clock, dice, categories });
    left -= minutes;
    clock += minutes;
    if (job.spent >= job.minutes) finish(world, queue, { job, worker, day, clock });
  }
}

interface Spend {
  readonly worker: Worker;
  readonly day: number;
  readonly lastDay: number;
  readonly minutes: number;
  readonly clock: number;
  readonly dice: Random;
  readonly categories: readonly Category[];
}

function spend(world: World, job: Job, { worker, day, lastDay, minutes, clock, dice, categories }: Spend): void {
  job.spent += minutes;
  if (job.plan.keepsHoursInField) return;
  const { task } = job;
  const last = task.entries.at(-1);
  if (last && last.person === worker.person && last.enteredOn === dayText(day)) {
    last.minutes += minutes;
    task.loggedMinutes += minutes;
    return;
  }
  logTime(world, {
    task,
    person: worker.person,
    enteredOn: dayText(day),
    minutes,
    createdAt: Math.min(
      Date.parse(instant(day, clock + minutes + 5)) + (dice.chance(0.06) ? dice.whole(1, 4) * 86_400_000 : 0),
      // Nothing is logged after the morning of the company's last day; an hour is left for the minutes that splitting adds.
      Date.parse(instant(lastDay, 5 * 60)),
    ),
    category: dice.chance(0.3) ? dice.pick(categories) : null,
    billable: job.plan.project.gid.endsWith("3") ? "nonBillable" : dice.chance(0.8) ? "billable" : "nonBillable",
  });
}

function finish(
  world: World,
  queue: Job[],
  { job, worker, day, clock }: { job: Job; worker: Worker; day: number; clock: number },
): void {
  queue.splice(queue.indexOf(job), 1);
  const at = instant(day, Math.min(clock, 19 * 60) + (Number(job.task.gid) % 5));
  job.task.completedAt = at;
  job.task.completedBy = worker.person;
  job.task.modifiedAt = at;
  keepHours(job);
  const done = job.plan.project.sections.at(-1)!;
  if (job.task.places.length > 0) placeTask(world, job.task, done);
}

/** Where a project keeps hours in a field, they stand there, to the quarter of an hour. */
function keepHours(job: Job): void {
  if (!job.plan.keepsHoursInField || job.spent === 0) return;
  const field = job.plan.project.settings.find((setting) => setting.field.name === "Actual Hours")?.field;
  if (field) job.task.values.set(field, job.spent / 60);
}

/** Marks open work that was begun. */
function settle(queues: ReadonlyMap<Worker, readonly Job[]>): void {
  for (const job of [...queues.values()].flat()) {
    keepHours(job);
    const last = job.task.entries.at(-1);
    if (last) job.task.modifiedAt = maxText(job.task.modifiedAt, instant(dayNumber(last.enteredOn), 17 * 60));
    const place = job.task.places[0];
    if (place && job.spent > 0) {
      place.section.tasks.splice(place.section.tasks.indexOf(job.task), 1);
      place.section = place.project.sections[1]!;
      place.section.tasks.push(job.task);
    }
  }
}

const maxText = (a: string, b: string): string => (a > b ? a : b);

/** To the quarter of an hour. */
const quarters = (minutes: number): number => Math.max(15, Math.round(minutes / 15) * 15);

/** Nobody works from 24 December to 1 January. */
function isYearEnd(day: number): boolean {
  const monthDay = dayText(day).slice(5);
  return monthDay >= "12-24" || monthDay === "01-01";
}
