import { z } from "zod";
import type { Database } from "../warehouse/database.ts";

const serialized = z.object({ error: z.boolean(), error_message: z.string().optional() });

/**
 * The schema-qualified tables that a query reads, sorted; names of CTEs have no schema and stay out.
 * DuckDB cannot serialise a bare `pivot`, and tables inside macros are not seen.
 */
export async function findReferences(db: Database, name: string, sql: string): Promise<string[]> {
  const [row] = await db.rows<{ tree: string }>("select json_serialize_sql($1::varchar)::varchar as tree", [sql]);
  const tree: unknown = JSON.parse(row!.tree);
  const state = serialized.parse(tree);
  if (state.error) throw new Error(`${name}: not one plain select: ${state.error_message ?? "unknown error"}`);
  return [...new Set(tablesIn(tree))].sort();
}

function tablesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(tablesIn);
  if (node === null || typeof node !== "object") return [];
  const { type, schema_name: schema, table_name: table } = node as Record<string, unknown>;
  const own = type === "BASE_TABLE" && schema ? [`${schema}.${table}`] : [];
  return [...own, ...Object.values(node).flatMap(tablesIn)];
}
