-- Pictures of plans. Each is two files, named by their SHA-256, that stand in the database, so that every copy of the
-- service and every backup has them.
--
-- The list of plans is fixed when the round opens, and its pictures with it. When a picture has had its time its files
-- and its words go; which files they were stays.
CREATE TABLE plan_picture (
    round_id TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    large TEXT NOT NULL CHECK (LENGTH(large) = 64),
    small TEXT NOT NULL CHECK (LENGTH(small) = 64),
    alt TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    erased_at BIGINT,
    large_file BYTEA,
    small_file BYTEA,
    PRIMARY KEY (round_id, proposal_id, number),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    CHECK ((erased_at IS NULL) = (alt <> '')),
    CHECK ((erased_at IS NULL) = (large_file IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (small_file IS NOT NULL))
);
CREATE INDEX plan_picture_large ON plan_picture (large);
CREATE INDEX plan_picture_small ON plan_picture (small);

CREATE TRIGGER plan_picture_truncated BEFORE TRUNCATE ON plan_picture FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE FUNCTION plan_picture_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = NEW.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_picture_added_late BEFORE INSERT ON plan_picture FOR EACH ROW EXECUTE FUNCTION plan_picture_added_late();
CREATE FUNCTION plan_picture_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id <> OLD.round_id OR NEW.proposal_id <> OLD.proposal_id OR NEW.number <> OLD.number
        OR NEW.large <> OLD.large OR NEW.small <> OLD.small OR NEW.added_by <> OLD.added_by
        OR NEW.added_at <> OLD.added_at OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
        OR (SELECT phase FROM round WHERE id = OLD.round_id) NOT IN ('certified', 'final', 'cancelled') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_picture_changed BEFORE UPDATE ON plan_picture FOR EACH ROW EXECUTE FUNCTION plan_picture_changed();
CREATE FUNCTION plan_picture_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER plan_picture_removed BEFORE DELETE ON plan_picture FOR EACH ROW EXECUTE FUNCTION plan_picture_removed();
