import { deleteTask, placeTask, removeFromProject, restoreTask } from "./tasks.ts";
import type { Allocation, Budget, PortfolioItem, Project, Rate, Section, Task, Template } from "./types.ts";
import type { World } from "./world.ts";

/** A project in the trash, with what went there with it. */
export interface DeletedProject {
  readonly project: Project;
  readonly tasks: readonly Task[];
  /** Tasks that stayed, in another project, and the section that they lay in. */
  readonly shared: readonly { readonly task: Task; readonly section: Section }[];
  readonly items: readonly PortfolioItem[];
  readonly kept: readonly Kept[];
}

interface Kept {
  readonly rows: Map<string, { readonly gid: string }>;
  readonly of: readonly { readonly gid: string }[];
}

/** Takes a project out of the workspace with its sections, money, templates, and the tasks that lie nowhere else. */
export function deleteProject(world: World, project: Project): DeletedProject {
  const isOf = (row: Budget | Rate | Allocation | Template) =>
    ("project" in row ? row.project : row.parent) === project;
  const kept = [world.budgets, world.rates, world.allocations, world.taskTemplates].map((rows) => ({
    rows: rows as unknown as Kept["rows"],
    of: [...rows.values()].filter(isOf),
  }));
  const inside = [...world.tasks.values()].filter(({ places }) => places.some((place) => place.project === project));
  const shared = inside.filter(({ places }) => places.length > 1);
  const deleted: DeletedProject = {
    project,
    tasks: inside.filter(({ places }) => places.length === 1),
    shared: shared.map((task) => ({ task, section: task.places.find((place) => place.project === project)!.section })),
    items: project.portfolios.flatMap(({ items }) => items.filter(({ item }) => item === project)),
    kept: [...kept, { rows: world.sections as unknown as Kept["rows"], of: project.sections }],
  };
  for (const task of deleted.tasks) deleteTask(world, task);
  for (const { task } of deleted.shared) removeFromProject(world, task, project);
  for (const { portfolio } of deleted.items) portfolio.items = portfolio.items.filter(({ item }) => item !== project);
  for (const { rows, of } of deleted.kept) for (const { gid } of of) rows.delete(gid);
  world.projects.delete(project.gid);
  world.version += 1;
  return deleted;
}

/** Brings it back with all of that. */
export function restoreProject(world: World, { project, tasks, shared, items, kept }: DeletedProject): void {
  world.projects.set(project.gid, project);
  for (const { rows, of } of kept) for (const row of of) rows.set(row.gid, row);
  for (const item of items) item.portfolio.items.push(item);
  for (const task of tasks) restoreTask(world, task);
  for (const { task, section } of shared) if (world.tasks.has(task.gid)) placeTask(world, task, section);
  world.version += 1;
}
