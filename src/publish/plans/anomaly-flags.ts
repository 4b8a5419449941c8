import type { Action, Change, Conflict, Wishes } from "../action.ts";
import { keyPart, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import { body, mention, plain } from "../rich-text.ts";
import type { LedgerNow } from "../state.ts";

/** An odd time entry, or a missing one. */
export interface AnomalyRow {
  readonly anomaly_id: string;
  readonly person_gid: string;
  readonly person: string;
  readonly manager_gid: string | null;
  readonly on: string;
  readonly rule: string;
  readonly reason: string;
  readonly confidence: number | null;
  /** Task and project of the entry; null for a missing one. */
  readonly task_gid: string | null;
  readonly project_gid: string | null;
}

export interface AnomalySettings {
  /** Flags for one manager in one day. */
  readonly budget: number;
  /** Flags that people got today already, by their gid. */
  readonly spent: ReadonlyMap<string, number>;
  readonly has_approvals: boolean;
  /** Whether a comment on the task mentions the manager, where all who see the task see it. */
  readonly comments: boolean;
  /** Line that links to why the question is there. */
  readonly why: string;
}

export const anomalyKey = (id: string): string => `anomaly:${keyPart(id)}`;

/** A private question for the manager, which the person concerned follows: in no project, seen by nobody else. Asked once. */
export function planAnomalyFlags(rows: readonly AnomalyRow[], ledger: LedgerNow, settings: AnomalySettings): Wishes {
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  const spent = new Map(settings.spent);
  let waiting = 0;
  const ranked = rows.toSorted(
    (a, b) => (b.confidence ?? 0) - (a.confidence ?? 0) || a.anomaly_id.localeCompare(b.anomaly_id),
  );
  for (const row of ranked) {
    const key = anomalyKey(row.anomaly_id);
    const reader = row.manager_gid ?? row.person_gid;
    const isAsked = ledger.managed.has(key);
    if (!isAsked) spent.set(reader, (spent.get(reader) ?? 0) + 1);
    const isWaiting = !isAsked && spent.get(reader)! > settings.budget;
    if (isWaiting) waiting += 1;
    if (!isAsked && !isWaiting) actions.push(flag(key, row, { reader, settings }));
    if (settings.comments && !isWaiting) actions.push(...commentOnTask(key, row, { reader, ledger }));
  }
  if (waiting > 0) {
    const reason = `${settings.budget} a day are enough for one manager; the others wait`;
    conflicts.push({ key: "anomalies:budget", label: `${waiting} odd time entries`, reason, project: null });
  }
  return { actions, conflicts };
}

function flag(
  key: string,
  row: AnomalyRow,
  { reader, settings }: { reader: string; settings: AnomalySettings },
): Action {
  const name = clean(`Please check the time of ${row.person} on ${row.on}: ${row.reason}`, 250);
  const notes = clean(
    [
      row.reason,
      settings.has_approvals
        ? "Approve where the entry is right as it is. Request changes where it was wrong, and correct it; either answer teaches the next nights."
        : "Complete this task where the entry is right as it is. Where it was wrong, correct it and delete this task.",
      "Only you and the person concerned see this. Flagged by Plimsoll; a flag is a question, not a finding.",
      settings.why,
    ].join("\n\n"),
    5_000,
  );
  const values: Change[] = [
    { name: "name", label: "name", old: null, new: name },
    { name: "notes", label: "notes", old: null, new: withMarker(notes, key) },
    ...(settings.has_approvals ? [{ name: "resource_subtype", label: "kind", old: null, new: "approval" }] : []),
    { name: "assignee", label: "assignee", old: null, new: reader },
  ];
  if (reader !== row.person_gid) values.push({ name: "followers", label: "followers", old: null, new: row.person_gid });
  return {
    key,
    action: "create",
    object_type: "task",
    plan: "anomaly_flags",
    label: name,
    target: null,
    parent: null,
    values,
    why: "Odd entries mislead every forecast that learns from them.",
    project: null,
  };
}

/** One comment that mentions the manager, on the task of the entry, beside the question. Says no more than that a look is due. */
function commentOnTask(
  key: string,
  row: AnomalyRow,
  { reader, ledger }: { reader: string; ledger: LedgerNow },
): Action[] {
  const commented = `${key}:comment`;
  if (row.task_gid === null || ledger.managed.has(commented)) return [];
  const text = body(
    mention(reader),
    plain(
      ` Please check the time logged here on ${row.on}; a private question about it waits in your tasks. Asked by Plimsoll.`,
    ),
  );
  return [
    {
      key: commented,
      action: "create",
      object_type: "comment",
      plan: "anomaly_flags",
      label: `comment on the task of an odd time entry of ${row.on}`,
      target: null,
      parent: { gid: row.task_gid },
      values: [{ name: "html_text", label: "text", old: null, new: text }],
      why: "publish.anomalies.comment asks for it.",
      needs: [key],
      project: null,
      reader,
    },
  ];
}
