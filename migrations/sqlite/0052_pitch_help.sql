-- Help with a draft: what its group asks, and what the office says beside it. It goes with the draft.
CREATE TABLE pitch_help (
    pitch_id TEXT NOT NULL REFERENCES pitch (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('ask', 'say', 'stop')),
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    by_function TEXT NOT NULL,
    PRIMARY KEY (pitch_id, number),
    CHECK (kind = 'stop' OR words <> '')
) STRICT, WITHOUT ROWID;

-- Drafts that were never sent in, without a word of what they said: of which round, why, and whether help was asked.
CREATE TABLE pitch_end (
    pitch_id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    why TEXT NOT NULL CHECK (why IN ('otherwise', 'together', 'time', 'people', 'hard', 'place', 'other', 'unsaid', 'left')),
    asked_help INTEGER NOT NULL CHECK (asked_help IN (0, 1)),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pitch_end_of_round ON pitch_end (round_id, why);
CREATE TRIGGER pitch_end_changed BEFORE UPDATE ON pitch_end BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_end_removed BEFORE DELETE ON pitch_end BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_end_replaced BEFORE INSERT ON pitch_end
WHEN EXISTS (SELECT 1 FROM pitch_end WHERE pitch_id = NEW.pitch_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
