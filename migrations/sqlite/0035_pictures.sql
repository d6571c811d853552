-- Pictures of plans. Each is two files, named by their SHA-256, that stand in the database, so that every copy of the
-- service and every backup has them.
--
-- The list of plans is fixed when the round opens, and its pictures with it. When a picture has had its time its files
-- and its words go; which files they were stays.
CREATE TABLE plan_picture (
    round_id TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    large TEXT NOT NULL CHECK (LENGTH(large) = 64),
    small TEXT NOT NULL CHECK (LENGTH(small) = 64),
    alt TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    erased_at INTEGER,
    large_file BLOB,
    small_file BLOB,
    PRIMARY KEY (round_id, proposal_id, number),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    CHECK ((erased_at IS NULL) = (alt <> '')),
    CHECK ((erased_at IS NULL) = (large_file IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (small_file IS NOT NULL))
) STRICT;
CREATE INDEX plan_picture_large ON plan_picture (large);
CREATE INDEX plan_picture_small ON plan_picture (small);

CREATE TRIGGER plan_picture_replaced BEFORE INSERT ON plan_picture
WHEN EXISTS (SELECT 1 FROM plan_picture
    WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER plan_picture_added_late BEFORE INSERT ON plan_picture
WHEN (SELECT rules_hash FROM round WHERE id = NEW.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER plan_picture_changed BEFORE UPDATE ON plan_picture
WHEN NEW.round_id <> OLD.round_id OR NEW.proposal_id <> OLD.proposal_id OR NEW.number <> OLD.number
    OR NEW.large <> OLD.large OR NEW.small <> OLD.small OR NEW.added_by <> OLD.added_by
    OR NEW.added_at <> OLD.added_at OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
    OR (SELECT phase FROM round WHERE id = OLD.round_id) NOT IN ('certified', 'final', 'cancelled') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER plan_picture_removed BEFORE DELETE ON plan_picture
WHEN (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
