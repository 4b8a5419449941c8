import type { Action, Change, Conflict, Wishes } from "../action.ts";
import { keyPart, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
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
}

export interface AnomalySettings {
  /** Flags for one manager in one day. */
  readonly budget: number;
  /** Flags that people got today already, by their gid. */
  readonly spent: ReadonlyMap<string, number>;
}

export const anomalyKey = (id: string): string => `anomaly:${keyPart(id)}`;

/** A private approval for the manager, which the person concerned follows: in no project, seen by nobody else. Asked once. */
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
    if (ledger.managed.has(key)) continue;
    spent.set(reader, (spent.get(reader) ?? 0) + 1);
    if (spent.get(reader)! <= settings.budget) actions.push(flag(key, row, reader));
    else waiting += 1;
  }
  if (waiting > 0) {
    const reason = `${settings.budget} a day are enough for one manager; the others wait`;
    conflicts.push({ key: "anomalies:budget", label: `${waiting} odd time entries`, reason, project: null });
  }
  return { actions, conflicts };
}

function flag(key: string, row: AnomalyRow, reader: string): Action {
  const name = clean(`Please check the time of ${row.person} on ${row.on}: ${row.reason}`, 250);
  const notes = clean(
    [
      row.reason,
      "Approve where the entry is right as it is. Request changes where it was wrong, and correct it; either answer teaches the next nights.",
      "Only you and the person concerned see this. Flagged by Plimsoll; a flag is a question, not a finding.",
    ].join("\n\n"),
    5_000,
  );
  const values: Change[] = [
    { name: "name", label: "name", old: null, new: name },
    { name: "notes", label: "notes", old: null, new: withMarker(notes, key) },
    { name: "resource_subtype", label: "kind", old: null, new: "approval" },
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
