-- The run in which Asana last found a listing too large to be read whole: until it is tried again, its parts are read at once.
alter table ledger.listings add column too_large_seq bigint;
