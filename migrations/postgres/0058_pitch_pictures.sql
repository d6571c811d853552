-- Pictures that a group adds to its plan. They are for everyone once the plan was sent in, and go along to the ballot when it
-- is admitted. A group changes them only while it writes.
CREATE TABLE pitch_picture (
    pitch_id TEXT NOT NULL REFERENCES pitch (id) ON DELETE CASCADE,
    number BIGINT NOT NULL CHECK (number > 0),
    large TEXT NOT NULL CHECK (LENGTH(large) = 64),
    small TEXT NOT NULL CHECK (LENGTH(small) = 64),
    alt TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    sent_at BIGINT,
    erased_at BIGINT,
    large_file BYTEA,
    small_file BYTEA,
    PRIMARY KEY (pitch_id, number),
    CHECK ((erased_at IS NULL) = (alt <> '')),
    CHECK ((erased_at IS NULL) = (large_file IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (small_file IS NOT NULL))
);
CREATE INDEX pitch_picture_large ON pitch_picture (large);
CREATE INDEX pitch_picture_small ON pitch_picture (small);

CREATE FUNCTION pitch_picture_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT state FROM pitch WHERE id = NEW.pitch_id) NOT IN ('draft', 'incomplete') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_picture_added_late BEFORE INSERT ON pitch_picture FOR EACH ROW
EXECUTE FUNCTION pitch_picture_added_late();
CREATE FUNCTION pitch_picture_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.large <> OLD.large OR NEW.small <> OLD.small
        OR NEW.added_by <> OLD.added_by OR NEW.added_at <> OLD.added_at OR OLD.erased_at IS NOT NULL
        OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
        OR (NEW.alt <> OLD.alt AND NEW.erased_at IS NULL) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_picture_changed BEFORE UPDATE ON pitch_picture FOR EACH ROW
EXECUTE FUNCTION pitch_picture_changed();
CREATE FUNCTION pitch_picture_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT state FROM pitch WHERE id = OLD.pitch_id) NOT IN ('draft', 'incomplete') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_picture_removed BEFORE DELETE ON pitch_picture FOR EACH ROW
EXECUTE FUNCTION pitch_picture_removed();
CREATE TRIGGER pitch_picture_truncated BEFORE TRUNCATE ON pitch_picture FOR EACH STATEMENT EXECUTE FUNCTION truncated();
