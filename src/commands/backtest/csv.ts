/** Rows of a CSV text with a header line, keyed by its names (RFC 4180: quotes, doubled quotes, line breaks in quotes). */
export function readCsv(text: string): Record<string, string>[] {
  const [header, ...records] = readCsvRecords(text);
  if (!header) return [];
  return records.map((record) => Object.fromEntries(header.map((name, i) => [name.trim(), record[i] ?? ""])));
}

/** Records of a CSV text as lists of cells; empty lines are left out. */
export function readCsvRecords(text: string): string[][] {
  const records: string[][] = [];
  const cells = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g;
  let record: string[] = [];
  for (const [whole, cell, separator] of text.replace(/^\uFEFF/, "").matchAll(cells)) {
    if (whole === "" && record.length === 0) break;
    record.push(cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!);
    if (separator === ",") continue;
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
    if (separator === "") break;
  }
  return records;
}

/** A CSV text of rows with the same keys; numbers as they are, text quoted where it must be. */
export function writeCsv(rows: readonly Readonly<Record<string, string | number | null>>[], names: readonly string[]) {
  const cell = (value: string | number | null | undefined) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => names.map((name) => cell(row[name])).join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}
