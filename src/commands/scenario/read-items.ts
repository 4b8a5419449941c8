import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../errors.ts";
import type { WorkItem } from "../../models/scenario/plan.ts";
import { addDays, dayNumber } from "../../models/statistics/calendar.ts";
import type { Database } from "../../warehouse/database.ts";
import { readCsv } from "../backtest/csv.ts";
import type { GidOf } from "./names.ts";

const columns = ["name", "hours", "start_on", "due_on", "assignee", "skills"];

/** Tasks of a CSV file: name and hours, and start_on, due_on, assignee (name or gid), skills (with semicolons) where known. */
export function readTasks(file: string, folder: string, gidOf: GidOf): WorkItem[] {
  const place = path.resolve(folder, file);
  if (!existsSync(place)) throw new UserError(`tasks: there is no file ${place}.`);
  const rows = readCsv(readFileSync(place, "utf8"));
  const unknown = Object.keys(rows[0] ?? {}).filter((name) => !columns.includes(name));
  if (rows.length === 0 || rows[0]!.name === undefined || rows[0]!.hours === undefined) {
    throw new UserError(
      `${place}: needs a header with name,hours and at least one task; may have ${columns.slice(2).join(", ")}.`,
    );
  }
  if (unknown.length > 0)
    throw new UserError(`${place}: unknown column ${unknown.join(", ")}; known are ${columns.join(", ")}.`);
  return rows.map((row, i) => readRow(row, { where: `${place}, line ${i + 2}`, gidOf }));
}

function readRow(row: Record<string, string>, at: { where: string; gidOf: GidOf }): WorkItem {
  const hours = Number(row.hours);
  if (!(hours > 0 && hours < 1e6) || row.hours!.trim() === "") {
    throw new UserError(`${at.where}: "${row.hours}" is no number of hours above 0.`);
  }
  const [start_on, due_on] = [dateOf(row.start_on, at.where), dateOf(row.due_on, at.where)];
  if (start_on && due_on && due_on < start_on) throw new UserError(`${at.where}: due_on lies before start_on.`);
  return {
    ...{ name: row.name || "Task", hours, start_on, due_on },
    assignee_gid: row.assignee ? at.gidOf("person", row.assignee, at.where) : null,
    skills: (row.skills ?? "").split(";").flatMap((skill) => skill.trim() || []),
  };
}

function dateOf(text: string | undefined, where: string): string | null {
  if (!text?.trim()) return null;
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) && !Number.isNaN(dayNumber(text.trim()));
  if (!isDate) throw new UserError(`${where}: "${text}" is no date; write YYYY-MM-DD.`);
  return text.trim();
}

interface LikeRow {
  readonly name: string;
  readonly hours: number;
  readonly first: string | null;
  readonly start_on: string | null;
  readonly due_on: string | null;
  readonly skills: readonly string[] | null;
}

/** The tasks of another project, a draft or a finished one, begun on another day. Finished tasks count what they really took. */
export async function tasksLike(release: Database, project: string, starts_on: string): Promise<WorkItem[]> {
  const rows = await release.rows<LikeRow>(
    `select coalesce(t.name, t.task_gid) as name, t.skills, t.due_on,
      coalesce(t.start_on, cast(t.created_at as date)) as start_on,
      min(coalesce(t.start_on, t.due_on)) over () as first,
      cast(coalesce(case when t.is_completed then nullif(t.actual_hours, 0) end, f.hours_mean, t.estimate_hours) as double) as hours
    from marts.tasks t left join marts.task_forecasts f using (task_gid)
    where t.project_gid = $1 and not t.is_own and not t.is_deleted and not coalesce(t.is_milestone, false)
      and coalesce(t.due_on, date '1970-01-01') < date '9000-01-01'
    order by t.task_gid`,
    [project],
  );
  const items = rows.filter(({ hours }) => hours > 0);
  if (items.length === 0)
    throw new UserError(`like: the project ${project} has no task with hours, so it tells no amount of work.`);
  const shift = items[0]!.first === null ? 0 : dayNumber(starts_on) - dayNumber(items[0]!.first);
  const moved = (date: string | null) => (date === null ? null : addDays(date, shift));
  return items.map((row) => {
    const due_on = moved(row.due_on);
    const start_on = moved(row.start_on);
    return {
      ...{ name: row.name, hours: row.hours, due_on, assignee_gid: null, skills: row.skills ?? [] },
      start_on: start_on && start_on >= starts_on && (!due_on || start_on <= due_on) ? start_on : null,
    };
  });
}

/**
 * The tasks of a project made from a template. Asana does not tell what a template holds, but which projects came from it:
 * the one with the middle amount of work stands for them, finished ones before those under way.
 */
export async function tasksOfTemplate(
  release: Database,
  given: { readonly gidOf: GidOf; readonly where: string; readonly template: string; readonly starts_on: string },
): Promise<WorkItem[]> {
  const template = given.gidOf("template", given.template, `${given.where}.template`);
  const [middle] = await release.rows<{ project_gid: string }>(
    `with made as (
      select p.project_gid, p.is_completed or p.is_archived as is_over,
        sum(coalesce(case when t.is_completed then nullif(t.actual_hours, 0) end, f.hours_mean, t.estimate_hours)) as hours
      from marts.projects p join marts.tasks t on t.project_gid = p.project_gid and not t.is_own and not t.is_deleted
        left join marts.task_forecasts f on f.task_gid = t.task_gid
      where p.created_from_template_gid = $1 and not p.is_deleted group by all having hours > 0
    ), ranked as (
      select *, row_number() over (partition by is_over order by hours, project_gid) as i, count(*) over (partition by is_over) as n from made
    )
    select project_gid from ranked where i = (n + 1) // 2 order by is_over desc limit 1`,
    [template],
  );
  if (!middle) {
    throw new UserError(
      `${given.where}.template: no project with hours was made from "${given.template}" yet, so it tells no amount of work; write hours, tasks or like.`,
    );
  }
  return tasksLike(release, middle.project_gid, given.starts_on);
}
