-- A grant is one sum over all its years; giving up what cannot be got back is a decision with a letter of its own.

CREATE TABLE kept_mandate AS SELECT * FROM mandate;
CREATE TABLE kept_decision AS SELECT * FROM decision;
-- Letters and objections refer to decisions while these are made anew; the references are checked at the end.
PRAGMA defer_foreign_keys = ON;
DROP TABLE decision;
DROP TABLE mandate;

CREATE TABLE mandate (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer',
        'write-off')),
    up_to_cents INTEGER NOT NULL CHECK (up_to_cents >= 0),
    from_at INTEGER NOT NULL,
    until_at INTEGER CHECK (until_at >= from_at),
    ground TEXT NOT NULL,
    ground_date TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    entered_by TEXT NOT NULL
) STRICT;
INSERT INTO mandate (number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, entered_at, entered_by)
    SELECT number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, entered_at, entered_by FROM kept_mandate;
CREATE INDEX mandate_of_account ON mandate (account_id, kind);
CREATE TRIGGER mandate_changed BEFORE UPDATE ON mandate BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER mandate_removed BEFORE DELETE ON mandate BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE decision (
    number TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer',
        'write-off')),
    grant_id TEXT REFERENCES grant_record (id),
    round_id TEXT REFERENCES round (id),
    standing_id TEXT REFERENCES standing_round (id),
    proposal_id TEXT,
    sum_cents INTEGER NOT NULL CHECK (sum_cents >= 0),
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    job TEXT NOT NULL,
    mandate_number INTEGER NOT NULL REFERENCES mandate (number),
    reason TEXT NOT NULL,
    facts TEXT NOT NULL,
    facts_hash TEXT NOT NULL CHECK (length(facts_hash) = 64),
    UNIQUE (year, seq),
    CHECK ((round_id IS NULL) <> (standing_id IS NULL)),
    CHECK ((round_id IS NULL) = (proposal_id IS NULL)),
    CHECK (grant_id IS NOT NULL OR proposal_id IS NOT NULL),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
) STRICT;
INSERT INTO decision (number, year, seq, kind, grant_id, round_id, standing_id, proposal_id, sum_cents, at, by_account, job, mandate_number,
    reason, facts, facts_hash)
    SELECT number, year, seq, kind, grant_id, round_id, standing_id, proposal_id, sum_cents, at, by_account, job, mandate_number,
    reason, facts, facts_hash
    FROM kept_decision;
CREATE INDEX decision_of_grant ON decision (grant_id);
CREATE INDEX decision_of_round ON decision (round_id, proposal_id);
-- A plan that got no money is refused once: who is refused twice would not know which letter counts.
CREATE UNIQUE INDEX decision_refused_once ON decision (round_id, proposal_id) WHERE kind = 'refusal' AND grant_id IS NULL;
CREATE TRIGGER decision_gap BEFORE INSERT ON decision
WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM decision WHERE year = NEW.year), 0) + 1
    OR NEW.number <> NEW.year || '-' || SUBSTR('00000' || NEW.seq, -MAX(5, LENGTH(NEW.seq))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- Nobody signs beyond a mandate, whatever program asks.
CREATE TRIGGER decision_mandated BEFORE INSERT ON decision
WHEN NOT EXISTS (SELECT 1 FROM mandate m WHERE m.number = NEW.mandate_number AND m.account_id = NEW.by_account
    AND m.kind = NEW.kind AND m.up_to_cents >= NEW.sum_cents AND m.from_at <= NEW.at AND m.entered_at <= NEW.at
    AND (m.until_at IS NULL OR NEW.at < m.until_at)) BEGIN
    SELECT RAISE(ABORT, 'no_mandate');
END;
CREATE TRIGGER decision_changed BEFORE UPDATE ON decision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER decision_removed BEFORE DELETE ON decision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TABLE kept_decision;
DROP TABLE kept_mandate;

-- A later year that was taken back because the budget of that year holds too little for it (Awb art. 4:34).
CREATE TABLE grant_slice_end (
    grant_id TEXT NOT NULL,
    line_id TEXT NOT NULL,
    decision_number TEXT NOT NULL REFERENCES decision (number),
    adopted_on TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    PRIMARY KEY (grant_id, line_id),
    FOREIGN KEY (grant_id, line_id) REFERENCES grant_slice (grant_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER grant_slice_end_changed BEFORE UPDATE ON grant_slice_end BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_slice_end_removed BEFORE DELETE ON grant_slice_end BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- What each member of an alliance gets is a share of all years together; until now it was one of the first year.
DROP TRIGGER grant_member_changed;
UPDATE grant_member SET share_cents = share_cents
    * ((SELECT g.amount_cents FROM grant_record g WHERE g.id = grant_member.grant_id)
        + (SELECT SUM(s.amount_cents) FROM grant_slice s WHERE s.grant_id = grant_member.grant_id))
    / (SELECT g.amount_cents FROM grant_record g WHERE g.id = grant_member.grant_id)
    WHERE grant_id IN (SELECT grant_id FROM grant_slice);
-- Cents that do not divide go to who leads.
UPDATE grant_member SET share_cents = share_cents
    + (SELECT g.amount_cents FROM grant_record g WHERE g.id = grant_member.grant_id)
    + (SELECT SUM(s.amount_cents) FROM grant_slice s WHERE s.grant_id = grant_member.grant_id)
    - (SELECT SUM(m.share_cents) FROM grant_member m WHERE m.grant_id = grant_member.grant_id)
    WHERE grant_id IN (SELECT grant_id FROM grant_slice)
    AND recipient_id = (SELECT r.recipient_id FROM grant_recipient r WHERE r.grant_id = grant_member.grant_id);
CREATE TRIGGER grant_member_changed BEFORE UPDATE ON grant_member
WHEN (SELECT state FROM grant_record WHERE id = OLD.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- What was to be paid back after an award was taken back has its row as what a settlement reclaims has.
INSERT INTO reclaim (grant_id, number, decision, amount_cents, decided_on, pay_until, reason)
    SELECT d.grant_id, (SELECT COUNT(*) FROM decision e WHERE e.grant_id = d.grant_id AND e.kind = 'reclaim'
            AND (e.year < d.year OR (e.year = d.year AND e.seq <= d.seq))),
        d.number, d.sum_cents, date(d.at / 1000000, 'unixepoch', '+1 hour'), date(d.at / 1000000, 'unixepoch', '+1 hour', '+42 days'), d.reason
    FROM decision d WHERE d.kind = 'reclaim' AND d.sum_cents > 0
    AND NOT EXISTS (SELECT 1 FROM reclaim r WHERE r.grant_id = d.grant_id AND r.decision = d.number);
