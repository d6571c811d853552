-- Support for plans before they are looked at, and the words by which plans are found.

-- How many supporters a plan of a round needs, with the arithmetic. Where there is no row none are asked for.
CREATE TABLE support_terms (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    supporters INTEGER NOT NULL CHECK (supporters BETWEEN 0 AND 1000),
    per INTEGER NOT NULL CHECK (per BETWEEN 0 AND 1000000),
    residents INTEGER NOT NULL CHECK (residents BETWEEN 0 AND 1000000),
    needed INTEGER NOT NULL CHECK (needed BETWEEN 0 AND 1000),
    CHECK ((per = 0) = (residents = 0)),
    CHECK ((supporters = 0) = (needed = 0))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER support_terms_frozen BEFORE UPDATE ON support_terms
WHEN NEW.round_id <> OLD.round_id OR (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER support_terms_removed BEFORE DELETE ON support_terms BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Whose support a plan has: marks of addresses, until the round is over. One address counts once.
CREATE TABLE support (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    mark TEXT NOT NULL CHECK (LENGTH(mark) = 64),
    at INTEGER NOT NULL,
    PRIMARY KEY (pitch_id, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX support_of_mark ON support (mark);

-- How many marks were erased.
CREATE TABLE support_total (
    pitch_id TEXT NOT NULL PRIMARY KEY REFERENCES pitch (id),
    people INTEGER NOT NULL CHECK (people > 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER support_total_changed BEFORE UPDATE ON support_total BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER support_total_removed BEFORE DELETE ON support_total BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER support_total_replaced BEFORE INSERT ON support_total
WHEN EXISTS (SELECT 1 FROM support_total WHERE pitch_id = NEW.pitch_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- Paper lists that the desk entered: how many people, and where the list is. No name of it is here.
CREATE TABLE support_list (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    people INTEGER NOT NULL CHECK (people BETWEEN 1 AND 1000),
    -- Nothing once it was erased; the fingerprint stays.
    archive TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at INTEGER NOT NULL,
    struck_by TEXT REFERENCES account (id),
    struck_reason TEXT,
    struck_at INTEGER,
    round_id TEXT NOT NULL REFERENCES round (id),
    PRIMARY KEY (pitch_id, number),
    CHECK ((struck_by IS NULL) = (struck_at IS NULL) AND (struck_by IS NULL) = (struck_reason IS NULL))
) STRICT, WITHOUT ROWID;
-- A list counts once in a round.
CREATE UNIQUE INDEX support_list_once ON support_list (round_id, archive) WHERE struck_at IS NULL AND archive <> '';
CREATE TRIGGER support_list_changed BEFORE UPDATE ON support_list
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.people <> OLD.people OR NEW.digest <> OLD.digest
    OR NEW.archive NOT IN (OLD.archive, '') OR NEW.round_id <> OLD.round_id
    OR NEW.by_account <> OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.struck_at IS NOT NULL AND (NEW.struck_at IS NOT OLD.struck_at OR NEW.struck_by IS NOT OLD.struck_by
        OR NEW.struck_reason NOT IN (OLD.struck_reason, ''))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER support_list_removed BEFORE DELETE ON support_list BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER support_list_replaced BEFORE INSERT ON support_list
WHEN EXISTS (SELECT 1 FROM support_list WHERE pitch_id = NEW.pitch_id AND number = NEW.number)
    OR EXISTS (SELECT 1 FROM support_list WHERE round_id = NEW.round_id AND archive = NEW.archive AND archive <> ''
        AND struck_at IS NULL) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- No plan comes on a ballot with fewer supporters than its round asks for.
CREATE TRIGGER pitch_supported BEFORE UPDATE ON pitch
WHEN NEW.state = 'admissible' AND OLD.state <> 'admissible'
    AND COALESCE((SELECT needed FROM support_terms WHERE round_id = NEW.round_id), 0)
        > (SELECT COUNT(*) FROM support WHERE pitch_id = NEW.id)
        + COALESCE((SELECT SUM(people) FROM support_list WHERE pitch_id = NEW.id AND struck_at IS NULL), 0) BEGIN
    SELECT RAISE(ABORT, 'unsupported');
END;

-- The words by which a plan is found, in small letters without marks, compared by their bytes.
CREATE TABLE pitch_word (
    round_id TEXT NOT NULL REFERENCES round (id),
    word TEXT NOT NULL,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    PRIMARY KEY (round_id, word, pitch_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pitch_word_of_pitch ON pitch_word (pitch_id);

-- What an officer found about an organisation that says it supports a plan: before that nobody reads it.
CREATE TABLE endorsement_check (
    comment_id TEXT NOT NULL PRIMARY KEY REFERENCES comment (id),
    answer TEXT NOT NULL CHECK (answer IN ('shown', 'refused')),
    partner INTEGER NOT NULL CHECK (partner IN (0, 1)),
    reason TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- The name in small letters without marks, by which one organisation is told from another.
    name_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER endorsement_check_changed BEFORE UPDATE ON endorsement_check
WHEN NEW.comment_id <> OLD.comment_id OR NEW.answer <> OLD.answer OR NEW.partner <> OLD.partner
    OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account OR NEW.by_function <> OLD.by_function
    OR NEW.at <> OLD.at OR NEW.name_key NOT IN (OLD.name_key, '') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER endorsement_check_removed BEFORE DELETE ON endorsement_check BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER endorsement_check_replaced BEFORE INSERT ON endorsement_check
WHEN EXISTS (SELECT 1 FROM endorsement_check WHERE comment_id = NEW.comment_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- Meetings about a round or one of its plans: who called it, and what was said there.
CREATE TABLE meeting (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    pitch_id TEXT REFERENCES pitch (id),
    title TEXT NOT NULL,
    at INTEGER NOT NULL,
    place TEXT NOT NULL,
    access TEXT NOT NULL,
    about TEXT NOT NULL,
    -- The fingerprint of these words, which stays.
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    -- When its time had come: no word is left.
    gone_at INTEGER,
    by_actor TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    cancelled_at INTEGER,
    cancelled_reason TEXT,
    reported_at INTEGER,
    report TEXT,
    CHECK ((gone_at IS NULL) = (title <> '') AND (gone_at IS NULL) = (place <> '') AND (gone_at IS NULL) = (access <> '')
        AND (gone_at IS NULL) = (about <> '')),
    CHECK (made_at < at),
    CHECK ((cancelled_at IS NULL) = (cancelled_reason IS NULL)),
    CHECK ((reported_at IS NULL) = (report IS NULL)),
    CHECK (cancelled_at IS NULL OR reported_at IS NULL),
    CHECK (cancelled_at < at),
    CHECK (reported_at >= at)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_of_round ON meeting (round_id, at, id);
CREATE TRIGGER meeting_changed BEFORE UPDATE ON meeting
WHEN NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR NEW.pitch_id IS NOT OLD.pitch_id OR NEW.at <> OLD.at
    OR NEW.digest <> OLD.digest OR NEW.title NOT IN (OLD.title, '') OR NEW.place NOT IN (OLD.place, '')
    OR NEW.access NOT IN (OLD.access, '') OR NEW.about NOT IN (OLD.about, '') OR NEW.by_actor <> OLD.by_actor
    OR NEW.made_at <> OLD.made_at OR (OLD.gone_at IS NOT NULL AND NEW.gone_at IS NOT OLD.gone_at)
    OR (OLD.cancelled_at IS NOT NULL AND (NEW.cancelled_at IS NOT OLD.cancelled_at
        OR NEW.cancelled_reason NOT IN (OLD.cancelled_reason, '')))
    OR (OLD.cancelled_at IS NOT NULL AND NEW.reported_at IS NOT NULL)
    OR (OLD.reported_at IS NOT NULL AND (NEW.reported_at IS NOT OLD.reported_at OR NEW.report NOT IN (OLD.report, ''))) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER meeting_removed BEFORE DELETE ON meeting BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER meeting_replaced BEFORE INSERT ON meeting
WHEN EXISTS (SELECT 1 FROM meeting WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
