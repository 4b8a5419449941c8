-- The private store: identity, runs and ledgers. Raw tables (schema raw) follow from the resources that extract declares.
create schema raw;
create schema ledger;

-- One row: which Asana this store belongs to. Another base URL or workspace is refused.
create table ledger.identity (base_url varchar not null, workspace_gid varchar not null, created_at timestamp not null);

create table ledger.refreshes (
  seq bigint primary key, run_id varchar not null, started_at timestamp not null, finished_at timestamp,
  as_of_on date not null, time_zone varchar not null, stages varchar not null, data_as_of_at timestamp,
  number_of_requests bigint, exit_code integer, release_path varchar, summary json
);

-- State of each source after a run; the latest row of a source counts.
create table ledger.sources (
  seq bigint not null, source varchar not null, state varchar not null, detail varchar, number_of_rows bigint,
  number_of_requests bigint, read_at timestamp, asana_says double, warehouse_says double, is_explained boolean,
  primary key (seq, source)
);

-- Append-only. The columns are those of marts.forecasts; features is the row that the forecast was made from.
create table ledger.forecasts (
  forecast_id varchar primary key, seq bigint not null, run_id varchar not null, kind varchar not null,
  subject_type varchar not null, subject_gid varchar not null, made_on date not null, target_on date,
  horizon_weeks bigint, unit varchar not null, p10 double, p50 double, p80 double, p85 double, p90 double,
  mean double, method varchar, model_version varchar, n bigint, inputs_hash varchar, hindcast boolean not null, features json
);

-- Intent before the request, result after.
create table ledger.writes (
  write_id varchar primary key, run_id varchar not null, action varchar not null, object_type varchar not null,
  object_gid varchar, key varchar not null, parent_gid varchar, why varchar not null, old_value json, new_value json,
  state varchar not null, error varchar, approved_by_gid varchar, intended_at timestamp not null, finished_at timestamp
);

-- What Plimsoll made in Asana, by stable key; marks is_own in every model.
create table ledger.managed_objects (
  key varchar primary key, object_type varchar not null, object_gid varchar not null, run_id varchar not null, made_at timestamp not null
);

create table ledger.publish_plans (run_id varchar primary key, made_at timestamp not null, plan json not null);

-- One row per report, period and recipient (hashed). State planned, sending, sent, unknown or failed.
create table ledger.mails (
  mail_id varchar primary key, report varchar not null, period varchar not null, recipient_hash varchar not null,
  message_id varchar not null, state varchar not null, error varchar, "at" timestamp not null
);

create table ledger.model_calls (
  call_id varchar primary key, run_id varchar not null, prompt varchar not null, answer varchar, verdict varchar not null, "at" timestamp not null
);
