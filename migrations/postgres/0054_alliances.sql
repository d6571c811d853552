-- Alliances: who was asked to take part in a plan, and what they said. What is asked is a share and a task; another share or
-- task is another question.
CREATE TABLE ally_consent (
    -- Of a draft that was thrown away this stays, without an address.
    pitch_id TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (LENGTH(mark) = 64),
    -- The hash of the text in the mail; empty where a paper is signed.
    link TEXT NOT NULL,
    -- Taken out once it was answered or the plan was sent in.
    email TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answer TEXT CHECK (answer IN ('yes', 'no')),
    way TEXT CHECK (way IN ('mail', 'account', 'paper')),
    answered_by TEXT,
    answered_at BIGINT,
    PRIMARY KEY (pitch_id, mark),
    CHECK (link = '' OR LENGTH(link) = 64),
    CHECK ((answer IS NULL) = (way IS NULL) AND (answer IS NULL) = (answered_by IS NULL)
        AND (answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX ally_consent_link ON ally_consent (link);
CREATE INDEX ally_consent_email ON ally_consent (email);
-- Who was asked what stays; only as long as the group writes in the plan does anybody answer, and an answer is never taken out.
CREATE FUNCTION ally_consent_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.mark <> OLD.mark OR (OLD.answer IS NOT NULL AND NEW.answer IS NULL)
    OR ((NEW.answer IS DISTINCT FROM OLD.answer OR NEW.way IS DISTINCT FROM OLD.way OR NEW.answered_by IS DISTINCT FROM OLD.answered_by)
        AND COALESCE((SELECT state FROM pitch WHERE id = OLD.pitch_id), '') NOT IN ('draft', 'incomplete')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ally_consent_changed BEFORE UPDATE ON ally_consent FOR EACH ROW EXECUTE FUNCTION ally_consent_changed();
CREATE FUNCTION ally_consent_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER ally_consent_removed BEFORE DELETE ON ally_consent FOR EACH ROW EXECUTE FUNCTION ally_consent_removed();
CREATE TRIGGER ally_consent_truncated BEFORE TRUNCATE ON ally_consent FOR EACH STATEMENT EXECUTE FUNCTION truncated();
