import type { Value } from "../../../src/publish/action.ts";
import type { AsanaNow, FieldNow, LedgerNow, ProjectNow, TaskNow } from "../../../src/publish/state.ts";

/** A small Asana to plan against; every part may be replaced. */
export const asanaNow = (parts: Partial<AsanaNow> = {}): AsanaNow => ({
  workspace_gid: "1",
  fields: [],
  projects: [],
  own: new Map(),
  tasks: new Map(),
  ...parts,
});

export const projectNow = (gid: string, parts: Partial<ProjectNow> = {}): ProjectNow => ({
  gid,
  name: `Project ${gid}`,
  notes: "",
  is_archived: false,
  owner_gid: null,
  permalink_url: null,
  fields: new Set(),
  values: new Map(),
  ...parts,
});

export const taskNow = (gid: string, parts: Partial<TaskNow> = {}): TaskNow => ({
  gid,
  name: `Task ${gid}`,
  notes: "",
  is_completed: false,
  approval_status: null,
  completed_by_gid: null,
  assignee_gid: null,
  due_on: null,
  section_gid: null,
  fields: new Set(),
  values: new Map(),
  ...parts,
});

export const fieldNow = (gid: string, parts: Partial<FieldNow> = {}): FieldNow => ({
  gid,
  name: `Field ${gid}`,
  type: "number",
  description: "",
  is_read_only: false,
  options: [],
  ...parts,
});

export const ledgerNow = (
  managed: Record<string, string> = {},
  written: Record<string, Record<string, Value>> = {},
): LedgerNow => ({
  managed: new Map(Object.entries(managed)),
  written: new Map(Object.entries(written).map(([key, values]) => [key, new Map(Object.entries(values))])),
  held: new Map(),
});
