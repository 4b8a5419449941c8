import type { Action, Conflict, Value, Wishes } from "../action.ts";
import { keyIn, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { LedgerNow } from "../state.ts";
import type { ResolvedField } from "./own-fields.ts";
import type { OwnProject } from "./own-projects.ts";
import { findOwnTask, planTask } from "./own-task.ts";
import { percentOf } from "./project-summaries.ts";
import { planValues, type WishedValues } from "./values.ts";

/** One week ahead of one person. */
export interface WeekRow {
  readonly person_gid: string;
  readonly name: string;
  readonly manager_gid: string | null;
  readonly week_start_on: string;
  readonly capacity_hours: number;
  readonly load_p10: number | null;
  readonly load_p50: number | null;
  readonly load_p90: number | null;
  readonly overload_probability: number | null;
  readonly load_status: string | null;
  readonly status: string;
}

/** Weeks that the fields summarise; further ahead is too uncertain to act on. */
export const weeksAhead = 4;

const worstFirst = ["overloaded", "at_capacity", "balanced", "underutilized"];

/** Where the tasks of people lie, and what is known there. */
export interface PeoplePlace {
  readonly project: OwnProject;
  /** Gids of the fields on the project now. */
  readonly attached: ReadonlySet<string>;
  readonly ledger: LedgerNow;
  /** Line that links to why the tasks are there. */
  readonly why?: string;
}

/** The values of a person's fields: worst status, fullest week, riskiest week of the next four. */
export function wishPeople(rows: readonly WeekRow[], { project, attached, ledger }: PeoplePlace): WishedValues[] {
  return byPerson(rows).map(([person, weeks]) => {
    const near = nearOf(weeks);
    const found = findOwnTask(personKey(person), project, ledger);
    return {
      key: `values:${personKey(person)}`,
      object_type: "task_values",
      target: found ? { gid: found.gid } : { key: personKey(person) },
      label: weeks[0]!.name,
      plan: "people",
      project: project.shown,
      container: project.reference,
      attached: new Set([...attached, ...(found?.fields ?? [])]),
      current: found?.values ?? new Map<string, Value>(),
      wished: new Map(capacityValues(weeks)),
      why: near.length > 0 ? "Simulated from assigned and recurring work." : "Too little data for a forecast.",
    };
  });
}

const nearOf = (weeks: readonly WeekRow[]) => weeks.slice(0, weeksAhead).filter(({ status }) => status === "ok");

/** Worst status, fullest week and riskiest week of the next four. */
export function capacityValues(weeks: readonly WeekRow[]): [key: string, value: Value][] {
  const near = nearOf(weeks);
  const status = worstFirst.find((name) => near.some(({ load_status }) => load_status === name)) ?? null;
  const risks = near.flatMap(({ overload_probability }) => overload_probability ?? []);
  const loads = near.flatMap(({ load_p50 }) => load_p50 ?? []);
  return [
    ["capacity_status", status],
    ["capacity_load", loads.length > 0 ? Math.round(Math.max(...loads)) : null],
    ["capacity_risk", risks.length > 0 ? percentOf(Math.max(...risks)) : null],
  ];
}

/** One task per person with the weeks ahead as text, and its fields. No date, no effort, no assignee: it adds no load to anyone. */
export function planPeople(
  rows: readonly WeekRow[],
  given: PeoplePlace & { readonly fields: ReadonlyMap<string, ResolvedField> },
): Wishes {
  const { project, ledger, fields } = given;
  const values = planValues(wishPeople(rows, given), fields, ledger);
  const moved = new Set(values.actions.filter(({ action }) => action === "change").map(({ key }) => key));
  const actions: Action[] = [];
  const conflicts: Conflict[] = [...values.conflicts];
  const refused = new Set<string>();
  for (const [person, weeks] of byPerson(rows)) {
    const key = personKey(person);
    const fresh = withMarker([notesOf(weeks), given.why].filter(Boolean).join("\n\n"), key);
    const present = findOwnTask(key, project, ledger)?.notes;
    const isCurrent = present && keyIn(present) === key && firstWeek(present) === firstWeek(fresh);
    const wish = planTask(
      {
        key,
        plan: "people",
        name: clean(weeks[0]!.name, 200),
        notes: isCurrent && !moved.has(`values:${key}`) ? present : fresh,
        why: "One task per person shows the load ahead where managers look.",
      },
      project,
      ledger,
    );
    if (wish.actions.length === 0) refused.add(`values:${key}`);
    actions.push(...wish.actions);
    conflicts.push(...wish.conflicts);
  }
  return { actions: [...actions, ...values.actions.filter(({ key }) => !refused.has(key))], conflicts };
}

export const personKey = (gid: string): string => `person:${gid}`;

/** Weeks by person, in order. */
export function byPerson<T extends { readonly person_gid: string; readonly week_start_on: string }>(
  rows: readonly T[],
): [string, T[]][] {
  const people = Map.groupBy(rows, ({ person_gid }) => person_gid);
  return [...people]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([person, weeks]) => [person, weeks.toSorted((a, b) => a.week_start_on.localeCompare(b.week_start_on))]);
}

const firstWeek = (notes: string): string | undefined => /Week of (\d{4}-\d\d-\d\d)/.exec(notes)?.[1];

function notesOf(weeks: readonly WeekRow[]): string {
  const lines = weeks.map((week) =>
    week.status === "ok" && week.load_p50 !== null
      ? `Week of ${week.week_start_on}: ${hours(week.load_p50)} h of ${hours(week.capacity_hours)} h (80 % prediction interval ${hours(week.load_p10)} to ${hours(week.load_p90)} h), chance of overload ${percent(week.overload_probability)}`
      : `Week of ${week.week_start_on}: no forecast yet`,
  );
  return `${lines.join("\n")}\n\nForecast by Plimsoll, renewed by the nightly run. Tell your manager where the work assigned to you is not the work you do.`;
}

const hours = (value: number | null): string => String(Math.round(value ?? 0));
export const percent = (chance: number | null): string => (chance === null ? "unknown" : `${percentOf(chance)} %`);
