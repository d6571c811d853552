-- What each grant of a year has, for reports of thousands of grants: its balances in the order of the grants, read from
-- this index alone.
CREATE INDEX ledger_account_of_line_grant
    ON ledger_account (line_id, grant_id, kind, allocation_id, credit_cents, debit_cents);
