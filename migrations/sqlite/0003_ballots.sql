-- The ballot box. No time, no order, no code, no address: rows are found by random keys only. Every index costs each
-- vote a page of its own, so there are no more than the rules need: one ballot a letter. That a commitment is new is held by the
-- queue; that one sending counts once is asked of the letter's own ballot, so that a household can use one form.

CREATE TABLE ballot (
    letter_id TEXT PRIMARY KEY REFERENCES letter (id),
    round_id TEXT NOT NULL REFERENCES round (id),
    locked BLOB NOT NULL,
    commitment TEXT NOT NULL,
    cast_id TEXT NOT NULL,
    wrong_change_codes INTEGER NOT NULL CHECK (wrong_change_codes >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ballot_added_late BEFORE INSERT ON ballot
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' BEGIN
    SELECT RAISE(ABORT, 'round_closed');
END;

CREATE TRIGGER ballot_changed_late BEFORE UPDATE ON ballot
WHEN (SELECT phase FROM round WHERE id = OLD.round_id) <> 'open' BEGIN
    SELECT RAISE(ABORT, 'round_closed');
END;

-- Ballots whose entry is not yet in the log: they are appended in random order at the close.
CREATE TABLE leaf_queue (
    commitment TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    control_no TEXT NOT NULL,
    replaces TEXT,
    voided INTEGER NOT NULL CHECK (voided IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX leaf_queue_replaces ON leaf_queue (replaces) WHERE replaces IS NOT NULL;

-- Ballots without their letters, in the order of their content.
CREATE TABLE sealed_ballot (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL CHECK (number > 0),
    choices TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (round_id, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sealed_ballot_added_late BEFORE INSERT ON sealed_ballot
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) <> 'closed' BEGIN
    SELECT RAISE(ABORT, 'round_sealed');
END;
CREATE TRIGGER sealed_ballot_changed BEFORE UPDATE ON sealed_ballot BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER sealed_ballot_removed BEFORE DELETE ON sealed_ballot BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- The salt of each sealed list: its hash in the log shows nothing of ballots that are not published.
CREATE TABLE seal (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    salt TEXT NOT NULL
) STRICT;

CREATE TRIGGER seal_changed BEFORE UPDATE ON seal BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER seal_removed BEFORE DELETE ON seal BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
