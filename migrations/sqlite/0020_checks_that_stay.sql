-- I11 holds for money that leaves as it does for the award: the register of social-brokerage organisations and who
-- belongs with whom may change after an award.

-- Which grants the register in force shuts out by one of the four ways, and between which moments.
CREATE VIEW grant_shut_out AS
SELECT g.id AS grant_id, p.number AS party, p.from_at AS from_at, p.until_at AS until_at
FROM grant_record g JOIN smo_party p ON p.version = (SELECT MAX(number) FROM smo_version)
WHERE EXISTS (SELECT 1 FROM recipient r JOIN recipient f ON f.family_id = r.family_id
        WHERE (r.id IN (SELECT recipient_id FROM grant_recipient WHERE grant_id = g.id)
                OR r.id IN (SELECT recipient_id FROM grant_member WHERE grant_id = g.id AND share_cents > 0))
            AND (f.kvk = p.kvk OR ((f.kvk IS NULL OR p.kvk IS NULL) AND f.name_key = p.name_key)
                OR r.iban_mark = p.iban_mark OR r.account_key = p.name_key))
    OR EXISTS (SELECT 1 FROM grant_onward o WHERE o.grant_id = g.id
            AND (o.kvk = p.kvk OR ((o.kvk IS NULL OR p.kvk IS NULL) AND o.name_key = p.name_key)
                OR EXISTS (SELECT 1 FROM recipient r JOIN recipient f ON f.family_id = r.family_id
                    WHERE r.kvk = o.kvk AND f.kvk = p.kvk)));

-- No money is promised or ordered to be paid there.
DROP TRIGGER posting_to_excluded;
CREATE TRIGGER posting_to_excluded BEFORE INSERT ON posting
WHEN NEW.kind IN ('award', 'advance') AND EXISTS (SELECT 1 FROM ledger_account a
    JOIN grant_shut_out s ON s.grant_id = a.grant_id
    WHERE a.id = NEW.credit_id AND s.from_at <= NEW.at AND (s.until_at IS NULL OR NEW.at < s.until_at)) BEGIN
    SELECT RAISE(ABORT, 'excluded_recipient');
END;

-- No order for it goes into a batch, and none goes to the bank. What the bank paid before is written down as it was.
CREATE TRIGGER payment_order_excluded BEFORE UPDATE OF state ON payment_order
WHEN NEW.state IN ('gathered', 'sent') AND NEW.state <> OLD.state AND EXISTS (SELECT 1 FROM payment_batch b
    JOIN grant_shut_out s ON s.grant_id = NEW.grant_id
        AND s.from_at <= COALESCE(b.exported_at, b.gathered_at)
        AND (s.until_at IS NULL OR COALESCE(b.exported_at, b.gathered_at) < s.until_at)
    WHERE b.id = NEW.batch_id) BEGIN
    SELECT RAISE(ABORT, 'excluded_recipient');
END;

-- I9: who signs a certificate stated first whether there is an own interest in the round. An imported election is
-- nobody's money.
CREATE TRIGGER certificate_put_forward_unstated BEFORE INSERT ON certificate
WHEN (SELECT origin FROM round WHERE id = NEW.round_id) = 'vote'
    AND NOT EXISTS (SELECT 1 FROM interest WHERE round_id = NEW.round_id AND by_account = NEW.proposed_by) BEGIN
    SELECT RAISE(ABORT, 'interest_unstated');
END;
CREATE TRIGGER certificate_signed_unstated BEFORE UPDATE OF approved_by ON certificate
WHEN NEW.approved_by IS NOT NULL AND (SELECT origin FROM round WHERE id = NEW.round_id) = 'vote'
    AND NOT EXISTS (SELECT 1 FROM interest WHERE round_id = NEW.round_id
    AND by_account = NEW.approved_by) BEGIN
    SELECT RAISE(ABORT, 'interest_unstated');
END;

-- What an applicant states about a plan: what kind of applicant it is, who helped, and who is paid by it. It is shown
-- beside the plan and counts for nothing. A later statement takes the place of an earlier one, which stays.
CREATE TABLE disclosure (
    round_id TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    class TEXT NOT NULL CHECK (class IN ('resident', 'professional', 'other')),
    help TEXT NOT NULL CHECK (help IN ('none', 'office', 'smo', 'other')),
    paid TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (round_id, proposal_id, number),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER disclosure_late BEFORE INSERT ON disclosure
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) NOT IN ('draft', 'propose', 'check', 'ready') BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
-- Nothing of it changes, but what names people may be erased after its term.
CREATE TRIGGER disclosure_changed BEFORE UPDATE ON disclosure
WHEN NEW.paid <> '' OR NEW.class <> OLD.class OR NEW.help <> OLD.help OR NEW.at <> OLD.at BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER disclosure_removed BEFORE DELETE ON disclosure BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
