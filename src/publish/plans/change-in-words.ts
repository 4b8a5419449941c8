import type { Decided } from "../action.ts";
import { clean } from "../plain-text.ts";

/** Names of tasks and people by gid. */
export type Names = ReadonlyMap<string, string>;

/** What approving does, as a person would say it: names, not gids. */
export function changeInWords({ task_gid, name, old, new: value, unit }: Decided, names: Names): string {
  const task = `"${clean(names.get(task_gid) ?? `task ${task_gid}`, 100)}"`;
  if (name === "assignee") return `hands ${task} from ${person(old, names)} to ${person(value, names)}`;
  if (name === "due_on") return `moves the due date of ${task} from ${old ?? "none"} to ${value ?? "none"}`;
  return `fills the empty estimate of ${task} with ${value} ${unit ?? "h"}, as predicted`;
}

/** A person by name; nobody where there was none. */
export const person = (gid: Decided["new"], names: Names): string =>
  gid === null ? "nobody" : clean(names.get(String(gid)) ?? "a former colleague", 100);
