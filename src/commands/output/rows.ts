import type { Row } from "../../warehouse/database.ts";
import type { Options } from "../options.ts";
import { csv } from "./csv.ts";
import { table } from "./table.ts";

/** The options of commands that print rows. */
export const rowOptions = [
  { flags: "--json", about: "print the rows as JSON" },
  { flags: "--csv", about: "print the rows as CSV; texts that look like formulas get an apostrophe" },
] as const;

/** Rows as the options want them: JSON, CSV, or a table with the number of rows below. */
export function formatRows(names: readonly string[], rows: readonly Row[], options: Options): string {
  if (options.flag("json")) return `${JSON.stringify(rows, null, 2)}\n`;
  if (options.flag("csv")) return `${csv(names, rows)}\r\n`;
  return `${table(names, rows)}\n(${rows.length} row${rows.length === 1 ? "" : "s"})\n`;
}
