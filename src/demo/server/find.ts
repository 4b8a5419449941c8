import type { Person, Project, Section, Tag, Task } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { Call } from "./call.ts";
import { badRequest, missing, unknownInBody, unknownInPath } from "./errors.ts";

/** The row that a path parameter names. @throws 404 */
export function fromPath<Row>(
  rows: ReadonlyMap<string, Row>,
  [resource, gid]: readonly [string, string | undefined],
): Row {
  const row = rows.get(gid ?? "");
  if (row === undefined) throw unknownInPath(resource, gid ?? "");
  return row;
}

/** The row that a query parameter names, or undefined where it is not given. @throws 404 */
export function fromQuery<Row>(call: Call, rows: ReadonlyMap<string, Row>, name: string): Row | undefined {
  const gid = call.query.get(name);
  return gid === null ? undefined : fromPath(rows, [name, gid]);
}

/** The row that a property of the body names. @throws 400 */
export function fromBody<Row>(rows: ReadonlyMap<string, Row>, [name, gid]: readonly [string, unknown]): Row {
  if (gid === undefined) throw missing(name);
  if (typeof gid !== "string" || !/^\d+$/.test(gid)) throw badRequest(`${name}: Not a recognized ID: ${String(gid)}`);
  const row = rows.get(gid);
  if (row === undefined) throw unknownInBody(name, gid);
  return row;
}

export function needWorkspace(call: Call, isRequired: boolean): void {
  const gid = call.query.get("workspace");
  if (gid === null && isRequired) throw missing("workspace");
  if (gid !== null && gid !== call.world.workspaceGid) throw unknownInPath("workspace", gid);
}

export function inWorkspace(call: Call): World {
  if (call.params.workspace_gid !== call.world.workspaceGid) {
    throw unknownInPath("workspace", call.params.workspace_gid ?? "");
  }
  return call.world;
}

/** A person by gid, e-mail or `me`. */
export function findPerson(world: World, reference: string): Person | undefined {
  if (reference === "me") return world.me;
  const byGid = world.people.get(reference);
  if (byGid || !reference.includes("@")) return byGid;
  return [...world.people.values()].find((one) => one.email === reference);
}

export function personInPath(call: Call): Person {
  const reference = call.params.user_gid ?? "";
  const person = findPerson(call.world, reference);
  if (!person) throw unknownInPath("user", reference);
  return person;
}

export const taskInPath = (call: Call): Task => fromPath(call.world.tasks, ["task", call.params.task_gid]);
export const projectInPath = (call: Call): Project =>
  fromPath(call.world.projects, ["project", call.params.project_gid]);
export const sectionInPath = (call: Call): Section =>
  fromPath(call.world.sections, ["section", call.params.section_gid]);
export const tagInPath = (call: Call): Tag => fromPath(call.world.tags, ["tag", call.params.tag_gid]);
