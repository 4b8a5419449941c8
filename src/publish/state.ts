import type { Value } from "./action.ts";
import type { Held } from "./held-values.ts";

/** A custom field of the workspace as it is now. */
export interface FieldNow {
  readonly gid: string;
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly is_read_only: boolean;
  readonly options: readonly { readonly gid: string; readonly name: string; readonly enabled: boolean }[];
}

/** A project, or a task, with the values of its custom fields by gid of the field. Enum values are names of options. */
export interface ProjectNow {
  readonly gid: string;
  readonly name: string;
  readonly notes: string;
  readonly is_archived: boolean;
  readonly owner_gid: string | null;
  readonly permalink_url: string | null;
  /** Gids of the custom fields that are attached. */
  readonly fields: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Value>;
}

export interface SectionNow {
  readonly gid: string;
  readonly name: string;
}

export interface TaskNow {
  readonly gid: string;
  readonly name: string;
  readonly notes: string;
  readonly is_completed: boolean;
  readonly approval_status: string | null;
  readonly completed_by_gid: string | null;
  readonly assignee_gid: string | null;
  readonly due_on: string | null;
  readonly section_gid: string | null;
  readonly fields: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Value>;
}

/** A project of Plimsoll's own, read whole. */
export interface OwnProjectNow {
  readonly gid: string;
  readonly sections: readonly SectionNow[];
  readonly tasks: readonly TaskNow[];
}

/** What plans see of Asana: read at planning time, by GET alone. */
export interface AsanaNow {
  readonly workspace_gid: string;
  /** Undefined where the workspace's plan has no custom fields. */
  readonly fields: readonly FieldNow[] | undefined;
  /** Projects that are not archived, and those of Plimsoll's own. */
  readonly projects: readonly ProjectNow[];
  /** Contents of Plimsoll's own projects, by their key (retro_insights, capacity_alerts, …). */
  readonly own: ReadonlyMap<string, OwnProjectNow>;
  /** Tasks in scope, by gid; empty where no plan needs them. */
  readonly tasks: ReadonlyMap<string, TaskNow>;
}

/** What plans see of the ledger. */
export interface LedgerNow {
  /** Gids of managed objects by key. */
  readonly managed: ReadonlyMap<string, string>;
  /** Values that Plimsoll wrote last, by `key` of the action and name of the value. */
  readonly written: ReadonlyMap<string, ReadonlyMap<string, Value>>;
  /** Values of people that earlier runs have seen. */
  readonly held: Held;
}
