-- Meetings of groups that may not stand there: told by readers, taken off by the office.
-- What readers told the office of a meeting that a group called. Who they are is not kept.
CREATE TABLE meeting_report (
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    number BIGINT NOT NULL CHECK (number > 0),
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    looked_by TEXT REFERENCES account (id),
    looked_at BIGINT,
    PRIMARY KEY (meeting_id, number),
    CHECK ((looked_by IS NULL) = (looked_at IS NULL))
);
CREATE FUNCTION meeting_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.meeting_id <> OLD.meeting_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at
    OR (OLD.looked_at IS NOT NULL AND (NEW.looked_by IS DISTINCT FROM OLD.looked_by OR NEW.looked_at IS DISTINCT FROM OLD.looked_at)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meeting_report_changed BEFORE UPDATE ON meeting_report FOR EACH ROW EXECUTE FUNCTION meeting_report_changed();
CREATE FUNCTION meeting_report_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER meeting_report_removed BEFORE DELETE ON meeting_report FOR EACH ROW EXECUTE FUNCTION meeting_report_removed();
CREATE TRIGGER meeting_report_truncated BEFORE TRUNCATE ON meeting_report FOR EACH STATEMENT EXECUTE FUNCTION truncated();
-- What the office took off, why, and what became of it when its group asked for a second look. One stands at a time.
CREATE TABLE meeting_withholding (
    id TEXT NOT NULL PRIMARY KEY,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    ground TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at BIGINT NOT NULL,
    appeal TEXT,
    appealed_at BIGINT,
    ruling TEXT CHECK (ruling IN ('upheld', 'restored')),
    ruled_by TEXT REFERENCES account (id),
    ruled_function TEXT,
    ruled_reason TEXT,
    ruled_at BIGINT,
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((ruling IS NULL) = (ruled_by IS NULL) AND (ruling IS NULL) = (ruled_at IS NULL)),
    CHECK (ruling IS NULL OR appealed_at IS NOT NULL),
    -- Who took it off does not look at it the second time.
    CHECK (ruled_by <> by_account)
);
CREATE UNIQUE INDEX meeting_withholding_stands ON meeting_withholding (meeting_id) WHERE ruling IS NULL OR ruling = 'upheld';
CREATE INDEX meeting_withholding_of_pitch ON meeting_withholding (pitch_id, at);
CREATE FUNCTION meeting_withholding_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.meeting_id <> OLD.meeting_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS DISTINCT FROM OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')))
    OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS DISTINCT FROM OLD.ruling OR NEW.ruled_by IS DISTINCT FROM OLD.ruled_by
        OR NEW.ruled_at IS DISTINCT FROM OLD.ruled_at OR NEW.ruled_reason NOT IN (OLD.ruled_reason, ''))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meeting_withholding_changed BEFORE UPDATE ON meeting_withholding FOR EACH ROW EXECUTE FUNCTION meeting_withholding_changed();
CREATE FUNCTION meeting_withholding_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER meeting_withholding_removed BEFORE DELETE ON meeting_withholding FOR EACH ROW EXECUTE FUNCTION meeting_withholding_removed();
CREATE TRIGGER meeting_withholding_truncated BEFORE TRUNCATE ON meeting_withholding FOR EACH STATEMENT EXECUTE FUNCTION truncated();
