import type { WorkingCalendar } from "../calendar/working-calendar.ts";

export type AnomalyRule =
  | "over_estimate"
  | "unusual_hours"
  | "unusual_day"
  | "long_day"
  | "duplicate"
  | "unit_slip"
  | "missing_days"
  | "edited_after_approval"
  | "unusual_pace"
  | "impossible";

/** A logged time entry with what is needed to judge it. */
export interface TimeEntry {
  readonly entry_gid: string;
  readonly task_gid: string | null;
  readonly person_gid: string;
  readonly day: number;
  readonly hours: number;
  readonly created_at: string | null;
  readonly note: string | null;
  /** Kind of work: the type of the project, else the project. */
  readonly kind: string | null;
  readonly task_name: string | null;
  readonly estimate_hours: number | null;
  readonly is_task_done: boolean | null;
  /** Hours that had been approved before the entry was changed; null where it never was. */
  readonly approved_hours: number | null;
}

/** All that the rules look at. Entries are sorted by person, day and gid. */
export interface TimeFacts {
  readonly entries: readonly TimeEntry[];
  readonly byPerson: ReadonlyMap<string, readonly TimeEntry[]>;
  readonly calendar: WorkingCalendar;
  readonly weeklyCapacity: ReadonlyMap<string, number>;
  readonly today: number;
  /** Flags are raised from this day on; what lies before is only learnt from. */
  readonly since: number;
  /** Share above the estimate from which a task is looked at, as in 0.5. */
  readonly timeVariance: number;
}

/** Something odd, with how sure we are of it. */
export interface Flag {
  readonly rule: AnomalyRule;
  readonly entry_gid: string | null;
  readonly person_gid: string;
  readonly day: number;
  readonly reason: string;
  /** 0 to 1: how rare this is in the person's own past; see each rule. */
  readonly confidence: number;
  readonly value: number;
  readonly expected: number;
}

export const sayHours = (hours: number): string => {
  const rounded = Math.round(hours * 100) / 100;
  return `${rounded} ${rounded === 1 ? "hour" : "hours"}`;
};

/** Where a value stands among past ones: share of them that lie below, never 0 or 1 (Weibull plotting position). */
export const shareBelow = (past: readonly number[], value: number): number =>
  (past.filter((other) => other < value).length + past.filter((other) => other === value).length / 2 + 0.5) /
  (past.length + 1);
