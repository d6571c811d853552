-- From the award to the last receipt: what is promised for when, orders to pay and their batches, the account of the
-- recipient, the settlement, and what is paid back. Sums never change; balances stand in the ledger.

CREATE TABLE accountability (
    regulation TEXT NOT NULL,
    year INTEGER NOT NULL,
    direct_cents INTEGER NOT NULL CHECK (direct_cents >= 0),
    report_cents INTEGER NOT NULL CHECK (report_cents >= direct_cents),
    financial_cents INTEGER NOT NULL CHECK (financial_cents >= report_cents),
    audited_cents INTEGER NOT NULL CHECK (audited_cents >= financial_cents),
    income_bp INTEGER NOT NULL CHECK (income_bp BETWEEN 0 AND 10000),
    weeks INTEGER NOT NULL CHECK (weeks BETWEEN 1 AND 52),
    reminder_weeks INTEGER NOT NULL CHECK (reminder_weeks BETWEEN 1 AND 52),
    PRIMARY KEY (regulation, year)
) STRICT;
INSERT INTO accountability (regulation, year, direct_cents, report_cents, financial_cents, audited_cents, income_bp, weeks,
    reminder_weeks) VALUES ('', 0, 500000, 2000000, 10000000, 50000000, 5000, 13, 4);

-- The account of the municipality that pays.
CREATE TABLE payer (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    iban TEXT NOT NULL
) STRICT;

-- When the activities of a grant end, and which share of the recipient's income it is, where that is known.
CREATE TABLE payment_plan (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    ends_on TEXT NOT NULL,
    income_bp INTEGER CHECK (income_bp BETWEEN 0 AND 10000)
) STRICT;

CREATE TABLE advance (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number INTEGER NOT NULL CHECK (number > 0),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    due_on TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    condition TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
) STRICT;

CREATE TABLE payment_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    orders INTEGER NOT NULL CHECK (orders >= 0),
    batches INTEGER NOT NULL CHECK (batches >= 0)
) STRICT;
INSERT INTO payment_head (id, orders, batches) VALUES (1, 0, 0);

CREATE TABLE payment_batch (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('gathered', 'approved', 'exported', 'withdrawn')),
    execute_on TEXT NOT NULL,
    order_count INTEGER NOT NULL CHECK (order_count > 0),
    sum_cents INTEGER NOT NULL CHECK (sum_cents > 0),
    gathered_by TEXT NOT NULL,
    gathered_at INTEGER NOT NULL,
    approved_by TEXT,
    approved_at INTEGER,
    file_hash TEXT,
    exported_by TEXT,
    exported_at INTEGER,
    CHECK (approved_by IS NULL OR approved_by <> gathered_by),
    CHECK ((approved_by IS NULL) = (file_hash IS NULL)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((exported_by IS NULL) = (exported_at IS NULL)),
    CHECK (state NOT IN ('approved', 'exported') OR approved_by IS NOT NULL),
    CHECK ((state = 'exported') = (exported_by IS NOT NULL))
) STRICT;

CREATE TABLE payment_order (
    number TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    part INTEGER NOT NULL CHECK (part >= 0),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ordered', 'gathered', 'sent', 'paid', 'returned', 'cancelled', 'renewed')),
    batch_id TEXT REFERENCES payment_batch (id),
    paid_on TEXT,
    reference TEXT NOT NULL,
    CHECK (state NOT IN ('gathered', 'sent', 'paid') OR batch_id IS NOT NULL),
    CHECK (state <> 'paid' OR (paid_on IS NOT NULL AND reference <> ''))
) STRICT;
-- A part of a grant is paid once.
CREATE UNIQUE INDEX payment_order_once ON payment_order (grant_id, line_id, part) WHERE state NOT IN ('cancelled', 'renewed');
CREATE INDEX payment_order_of_batch ON payment_order (batch_id);
CREATE INDEX payment_order_of_state ON payment_order (state);

CREATE TABLE account_reminder (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    sent_on TEXT NOT NULL,
    by_actor TEXT NOT NULL
) STRICT;

CREATE TABLE grant_account (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    received_on TEXT NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('direct', 'report', 'financial', 'audited', 'full')),
    spent_cents INTEGER CHECK (spent_cents >= 0),
    done TEXT NOT NULL CHECK (done IN ('all', 'part', 'none')),
    activities TEXT NOT NULL,
    reached INTEGER NOT NULL CHECK (reached >= 0),
    result_k1 TEXT NOT NULL,
    result_k2 TEXT NOT NULL,
    result_k3 TEXT NOT NULL,
    growth TEXT NOT NULL CHECK (growth IN ('ends', 'goes-on', 'grows')),
    is_late INTEGER NOT NULL CHECK (is_late IN (0, 1))
) STRICT;

CREATE TABLE settlement (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    decision TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('account', 'direct', 'ex-officio')),
    granted_cents INTEGER NOT NULL CHECK (granted_cents >= 0),
    settled_cents INTEGER NOT NULL CHECK (settled_cents >= 0 AND settled_cents <= granted_cents),
    settled_on TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Decisions to reclaim, each within five years of the settlement.
CREATE TABLE reclaim (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number INTEGER NOT NULL CHECK (number > 0),
    decision TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    decided_on TEXT NOT NULL,
    pay_until TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
) STRICT;
-- Advances of a year are never more than what is granted for it.
CREATE TRIGGER advance_added BEFORE INSERT ON advance
WHEN NEW.amount_cents + (SELECT COALESCE(SUM(amount_cents), 0) FROM advance WHERE grant_id = NEW.grant_id AND line_id = NEW.line_id)
    > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account WHERE grant_id = NEW.grant_id AND line_id = NEW.line_id
        AND kind <> 'receivable')
BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER advance_changed BEFORE UPDATE ON advance
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER advance_ordered BEFORE DELETE ON advance
WHEN EXISTS (SELECT 1 FROM payment_order WHERE grant_id = OLD.grant_id AND part = OLD.number)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- An advance is ordered as it was planned.
CREATE TRIGGER payment_order_planned BEFORE INSERT ON payment_order
WHEN NEW.part > 0 AND NOT EXISTS (SELECT 1 FROM advance WHERE grant_id = NEW.grant_id AND number = NEW.part
    AND line_id = NEW.line_id AND amount_cents = NEW.amount_cents)
BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER payment_order_changed BEFORE UPDATE ON payment_order
WHEN NEW.number <> OLD.number OR NEW.grant_id <> OLD.grant_id OR NEW.line_id <> OLD.line_id OR NEW.part <> OLD.part
    OR NEW.amount_cents <> OLD.amount_cents OR OLD.state IN ('cancelled', 'renewed')
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER payment_order_removed BEFORE DELETE ON payment_order
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER payment_batch_changed BEFORE UPDATE ON payment_batch
WHEN NEW.id <> OLD.id OR NEW.order_count <> OLD.order_count OR NEW.sum_cents <> OLD.sum_cents OR NEW.gathered_by <> OLD.gathered_by
    OR OLD.state IN ('exported', 'withdrawn') OR (OLD.file_hash IS NOT NULL AND NEW.file_hash IS NOT OLD.file_hash)
    OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS NOT OLD.approved_by)
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER payment_batch_removed BEFORE DELETE ON payment_batch
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_account_changed BEFORE UPDATE ON grant_account
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_account_removed BEFORE DELETE ON grant_account
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER account_reminder_changed BEFORE UPDATE ON account_reminder
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER account_reminder_removed BEFORE DELETE ON account_reminder
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- Nobody keeps more than was granted.
CREATE TRIGGER settlement_added BEFORE INSERT ON settlement
WHEN NEW.granted_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account WHERE grant_id = NEW.grant_id
    AND kind IN ('committed', 'paid', 'accounted'))
BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER settlement_changed BEFORE UPDATE ON settlement
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER settlement_removed BEFORE DELETE ON settlement
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER reclaim_changed BEFORE UPDATE ON reclaim
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER reclaim_removed BEFORE DELETE ON reclaim
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- A grant is closed when nothing is left to be paid, accounted for or paid back.
CREATE TRIGGER grant_record_emptied BEFORE UPDATE ON grant_record
WHEN NEW.state = 'closed' AND OLD.state <> 'closed' AND EXISTS (SELECT 1 FROM ledger_account WHERE grant_id = NEW.id
    AND kind IN ('committed', 'payable', 'paid', 'accounted', 'receivable') AND credit_cents > debit_cents)
BEGIN
    SELECT RAISE(ABORT, 'grant_not_empty');
END;
-- Money stays in its year, but for an explicit transfer or carry-over: a reclaim returns to its year.
CREATE TRIGGER posting_keeps_year BEFORE INSERT ON posting
WHEN NEW.kind NOT IN ('transfer', 'carry-over') AND (SELECT line_id FROM ledger_account WHERE id = NEW.debit_id)
    <> (SELECT line_id FROM ledger_account WHERE id = NEW.credit_id)
BEGIN
    SELECT RAISE(ABORT, 'outside_year');
END;
