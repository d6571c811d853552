-- Who is paid stays who it was when the money was promised, unless a second person saw the papers; one legal person counts
-- once; what came back from the bank is written down whole.

-- Each revision of a recipient that changed who is paid: its name, the holder or the number of its account, or the way it is
-- paid. No number stands here: iban_mark tells whether two are the same. After an award another person than the one who
-- changed it confirms it with a statement of the bank.
CREATE TABLE recipient_payee (
    recipient_id TEXT NOT NULL REFERENCES recipient (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    iban_mark TEXT,
    iban_last TEXT,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    needs_second INTEGER NOT NULL CHECK (needs_second IN (0, 1)),
    confirmed_by TEXT,
    confirmed_at INTEGER,
    statement_on TEXT,
    ground TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (recipient_id, revision),
    CHECK ((iban_mark IS NULL) = (iban_last IS NULL)),
    CHECK (confirmed_by IS NULL OR (needs_second = 1 AND confirmed_by <> changed_by)),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (statement_on IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO recipient_payee (recipient_id, revision, iban_mark, iban_last, changed_by, changed_at, needs_second)
    SELECT id, revision, iban_mark, iban_last, '', changed_at, 0 FROM recipient;

-- For which of them an order is. What went to the bank before this was kept says nothing.
ALTER TABLE payment_order ADD COLUMN payee_revision INTEGER;
UPDATE payment_order SET payee_revision = (SELECT r.revision FROM recipient r JOIN grant_recipient g ON g.recipient_id = r.id
    WHERE g.grant_id = payment_order.grant_id) WHERE state IN ('ordered', 'gathered');
CREATE TRIGGER payment_order_payee_changed BEFORE UPDATE ON payment_order
WHEN NEW.payee_revision IS NOT OLD.payee_revision AND OLD.state <> 'ordered' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER recipient_payee_single BEFORE INSERT ON recipient_payee
WHEN NEW.needs_second = 0 AND NEW.revision > 1 AND EXISTS (SELECT 1 FROM grant_recipient m JOIN grant_record g ON g.id = m.grant_id
    WHERE m.recipient_id = NEW.recipient_id
        AND g.state IN ('awarded', 'objection', 'advances', 'running', 'accounted', 'settled')) BEGIN
    SELECT RAISE(ABORT, 'payee_unconfirmed');
END;
CREATE TRIGGER recipient_payee_changed BEFORE UPDATE ON recipient_payee
WHEN NEW.recipient_id <> OLD.recipient_id OR NEW.revision <> OLD.revision OR NEW.changed_by <> OLD.changed_by
    OR NEW.changed_at <> OLD.changed_at OR NEW.needs_second <> OLD.needs_second
    OR (OLD.confirmed_by IS NOT NULL AND (NEW.confirmed_by IS NOT OLD.confirmed_by
        OR NEW.confirmed_at IS NOT OLD.confirmed_at OR NEW.statement_on IS NOT OLD.statement_on))
    OR (NEW.iban_mark IS NOT OLD.iban_mark AND NEW.iban_mark IS NOT NULL)
    OR (NEW.iban_last IS NOT OLD.iban_last AND NEW.iban_last IS NOT NULL)
    OR (NEW.iban_mark IS NOT OLD.iban_mark AND (SELECT erased_at FROM recipient WHERE id = OLD.recipient_id) IS NULL) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER recipient_payee_removed BEFORE DELETE ON recipient_payee BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- No order goes into a batch or to the bank while a change of who is paid waits for a second person.
CREATE TRIGGER payment_order_unconfirmed BEFORE UPDATE OF state ON payment_order
WHEN NEW.state IN ('gathered', 'sent') AND NEW.state <> OLD.state AND EXISTS (SELECT 1 FROM recipient_payee p
    JOIN grant_recipient m ON m.recipient_id = p.recipient_id
    WHERE m.grant_id = NEW.grant_id AND p.needs_second = 1 AND p.confirmed_by IS NULL) BEGIN
    SELECT RAISE(ABORT, 'payee_unconfirmed');
END;

-- One legal person counts once: who shares a number of a register or an account is of one family.
CREATE INDEX recipient_of_rsin ON recipient (rsin);
CREATE INDEX recipient_of_mark ON recipient (iban_mark);
WITH RECURSIVE reach (id, other) AS (
    SELECT id, id FROM recipient
    UNION
    SELECT w.id, t.id FROM reach w JOIN recipient r ON r.id = w.other JOIN recipient t
        ON t.family_id = r.family_id OR t.kvk = r.kvk OR t.rsin = r.rsin OR t.iban_mark = r.iban_mark)
UPDATE recipient SET family_id = (SELECT MIN(other) FROM reach WHERE reach.id = recipient.id);
CREATE TRIGGER posting_to_twin BEFORE INSERT ON posting
WHEN NEW.kind = 'award' AND EXISTS (SELECT 1 FROM ledger_account a JOIN recipient r
        ON r.id IN (SELECT recipient_id FROM grant_recipient WHERE grant_id = a.grant_id)
        OR r.id IN (SELECT recipient_id FROM grant_member WHERE grant_id = a.grant_id)
    JOIN recipient t ON t.family_id <> r.family_id AND (t.kvk = r.kvk OR t.rsin = r.rsin OR t.iban_mark = r.iban_mark)
    WHERE a.id = NEW.credit_id) BEGIN
    SELECT RAISE(ABORT, 'recipient_twin');
END;

-- What the bank gave back: its own day and reference, who wrote it down, and which order came in its place.
ALTER TABLE payment_order ADD COLUMN returned_on TEXT;
ALTER TABLE payment_order ADD COLUMN return_reference TEXT NOT NULL DEFAULT '';
ALTER TABLE payment_order ADD COLUMN returned_by TEXT;
ALTER TABLE payment_order ADD COLUMN replaces TEXT REFERENCES payment_order (number);
CREATE TRIGGER payment_order_return_changed BEFORE UPDATE ON payment_order
WHEN NEW.replaces IS NOT OLD.replaces OR (OLD.returned_on IS NOT NULL AND (NEW.returned_on IS NOT OLD.returned_on
    OR NEW.return_reference <> OLD.return_reference OR NEW.returned_by IS NOT OLD.returned_by)) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
