import { type DeletedProject, deleteProject, restoreProject } from "../../src/demo/world/projects.ts";
import {
  addTask,
  changeEntry,
  complete,
  deleteEntry,
  deleteTask,
  logTime,
  placeTask,
  removeFromProject,
  restoreTask,
  setParent,
} from "../../src/demo/world/tasks.ts";
import type { Task } from "../../src/demo/world/types.ts";
import type { World } from "../../src/demo/world/world.ts";

export type Pick = <T extends { readonly gid: string }>(items: Iterable<T>) => T | undefined;
export type Edit = (world: World, pick: Pick) => void;

const at = "2026-11-16T09:00:00.000Z";
const recentDay = "2026-11-13";
/** Older than what a night reads again, and still within the history of these tests. */
const oldDay = "2026-09-25";

function act<T>(item: T | undefined, what: (item: T) => unknown): void {
  if (item !== undefined) what(item);
}

const tasksWhere = (world: World, isMeant: (task: Task) => boolean): Task[] =>
  [...world.tasks.values()].filter(isMeant);
const entriesSince = (world: World, day: string) =>
  [...world.entries.values()].filter(({ enteredOn }) => enteredOn >= day);
const isBelow = (task: Task, above: Task): boolean =>
  task === above || (task.parent !== null && isBelow(task.parent, above));

/** Deleted projects by workspace, and the fewest that people leave. */
const trashOf = new WeakMap<World, Map<string, DeletedProject>>();
const fewestProjects = 3;

const trashedProjects = (world: World): Map<string, DeletedProject> => {
  const trash = trashOf.get(world) ?? new Map();
  trashOf.set(world, trash);
  return trash;
};

/** What people do to a workspace while it is being read, by name. */
export const edits: Readonly<Record<string, Edit>> = {
  complete: (world, pick) => act(pick(world.tasks.values()), (task) => complete(world, { by: world.me, at }, task)),
  rename: (world, pick) =>
    act(pick(world.tasks.values()), (task) => {
      task.name = `Renamed ${world.version}`;
      world.version += 1;
    }),
  delete: (world, pick) => act(pick(world.tasks.values()), (task) => deleteTask(world, task)),
  undelete: (world, pick) => act(pick(world.trash.values()), (task) => restoreTask(world, task)),
  "delete project": (world, pick) =>
    act(world.projects.size > fewestProjects ? pick(world.projects.values()) : undefined, (project) =>
      trashedProjects(world).set(project.gid, deleteProject(world, project)),
    ),
  "undelete project": (world, pick) =>
    act(pick([...trashedProjects(world).values()].map(({ project }) => project)), ({ gid }) => {
      restoreProject(world, trashedProjects(world).get(gid)!);
      trashedProjects(world).delete(gid);
    }),
  place: (world, pick) =>
    act(pick(world.tasks.values()), (task) =>
      act(pick(world.sections.values()), (section) => placeTask(world, task, section)),
    ),
  move: (world, pick) =>
    act(pick(tasksWhere(world, ({ places }) => places.length > 0)), (task) =>
      act(pick(world.sections.values()), (section) => {
        removeFromProject(world, task, task.places[0]!.project);
        placeTask(world, task, section);
      }),
    ),
  "remove from project": (world, pick) =>
    act(pick(tasksWhere(world, ({ places }) => places.length > 0)), (task) =>
      removeFromProject(world, task, task.places[0]!.project),
    ),
  "add task": (world, pick) =>
    act(pick(world.sections.values()), (section) =>
      placeTask(world, addTask(world, { by: world.me, at }, { name: `Added ${world.version}` }), section),
    ),
  "add subtask": (world, pick) =>
    act(pick(tasksWhere(world, ({ parent }) => !parent)), (parent) =>
      addTask(world, { by: world.me, at }, { name: `Below ${world.version}`, parent }),
    ),
  "give to another parent": (world, pick) =>
    act(pick(tasksWhere(world, ({ parent }) => parent !== null)), (task) =>
      act(pick(tasksWhere(world, (other) => other !== task.parent && !isBelow(other, task))), (parent) =>
        setParent(world, task, parent),
      ),
    ),
  "make subtask": (world, pick) =>
    act(pick(tasksWhere(world, ({ parent }) => parent === null)), (task) =>
      act(pick(tasksWhere(world, (other) => !isBelow(other, task))), (parent) => {
        for (const { project } of [...task.places]) removeFromProject(world, task, project);
        setParent(world, task, parent);
      }),
    ),
  "make task of subtask": (world, pick) =>
    act(pick(tasksWhere(world, ({ parent }) => parent !== null)), (task) =>
      act(pick(world.sections.values()), (section) => {
        setParent(world, task, null);
        placeTask(world, task, section);
      }),
    ),
  "log time": (world, pick) => act(pick(world.tasks.values()), (task) => log(world, task, recentDay)),
  "log time back-dated": (world, pick) => act(pick(world.tasks.values()), (task) => log(world, task, oldDay)),
  "change entry": (world, pick) =>
    act(pick(world.entries.values()), (entry) => changeEntry(world, entry, { minutes: entry.minutes + 15 })),
  "move entry to an old day": (world, pick) =>
    act(pick(entriesSince(world, "2026-11-09")), (entry) => changeEntry(world, entry, { enteredOn: oldDay })),
  "move entry to a recent day": (world, pick) =>
    act(pick(world.entries.values()), (entry) => changeEntry(world, entry, { enteredOn: recentDay })),
  "delete entry": (world, pick) => act(pick(world.entries.values()), (entry) => deleteEntry(world, entry)),
};

const log = (world: World, task: Task, enteredOn: string) =>
  logTime(world, { task, person: world.me, enteredOn, minutes: 45, createdAt: Date.parse(at) });
