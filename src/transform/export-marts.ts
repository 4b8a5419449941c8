import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Database, quoteText } from "../warehouse/database.ts";
import type { DescribedTable } from "./describe.ts";

/**
 * Writes the marts of a finished release file as Parquet, `<folder>/<mart>/<mart>.parquet`. It reads the file that people will
 * read, so rows about persons that left the release are not in the export either.
 */
export async function exportMarts(
  db: Database,
  {
    file,
    folder,
    tables,
  }: { readonly file: string; readonly folder: string; readonly tables: readonly DescribedTable[] },
): Promise<void> {
  await db.run(`attach ${quoteText(file)} as finished (read_only)`);
  for (const { name } of tables.filter((table) => table.name.startsWith("marts."))) {
    const mart = name.slice("marts.".length);
    mkdirSync(path.join(folder, mart), { recursive: true });
    const target = path.join(folder, mart, `${mart}.parquet`);
    await db.run(`copy (from finished.${name}) to ${quoteText(target)} (format parquet, compression zstd)`);
  }
  await db.run("detach finished");
}
