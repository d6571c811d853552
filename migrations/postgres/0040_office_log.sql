-- The public log of the office: each day the head of the staff log, signed, so that nobody can shorten or rewrite that log
-- unseen. Shows how many acts there were and nothing of what they were.

CREATE TABLE office_anchor (
    seq BIGINT PRIMARY KEY CHECK (seq > 0),
    day TEXT NOT NULL UNIQUE,
    entry BYTEA NOT NULL,
    note TEXT NOT NULL
);
CREATE FUNCTION office_anchor_gap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.seq <> COALESCE((SELECT MAX(seq) FROM office_anchor), 0) + 1 THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER office_anchor_gap BEFORE INSERT ON office_anchor FOR EACH ROW EXECUTE FUNCTION office_anchor_gap();
CREATE FUNCTION office_anchor_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER office_anchor_changed BEFORE UPDATE ON office_anchor FOR EACH ROW EXECUTE FUNCTION office_anchor_changed();
CREATE FUNCTION office_anchor_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER office_anchor_removed BEFORE DELETE ON office_anchor FOR EACH ROW EXECUTE FUNCTION office_anchor_removed();
CREATE TRIGGER office_anchor_truncated BEFORE TRUNCATE ON office_anchor FOR EACH STATEMENT EXECUTE FUNCTION truncated();
