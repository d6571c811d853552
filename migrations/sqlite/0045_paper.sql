-- Ways of voting beside the own device: paper that two people enter, the desk, the telephone, a kiosk; how many ballots came
-- in each way, for the round as a whole; and what holds around the last moment of a vote.

ALTER TABLE round ADD COLUMN deadline TEXT;
CREATE TRIGGER round_deadline_frozen BEFORE UPDATE OF deadline ON round
WHEN OLD.rules_hash IS NOT NULL AND NEW.deadline IS NOT OLD.deadline BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
-- To when two people extended a vote: only later, and only while it is open.
ALTER TABLE round ADD COLUMN extended_until INTEGER;
CREATE TRIGGER round_extended BEFORE UPDATE OF extended_until ON round
WHEN NEW.extended_until IS NOT OLD.extended_until AND (OLD.phase <> 'open' OR NEW.extended_until IS NULL
    OR NEW.extended_until <= COALESCE(OLD.extended_until, OLD.vote_until)) BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TABLE extension (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL CHECK (number > 0),
    until_at INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    asked_by TEXT NOT NULL REFERENCES account (id),
    asked_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused', 'lapsed')),
    decided_by TEXT REFERENCES account (id),
    PRIMARY KEY (round_id, number),
    CHECK (state <> 'done' OR (decided_by IS NOT NULL AND decided_by <> asked_by))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX extension_asked ON extension (round_id) WHERE state = 'asked';
CREATE TRIGGER extension_changed BEFORE UPDATE ON extension
WHEN OLD.state <> 'asked' OR NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR NEW.until_at <> OLD.until_at
    OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER extension_removed BEFORE DELETE ON extension BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- How many first ballots came in each way. One row a round and way, written in the transaction of the vote; no row is about
-- one ballot, and none has a time.
CREATE TABLE ballot_channel (
    round_id TEXT NOT NULL REFERENCES round (id),
    channel TEXT NOT NULL CHECK (channel IN ('online', 'paper', 'desk', 'telephone', 'kiosk')),
    ballots INTEGER NOT NULL CHECK (ballots > 0),
    PRIMARY KEY (round_id, channel)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ballot_channel_added_late BEFORE INSERT ON ballot_channel
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' BEGIN
    SELECT RAISE(ABORT, 'round_closed');
END;
CREATE TRIGGER ballot_channel_changed BEFORE UPDATE ON ballot_channel
WHEN (SELECT phase FROM round WHERE id = OLD.round_id) <> 'open' OR NEW.ballots < OLD.ballots
    OR NEW.round_id <> OLD.round_id OR NEW.channel <> OLD.channel BEGIN
    SELECT RAISE(ABORT, 'round_closed');
END;
CREATE TRIGGER ballot_channel_removed BEFORE DELETE ON ballot_channel
WHEN (SELECT phase FROM round WHERE id = OLD.round_id) <> 'cancelled' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- What came in before was counted nowhere, and all of it came in online.
INSERT INTO ballot_channel (round_id, channel, ballots)
SELECT q.round_id, 'online', COUNT(*) FROM leaf_queue q JOIN round r ON r.id = q.round_id
WHERE q.replaces IS NULL AND r.phase = 'open' GROUP BY q.round_id;

-- Whom an officer helped: how many votes, a day and a way. No vote, no letter and no hour.
CREATE TABLE ballot_help (
    round_id TEXT NOT NULL REFERENCES round (id),
    day TEXT NOT NULL CHECK (LENGTH(day) = 10),
    channel TEXT NOT NULL CHECK (channel IN ('desk', 'telephone')),
    by_account TEXT NOT NULL REFERENCES account (id),
    ballots INTEGER NOT NULL CHECK (ballots >= 0),
    PRIMARY KEY (round_id, day, channel, by_account)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ballot_help_changed BEFORE UPDATE ON ballot_help
WHEN (SELECT phase FROM round WHERE id = OLD.round_id) <> 'open' OR NEW.ballots < OLD.ballots
    OR NEW.round_id <> OLD.round_id OR NEW.day <> OLD.day OR NEW.channel <> OLD.channel
    OR NEW.by_account <> OLD.by_account BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER ballot_help_removed BEFORE DELETE ON ballot_help BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Stacks of paper ballots as they were handed in, and what became of each paper. A paper knows who entered it, never a
-- letter, a code or a choice.
CREATE TABLE paper_batch (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL CHECK (number > 0),
    papers INTEGER NOT NULL CHECK (papers > 0),
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    received_by TEXT NOT NULL REFERENCES account (id),
    received_at INTEGER NOT NULL,
    UNIQUE (round_id, number)
) STRICT;
CREATE TRIGGER paper_batch_added_late BEFORE INSERT ON paper_batch
WHEN (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' BEGIN
    SELECT RAISE(ABORT, 'round_closed');
END;
CREATE TRIGGER paper_batch_changed BEFORE UPDATE ON paper_batch BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER paper_batch_removed BEFORE DELETE ON paper_batch BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE paper (
    id TEXT PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES paper_batch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'once', 'equal', 'differs', 'cast', 'rejected')),
    reason TEXT,
    dispute TEXT CHECK (dispute IN ('typing', 'handwriting', 'other-paper')),
    first_by TEXT REFERENCES account (id),
    second_by TEXT REFERENCES account (id),
    third_by TEXT REFERENCES account (id),
    UNIQUE (batch_id, number),
    CHECK ((state = 'rejected') = (reason IS NOT NULL)),
    CHECK (second_by IS NULL OR (first_by IS NOT NULL AND second_by <> first_by)),
    CHECK (third_by IS NULL OR (second_by IS NOT NULL AND third_by <> second_by AND third_by <> first_by)),
    CHECK ((third_by IS NULL) = (dispute IS NULL)),
    CHECK (state NOT IN ('equal', 'differs', 'cast') OR second_by IS NOT NULL)
) STRICT;
CREATE TRIGGER paper_changed BEFORE UPDATE ON paper
WHEN OLD.state IN ('cast', 'rejected') OR NEW.id <> OLD.id OR NEW.batch_id <> OLD.batch_id OR NEW.number <> OLD.number
    OR (OLD.first_by IS NOT NULL AND NEW.first_by IS NOT OLD.first_by)
    OR (OLD.second_by IS NOT NULL AND NEW.second_by IS NOT OLD.second_by) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER paper_removed BEFORE DELETE ON paper BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- What one person read off a paper, locked under the key of the ballots. Gone when the paper is in the box or rejected.
CREATE TABLE paper_entry (
    paper_id TEXT NOT NULL REFERENCES paper (id),
    half INTEGER NOT NULL CHECK (half IN (1, 2)),
    locked BLOB NOT NULL,
    PRIMARY KEY (paper_id, half)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER paper_entry_added_late BEFORE INSERT ON paper_entry
WHEN (SELECT r.phase FROM round r JOIN paper_batch b ON b.round_id = r.id JOIN paper p ON p.batch_id = b.id
    WHERE p.id = NEW.paper_id) <> 'open' BEGIN
    SELECT RAISE(ABORT, 'round_closed');
END;
CREATE TRIGGER paper_entry_changed BEFORE UPDATE ON paper_entry BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- What only grows cannot be replaced row by row.
CREATE TRIGGER extension_replaced BEFORE INSERT ON extension
WHEN EXISTS (SELECT 1 FROM extension WHERE round_id = NEW.round_id
    AND (number = NEW.number OR (state = 'asked' AND NEW.state = 'asked'))) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER ballot_channel_replaced BEFORE INSERT ON ballot_channel
WHEN EXISTS (SELECT 1 FROM ballot_channel WHERE round_id = NEW.round_id AND channel = NEW.channel) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER ballot_help_replaced BEFORE INSERT ON ballot_help
WHEN EXISTS (SELECT 1 FROM ballot_help WHERE round_id = NEW.round_id AND day = NEW.day AND channel = NEW.channel
    AND by_account = NEW.by_account) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER paper_batch_replaced BEFORE INSERT ON paper_batch
WHEN EXISTS (SELECT 1 FROM paper_batch WHERE id = NEW.id OR (round_id = NEW.round_id AND number = NEW.number)) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER paper_replaced BEFORE INSERT ON paper
WHEN EXISTS (SELECT 1 FROM paper WHERE id = NEW.id OR (batch_id = NEW.batch_id AND number = NEW.number)) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
