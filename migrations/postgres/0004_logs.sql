-- The two logs. Entry bytes are kept as they were hashed; nothing is ever changed or removed.

CREATE TABLE log_head (
    log TEXT PRIMARY KEY,
    size BIGINT NOT NULL CHECK (size >= 0),
    hash TEXT NOT NULL
);

CREATE FUNCTION log_head_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.size < OLD.size OR NEW.log <> OLD.log THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER log_head_shrinks BEFORE UPDATE ON log_head FOR EACH ROW EXECUTE FUNCTION log_head_shrinks();
CREATE FUNCTION log_head_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER log_head_removed BEFORE DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION log_head_removed();

CREATE TABLE round_log (
    round_id TEXT NOT NULL REFERENCES round (id),
    seq BIGINT NOT NULL CHECK (seq > 0),
    entry BYTEA NOT NULL,
    leaf_hash TEXT NOT NULL,
    PRIMARY KEY (round_id, seq)
);

CREATE FUNCTION round_log_gap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.seq <> COALESCE((SELECT MAX(seq) FROM round_log WHERE round_id = NEW.round_id), 0) + 1 THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_log_gap BEFORE INSERT ON round_log FOR EACH ROW EXECUTE FUNCTION round_log_gap();
CREATE FUNCTION round_log_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER round_log_changed BEFORE UPDATE ON round_log FOR EACH ROW EXECUTE FUNCTION round_log_changed();
CREATE FUNCTION round_log_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER round_log_removed BEFORE DELETE ON round_log FOR EACH ROW EXECUTE FUNCTION round_log_removed();

CREATE TABLE checkpoint (
    round_id TEXT NOT NULL REFERENCES round (id),
    size BIGINT NOT NULL CHECK (size > 0),
    root TEXT NOT NULL,
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (round_id, size)
);

CREATE FUNCTION checkpoint_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER checkpoint_changed BEFORE UPDATE ON checkpoint FOR EACH ROW EXECUTE FUNCTION checkpoint_changed();
CREATE FUNCTION checkpoint_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER checkpoint_removed BEFORE DELETE ON checkpoint FOR EACH ROW EXECUTE FUNCTION checkpoint_removed();

CREATE TABLE staff_log (
    seq BIGINT PRIMARY KEY CHECK (seq > 0),
    entry BYTEA NOT NULL,
    hash TEXT NOT NULL
);

CREATE FUNCTION staff_log_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER staff_log_changed BEFORE UPDATE ON staff_log FOR EACH ROW EXECUTE FUNCTION staff_log_changed();
CREATE FUNCTION staff_log_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER staff_log_removed BEFORE DELETE ON staff_log FOR EACH ROW EXECUTE FUNCTION staff_log_removed();

INSERT INTO log_head (log, size, hash) VALUES ('staff', 0, '');
