import { dayText, instant } from "../days.ts";
import type { Random } from "../random.ts";
import { addDependency, addTask, placeTask } from "../world/tasks.ts";
import type { Task, Values } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { HOSTILE_NAMES } from "./hostile.ts";
import type { Worker } from "./people.ts";
import { BIAS, OVERRUN } from "./plants.ts";
import type { ProjectPlan } from "./projects.ts";
import { OBJECTS, VERBS } from "./words.ts";
import type { Job, Staff } from "./work.ts";

export interface Order {
  readonly worker: Worker;
  readonly day: number;
  readonly dueOn: number;
  /** Hours that an average task should take. */
  readonly hours: number;
}

export interface Maker {
  readonly make: (order: Order) => Job;
  /** Tasks made so far. */
  readonly made: () => number;
}

/** Spread of estimates, and of what work really takes around its estimate (its median is 1). */
const ESTIMATE_SIGMA = 0.75;
const ACTUAL_SIGMA = 0.36;

/** Makes the tasks of daily work. */
export function taskMaker(world: World, staff: Staff): Maker {
  const { dice, size } = staff;
  const choose = projectChooser(staff);
  const latest = new Map<ProjectPlan, Task[]>();
  let made = 0;
  let subtasks = 0;
  return { make, made: () => made };

  function make(order: Order): Job {
    const plan = choose(order);
    const recent = latest.get(plan) ?? [];
    latest.set(plan, recent);
    made += 1;
    const parent = subtasks < (size.subtasks * made) / (size.tasks * 0.9) ? parentAmong(recent, dice) : null;
    const { task, minutes } = build(world, staff, { ...order, plan, parent, number: made });
    if (parent) subtasks += 1;
    else place(world, task, { plan, staff, day: order.day });
    if (!parent && recent.length > 0 && dice.chance(0.13)) addDependency(world, task, dice.pick(recent));
    recent.push(task);
    if (recent.length > 12) recent.shift();
    return { task, plan, minutes, spent: 0 };
  }
}

/** An open task that may get a subtask: seldom one that is a subtask itself, never deeper than two levels. */
function parentAmong(recent: readonly Task[], dice: Random): Task | null {
  const open = recent.filter(
    (task) => task.completedAt === null && (task.parent === null || (task.parent.parent === null && dice.chance(0.2))),
  );
  return open.length === 0 ? null : open[open.length - 1]!;
}

type Building = Order & { readonly plan: ProjectPlan; readonly parent: Task | null; readonly number: number };

function build(world: World, staff: Staff, one: Building): { task: Task; minutes: number } {
  const { dice, plants } = staff;
  const { worker, plan } = one;
  const median = one.hours / Math.exp((ESTIMATE_SIGMA ** 2 + ACTUAL_SIGMA ** 2) / 2);
  const estimate = Math.max(0.5, Math.round(median * dice.lognormal(ESTIMATE_SIGMA) * 2) / 2);
  const isTagged = worker !== plants.biased && dice.chance(0.045);
  const factor = worker === plants.biased ? BIAS : isTagged ? OVERRUN : 1;
  const minutes = Math.max(15, Math.round((estimate * factor * dice.lognormal(ACTUAL_SIGMA) * 60) / 15) * 15);
  const creator = dice.chance(0.6) ? plan.project.owner! : worker.person;
  const startOn = Math.max(one.day, one.dueOn - 1 - Math.ceil(estimate / 4));
  const at = instant(one.day, 8 * 60 + dice.whole(0, 59) + (one.number % 60) / 60);
  const task = addTask(
    world,
    { by: creator, at },
    {
      name: nameOf(one.number, dice),
      notes: dice.chance(0.2) ? `Asked for by ${creator.name}.` : "",
      assignee: worker.person,
      dueOn: dice.chance(0.94) ? dayText(one.dueOn) : null,
      startOn: dice.chance(0.7) && startOn < one.dueOn ? dayText(startOn) : null,
      parent: one.parent,
      followers: creator === worker.person ? [creator] : [creator, worker.person],
      firstEstimate: dice.chance(0.08) ? Math.max(0.5, Math.round(estimate * 1.6) / 2) : null,
      values: valuesOf(staff, plan, estimate),
    },
  );
  if (!task.dueOn) task.startOn = null;
  addTags(world, task, { dice, isTagged, staff });
  return { task, minutes };
}

function nameOf(number: number, dice: Random): string {
  const name = `${dice.pick(VERBS)} ${dice.pick(OBJECTS)}`;
  return number % 400 === 17 ? HOSTILE_NAMES[Math.floor(number / 400) % HOSTILE_NAMES.length]! : name;
}

function valuesOf({ dice, fields }: Staff, plan: ProjectPlan, estimate: number): Values {
  const values: Values = new Map();
  if (dice.chance(0.93)) values.set(fields.estimate, estimate);
  const { options: priorities } = fields.priority;
  if (dice.chance(0.8)) values.set(fields.priority, priorities[dice.chance(0.5) ? 1 : dice.whole(0, 2)]!);
  if (dice.chance(0.7))
    values.set(fields.workType, dice.pick(fields.workType.options.slice(0, dice.chance(0.02) ? 7 : 5)));
  if (dice.chance(0.5)) values.set(fields.skills, [dice.pick(fields.skills.options)]);
  if (plan.hasStoryPoints) values.set(fields.storyPoints, pointsFor(estimate));
  if (plan.project.settings.length > 5 && dice.chance(0.3)) addRarer({ dice, fields, plan, values });
  return values;
}

function addRarer({
  dice,
  fields,
  plan,
  values,
}: Pick<Staff, "dice" | "fields"> & { plan: ProjectPlan; values: Values }): void {
  if (!plan.project.settings.some((setting) => setting.field === fields.reference)) return;
  values.set(fields.reference, `REF-${dice.whole(1000, 9999)}`);
  values.set(fields.goLive, { date: dayText(plan.from + dice.whole(20, 120)), dateTime: null });
  values.set(fields.reviewer, [plan.project.owner!]);
  values.set(fields.cost, Math.round(dice.next() * 100_000) / 100);
}

const POINTS = [1, 2, 3, 5, 8, 13];

const pointsFor = (estimate: number): number => POINTS.find((points) => estimate <= points * 2.2) ?? 13;

function addTags(
  world: World,
  task: Task,
  { dice, isTagged, staff }: { dice: Random; isTagged: boolean; staff: Staff },
): void {
  if (isTagged) task.tags.push(staff.plants.tag!);
  if (!dice.chance(0.3)) return;
  const tags = [...world.tags.values()].slice(1);
  const tag = dice.pick(tags);
  task.tags.push(tag);
}

/** Puts a task into its project, and now and then into a second one. */
function place(world: World, task: Task, { plan, staff, day }: { plan: ProjectPlan; staff: Staff; day: number }): void {
  placeTask(world, task, plan.project.sections[0]!);
  if (!staff.dice.chance(0.07)) return;
  const others = staff.plans.filter((one) => one !== plan && one.team === plan.team && one.from <= day && day < one.to);
  if (others.length > 0) placeTask(world, task, staff.dice.pick(others).project.sections[0]!);
}

/** Draws the project of new work: of the person's team, running on that day, by weight. */
function projectChooser({ plans, dice }: Staff): (order: Order) => ProjectPlan {
  const byTeam = Map.groupBy(plans, (plan) => plan.team);
  return ({ worker, day }) => {
    const all = byTeam.get(worker.team)!;
    const running = all.filter((plan) => plan.from <= day && day < plan.to - 10);
    const from = running.length > 0 ? running : all.slice(-1);
    let mark = dice.next() * from.reduce((sum, plan) => sum + plan.weight, 0);
    for (const plan of from) {
      mark -= plan.weight;
      if (mark <= 0) return plan;
    }
    return from.at(-1)!;
  };
}
