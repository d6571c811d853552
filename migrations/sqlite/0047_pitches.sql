-- Plans as their initiators write them (pitches), from the idea to the ballot: what is being written, every version that
-- was sent in, and what happened to it.

-- What a round asks of who pitches, where it is not the usual.
CREATE TABLE pitch_terms (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    light_cents INTEGER NOT NULL CHECK (light_cents >= 0),
    repair_days INTEGER NOT NULL CHECK (repair_days BETWEEN 1 AND 90),
    categories TEXT NOT NULL CHECK (categories <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pitch_terms_frozen BEFORE UPDATE ON pitch_terms
WHEN NEW.round_id <> OLD.round_id OR (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER pitch_terms_removed BEFORE DELETE ON pitch_terms BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE pitch (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    -- Nothing once the group has ended.
    initiative_id TEXT REFERENCES initiative (id),
    applicant TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'incomplete', 'admissible', 'not_admitted', 'withdrawn')),
    content TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    submitted_at INTEGER,
    until_at INTEGER,
    proposal_id TEXT,
    erased_at INTEGER,
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    UNIQUE (round_id, proposal_id),
    CHECK (state <> 'admissible' OR proposal_id IS NOT NULL),
    CHECK (state = 'draft' OR state = 'withdrawn' OR submitted_at IS NOT NULL),
    CHECK ((state = 'incomplete') = (until_at IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (content <> ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX pitch_of_round ON pitch (round_id, state, id);
CREATE INDEX pitch_of_group ON pitch (initiative_id);
-- What was admitted keeps its plan on the ballot, and nobody moves a plan to another round.
CREATE TRIGGER pitch_changed BEFORE UPDATE ON pitch
WHEN NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR OLD.erased_at IS NOT NULL
    OR (OLD.proposal_id IS NOT NULL AND NEW.proposal_id IS NOT OLD.proposal_id)
    OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS NOT OLD.submitted_at)
    OR (OLD.state IN ('not_admitted', 'withdrawn') AND NEW.state <> OLD.state)
    OR (NEW.state = 'draft' AND OLD.state <> 'draft') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE pitch_version (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    content TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    by_desk TEXT REFERENCES account (id),
    PRIMARY KEY (pitch_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pitch_version_changed BEFORE UPDATE ON pitch_version
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.at <> OLD.at
    OR NEW.by_actor <> OLD.by_actor OR NEW.by_desk IS NOT OLD.by_desk OR NEW.content <> '' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_version_removed BEFORE DELETE ON pitch_version BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_version_replaced BEFORE INSERT ON pitch_version
WHEN EXISTS (SELECT 1 FROM pitch_version WHERE pitch_id = NEW.pitch_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- What happened to a plan. A remark of the office is one of them: it stands beside the plan and changes nothing in it.
CREATE TABLE pitch_event (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'repair', 'admit', 'not_admit', 'withdraw', 'remark')),
    at INTEGER NOT NULL,
    by_account TEXT REFERENCES account (id),
    by_function TEXT NOT NULL,
    ground TEXT NOT NULL,
    reason TEXT NOT NULL,
    until_at INTEGER,
    PRIMARY KEY (pitch_id, number),
    CHECK (kind IN ('submit', 'withdraw') OR by_account IS NOT NULL),
    CHECK ((kind = 'not_admit') = (ground <> '')),
    CHECK ((kind = 'repair') = (until_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pitch_event_changed BEFORE UPDATE ON pitch_event
WHEN NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
    OR NEW.by_account IS NOT OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.ground <> OLD.ground
    OR NEW.until_at IS NOT OLD.until_at OR NEW.reason <> '' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_event_removed BEFORE DELETE ON pitch_event BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER pitch_event_replaced BEFORE INSERT ON pitch_event
WHEN EXISTS (SELECT 1 FROM pitch_event WHERE pitch_id = NEW.pitch_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
