import type { Cell, Row } from "../../warehouse/database.ts";

/** Texts that a spreadsheet would run as a formula (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/;

/** Rows as CSV (RFC 4180 quoting). A text that looks like a formula gets a leading apostrophe; numbers stay numbers. */
export function csv(names: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => names.map((name) => fieldOf(row[name] ?? null)).join(","));
  return [names.map(fieldOf).join(","), ...lines].join("\r\n");
}

function fieldOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number" || typeof cell === "boolean") return String(cell);
  const text = typeof cell === "string" ? cell : JSON.stringify(cell);
  const guarded = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]|^'|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
