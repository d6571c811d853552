-- What the office answered to the wishes of plans for help that is no money. It only grows: of each wish the last answer counts.
CREATE TABLE pitch_wish (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    wish TEXT NOT NULL CHECK (wish IN ('space', 'advice', 'permit', 'materials', 'contacts')),
    met TEXT NOT NULL CHECK (met IN ('met', 'unmet')),
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    PRIMARY KEY (pitch_id, number)
);
CREATE FUNCTION pitch_wish_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.wish <> OLD.wish OR NEW.met <> OLD.met
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_wish_changed BEFORE UPDATE ON pitch_wish FOR EACH ROW EXECUTE FUNCTION pitch_wish_changed();
CREATE FUNCTION pitch_wish_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_wish_removed BEFORE DELETE ON pitch_wish FOR EACH ROW EXECUTE FUNCTION pitch_wish_removed();
CREATE TRIGGER pitch_wish_truncated BEFORE TRUNCATE ON pitch_wish FOR EACH STATEMENT EXECUTE FUNCTION truncated();
