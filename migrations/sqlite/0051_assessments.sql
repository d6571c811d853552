-- How the office looks at a plan: who looks, its answers to the questions whether the plan can be carried out, the reply of
-- the group, the terms in which all of this happens, and a second look by another officer after a refusal.

-- The terms of a round, where they are not the usual.
ALTER TABLE pitch_terms ADD COLUMN decide_days INTEGER NOT NULL DEFAULT 56 CHECK (decide_days BETWEEN 1 AND 365);
ALTER TABLE pitch_terms ADD COLUMN reply_days INTEGER NOT NULL DEFAULT 7 CHECK (reply_days BETWEEN 1 AND 90);
ALTER TABLE pitch_terms ADD COLUMN appeal_days INTEGER NOT NULL DEFAULT 14 CHECK (appeal_days BETWEEN 1 AND 90);
ALTER TABLE pitch_terms ADD COLUMN ruling_days INTEGER NOT NULL DEFAULT 28 CHECK (ruling_days BETWEEN 1 AND 90);

-- More kinds of what happens to a plan. What a second look is about, and which request it decides, is the number of that
-- event: there is one request per refusal and one decision per request.
CREATE TABLE pitch_event_wide (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'repair', 'admit', 'not_admit', 'withdraw', 'remark', 'show', 'reply',
        'extend', 'appeal', 'uphold', 'overturn', 'short', 'merge', 'split', 'reopen')),
    at INTEGER NOT NULL,
    by_account TEXT REFERENCES account (id),
    by_function TEXT NOT NULL,
    ground TEXT NOT NULL,
    reason TEXT NOT NULL,
    until_at INTEGER,
    about INTEGER,
    PRIMARY KEY (pitch_id, number),
    UNIQUE (pitch_id, about),
    FOREIGN KEY (pitch_id, about) REFERENCES pitch_event_wide (pitch_id, number),
    CHECK (kind IN ('submit', 'withdraw', 'reply', 'appeal', 'merge', 'split', 'reopen') OR by_account IS NOT NULL),
    CHECK ((kind = 'not_admit') = (ground <> '')),
    CHECK ((kind IN ('repair', 'show', 'extend', 'appeal', 'short', 'split', 'reopen')) = (until_at IS NOT NULL)),
    CHECK ((kind IN ('appeal', 'uphold', 'overturn')) = (about IS NOT NULL)),
    CHECK (about IS NULL OR about < number)
) STRICT, WITHOUT ROWID;
INSERT INTO pitch_event_wide (pitch_id, number, kind, at, by_account, by_function, ground, reason, until_at)
    SELECT pitch_id, number, kind, at, by_account, by_function, ground, reason, until_at FROM pitch_event;
DROP TABLE pitch_event;
ALTER TABLE pitch_event_wide RENAME TO pitch_event;
-- The term for a decision is made longer once.
CREATE UNIQUE INDEX pitch_event_extend ON pitch_event (pitch_id) WHERE kind = 'extend';
CREATE TRIGGER pitch_event_changed BEFORE UPDATE ON pitch_event
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
    OR NEW.by_account IS NOT OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.ground <> OLD.ground
    OR NEW.until_at IS NOT OLD.until_at OR NEW.about IS NOT OLD.about OR NEW.reason <> '' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_event_removed BEFORE DELETE ON pitch_event BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_event_replaced BEFORE INSERT ON pitch_event
WHEN EXISTS (SELECT 1 FROM pitch_event WHERE pitch_id = NEW.pitch_id AND number = NEW.number)
    OR (NEW.about IS NOT NULL AND EXISTS (SELECT 1 FROM pitch_event WHERE pitch_id = NEW.pitch_id AND about = NEW.about))
    OR (NEW.kind = 'extend' AND EXISTS (SELECT 1 FROM pitch_event WHERE pitch_id = NEW.pitch_id AND kind = 'extend')) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- A refusal is the end, but for one way: another officer looked again and put the plan on the list, under a new number where
-- it had one before.
DROP TRIGGER pitch_changed;
CREATE TRIGGER pitch_changed BEFORE UPDATE ON pitch
WHEN NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR OLD.erased_at IS NOT NULL
    OR (OLD.proposal_id IS NOT NULL AND NEW.proposal_id IS NOT OLD.proposal_id
        AND NOT (OLD.state = 'not_admitted' AND NEW.state = 'admissible'))
    OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS NOT OLD.submitted_at)
    OR (OLD.state = 'withdrawn' AND NEW.state <> OLD.state)
    OR (OLD.state = 'not_admitted' AND NEW.state <> OLD.state AND (NEW.state <> 'admissible' OR NOT EXISTS (
        SELECT 1 FROM pitch_event e WHERE e.pitch_id = OLD.id AND e.kind = 'overturn' AND e.number = (
            SELECT MAX(l.number) FROM pitch_event l
            WHERE l.pitch_id = OLD.id AND l.kind IN ('not_admit', 'appeal', 'uphold', 'overturn')))))
    OR (NEW.state = 'draft' AND OLD.state <> 'draft') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Who looks at a plan; the last one counts.
CREATE TABLE pitch_assignment (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    account_id TEXT NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (pitch_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX pitch_assignment_of ON pitch_assignment (account_id);
CREATE TRIGGER pitch_assignment_changed BEFORE UPDATE ON pitch_assignment BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_assignment_removed BEFORE DELETE ON pitch_assignment BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_assignment_replaced BEFORE INSERT ON pitch_assignment
WHEN EXISTS (SELECT 1 FROM pitch_assignment WHERE pitch_id = NEW.pitch_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- What the office answered about a version of a plan; the last one counts. Each answer in it has its reason, officer and day.
CREATE TABLE pitch_assessment (
    pitch_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    at INTEGER NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    PRIMARY KEY (pitch_id, number),
    FOREIGN KEY (pitch_id, version) REFERENCES pitch_version (pitch_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pitch_assessment_changed BEFORE UPDATE ON pitch_assessment
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.version <> OLD.version OR NEW.digest <> OLD.digest
    OR NEW.at <> OLD.at OR NEW.by_account <> OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.content <> '' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_assessment_removed BEFORE DELETE ON pitch_assessment BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_assessment_replaced BEFORE INSERT ON pitch_assessment
WHEN EXISTS (SELECT 1 FROM pitch_assessment WHERE pitch_id = NEW.pitch_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
