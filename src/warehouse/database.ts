import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";

/** What a cell is on our side: numbers for BIGINT and DECIMAL, 'YYYY-MM-DD' for DATE, ISO instants (…Z) for TIMESTAMP. */
export type Cell = string | number | boolean | null | Cell[] | { [key: string]: Cell };
export type Row = Record<string, Cell>;

/** One open DuckDB database with one connection. */
export interface Database {
  readonly connection: DuckDBConnection;
  /** Rows of a query, cells converted as `Cell` says. Parameters are `$1`, `$2`, … */
  rows<T = Row>(sql: string, parameters?: readonly (string | number | boolean | null)[]): Promise<T[]>;
  /** Runs one or more statements without result. */
  run(sql: string, parameters?: readonly (string | number | boolean | null)[]): Promise<void>;
  close(): void;
}

/**
 * Memory that DuckDB is done with goes back to the system at once, and a checkpoint merges one row group at a time: for the
 * price of a few calls a night takes 100 MB less, measured by `npm run bench -- wide`.
 */
const thrift = `
  set allocator_flush_threshold = '1MB';
  set allocator_bulk_deallocation_flush_threshold = '1MB';
  set max_vacuum_tasks = 1;
  set write_buffer_row_group_count = 1`;

export async function openDatabase(
  path: string,
  options: { readonly readOnly?: boolean; readonly threads?: number; readonly memoryLimit?: string } = {},
): Promise<Database> {
  const instance = await DuckDBInstance.create(path, {
    ...(options.readOnly ? { access_mode: "READ_ONLY" } : {}),
    ...(options.threads ? { threads: String(options.threads) } : {}),
    ...(options.memoryLimit ? { memory_limit: options.memoryLimit } : {}),
  });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  await connection.run(thrift);
  return {
    connection,
    rows: async <T>(sql: string, parameters?: readonly (string | number | boolean | null)[]) => {
      const result = await connection.run(sql, parameters as DuckDBValue[] | undefined);
      const names = result.deduplicatedColumnNames();
      const rows: T[] = [];
      // Chunk by chunk: all of a large result at once would lie in memory three times.
      for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
        appendRows(rows as Row[], chunk, names);
      }
      return rows;
    },
    run: async (sql, parameters) => {
      await connection.run(sql, parameters as DuckDBValue[] | undefined);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The rows of a chunk. Loops: the models read millions of cells, and pairs of name and cell cost more than the query. */
function appendRows(rows: Row[], chunk: DuckDBDataChunk, names: readonly string[]): void {
  const vectors = names.map((_, column) => chunk.getColumnVector(column));
  const count = chunk.rowCount;
  for (let i = 0; i < count; i++) {
    const row: Row = {};
    for (let column = 0; column < vectors.length; column++) row[names[column]!] = toCell(vectors[column]!.getItem(i)!);
    rows.push(row);
  }
}

/** A DuckDB value as a plain JavaScript value. BIGINT beyond 2^53 does not occur in our tables (gids are text). */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object") return value;
  if (value instanceof DuckDBDecimalValue) return decimalToNumber(value);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimestampValue) return new Date(Number(value.micros / 1000n)).toISOString();
  if (value instanceof DuckDBListValue) return value.items.map(toCell);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, toCell(item)]));
  }
  return String(value);
}

/** The nearest double: division rounds correctly while both sides are whole. The library's own way calls into DuckDB for every cell. */
const decimalToNumber = (decimal: DuckDBDecimalValue): number => {
  const digits = Number(decimal.value);
  return Number.isSafeInteger(digits) && decimal.scale <= 22 ? digits / 10 ** decimal.scale : decimal.toDouble();
};

/** A string as a SQL literal, for the few places where DuckDB takes no parameter (ATTACH, COMMENT, COPY). */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as a SQL identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
