import { createHash } from "node:crypto";
import { crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Cell } from "../cell.ts";
import { type ModelInput, type ModelNode, type ModelRow, type ModelSettings, modelVersion } from "../node.ts";
import { hashOfText } from "../statistics/hash.ts";

/*
What a model read in a run, kept so that it can be run again when the release is gone. Rows are cut into pieces where their own
text says so (content-defined chunking, as in rsync and backup programs): a row that changes changes its piece and no other, so
that most of a night's pieces are those of the night before and are kept once, by their hash.
*/

/** A query that a model asked, and the pieces of its answer. */
export interface RecordedQuery {
  readonly query_hash: string;
  readonly columns: readonly string[];
  readonly pieces: readonly string[];
}

/** What a model wrote into a table: enough to tell whether the same came out again. */
export interface RecordedTable {
  readonly number_of_rows: number;
  readonly rows_hash: string;
}

/** One model in one run. */
export interface ModelRun {
  readonly model: string;
  readonly as_of_on: string;
  readonly model_version: string;
  readonly seed: number;
  readonly settings: ModelSettings;
  readonly queries: readonly RecordedQuery[];
  readonly tables: Readonly<Record<string, RecordedTable>>;
}

/** Rows without their column names as JSON, packed, by the hash of the JSON. */
export type Pieces = ReadonlyMap<string, Uint8Array>;

/** On average so many rows make a piece: fewer compress badly, more change every night. */
const rowsPerPiece = 64;
const mostRows = 1_024;

/** Runs a model as it would run, and keeps what it read and wrote. */
export async function record(
  node: ModelNode,
  input: ModelInput,
): Promise<{ written: Awaited<ReturnType<ModelNode["run"]>>; run: ModelRun; pieces: Pieces }> {
  const queries = new Map<string, RecordedQuery>();
  const pieces = new Map<string, Uint8Array>();
  const rows = async <T>(sql: string) => {
    const answer = await input.rows<T>(sql);
    const query_hash = hashOfText(sql);
    if (queries.has(query_hash)) return answer;
    const hashes: string[] = [];
    for (const text of piecesOf(answer as readonly ModelRow[])) {
      const hash = hashOfText(text);
      hashes.push(hash);
      pieces.set(hash, zstdCompressSync(text));
    }
    queries.set(query_hash, { query_hash, columns: Object.keys(answer[0] ?? {}), pieces: hashes });
    return answer;
  };
  const written = await node.run({ ...input, rows });
  const { asOf: as_of_on, seed, settings } = input;
  const asked = [...queries.values()].sort((a, b) => (a.query_hash < b.query_hash ? -1 : 1));
  const run = { model: node.name, as_of_on, model_version: modelVersion, seed, settings, queries: asked };
  return { written, run: { ...run, tables: recordedTables(written) }, pieces };
}

/** The JSON of a piece. */
export const textOfPiece = (piece: Uint8Array): string => zstdDecompressSync(piece).toString();

/** One at a time: all of a large answer as text would lie in memory beside its rows. */
function* piecesOf(rows: readonly ModelRow[]): Generator<string> {
  let piece: string[] = [];
  for (const row of rows) {
    const text = JSON.stringify(Object.values(row));
    piece.push(text);
    if (crc32(text) % rowsPerPiece !== 0 && piece.length < mostRows) continue;
    yield `[${piece.join(",\n")}]`;
    piece = [];
  }
  if (piece.length > 0) yield `[${piece.join(",\n")}]`;
}

/**
 * Answers queries from what was recorded. Undefined: the query was not asked then.
 * `pieceOf` gives a piece by its hash, and throws where there is none.
 */
export function answersFrom(
  queries: readonly RecordedQuery[],
  pieceOf: (hash: string) => Uint8Array,
): (sql: string) => ModelRow[] | undefined {
  const byHash = new Map(queries.map((query) => [query.query_hash, query]));
  return (sql) => {
    const query = byHash.get(hashOfText(sql));
    return query?.pieces
      .flatMap((hash) => JSON.parse(textOfPiece(pieceOf(hash))) as Cell[][])
      .map((cells) => Object.fromEntries(query.columns.map((column, i) => [column, cells[i]!])));
  };
}

/** Number and hash of the rows of each table that a model wrote. */
export const recordedTables = (written: Readonly<Record<string, readonly ModelRow[]>>): Record<string, RecordedTable> =>
  Object.fromEntries(
    Object.entries(written).map(([table, rows]) => {
      const hash = createHash("sha256");
      for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
      return [table, { number_of_rows: rows.length, rows_hash: hash.digest("hex").slice(0, 16) }];
    }),
  );
