-- Plans as their initiators write them (pitches), from the idea to the ballot: what is being written, every version that
-- was sent in, and what happened to it.

-- What a round asks of who pitches, where it is not the usual.
CREATE TABLE pitch_terms (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    light_cents BIGINT NOT NULL CHECK (light_cents >= 0),
    repair_days BIGINT NOT NULL CHECK (repair_days BETWEEN 1 AND 90),
    categories TEXT NOT NULL CHECK (categories <> '')
);
CREATE FUNCTION pitch_terms_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id <> OLD.round_id OR (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_terms_frozen BEFORE UPDATE ON pitch_terms FOR EACH ROW EXECUTE FUNCTION pitch_terms_frozen();
CREATE FUNCTION pitch_terms_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_terms_removed BEFORE DELETE ON pitch_terms FOR EACH ROW EXECUTE FUNCTION pitch_terms_removed();

CREATE TABLE pitch (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    -- Nothing once the group has ended.
    initiative_id TEXT REFERENCES initiative (id),
    applicant TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'incomplete', 'admissible', 'not_admitted', 'withdrawn')),
    content TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    submitted_at BIGINT,
    until_at BIGINT,
    proposal_id TEXT,
    erased_at BIGINT,
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    UNIQUE (round_id, proposal_id),
    CHECK (state <> 'admissible' OR proposal_id IS NOT NULL),
    CHECK (state = 'draft' OR state = 'withdrawn' OR submitted_at IS NOT NULL),
    CHECK ((state = 'incomplete') = (until_at IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (content <> ''))
);
CREATE INDEX pitch_of_round ON pitch (round_id, state, id);
CREATE INDEX pitch_of_group ON pitch (initiative_id);
-- What was admitted keeps its plan on the ballot, and nobody moves a plan to another round.
CREATE FUNCTION pitch_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR OLD.erased_at IS NOT NULL
    OR (OLD.proposal_id IS NOT NULL AND NEW.proposal_id IS DISTINCT FROM OLD.proposal_id)
    OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS DISTINCT FROM OLD.submitted_at)
    OR (OLD.state IN ('not_admitted', 'withdrawn') AND NEW.state <> OLD.state)
    OR (NEW.state = 'draft' AND OLD.state <> 'draft') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_changed BEFORE UPDATE ON pitch FOR EACH ROW EXECUTE FUNCTION pitch_changed();

CREATE TABLE pitch_version (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    content TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    by_desk TEXT REFERENCES account (id),
    PRIMARY KEY (pitch_id, number)
);
CREATE FUNCTION pitch_version_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.at <> OLD.at
    OR NEW.by_actor <> OLD.by_actor OR NEW.by_desk IS DISTINCT FROM OLD.by_desk OR NEW.content <> '' THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_version_changed BEFORE UPDATE ON pitch_version FOR EACH ROW EXECUTE FUNCTION pitch_version_changed();
CREATE FUNCTION pitch_version_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_version_removed BEFORE DELETE ON pitch_version FOR EACH ROW EXECUTE FUNCTION pitch_version_removed();

-- What happened to a plan. A remark of the office is one of them: it stands beside the plan and changes nothing in it.
CREATE TABLE pitch_event (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('submit', 'repair', 'admit', 'not_admit', 'withdraw', 'remark')),
    at BIGINT NOT NULL,
    by_account TEXT REFERENCES account (id),
    by_function TEXT NOT NULL,
    ground TEXT NOT NULL,
    reason TEXT NOT NULL,
    until_at BIGINT,
    PRIMARY KEY (pitch_id, number),
    CHECK (kind IN ('submit', 'withdraw') OR by_account IS NOT NULL),
    CHECK ((kind = 'not_admit') = (ground <> '')),
    CHECK ((kind = 'repair') = (until_at IS NOT NULL))
);
CREATE FUNCTION pitch_event_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
    OR NEW.by_account IS DISTINCT FROM OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.ground <> OLD.ground
    OR NEW.until_at IS DISTINCT FROM OLD.until_at OR NEW.reason <> '' THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_event_changed BEFORE UPDATE ON pitch_event FOR EACH ROW EXECUTE FUNCTION pitch_event_changed();
CREATE FUNCTION pitch_event_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_event_removed BEFORE DELETE ON pitch_event FOR EACH ROW EXECUTE FUNCTION pitch_event_removed();
CREATE TRIGGER pitch_version_truncated BEFORE TRUNCATE ON pitch_version FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER pitch_event_truncated BEFORE TRUNCATE ON pitch_event FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER pitch_terms_truncated BEFORE TRUNCATE ON pitch_terms FOR EACH STATEMENT EXECUTE FUNCTION truncated();
