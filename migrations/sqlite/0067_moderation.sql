-- What somebody wrote with a plan and what may not stand there: one way for comments, meetings of groups, what a group tells of a year
-- of a takeover, and why a group proposed that plans go on as one. And who typed for a group at the desk.

DROP TRIGGER comment_report_changed;
DROP TRIGGER comment_report_removed;
DROP TRIGGER comment_report_replaced;
DROP TRIGGER meeting_report_changed;
DROP TRIGGER meeting_report_removed;
DROP TRIGGER meeting_report_replaced;
DROP TRIGGER withholding_changed;
DROP TRIGGER withholding_removed;
DROP TRIGGER withholding_replaced;
DROP TRIGGER meeting_withholding_changed;
DROP TRIGGER meeting_withholding_removed;
DROP TRIGGER meeting_withholding_replaced;

-- What readers told the office of something. Who they are is not kept. A merge stands with the plan of the group that proposed it.
CREATE TABLE moderation_report (
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'meeting', 'account', 'merge')),
    of_id TEXT NOT NULL,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    looked_by TEXT REFERENCES account (id),
    looked_at INTEGER,
    PRIMARY KEY (kind, of_id, number),
    CHECK ((looked_by IS NULL) = (looked_at IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO moderation_report (kind, of_id, pitch_id, number, ground, words, at, looked_by, looked_at)
    SELECT 'comment', r.comment_id, c.pitch_id, r.number, r.ground, r.words, r.at, r.looked_by, r.looked_at
    FROM comment_report r JOIN comment c ON c.id = r.comment_id;
INSERT INTO moderation_report (kind, of_id, pitch_id, number, ground, words, at, looked_by, looked_at)
    SELECT 'meeting', r.meeting_id, m.pitch_id, r.number, r.ground, r.words, r.at, r.looked_by, r.looked_at
    FROM meeting_report r JOIN meeting m ON m.id = r.meeting_id;
DROP TABLE comment_report;
DROP TABLE meeting_report;
CREATE INDEX moderation_report_of_pitch ON moderation_report (pitch_id, looked_at);
CREATE TRIGGER moderation_report_astray BEFORE INSERT ON moderation_report
WHEN NOT EXISTS (SELECT 1 FROM comment c WHERE NEW.kind = 'comment' AND c.id = NEW.of_id AND c.pitch_id = NEW.pitch_id)
    AND NOT EXISTS (SELECT 1 FROM meeting m WHERE NEW.kind = 'meeting' AND m.id = NEW.of_id AND m.pitch_id = NEW.pitch_id)
    AND NOT EXISTS (SELECT 1 FROM takeover_step s WHERE NEW.kind = 'account' AND s.pitch_id = NEW.pitch_id AND s.step = 'account'
        AND s.pitch_id || '.' || CAST(s.number AS TEXT) = NEW.of_id)
    AND NOT EXISTS (SELECT 1 FROM regroup g WHERE NEW.kind = 'merge' AND g.id = NEW.of_id AND g.kind = 'merge'
        AND g.by_pitch = NEW.pitch_id) BEGIN
    SELECT RAISE(ABORT, 'astray');
END;
CREATE TRIGGER moderation_report_changed BEFORE UPDATE ON moderation_report
WHEN NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id OR NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at
    OR (OLD.looked_at IS NOT NULL AND (NEW.looked_by IS NOT OLD.looked_by OR NEW.looked_at IS NOT OLD.looked_at)) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER moderation_report_removed BEFORE DELETE ON moderation_report BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER moderation_report_replaced BEFORE INSERT ON moderation_report
WHEN EXISTS (SELECT 1 FROM moderation_report WHERE kind = NEW.kind AND of_id = NEW.of_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- What the office took off, why, and what became of it when its writer asked for a second look. One stands at a time.
CREATE TABLE withholding_wide (
    id TEXT NOT NULL PRIMARY KEY,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'meeting', 'account', 'merge')),
    of_id TEXT NOT NULL,
    ground TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at INTEGER NOT NULL,
    appeal TEXT,
    appealed_at INTEGER,
    -- Who typed that at the desk.
    appeal_desk TEXT REFERENCES account (id),
    ruling TEXT CHECK (ruling IN ('upheld', 'restored')),
    ruled_by TEXT REFERENCES account (id),
    ruled_function TEXT,
    ruled_reason TEXT,
    ruled_at INTEGER,
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((ruling IS NULL) = (ruled_by IS NULL) AND (ruling IS NULL) = (ruled_at IS NULL)),
    CHECK (ruling IS NULL OR appealed_at IS NOT NULL),
    CHECK (appeal_desk IS NULL OR appealed_at IS NOT NULL),
    -- Who took it off, or typed why it should stand there, does not look at it the second time.
    CHECK (ruled_by <> by_account),
    CHECK (ruled_by <> appeal_desk)
) STRICT, WITHOUT ROWID;
INSERT INTO withholding_wide (id, pitch_id, kind, of_id, ground, reason, by_account, by_function, at, appeal, appealed_at, ruling,
    ruled_by, ruled_function, ruled_reason, ruled_at)
    SELECT id, pitch_id, 'comment', comment_id, ground, reason, by_account, by_function, at, appeal, appealed_at, ruling,
    ruled_by, ruled_function, ruled_reason, ruled_at FROM withholding;
INSERT INTO withholding_wide (id, pitch_id, kind, of_id, ground, reason, by_account, by_function, at, appeal, appealed_at, ruling,
    ruled_by, ruled_function, ruled_reason, ruled_at)
    SELECT id, pitch_id, 'meeting', meeting_id, ground, reason, by_account, by_function, at, appeal, appealed_at, ruling,
    ruled_by, ruled_function, ruled_reason, ruled_at FROM meeting_withholding;
DROP TABLE withholding;
DROP TABLE meeting_withholding;
ALTER TABLE withholding_wide RENAME TO withholding;
CREATE UNIQUE INDEX withholding_stands ON withholding (kind, of_id) WHERE ruling IS NULL OR ruling = 'upheld';
CREATE INDEX withholding_of_pitch ON withholding (pitch_id, at);
CREATE TRIGGER withholding_astray BEFORE INSERT ON withholding
WHEN NOT EXISTS (SELECT 1 FROM comment c WHERE NEW.kind = 'comment' AND c.id = NEW.of_id AND c.pitch_id = NEW.pitch_id)
    AND NOT EXISTS (SELECT 1 FROM meeting m WHERE NEW.kind = 'meeting' AND m.id = NEW.of_id AND m.pitch_id = NEW.pitch_id)
    AND NOT EXISTS (SELECT 1 FROM takeover_step s WHERE NEW.kind = 'account' AND s.pitch_id = NEW.pitch_id AND s.step = 'account'
        AND s.pitch_id || '.' || CAST(s.number AS TEXT) = NEW.of_id)
    AND NOT EXISTS (SELECT 1 FROM regroup g WHERE NEW.kind = 'merge' AND g.id = NEW.of_id AND g.kind = 'merge'
        AND g.by_pitch = NEW.pitch_id) BEGIN
    SELECT RAISE(ABORT, 'astray');
END;
CREATE TRIGGER withholding_changed BEFORE UPDATE ON withholding
WHEN NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS NOT OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')
        OR NEW.appeal_desk IS NOT OLD.appeal_desk))
    OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS NOT OLD.ruling OR NEW.ruled_by IS NOT OLD.ruled_by
        OR NEW.ruled_at IS NOT OLD.ruled_at OR NEW.ruled_reason NOT IN (OLD.ruled_reason, ''))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER withholding_removed BEFORE DELETE ON withholding BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER withholding_replaced BEFORE INSERT ON withholding
WHEN EXISTS (SELECT 1 FROM withholding WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM withholding WHERE kind = NEW.kind AND of_id = NEW.of_id
        AND (ruling IS NULL OR ruling = 'upheld')) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- Who typed it at the desk, for the group whose it is.
ALTER TABLE meeting ADD COLUMN by_desk TEXT REFERENCES account (id);
ALTER TABLE comment ADD COLUMN by_desk TEXT REFERENCES account (id) CHECK (by_desk IS NULL OR side = 'group');
ALTER TABLE takeover_step ADD COLUMN by_desk TEXT REFERENCES account (id)
    CHECK (by_desk IS NULL OR (step = 'account' AND by_account IS NULL));
CREATE TRIGGER meeting_desk BEFORE UPDATE ON meeting
WHEN NEW.by_desk IS NOT OLD.by_desk BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER comment_desk BEFORE UPDATE ON comment
WHEN NEW.by_desk IS NOT OLD.by_desk BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- What was told of a year is erased once it was taken off for good; nothing else of a step ever changes.
DROP TRIGGER takeover_step_changed;
CREATE TRIGGER takeover_step_changed BEFORE UPDATE ON takeover_step
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.step <> OLD.step OR NEW.from_state <> OLD.from_state
    OR NEW.to_state <> OLD.to_state OR NEW.on_day <> OLD.on_day OR NEW.reference <> OLD.reference OR NEW.legal_kind <> OLD.legal_kind
    OR NEW.legal_name <> OLD.legal_name OR NEW.kvk <> OLD.kvk OR NEW.from_day <> OLD.from_day OR NEW.until_day <> OLD.until_day
    OR NEW.yearly_cents IS NOT OLD.yearly_cents OR NEW.break_clause <> OLD.break_clause OR NEW.year IS NOT OLD.year
    OR NEW.by_account IS NOT OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR NEW.by_desk IS NOT OLD.by_desk OR OLD.step <> 'account' OR NEW.reason <> '(gewist)' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
