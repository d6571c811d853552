-- Meetings of groups that may not stand there: told by readers, taken off by the office.
-- What readers told the office of a meeting that a group called. Who they are is not kept.
CREATE TABLE meeting_report (
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    number INTEGER NOT NULL CHECK (number > 0),
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    looked_by TEXT REFERENCES account (id),
    looked_at INTEGER,
    PRIMARY KEY (meeting_id, number),
    CHECK ((looked_by IS NULL) = (looked_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER meeting_report_changed BEFORE UPDATE ON meeting_report
WHEN NEW.meeting_id <> OLD.meeting_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at
    OR (OLD.looked_at IS NOT NULL AND (NEW.looked_by IS NOT OLD.looked_by OR NEW.looked_at IS NOT OLD.looked_at)) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER meeting_report_removed BEFORE DELETE ON meeting_report BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER meeting_report_replaced BEFORE INSERT ON meeting_report
WHEN EXISTS (SELECT 1 FROM meeting_report WHERE meeting_id = NEW.meeting_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
-- What the office took off, why, and what became of it when its group asked for a second look. One stands at a time.
CREATE TABLE meeting_withholding (
    id TEXT NOT NULL PRIMARY KEY,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    meeting_id TEXT NOT NULL REFERENCES meeting (id),
    ground TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at INTEGER NOT NULL,
    appeal TEXT,
    appealed_at INTEGER,
    ruling TEXT CHECK (ruling IN ('upheld', 'restored')),
    ruled_by TEXT REFERENCES account (id),
    ruled_function TEXT,
    ruled_reason TEXT,
    ruled_at INTEGER,
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((ruling IS NULL) = (ruled_by IS NULL) AND (ruling IS NULL) = (ruled_at IS NULL)),
    CHECK (ruling IS NULL OR appealed_at IS NOT NULL),
    -- Who took it off does not look at it the second time.
    CHECK (ruled_by <> by_account)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX meeting_withholding_stands ON meeting_withholding (meeting_id) WHERE ruling IS NULL OR ruling = 'upheld';
CREATE INDEX meeting_withholding_of_pitch ON meeting_withholding (pitch_id, at);
CREATE TRIGGER meeting_withholding_changed BEFORE UPDATE ON meeting_withholding
WHEN NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.meeting_id <> OLD.meeting_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS NOT OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')))
    OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS NOT OLD.ruling OR NEW.ruled_by IS NOT OLD.ruled_by
        OR NEW.ruled_at IS NOT OLD.ruled_at OR NEW.ruled_reason NOT IN (OLD.ruled_reason, ''))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER meeting_withholding_removed BEFORE DELETE ON meeting_withholding BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER meeting_withholding_replaced BEFORE INSERT ON meeting_withholding
WHEN EXISTS (SELECT 1 FROM meeting_withholding WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM meeting_withholding WHERE meeting_id = NEW.meeting_id
        AND (ruling IS NULL OR ruling = 'upheld')) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
