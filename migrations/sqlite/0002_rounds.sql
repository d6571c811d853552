-- Rounds, their plans and their letters.

CREATE TABLE round (
    id TEXT PRIMARY KEY,
    allocation_id TEXT NOT NULL REFERENCES allocation (id),
    origin TEXT NOT NULL CHECK (origin IN ('vote', 'import')),
    phase TEXT NOT NULL CHECK (phase IN ('draft', 'propose', 'check', 'ready', 'open', 'closed', 'sealed',
        'counted', 'proposed', 'certified', 'final', 'cancelled')),
    title TEXT NOT NULL,
    ceiling_cents INTEGER NOT NULL CHECK (ceiling_cents >= 0),
    objection_cents INTEGER NOT NULL CHECK (objection_cents >= 0),
    granted_cents INTEGER NOT NULL CHECK (granted_cents >= 0),
    ballot_min INTEGER NOT NULL CHECK (ballot_min >= 0),
    ballot_max INTEGER NOT NULL,
    count_rule TEXT NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('allowed', 'none')),
    publish TEXT NOT NULL CHECK (publish IN ('ballots', 'totals')),
    regulation_title TEXT,
    regulation_place TEXT,
    regulation_date TEXT,
    propose_until INTEGER,
    vote_from INTEGER,
    vote_until INTEGER,
    outcome_at INTEGER,
    rules_hash TEXT,
    writer_epoch INTEGER NOT NULL,
    CHECK (ballot_max >= ballot_min),
    CHECK (granted_cents + objection_cents <= ceiling_cents)
) STRICT;

CREATE TRIGGER round_added AFTER INSERT ON round BEGIN
    UPDATE allocation SET rounds_cents = rounds_cents
        + CASE NEW.phase WHEN 'cancelled' THEN 0 ELSE NEW.ceiling_cents END WHERE id = NEW.allocation_id;
END;
CREATE TRIGGER round_changed AFTER UPDATE OF allocation_id, ceiling_cents, phase ON round BEGIN
    UPDATE allocation SET rounds_cents = rounds_cents
        - CASE OLD.phase WHEN 'cancelled' THEN 0 ELSE OLD.ceiling_cents END WHERE id = OLD.allocation_id;
    UPDATE allocation SET rounds_cents = rounds_cents
        + CASE NEW.phase WHEN 'cancelled' THEN 0 ELSE NEW.ceiling_cents END WHERE id = NEW.allocation_id;
END;
CREATE TRIGGER round_removed AFTER DELETE ON round BEGIN
    UPDATE allocation SET rounds_cents = rounds_cents
        - CASE OLD.phase WHEN 'cancelled' THEN 0 ELSE OLD.ceiling_cents END WHERE id = OLD.allocation_id;
END;
-- What was frozen at opening never changes again.
CREATE TRIGGER round_frozen BEFORE UPDATE ON round
WHEN OLD.rules_hash IS NOT NULL AND (NEW.rules_hash IS NOT OLD.rules_hash OR NEW.id <> OLD.id
    OR NEW.allocation_id <> OLD.allocation_id OR NEW.origin <> OLD.origin OR NEW.title <> OLD.title
    OR NEW.ceiling_cents <> OLD.ceiling_cents OR NEW.objection_cents <> OLD.objection_cents
    OR NEW.ballot_min <> OLD.ballot_min OR NEW.ballot_max <> OLD.ballot_max
    OR NEW.count_rule <> OLD.count_rule OR NEW.publish <> OLD.publish
    OR NEW.change <> OLD.change
    OR NEW.vote_from IS NOT OLD.vote_from OR NEW.vote_until IS NOT OLD.vote_until) BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;

CREATE TABLE proposal (
    round_id TEXT NOT NULL REFERENCES round (id),
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    applicant TEXT NOT NULL,
    place TEXT NOT NULL,
    category TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    status TEXT NOT NULL CHECK (status IN ('on-ballot', 'withdrawn')),
    PRIMARY KEY (round_id, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER proposal_added_late BEFORE INSERT ON proposal
WHEN (SELECT rules_hash FROM round WHERE id = NEW.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER proposal_changed_late BEFORE UPDATE ON proposal
WHEN (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER proposal_removed_late BEFORE DELETE ON proposal
WHEN (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;

-- One person brings the register of a round, another one accepts it with the paper protocol in hand.
CREATE TABLE register (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    letters INTEGER NOT NULL CHECK (letters > 0),
    spares INTEGER NOT NULL CHECK (spares >= 0),
    root TEXT NOT NULL,
    upload TEXT NOT NULL,
    code_key TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    wrong INTEGER NOT NULL CHECK (wrong >= 0),
    accepted_by TEXT,
    accepted_at INTEGER,
    CHECK (accepted_by <> proposed_by),
    CHECK ((accepted_by IS NULL) = (accepted_at IS NULL))
) STRICT;

-- A letter is made to be issued or as a spare, which lies in its envelope at the desk until it replaces a revoked
-- one: what it was made for never changes, whether it is good does. The keyed hash of a code is erased when the round
-- is sealed.
CREATE TABLE letter (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    code_mac TEXT,
    control_no TEXT NOT NULL,
    made TEXT NOT NULL CHECK (made IN ('issued', 'spare')),
    state TEXT NOT NULL CHECK (state IN ('issued', 'spare', 'revoked')),
    UNIQUE (round_id, code_mac),
    UNIQUE (round_id, control_no)
) STRICT, WITHOUT ROWID;
