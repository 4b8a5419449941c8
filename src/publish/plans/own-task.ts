import type { Action, Change, Conflict, Reference, Value, Wishes } from "../action.ts";
import { keyIn } from "../marker.ts";
import type { LedgerNow, TaskNow } from "../state.ts";
import { withoutWhy } from "../why-line.ts";
import type { OwnProject } from "./own-projects.ts";
import { isSame } from "./values.ts";

/** A task of Plimsoll's own, as it should be. */
export interface WishedTask {
  readonly key: string;
  readonly plan: string;
  readonly section?: Reference | undefined;
  readonly name: string;
  /** Ends with the marker of the key. */
  readonly notes: string;
  readonly assignee?: string | undefined;
  readonly due_on?: string | undefined;
  readonly approval?: boolean | undefined;
  readonly why: string;
}

/** The task of a key in a project: the one that the ledger knows, else the first that carries the marker. */
export function findOwnTask(key: string, project: OwnProject, ledger: LedgerNow): TaskNow | undefined {
  const tasks = project.now?.tasks ?? [];
  return tasks.find(({ gid }) => gid === ledger.managed.get(key)) ?? tasks.find(({ notes }) => keyIn(notes) === key);
}

/** Creates the task, or changes name and notes where nobody else has. Completed and removed tasks are left alone. */
export function planTask(wish: WishedTask, project: OwnProject, ledger: LedgerNow): Wishes {
  const found = findOwnTask(wish.key, project, ledger);
  if (found) return changeTask(wish, found, project, ledger);
  if (project.now && ledger.managed.has(wish.key)) {
    const reason = "was removed by hand; not made again";
    return { actions: [], conflicts: [{ key: wish.key, label: wish.name, reason, project: project.shown }] };
  }
  return { actions: [createTask(wish, project)], conflicts: [] };
}

const createTask = (wish: WishedTask, project: OwnProject): Action => ({
  key: wish.key,
  action: "create",
  object_type: "task",
  plan: wish.plan,
  label: wish.name,
  target: null,
  parent: project.reference,
  section: wish.section,
  values: [
    { name: "name", label: "name", old: null, new: wish.name },
    { name: "notes", label: "notes", old: null, new: wish.notes },
    ...optional("assignee", wish.assignee),
    ...optional("due_on", wish.due_on),
    ...optional("resource_subtype", wish.approval ? "approval" : undefined),
  ],
  why: wish.why,
  project: project.shown,
});

const optional = (name: string, value: Value | undefined): Change[] =>
  value === undefined ? [] : [{ name, label: name.replaceAll("_", " "), old: null, new: value }];

function changeTask(wish: WishedTask, found: TaskNow, project: OwnProject, ledger: LedgerNow): Wishes {
  const conflicts: Conflict[] = [];
  const changes: Change[] = [];
  for (const name of found.is_completed ? [] : (["name", "notes"] as const)) {
    const present = normal(found[name]);
    if (isSame(withoutWhy(present), withoutWhy(normal(wish[name])))) continue;
    if (isUntouched(wish.key, name, found, ledger))
      changes.push({ name, label: name, old: found[name], new: wish[name] });
    else
      conflicts.push({
        key: `${wish.key}:${name}`,
        label: wish.name,
        reason: `the ${name === "name" ? "name" : "text"} of the task was changed by hand; kept`,
        project: project.shown,
      });
  }
  const action: Action = {
    key: wish.key,
    action: changes.length > 0 ? "change" : "unchanged",
    object_type: "task",
    plan: wish.plan,
    label: wish.name,
    target: { gid: found.gid },
    parent: project.reference,
    values: changes,
    why: wish.why,
    project: project.shown,
  };
  return { actions: [action], conflicts };
}

/** Whether a text of the task is still as Plimsoll wrote it last. */
export function isUntouched(key: string, name: "name" | "notes", found: TaskNow, ledger: LedgerNow): boolean {
  const before = ledger.written.get(key)?.get(name);
  return typeof before === "string" && isSame(normal(found[name]), normal(before));
}

/** Texts compare without the line ends and outer spaces that Asana may change. */
const normal = (text: string): string => text.replaceAll(/\r\n?/g, "\n").trim();
