-- Reports add up the accounts of an area, by round and by kind.
CREATE INDEX ledger_account_of_allocation ON ledger_account (allocation_id, round_id, kind);
