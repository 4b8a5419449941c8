import {
  addDependency,
  addStory,
  addTask,
  deleteTask,
  placeTask,
  removeDependency,
  removeFromProject,
  setParent,
  touch,
} from "../../world/tasks.ts";
import type { Section, Story, Task } from "../../world/types.ts";
import { type Answer, type Call, created, empty, type Route, record, write } from "../call.ts";
import { badRequest, missing, Refusal, unknownInPath } from "../errors.ts";
import { findPerson, fromBody, sectionInPath, taskInPath } from "../find.ts";
import type { Views } from "../views.ts";
import {
  checkProperties,
  flagOf,
  listOf,
  only,
  type Properties,
  taskChange,
  taskCreation,
  textOf,
} from "../write/properties.ts";
import { checkRichText, plainText } from "../write/rich-text.ts";
import { writeTask } from "../write/task-fields.ts";

const POSITIONS = ["insert_before", "insert_after"];

/** Writes on tasks: create, change, delete, place, link, comment. */
export const taskWrites = (views: Views): Route[] => [
  write("createTask", ["POST", "/tasks"], (call) => createTask(call, views, null)),
  write("createSubtaskForTask", ["POST", "/tasks/{task_gid}/subtasks"], (call) =>
    createTask(call, views, taskInPath(call)),
  ),
  write("updateTask", ["PUT", "/tasks/{task_gid}"], (call) => {
    const task = taskInPath(call);
    checkProperties(call.data, taskChange);
    writeTask(call, task);
    return record(views.task, task);
  }),
  write("deleteTask", ["DELETE", "/tasks/{task_gid}"], (call) => {
    deleteTask(call.world, taskInPath(call));
    return empty;
  }),
  onTask("addProjectForTask", "addProject", ["project", "section", ...POSITIONS], addToProject),
  onTask("removeProjectForTask", "removeProject", ["project"], (call, task) => {
    const project = fromBody(call.world.projects, ["project", call.data.project]);
    if (!removeFromProject(call.world, task, project)) throw badRequest("project: Task is not in this project");
  }),
  onTask("addDependenciesForTask", "addDependencies", ["dependencies"], (call, task) => {
    const others = tasksOf(call, "dependencies");
    if (task.dependencies.length + task.dependents.length + others.length > MOST_LINKS) {
      throw badRequest("dependencies: A task can have at most 30 dependencies and dependents");
    }
    for (const other of others) addDependency(call.world, task, other);
  }),
  onTask("removeDependenciesForTask", "removeDependencies", ["dependencies"], (call, task) => {
    for (const other of tasksOf(call, "dependencies")) removeDependency(call.world, task, other);
  }),
  onTask("addTagForTask", "addTag", ["tag"], (call, task) => {
    const tag = fromBody(call.world.tags, ["tag", call.data.tag]);
    if (!task.tags.includes(tag)) task.tags.push(tag);
  }),
  onTask("removeTagForTask", "removeTag", ["tag"], (call, task) => {
    const tag = fromBody(call.world.tags, ["tag", call.data.tag]);
    task.tags = task.tags.filter((one) => one !== tag);
  }),
  write("addFollowersForTask", ["POST", "/tasks/{task_gid}/addFollowers"], (call) => {
    const task = taskInPath(call);
    checkProperties(call.data, only("followers"));
    follow(call, task);
    return record(views.task, task);
  }),
  write("setParentForTask", ["POST", "/tasks/{task_gid}/setParent"], (call) => {
    const task = taskInPath(call);
    checkProperties(call.data, only("parent", ...POSITIONS));
    const parent = call.data.parent === null ? null : fromBody(call.world.tasks, ["parent", call.data.parent]);
    for (let above = parent; above; above = above.parent) {
      if (above === task) throw badRequest("parent: A task cannot be its own ancestor");
    }
    setParent(call.world, task, parent);
    return record(views.task, task);
  }),
  write("addTaskForSection", ["POST", "/sections/{section_gid}/addTask"], (call) => {
    const section = sectionInPath(call);
    checkProperties(call.data, only("task", ...POSITIONS));
    const task = fromBody(call.world.tasks, ["task", call.data.task]);
    tellMove(call, task, section);
    placeTask(call.world, task, section, neighbor(call) ?? section.tasks[0]);
    return empty;
  }),
  write("createStoryForTask", ["POST", "/tasks/{task_gid}/stories"], (call) =>
    created(views.story, comment(call, taskInPath(call))),
  ),
  write("updateStory", ["PUT", "/stories/{story_gid}"], (call) => {
    const story = ownStory(call);
    checkProperties(call.data, COMMENT);
    const { text, htmlText } = commentText(call);
    Object.assign(story, { text, htmlText, isEdited: true });
    touch(call.world, story.task, call.actor.at);
    return record(views.story, story);
  }),
  write("deleteStory", ["DELETE", "/stories/{story_gid}"], (call) => {
    const story = ownStory(call);
    call.world.stories.delete(story.gid);
    story.task.stories = story.task.stories.filter((one) => one !== story);
    touch(call.world, story.task, call.actor.at);
    return empty;
  }),
];

const MOST_LINKS = 30;
const MOST_PROJECTS = 20;
const COMMENT: Properties = only("text", "html_text", "is_pinned", "sticker_name");

function onTask(id: string, verb: string, properties: string[], act: (call: Call, task: Task) => void): Route {
  return write(id, ["POST", `/tasks/{task_gid}/${verb}`], (call) => {
    const task = taskInPath(call);
    checkProperties(call.data, only(...properties));
    act(call, task);
    call.world.version += 1;
    return empty;
  });
}

function createTask(call: Call, views: Views, above: Task | null): Answer {
  const { data, world } = call;
  checkProperties(data, taskCreation);
  const parent = above ?? (data.parent == null ? null : fromBody(world.tasks, ["parent", data.parent]));
  const sections = placesAsked(call);
  if (!parent && sections.length === 0 && data.workspace === undefined) {
    throw badRequest("You should specify one of workspace, parent, projects");
  }
  if (data.workspace !== undefined && data.workspace !== world.workspaceGid) {
    throw badRequest(`workspace: Not a recognized ID: ${String(data.workspace)}`);
  }
  const tags = (listOf(data, "tags") ?? []).map((gid) => fromBody(world.tags, ["tags", gid]));
  const task = addTask(world, call.actor, { name: textOf(data, "name") ?? "", tags, parent });
  try {
    for (const section of sections) placeTask(world, task, section);
    if (world.me !== task.assignee) task.followers.push(world.me);
    follow(call, task);
    writeTask(call, task);
  } catch (error) {
    deleteTask(world, task);
    world.trash.delete(task.gid);
    throw error;
  }
  return created(views.task, task);
}

/** The sections that `memberships` and `projects` name; a project alone means its first section. */
function placesAsked(call: Call): Section[] {
  const { data, world } = call;
  const memberships = Array.isArray(data.memberships) ? (data.memberships as Record<string, unknown>[]) : [];
  const named = memberships.map(({ project, section }) => {
    const inProject = fromBody(world.projects, ["memberships.project", project]);
    if (section === undefined) return inProject.sections[0]!;
    const found = fromBody(world.sections, ["memberships.section", section]);
    if (found.project !== inProject) throw badRequest("memberships: Section is not in that project");
    return found;
  });
  const projects = (listOf(data, "projects") ?? []).map((gid) => fromBody(world.projects, ["projects", gid]));
  if (named.length + projects.length > MOST_PROJECTS) throw badRequest("projects: At most 20 projects");
  const rest = projects.filter((project) => !named.some((section) => section.project === project));
  return [...named, ...rest.map((project) => project.sections[0]!)];
}

function addToProject(call: Call, task: Task): void {
  const { data, world } = call;
  const project = fromBody(world.projects, ["project", data.project]);
  if (task.places.length >= MOST_PROJECTS) throw badRequest("project: At most 20 projects");
  const section = data.section == null ? undefined : fromBody(world.sections, ["section", data.section]);
  if (section && section.project !== project) throw badRequest("section: Section is not in that project");
  const current = task.places.find((place) => place.project === project)?.section;
  const to = section ?? current ?? project.sections[0]!;
  if (current) tellMove(call, task, to);
  placeTask(world, task, to, neighbor(call));
}

function neighbor(call: Call): Task | undefined {
  const gid = call.data.insert_before;
  return typeof gid === "string" ? fromBody(call.world.tasks, ["insert_before", gid]) : undefined;
}

function tellMove(call: Call, task: Task, section: Section): void {
  const from = task.places.find((place) => place.project === section.project)?.section;
  if (!from || from === section) return;
  const shown = (one: Section) => ({ gid: one.gid, resource_type: "section", name: one.name });
  const change = { old_section: shown(from), new_section: shown(section) };
  addStory(call.world, call.actor, task, { subtype: "section_changed", text: `moved to ${section.name}`, change });
}

function tasksOf(call: Call, name: string): Task[] {
  const gids = listOf(call.data, name);
  if (!gids) throw missing(name);
  return gids.map((gid) => fromBody(call.world.tasks, [name, gid]));
}

function follow(call: Call, task: Task): void {
  for (const reference of listOf(call.data, "followers") ?? []) {
    const person = findPerson(call.world, reference);
    if (!person) throw badRequest(`followers: Not a user in Organization: ${reference}`);
    if (!task.followers.includes(person)) task.followers.push(person);
  }
}

function comment(call: Call, task: Task): Story {
  checkProperties(call.data, COMMENT);
  const { text, htmlText } = commentText(call);
  const isPinned = flagOf(call.data, "is_pinned") ?? false;
  const story = addStory(call.world, call.actor, task, {
    type: "comment",
    subtype: "comment_added",
    text,
    htmlText,
    isPinned,
  });
  touch(call.world, task, call.actor.at);
  return story;
}

function commentText({ data }: Call): { text: string; htmlText: string | null } {
  const text = textOf(data, "text");
  const html = textOf(data, "html_text");
  if (text !== undefined && html !== undefined) throw badRequest("You may only provide one of text or html_text");
  if (html !== undefined) {
    checkRichText("html_text", html, "comment");
    return { text: plainText(html), htmlText: html };
  }
  if (text === undefined || text === "") throw missing("text");
  return { text, htmlText: null };
}

/** Only comments can be changed, and only by whoever wrote them. */
function ownStory(call: Call): Story {
  const gid = call.params.story_gid ?? "";
  const story = call.world.stories.get(gid);
  if (!story) throw unknownInPath("story", gid);
  if (story.type !== "comment" || story.createdBy !== call.world.me) {
    throw new Refusal(403, "You do not have permission to change this story.");
  }
  return story;
}
