-- All that a group writes or shows with its plan can be reported and taken off, with notice and a second look: also what it said to the office
-- (said), a picture that it sent in (picture), the text of the plan (plan), and what was told of how a plan goes that was chosen (progress),
-- which stands with its grant. And when the desk told a group without e-mail what the second look came to.

CREATE TABLE moderation_report_before AS SELECT * FROM moderation_report;
DROP TABLE moderation_report;
CREATE TABLE moderation_report (
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'meeting', 'account', 'merge', 'said', 'picture', 'plan', 'progress')),
    of_id TEXT NOT NULL,
    round_id TEXT NOT NULL REFERENCES round (id),
    pitch_id TEXT REFERENCES pitch (id),
    grant_id TEXT REFERENCES grant_record (id),
    number INTEGER NOT NULL CHECK (number > 0),
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    looked_by TEXT REFERENCES account (id),
    looked_at INTEGER,
    PRIMARY KEY (kind, of_id, number),
    CHECK ((pitch_id IS NULL) = (kind = 'progress') AND (grant_id IS NULL) = (kind <> 'progress')),
    CHECK ((looked_by IS NULL) = (looked_at IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO moderation_report (kind, of_id, round_id, pitch_id, number, ground, words, at, looked_by, looked_at)
    SELECT r.kind, r.of_id, p.round_id, r.pitch_id, r.number, r.ground, r.words, r.at, r.looked_by, r.looked_at
    FROM moderation_report_before r JOIN pitch p ON p.id = r.pitch_id;
DROP TABLE moderation_report_before;
CREATE INDEX moderation_report_of_round ON moderation_report (round_id, looked_at);
CREATE TRIGGER moderation_report_astray BEFORE INSERT ON moderation_report
WHEN (NOT EXISTS (SELECT 1 FROM pitch p WHERE p.id = NEW.pitch_id AND p.round_id = NEW.round_id)
        AND NOT EXISTS (SELECT 1 FROM grant_record g WHERE g.id = NEW.grant_id AND g.round_id = NEW.round_id))
    OR NOT (EXISTS (SELECT 1 FROM comment c WHERE NEW.kind = 'comment' AND c.id = NEW.of_id AND c.pitch_id = NEW.pitch_id)
        OR EXISTS (SELECT 1 FROM meeting m WHERE NEW.kind = 'meeting' AND m.id = NEW.of_id AND m.pitch_id = NEW.pitch_id)
        OR EXISTS (SELECT 1 FROM takeover_step s WHERE NEW.kind = 'account' AND s.pitch_id = NEW.pitch_id AND s.step = 'account'
            AND s.pitch_id || '.' || CAST(s.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM regroup g WHERE NEW.kind = 'merge' AND g.id = NEW.of_id AND g.kind = 'merge'
            AND g.by_pitch = NEW.pitch_id)
        OR EXISTS (SELECT 1 FROM pitch_event e WHERE NEW.kind = 'said' AND e.pitch_id = NEW.pitch_id AND e.kind IN ('reply', 'appeal')
            AND e.pitch_id || '.' || CAST(e.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM pitch_picture f WHERE NEW.kind = 'picture' AND f.pitch_id = NEW.pitch_id AND f.sent_at IS NOT NULL
            AND f.pitch_id || '.' || CAST(f.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM pitch_version v WHERE NEW.kind = 'plan' AND v.pitch_id = NEW.pitch_id
            AND v.pitch_id || '.' || CAST(v.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM grant_report r WHERE NEW.kind = 'progress' AND r.grant_id = NEW.grant_id
            AND r.grant_id || '.' || CAST(r.number AS TEXT) = NEW.of_id)) BEGIN
    SELECT RAISE(ABORT, 'astray');
END;
CREATE TRIGGER moderation_report_changed BEFORE UPDATE ON moderation_report
WHEN NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id OR NEW.round_id <> OLD.round_id OR NEW.pitch_id IS NOT OLD.pitch_id
    OR NEW.grant_id IS NOT OLD.grant_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
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

CREATE TABLE withholding_before AS SELECT * FROM withholding;
DROP TABLE withholding;
CREATE TABLE withholding (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    pitch_id TEXT REFERENCES pitch (id),
    grant_id TEXT REFERENCES grant_record (id),
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'meeting', 'account', 'merge', 'said', 'picture', 'plan', 'progress')),
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
    -- Who told its group, where nobody in that has e-mail.
    told_by TEXT REFERENCES account (id),
    told_at INTEGER,
    ruling TEXT CHECK (ruling IN ('upheld', 'restored')),
    ruled_by TEXT REFERENCES account (id),
    ruled_function TEXT,
    ruled_reason TEXT,
    ruled_at INTEGER,
    -- Who told its group that, where nobody in that has e-mail.
    ruling_told_by TEXT REFERENCES account (id),
    ruling_told_at INTEGER,
    CHECK ((pitch_id IS NULL) = (kind = 'progress') AND (grant_id IS NULL) = (kind <> 'progress')),
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((ruling IS NULL) = (ruled_by IS NULL) AND (ruling IS NULL) = (ruled_at IS NULL)),
    CHECK (ruling IS NULL OR appealed_at IS NOT NULL),
    CHECK (appeal_desk IS NULL OR appealed_at IS NOT NULL),
    CHECK ((told_by IS NULL) = (told_at IS NULL)),
    CHECK ((ruling_told_by IS NULL) = (ruling_told_at IS NULL) AND (ruling_told_at IS NULL OR ruling IS NOT NULL)),
    -- Who took it off, or typed why it should stand there, does not look at it the second time.
    CHECK (ruled_by <> by_account),
    CHECK (ruled_by <> appeal_desk)
) STRICT, WITHOUT ROWID;
INSERT INTO withholding (id, round_id, pitch_id, kind, of_id, ground, reason, by_account, by_function, at, appeal, appealed_at, appeal_desk,
    told_by, told_at, ruling, ruled_by, ruled_function, ruled_reason, ruled_at)
    SELECT w.id, p.round_id, w.pitch_id, w.kind, w.of_id, w.ground, w.reason, w.by_account, w.by_function, w.at, w.appeal, w.appealed_at,
    w.appeal_desk, w.told_by, w.told_at, w.ruling, w.ruled_by, w.ruled_function, w.ruled_reason, w.ruled_at
    FROM withholding_before w JOIN pitch p ON p.id = w.pitch_id;
DROP TABLE withholding_before;
CREATE UNIQUE INDEX withholding_stands ON withholding (kind, of_id) WHERE ruling IS NULL OR ruling = 'upheld';
CREATE INDEX withholding_of_pitch ON withholding (pitch_id, at);
CREATE INDEX withholding_of_round ON withholding (round_id, at);
CREATE INDEX withholding_of_grant ON withholding (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX withholding_of_picture ON withholding (round_id) WHERE kind = 'picture';
CREATE TRIGGER withholding_astray BEFORE INSERT ON withholding
WHEN (NOT EXISTS (SELECT 1 FROM pitch p WHERE p.id = NEW.pitch_id AND p.round_id = NEW.round_id)
        AND NOT EXISTS (SELECT 1 FROM grant_record g WHERE g.id = NEW.grant_id AND g.round_id = NEW.round_id))
    OR NOT (EXISTS (SELECT 1 FROM comment c WHERE NEW.kind = 'comment' AND c.id = NEW.of_id AND c.pitch_id = NEW.pitch_id)
        OR EXISTS (SELECT 1 FROM meeting m WHERE NEW.kind = 'meeting' AND m.id = NEW.of_id AND m.pitch_id = NEW.pitch_id)
        OR EXISTS (SELECT 1 FROM takeover_step s WHERE NEW.kind = 'account' AND s.pitch_id = NEW.pitch_id AND s.step = 'account'
            AND s.pitch_id || '.' || CAST(s.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM regroup g WHERE NEW.kind = 'merge' AND g.id = NEW.of_id AND g.kind = 'merge'
            AND g.by_pitch = NEW.pitch_id)
        OR EXISTS (SELECT 1 FROM pitch_event e WHERE NEW.kind = 'said' AND e.pitch_id = NEW.pitch_id AND e.kind IN ('reply', 'appeal')
            AND e.pitch_id || '.' || CAST(e.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM pitch_picture f WHERE NEW.kind = 'picture' AND f.pitch_id = NEW.pitch_id AND f.sent_at IS NOT NULL
            AND f.pitch_id || '.' || CAST(f.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM pitch_version v WHERE NEW.kind = 'plan' AND v.pitch_id = NEW.pitch_id
            AND v.pitch_id || '.' || CAST(v.number AS TEXT) = NEW.of_id)
        OR EXISTS (SELECT 1 FROM grant_report r WHERE NEW.kind = 'progress' AND r.grant_id = NEW.grant_id
            AND r.grant_id || '.' || CAST(r.number AS TEXT) = NEW.of_id)) BEGIN
    SELECT RAISE(ABORT, 'astray');
END;
CREATE TRIGGER withholding_changed BEFORE UPDATE ON withholding
WHEN NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR NEW.pitch_id IS NOT OLD.pitch_id OR NEW.grant_id IS NOT OLD.grant_id
    OR NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS NOT OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')
        OR NEW.appeal_desk IS NOT OLD.appeal_desk))
    OR (OLD.told_at IS NOT NULL AND (NEW.told_by IS NOT OLD.told_by OR NEW.told_at IS NOT OLD.told_at))
    OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS NOT OLD.ruling OR NEW.ruled_by IS NOT OLD.ruled_by
        OR NEW.ruled_at IS NOT OLD.ruled_at OR NEW.ruled_reason NOT IN (OLD.ruled_reason, '')))
    OR (OLD.ruling_told_at IS NOT NULL AND (NEW.ruling_told_by IS NOT OLD.ruling_told_by
        OR NEW.ruling_told_at IS NOT OLD.ruling_told_at)) BEGIN
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

-- A picture that was sent in may be reported or taken off: its row stays, whatever its group does with it while it mends.
DROP TRIGGER pitch_picture_removed;
CREATE TRIGGER pitch_picture_removed BEFORE DELETE ON pitch_picture
WHEN (SELECT state FROM pitch WHERE id = OLD.pitch_id) NOT IN ('draft', 'incomplete') OR OLD.sent_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- What was told of how a plan goes, and its pictures, are erased as well once they were taken off. (What was taken off before this has
-- withheld_at, and was erased at once.)
DROP TRIGGER grant_report_changed;
CREATE TRIGGER grant_report_changed BEFORE UPDATE ON grant_report
WHEN NEW.title NOT IN (OLD.title, '(gewist)') OR NEW.story NOT IN (OLD.story, '(gewist)') OR NEW.grant_id <> OLD.grant_id
    OR NEW.number <> OLD.number OR NEW.side <> OLD.side OR NEW.by_actor <> OLD.by_actor OR NEW.at <> OLD.at
    OR NEW.withheld_at IS NOT OLD.withheld_at OR NEW.withheld_by IS NOT OLD.withheld_by
    OR NEW.withheld_why IS NOT OLD.withheld_why AND NEW.withheld_why <> '(gewist)'
    OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')
        OR EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'progress'
            AND w.of_id = OLD.grant_id || '.' || CAST(OLD.number AS TEXT) AND (w.ruling IS NULL OR w.ruling = 'upheld'))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
DROP TRIGGER grant_report_picture_changed;
CREATE TRIGGER grant_report_picture_changed BEFORE UPDATE ON grant_report_picture
WHEN NEW.grant_id <> OLD.grant_id OR NEW.report <> OLD.report OR NEW.number <> OLD.number OR NEW.large <> OLD.large
    OR NEW.small <> OLD.small OR NEW.at <> OLD.at OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
    OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')
        OR EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'progress'
            AND w.of_id = OLD.grant_id || '.' || CAST(OLD.report AS TEXT) AND (w.ruling IS NULL OR w.ruling = 'upheld'))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- What was said last, of all rounds together.
CREATE INDEX comment_of_time ON comment (at, id);
-- The few that organisations said in support, among all that was said.
CREATE INDEX comment_of_organisation ON comment (at, id) WHERE kind = 'endorsement' AND gone_at IS NULL;
