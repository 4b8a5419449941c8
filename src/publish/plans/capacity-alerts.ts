import type { Action, Change, Conflict, Wishes } from "../action.ts";
import { keyIn, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { LedgerNow, TaskNow } from "../state.ts";
import { type AlertKind, type AlertWeek, ahead, alertKinds, loadOf, worst } from "./alert-kinds.ts";
import type { OwnProject } from "./own-projects.ts";
import { findOwnTask, isUntouched, planTask } from "./own-task.ts";
import { byPerson, percent } from "./people.ts";

export interface AlertSettings {
  /** As-of date. */
  readonly as_of: string;
  /** New or reopened alerts for one manager in one night. */
  readonly budget: number;
  /** Alerts that managers got today already, by their gid. */
  readonly spent: ReadonlyMap<string, number>;
  /** Who tells about overload: Plimsoll's tasks, or a rule in Asana on the capacity field. */
  readonly via: "plimsoll" | "rule";
  /** Where each kind goes; "digest" leaves it to the weekly report. */
  /** Line that links to why an alert is there. */
  readonly why: string;
  readonly channels: Readonly<Record<AlertKind["name"], "task" | "comment" | "digest">>;
}

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
    const channel = settings.channels[kind.name];
    if ((kind.name === "overload" && settings.via === "rule") || channel === "digest") continue;
    if (channel === "comment") {
      if (level !== null && level >= kind.opens_at) actions.push(...commentOnWork(kind, weeks, ledger));
      continue;
    }
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

/** One comment for each person, kind and week, on the largest task that falls due in the worst week; its people read it there. */
function commentOnWork(kind: AlertKind, weeks: readonly AlertWeek[], ledger: LedgerNow): Action[] {
  const week = kind.name === "logged" ? weeks.find(({ is_current }) => is_current) : worst(weeks);
  const [gid] = week?.commentable_gids ?? week?.largest_gids ?? [];
  const key = `alert-comment:${kind.name}:${weeks[0]!.person_gid}:${week?.week_start_on}`;
  if (!week || !gid || ledger.managed.has(key)) return [];
  const text = clean(`${kind.title(week.name, weeks)}; ${dueText(week)}. Forecast by Plimsoll.`, 2_000);
  return [
    {
      key,
      action: "create",
      object_type: "comment",
      plan: "capacity_alerts",
      label: `comment on "${week.largest_tasks[week.largest_gids.indexOf(gid)] ?? gid}"`,
      target: null,
      parent: { gid },
      values: [{ name: "text", label: "text", old: null, new: text }],
      why: `publish.alerts.channels.${kind.name} asks for a comment on the work concerned.`,
      project: null,
      reader: week.person_gid,
    },
  ];
}

interface Alert {
  readonly key: string;
  readonly kind: AlertKind;
  readonly weeks: readonly AlertWeek[];
  readonly level: number;
  readonly project: OwnProject;
  readonly ledger: LedgerNow;
  readonly settings: AlertSettings;
}

function strongestFirst(rows: readonly AlertWeek[]) {
  return byPerson(rows)
    .flatMap(([, weeks]) => alertKinds.map((kind) => ({ weeks, kind, level: kind.level(weeks) })))
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
  const since = recoveredSince(alert, found);
  if (found.is_completed) {
    if (isRecovered && !since) return remember(alert, found);
    if (level >= kind.opens_at && since) return reopen(alert, found, since);
    return unchanged(alert, found);
  }
  if (isRecovered) return close(alert, found);
  const isSnoozed = found.due_on !== null && found.due_on > settings.as_of;
  const isCurrent = weekOf(found.notes) === weekOf(notesOf(alert));
  return isSnoozed || isCurrent ? unchanged(alert, found) : planTask(taskOf(alert), alert.project, alert.ledger);
}

/** Since when the load of an alert has recovered, by its text or, where that is a person's, by the comment that told so. */
function recoveredSince({ key, ledger }: Alert, found: TaskNow): string | undefined {
  const told = (part: string) =>
    [...ledger.managed.keys()].filter((known) => known.startsWith(`${key}:${part}:`)).map((known) => known.slice(-10));
  const recovery = [recoveredLine.exec(found.notes)?.[1] ?? "", ...told("recovered")].sort().at(-1)!;
  const back = told("reopened").sort().at(-1) ?? "";
  return recovery > back ? recovery : undefined;
}

/** An acknowledged alert whose load recovered may come back: its text says so, or a comment where the text is a person's. */
function remember(alert: Alert, found: TaskNow): Wishes {
  if (isUntouched(alert.key, "notes", found, alert.ledger))
    return change(alert, found, { notes: recovered(found.notes, alert) });
  const { actions, conflicts } = unchanged(alert, found);
  return { actions: [...actions, recoveryComment(alert, found)], conflicts };
}

const weekOf = (notes: string): string | undefined => /week of (\d{4}-\d\d-\d\d)/i.exec(notes)?.[1];

function recovered(notes: string, { key, settings }: Alert): string {
  const text = notes.replace(/\s*plimsoll:\S+\s*$/, "");
  return withMarker(`${text}\n\nRecovered on ${settings.as_of}.`, keyIn(notes) ?? key);
}

function reopen(alert: Alert, found: TaskNow, since: string): Wishes {
  const memory = `It is back: an earlier alert recovered on ${since}.`;
  const task = taskOf(alert, memory);
  // A text that a person edited stays as it is; the comment tells what is new.
  const keeps = (name: "name" | "notes") =>
    isUntouched(alert.key, name, found, alert.ledger) ? task[name] : found[name];
  return change(alert, found, { completed: false, name: keeps("name"), notes: keeps("notes") }, [
    comment(alert, found, `reopened:${alert.settings.as_of}`, `${task.name}. ${memory}`),
  ]);
}

/** A text that a person edited stays as it is, and is not made Plimsoll's by a line more. */
function close(alert: Alert, found: TaskNow): Wishes {
  const isOurs = isUntouched(alert.key, "notes", found, alert.ledger);
  const wished = isOurs ? { completed: true, notes: recovered(found.notes, alert) } : { completed: true };
  return change(alert, found, wished, [recoveryComment(alert, found)]);
}

const recoveryComment = (alert: Alert, found: TaskNow): Action =>
  comment(
    alert,
    found,
    `recovered:${alert.settings.as_of}`,
    `Recovered: as of ${alert.settings.as_of} the forecast is below the threshold again.`,
  );

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
  reader: found.assignee_gid ?? undefined,
});

function change(
  alert: Alert,
  found: TaskNow,
  wished: { completed?: boolean; name?: string; notes?: string },
  also: readonly Action[] = [],
): Wishes {
  const now = { completed: found.is_completed, name: found.name, notes: found.notes };
  const values: Change[] = Object.entries(wished)
    .map(([name, value]) => ({ name, label: name, old: now[name as keyof typeof now], new: value }))
    .filter(({ old, new: value }) => old !== value);
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
  return clean(
    [memory, `As of ${settings.as_of}:`, lines.join("\n"), help, settings.why].filter(Boolean).join("\n\n"),
    10_000,
  );
}

const dueText = ({ number_of_tasks_due: n, largest_tasks }: AlertWeek): string =>
  n === 0
    ? "nothing due"
    : `${n} ${n === 1 ? "task" : "tasks"} due, the largest ${largest_tasks.map((name) => `"${clean(name.replaceAll(/\s+/g, " "), 60)}"`).join(", ")}`;
