import type { Action, Change, Conflict, Wishes } from "../action.ts";
import { keyIn, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { LedgerNow, TaskNow } from "../state.ts";
import type { OwnProject } from "./own-projects.ts";
import { findOwnTask, planTask } from "./own-task.ts";
import { byPerson, percent, type WeekRow } from "./people.ts";

/** A week ahead with what falls due in it. */
export interface AlertWeek extends WeekRow {
  readonly number_of_tasks_due: number;
  /** Names of the largest tasks due in the week. */
  readonly largest_tasks: readonly string[];
  readonly logged_hours: number | null;
  readonly is_current: boolean;
}

export interface AlertSettings {
  /** As-of date. */
  readonly as_of: string;
  /** New or reopened alerts for one manager in one night. */
  readonly budget: number;
  /** Alerts that managers got today already, by their gid. */
  readonly spent: ReadonlyMap<string, number>;
  /** Who tells about overload: Plimsoll's tasks, or a rule in Asana on the capacity field. */
  readonly via: "plimsoll" | "rule";
}

/** One kind of condition: how strongly it holds for a person, and where it opens and closes. */
interface Kind {
  readonly name: string;
  /** 0 to 1; null where nothing can be said. */
  readonly level: (weeks: readonly AlertWeek[]) => number | null;
  /** Whether the level is a chance, which is never said to be 0 or 100 %. */
  readonly isChance?: true;
  readonly opens_at: number;
  /** Lower than `opens_at`, so that an alert does not flutter. */
  readonly closes_below: number;
  readonly title: (person: string, weeks: readonly AlertWeek[]) => string;
}

const ahead = (weeks: readonly AlertWeek[]) => weeks.filter(({ status }) => status === "ok").slice(0, 6);
const chances = (weeks: readonly AlertWeek[]) => ahead(weeks).flatMap((week) => week.overload_probability ?? []);
const worst = (weeks: readonly AlertWeek[]): AlertWeek | undefined =>
  ahead(weeks)
    .slice(0, 4)
    .toSorted((a, b) => (b.overload_probability ?? 0) - (a.overload_probability ?? 0))[0];
const shareOf = (weeks: readonly AlertWeek[], holds: (week: AlertWeek) => boolean): number | null =>
  ahead(weeks).length === 0 ? null : ahead(weeks).filter(holds).length / ahead(weeks).length;

const kinds: readonly Kind[] = [
  {
    name: "overload",
    isChance: true,
    level: (weeks) => (chances(weeks).length > 0 ? Math.max(...chances(weeks).slice(0, 4)) : null),
    opens_at: 0.6,
    closes_below: 0.4,
    title: (person, weeks) => {
      const week = worst(weeks);
      return `${person} is likely overloaded in the week of ${week?.week_start_on}: ${loadOf(week)}, chance ${percent(week?.overload_probability ?? null)}`;
    },
  },
  {
    name: "sustained",
    level: (weeks) => shareOf(weeks, ({ overload_probability }) => (overload_probability ?? 0) >= 0.6),
    opens_at: 0.5,
    closes_below: 0.3,
    title: (person) => `${person} is likely overloaded in most of the next six weeks`,
  },
  {
    name: "room",
    level: (weeks) => shareOf(weeks, ({ load_status }) => load_status === "underutilized"),
    opens_at: 0.8,
    closes_below: 0.5,
    title: (person) => `${person} has room to take work over the next weeks`,
  },
  {
    name: "logged",
    level: (weeks) => {
      const current = weeks.find(({ is_current }) => is_current);
      return current && current.capacity_hours > 0 && current.logged_hours !== null
        ? current.logged_hours / current.capacity_hours
        : null;
    },
    opens_at: 0.9,
    closes_below: 0.9,
    title: (person, weeks) => {
      const current = weeks.find(({ is_current }) => is_current);
      return `${person} has logged ${Math.round(current?.logged_hours ?? 0)} h of ${Math.round(current?.capacity_hours ?? 0)} h this week`;
    },
  },
];

const loadOf = (week: AlertWeek | undefined): string =>
  week?.load_p50 && week.capacity_hours > 0
    ? `${Math.round((100 * week.load_p50) / week.capacity_hours)} % of capacity`
    : "load above capacity";

/** One task per person and condition: opened, kept up to date, closed with a comment when recovered, opened again with memory. */
export function planCapacityAlerts(
  rows: readonly AlertWeek[],
  project: OwnProject,
  ledger: LedgerNow,
  settings: AlertSettings,
): Wishes {
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  const spent = new Map(settings.spent);
  for (const { weeks, kind, level } of strongestFirst(rows)) {
    if (kind.name === "overload" && settings.via === "rule") continue;
    const key = `alert:${kind.name}:${weeks[0]!.person_gid}`;
    const found = findOwnTask(key, project, ledger);
    if (level === null || (!found && level < kind.opens_at)) continue;
    const alert: Alert = { key, kind, weeks, level, project, ledger, settings };
    const wish = found ? planKnown(alert, found) : planTask(taskOf(alert), project, ledger);
    const manager = weeks[0]!.manager_gid ?? "";
    if (wish.actions.some(disturbs)) {
      const used = spent.get(manager) ?? 0;
      spent.set(manager, used + 1);
      if (used >= settings.budget) {
        const reason = `${settings.budget} alerts a day are enough for one manager; this one waits`;
        conflicts.push({ key, label: kind.title(weeks[0]!.name, weeks), reason, project: project.shown });
        continue;
      }
    }
    actions.push(...wish.actions);
    conflicts.push(...wish.conflicts);
  }
  return { actions, conflicts };
}

interface Alert {
  readonly key: string;
  readonly kind: Kind;
  readonly weeks: readonly AlertWeek[];
  readonly level: number;
  readonly project: OwnProject;
  readonly ledger: LedgerNow;
  readonly settings: AlertSettings;
}

function strongestFirst(rows: readonly AlertWeek[]) {
  return byPerson(rows)
    .flatMap(([, weeks]) => kinds.map((kind) => ({ weeks, kind, level: kind.level(weeks) })))
    .sort((a, b) => (b.level ?? 0) - (a.level ?? 0));
}

/** Whether an action lands in the manager's inbox. */
const disturbs = ({ action, values }: Action): boolean =>
  action === "create" || values.some(({ name, new: value }) => name === "completed" && value === false);

const recoveredLine = /^Recovered on (\d{4}-\d\d-\d\d)\.$/m;

/** What happens to an alert that there is already: the person's snooze and acknowledgement count, and so does recovery. */
function planKnown(alert: Alert, found: TaskNow): Wishes {
  const { kind, level, settings } = alert;
  const isRecovered = level < kind.closes_below;
  const wasRecovered = recoveredLine.test(found.notes);
  if (found.is_completed) {
    if (isRecovered && !wasRecovered) return change(alert, found, { notes: recovered(found.notes, alert) });
    if (level >= kind.opens_at && wasRecovered) return reopen(alert, found);
    return unchanged(alert, found);
  }
  if (isRecovered) return close(alert, found);
  const isSnoozed = found.due_on !== null && found.due_on > settings.as_of;
  const isCurrent = weekOf(found.notes) === weekOf(notesOf(alert));
  return isSnoozed || isCurrent ? unchanged(alert, found) : planTask(taskOf(alert), alert.project, alert.ledger);
}

const weekOf = (notes: string): string | undefined => /week of (\d{4}-\d\d-\d\d)/i.exec(notes)?.[1];

function recovered(notes: string, { key, settings }: Alert): string {
  const text = notes.replace(/\s*plimsoll:\S+\s*$/, "");
  return withMarker(`${text}\n\nRecovered on ${settings.as_of}.`, keyIn(notes) ?? key);
}

function reopen(alert: Alert, found: TaskNow): Wishes {
  const since = recoveredLine.exec(found.notes)?.[1];
  const memory = `It is back: an earlier alert recovered on ${since}.`;
  const task = taskOf(alert, memory);
  return change(alert, found, { completed: false, name: task.name, notes: task.notes }, [
    comment(alert, found, `reopened:${alert.settings.as_of}`, `${task.name}. ${memory}`),
  ]);
}

const close = (alert: Alert, found: TaskNow): Wishes =>
  change(alert, found, { completed: true, notes: recovered(found.notes, alert) }, [
    comment(
      alert,
      found,
      `recovered:${alert.settings.as_of}`,
      `Recovered: as of ${alert.settings.as_of} the forecast is below the threshold again.`,
    ),
  ]);

const comment = (alert: Alert, found: TaskNow, part: string, text: string): Action => ({
  key: `${alert.key}:${part}`,
  action: "create",
  object_type: "comment",
  plan: "capacity_alerts",
  label: `comment on "${found.name}"`,
  target: null,
  parent: { gid: found.gid },
  values: [{ name: "text", label: "text", old: null, new: clean(text, 2_000) }],
  why: "So that the followers of the alert know why it moved.",
  needs: [alert.key],
  project: alert.project.shown,
});

function change(
  alert: Alert,
  found: TaskNow,
  wished: { completed?: boolean; name?: string; notes?: string },
  also: readonly Action[] = [],
): Wishes {
  const now = { completed: found.is_completed, name: found.name, notes: found.notes };
  const values: Change[] = Object.entries(wished).map(([name, value]) => ({
    name,
    label: name,
    old: now[name as keyof typeof now],
    new: value,
  }));
  const action = wished.completed ? "close" : "change";
  return { actions: [{ ...base(alert, found), action, values }, ...also], conflicts: [] };
}

const unchanged = (alert: Alert, found: TaskNow): Wishes => ({ actions: [base(alert, found)], conflicts: [] });

const base = (alert: Alert, found: TaskNow): Action => ({
  key: alert.key,
  action: "unchanged",
  object_type: "task",
  plan: "capacity_alerts",
  label: found.name,
  target: { gid: found.gid },
  parent: alert.project.reference,
  values: [],
  why: whyOf(alert),
  project: alert.project.shown,
});

const whyOf = ({ kind, level }: Alert): string =>
  `${kind.name} stands at ${kind.isChance ? percent(level) : `${Math.round(level * 100)} %`}; it opens at ${Math.round(kind.opens_at * 100)} % and closes below ${Math.round(kind.closes_below * 100)} %.`;

function taskOf(alert: Alert, memory = "") {
  const [first] = alert.weeks;
  return {
    key: alert.key,
    plan: "capacity_alerts",
    name: clean(alert.kind.title(first!.name, alert.weeks), 250),
    notes: withMarker(notesOf(alert, memory), alert.key),
    assignee: first!.manager_gid ?? undefined,
    why: whyOf(alert),
  };
}

function notesOf({ weeks, settings }: Alert, memory = ""): string {
  const lines = ahead(weeks).map(
    (week) =>
      `Week of ${week.week_start_on}: ${loadOf(week)}, chance of overload ${percent(week.overload_probability)}; ${dueText(week)}`,
  );
  const help =
    "To snooze this, give the task a due date; to acknowledge it, complete it. It closes by itself when the load recovers.";
  return clean([memory, `As of ${settings.as_of}:`, lines.join("\n"), help].filter(Boolean).join("\n\n"), 10_000);
}

const dueText = ({ number_of_tasks_due: n, largest_tasks }: AlertWeek): string =>
  n === 0
    ? "nothing due"
    : `${n} ${n === 1 ? "task" : "tasks"} due, the largest ${largest_tasks.map((name) => `"${clean(name, 60)}"`).join(", ")}`;
