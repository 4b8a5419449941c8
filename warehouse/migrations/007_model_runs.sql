-- What each forecasting model read and wrote in a run: with it, its forecasts can be made again after the release is gone
-- (`plimsoll audit --replay`). queries: hash of the SQL, columns, hashes of the pieces of its answer in their order. tables:
-- number and hash of the rows written, by table.
create table ledger.model_runs (
  run_id varchar not null, model varchar not null, seq bigint not null, as_of_on date not null, model_version varchar not null,
  seed bigint not null, settings json not null, queries json not null, tables json not null, primary key (run_id, model)
);

-- Rows of answers as JSON without column names, compressed by zstd. Those of several nights are kept once.
create table ledger.model_pieces (hash varchar primary key, seq bigint not null, content blob not null);
