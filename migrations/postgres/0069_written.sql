-- All that a group writes or shows with its plan can be reported and taken off, with notice and a second look: also what it said to the office
-- (said), a picture that it sent in (picture), the text of the plan (plan), and what was told of how a plan goes that was chosen (progress),
-- which stands with its grant. And when the desk told a group without e-mail what the second look came to.

ALTER TABLE moderation_report ADD COLUMN round_id TEXT REFERENCES round (id);
ALTER TABLE moderation_report ADD COLUMN grant_id TEXT REFERENCES grant_record (id);
ALTER TABLE moderation_report ALTER COLUMN pitch_id DROP NOT NULL;
ALTER TABLE moderation_report DROP CONSTRAINT moderation_report_kind_check;
UPDATE moderation_report SET round_id = p.round_id FROM pitch p WHERE p.id = moderation_report.pitch_id;
ALTER TABLE moderation_report ALTER COLUMN round_id SET NOT NULL;
ALTER TABLE moderation_report ADD CHECK (kind IN ('comment', 'meeting', 'account', 'merge', 'said', 'picture', 'plan', 'progress'));
ALTER TABLE moderation_report ADD CHECK ((pitch_id IS NULL) = (kind = 'progress') AND (grant_id IS NULL) = (kind <> 'progress'));
DROP INDEX moderation_report_of_pitch;
CREATE INDEX moderation_report_of_round ON moderation_report (round_id, looked_at);

ALTER TABLE withholding ADD COLUMN round_id TEXT REFERENCES round (id);
ALTER TABLE withholding ADD COLUMN grant_id TEXT REFERENCES grant_record (id);
-- Who told its group what the second look came to, where nobody in that has e-mail.
ALTER TABLE withholding ADD COLUMN ruling_told_by TEXT REFERENCES account (id);
ALTER TABLE withholding ADD COLUMN ruling_told_at BIGINT;
ALTER TABLE withholding ALTER COLUMN pitch_id DROP NOT NULL;
ALTER TABLE withholding DROP CONSTRAINT withholding_wide_kind_check;
UPDATE withholding SET round_id = p.round_id FROM pitch p WHERE p.id = withholding.pitch_id;
ALTER TABLE withholding ALTER COLUMN round_id SET NOT NULL;
ALTER TABLE withholding ADD CHECK (kind IN ('comment', 'meeting', 'account', 'merge', 'said', 'picture', 'plan', 'progress'));
ALTER TABLE withholding ADD CHECK ((pitch_id IS NULL) = (kind = 'progress') AND (grant_id IS NULL) = (kind <> 'progress'));
ALTER TABLE withholding ADD CHECK ((ruling_told_by IS NULL) = (ruling_told_at IS NULL) AND (ruling_told_at IS NULL OR ruling IS NOT NULL));
CREATE INDEX withholding_of_round ON withholding (round_id, at);
CREATE INDEX withholding_of_grant ON withholding (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX withholding_of_picture ON withholding (round_id) WHERE kind = 'picture';

CREATE OR REPLACE FUNCTION moderation_astray() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NOT EXISTS (SELECT 1 FROM pitch p WHERE p.id = NEW.pitch_id AND p.round_id = NEW.round_id)
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
            AND r.grant_id || '.' || CAST(r.number AS TEXT) = NEW.of_id)) THEN
        RAISE EXCEPTION 'astray';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION moderation_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id OR NEW.round_id <> OLD.round_id OR NEW.pitch_id IS DISTINCT FROM OLD.pitch_id
    OR NEW.grant_id IS DISTINCT FROM OLD.grant_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at
    OR (OLD.looked_at IS NOT NULL AND (NEW.looked_by IS DISTINCT FROM OLD.looked_by OR NEW.looked_at IS DISTINCT FROM OLD.looked_at)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION withholding_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR NEW.pitch_id IS DISTINCT FROM OLD.pitch_id OR NEW.grant_id IS DISTINCT FROM OLD.grant_id
    OR NEW.kind <> OLD.kind OR NEW.of_id <> OLD.of_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS DISTINCT FROM OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')
        OR NEW.appeal_desk IS DISTINCT FROM OLD.appeal_desk))
    OR (OLD.told_at IS NOT NULL AND (NEW.told_by IS DISTINCT FROM OLD.told_by OR NEW.told_at IS DISTINCT FROM OLD.told_at))
    OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS DISTINCT FROM OLD.ruling OR NEW.ruled_by IS DISTINCT FROM OLD.ruled_by
        OR NEW.ruled_at IS DISTINCT FROM OLD.ruled_at OR NEW.ruled_reason NOT IN (OLD.ruled_reason, '')))
    OR (OLD.ruling_told_at IS NOT NULL AND (NEW.ruling_told_by IS DISTINCT FROM OLD.ruling_told_by
        OR NEW.ruling_told_at IS DISTINCT FROM OLD.ruling_told_at)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

-- A picture that was sent in may be reported or taken off: its row stays, whatever its group does with it while it mends.
CREATE OR REPLACE FUNCTION pitch_picture_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT state FROM pitch WHERE id = OLD.pitch_id) NOT IN ('draft', 'incomplete') OR OLD.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN OLD;
END $$;
-- What was told of how a plan goes, and its pictures, are erased as well once they were taken off. (What was taken off before this has
-- withheld_at, and was erased at once.)
CREATE OR REPLACE FUNCTION grant_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.title NOT IN (OLD.title, '(gewist)') OR NEW.story NOT IN (OLD.story, '(gewist)') OR NEW.grant_id <> OLD.grant_id
    OR NEW.number <> OLD.number OR NEW.side <> OLD.side OR NEW.by_actor <> OLD.by_actor OR NEW.at <> OLD.at
    OR NEW.withheld_at IS DISTINCT FROM OLD.withheld_at OR NEW.withheld_by IS DISTINCT FROM OLD.withheld_by
    OR NEW.withheld_why IS DISTINCT FROM OLD.withheld_why AND NEW.withheld_why <> '(gewist)'
    OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')
        OR EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'progress'
            AND w.of_id = OLD.grant_id || '.' || CAST(OLD.number AS TEXT) AND (w.ruling IS NULL OR w.ruling = 'upheld'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION grant_report_picture_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.grant_id <> OLD.grant_id OR NEW.report <> OLD.report OR NEW.number <> OLD.number OR NEW.large <> OLD.large
    OR NEW.small <> OLD.small OR NEW.at <> OLD.at OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
    OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')
        OR EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'progress'
            AND w.of_id = OLD.grant_id || '.' || CAST(OLD.report AS TEXT) AND (w.ruling IS NULL OR w.ruling = 'upheld'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
-- What was said last, of all rounds together.
CREATE INDEX comment_of_time ON comment (at, id);
-- The few that organisations said in support, among all that was said.
CREATE INDEX comment_of_organisation ON comment (at, id) WHERE kind = 'endorsement' AND gone_at IS NULL;
