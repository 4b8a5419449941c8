import { type Database, openDatabase, quoteText } from "../warehouse/database.ts";
import { keepModelRuns } from "../warehouse/model-runs.ts";
import type { Built } from "./build-release.ts";

const columns =
  "forecast_id, run_id, kind, subject_type, subject_gid, made_on, target_on, horizon_weeks, unit, p10, p50, p80, p85, p90, mean, method, model_version, n, inputs_hash, hindcast, features";

/**
 * Keeps the forecasts of a release in the store's ledger, so that they can be scored when reality arrives, with what the models
 * read, so that they can be made again; those replayed over history are left out. A release that shows the past (its as-of lies before a later reading) adds nothing: its forecasts were
 * made then. Returns how many were new.
 */
export async function keepForecasts(
  storePath: string,
  { releasePath, recorded }: Pick<Built, "recorded"> & { readonly releasePath: string },
  run: { readonly runId: string; readonly seq: number; readonly asOf: string },
): Promise<number> {
  const store = await openDatabase(storePath);
  try {
    const ledgers = await store.rows<{ table_name: string }>(
      "select table_name from duckdb_tables() where schema_name = 'ledger' and table_name in ('forecasts', 'refreshes', 'model_runs', 'model_pieces')",
    );
    if (ledgers.length < 4 || (await isPast(store, run.asOf))) return 0;
    await store.run(`attach ${quoteText(releasePath)} as release (read_only)`);
    const before = await count(store);
    await store.run("begin");
    await store.run(
      `insert into ledger.forecasts (seq, ${columns})
       select $1, ${columns} from release.marts.forecasts where not hindcast order by forecast_id
       on conflict do nothing`,
      [run.seq],
    );
    await keepModelRuns(store, recorded, run);
    await store.run("commit");
    await store.run("detach release");
    return (await count(store)) - before;
  } finally {
    store.close();
  }
}

const count = async (store: Database) =>
  (await store.rows<{ n: number }>("select count(*) as n from ledger.forecasts"))[0]!.n;

async function isPast(store: Database, asOf: string): Promise<boolean> {
  const [row] = await store.rows<{ is_past: boolean }>(
    "select coalesce(max(as_of_on) > $1::date, false) as is_past from ledger.refreshes where stages like '%extract%'",
    [asOf],
  );
  return row!.is_past;
}
