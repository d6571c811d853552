-- What the office answered to the wishes of plans for help that is no money. It only grows: of each wish the last answer counts.
CREATE TABLE pitch_wish (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    wish TEXT NOT NULL CHECK (wish IN ('space', 'advice', 'permit', 'materials', 'contacts')),
    met TEXT NOT NULL CHECK (met IN ('met', 'unmet')),
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    PRIMARY KEY (pitch_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pitch_wish_changed BEFORE UPDATE ON pitch_wish
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.wish <> OLD.wish OR NEW.met <> OLD.met
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_wish_removed BEFORE DELETE ON pitch_wish BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_wish_replaced BEFORE INSERT ON pitch_wish
WHEN EXISTS (SELECT 1 FROM pitch_wish WHERE pitch_id = NEW.pitch_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- Which forms of help each version asked for that was sent in, without a word of it: counts stay the same after texts were erased.
CREATE TABLE pitch_asked (
    pitch_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    wish TEXT NOT NULL CHECK (wish IN ('space', 'advice', 'permit', 'materials', 'contacts')),
    PRIMARY KEY (pitch_id, version, wish),
    FOREIGN KEY (pitch_id, version) REFERENCES pitch_version (pitch_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO pitch_asked (pitch_id, version, wish) SELECT DISTINCT v.pitch_id, v.number, w.value FROM pitch_version v
    JOIN json_each(CASE WHEN v.content = '' THEN '{}' ELSE v.content END, '$.wishes') w;
CREATE TRIGGER pitch_asked_changed BEFORE UPDATE ON pitch_asked BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_asked_removed BEFORE DELETE ON pitch_asked BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_asked_replaced BEFORE INSERT ON pitch_asked
WHEN EXISTS (SELECT 1 FROM pitch_asked WHERE pitch_id = NEW.pitch_id AND version = NEW.version AND wish = NEW.wish) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
-- Until now nobody noted it.
DROP TRIGGER row_before_replaced;
INSERT INTO row_before (kind, row_key) SELECT DISTINCT 'pitch_asked', pitch_id FROM pitch_asked;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
