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
    -- Who told its group, where nobody in that has e-mail.
    told_by TEXT REFERENCES account (id),
    told_at INTEGER,
    ruling TEXT CHECK (ruling IN ('upheld', 'restored')),
    ruled_by TEXT REFERENCES account (id),
    ruled_function TEXT,
    ruled_reason TEXT,
    ruled_at INTEGER,
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((ruling IS NULL) = (ruled_by IS NULL) AND (ruling IS NULL) = (ruled_at IS NULL)),
    CHECK (ruling IS NULL OR appealed_at IS NOT NULL),
    CHECK (appeal_desk IS NULL OR appealed_at IS NOT NULL),
    CHECK ((told_by IS NULL) = (told_at IS NULL)),
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
    OR (OLD.told_at IS NOT NULL AND (NEW.told_by IS NOT OLD.told_by OR NEW.told_at IS NOT OLD.told_at))
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
CREATE TRIGGER meeting_desk BEFORE UPDATE ON meeting
WHEN NEW.by_desk IS NOT OLD.by_desk BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER comment_desk BEFORE UPDATE ON comment
WHEN NEW.by_desk IS NOT OLD.by_desk BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- The steps of takeovers, made anew: a year can be told of again once what was told of it was taken off.
CREATE TABLE takeover_step_before AS SELECT * FROM takeover_step;
DROP TABLE takeover_step;
CREATE TABLE takeover_step (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    step TEXT NOT NULL CHECK (step IN ('agree', 'refuse', 'sign', 'start', 'account', 'evaluate', 'extend', 'stop')),
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    on_day TEXT NOT NULL CHECK (on_day <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    -- Of the decision: its number at the municipality.
    reference TEXT NOT NULL,
    -- Of the decision that agrees: the legal person that takes the task over.
    legal_kind TEXT NOT NULL,
    legal_name TEXT NOT NULL,
    kvk TEXT NOT NULL,
    -- Of the agreement (Dutch: uitvoeringsovereenkomst), and of its extension.
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    yearly_cents INTEGER CHECK (yearly_cents >= 0),
    break_clause TEXT NOT NULL,
    -- Of a yearly account.
    year INTEGER,
    -- Nobody of the office for a yearly account that the group told itself.
    by_account TEXT REFERENCES account (id),
    by_function TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Who typed that at the desk for the group.
    by_desk TEXT REFERENCES account (id) CHECK (by_desk IS NULL OR (step = 'account' AND by_account IS NULL)),
    PRIMARY KEY (pitch_id, number),
    CHECK ((step = 'agree' AND from_state = 'none' AND to_state = 'agreed')
        OR (step = 'refuse' AND from_state = 'none' AND to_state = 'refused')
        OR (step = 'sign' AND from_state = 'agreed' AND to_state = 'signed')
        OR (step = 'start' AND from_state = 'signed' AND to_state = 'running')
        OR (step = 'account' AND from_state = 'running' AND to_state = 'running')
        OR (step = 'evaluate' AND from_state = 'running' AND to_state = 'evaluated')
        OR (step = 'extend' AND from_state = 'evaluated' AND to_state = 'running')
        OR (step = 'stop' AND from_state IN ('agreed', 'signed', 'running', 'evaluated') AND to_state = 'stopped')),
    CHECK (by_account IS NOT NULL OR step = 'account'),
    CHECK ((step IN ('agree', 'refuse')) = (reference <> '')),
    CHECK ((step = 'agree') = (LENGTH(kvk) = 8) AND (step = 'agree') = (legal_name <> '')
        AND (step = 'agree') = (legal_kind IN ('association', 'foundation', 'cooperative', 'company'))),
    CHECK ((step = 'sign') = (yearly_cents IS NOT NULL) AND (step = 'sign') = (break_clause <> '')
        AND (step IN ('sign', 'extend')) = (until_day <> '') AND (step = 'sign') = (from_day <> '')),
    CHECK (from_day <= until_day OR step = 'extend'),
    CHECK ((step = 'account') = (year IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO takeover_step (pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, legal_name, kvk, from_day, until_day,
    yearly_cents, break_clause, year, by_account, by_function, at)
    SELECT pitch_id, number, step, from_state, to_state, on_day, reason, reference, legal_kind, legal_name, kvk, from_day, until_day,
    yearly_cents, break_clause, year, by_account, by_function, at
    FROM takeover_step_before;
DROP TABLE takeover_step_before;
-- Each step goes on from where the last one led.
CREATE TRIGGER takeover_step_follows BEFORE INSERT ON takeover_step
WHEN NEW.number <> COALESCE((SELECT MAX(number) FROM takeover_step WHERE pitch_id = NEW.pitch_id), 0) + 1
    OR NEW.from_state <> COALESCE((SELECT to_state FROM takeover_step WHERE pitch_id = NEW.pitch_id
        AND number = NEW.number - 1), 'none') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER takeover_step_ready BEFORE INSERT ON takeover_step
WHEN NEW.step IN ('agree', 'refuse') AND NOT EXISTS (SELECT 1 FROM pitch p JOIN round r ON r.id = p.round_id
        WHERE p.id = NEW.pitch_id AND p.state = 'admissible' AND r.phase IN ('certified', 'final'))
    OR NEW.step = 'agree' AND (SELECT COUNT(*) FROM bid_verdict v WHERE v.pitch_id = NEW.pitch_id AND v.verdict = 'yes'
        AND v.number = (SELECT MAX(w.number) FROM bid_verdict w WHERE w.pitch_id = v.pitch_id
            AND w.condition = v.condition)
        AND v.version = (SELECT MAX(l.number) FROM pitch_version l WHERE l.pitch_id = v.pitch_id)
        AND (v.condition <> 'support' OR v.at >= (SELECT MAX(c.approved_at) FROM certificate c
            JOIN pitch p ON p.round_id = c.round_id WHERE p.id = v.pitch_id AND c.approved_at <= NEW.at))) <> 7 BEGIN
    SELECT RAISE(ABORT, 'takeover_not_ready');
END;
-- Never by who gave one of the verdicts; nor does who looked back decide whether it goes on. Who typed for the group how a year went
-- neither looks back on it nor decides about what follows.
CREATE TRIGGER takeover_step_own BEFORE INSERT ON takeover_step
WHEN NEW.step IN ('agree', 'refuse') AND EXISTS (SELECT 1 FROM bid_verdict v WHERE v.pitch_id = NEW.pitch_id
        AND v.by_account = NEW.by_account)
    OR NEW.step IN ('extend', 'stop') AND EXISTS (SELECT 1 FROM takeover_step s WHERE s.pitch_id = NEW.pitch_id
        AND s.number = NEW.number - 1 AND s.step = 'evaluate' AND s.by_account = NEW.by_account)
    OR NEW.step IN ('evaluate', 'extend', 'stop') AND EXISTS (SELECT 1 FROM takeover_step s WHERE s.pitch_id = NEW.pitch_id
        AND s.by_desk = NEW.by_account) BEGIN
    SELECT RAISE(ABORT, 'own_decision');
END;
-- Of a year is told once, unless what was told of it was taken off.
CREATE TRIGGER takeover_step_year BEFORE INSERT ON takeover_step
WHEN EXISTS (SELECT 1 FROM takeover_step s WHERE s.pitch_id = NEW.pitch_id AND s.year = NEW.year AND NOT EXISTS (SELECT 1
        FROM withholding w WHERE w.kind = 'account' AND w.of_id = s.pitch_id || '.' || CAST(s.number AS TEXT)
        AND (w.ruling IS NULL OR w.ruling = 'upheld'))) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
-- What was told of a year is erased once it was taken off for good; nothing else of a step ever changes.
CREATE TRIGGER takeover_step_changed BEFORE UPDATE ON takeover_step
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.step <> OLD.step OR NEW.from_state <> OLD.from_state
    OR NEW.to_state <> OLD.to_state OR NEW.on_day <> OLD.on_day OR NEW.reference <> OLD.reference OR NEW.legal_kind <> OLD.legal_kind
    OR NEW.legal_name <> OLD.legal_name OR NEW.kvk <> OLD.kvk OR NEW.from_day <> OLD.from_day OR NEW.until_day <> OLD.until_day
    OR NEW.yearly_cents IS NOT OLD.yearly_cents OR NEW.break_clause <> OLD.break_clause OR NEW.year IS NOT OLD.year
    OR NEW.by_account IS NOT OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR NEW.by_desk IS NOT OLD.by_desk OR OLD.step <> 'account' OR NEW.reason <> '(gewist)' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER takeover_step_removed BEFORE DELETE ON takeover_step BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER takeover_step_replaced BEFORE INSERT ON takeover_step
WHEN EXISTS (SELECT 1 FROM takeover_step WHERE pitch_id = NEW.pitch_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
