-- Pictures that a group adds to its plan. They are for everyone once the plan was sent in, and go along to the ballot when it
-- is admitted. A group changes them only while it writes.
CREATE TABLE pitch_picture (
    pitch_id TEXT NOT NULL REFERENCES pitch (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    large TEXT NOT NULL CHECK (LENGTH(large) = 64),
    small TEXT NOT NULL CHECK (LENGTH(small) = 64),
    alt TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    sent_at INTEGER,
    erased_at INTEGER,
    large_file BLOB,
    small_file BLOB,
    PRIMARY KEY (pitch_id, number),
    CHECK ((erased_at IS NULL) = (alt <> '')),
    CHECK ((erased_at IS NULL) = (large_file IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (small_file IS NOT NULL))
) STRICT;
CREATE INDEX pitch_picture_large ON pitch_picture (large);
CREATE INDEX pitch_picture_small ON pitch_picture (small);

CREATE TRIGGER pitch_picture_replaced BEFORE INSERT ON pitch_picture
WHEN EXISTS (SELECT 1 FROM pitch_picture WHERE pitch_id = NEW.pitch_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER pitch_picture_added_late BEFORE INSERT ON pitch_picture
WHEN (SELECT state FROM pitch WHERE id = NEW.pitch_id) NOT IN ('draft', 'incomplete') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_picture_changed BEFORE UPDATE ON pitch_picture
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.large <> OLD.large OR NEW.small <> OLD.small
    OR NEW.added_by <> OLD.added_by OR NEW.added_at <> OLD.added_at OR OLD.erased_at IS NOT NULL
    OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS NOT OLD.sent_at) OR (NEW.alt <> OLD.alt AND NEW.erased_at IS NULL) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_picture_removed BEFORE DELETE ON pitch_picture
WHEN (SELECT state FROM pitch WHERE id = OLD.pitch_id) NOT IN ('draft', 'incomplete') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
