import { existsSync } from "node:fs";
import { UserError } from "../errors.ts";
import { type Database, quoteName, quoteText } from "../warehouse/database.ts";
import { explainStorageError } from "../warehouse/storage-errors.ts";
import { type Column, ledgerColumns, parseColumns, sourceColumns, versionedSources } from "./source-columns.ts";

/** The state of the store that a release shows. */
export interface Known {
  /** Number of the run whose reading counts: the newest that had read Asana by the as-of date. */
  readonly seq: number;
  /** When the first later reading began, ISO; null where this is the newest. What was deleted since then was still there. */
  readonly supersededAt: string | null;
  /** When this reading's run began, ISO, where a later reading exists; what runs wrote since then was unknown to it. */
  readonly startedAt: string | null;
}

/** Attaches the store read-only as `store`. Throws UserError where there is none, or another process is writing it. */
export async function attachStore(db: Database, storePath: string): Promise<void> {
  if (!existsSync(storePath)) {
    throw new UserError(`There is no store at ${storePath}. Run \`plimsoll extract\` (or \`plimsoll refresh\`) first.`);
  }
  try {
    await db.run(`attach ${quoteText(storePath)} as store (read_only)`);
  } catch (error) {
    throw explainStorageError(error, storePath);
  }
}

/** Finds which reading of Asana was the newest on the as-of date. Throws UserError where the store knows nothing that old. */
export async function findKnown(db: Database, asOf: string): Promise<Known> {
  const columnsOf = await readStoreColumns(db);
  const readings = columnsOf("ledger.refreshes").has("stages")
    ? await db.rows<{ seq: number; as_of_on: string; started_at: string }>(
        "select seq, as_of_on, started_at from store.ledger.refreshes where stages like '%extract%' order by seq",
      )
    : [];
  const first = readings[0];
  if (!first) return { seq: Number.MAX_SAFE_INTEGER, supersededAt: null, startedAt: null };
  const known = readings.findLast((reading) => reading.as_of_on <= asOf);
  if (!known) {
    throw new UserError(
      `The store knows nothing as old as ${asOf}: Asana was first read as of ${first.as_of_on}. Choose that day or a later one.`,
    );
  }
  const later = readings.find((reading) => reading.seq > known.seq);
  return { seq: known.seq, supersededAt: later?.started_at ?? null, startedAt: later ? known.started_at : null };
}

/**
 * Makes the catalog `source`: a view for every resource with the versions known then (plus `_first_seq` and `_deleted_at`),
 * `task_versions` and its like with all versions up to then, and the ledgers. What the store lacks becomes nulls, or an empty view.
 */
export async function createSource(db: Database, known: Known, asOf: string): Promise<void> {
  await db.run("attach ':memory:' as source");
  const columnsOf = await readStoreColumns(db);
  for (const [resource, text] of Object.entries(sourceColumns)) {
    const present = columnsOf(`raw.${resource}`);
    await createView(db, resource, selectKnown(resource, parseColumns(text), present, known));
  }
  for (const [view, { table, columns }] of Object.entries(versionedSources)) {
    await createView(db, view, selectVersions(table, parseColumns(columns), columnsOf(`raw.${table}`), known));
  }
  for (const [ledger, text] of Object.entries(ledgerColumns)) {
    const present = columnsOf(`ledger.${ledger}`);
    const condition = ledgerCondition(ledger, present, { known, asOf });
    await createView(db, `ledger_${ledger}`, select(parseColumns(text), present, `store.ledger.${ledger}`, condition));
  }
}

/** Of a ledger, what was in it when the reading that counts was made. Forecasts of the day itself cannot be scored yet. */
function ledgerCondition(
  ledger: string,
  present: ReadonlySet<string>,
  { known, asOf }: { readonly known: Known; readonly asOf: string },
): string {
  if (ledger === "forecasts") return ` where made_on < date ${quoteText(asOf)}`;
  // Writes have a seq of their own, which is no run's.
  const instant = { writes: "intended_at", held_values: "seen_at", model_calls: '"at"' }[ledger];
  if (instant) return known.startedAt ? ` where ${instant} < timestamp ${quoteText(known.startedAt)}` : "";
  return present.has("seq") ? ` where seq <= ${known.seq}` : "";
}

/** Columns by table, as `schema.table`; none for tables that the store lacks. */
async function readStoreColumns(db: Database): Promise<(table: string) => ReadonlySet<string>> {
  const rows = await db.rows<{ name: string; column_name: string }>(
    "select schema_name || '.' || table_name as name, column_name from duckdb_columns() where database_name = 'store'",
  );
  const byTable = Map.groupBy(rows, (row) => row.name);
  return (table) => new Set(byTable.get(table)?.map((row) => row.column_name));
}

const createView = (db: Database, name: string, query: string) => db.run(`create view source.${name} as ${query}`);

function selectKnown(resource: string, columns: readonly Column[], present: ReadonlySet<string>, known: Known): string {
  const open = `(_to_seq is null or _to_seq > ${known.seq})`;
  const condition = present.has("_from_seq") ? ` where _from_seq <= ${known.seq} and ${open}` : "";
  return select([...columns, { name: "_first_seq", type: "BIGINT" }], present, `store.raw.${resource}`, condition, [
    deletedAt(present, known),
  ]);
}

function selectVersions(table: string, columns: readonly Column[], present: ReadonlySet<string>, known: Known): string {
  const condition = present.has("_from_seq") ? ` where _from_seq <= ${known.seq}` : "";
  const closed = `case when _to_seq <= ${known.seq} then _to_seq end`;
  const bounds = present.has("_to_seq")
    ? [`_from_seq::BIGINT as _from_seq`, `(${closed})::BIGINT as _to_seq`]
    : ["1::BIGINT as _from_seq", "null::BIGINT as _to_seq"];
  return select(columns, present, `store.raw.${table}`, condition, [...bounds, deletedAt(present, known)]);
}

/** A deletion noticed later than the reading shown had not happened yet. */
function deletedAt(present: ReadonlySet<string>, known: Known): string {
  if (!present.has("_deleted_at")) return "null::TIMESTAMP as _deleted_at";
  if (known.supersededAt === null) return "_deleted_at::TIMESTAMP as _deleted_at";
  return `case when _deleted_at < timestamp ${quoteText(known.supersededAt)} then _deleted_at end as _deleted_at`;
}

function select(
  columns: readonly Column[],
  present: ReadonlySet<string>,
  table: string,
  condition: string,
  more: readonly string[] = [],
): string {
  const casts = columns.map(
    ({ name, type }) => `cast(${present.has(name) ? quoteName(name) : "null"} as ${type}) as ${quoteName(name)}`,
  );
  const list = [...casts, ...more].join(", ");
  return present.size === 0 ? `select ${nulled(columns, more)} limit 0` : `select ${list} from ${table}${condition}`;
}

/** The same columns without a table to take them from. */
const nulled = (columns: readonly Column[], more: readonly string[]): string =>
  [...columns.map(({ name, type }) => `cast(null as ${type}) as ${quoteName(name)}`), ...more].join(", ");
