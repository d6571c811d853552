-- What people say about a plan before the vote (talk), and what the office takes off it.

-- What somebody wrote under a mail address whose owner did not say yes to it yet. Nobody else sees it. The mark is that of
-- the address.
CREATE TABLE contribution (
    id TEXT NOT NULL PRIMARY KEY,
    mark TEXT NOT NULL CHECK (LENGTH(mark) = 64),
    email TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    content TEXT NOT NULL CHECK (content <> ''),
    asked_at BIGINT NOT NULL
);
CREATE INDEX contribution_of_mark ON contribution (mark, asked_at);
CREATE INDEX contribution_of_pitch ON contribution (pitch_id);

-- Questions, points for and against, remarks, answers of the group, and what organisations say that support the plan. Whose a comment is stands in `mark` for who wrote it
-- by mail, and in `by_actor` for who is signed in. The fingerprint is that of name and words, and stays.
CREATE TABLE comment (
    id TEXT NOT NULL PRIMARY KEY,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    kind TEXT NOT NULL CHECK (kind IN ('question', 'remark', 'for', 'against', 'answer', 'endorsement')),
    parent_id TEXT REFERENCES comment (id),
    side TEXT NOT NULL CHECK (side IN ('resident', 'group', 'smo', 'organisation')),
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    mark TEXT CHECK (LENGTH(mark) = 64),
    email TEXT,
    language TEXT,
    by_actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- When its writer took it back, or its time had come: no word is left.
    gone_at BIGINT,
    CHECK ((kind = 'answer') = (parent_id IS NOT NULL)),
    CHECK (kind <> 'answer' OR side = 'group'),
    CHECK ((kind = 'endorsement') = (side = 'organisation')),
    CHECK ((side IN ('resident', 'organisation')) = (by_actor = '')),
    CHECK ((mark IS NULL) = (email IS NULL) AND (mark IS NULL) = (language IS NULL)),
    CHECK (mark IS NULL OR side IN ('resident', 'organisation')),
    CHECK ((gone_at IS NULL) = (words <> ''))
);
CREATE INDEX comment_of_pitch ON comment (pitch_id, parent_id, at, id);
CREATE INDEX comment_of_parent ON comment (parent_id);
CREATE INDEX comment_of_mark ON comment (mark);
CREATE FUNCTION comment_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.kind <> OLD.kind OR NEW.parent_id IS DISTINCT FROM OLD.parent_id
    OR NEW.side <> OLD.side OR NEW.name NOT IN (OLD.name, '') OR NEW.words NOT IN (OLD.words, '')
    OR NEW.digest <> OLD.digest OR (NEW.mark IS DISTINCT FROM OLD.mark AND NEW.mark IS NOT NULL)
    OR (NEW.email IS DISTINCT FROM OLD.email AND NEW.email IS NOT NULL) OR NEW.by_actor <> OLD.by_actor OR NEW.at <> OLD.at
    OR (OLD.gone_at IS NOT NULL AND NEW.gone_at IS DISTINCT FROM OLD.gone_at) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_changed BEFORE UPDATE ON comment FOR EACH ROW EXECUTE FUNCTION comment_changed();
CREATE FUNCTION comment_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER comment_removed BEFORE DELETE ON comment FOR EACH ROW EXECUTE FUNCTION comment_removed();

-- What readers told the office of a comment. Who they are is not kept.
CREATE TABLE comment_report (
    comment_id TEXT NOT NULL REFERENCES comment (id),
    number BIGINT NOT NULL CHECK (number > 0),
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    looked_by TEXT REFERENCES account (id),
    looked_at BIGINT,
    PRIMARY KEY (comment_id, number),
    CHECK ((looked_by IS NULL) = (looked_at IS NULL))
);
CREATE FUNCTION comment_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.comment_id <> OLD.comment_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at
    OR (OLD.looked_at IS NOT NULL AND (NEW.looked_by IS DISTINCT FROM OLD.looked_by OR NEW.looked_at IS DISTINCT FROM OLD.looked_at)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_report_changed BEFORE UPDATE ON comment_report FOR EACH ROW EXECUTE FUNCTION comment_report_changed();
CREATE FUNCTION comment_report_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER comment_report_removed BEFORE DELETE ON comment_report FOR EACH ROW EXECUTE FUNCTION comment_report_removed();

-- What the office took off, why, and what became of it when its writer asked for a second look. One stands at a time.
CREATE TABLE withholding (
    id TEXT NOT NULL PRIMARY KEY,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    comment_id TEXT NOT NULL REFERENCES comment (id),
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
CREATE UNIQUE INDEX withholding_stands ON withholding (comment_id) WHERE ruling IS NULL OR ruling = 'upheld';
CREATE INDEX withholding_of_pitch ON withholding (pitch_id, at);
CREATE FUNCTION withholding_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.comment_id <> OLD.comment_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS DISTINCT FROM OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')))
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
CREATE TRIGGER comment_truncated BEFORE TRUNCATE ON comment FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER comment_report_truncated BEFORE TRUNCATE ON comment_report FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER withholding_truncated BEFORE TRUNCATE ON withholding FOR EACH STATEMENT EXECUTE FUNCTION truncated();
