-- How the office looks at a plan: who looks, its answers to the questions whether the plan can be carried out, the reply of
-- the group, the terms in which all of this happens, and a second look by another officer after a refusal.

-- The terms of a round, where they are not the usual.
ALTER TABLE pitch_terms ADD COLUMN decide_days BIGINT NOT NULL DEFAULT 56 CHECK (decide_days BETWEEN 1 AND 365);
ALTER TABLE pitch_terms ADD COLUMN reply_days BIGINT NOT NULL DEFAULT 7 CHECK (reply_days BETWEEN 1 AND 90);
ALTER TABLE pitch_terms ADD COLUMN appeal_days BIGINT NOT NULL DEFAULT 14 CHECK (appeal_days BETWEEN 1 AND 90);
ALTER TABLE pitch_terms ADD COLUMN ruling_days BIGINT NOT NULL DEFAULT 28 CHECK (ruling_days BETWEEN 1 AND 90);

-- More kinds of what happens to a plan. What a second look is about, and which request it decides, is the number of that
-- event: there is one request per refusal and one decision per request.
ALTER TABLE pitch_event ADD COLUMN about BIGINT;
ALTER TABLE pitch_event DROP CONSTRAINT pitch_event_kind_check;
ALTER TABLE pitch_event DROP CONSTRAINT pitch_event_check;
ALTER TABLE pitch_event DROP CONSTRAINT pitch_event_check2;
ALTER TABLE pitch_event
    ADD UNIQUE (pitch_id, about),
    ADD FOREIGN KEY (pitch_id, about) REFERENCES pitch_event (pitch_id, number),
    ADD CHECK (kind IN ('submit', 'repair', 'admit', 'not_admit', 'withdraw', 'remark', 'show', 'reply', 'extend', 'appeal',
        'uphold', 'overturn', 'short', 'merge', 'split', 'reopen')),
    ADD CHECK (kind IN ('submit', 'withdraw', 'reply', 'appeal', 'merge', 'split', 'reopen') OR by_account IS NOT NULL),
    ADD CHECK ((kind IN ('repair', 'show', 'extend', 'appeal', 'short', 'split', 'reopen')) = (until_at IS NOT NULL)),
    ADD CHECK ((kind IN ('appeal', 'uphold', 'overturn')) = (about IS NOT NULL)),
    ADD CHECK (about IS NULL OR about < number);
-- The term for a decision is made longer once.
CREATE UNIQUE INDEX pitch_event_extend ON pitch_event (pitch_id) WHERE kind = 'extend';
CREATE OR REPLACE FUNCTION pitch_event_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
    OR NEW.by_account IS DISTINCT FROM OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.ground <> OLD.ground
    OR NEW.until_at IS DISTINCT FROM OLD.until_at OR NEW.about IS DISTINCT FROM OLD.about OR NEW.reason <> '' THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

-- A refusal is the end, but for one way: another officer looked again and put the plan on the list, under a new number where
-- it had one before.
CREATE OR REPLACE FUNCTION pitch_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR OLD.erased_at IS NOT NULL
    OR (OLD.proposal_id IS NOT NULL AND NEW.proposal_id IS DISTINCT FROM OLD.proposal_id
        AND NOT (OLD.state = 'not_admitted' AND NEW.state = 'admissible'))
    OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS DISTINCT FROM OLD.submitted_at)
    OR (OLD.state = 'withdrawn' AND NEW.state <> OLD.state)
    OR (OLD.state = 'not_admitted' AND NEW.state <> OLD.state AND (NEW.state <> 'admissible' OR NOT EXISTS (
        SELECT 1 FROM pitch_event e WHERE e.pitch_id = OLD.id AND e.kind = 'overturn' AND e.number = (
            SELECT MAX(l.number) FROM pitch_event l
            WHERE l.pitch_id = OLD.id AND l.kind IN ('not_admit', 'appeal', 'uphold', 'overturn')))))
    OR (NEW.state = 'draft' AND OLD.state <> 'draft') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

-- Who looks at a plan; the last one counts.
CREATE TABLE pitch_assignment (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    account_id TEXT NOT NULL REFERENCES account (id),
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (pitch_id, number)
);
CREATE INDEX pitch_assignment_of ON pitch_assignment (account_id);
CREATE FUNCTION pitch_assignment_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_assignment_changed BEFORE UPDATE ON pitch_assignment FOR EACH ROW EXECUTE FUNCTION pitch_assignment_changed();
CREATE FUNCTION pitch_assignment_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_assignment_removed BEFORE DELETE ON pitch_assignment FOR EACH ROW EXECUTE FUNCTION pitch_assignment_removed();

-- What the office answered about a version of a plan; the last one counts. Each answer in it has its reason, officer and day.
CREATE TABLE pitch_assessment (
    pitch_id TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    PRIMARY KEY (pitch_id, number),
    FOREIGN KEY (pitch_id, version) REFERENCES pitch_version (pitch_id, number)
);
CREATE FUNCTION pitch_assessment_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.version <> OLD.version OR NEW.digest <> OLD.digest
    OR NEW.at <> OLD.at OR NEW.by_account <> OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.content <> '' THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_assessment_changed BEFORE UPDATE ON pitch_assessment FOR EACH ROW EXECUTE FUNCTION pitch_assessment_changed();
CREATE FUNCTION pitch_assessment_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_assessment_removed BEFORE DELETE ON pitch_assessment FOR EACH ROW EXECUTE FUNCTION pitch_assessment_removed();
CREATE TRIGGER pitch_assignment_truncated BEFORE TRUNCATE ON pitch_assignment FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER pitch_assessment_truncated BEFORE TRUNCATE ON pitch_assessment FOR EACH STATEMENT EXECUTE FUNCTION truncated();
