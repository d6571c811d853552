-- One ledger (Dutch: grootboek) of double-entry postings in whole cents, from the municipal line to the last receipt.
-- An account says where money stands and for whom; its balance row is changed by the posting itself and refused when it
-- would go below nothing. The sums that stood on lines and allocations move into it.

CREATE TABLE kept_line AS SELECT * FROM budget_line;
CREATE TABLE kept_allocation AS SELECT * FROM allocation;
DROP TRIGGER allocation_added;
DROP TRIGGER allocation_changed;
DROP TRIGGER allocation_removed;
DROP TRIGGER round_added;
DROP TRIGGER round_changed;
DROP TRIGGER round_removed;
-- Rounds refer to allocations while these are made anew; the references are checked at the end.
PRAGMA defer_foreign_keys = ON;
DROP TABLE allocation;
DROP TABLE budget_line;

CREATE TABLE budget_line (
    id TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
    share_bp INTEGER NOT NULL CHECK (share_bp BETWEEN 0 AND 10000),
    reserved_cents INTEGER NOT NULL CHECK (reserved_cents = total_cents * share_bp / 10000),
    base TEXT NOT NULL,
    ground TEXT NOT NULL,
    decided_at INTEGER NOT NULL
) STRICT;
INSERT INTO budget_line (id, year, name, total_cents, share_bp, reserved_cents, base, ground, decided_at)
    SELECT id, year, name, total_cents, share_bp, reserved_cents, base, ground, decided_at FROM kept_line;

CREATE TABLE allocation (
    id TEXT PRIMARY KEY,
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    area_id TEXT NOT NULL REFERENCES area (id),
    UNIQUE (line_id, area_id)
) STRICT;
INSERT INTO allocation (id, line_id, area_id) SELECT id, line_id, area_id FROM kept_allocation;

-- A standing round: published rules, no vote, small sums, a term in days (Dutch: snelle pot).
CREATE TABLE standing_round (
    id TEXT PRIMARY KEY,
    allocation_id TEXT NOT NULL REFERENCES allocation (id),
    title TEXT NOT NULL,
    ceiling_cents INTEGER NOT NULL CHECK (ceiling_cents >= 0),
    most_cents INTEGER NOT NULL CHECK (most_cents > 0),
    term_days INTEGER NOT NULL CHECK (term_days > 0),
    regulation_title TEXT NOT NULL,
    regulation_place TEXT NOT NULL,
    regulation_date TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

-- Money for a plan (Dutch: subsidie), from the certificate to the last receipt. No money leaves without a round.
CREATE TABLE grant_record (
    id TEXT PRIMARY KEY,
    allocation_id TEXT NOT NULL REFERENCES allocation (id),
    round_id TEXT REFERENCES round (id),
    standing_id TEXT REFERENCES standing_round (id),
    proposal_id TEXT,
    certificate_number INTEGER,
    pot TEXT NOT NULL CHECK (pot IN ('none', 'continuity', 'renewal', 'development', 'quick')),
    title TEXT NOT NULL,
    applicant TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    state TEXT NOT NULL CHECK (state IN ('selected', 'certified', 'awarded', 'objection', 'advances', 'running',
        'accounted', 'settled', 'closed', 'withdrawn', 'refused', 'revoked', 'lapsed')),
    CHECK ((round_id IS NULL) <> (standing_id IS NULL)),
    CHECK (round_id IS NULL OR (proposal_id IS NOT NULL AND certificate_number IS NOT NULL)),
    UNIQUE (round_id, proposal_id),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    FOREIGN KEY (round_id, certificate_number) REFERENCES certificate (round_id, number)
) STRICT;
CREATE INDEX grant_record_of_allocation ON grant_record (allocation_id);
CREATE INDEX grant_record_of_standing ON grant_record (standing_id);

CREATE TABLE grant_event (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number INTEGER NOT NULL CHECK (number > 0),
    step TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER grant_event_changed BEFORE UPDATE ON grant_event BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_event_removed BEFORE DELETE ON grant_event BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL CHECK (size >= 0)
) STRICT;
INSERT INTO ledger_head (id, size) VALUES (1, 0);
CREATE TRIGGER ledger_head_shrinks BEFORE UPDATE ON ledger_head WHEN NEW.size < OLD.size BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER ledger_head_removed BEFORE DELETE ON ledger_head BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- The municipal line is where money comes from: the one account that may be below nothing.
CREATE TABLE ledger_account (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('line', 'fixed', 'reserve', 'area', 'round', 'objection', 'selected',
        'committed', 'payable', 'paid', 'accounted', 'settled', 'receivable')),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    allocation_id TEXT REFERENCES allocation (id),
    round_id TEXT,
    grant_id TEXT REFERENCES grant_record (id),
    pot TEXT NOT NULL CHECK (pot IN ('none', 'continuity', 'renewal', 'development', 'quick')),
    debit_cents INTEGER NOT NULL CHECK (debit_cents >= 0),
    credit_cents INTEGER NOT NULL CHECK (credit_cents >= 0),
    CHECK (kind = 'line' OR debit_cents <= credit_cents),
    CHECK ((kind IN ('line', 'fixed', 'reserve')) = (allocation_id IS NULL)),
    CHECK ((kind IN ('selected', 'committed', 'payable', 'paid', 'accounted', 'settled', 'receivable')) = (grant_id IS NOT NULL))
) STRICT;
CREATE INDEX ledger_account_of_line ON ledger_account (line_id, kind);
CREATE INDEX ledger_account_of_round ON ledger_account (round_id);
CREATE INDEX ledger_account_of_grant ON ledger_account (grant_id);

-- Control accounts (Dutch: verzamelrekeningen): the sums of all accounts of a kind in an area and a year.
CREATE TABLE ledger_control (
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    allocation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    pot TEXT NOT NULL,
    debit_cents INTEGER NOT NULL CHECK (debit_cents >= 0),
    credit_cents INTEGER NOT NULL CHECK (credit_cents >= 0),
    PRIMARY KEY (line_id, allocation_id, kind, pot),
    CHECK (kind = 'line' OR debit_cents <= credit_cents)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN ('budget', 'allocate', 'transfer', 'carry-over', 'ceiling', 'objection-reserve',
        'release', 'select', 'award', 'advance', 'payment', 'return', 'account', 'settle', 'reclaim', 'receipt',
        'write-off')),
    debit_id TEXT NOT NULL REFERENCES ledger_account (id),
    credit_id TEXT NOT NULL REFERENCES ledger_account (id),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    reference TEXT NOT NULL,
    CHECK (debit_id <> credit_id)
) STRICT;
CREATE INDEX posting_debit ON posting (debit_id);
CREATE INDEX posting_credit ON posting (credit_id);

CREATE TRIGGER ledger_account_added AFTER INSERT ON ledger_account BEGIN
    INSERT INTO ledger_control (line_id, allocation_id, kind, pot, debit_cents, credit_cents)
        VALUES (NEW.line_id, COALESCE(NEW.allocation_id, ''), NEW.kind, NEW.pot, 0, 0)
        ON CONFLICT (line_id, allocation_id, kind, pot) DO NOTHING;
END;
-- Only money in a posting moves; what an account is for never changes.
CREATE TRIGGER ledger_account_filled BEFORE INSERT ON ledger_account
WHEN NEW.debit_cents <> 0 OR NEW.credit_cents <> 0 BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER ledger_account_changed BEFORE UPDATE ON ledger_account
WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.line_id <> OLD.line_id OR NEW.allocation_id IS NOT OLD.allocation_id
    OR NEW.round_id IS NOT OLD.round_id OR NEW.grant_id IS NOT OLD.grant_id OR NEW.pot <> OLD.pot
    OR NEW.debit_cents < OLD.debit_cents OR NEW.credit_cents < OLD.credit_cents BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER ledger_account_removed BEFORE DELETE ON ledger_account BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TRIGGER posting_gap BEFORE INSERT ON posting
WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM posting), 0) + 1 BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- Money enters and leaves the reserved share by a budget decision and by nothing else.
CREATE TRIGGER posting_outside BEFORE INSERT ON posting
WHEN (NEW.kind = 'budget') <> EXISTS (SELECT 1 FROM ledger_account
    WHERE id IN (NEW.debit_id, NEW.credit_id) AND kind IN ('line', 'fixed')) BEGIN
    SELECT RAISE(ABORT, 'outside_reserve');
END;
CREATE TRIGGER posting_added AFTER INSERT ON posting BEGIN
    UPDATE ledger_account SET debit_cents = debit_cents + NEW.amount_cents WHERE id = NEW.debit_id;
    UPDATE ledger_account SET credit_cents = credit_cents + NEW.amount_cents WHERE id = NEW.credit_id;
    UPDATE ledger_control SET credit_cents = credit_cents + NEW.amount_cents
        WHERE (line_id, allocation_id, kind, pot) =
            (SELECT line_id, COALESCE(allocation_id, ''), kind, pot FROM ledger_account WHERE id = NEW.credit_id);
    UPDATE ledger_control SET debit_cents = debit_cents + NEW.amount_cents
        WHERE (line_id, allocation_id, kind, pot) =
            (SELECT line_id, COALESCE(allocation_id, ''), kind, pot FROM ledger_account WHERE id = NEW.debit_id);
END;
CREATE TRIGGER posting_changed BEFORE UPDATE ON posting BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER posting_removed BEFORE DELETE ON posting BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- What stood before the ledger becomes its first postings.
INSERT INTO grant_record (id, allocation_id, round_id, standing_id, proposal_id, certificate_number, pot, title, applicant,
    amount_cents, state)
    SELECT g.round_id || '.' || g.proposal_id, r.allocation_id, g.round_id, NULL, g.proposal_id, g.certificate_number,
        'none', p.title, p.applicant, g.amount_cents, 'certified'
    FROM round_grant g JOIN round r ON r.id = g.round_id
    JOIN proposal p ON p.round_id = g.round_id AND p.id = g.proposal_id;

INSERT INTO ledger_account (id, kind, line_id, allocation_id, round_id, grant_id, pot, debit_cents, credit_cents)
    SELECT 'line/' || id, 'line', id, NULL, NULL, NULL, 'none', 0, 0 FROM budget_line
    UNION ALL SELECT 'fixed/' || id, 'fixed', id, NULL, NULL, NULL, 'none', 0, 0 FROM budget_line
    UNION ALL SELECT 'reserve/' || id, 'reserve', id, NULL, NULL, NULL, 'none', 0, 0 FROM budget_line
    UNION ALL SELECT 'area/' || id, 'area', line_id, id, NULL, NULL, 'none', 0, 0 FROM allocation
    UNION ALL SELECT 'round/' || a.id || '/' || r.id, 'round', a.line_id, a.id, r.id, NULL, 'none', 0, 0
        FROM round r JOIN allocation a ON a.id = r.allocation_id
    UNION ALL SELECT 'objection/' || a.id || '/' || r.id, 'objection', a.line_id, a.id, r.id, NULL, 'none', 0, 0
        FROM round r JOIN allocation a ON a.id = r.allocation_id
    UNION ALL SELECT 'selected/' || a.id || '/' || g.id, 'selected', a.line_id, a.id, g.round_id, g.id, 'none', 0, 0
        FROM grant_record g JOIN allocation a ON a.id = g.allocation_id;

CREATE TABLE first_posting (kind TEXT, debit_id TEXT, credit_id TEXT, amount_cents INTEGER, at INTEGER, step INTEGER) STRICT;
INSERT INTO first_posting
    SELECT 'budget', 'line/' || id, 'fixed/' || id, total_cents - reserved_cents, decided_at, 1 FROM budget_line
    UNION ALL SELECT 'budget', 'line/' || id, 'reserve/' || id, reserved_cents, decided_at, 2 FROM budget_line
    UNION ALL SELECT 'allocate', 'reserve/' || k.line_id, 'area/' || k.id, k.ceiling_cents, l.decided_at, 3
        FROM kept_allocation k JOIN budget_line l ON l.id = k.line_id
    UNION ALL SELECT 'ceiling', 'area/' || r.allocation_id, 'round/' || r.allocation_id || '/' || r.id,
        r.ceiling_cents - r.objection_cents, l.decided_at, 4
        FROM round r JOIN allocation a ON a.id = r.allocation_id JOIN budget_line l ON l.id = a.line_id
        WHERE r.phase <> 'cancelled'
    UNION ALL SELECT 'objection-reserve', 'area/' || r.allocation_id, 'objection/' || r.allocation_id || '/' || r.id,
        r.objection_cents, l.decided_at, 5
        FROM round r JOIN allocation a ON a.id = r.allocation_id JOIN budget_line l ON l.id = a.line_id
        WHERE r.phase <> 'cancelled'
    UNION ALL SELECT 'select', 'round/' || g.allocation_id || '/' || g.round_id, 'selected/' || g.allocation_id || '/' || g.id,
        g.amount_cents, c.approved_at, 6
        FROM grant_record g JOIN certificate c ON c.round_id = g.round_id AND c.number = g.certificate_number;
DELETE FROM first_posting WHERE amount_cents = 0;
INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference)
    SELECT ROW_NUMBER() OVER (ORDER BY step, debit_id, credit_id), kind, debit_id, credit_id, amount_cents, at, 'service',
        'Overgenomen bij het begin van het grootboek', '' FROM first_posting ORDER BY step, debit_id, credit_id;
UPDATE ledger_head SET size = (SELECT COUNT(*) FROM posting);
INSERT INTO grant_event (grant_id, number, step, from_state, to_state, at, by_actor, reason)
    SELECT g.id, 1, 'certify', 'selected', 'certified', c.approved_at, c.approved_by, ''
    FROM grant_record g JOIN certificate c ON c.round_id = g.round_id AND c.number = g.certificate_number;
DROP TABLE first_posting;
DROP TABLE kept_allocation;
DROP TABLE kept_line;

-- From here on a line, a round and a grant say what the ledger holds for them, never more.
CREATE TRIGGER budget_line_added BEFORE INSERT ON budget_line WHEN NEW.total_cents <> 0 BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER budget_line_decided BEFORE UPDATE OF id, total_cents, reserved_cents ON budget_line
WHEN NEW.id <> OLD.id
    OR NEW.total_cents <> (SELECT COALESCE(SUM(debit_cents - credit_cents), 0) FROM ledger_account
        WHERE line_id = NEW.id AND kind = 'line')
    OR NEW.reserved_cents <> (SELECT COALESCE(SUM(debit_cents - credit_cents), 0) FROM ledger_account
        WHERE line_id = NEW.id AND kind IN ('line', 'fixed')) BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER round_added BEFORE INSERT ON round
WHEN NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
    WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER round_planned BEFORE UPDATE OF allocation_id, ceiling_cents, objection_cents ON round
WHEN (NEW.allocation_id <> OLD.allocation_id OR NEW.ceiling_cents <> OLD.ceiling_cents
    OR NEW.objection_cents <> OLD.objection_cents)
    AND NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
        WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER standing_round_added BEFORE INSERT ON standing_round
WHEN NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
    WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
CREATE TRIGGER standing_round_changed BEFORE UPDATE OF id, allocation_id, ceiling_cents ON standing_round
WHEN NEW.id <> OLD.id OR NEW.allocation_id <> OLD.allocation_id
    OR NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
        WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
-- A grant comes from a round that was held to its end; a published election is never one.
CREATE TRIGGER grant_record_unvoted BEFORE INSERT ON grant_record
WHEN NEW.round_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM round
    WHERE id = NEW.round_id AND origin = 'vote' AND phase IN ('certified', 'final')) BEGIN
    SELECT RAISE(ABORT, 'round_unvoted');
END;
CREATE TRIGGER grant_record_removed BEFORE DELETE ON grant_record BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_record_changed BEFORE UPDATE ON grant_record
WHEN NEW.id <> OLD.id OR NEW.round_id IS NOT OLD.round_id OR NEW.standing_id IS NOT OLD.standing_id
    OR NEW.proposal_id IS NOT OLD.proposal_id OR NEW.allocation_id <> OLD.allocation_id BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
