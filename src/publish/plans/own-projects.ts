import type { Action, Reference, Wishes } from "../action.ts";
import { keyIn, withMarker } from "../marker.ts";
import type { AsanaNow, LedgerNow, OwnProjectNow } from "../state.ts";

/** A project that Plimsoll keeps: its own, or one that people made for it and configured. */
export interface OwnProject {
  readonly key: OwnProjectKey;
  readonly reference: Reference;
  readonly shown: { readonly gid: string | null; readonly name: string };
  /** Its contents now; undefined where the plan creates it. */
  readonly now: OwnProjectNow | undefined;
}

export const ownProjects = {
  retro_insights: { name: "Retro Insights", about: "What the data say about the past months, a task per insight." },
  capacity_planning: { name: "Capacity Planning", about: "Forecast load of each person, a task per person." },
  capacity_alerts: { name: "Capacity Alerts", about: "What needs a manager's eye soon, a task per condition." },
  capacity_review: { name: "Capacity Review", about: "Proposals that wait for a decision, an approval each." },
} as const;
export type OwnProjectKey = keyof typeof ownProjects;

export const projectKey = (key: OwnProjectKey): string => `project:${key}`;

/** The gid of a project of ours: configured, known to the ledger, or found by its marker. */
export function findOwnProject(
  key: OwnProjectKey,
  configured: string | undefined,
  now: Pick<AsanaNow, "projects">,
  ledger: Pick<LedgerNow, "managed">,
): string | undefined {
  if (configured) return configured;
  const known = ledger.managed.get(projectKey(key));
  return (
    now.projects.find(({ gid }) => gid === known)?.gid ??
    now.projects.find(({ notes }) => keyIn(notes) === projectKey(key))?.gid
  );
}

export interface OwnProjectInput {
  readonly key: OwnProjectKey;
  readonly configured: string | undefined;
  /** Gids of the people who shall see it. */
  readonly managers: readonly string[];
  readonly plan: string;
}

/** Finds the project, or wishes to create it, private to the managers. A configured one that is gone or archived is a conflict. */
export function planOwnProject(
  input: OwnProjectInput,
  asana: AsanaNow,
  ledger: LedgerNow,
): Wishes & { readonly project: OwnProject | undefined } {
  const { name } = ownProjects[input.key];
  const gid = findOwnProject(input.key, input.configured, asana, ledger);
  const found = asana.projects.find((project) => project.gid === gid);
  const now = asana.own.get(input.key);
  if (found && !found.is_archived) {
    const shown = { gid: found.gid, name: found.name };
    const isNew = ledger.managed.get(projectKey(input.key)) === gid && !ledger.managed.has(membersKey(input.key));
    const members = isNew ? inviteManagers(input, found.gid, shown) : [];
    const project = { key: input.key, reference: { gid: found.gid }, shown, now };
    return { actions: members, conflicts: [], project };
  }
  if (found || input.configured) {
    const reason = found
      ? "the project is archived; nothing is written into it. Take it out of the archive, or configure another"
      : `publish.projects.${input.key} names the project ${input.configured}, which this token does not see`;
    return {
      actions: [],
      conflicts: [{ key: projectKey(input.key), label: name, reason, project: null, is_obstacle: true }],
      project: undefined,
    };
  }
  const shown = { gid: null, name };
  const reference = { key: projectKey(input.key) };
  return {
    actions: createProject(input, shown),
    conflicts: [],
    project: { key: input.key, reference, shown, now: undefined },
  };
}

function createProject(input: OwnProjectInput, shown: { gid: null; name: string }): Action[] {
  const { name, about } = ownProjects[input.key];
  const notes = withMarker(
    `${about} Written by Plimsoll, renewed by the nightly run; private to its members.`,
    projectKey(input.key),
  );
  const create: Action = {
    key: projectKey(input.key),
    action: "create",
    object_type: "project",
    plan: input.plan,
    label: `project "${name}", private to its members`,
    target: null,
    parent: null,
    values: [
      { name: "name", label: "name", old: null, new: name },
      { name: "notes", label: "notes", old: null, new: notes },
    ],
    why: `publish.projects.${input.key} names none.`,
    project: shown,
  };
  return [create, ...inviteManagers(input, undefined, shown)];
}

const membersKey = (key: OwnProjectKey): string => `members:${key}`;

/** A project of ours is private; those who decide are let in once, and whom people let in or out later is theirs to say. */
function inviteManagers(
  input: OwnProjectInput,
  projectGid: string | undefined,
  shown: { gid: string | null; name: string },
): Action[] {
  if (input.managers.length === 0) return [];
  return [
    {
      key: membersKey(input.key),
      action: "create",
      object_type: "project_members",
      plan: input.plan,
      label: `${input.managers.length} ${input.managers.length === 1 ? "manager" : "managers"} as members`,
      target: null,
      parent: projectGid ? { gid: projectGid } : { key: projectKey(input.key) },
      values: [{ name: "members", label: "members", old: null, new: [...input.managers].sort().join(",") }],
      why: "So that those who decide can see it.",
      project: shown,
    },
  ];
}
