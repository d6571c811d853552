-- Plans that go on as one, and a plan that goes on as two: what was proposed, and what each group said to exactly which versions.
ALTER TABLE pitch_terms ADD COLUMN consent_days BIGINT NOT NULL DEFAULT 14 CHECK (consent_days BETWEEN 1 AND 90);
-- The plan in which this one goes on; its own state is then that its group ended it.
ALTER TABLE pitch ADD COLUMN merged_into TEXT REFERENCES pitch (id);
CREATE INDEX pitch_merged ON pitch (merged_into);

CREATE TABLE regroup (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'split')),
    round_id TEXT NOT NULL REFERENCES round (id),
    -- The plan that goes on, or that is split.
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    -- Erased with the words about plans.
    reason TEXT NOT NULL,
    stays TEXT NOT NULL,
    goes TEXT NOT NULL,
    at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    -- Who of the office proposed it, or for the plan of which group.
    by_account TEXT REFERENCES account (id),
    by_pitch TEXT REFERENCES pitch (id),
    by_function TEXT NOT NULL,
    turns BIGINT NOT NULL DEFAULT 0,
    ended TEXT CHECK (ended IN ('done', 'refused', 'withdrawn', 'past')),
    ended_at BIGINT,
    ended_by TEXT,
    -- The new draft of a split, which its group can throw away, and until when both parts are sent in.
    draft_id TEXT,
    mend_until BIGINT,
    CHECK (until_at > at),
    CHECK ((by_account IS NULL) <> (by_pitch IS NULL)),
    CHECK (kind = 'merge' OR by_account IS NOT NULL),
    CHECK ((ended IS NULL) = (ended_at IS NULL) AND (ended IS NULL) = (ended_by IS NULL)),
    CHECK ((draft_id IS NULL) = (mend_until IS NULL)),
    CHECK ((draft_id IS NOT NULL) = (kind = 'split' AND ended IS NOT NULL AND ended = 'done'))
);
CREATE INDEX regroup_of_pitch ON regroup (pitch_id);
CREATE UNIQUE INDEX regroup_draft ON regroup (draft_id);
CREATE FUNCTION regroup_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.round_id <> OLD.round_id OR NEW.pitch_id <> OLD.pitch_id OR NEW.at <> OLD.at
    OR NEW.until_at <> OLD.until_at OR NEW.by_actor <> OLD.by_actor OR NEW.by_account IS DISTINCT FROM OLD.by_account
    OR NEW.by_pitch IS DISTINCT FROM OLD.by_pitch OR NEW.by_function <> OLD.by_function
    OR (NEW.reason <> OLD.reason AND NEW.reason <> '') OR (NEW.stays <> OLD.stays AND NEW.stays <> '')
    OR (NEW.goes <> OLD.goes AND NEW.goes <> '')
    OR (OLD.ended IS NOT NULL AND (NEW.ended IS DISTINCT FROM OLD.ended OR NEW.ended_at IS DISTINCT FROM OLD.ended_at OR NEW.ended_by IS DISTINCT FROM OLD.ended_by
        OR NEW.draft_id IS DISTINCT FROM OLD.draft_id OR NEW.mend_until IS DISTINCT FROM OLD.mend_until)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER regroup_changed BEFORE UPDATE ON regroup FOR EACH ROW EXECUTE FUNCTION regroup_changed();
CREATE FUNCTION regroup_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER regroup_removed BEFORE DELETE ON regroup FOR EACH ROW EXECUTE FUNCTION regroup_removed();

CREATE TABLE regroup_part (
    regroup_id TEXT NOT NULL REFERENCES regroup (id),
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    -- 1 as long as the proposal stands: a plan is in one at a time.
    is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
    answer TEXT CHECK (answer IN ('yes', 'no')),
    -- The fingerprint of all the versions that the answer is about.
    agreed TEXT CHECK (agreed IS NULL OR LENGTH(agreed) = 64),
    answered_at BIGINT,
    answered_by TEXT,
    -- Who typed it at the desk.
    by_desk TEXT REFERENCES account (id),
    PRIMARY KEY (regroup_id, pitch_id),
    CHECK ((answer IS NULL) = (agreed IS NULL) AND (answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL))
);
CREATE INDEX regroup_part_of_pitch ON regroup_part (pitch_id);
CREATE UNIQUE INDEX regroup_part_open ON regroup_part (pitch_id) WHERE is_open = 1;
CREATE FUNCTION regroup_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.regroup_id <> OLD.regroup_id OR NEW.pitch_id <> OLD.pitch_id OR NEW.is_open > OLD.is_open
    OR ((NEW.answer IS DISTINCT FROM OLD.answer OR NEW.agreed IS DISTINCT FROM OLD.agreed OR NEW.answered_at IS DISTINCT FROM OLD.answered_at
        OR NEW.answered_by IS DISTINCT FROM OLD.answered_by OR NEW.by_desk IS DISTINCT FROM OLD.by_desk)
        AND (NEW.answer IS NULL OR OLD.is_open = 0 OR (SELECT ended FROM regroup WHERE id = OLD.regroup_id) IS NOT NULL)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER regroup_part_changed BEFORE UPDATE ON regroup_part FOR EACH ROW EXECUTE FUNCTION regroup_part_changed();
CREATE FUNCTION regroup_part_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER regroup_part_removed BEFORE DELETE ON regroup_part FOR EACH ROW EXECUTE FUNCTION regroup_part_removed();

-- A plan goes on in another one only by a yes of both groups to the same versions, in the same round, without a chain, and for good.
CREATE FUNCTION pitch_merged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.merged_into IS DISTINCT FROM OLD.merged_into AND (OLD.merged_into IS NOT NULL OR NEW.state <> 'withdrawn'
    OR EXISTS (SELECT 1 FROM pitch c WHERE c.merged_into = NEW.id)
    OR EXISTS (SELECT 1 FROM pitch c WHERE c.id = NEW.merged_into AND (c.round_id <> NEW.round_id OR c.merged_into IS NOT NULL))
    OR NOT EXISTS (SELECT 1 FROM regroup r JOIN regroup_part own ON own.regroup_id = r.id AND own.pitch_id = NEW.id
        JOIN regroup_part carrier ON carrier.regroup_id = r.id AND carrier.pitch_id = r.pitch_id
        WHERE r.kind = 'merge' AND r.ended IS NULL AND r.pitch_id = NEW.merged_into AND own.pitch_id <> r.pitch_id
        AND own.answer = 'yes' AND carrier.answer = 'yes' AND own.agreed = carrier.agreed)) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_merged BEFORE UPDATE ON pitch FOR EACH ROW EXECUTE FUNCTION pitch_merged();
CREATE TRIGGER regroup_truncated BEFORE TRUNCATE ON regroup FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER regroup_part_truncated BEFORE TRUNCATE ON regroup_part FOR EACH STATEMENT EXECUTE FUNCTION truncated();
