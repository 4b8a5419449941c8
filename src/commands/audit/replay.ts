import { UserError } from "../../errors.ts";
import { readTasks } from "../../models/effort/read-tasks.ts";
import { modelNodes } from "../../models/index.ts";
import { type ModelInput, type ModelNode, type ModelRow, modelVersion } from "../../models/node.ts";
import { ledgerRow } from "../../models/record/forecast.ts";
import { forecastsOfRun, publishedTables } from "../../models/record/forecasts-of-run.ts";
import { answersFrom, type ModelRun, type Pieces, recordedTables } from "../../models/record/recording.ts";
import { buildRowsTable, createEmptyTable } from "../../transform/build-table.ts";
import { type Database, openDatabase, type Row } from "../../warehouse/database.ts";
import { readDictionary } from "../../warehouse/dictionary.ts";
import { readModelRuns } from "../../warehouse/model-runs.ts";

/** One thing that was published, as it was and as it comes out again. */
export interface Comparison {
  /** A table of the release, all columns of it, or a kind of forecast in the ledger. */
  readonly what: string;
  /** Null for all of them. */
  readonly subject_gid: string | null;
  readonly target_on: string | null;
  readonly published: string;
  readonly remade: string;
  readonly is_equal: boolean;
}

/** Forecasts that differ are listed up to this many a kind; all are counted. */
const mostListed = 20;

/**
 * Makes the forecasts of a run, or one of them, again from what the ledger holds of it, and sets them beside what was published.
 * Neither a release nor Asana's data are looked at. Throws UserError where the ledger knows no such run or forecast, or holds too
 * little of it.
 */
export async function replay(store: Database, id: string): Promise<Comparison[]> {
  const published = await readPublished(store, id);
  const runId = published[0]?.run_id ?? id;
  const { runs, pieces } = await readModelRuns(store, runId);
  if (runs.length === 0) throw new UserError(await explainAbsence(store, runId));
  const { tables, remade } = await remake(runs, pieces, runId);
  const isWhole = runId === id;
  return [...(isWhole ? tables : []), ...compareForecasts(published, remade, isWhole)];
}

const measures = ["p10", "p50", "p80", "p85", "p90", "mean", "n"] as const;

interface Published extends Row {
  readonly forecast_id: string;
  readonly run_id: string;
  readonly kind: string;
  readonly subject_type: string;
  readonly subject_gid: string;
  readonly target_on: string | null;
  readonly inputs_hash: string;
}

const readPublished = (store: Database, id: string): Promise<Published[]> =>
  store.rows<Published>(
    `select forecast_id, run_id, kind, subject_type, subject_gid, target_on, ${measures.join(", ")}, inputs_hash from ledger.forecasts
     where not hindcast and (run_id = $1 or forecast_id = $1) order by kind, subject_gid, target_on`,
    [id],
  );

async function explainAbsence(store: Database, runId: string): Promise<string> {
  const [run] = await store.rows("select 1 as found from ledger.refreshes where run_id = $1 limit 1", [runId]);
  return run
    ? `The ledger does not hold what the models read in run ${runId}: it made no release, showed a past day, or an older Plimsoll made it. Choose a later run.`
    : `There is no run and no forecast ${runId} in the ledger, which holds no forecasts replayed over old history (hindcast). \`plimsoll audit --kind forecast --json\` lists the runs.`;
}

/** Runs the models again, each on the rows that it read then, and takes the forecasts out of what they write. */
async function remake(runs: readonly ModelRun[], pieces: Pieces, runId: string) {
  const db = await openDatabase(":memory:");
  try {
    await db.run("create schema marts");
    const dictionary = readDictionary();
    for (const table of publishedTables) await createEmptyTable(db, dictionary.get(table)!);
    const tables: Comparison[] = [];
    for (const run of runs) {
      const written = await nodeOf(run).run(inputOf(run, { runId, rows: recordedRows(run, pieces) }));
      tables.push(...compareTables(run, written));
      for (const table of publishedTables) {
        if (written[table]) await buildRowsTable(db, dictionary.get(table)!, written[table]);
      }
    }
    const answers = runs.map((run) => answersFrom(run.queries, pieceIn(pieces, run)));
    const rows = async <T>(sql: string) => {
      for (const answer of answers) {
        const found = answer(sql);
        if (found) return found as T[];
      }
      return db.rows<T>(sql);
    };
    const input = inputOf(runs[0]!, { runId, rows });
    const forecasts = await forecastsOfRun(input, await readTasks(input));
    const remade = forecasts.map((forecast) => ledgerRow(forecast, { runId, hindcast: false }));
    return { tables, remade: new Map(remade.map((row) => [row.forecast_id as string, row])) };
  } finally {
    db.close();
  }
}

function nodeOf({ model }: ModelRun): ModelNode {
  const node = modelNodes.find(({ name }) => name === model);
  if (!node) throw new UserError(`This Plimsoll has no model ${model}. Replay with the version that made the run.`);
  return node;
}

const inputOf = (run: ModelRun, given: Pick<ModelInput, "rows" | "runId">): ModelInput => ({
  ...given,
  asOf: run.as_of_on,
  seed: run.seed,
  settings: run.settings,
});

function recordedRows(run: ModelRun, pieces: Pieces): ModelInput["rows"] {
  const answer = answersFrom(run.queries, pieceIn(pieces, run));
  return async <T>(sql: string) => {
    const rows = answer(sql);
    if (!rows) {
      throw new UserError(
        `${run.model} asks for other rows today than in that run. Replay with the Plimsoll that made it (${run.model_version}; this is ${modelVersion}).`,
      );
    }
    return rows as T[];
  };
}

const pieceIn =
  (pieces: Pieces, { model }: ModelRun) =>
  (hash: string): Uint8Array => {
    const piece = pieces.get(hash);
    if (!piece) {
      throw new UserError(`Rows that ${model} read were erased when people were forgotten: no replay of that run.`);
    }
    return piece;
  };

function compareTables(run: ModelRun, written: Readonly<Record<string, readonly ModelRow[]>>): Comparison[] {
  const remade = recordedTables(written);
  return Object.entries(run.tables).map(([what, published]) => {
    const told = (table: typeof published | undefined) =>
      table ? `${table.number_of_rows} rows, hash ${table.rows_hash}` : "nothing";
    const [then, now] = [told(published), told(remade[what])];
    return { what, subject_gid: null, target_on: null, published: then, remade: now, is_equal: then === now };
  });
}

function compareForecasts(
  published: readonly Published[],
  remade: ReadonlyMap<string, ModelRow>,
  isWhole: boolean,
): Comparison[] {
  const told = (row: ModelRow | undefined) =>
    row ? JSON.stringify(Object.fromEntries([...measures, "inputs_hash"].map((name) => [name, row[name]]))) : "nothing";
  const compare = (id: string): Comparison => {
    const [then, now] = [known.get(id), remade.get(id)];
    const { kind, subject_gid, target_on } = (then ?? now) as Published;
    const difference = { published: told(then), remade: told(now) };
    return { what: kind, subject_gid, target_on, ...difference, is_equal: difference.published === difference.remade };
  };
  const known = new Map(published.map((forecast) => [forecast.forecast_id, forecast as ModelRow]));
  if (!isWhole) return [...known.keys()].map(compare);
  // What comes out again and is not in the ledger was taken out of it, unless it is about somebody of whom the run said nothing
  // at all: privacy.left_out keeps people out.
  const people = new Set(published.map((forecast) => forecast.subject_gid));
  const isMissed = (row: ModelRow) => row.subject_type !== "person" || people.has(row.subject_gid as string);
  const missed = [...remade].filter(([id, row]) => !known.has(id) && isMissed(row)).map(([id]) => id);
  const compared = [...known.keys(), ...missed].map(compare);
  return [...Map.groupBy(compared, ({ what }) => what)].flatMap(([what, all]) => {
    const different = all.filter(({ is_equal }) => !is_equal);
    const [n, equal] = [all.filter((one) => one.published !== "nothing").length, all.length - different.length];
    const sum = { what, subject_gid: null, target_on: null, published: `${n} forecasts`, remade: `${equal} equal` };
    return [{ ...sum, is_equal: different.length === 0 }, ...different.slice(0, mostListed)];
  });
}
