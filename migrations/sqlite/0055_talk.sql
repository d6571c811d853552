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
    asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
    at INTEGER NOT NULL,
    -- When its writer took it back, or its time had come: no word is left.
    gone_at INTEGER,
    CHECK ((kind = 'answer') = (parent_id IS NOT NULL)),
    CHECK (kind <> 'answer' OR side = 'group'),
    CHECK ((kind = 'endorsement') = (side = 'organisation')),
    CHECK ((side IN ('resident', 'organisation')) = (by_actor = '')),
    CHECK ((mark IS NULL) = (email IS NULL) AND (mark IS NULL) = (language IS NULL)),
    CHECK (mark IS NULL OR side IN ('resident', 'organisation')),
    CHECK ((gone_at IS NULL) = (words <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX comment_of_pitch ON comment (pitch_id, parent_id, at, id);
CREATE INDEX comment_of_parent ON comment (parent_id);
CREATE INDEX comment_of_mark ON comment (mark);
CREATE TRIGGER comment_changed BEFORE UPDATE ON comment
WHEN NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.kind <> OLD.kind OR NEW.parent_id IS NOT OLD.parent_id
    OR NEW.side <> OLD.side OR NEW.name NOT IN (OLD.name, '') OR NEW.words NOT IN (OLD.words, '')
    OR NEW.digest <> OLD.digest OR (NEW.mark IS NOT OLD.mark AND NEW.mark IS NOT NULL)
    OR (NEW.email IS NOT OLD.email AND NEW.email IS NOT NULL) OR NEW.by_actor <> OLD.by_actor OR NEW.at <> OLD.at
    OR (OLD.gone_at IS NOT NULL AND NEW.gone_at IS NOT OLD.gone_at) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER comment_removed BEFORE DELETE ON comment BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER comment_replaced BEFORE INSERT ON comment
WHEN EXISTS (SELECT 1 FROM comment WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- What readers told the office of a comment. Who they are is not kept.
CREATE TABLE comment_report (
    comment_id TEXT NOT NULL REFERENCES comment (id),
    number INTEGER NOT NULL CHECK (number > 0),
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    looked_by TEXT REFERENCES account (id),
    looked_at INTEGER,
    PRIMARY KEY (comment_id, number),
    CHECK ((looked_by IS NULL) = (looked_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER comment_report_changed BEFORE UPDATE ON comment_report
WHEN NEW.comment_id <> OLD.comment_id OR NEW.number <> OLD.number OR NEW.ground <> OLD.ground
    OR NEW.words NOT IN (OLD.words, '') OR NEW.at <> OLD.at
    OR (OLD.looked_at IS NOT NULL AND (NEW.looked_by IS NOT OLD.looked_by OR NEW.looked_at IS NOT OLD.looked_at)) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER comment_report_removed BEFORE DELETE ON comment_report BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER comment_report_replaced BEFORE INSERT ON comment_report
WHEN EXISTS (SELECT 1 FROM comment_report WHERE comment_id = NEW.comment_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- What the office took off, why, and what became of it when its writer asked for a second look. One stands at a time.
CREATE TABLE withholding (
    id TEXT NOT NULL PRIMARY KEY,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    comment_id TEXT NOT NULL REFERENCES comment (id),
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
CREATE UNIQUE INDEX withholding_stands ON withholding (comment_id) WHERE ruling IS NULL OR ruling = 'upheld';
CREATE INDEX withholding_of_pitch ON withholding (pitch_id, at);
CREATE TRIGGER withholding_changed BEFORE UPDATE ON withholding
WHEN NEW.id <> OLD.id OR NEW.pitch_id <> OLD.pitch_id OR NEW.comment_id <> OLD.comment_id
    OR NEW.ground <> OLD.ground OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account
    OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.appealed_at IS NOT NULL AND (NEW.appealed_at IS NOT OLD.appealed_at OR NEW.appeal NOT IN (OLD.appeal, '')))
    OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS NOT OLD.ruling OR NEW.ruled_by IS NOT OLD.ruled_by
        OR NEW.ruled_at IS NOT OLD.ruled_at OR NEW.ruled_reason NOT IN (OLD.ruled_reason, ''))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER withholding_removed BEFORE DELETE ON withholding BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER withholding_replaced BEFORE INSERT ON withholding
WHEN EXISTS (SELECT 1 FROM withholding WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM withholding WHERE comment_id = NEW.comment_id
        AND (ruling IS NULL OR ruling = 'upheld')) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
