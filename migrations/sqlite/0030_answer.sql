-- A refused request for quick response is a refusal as any other: a decision with a letter, open to objection.

CREATE TABLE kept_decision AS SELECT * FROM decision;
-- Letters and objections refer to decisions while these are made anew; the references are checked at the end.
PRAGMA defer_foreign_keys = ON;
DROP TABLE decision;
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
    request_number INTEGER,
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
    CHECK (request_number IS NULL OR (standing_id IS NOT NULL AND grant_id IS NULL)),
    CHECK (grant_id IS NOT NULL OR proposal_id IS NOT NULL OR request_number IS NOT NULL),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    FOREIGN KEY (standing_id, request_number) REFERENCES quick_request (standing_id, number)
) STRICT;
INSERT INTO decision (number, year, seq, kind, grant_id, round_id, standing_id, proposal_id, sum_cents, at, by_account, job, mandate_number,
    reason, facts, facts_hash)
    SELECT number, year, seq, kind, grant_id, round_id, standing_id, proposal_id, sum_cents, at, by_account, job, mandate_number,
    reason, facts, facts_hash
    FROM kept_decision;
DROP TABLE kept_decision;
CREATE INDEX decision_of_grant ON decision (grant_id);
CREATE INDEX decision_of_round ON decision (round_id, proposal_id);
CREATE INDEX decision_of_standing ON decision (standing_id, request_number);
-- A plan that got no money is refused once, and so is a request: who is refused twice would not know which letter counts.
CREATE UNIQUE INDEX decision_refused_once ON decision (round_id, proposal_id) WHERE kind = 'refusal' AND grant_id IS NULL;
CREATE UNIQUE INDEX decision_request_refused_once ON decision (standing_id, request_number)
    WHERE kind = 'refusal' AND grant_id IS NULL;
CREATE TRIGGER decision_gap BEFORE INSERT ON decision
WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM decision WHERE year = NEW.year), 0) + 1
    OR NEW.number <> NEW.year || '-' || SUBSTR('00000' || NEW.seq, -MAX(5, LENGTH(NEW.seq))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER decision_mandated BEFORE INSERT ON decision
WHEN NOT EXISTS (SELECT 1 FROM mandate m WHERE m.number = NEW.mandate_number AND m.account_id = NEW.by_account
    AND m.kind = NEW.kind AND m.up_to_cents >= NEW.sum_cents AND m.from_at <= NEW.at AND m.entered_at <= NEW.at
    AND (m.until_at IS NULL OR NEW.at < m.until_at)
    AND NOT EXISTS (SELECT 1 FROM mandate later WHERE later.account_id = m.account_id AND later.kind = m.kind
        AND later.number > m.number AND later.from_at <= NEW.at AND later.entered_at <= NEW.at)) BEGIN
    SELECT RAISE(ABORT, 'no_mandate');
END;
CREATE TRIGGER decision_changed BEFORE UPDATE ON decision
WHEN NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.number <> OLD.number OR NEW.year <> OLD.year
    OR NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind OR NEW.grant_id IS NOT OLD.grant_id
    OR NEW.round_id IS NOT OLD.round_id OR NEW.standing_id IS NOT OLD.standing_id
    OR NEW.proposal_id IS NOT OLD.proposal_id OR NEW.request_number IS NOT OLD.request_number
    OR NEW.sum_cents <> OLD.sum_cents OR NEW.at <> OLD.at
    OR NEW.by_account <> OLD.by_account OR NEW.job <> OLD.job OR NEW.mandate_number <> OLD.mandate_number
    OR NEW.facts_hash <> OLD.facts_hash
    OR NOT (NEW.facts = OLD.facts OR (OLD.standing_id IS NOT NULL
        AND NEW.facts = json_set(OLD.facts, '$.plan.applicant', '(gewist)')))
    OR NOT (OLD.grant_id IS NULL OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
        IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER decision_removed BEFORE DELETE ON decision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER decision_replaced BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE number = NEW.number)
    OR (NEW.kind = 'refusal' AND NEW.grant_id IS NULL
        AND EXISTS (SELECT 1 FROM decision WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id AND kind = 'refusal' AND grant_id IS NULL))
    OR (NEW.kind = 'refusal' AND NEW.grant_id IS NULL
        AND EXISTS (SELECT 1 FROM decision WHERE standing_id = NEW.standing_id AND request_number = NEW.request_number AND kind = 'refusal' AND grant_id IS NULL))
    OR EXISTS (SELECT 1 FROM decision WHERE year = NEW.year AND seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- A request is refused by a decision that is there, from here on. What was refused before has none until someone takes it.
DROP TRIGGER row_before_replaced;
INSERT INTO row_before (kind, row_key) SELECT 'quick_refusal', standing_id || '.' || number FROM quick_request WHERE decision = 'refused';
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER quick_request_undecided BEFORE UPDATE ON quick_request
WHEN OLD.decision = 'waits' AND NEW.decision = 'refused' AND NOT EXISTS (SELECT 1 FROM decision d
    WHERE d.standing_id = NEW.standing_id AND d.request_number = NEW.number AND d.kind = 'refusal') BEGIN
    SELECT RAISE(ABORT, 'no_mandate');
END;

-- A quick pot that ended grants nothing any more, but for a request of which the refusal was not right.
DROP TRIGGER grant_record_quick;
CREATE TRIGGER grant_record_quick BEFORE INSERT ON grant_record
WHEN NEW.standing_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM standing_round s
    WHERE s.id = NEW.standing_id AND s.allocation_id = NEW.allocation_id AND NEW.amount_cents <= s.most_cents
    AND (s.ended_at IS NULL OR EXISTS (SELECT 1 FROM decision d WHERE d.standing_id = s.id AND d.kind = 'refusal'
        AND NEW.id = d.standing_id || '.' || d.request_number))) BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;
