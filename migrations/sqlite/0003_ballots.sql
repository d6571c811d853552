-- The ballot box. No time, no order, no code, no address: rows are found by random keys only.

CREATE TABLE ballot (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    letter_id TEXT NOT NULL REFERENCES letter (id),
    choices TEXT NOT NULL,
    nonce TEXT NOT NULL,
    commitment TEXT NOT NULL UNIQUE,
    cast_id TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    UNIQUE (round_id, cast_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ballot_one_per_letter ON ballot (letter_id) WHERE active = 1;

CREATE TRIGGER ballot_added_late BEFORE INSERT ON ballot
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' BEGIN
    SELECT RAISE(ABORT, 'round_closed');
END;

-- Ballots whose entry is not yet in the log: they are appended in random order at the close.
CREATE TABLE leaf_queue (
    commitment TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    control_no TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
