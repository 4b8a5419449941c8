import { type ModelRun, type Pieces, textOfPiece } from "../models/record/recording.ts";
import type { Database } from "./database.ts";

/** DuckDB parses a text whole. */
const piecesPerStatement = 500;

/** Keeps what the models of a run read and wrote. Pieces that are there already stay as they are. */
export async function keepModelRuns(
  store: Database,
  recorded: { readonly runs: readonly ModelRun[]; readonly pieces: Pieces },
  { runId, seq }: { readonly runId: string; readonly seq: number },
): Promise<void> {
  for (const run of recorded.runs) {
    await store.run(
      `insert into ledger.model_runs (run_id, model, seq, as_of_on, model_version, seed, settings, queries, tables)
       values ($1, $2, $3, $4::date, $5, $6, $7::json, $8::json, $9::json) on conflict do nothing`,
      [
        ...[runId, run.model, seq, run.as_of_on, run.model_version, run.seed],
        ...[run.settings, run.queries, run.tables].map((value) => JSON.stringify(value)),
      ],
    );
  }
  const pieces = [...recorded.pieces].map(([hash, piece]) => ({
    hash,
    content: Buffer.from(piece).toString("base64"),
  }));
  for (let start = 0; start < pieces.length; start += piecesPerStatement) {
    await store.run(
      `insert into ledger.model_pieces (hash, seq, content)
       select hash, $1, from_base64(content) from (
         select unnest(from_json($2::json, '[{"hash": "VARCHAR", "content": "VARCHAR"}]'), max_depth := 2))
       on conflict do nothing`,
      [seq, JSON.stringify(pieces.slice(start, start + piecesPerStatement))],
    );
  }
}

/**
 * The recorded models of a run with the pieces that they read; no models where the run recorded none. A store that is only read
 * is not migrated: one that an older version made has no such table.
 */
export async function readModelRuns(store: Database, runId: string): Promise<{ runs: ModelRun[]; pieces: Pieces }> {
  const [table] = await store.rows(
    "select 1 as found from duckdb_tables() where schema_name = 'ledger' and table_name = 'model_runs'",
  );
  if (!table) return { runs: [], pieces: new Map() };
  const rows = await store.rows<Record<keyof ModelRun, string> & { readonly seed: number }>(
    `select model, as_of_on, model_version, seed, settings, queries, tables from ledger.model_runs
     where run_id = $1 order by model`,
    [runId],
  );
  const runs = rows.map(
    (row): ModelRun => ({
      ...{ model: row.model, as_of_on: row.as_of_on, model_version: row.model_version, seed: row.seed },
      ...{ settings: JSON.parse(row.settings), queries: JSON.parse(row.queries), tables: JSON.parse(row.tables) },
    }),
  );
  const hashes = new Set(runs.flatMap((run) => run.queries.flatMap((query) => query.pieces)));
  return { runs, pieces: await readPieces(store, [...hashes]) };
}

/** Erases the pieces in which one of the words stands: what rests on them cannot be made again. */
export async function erasePieces(store: Database, words: readonly string[]): Promise<void> {
  // In JSON a name stands with its quotes and line breaks escaped.
  const found = words.map((word) => JSON.stringify(word).slice(1, -1));
  const hashes = await store.rows<{ hash: string }>("select hash from ledger.model_pieces order by hash");
  for (let start = 0; start < hashes.length; start += piecesPerStatement) {
    const some = hashes.slice(start, start + piecesPerStatement).map(({ hash }) => hash);
    const pieces = await readPieces(store, some);
    const named = [...pieces].filter(([, piece]) => found.some((word) => textOfPiece(piece).includes(word)));
    await store.run(`delete from ledger.model_pieces where hash in (${hashesIn})`, [
      JSON.stringify(named.map(([hash]) => hash)),
    ]);
  }
}

const hashesIn = `select unnest(from_json($1::json, '["VARCHAR"]'))`;

async function readPieces(store: Database, hashes: readonly string[]): Promise<Pieces> {
  const rows = await store.rows<{ hash: string; content: string }>(
    `select hash, base64(content) as content from ledger.model_pieces where hash in (${hashesIn})`,
    [JSON.stringify(hashes)],
  );
  return new Map(rows.map(({ hash, content }) => [hash, Buffer.from(content, "base64")]));
}
