-- What the last run with --apply could not plan, by key: the same again the next night is no news.
create table ledger.obstacles (key varchar primary key, reason varchar not null, run_id varchar not null);
