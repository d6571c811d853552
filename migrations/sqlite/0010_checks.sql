-- Who gets the money, and what is checked before it is promised. Recipients (Dutch: ontvanger) with the legal persons
-- that belong together, the register of social-brokerage organisations, the checks, and declared interests.

-- The number of an account is locked under a key of the service that no copy of the database holds; iban_mark tells
-- under the same key whether two numbers are the same. Keys of names are what is left of a name without case, signs and
-- legal form. Everyone with the same family counts as one.
CREATE TABLE recipient (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'group', 'association', 'informal-association', 'foundation',
        'cooperative', 'company')),
    class TEXT NOT NULL CHECK (class IN ('resident', 'professional', 'other')),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    place TEXT NOT NULL,
    kvk TEXT CHECK (kvk IS NULL OR LENGTH(kvk) = 8),
    rsin TEXT CHECK (rsin IS NULL OR LENGTH(rsin) = 9),
    pay_by TEXT NOT NULL CHECK (pay_by IN ('account', 'card')),
    iban BLOB,
    iban_last TEXT CHECK (iban_last IS NULL OR LENGTH(iban_last) = 4),
    iban_mark TEXT,
    account_name TEXT NOT NULL,
    account_key TEXT NOT NULL,
    is_enterprise INTEGER NOT NULL CHECK (is_enterprise IN (0, 1)),
    family_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    changed_at INTEGER NOT NULL,
    CHECK ((iban IS NULL) = (iban_last IS NULL) AND (iban IS NULL) = (iban_mark IS NULL)),
    CHECK (pay_by = 'account' OR (kind = 'person' AND iban IS NULL))
) STRICT;
CREATE INDEX recipient_of_family ON recipient (family_id);
CREATE INDEX recipient_of_kvk ON recipient (kvk);

-- Who may sign for it.
CREATE TABLE recipient_signer (
    recipient_id TEXT NOT NULL REFERENCES recipient (id),
    number INTEGER NOT NULL CHECK (number > 0),
    name TEXT NOT NULL,
    PRIMARY KEY (recipient_id, number)
) STRICT, WITHOUT ROWID;

-- Which recipients belong together (Dutch: gelieerde rechtspersonen), from when and until when.
CREATE TABLE recipient_affiliate (
    one_id TEXT NOT NULL REFERENCES recipient (id),
    other_id TEXT NOT NULL REFERENCES recipient (id),
    since_at INTEGER NOT NULL,
    ended_at INTEGER,
    ground TEXT NOT NULL,
    by_account TEXT NOT NULL,
    PRIMARY KEY (one_id, other_id, since_at),
    CHECK (one_id < other_id),
    CHECK (ended_at IS NULL OR ended_at >= since_at)
) STRICT, WITHOUT ROWID;

-- Aid that an enterprise declared to have had from others (de minimis, Regulation (EU) 2023/2831).
CREATE TABLE recipient_aid (
    recipient_id TEXT NOT NULL REFERENCES recipient (id),
    number INTEGER NOT NULL CHECK (number > 0),
    day TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    giver TEXT NOT NULL,
    PRIMARY KEY (recipient_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_recipient (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    recipient_id TEXT NOT NULL REFERENCES recipient (id),
    set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_recipient_of ON grant_recipient (recipient_id);

-- An alliance: who carries out the plan together, and what each gets of the sum.
CREATE TABLE grant_member (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    recipient_id TEXT NOT NULL REFERENCES recipient (id),
    share_cents INTEGER NOT NULL CHECK (share_cents >= 0),
    consented_on TEXT,
    PRIMARY KEY (grant_id, recipient_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_member_of ON grant_member (recipient_id);

-- What the recipient will pay on to others (Dutch: doorbetaling), declared beforehand.
CREATE TABLE grant_onward (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number INTEGER NOT NULL CHECK (number > 0),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kvk TEXT CHECK (kvk IS NULL OR LENGTH(kvk) = 8),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    purpose TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
) STRICT, WITHOUT ROWID;

-- The register of social-brokerage organisations (Dutch: SMO). A change writes it whole under the next number.
CREATE TABLE smo_version (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE TABLE smo_party (
    version INTEGER NOT NULL REFERENCES smo_version (number),
    number INTEGER NOT NULL CHECK (number > 0),
    of_number INTEGER,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kvk TEXT CHECK (kvk IS NULL OR LENGTH(kvk) = 8),
    iban_last TEXT,
    iban_mark TEXT,
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    PRIMARY KEY (version, number),
    CHECK (of_number IS NULL OR of_number < number),
    CHECK (until_at IS NULL OR until_at > from_at)
) STRICT, WITHOUT ROWID;

-- What the checks of a round and of a year hold recipients to; without a row the defaults of the program.
CREATE TABLE round_terms (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    recipient_bp INTEGER NOT NULL CHECK (recipient_bp BETWEEN 0 AND 10000),
    onward_bp INTEGER NOT NULL CHECK (onward_bp BETWEEN 0 AND 10000),
    integrity_cents INTEGER NOT NULL CHECK (integrity_cents >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE year_terms (
    year INTEGER PRIMARY KEY,
    recipient_bp INTEGER NOT NULL CHECK (recipient_bp BETWEEN 0 AND 10000)
) STRICT;

-- What was checked, by whom, when, with which answer and why. An answer is about the recipient as it was then.
CREATE TABLE grant_check (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'not-applicable')),
    recipient_id TEXT NOT NULL REFERENCES recipient (id),
    revision INTEGER NOT NULL CHECK (revision > 0),
    by_account TEXT NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
) STRICT, WITHOUT ROWID;

-- Whether a plan can be carried out and is allowed (Dutch: haalbaarheidstoets).
CREATE TABLE plan_check (
    round_id TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
    by_account TEXT NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (round_id, proposal_id, number),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
) STRICT, WITHOUT ROWID;

-- What staff state about their own interest in a round: none, or one in a plan.
CREATE TABLE interest (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL CHECK (number > 0),
    by_account TEXT NOT NULL REFERENCES account (id),
    proposal_id TEXT,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (round_id, number),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER smo_version_changed BEFORE UPDATE ON smo_version BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER smo_version_removed BEFORE DELETE ON smo_version BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER smo_party_changed BEFORE UPDATE ON smo_party BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER smo_party_removed BEFORE DELETE ON smo_party BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_check_changed BEFORE UPDATE ON grant_check BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_check_removed BEFORE DELETE ON grant_check BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER plan_check_changed BEFORE UPDATE ON plan_check BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER plan_check_removed BEFORE DELETE ON plan_check BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER interest_changed BEFORE UPDATE ON interest BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER interest_removed BEFORE DELETE ON interest BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER round_terms_added BEFORE INSERT ON round_terms
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) NOT IN ('draft', 'propose', 'check', 'ready') BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER round_terms_changed BEFORE UPDATE ON round_terms
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) NOT IN ('draft', 'propose', 'check', 'ready') BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER round_terms_removed BEFORE DELETE ON round_terms BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Who gets the money stays what it was when the award was made.
CREATE TRIGGER grant_recipient_changed BEFORE UPDATE ON grant_recipient
WHEN NEW.grant_id <> OLD.grant_id
    OR (SELECT state FROM grant_record WHERE id = OLD.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_recipient_removed BEFORE DELETE ON grant_recipient BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_member_late BEFORE INSERT ON grant_member
WHEN (SELECT state FROM grant_record WHERE id = NEW.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_member_changed BEFORE UPDATE ON grant_member
WHEN (SELECT state FROM grant_record WHERE id = OLD.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_member_removed BEFORE DELETE ON grant_member
WHEN (SELECT state FROM grant_record WHERE id = OLD.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_onward_late BEFORE INSERT ON grant_onward
WHEN (SELECT state FROM grant_record WHERE id = NEW.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_onward_changed BEFORE UPDATE ON grant_onward BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_onward_removed BEFORE DELETE ON grant_onward
WHEN (SELECT state FROM grant_record WHERE id = OLD.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- No money is promised to nobody, nor to a social-brokerage organisation or whoever belongs to one, by any of the four
-- ways: applicant, member of an alliance, onward payment, holder of the account.
CREATE TRIGGER posting_to_nobody BEFORE INSERT ON posting
WHEN NEW.kind = 'award' AND NOT EXISTS (SELECT 1 FROM ledger_account a
    JOIN grant_recipient g ON g.grant_id = a.grant_id WHERE a.id = NEW.credit_id) BEGIN
    SELECT RAISE(ABORT, 'recipient_unknown');
END;
CREATE TRIGGER posting_to_excluded BEFORE INSERT ON posting
WHEN NEW.kind = 'award' AND EXISTS (SELECT 1 FROM ledger_account a JOIN smo_party p
        ON p.version = (SELECT MAX(number) FROM smo_version)
        AND p.from_at <= NEW.at AND (p.until_at IS NULL OR NEW.at < p.until_at)
    WHERE a.id = NEW.credit_id AND (
        EXISTS (SELECT 1 FROM recipient r JOIN recipient f ON f.family_id = r.family_id
            WHERE (r.id IN (SELECT recipient_id FROM grant_recipient WHERE grant_id = a.grant_id)
                    OR r.id IN (SELECT recipient_id FROM grant_member WHERE grant_id = a.grant_id AND share_cents > 0))
                AND (f.kvk = p.kvk OR ((f.kvk IS NULL OR p.kvk IS NULL) AND f.name_key = p.name_key)
                    OR r.iban_mark = p.iban_mark OR r.account_key = p.name_key))
        OR EXISTS (SELECT 1 FROM grant_onward o WHERE o.grant_id = a.grant_id
                AND (o.kvk = p.kvk OR ((o.kvk IS NULL OR p.kvk IS NULL) AND o.name_key = p.name_key)
                    OR EXISTS (SELECT 1 FROM recipient r JOIN recipient f ON f.family_id = r.family_id
                        WHERE r.kvk = o.kvk AND f.kvk = p.kvk))))) BEGIN
    SELECT RAISE(ABORT, 'excluded_recipient');
END;

-- I9: nobody signs a certificate who has an interest in the round or who checked one of its plans.
CREATE TRIGGER certificate_put_forward BEFORE INSERT ON certificate
WHEN EXISTS (SELECT 1 FROM interest WHERE round_id = NEW.round_id AND by_account = NEW.proposed_by
        AND proposal_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM plan_check WHERE round_id = NEW.round_id AND by_account = NEW.proposed_by) BEGIN
    SELECT RAISE(ABORT, 'conflict_of_interest');
END;
CREATE TRIGGER certificate_signed BEFORE UPDATE OF approved_by ON certificate
WHEN NEW.approved_by IS NOT NULL AND (EXISTS (SELECT 1 FROM interest WHERE round_id = NEW.round_id
        AND by_account = NEW.approved_by AND proposal_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM plan_check WHERE round_id = NEW.round_id AND by_account = NEW.approved_by)) BEGIN
    SELECT RAISE(ABORT, 'conflict_of_interest');
END;
