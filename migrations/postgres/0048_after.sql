-- Following, and what becomes of a plan after the vote.

-- Who follows a round or one of its plans by mail. The key is the hash of the text in the first mail; as long as nobody
-- said yes to that mail (`since_at`), nothing more is sent. The mark is that of the address.
CREATE TABLE follow (
    id TEXT NOT NULL PRIMARY KEY CHECK (LENGTH(id) = 64),
    mark TEXT NOT NULL CHECK (LENGTH(mark) = 64),
    email TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    round_id TEXT NOT NULL REFERENCES round (id),
    proposal_id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    since_at BIGINT,
    told_at BIGINT NOT NULL,
    CHECK (since_at IS NULL OR since_at >= asked_at),
    UNIQUE (mark, round_id, proposal_id)
);
CREATE INDEX follow_round ON follow (round_id);

-- When an address last had a mail with news: one a day, whichever copy of the service looks.
CREATE TABLE follow_mail (
    mark TEXT NOT NULL PRIMARY KEY CHECK (LENGTH(mark) = 64),
    at BIGINT NOT NULL
);

-- Whoever said yes once is not asked anew, and a follower never becomes one of something else.
CREATE FUNCTION follow_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.mark <> OLD.mark OR NEW.email <> OLD.email OR NEW.round_id <> OLD.round_id
        OR NEW.proposal_id <> OLD.proposal_id OR NEW.asked_at <> OLD.asked_at OR NEW.told_at < OLD.told_at
        OR (OLD.since_at IS NOT NULL AND NEW.since_at IS DISTINCT FROM OLD.since_at) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follow_changed BEFORE UPDATE ON follow FOR EACH ROW EXECUTE FUNCTION follow_changed();

-- Which group that pitches carries out a grant; it can be another one later, as the staff log tells.
CREATE TABLE grant_group (
    grant_id TEXT NOT NULL PRIMARY KEY REFERENCES grant_record (id),
    initiative_id TEXT NOT NULL REFERENCES initiative (id),
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL
);
CREATE INDEX grant_group_of ON grant_group (initiative_id);

-- Milestones as they were planned, and what happened to each.
CREATE TABLE grant_milestone (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number BIGINT NOT NULL CHECK (number > 0),
    title TEXT NOT NULL CHECK (title <> ''),
    planned_on TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('group', 'office')),
    by_actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (grant_id, number)
);
CREATE TABLE grant_milestone_event (
    grant_id TEXT NOT NULL,
    milestone BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    turn TEXT NOT NULL CHECK (turn IN ('reached', 'moved', 'dropped')),
    day TEXT NOT NULL,
    reason TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('group', 'office')),
    by_actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (grant_id, milestone, number),
    FOREIGN KEY (grant_id, milestone) REFERENCES grant_milestone (grant_id, number),
    CHECK (turn = 'reached' OR reason <> '')
);

-- Reports of progress with their pictures. One that the municipality takes off keeps why, and loses its words and files.
CREATE TABLE grant_report (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number BIGINT NOT NULL CHECK (number > 0),
    title TEXT NOT NULL CHECK (title <> ''),
    story TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('group', 'office')),
    by_actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    withheld_at BIGINT,
    withheld_by TEXT,
    withheld_why TEXT,
    PRIMARY KEY (grant_id, number),
    CHECK ((withheld_at IS NULL) = (withheld_by IS NULL) AND (withheld_at IS NULL) = (withheld_why IS NULL)),
    CHECK (withheld_at IS NULL OR (title = '(gewist)' AND story = '(gewist)' AND withheld_why <> ''))
);
CREATE TABLE grant_report_picture (
    grant_id TEXT NOT NULL,
    report BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    large TEXT NOT NULL CHECK (LENGTH(large) = 64),
    small TEXT NOT NULL CHECK (LENGTH(small) = 64),
    alt TEXT NOT NULL,
    at BIGINT NOT NULL,
    erased_at BIGINT,
    large_file BYTEA,
    small_file BYTEA,
    PRIMARY KEY (grant_id, report, number),
    FOREIGN KEY (grant_id, report) REFERENCES grant_report (grant_id, number),
    CHECK ((erased_at IS NULL) = (alt <> '')),
    CHECK ((erased_at IS NULL) = (large_file IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (small_file IS NOT NULL))
);
CREATE INDEX grant_report_picture_large ON grant_report_picture (large);
CREATE INDEX grant_report_picture_small ON grant_report_picture (small);

-- Requests to take longer or to use the money in another way, and what was decided. There is no sum in it.
CREATE TABLE grant_change (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number BIGINT NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('time', 'use')),
    what TEXT NOT NULL CHECK (what <> ''),
    why TEXT NOT NULL CHECK (why <> ''),
    until_on TEXT,
    side TEXT NOT NULL CHECK (side IN ('group', 'office')),
    by_actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    decide_by TEXT NOT NULL,
    ruling TEXT CHECK (ruling IN ('agreed', 'refused')),
    reason TEXT NOT NULL DEFAULT '',
    decided_by TEXT REFERENCES account (id),
    decided_at BIGINT,
    PRIMARY KEY (grant_id, number),
    CHECK ((kind = 'time') = (until_on IS NOT NULL)),
    CHECK ((ruling IS NULL) = (decided_by IS NULL) AND (ruling IS NULL) = (decided_at IS NULL)
        AND (ruling IS NULL) = (reason = ''))
);
CREATE UNIQUE INDEX grant_change_waits ON grant_change (grant_id) WHERE ruling IS NULL;

CREATE TRIGGER grant_milestone_truncated BEFORE TRUNCATE ON grant_milestone FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_milestone_event_truncated BEFORE TRUNCATE ON grant_milestone_event FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_report_truncated BEFORE TRUNCATE ON grant_report FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_report_picture_truncated BEFORE TRUNCATE ON grant_report_picture FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_change_truncated BEFORE TRUNCATE ON grant_change FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE FUNCTION grant_milestone_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER grant_milestone_changed BEFORE UPDATE ON grant_milestone FOR EACH ROW EXECUTE FUNCTION grant_milestone_changed();
CREATE FUNCTION grant_milestone_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_milestone_removed BEFORE DELETE ON grant_milestone FOR EACH ROW EXECUTE FUNCTION grant_milestone_removed();
CREATE FUNCTION grant_milestone_event_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.grant_id <> OLD.grant_id OR NEW.milestone <> OLD.milestone
        OR NEW.number <> OLD.number OR NEW.turn <> OLD.turn OR NEW.day <> OLD.day OR NEW.side <> OLD.side
        OR NEW.by_actor <> OLD.by_actor OR NEW.at <> OLD.at OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_milestone_event_changed BEFORE UPDATE ON grant_milestone_event FOR EACH ROW EXECUTE FUNCTION grant_milestone_event_changed();
CREATE FUNCTION grant_milestone_event_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_milestone_event_removed BEFORE DELETE ON grant_milestone_event FOR EACH ROW EXECUTE FUNCTION grant_milestone_event_removed();
CREATE FUNCTION grant_report_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.title NOT IN (OLD.title, '(gewist)') OR NEW.story NOT IN (OLD.story, '(gewist)') OR NEW.grant_id <> OLD.grant_id
        OR NEW.number <> OLD.number OR NEW.side <> OLD.side OR NEW.by_actor <> OLD.by_actor OR NEW.at <> OLD.at
        OR (OLD.withheld_at IS NOT NULL AND (NEW.withheld_at IS DISTINCT FROM OLD.withheld_at OR NEW.withheld_by IS DISTINCT FROM OLD.withheld_by
            OR NEW.withheld_why NOT IN (OLD.withheld_why, '(gewist)')))
        OR (NEW.withheld_at IS NULL AND NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_report_changed BEFORE UPDATE ON grant_report FOR EACH ROW EXECUTE FUNCTION grant_report_changed();
CREATE FUNCTION grant_report_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_report_removed BEFORE DELETE ON grant_report FOR EACH ROW EXECUTE FUNCTION grant_report_removed();
CREATE FUNCTION grant_report_picture_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.grant_id <> OLD.grant_id OR NEW.report <> OLD.report OR NEW.number <> OLD.number OR NEW.large <> OLD.large
        OR NEW.small <> OLD.small OR NEW.at <> OLD.at OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
        OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')
            OR (SELECT withheld_at FROM grant_report WHERE grant_id = OLD.grant_id AND number = OLD.report) IS NOT NULL) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_report_picture_changed BEFORE UPDATE ON grant_report_picture FOR EACH ROW EXECUTE FUNCTION grant_report_picture_changed();
CREATE FUNCTION grant_report_picture_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_report_picture_removed BEFORE DELETE ON grant_report_picture FOR EACH ROW EXECUTE FUNCTION grant_report_picture_removed();
CREATE FUNCTION grant_change_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.what NOT IN (OLD.what, '(gewist)') OR NEW.why NOT IN (OLD.why, '(gewist)') OR NEW.grant_id <> OLD.grant_id
        OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.until_on IS DISTINCT FROM OLD.until_on OR NEW.side <> OLD.side
        OR NEW.by_actor <> OLD.by_actor OR NEW.at <> OLD.at OR NEW.decide_by <> OLD.decide_by
        OR (OLD.ruling IS NOT NULL AND (NEW.ruling IS DISTINCT FROM OLD.ruling OR NEW.decided_by IS DISTINCT FROM OLD.decided_by
            OR NEW.decided_at IS DISTINCT FROM OLD.decided_at OR NEW.reason NOT IN (OLD.reason, '(gewist)')))
        OR ((NEW.what <> OLD.what OR NEW.why <> OLD.why OR (OLD.ruling IS NOT NULL AND NEW.reason <> OLD.reason))
            AND NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_change_changed BEFORE UPDATE ON grant_change FOR EACH ROW EXECUTE FUNCTION grant_change_changed();
CREATE FUNCTION grant_change_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_change_removed BEFORE DELETE ON grant_change FOR EACH ROW EXECUTE FUNCTION grant_change_removed();

-- What a plan promises per criterion and what it reached; the promise holds from the first payment that is accounted for.
CREATE TABLE grant_yield (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    criterion TEXT NOT NULL CHECK (criterion IN ('k1', 'k2', 'k3')),
    measure TEXT NOT NULL CHECK (measure <> ''),
    promised BIGINT NOT NULL CHECK (promised > 0 AND promised <= 10000000),
    reached BIGINT CHECK (reached >= 0 AND reached <= 10000000),
    by_actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    reached_by TEXT,
    reached_at BIGINT,
    PRIMARY KEY (grant_id, criterion),
    CHECK ((reached IS NULL) = (reached_by IS NULL) AND (reached IS NULL) = (reached_at IS NULL))
);

-- Which earlier grant a grant follows.
CREATE TABLE grant_follows (
    grant_id TEXT NOT NULL PRIMARY KEY REFERENCES grant_record (id),
    earlier_id TEXT NOT NULL REFERENCES grant_record (id),
    set_by TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    CHECK (grant_id <> earlier_id)
);
CREATE INDEX grant_follows_earlier ON grant_follows (earlier_id);

-- Evaluations: a plan may go on to the next stage of its growth.
CREATE TABLE grant_evaluation (
    grant_id TEXT NOT NULL PRIMARY KEY REFERENCES grant_record (id),
    from_stage TEXT NOT NULL CHECK (from_stage IN ('experiment', 'grow')),
    to_stage TEXT NOT NULL CHECK (to_stage IN ('grow', 'anchored')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    by_account TEXT NOT NULL REFERENCES account (id),
    at BIGINT NOT NULL,
    CHECK ((from_stage = 'experiment') = (to_stage = 'grow'))
);

CREATE TRIGGER grant_follows_truncated BEFORE TRUNCATE ON grant_follows FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_yield_truncated BEFORE TRUNCATE ON grant_yield FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_evaluation_truncated BEFORE TRUNCATE ON grant_evaluation FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE FUNCTION grant_yield_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.grant_id <> OLD.grant_id OR NEW.criterion <> OLD.criterion OR OLD.reached IS NOT NULL
        OR ((NEW.measure <> OLD.measure OR NEW.promised <> OLD.promised)
            AND (SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('accounted', 'settled', 'closed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_yield_changed BEFORE UPDATE ON grant_yield FOR EACH ROW EXECUTE FUNCTION grant_yield_changed();
CREATE FUNCTION grant_yield_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_yield_removed BEFORE DELETE ON grant_yield FOR EACH ROW EXECUTE FUNCTION grant_yield_removed();
CREATE FUNCTION grant_follows_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_follows_removed BEFORE DELETE ON grant_follows FOR EACH ROW EXECUTE FUNCTION grant_follows_removed();
CREATE FUNCTION grant_evaluation_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT state FROM grant_record WHERE id = NEW.grant_id) NOT IN ('settled', 'closed')
        OR EXISTS (SELECT 1 FROM grant_event WHERE grant_id = NEW.grant_id AND step = 'settle' AND by_actor = NEW.by_account)
        OR EXISTS (SELECT 1 FROM grant_yield WHERE grant_id = NEW.grant_id AND reached IS NULL)
        OR NOT EXISTS (SELECT 1 FROM grant_yield WHERE grant_id = NEW.grant_id) THEN
        RAISE EXCEPTION 'four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_evaluation_added BEFORE INSERT ON grant_evaluation FOR EACH ROW EXECUTE FUNCTION grant_evaluation_added();
CREATE FUNCTION grant_evaluation_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.grant_id <> OLD.grant_id OR NEW.from_stage <> OLD.from_stage
        OR NEW.to_stage <> OLD.to_stage OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id) IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_evaluation_changed BEFORE UPDATE ON grant_evaluation FOR EACH ROW EXECUTE FUNCTION grant_evaluation_changed();
CREATE FUNCTION grant_evaluation_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_evaluation_removed BEFORE DELETE ON grant_evaluation FOR EACH ROW EXECUTE FUNCTION grant_evaluation_removed();
