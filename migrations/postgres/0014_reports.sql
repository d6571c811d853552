-- Reports add up the accounts of an area, by round and by kind; awards by their kind; the steps of grants by theirs.
CREATE INDEX ledger_account_of_allocation ON ledger_account (allocation_id, round_id, kind);
CREATE INDEX posting_of_kind ON posting (kind, at);
CREATE INDEX posting_at ON posting (at);
CREATE INDEX grant_event_of_step ON grant_event (step, at);

-- What went through the control accounts in each eight days (691,200,000,000 microseconds): the ledger at any day is the
-- sum of the whole periods before it and of few postings.
CREATE TABLE ledger_period (
    period BIGINT NOT NULL,
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    allocation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    pot TEXT NOT NULL,
    debit_cents BIGINT NOT NULL CHECK (debit_cents >= 0),
    credit_cents BIGINT NOT NULL CHECK (credit_cents >= 0),
    PRIMARY KEY (period, line_id, allocation_id, kind, pot)
);

INSERT INTO ledger_period (period, line_id, allocation_id, kind, pot, debit_cents, credit_cents)
    SELECT period, line_id, allocation_id, kind, pot, SUM(debit), SUM(credit) FROM (
        SELECT p.at / 691200000000 AS period, a.line_id, COALESCE(a.allocation_id, '') AS allocation_id, a.kind, a.pot,
            p.amount_cents AS debit, 0 AS credit FROM posting p JOIN ledger_account a ON a.id = p.debit_id
        UNION ALL SELECT p.at / 691200000000, a.line_id, COALESCE(a.allocation_id, ''), a.kind, a.pot, 0, p.amount_cents
            FROM posting p JOIN ledger_account a ON a.id = p.credit_id) moved
    GROUP BY period, line_id, allocation_id, kind, pot;

CREATE FUNCTION posting_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO ledger_period (period, line_id, allocation_id, kind, pot, debit_cents, credit_cents)
        SELECT NEW.at / 691200000000, line_id, COALESCE(allocation_id, ''), kind, pot, NEW.amount_cents, 0
        FROM ledger_account WHERE id = NEW.debit_id
        ON CONFLICT (period, line_id, allocation_id, kind, pot)
        DO UPDATE SET debit_cents = ledger_period.debit_cents + excluded.debit_cents;
    INSERT INTO ledger_period (period, line_id, allocation_id, kind, pot, debit_cents, credit_cents)
        SELECT NEW.at / 691200000000, line_id, COALESCE(allocation_id, ''), kind, pot, 0, NEW.amount_cents
        FROM ledger_account WHERE id = NEW.credit_id
        ON CONFLICT (period, line_id, allocation_id, kind, pot)
        DO UPDATE SET credit_cents = ledger_period.credit_cents + excluded.credit_cents;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_counted AFTER INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_counted();
