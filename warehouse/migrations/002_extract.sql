-- How far each listing of Asana was read. A listing is one paged request sequence, such as the tasks of one project.
create table ledger.listings (
  source varchar not null, listing varchar not null, seq bigint not null, state varchar not null,
  started_at timestamp not null, next_offset varchar, offset_at timestamp, finished_at timestamp,
  number_of_rows bigint not null, detail varchar,
  -- When the listing was last read from beginning to end, unfiltered, and when changes in it were last asked for.
  complete_at timestamp, complete_seq bigint, changes_at timestamp,
  primary key (source, listing)
);

-- Pages that arrived and are not merged into the raw tables yet; empty between runs unless a run was killed.
create table ledger.incoming (
  table_name varchar not null, listing varchar not null, gid varchar not null, row varchar not null
);

-- Objects that a complete reading of this run has shown; what is missing here is asked for one by one, then tombstoned.
create table ledger.seen (table_name varchar not null, gid varchar not null);

-- One row per run of extract. Not finished: it was killed, and the next run resumes it.
create table ledger.extracts (
  seq bigint primary key, started_at timestamp not null, finished_at timestamp, is_full boolean not null,
  number_of_requests bigint, planned_requests bigint
);
