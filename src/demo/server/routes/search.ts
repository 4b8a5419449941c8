import type { Task } from "../../world/types.ts";
import type { World } from "../../world/world.ts";
import { cached } from "../cache.ts";
import { type Answer, type Call, unpaged } from "../call.ts";
import { badRequest, notInPlan } from "../errors.ts";
import { inWorkspace } from "../find.ts";
import type { AnyView } from "../view.ts";
import { isoOf } from "./projects.ts";

type Test = (task: Task) => boolean;

/** Task search: at most 100 rows, no paging. Parameters that nobody knows are ignored, as the live service does. */
export function search(call: Call, view: AnyView): Answer {
  const world = inWorkspace(call);
  if (!call.abilities.search) throw notInPlan("Search");
  const tests = [...call.query].flatMap(([name, value]) => testOf(world, name, value) ?? []);
  const limit = Number(call.query.get("limit") ?? 20);
  if (!(limit >= 1 && limit <= 100)) throw badRequest("limit: Must be between 1 and 100");
  const found: Task[] = [];
  for (const task of candidates(call)) {
    if (!tests.every((test) => test(task))) continue;
    found.push(task);
    if (found.length === limit) break;
  }
  return unpaged(view, found);
}

/** All tasks in the order asked for, begun at the `after` bound of that order so that walking forward stays cheap. */
function* candidates(call: Call): Iterable<Task> {
  const by = call.query.get("sort_by") === "created_at" ? "created_at" : "modified_at";
  const stamp = (task: Task): string => (by === "created_at" ? task.createdAt : task.modifiedAt);
  const ordered = cached(call.world, `search:${by}`, () =>
    [...call.world.tasks.values()].sort((a, b) => (stamp(a) < stamp(b) ? -1 : stamp(a) > stamp(b) ? 1 : 0)),
  );
  if (call.query.get("sort_ascending") !== "true") {
    for (let index = ordered.length - 1; index >= 0; index--) yield ordered[index]!;
    return;
  }
  const after = call.query.get(`${by}.after`);
  for (
    let index =
      after === null
        ? 0
        : firstAfter(
            cached(call.world, `stamps:${by}`, () => ordered.map(stamp)),
            isoOf(after),
          );
    index < ordered.length;
    index++
  ) {
    yield ordered[index]!;
  }
}

function firstAfter(sorted: readonly string[], bound: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

const STAMPS: Readonly<Record<string, (task: Task) => string | null>> = {
  created_at: (task) => task.createdAt,
  modified_at: (task) => task.modifiedAt,
  completed_at: (task) => task.completedAt,
};
const DAYS: Readonly<Record<string, (task: Task) => string | null>> = {
  due_on: (task) => task.dueOn,
  start_on: (task) => task.startOn,
  created_on: (task) => task.createdAt.slice(0, 10),
  modified_on: (task) => task.modifiedAt.slice(0, 10),
  completed_on: (task) => task.completedAt?.slice(0, 10) ?? null,
};
const SETS: Readonly<Record<string, (task: Task) => readonly (string | undefined)[]>> = {
  assignee: (task) => [task.assignee?.gid],
  created_by: (task) => [task.createdBy?.gid],
  assigned_by: (task) => [task.assignedBy?.gid],
  followers: (task) => task.followers.map((one) => one.gid),
  projects: (task) => task.places.map((place) => place.project.gid),
  sections: (task) => task.places.map((place) => place.section.gid),
  tags: (task) => task.tags.map((tag) => tag.gid),
  teams: (task) => task.places.map((place) => place.project.team?.gid),
  portfolios: (task) => task.places.flatMap((place) => place.project.portfolios.map((one) => one.gid)),
};
const FLAGS: Readonly<Record<string, Test>> = {
  completed: (task) => task.completedAt !== null,
  is_subtask: (task) => task.parent !== null,
  has_attachment: (task) => task.attachments.length > 0,
  is_blocking: (task) => task.dependents.some((one) => one.completedAt === null),
  is_blocked: (task) => task.dependencies.some((one) => one.completedAt === null),
};

function testOf(world: World, name: string, value: string): Test | undefined {
  if (name === "text") return (task) => task.name.toLowerCase().includes(value.toLowerCase());
  if (name === "resource_subtype") return (task) => task.kind === value;
  const flag = FLAGS[name];
  if (flag) return (task) => flag(task) === (value === "true");
  const [subject = "", operator = ""] = name.split(".");
  const stamp = STAMPS[subject];
  if (stamp) return boundTest(stamp, operator, isoOf(value));
  const day = DAYS[subject];
  if (day)
    return operator === ""
      ? (task) => day(task) === (value === "null" ? null : value)
      : boundTest(day, operator, value);
  const set = SETS[subject];
  return (
    set &&
    setTest(
      set,
      operator,
      value.split(",").map((one) => (one === "me" ? world.me.gid : one)),
    )
  );
}

/** Bounds are taken as inclusive; which they are is not documented, so readers must overlap and drop repeats. */
function boundTest(read: (task: Task) => string | null, operator: string, bound: string): Test {
  if (operator === "after") return (task) => (read(task) ?? "") >= bound;
  return (task) => {
    const value = read(task);
    return value !== null && value <= bound;
  };
}

function setTest(read: (task: Task) => readonly (string | undefined)[], operator: string, wanted: string[]): Test {
  if (operator === "not") return (task) => !read(task).some((gid) => gid !== undefined && wanted.includes(gid));
  if (operator === "all") return (task) => wanted.every((gid) => read(task).includes(gid));
  return (task) => read(task).some((gid) => gid !== undefined && wanted.includes(gid));
}
