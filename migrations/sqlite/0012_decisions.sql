-- Who may sign which decision, up to which sum, from when until when (Dutch: mandaatregister). A new row ends the one
-- before it for the same person and kind.
CREATE TABLE mandate (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer')),
    up_to_cents INTEGER NOT NULL CHECK (up_to_cents >= 0),
    from_at INTEGER NOT NULL,
    until_at INTEGER CHECK (until_at >= from_at),
    ground TEXT NOT NULL,
    ground_date TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    entered_by TEXT NOT NULL
) STRICT;
CREATE INDEX mandate_of_account ON mandate (account_id, kind);
CREATE TRIGGER mandate_changed BEFORE UPDATE ON mandate BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER mandate_removed BEFORE DELETE ON mandate BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Formal decisions (Dutch: besluiten). Numbers run per calendar year without gaps; the turn of the ledger, which every
-- decision takes, keeps two from taking one number.
CREATE TABLE decision (
    number TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer')),
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

-- Letters that went out. The text can be emptied when its term of keeping has passed; its fingerprint stays.
CREATE TABLE decision_sending (
    decision_number TEXT PRIMARY KEY REFERENCES decision (number),
    sent_on TEXT NOT NULL,
    means TEXT NOT NULL CHECK (means IN ('post', 'mail')),
    objection_until TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    letter TEXT NOT NULL,
    letter_hash TEXT NOT NULL CHECK (length(letter_hash) = 64)
) STRICT;
CREATE TRIGGER decision_sending_changed BEFORE UPDATE ON decision_sending
WHEN NEW.letter <> '' OR NEW.decision_number <> OLD.decision_number OR NEW.sent_on <> OLD.sent_on OR NEW.means <> OLD.means
    OR NEW.objection_until <> OLD.objection_until OR NEW.at <> OLD.at OR NEW.by_account <> OLD.by_account
    OR NEW.letter_hash <> OLD.letter_hash BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER decision_sending_removed BEFORE DELETE ON decision_sending BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Objections (Dutch: bezwaren). No name of who objects stands here: the letter has a number elsewhere.
CREATE TABLE objection (
    number TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    decision_number TEXT NOT NULL REFERENCES decision (number),
    received_on TEXT NOT NULL,
    posted_on TEXT,
    reference TEXT NOT NULL,
    advice TEXT NOT NULL CHECK (advice IN ('none', 'committee')),
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    UNIQUE (year, seq)
) STRICT;
CREATE INDEX objection_of_decision ON objection (decision_number);
CREATE TRIGGER objection_gap BEFORE INSERT ON objection
WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM objection WHERE year = NEW.year), 0) + 1 BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER objection_changed BEFORE UPDATE ON objection BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER objection_removed BEFORE DELETE ON objection BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE objection_extension (
    objection_number TEXT NOT NULL REFERENCES objection (number),
    seq INTEGER NOT NULL CHECK (seq > 0),
    until_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (objection_number, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER objection_extension_changed BEFORE UPDATE ON objection_extension BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER objection_extension_removed BEFORE DELETE ON objection_extension BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE objection_outcome (
    objection_number TEXT PRIMARY KEY REFERENCES objection (number),
    outcome TEXT NOT NULL CHECK (outcome IN ('founded', 'unfounded', 'inadmissible', 'withdrawn')),
    decision_number TEXT REFERENCES decision (number),
    grant_id TEXT REFERENCES grant_record (id),
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    CHECK ((outcome = 'withdrawn') = (decision_number IS NULL)),
    CHECK (grant_id IS NULL OR outcome = 'founded')
) STRICT;
-- Who took a decision does not judge the objection against it.
CREATE TRIGGER objection_outcome_own BEFORE INSERT ON objection_outcome
WHEN NEW.outcome <> 'withdrawn' AND EXISTS (SELECT 1 FROM objection o JOIN decision d ON d.number = o.decision_number
    WHERE o.number = NEW.objection_number AND d.by_account = NEW.by_account) BEGIN
    SELECT RAISE(ABORT, 'own_decision');
END;
CREATE TRIGGER objection_outcome_changed BEFORE UPDATE ON objection_outcome BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER objection_outcome_removed BEFORE DELETE ON objection_outcome BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
