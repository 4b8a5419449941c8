import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Header, parseHeader } from "./header.ts";

/** One file under sql/: its table, its contract, its query. */
export interface SqlFile {
  /** Folder and file name: sql/marts/tasks.sql is `marts.tasks`. */
  readonly name: string;
  readonly header: Header;
  /** The query, without the header. */
  readonly sql: string;
}

export const sqlFolder = path.join(import.meta.dirname, "..", "..", "sql");

/** Folders whose files become tables, in the order in which data flow. */
export const modelSchemas = ["staging", "intermediate", "marts", "meta"] as const;

/** The SQL models, sorted by name. */
export const readSqlModels = (folder: string = sqlFolder): SqlFile[] =>
  modelSchemas.flatMap((schema) => readSqlFiles(folder, schema));

/** The files of one folder under sql/, sorted by name; none where the folder does not exist. */
export function readSqlFiles(folder: string, schema: string): SqlFile[] {
  const files = readdirSync(path.join(folder), { withFileTypes: true }).some((entry) => entry.name === schema)
    ? readdirSync(path.join(folder, schema)).filter((file) => file.endsWith(".sql"))
    : [];
  return files.sort().map((file) => {
    const name = `${schema}.${file.slice(0, -".sql".length)}`;
    const text = readFileSync(path.join(folder, schema, file), "utf8");
    return { name, header: parseHeader(name, text), sql: text.replace(/^\s*\/\*[\s\S]*?\*\//, "").trim() };
  });
}
