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
