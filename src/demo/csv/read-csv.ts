import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { messageOf, UserError } from "../../errors.ts";
import { addDays } from "../days.ts";
import { type CsvColumn, type CsvColumns, findColumns, type Positions } from "./columns.ts";

/** One task of a file. Hours are hours, dates YYYY-MM-DD; null is what the file does not tell. */
export interface CsvTask {
  readonly id: string | null;
  readonly name: string;
  readonly project: string;
  readonly section: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly priority: string | null;
  readonly requester: string | null;
  readonly assignee: string | null;
  readonly estimateHours: number | null;
  readonly actualHours: number | null;
  readonly createdOn: string | null;
  readonly startedOn: string | null;
  readonly completedOn: string | null;
}

export interface CsvTasks {
  readonly tasks: readonly CsvTask[];
  /** The day after the last date in the file. */
  readonly today: string;
}

interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Reads tasks from a CSV file. @throws UserError that names file, line and column */
export function readCsv(file: string, columns: CsvColumns = {}): CsvTasks {
  const [header, ...lines] = parseLines(file);
  if (!header) throw new UserError(`${file} is empty. It needs a header line and a line per task.`);
  const positions = findColumns(file, header.record, columns);
  const tasks = lines.map((line) => taskOf(file, positions, line));
  return { tasks, today: dayAfter(file, tasks) };
}

function parseLines(file: string): Line[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`Cannot read ${file}: ${messageOf(error)}. Give the path of a CSV file.`, { cause: error });
  }
  try {
    return parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: false,
    }) as unknown as Line[];
  } catch (error) {
    throw new UserError(`${file} is not a CSV file: ${messageOf(error)}`, { cause: error });
  }
}

function taskOf(file: string, positions: Positions, { record, info }: Line): CsvTask {
  const text = (column: CsvColumn): string | null => {
    const position = positions[column];
    const value = position === undefined ? "" : (record[position] ?? "").trim();
    return value === "" ? null : value;
  };
  const wrong = (column: CsvColumn, what: string): UserError =>
    new UserError(`${file}, line ${info.lines}: ${column} "${text(column)}" is not ${what}.`);
  const hours = (column: CsvColumn): number | null => {
    const value = text(column);
    if (value === null) return null;
    if (!/^\d+(?:\.\d+)?$/.test(value)) throw wrong(column, "a number of hours such as 7.5");
    return Number(value);
  };
  const day = (column: CsvColumn): string | null => {
    const value = text(column);
    if (value === null) return null;
    const found = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(value)?.[0];
    if (found === undefined || Number.isNaN(Date.parse(found))) throw wrong(column, "a date such as 2026-05-31");
    return found;
  };
  return {
    id: text("id"),
    name: text("name") ?? text("id") ?? "",
    project: text("project") ?? "No project",
    section: text("section"),
    category: text("category"),
    subcategory: text("subcategory"),
    priority: text("priority"),
    requester: text("requester"),
    assignee: text("assignee"),
    estimateHours: hours("estimate"),
    actualHours: hours("actual"),
    createdOn: day("created"),
    startedOn: day("started"),
    completedOn: day("completed"),
  };
}

function dayAfter(file: string, tasks: readonly CsvTask[]): string {
  let last = "";
  for (const task of tasks) {
    for (const day of [task.createdOn, task.startedOn, task.completedOn]) if (day !== null && day > last) last = day;
  }
  if (last === "") throw new UserError(`${file} has no date in any task, so there is no day to look back from.`);
  return addDays(last, 1);
}
