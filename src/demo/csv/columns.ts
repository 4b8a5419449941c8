import { UserError } from "../../errors.ts";

/** What a row of the file may tell, with the names that each column goes by. Case, spaces and underscores do not matter. */
const NAMES = {
  id: ["id", "task_id", "key", "issue_key"],
  name: ["name", "task", "task_name", "title", "summary"],
  project: ["project", "project_name", "projects"],
  section: ["section", "section_column", "status", "project_code"],
  category: ["category", "type", "work_type", "issue_type"],
  subcategory: ["subcategory", "sub_category"],
  priority: ["priority"],
  requester: ["requester", "reporter", "created_by", "raised_by"],
  assignee: ["assignee", "developer", "owner", "person", "assigned_to"],
  estimate: ["estimate_hours", "estimated_hours", "estimate", "hours_estimate", "effort"],
  actual: ["actual_hours", "hours_actual", "actual", "hours_logged", "logged_hours", "time_spent"],
  created: ["created", "created_on", "created_at", "estimated_on"],
  started: ["started", "started_on", "start_on", "start_date"],
  completed: ["completed", "completed_on", "completed_at", "done_on", "closed_on"],
} as const;

export type CsvColumn = keyof typeof NAMES;

/** Columns by the name that they have in the file; what is left out is found by its usual names. */
export type CsvColumns = Partial<Readonly<Record<CsvColumn, string>>>;

/** Where each column stands; only `name` and one of the dates have to be there. */
export type Positions = Partial<Readonly<Record<CsvColumn, number>>>;

export const csvColumns = Object.keys(NAMES) as readonly CsvColumn[];

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Finds the columns of a file by its header. @throws UserError when one that is needed or was named is missing */
export function findColumns(file: string, header: readonly string[], wanted: CsvColumns): Positions {
  const found: Record<string, number> = {};
  for (const column of csvColumns) {
    const named = wanted[column];
    const position = named === undefined ? usualPosition(header, column) : header.map(plain).indexOf(plain(named));
    if (named !== undefined && position === -1) throw missingColumn(file, named, header);
    if (position !== -1) found[column] = position;
  }
  const positions: Positions = found;
  if (positions.name === undefined) throw missingColumn(file, "name", header);
  if ([positions.created, positions.started, positions.completed].every((one) => one === undefined)) {
    throw missingColumn(file, "created", header);
  }
  return positions;
}

function usualPosition(header: readonly string[], column: CsvColumn): number {
  for (const name of NAMES[column]) {
    const position = header.map(plain).indexOf(plain(name));
    if (position !== -1) return position;
  }
  return -1;
}

const missingColumn = (file: string, name: string, header: readonly string[]): UserError =>
  new UserError(`${file} has no column "${name}". It has: ${header.join(", ")}. Say which column is which.`);
