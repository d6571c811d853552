-- I11 again: ways to an organisation that is shut out which stood open.

-- Organisations that bear a name of the register and are another one, as a person said with a reason.
CREATE TABLE smo_namesake (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL CHECK (name_key <> ''),
    kvk TEXT NOT NULL CHECK (LENGTH(kvk) = 8),
    by_account TEXT NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX smo_namesake_of ON smo_namesake (name_key, kvk);
CREATE INDEX recipient_of_name ON recipient (name_key);
CREATE INDEX recipient_of_account ON recipient (iban_mark);

-- The key of a name may be computed anew, when the rule for it changes: the program does so with each migration. Nothing
-- else of these rows changes.
CREATE TRIGGER smo_namesake_changed BEFORE UPDATE ON smo_namesake
WHEN NEW.number <> OLD.number OR NEW.name <> OLD.name OR NEW.kvk <> OLD.kvk
    OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at OR NEW.reason <> OLD.reason BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER smo_namesake_removed BEFORE DELETE ON smo_namesake BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER smo_party_changed;
CREATE TRIGGER smo_party_changed BEFORE UPDATE ON smo_party
WHEN NEW.version <> OLD.version OR NEW.number <> OLD.number OR NEW.name <> OLD.name OR NEW.from_at <> OLD.from_at
    OR NEW.of_number IS NOT OLD.of_number OR NEW.kvk IS NOT OLD.kvk
    OR NEW.iban_last IS NOT OLD.iban_last OR NEW.iban_mark IS NOT OLD.iban_mark OR NEW.until_at IS NOT OLD.until_at BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER grant_onward_changed;
CREATE TRIGGER grant_onward_changed BEFORE UPDATE ON grant_onward
WHEN NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.amount_cents <> OLD.amount_cents
    OR NOT ((NEW.name = '' AND NEW.name_key = '' AND NEW.kvk IS NULL AND NEW.purpose = ''
        AND (SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))
        OR (NEW.name = OLD.name AND NEW.purpose = OLD.purpose AND NOT (NEW.kvk IS NOT OLD.kvk) AND OLD.name <> '')) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- The view is made anew, and with it the triggers that read it.
DROP TRIGGER posting_to_excluded;
DROP TRIGGER payment_order_excluded;
DROP VIEW grant_shut_out;

-- Who is one of the register in force or counts as one with it. A name is enough, whatever number stands beside it, unless
-- a person said of that name and number that it is another organisation.
CREATE VIEW recipient_shut_out AS
SELECT k.id AS recipient_id, p.number AS party
FROM smo_party p
JOIN recipient f ON f.kvk = p.kvk OR (f.name_key = p.name_key AND f.name_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = f.name_key AND n.kvk = f.kvk))
JOIN recipient k ON k.family_id = f.family_id
WHERE p.version = (SELECT MAX(number) FROM smo_version);

-- Which grants the register in force shuts out by one of the four ways, and between which moments. An account of anyone
-- of such a family is one of theirs.
CREATE VIEW grant_shut_out AS
SELECT g.id AS grant_id, p.number AS party, p.from_at AS from_at, p.until_at AS until_at
FROM grant_record g JOIN smo_party p ON p.version = (SELECT MAX(number) FROM smo_version)
WHERE EXISTS (SELECT 1 FROM recipient r
        WHERE (r.id IN (SELECT recipient_id FROM grant_recipient WHERE grant_id = g.id)
                OR r.id IN (SELECT recipient_id FROM grant_member WHERE grant_id = g.id AND share_cents > 0))
            AND (r.iban_mark = p.iban_mark
                OR (r.account_key = p.name_key AND r.account_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = r.account_key AND n.kvk = r.kvk))
                OR EXISTS (SELECT 1 FROM recipient k JOIN recipient_shut_out s ON s.recipient_id = k.id
                    WHERE s.party = p.number AND (k.id = r.id OR k.iban_mark = r.iban_mark))))
    OR EXISTS (SELECT 1 FROM grant_onward o WHERE o.grant_id = g.id
            AND (o.kvk = p.kvk
                OR (o.name_key = p.name_key AND o.name_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = o.name_key AND n.kvk = o.kvk))
                OR EXISTS (SELECT 1 FROM recipient k JOIN recipient_shut_out s ON s.recipient_id = k.id
                    WHERE s.party = p.number AND (k.kvk = o.kvk
                        OR (k.name_key = o.name_key AND o.name_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = o.name_key AND n.kvk = o.kvk))))));

CREATE TRIGGER posting_to_excluded BEFORE INSERT ON posting
WHEN NEW.kind IN ('award', 'advance') AND EXISTS (SELECT 1 FROM ledger_account a
    JOIN grant_shut_out s ON s.grant_id = a.grant_id
    WHERE a.id = NEW.credit_id AND s.from_at <= NEW.at AND (s.until_at IS NULL OR NEW.at < s.until_at)) BEGIN
    SELECT RAISE(ABORT, 'excluded_recipient');
END;
CREATE TRIGGER payment_order_excluded BEFORE UPDATE OF state ON payment_order
WHEN NEW.state IN ('gathered', 'sent') AND NEW.state <> OLD.state AND EXISTS (SELECT 1 FROM payment_batch b
    JOIN grant_shut_out s ON s.grant_id = NEW.grant_id
        AND s.from_at <= COALESCE(b.exported_at, b.gathered_at)
        AND (s.until_at IS NULL OR COALESCE(b.exported_at, b.gathered_at) < s.until_at)
    WHERE b.id = NEW.batch_id) BEGIN
    SELECT RAISE(ABORT, 'excluded_recipient');
END;

-- Why two recipients no longer belong together: who asked for it and who ended it. With an organisation of the register
-- those are two persons.
ALTER TABLE recipient_affiliate ADD COLUMN asked_at INTEGER;
ALTER TABLE recipient_affiliate ADD COLUMN asked_by TEXT;
ALTER TABLE recipient_affiliate ADD COLUMN part_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE recipient_affiliate ADD COLUMN ended_by TEXT;

-- The line of an imported election is nobody's money: a column says so, and its words no longer do.
ALTER TABLE budget_line ADD COLUMN is_example INTEGER NOT NULL DEFAULT 0 CHECK (is_example IN (0, 1));
UPDATE budget_line SET is_example = 1 WHERE id IN (SELECT a.line_id FROM allocation a
    JOIN round r ON r.allocation_id = a.id WHERE r.origin = 'import');
CREATE TRIGGER budget_line_example BEFORE UPDATE OF is_example ON budget_line WHEN NEW.is_example <> OLD.is_example BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- What a person answered about a grant was about its file as it was: whom it is made out to, with whom it is shared, and
-- what is paid on. Each change of the file counts; an answer names the count and the revision of each who shares the sum.
CREATE TABLE grant_file (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT, WITHOUT ROWID;
ALTER TABLE grant_check ADD COLUMN file TEXT NOT NULL DEFAULT '';
CREATE TRIGGER grant_file_changed BEFORE UPDATE ON grant_file
WHEN NEW.grant_id <> OLD.grant_id OR NEW.revision <= OLD.revision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_file_removed BEFORE DELETE ON grant_file BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER grant_check_changed;
CREATE TRIGGER grant_check_changed BEFORE UPDATE ON grant_check
WHEN NEW.reason <> '' OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
    OR NEW.answer <> OLD.answer OR NEW.recipient_id <> OLD.recipient_id OR NEW.revision <> OLD.revision
    OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at OR NEW.file <> OLD.file
    OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
        NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- The most that one plan may ask, by the class of its applicant (S41).
ALTER TABLE round_terms ADD COLUMN resident_most_cents INTEGER CHECK (resident_most_cents >= 0);
ALTER TABLE round_terms ADD COLUMN professional_most_cents INTEGER CHECK (professional_most_cents >= 0);
ALTER TABLE round_terms ADD COLUMN other_most_cents INTEGER CHECK (other_most_cents >= 0);
