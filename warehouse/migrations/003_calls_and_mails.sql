-- Who answered, for which report, about which projects and for whom; and what tells a question that was asked before.
alter table ledger.model_calls add column question varchar;
alter table ledger.model_calls add column model varchar;
alter table ledger.model_calls add column endpoint varchar;
alter table ledger.model_calls add column report varchar;
alter table ledger.model_calls add column project_gids varchar;
alter table ledger.model_calls add column audience varchar;
-- Which run wrote a letter's state last.
alter table ledger.mails add column run_id varchar;
