-- Bounds that are set carry who set them, when and why; and words that people wrote go when their term has passed.

-- What a recipient may have of a year, and what a regulation asks an account of: each change as it was decided.
CREATE TABLE bounds_decision (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('recipient', 'accountability')),
    regulation TEXT NOT NULL,
    year INTEGER NOT NULL,
    figures TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    by_function TEXT NOT NULL
) STRICT;
CREATE TRIGGER bounds_decision_added BEFORE INSERT ON bounds_decision
WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM bounds_decision) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER bounds_decision_changed BEFORE UPDATE ON bounds_decision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER bounds_decision_removed BEFORE DELETE ON bounds_decision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- When a letter went out, and with it the last day for objections, is in the staff log from here on.
DROP TRIGGER row_before_replaced;
INSERT INTO row_before (kind, row_key) SELECT 'decision_sending', decision_number FROM decision_sending;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Why a round gave money back goes with the other words about that round.
DROP TRIGGER posting_changed;
CREATE TRIGGER posting_changed BEFORE UPDATE ON posting
WHEN NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind
    OR NEW.debit_id <> OLD.debit_id OR NEW.credit_id <> OLD.credit_id OR NEW.amount_cents <> OLD.amount_cents
    OR NEW.at <> OLD.at OR NEW.by_actor <> OLD.by_actor OR NEW.reference <> OLD.reference
    OR NOT (EXISTS (SELECT 1 FROM ledger_account a JOIN grant_record g ON g.id = a.grant_id
        WHERE a.id IN (OLD.debit_id, OLD.credit_id) AND g.state
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))
        OR (OLD.kind = 'release' AND EXISTS (SELECT 1 FROM ledger_account a JOIN round r ON r.id = a.round_id
            WHERE a.id = OLD.debit_id AND a.grant_id IS NULL AND r.phase IN ('certified', 'final', 'cancelled')))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- What the bank wrote beside a payment may name someone: it goes with the other words about the grant.
DROP TRIGGER payment_order_changed;
CREATE TRIGGER payment_order_changed BEFORE UPDATE ON payment_order
WHEN NEW.number <> OLD.number OR NEW.grant_id <> OLD.grant_id OR NEW.line_id <> OLD.line_id
    OR NEW.part <> OLD.part OR NEW.amount_cents <> OLD.amount_cents
    OR (OLD.return_reason <> '' AND NEW.return_reason NOT IN (OLD.return_reason, '(gewist)'))
    OR (((OLD.return_reason <> '(gewist)' AND NEW.return_reason = '(gewist)')
            OR (OLD.reference <> '(gewist)' AND NEW.reference = '(gewist)')
            OR (OLD.return_reference <> '(gewist)' AND NEW.return_reference = '(gewist)'))
        AND NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')))
    OR (OLD.state IN ('cancelled', 'renewed') AND (NEW.due_on IS NOT OLD.due_on OR NEW.state IS NOT OLD.state
        OR NEW.batch_id IS NOT OLD.batch_id
        OR NEW.paid_on IS NOT OLD.paid_on OR NEW.reference NOT IN (OLD.reference, '(gewist)')
        OR NEW.return_reason NOT IN (OLD.return_reason, '(gewist)'))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER payment_order_return_changed;
CREATE TRIGGER payment_order_return_changed BEFORE UPDATE ON payment_order
WHEN NEW.replaces IS NOT OLD.replaces OR (OLD.returned_on IS NOT NULL AND (NEW.returned_on IS NOT OLD.returned_on
    OR NEW.return_reference NOT IN (OLD.return_reference, '(gewist)') OR NEW.returned_by IS NOT OLD.returned_by)) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
