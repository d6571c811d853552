-- What somebody wrote with a plan and what may not stand there: one way for comments, meetings of groups, what a group tells of a year
-- of a takeover, and why a group proposed that plans go on as one. And who typed for a group at the desk.

DROP TRIGGER comment_report_changed ON comment_report;
DROP TRIGGER comment_report_removed ON comment_report;
DROP TRIGGER comment_report_truncated ON comment_report;
DROP TRIGGER meeting_report_changed ON meeting_report;
DROP TRIGGER meeting_report_removed ON meeting_report;
DROP TRIGGER meeting_report_truncated ON meeting_report;
DROP TRIGGER withholding_changed ON withholding;
DROP TRIGGER withholding_removed ON withholding;
DROP TRIGGER withholding_truncated ON withholding;
DROP TRIGGER meeting_withholding_changed ON meeting_withholding;
DROP TRIGGER meeting_withholding_removed ON meeting_withholding;
DROP TRIGGER meeting_withholding_truncated ON meeting_withholding;

-- What readers told the office of something. Who they are is not kept. A merge stands with the plan of the group that proposed it.
CREATE TABLE moderation_report (
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'meeting', 'account', 'merge')),
    of_id TEXT NOT NULL,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    looked_by TEXT REFERENCES account (id),
    looked_at BIGINT,
    PRIMARY KEY (kind, of_id, number),
    CHECK ((looked_by IS NULL) = (looked_at IS NULL))
);
INSERT INTO moderation_report (kind, of_id, pitch_id, number, ground, words, at, looked_by, looked_at)
    SELECT 'comment', r.comment_id, c.pitch_id, r.number, r.ground, r.words, r.at, r.looked_by, r.looked_at
    FROM comment_report r JOIN comment c ON c.id = r.comment_id;
INSERT INTO moderation_report (kind, of_id, pitch_id, number, ground, words, at, looked_by, looked_at)
    SELECT 'meeting', r.meeting_id, m.pitch_id, r.number, r.ground, r.words, r.at, r.looked_by, r.looked_at
    FROM meeting_report r JOIN meeting m ON m.id = r.meeting_id;
DROP TABLE comment_report;
DROP TABLE meeting_report;
CREATE INDEX moderation_report_of_pitch ON moderation_report (pitch_id, looked_at);
DROP FUNCTION comment_report_changed();
DROP FUNCTION comment_report_removed();
DROP FUNCTION meeting_report_changed();
DROP FUNCTION meeting_report_removed();
CREATE FUNCTION moderation_astray() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM comment c WHERE NEW.kind = 'comment' AND c.id = NEW.of_id AND c.pitch_id = NEW.pitch_id)
    AND NOT EXISTS (SELECT 1 FROM meeting m WHERE NEW.kind = 'meeting' AND m.id = NEW.of_id AND m.pitch_id = NEW.pitch_id)
    AND NOT EXISTS (SELECT 1 FROM takeover_step s WHERE NEW.kind = 'account' AND s.pitch_id = NEW.pitch_id AND s.step = 'account'
        AND s.pitch_id || '.' || CAST(s.number AS TEXT) = NEW.of_id)
    AND NOT EXISTS (SELECT 1 FROM regroup g WHERE NEW.kind = 'merge' AND g.id = NEW.of_id AND g.kind = 'merge'
        AND g.by_pitch = NEW.pitch_id) THEN
        RAISE EXCEPTION 'astray';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moderation_report_astray BEFORE INSERT ON moderation_report FOR EACH ROW EXECUTE FUNCTION moderation_astray();
CREATE FUNCTION moderation_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id OR NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at
    OR (OLD.looked_at IS NOT NULL AND (NEW.looked_by IS DISTINCT FROM OLD.looked_by OR NEW.looked_at IS DISTINCT FROM OLD.looked_at)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moderation_report_changed BEFORE UPDATE ON moderation_report FOR EACH ROW EXECUTE FUNCTION moderation_report_changed();
CREATE FUNCTION moderation_report_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER moderation_report_removed BEFORE DELETE ON moderation_report FOR EACH ROW EXECUTE FUNCTION moderation_report_removed();
CREATE TRIGGER moderation_report_truncated BEFORE TRUNCATE ON moderation_report FOR EACH STATEMENT EXECUTE FUNCTION truncated();

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
    at BIGINT NOT NULL,
    appeal TEXT,
    appealed_at BIGINT,
    -- Who typed that at the desk.
    appeal_desk TEXT REFERENCES account (id),
    ruling TEXT CHECK (ruling IN ('upheld', 'restored')),
    ruled_by TEXT REFERENCES account (id),
    ruled_function TEXT,
    ruled_reason TEXT,
    ruled_at BIGINT,
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((ruling IS NULL) = (ruled_by IS NULL) AND (ruling IS NULL) = (ruled_at IS NULL)),
    CHECK (ruling IS NULL OR appealed_at IS NOT NULL),
    CHECK (appeal_desk IS NULL OR appealed_at IS NOT NULL),
    -- Who took it off, or typed why it should stand there, does not look at it the second time.
    CHECK (ruled_by <> by_account),
    CHECK (ruled_by <> appeal_desk)
);
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
DROP FUNCTION withholding_changed();
DROP FUNCTION withholding_removed();
DROP FUNCTION meeting_withholding_changed();
DROP FUNCTION meeting_withholding_removed();
CREATE TRIGGER withholding_astray BEFORE INSERT ON withholding FOR EACH ROW EXECUTE FUNCTION moderation_astray();
CREATE FUNCTION withholding_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS DISTINCT FROM OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')
        OR NEW.appeal_desk IS DISTINCT FROM OLD.appeal_desk))
    OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS DISTINCT FROM OLD.ruling OR NEW.ruled_by IS DISTINCT FROM OLD.ruled_by
        OR NEW.ruled_at IS DISTINCT FROM OLD.ruled_at OR NEW.ruled_reason NOT IN (OLD.ruled_reason, ''))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withholding_changed BEFORE UPDATE ON withholding FOR EACH ROW EXECUTE FUNCTION withholding_changed();
CREATE FUNCTION withholding_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER withholding_removed BEFORE DELETE ON withholding FOR EACH ROW EXECUTE FUNCTION withholding_removed();
CREATE TRIGGER withholding_truncated BEFORE TRUNCATE ON withholding FOR EACH STATEMENT EXECUTE FUNCTION truncated();

-- Who typed it at the desk, for the group whose it is.
ALTER TABLE meeting ADD COLUMN by_desk TEXT REFERENCES account (id);
ALTER TABLE comment ADD COLUMN by_desk TEXT REFERENCES account (id) CHECK (by_desk IS NULL OR side = 'group');
ALTER TABLE takeover_step ADD COLUMN by_desk TEXT REFERENCES account (id)
    CHECK (by_desk IS NULL OR (step = 'account' AND by_account IS NULL));
CREATE FUNCTION meeting_desk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.by_desk IS DISTINCT FROM OLD.by_desk THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meeting_desk BEFORE UPDATE ON meeting FOR EACH ROW EXECUTE FUNCTION meeting_desk();
CREATE FUNCTION comment_desk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.by_desk IS DISTINCT FROM OLD.by_desk THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_desk BEFORE UPDATE ON comment FOR EACH ROW EXECUTE FUNCTION comment_desk();
-- What was told of a year is erased once it was taken off for good; nothing else of a step ever changes.
DROP TRIGGER takeover_step_changed ON takeover_step;
CREATE OR REPLACE FUNCTION takeover_step_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.step <> OLD.step OR NEW.from_state <> OLD.from_state
    OR NEW.to_state <> OLD.to_state OR NEW.on_day <> OLD.on_day OR NEW.reference <> OLD.reference OR NEW.legal_kind <> OLD.legal_kind
    OR NEW.legal_name <> OLD.legal_name OR NEW.kvk <> OLD.kvk OR NEW.from_day <> OLD.from_day OR NEW.until_day <> OLD.until_day
    OR NEW.yearly_cents IS DISTINCT FROM OLD.yearly_cents OR NEW.break_clause <> OLD.break_clause OR NEW.year IS DISTINCT FROM OLD.year
    OR NEW.by_account IS DISTINCT FROM OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR NEW.by_desk IS DISTINCT FROM OLD.by_desk OR OLD.step <> 'account' OR NEW.reason <> '(gewist)' THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER takeover_step_changed BEFORE UPDATE ON takeover_step FOR EACH ROW EXECUTE FUNCTION takeover_step_changed();
