import type { Project } from "./types.ts";
import type { World } from "./world.ts";

/** An empty project, not yet in the world. */
export function newProject(
  world: World,
  given: Pick<Project, "name" | "createdAt" | "owner" | "team"> & Partial<Project>,
): Project {
  return {
    workspace: world.workspace,
    gid: world.gid(),
    kind: "project",
    notes: "",
    htmlNotes: null,
    isArchived: false,
    completedAt: null,
    color: null,
    modifiedAt: given.createdAt,
    startOn: null,
    dueOn: null,
    privacy: "public_to_workspace",
    values: new Map(),
    settings: [],
    sections: [],
    members: [],
    statuses: [],
    portfolios: [],
    ...given,
  };
}
