import type { Project, Section, Story, Task } from "../../world/types.ts";
import type { World } from "../../world/world.ts";
import { cached } from "../cache.ts";
import { type Call, get, list, type Route, record } from "../call.ts";
import { badRequest, missing, texts, unknownInPath } from "../errors.ts";
import {
  findPerson,
  fromPath,
  fromQuery,
  needWorkspace,
  projectInPath,
  sectionInPath,
  tagInPath,
  taskInPath,
} from "../find.ts";
import { storiesOf } from "../stories.ts";
import type { Views } from "../views.ts";
import { isoOf } from "./projects.ts";
import { search } from "./search.ts";

/** Tasks, their subtasks, dependencies, stories and attachments. */
export const taskRoutes = (views: Views): Route[] => [
  get("getTasks", "/tasks", (call) => list(views.task, since(call, tasksAsked(call)))),
  get("getTask", "/tasks/{task_gid}", (call) => record(views.task, taskInPath(call))),
  get("getTasksForProject", "/projects/{project_gid}/tasks", (call) =>
    list(views.task, since(call, tasksOfProject(call.world, projectInPath(call)))),
  ),
  get("getTasksForSection", "/sections/{section_gid}/tasks", (call) =>
    list(views.task, since(call, sectionInPath(call).tasks)),
  ),
  get("getTasksForTag", "/tags/{tag_gid}/tasks", (call) =>
    list(views.task, since(call, tasksOfTag(call, tagInPath(call).gid))),
  ),
  get("getTasksForUserTaskList", "/user_task_lists/{user_task_list_gid}/tasks", (call) =>
    list(views.task, since(call, tasksOfList(call.world, call.params.user_task_list_gid ?? ""))),
  ),
  get("getSubtasksForTask", "/tasks/{task_gid}/subtasks", (call) => list(views.task, taskInPath(call).subtasks)),
  get("getDependenciesForTask", "/tasks/{task_gid}/dependencies", (call) =>
    list(views.task, taskInPath(call).dependencies),
  ),
  get("getDependentsForTask", "/tasks/{task_gid}/dependents", (call) => list(views.task, taskInPath(call).dependents)),
  get("getStoriesForTask", "/tasks/{task_gid}/stories", (call) => list(views.story, storiesOf(taskInPath(call)))),
  get("getStory", "/stories/{story_gid}", (call) => record(views.story, storyInPath(call))),
  get("getAttachmentsForObject", "/attachments", (call) => {
    const parent = call.query.get("parent");
    if (parent === null) throw missing("parent");
    if (call.world.projects.has(parent)) return list(views.attachment, []);
    return list(views.attachment, fromPath(call.world.tasks, ["parent", parent]).attachments);
  }),
  get(
    "searchTasksForWorkspace",
    "/workspaces/{workspace_gid}/tasks/search",
    (call) => search(call, views.task),
    "search",
  ),
];

/** Tasks in the order of the project; subtasks are not among them unless they were added to it. */
export const tasksOfProject = (world: World, project: Project): readonly Task[] =>
  cached(world, `project:${project.gid}`, () => project.sections.flatMap((section) => section.tasks));

const tasksOfTag = (call: Call, gid: string): readonly Task[] =>
  cached(call.world, `tag:${gid}`, () =>
    [...call.world.tasks.values()].filter((task) => task.tags.some((tag) => tag.gid === gid)),
  );

const tasksOfPerson = (world: World, gid: string): readonly Task[] => {
  const key = `assignee:${gid}`;
  return cached(world, key, () => assignments(world).get(gid) ?? []);
};

const byAssignee = new WeakMap<World, { version: number; tasks: Map<string, Task[]> }>();

function assignments(world: World): Map<string, Task[]> {
  const known = byAssignee.get(world);
  if (known?.version === world.version) return known.tasks;
  const tasks = new Map<string, Task[]>();
  for (const task of world.tasks.values()) {
    if (!task.assignee) continue;
    const own = tasks.get(task.assignee.gid);
    if (own) own.push(task);
    else tasks.set(task.assignee.gid, [task]);
  }
  byAssignee.set(world, { version: world.version, tasks });
  return tasks;
}

function tasksOfList(world: World, gid: string): readonly Task[] {
  const owner = [...world.people.values()].find((one) => one.taskListGid === gid);
  if (!owner) throw unknownInPath("user_task_list", gid);
  return tasksOfPerson(world, owner.gid);
}

/** The service's own rule: exactly one filter. */
function tasksAsked(call: Call): readonly Task[] {
  const { query, world } = call;
  const filters = ["project", "tag", "section", "user_task_list"].filter((name) => query.has(name));
  const byPerson = ["assignee", "workspace"].filter((name) => query.has(name)).length;
  if (byPerson === 1 || filters.length + byPerson / 2 !== 1) throw badRequest(texts.taskFilter);
  const project = fromQuery<Project>(call, world.projects, "project");
  if (project) return tasksOfProject(world, project);
  const section = fromQuery<Section>(call, world.sections, "section");
  if (section) return section.tasks;
  const tag = fromQuery(call, world.tags, "tag");
  if (tag) return tasksOfTag(call, tag.gid);
  if (query.has("user_task_list")) return tasksOfList(world, query.get("user_task_list") ?? "");
  needWorkspace(call, true);
  const assignee = findPerson(world, query.get("assignee") ?? "");
  if (!assignee) throw badRequest(`assignee: Not a user in Organization: ${query.get("assignee")}`);
  return tasksOfPerson(world, assignee.gid);
}

/** Keeps what `completed_since` and `modified_since` ask for. */
function since(call: Call, tasks: readonly Task[]): readonly Task[] {
  const completed = call.query.get("completed_since");
  const modified = call.query.get("modified_since");
  const completedAt = completed === null ? null : completed === "now" ? FAR : isoOf(completed);
  const modifiedAt = modified === null ? null : isoOf(modified);
  if (completedAt === null && modifiedAt === null) return tasks;
  return tasks.filter(
    (task) =>
      (completedAt === null || task.completedAt === null || task.completedAt >= completedAt) &&
      (modifiedAt === null || task.modifiedAt >= modifiedAt),
  );
}

const FAR = "9999-12-31T00:00:00.000Z";

function storyInPath(call: Call): Story {
  const gid = call.params.story_gid ?? "";
  const written = call.world.stories.get(gid);
  if (written) return written;
  const task = call.world.tasks.get(gid.slice(0, -2));
  const derived = task && storiesOf(task).find((story) => story.gid === gid);
  if (!derived) throw unknownInPath("story", gid);
  return derived;
}
