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

-- Which forms of help each version asked for that was sent in, without a word of it: counts stay the same after texts were erased.
CREATE TABLE pitch_asked (
    pitch_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    wish TEXT NOT NULL CHECK (wish IN ('space', 'advice', 'permit', 'materials', 'contacts')),
    PRIMARY KEY (pitch_id, version, wish),
    FOREIGN KEY (pitch_id, version) REFERENCES pitch_version (pitch_id, number)
);
INSERT INTO pitch_asked (pitch_id, version, wish) SELECT DISTINCT v.pitch_id, v.number, w.value FROM pitch_version v
    CROSS JOIN LATERAL json_array_elements_text(CASE WHEN v.content = '' THEN CAST('[]' AS json)
        ELSE COALESCE(CAST(v.content AS json) -> 'wishes', CAST('[]' AS json)) END) AS w (value);
CREATE FUNCTION pitch_asked_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NULL;
END $$;
CREATE TRIGGER pitch_asked_changed BEFORE UPDATE ON pitch_asked FOR EACH ROW EXECUTE FUNCTION pitch_asked_stands();
CREATE TRIGGER pitch_asked_removed BEFORE DELETE ON pitch_asked FOR EACH ROW EXECUTE FUNCTION pitch_asked_stands();
CREATE TRIGGER pitch_asked_truncated BEFORE TRUNCATE ON pitch_asked FOR EACH STATEMENT EXECUTE FUNCTION truncated();
-- Until now nobody noted it.
DROP TRIGGER row_before_replaced ON row_before;
INSERT INTO row_before (kind, row_key) SELECT DISTINCT 'pitch_asked', pitch_id FROM pitch_asked;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
