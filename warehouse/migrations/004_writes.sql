-- Writes have an order of their own, since clocks can stand still or be set back; they name the release behind them, and
-- whom a comment reaches.
alter table ledger.writes add column seq bigint;
alter table ledger.writes add column release_run_id varchar;
alter table ledger.writes add column reader_gid varchar;
update ledger.writes set seq = placed.place
from (select write_id, row_number() over (order by intended_at, write_id) as place from ledger.writes) as placed
where placed.write_id = ledger.writes.write_id;

-- Values that people typed over Plimsoll's, by key of the write and name of the value. State held, or handed_back by an answer.
create table ledger.held_values (
  key varchar not null, name varchar not null, value json not null, state varchar not null, seen_at timestamp not null,
  primary key (key, name)
);
