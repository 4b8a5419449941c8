import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** Words of the dictionary for column types, and the DuckDB type that each stands for. */
export const columnTypes = {
  text: "VARCHAR",
  flag: "BOOLEAN",
  count: "BIGINT",
  hours: "DECIMAL(18,4)",
  money: "DECIMAL(18,2)",
  ratio: "DOUBLE",
  number: "DOUBLE",
  date: "DATE",
  at: "TIMESTAMP",
  texts: "VARCHAR[]",
  json: "JSON",
} as const;
export type ColumnType = keyof typeof columnTypes;

export interface DictionaryColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly about: string;
}

/** A table of the release as the written dictionary declares it. `name` carries the schema, as in `marts.tasks`. */
export interface DictionaryTable {
  readonly name: string;
  readonly about: string;
  readonly grain: readonly string[];
  readonly columns: readonly DictionaryColumn[];
}

export const dictionaryFolder = path.join(import.meta.dirname, "..", "..", "warehouse", "dictionary");

const fileSchema = z.record(
  z.string(),
  z.strictObject({ about: z.string(), grain: z.array(z.string()).min(1), columns: z.record(z.string(), z.string()) }),
);

/** All tables of the written dictionary, by name. */
export function readDictionary(folder: string = dictionaryFolder): ReadonlyMap<string, DictionaryTable> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort();
  const tables = files.flatMap((file) => {
    const content = fileSchema.parse(parse(readFileSync(path.join(folder, file), "utf8")));
    return Object.entries(content).map(([name, table]) => ({
      name,
      about: table.about,
      grain: table.grain,
      columns: readColumns(name, table.columns),
    }));
  });
  return new Map(tables.map((table) => [table.name, table]));
}

function readColumns(table: string, columns: Record<string, string>): DictionaryColumn[] {
  return Object.entries(columns).map(([name, text]) => {
    const cut = text.indexOf(" | ");
    const type = text.slice(0, cut);
    if (!(type in columnTypes)) throw new Error(`${table}.${name}: unknown type "${type}" in the dictionary`);
    return { name, type: type as ColumnType, about: text.slice(cut + 3) };
  });
}
