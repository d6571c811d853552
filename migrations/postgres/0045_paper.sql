-- Ways of voting beside the own device: paper that two people enter, the desk, the telephone, a kiosk; how many ballots came
-- in each way, for the round as a whole; and what holds around the last moment of a vote.

ALTER TABLE round ADD COLUMN deadline TEXT;
CREATE FUNCTION round_deadline_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.rules_hash IS NOT NULL AND NEW.deadline IS DISTINCT FROM OLD.deadline THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_deadline_frozen BEFORE UPDATE OF deadline ON round FOR EACH ROW EXECUTE FUNCTION round_deadline_frozen();
-- To when two people extended a vote: only later, and only while it is open.
ALTER TABLE round ADD COLUMN extended_until BIGINT;
CREATE FUNCTION round_extended() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.extended_until IS DISTINCT FROM OLD.extended_until AND (OLD.phase <> 'open' OR NEW.extended_until IS NULL
    OR NEW.extended_until <= COALESCE(OLD.extended_until, OLD.vote_until)) THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_extended BEFORE UPDATE OF extended_until ON round FOR EACH ROW EXECUTE FUNCTION round_extended();
CREATE TABLE extension (
    round_id TEXT NOT NULL REFERENCES round (id),
    number BIGINT NOT NULL CHECK (number > 0),
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    asked_by TEXT NOT NULL REFERENCES account (id),
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused', 'lapsed')),
    decided_by TEXT REFERENCES account (id),
    PRIMARY KEY (round_id, number),
    CHECK (state <> 'done' OR (decided_by IS NOT NULL AND decided_by <> asked_by))
);
CREATE UNIQUE INDEX extension_asked ON extension (round_id) WHERE state = 'asked';
CREATE FUNCTION extension_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.state <> 'asked' OR NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR NEW.until_at <> OLD.until_at
    OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER extension_changed BEFORE UPDATE ON extension FOR EACH ROW EXECUTE FUNCTION extension_changed();
CREATE FUNCTION extension_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER extension_removed BEFORE DELETE ON extension FOR EACH ROW EXECUTE FUNCTION extension_removed();

-- How many first ballots came in each way. One row a round and way, written in the transaction of the vote; no row is about
-- one ballot, and none has a time.
CREATE TABLE ballot_channel (
    round_id TEXT NOT NULL REFERENCES round (id),
    channel TEXT NOT NULL CHECK (channel IN ('online', 'paper', 'desk', 'telephone', 'kiosk')),
    ballots BIGINT NOT NULL CHECK (ballots > 0),
    PRIMARY KEY (round_id, channel)
);
CREATE FUNCTION ballot_channel_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' THEN
        RAISE EXCEPTION 'round_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_channel_added_late BEFORE INSERT ON ballot_channel FOR EACH ROW EXECUTE FUNCTION ballot_channel_added_late();
CREATE FUNCTION ballot_channel_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = OLD.round_id) <> 'open' OR NEW.ballots < OLD.ballots
    OR NEW.round_id <> OLD.round_id OR NEW.channel <> OLD.channel THEN
        RAISE EXCEPTION 'round_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_channel_changed BEFORE UPDATE ON ballot_channel FOR EACH ROW EXECUTE FUNCTION ballot_channel_changed();
CREATE FUNCTION ballot_channel_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = OLD.round_id) <> 'cancelled' THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER ballot_channel_removed BEFORE DELETE ON ballot_channel FOR EACH ROW EXECUTE FUNCTION ballot_channel_removed();
-- What came in before was counted nowhere, and all of it came in online.
INSERT INTO ballot_channel (round_id, channel, ballots)
SELECT q.round_id, 'online', COUNT(*) FROM leaf_queue q JOIN round r ON r.id = q.round_id
WHERE q.replaces IS NULL AND r.phase = 'open' GROUP BY q.round_id;

-- Whom an officer helped: how many votes, a day and a way. No vote, no letter and no hour.
CREATE TABLE ballot_help (
    round_id TEXT NOT NULL REFERENCES round (id),
    day TEXT NOT NULL CHECK (LENGTH(day) = 10),
    channel TEXT NOT NULL CHECK (channel IN ('desk', 'telephone')),
    by_account TEXT NOT NULL REFERENCES account (id),
    ballots BIGINT NOT NULL CHECK (ballots >= 0),
    PRIMARY KEY (round_id, day, channel, by_account)
);
CREATE FUNCTION ballot_help_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = OLD.round_id) <> 'open' OR NEW.ballots < OLD.ballots
    OR NEW.round_id <> OLD.round_id OR NEW.day <> OLD.day OR NEW.channel <> OLD.channel
    OR NEW.by_account <> OLD.by_account THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_help_changed BEFORE UPDATE ON ballot_help FOR EACH ROW EXECUTE FUNCTION ballot_help_changed();
CREATE FUNCTION ballot_help_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER ballot_help_removed BEFORE DELETE ON ballot_help FOR EACH ROW EXECUTE FUNCTION ballot_help_removed();

-- Stacks of paper ballots as they were handed in, and what became of each paper. A paper knows who entered it, never a
-- letter, a code or a choice.
CREATE TABLE paper_batch (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    number BIGINT NOT NULL CHECK (number > 0),
    papers BIGINT NOT NULL CHECK (papers > 0),
    late BIGINT NOT NULL CHECK (late IN (0, 1)),
    received_by TEXT NOT NULL REFERENCES account (id),
    received_at BIGINT NOT NULL,
    UNIQUE (round_id, number)
);
CREATE FUNCTION paper_batch_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' THEN
        RAISE EXCEPTION 'round_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_batch_added_late BEFORE INSERT ON paper_batch FOR EACH ROW EXECUTE FUNCTION paper_batch_added_late();
CREATE FUNCTION paper_batch_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER paper_batch_changed BEFORE UPDATE ON paper_batch FOR EACH ROW EXECUTE FUNCTION paper_batch_changed();
CREATE FUNCTION paper_batch_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER paper_batch_removed BEFORE DELETE ON paper_batch FOR EACH ROW EXECUTE FUNCTION paper_batch_removed();

CREATE TABLE paper (
    id TEXT PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES paper_batch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'once', 'equal', 'differs', 'cast', 'rejected')),
    reason TEXT,
    dispute TEXT CHECK (dispute IN ('typing', 'handwriting', 'other-paper')),
    first_by TEXT REFERENCES account (id),
    second_by TEXT REFERENCES account (id),
    third_by TEXT REFERENCES account (id),
    UNIQUE (batch_id, number),
    CHECK ((state = 'rejected') = (reason IS NOT NULL)),
    CHECK (second_by IS NULL OR (first_by IS NOT NULL AND second_by <> first_by)),
    CHECK (third_by IS NULL OR (second_by IS NOT NULL AND third_by <> second_by AND third_by <> first_by)),
    CHECK ((third_by IS NULL) = (dispute IS NULL)),
    CHECK (state NOT IN ('equal', 'differs', 'cast') OR second_by IS NOT NULL)
);
CREATE FUNCTION paper_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.state IN ('cast', 'rejected') OR NEW.id <> OLD.id OR NEW.batch_id <> OLD.batch_id OR NEW.number <> OLD.number
    OR (OLD.first_by IS NOT NULL AND NEW.first_by IS DISTINCT FROM OLD.first_by)
    OR (OLD.second_by IS NOT NULL AND NEW.second_by IS DISTINCT FROM OLD.second_by) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_changed BEFORE UPDATE ON paper FOR EACH ROW EXECUTE FUNCTION paper_changed();
CREATE FUNCTION paper_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER paper_removed BEFORE DELETE ON paper FOR EACH ROW EXECUTE FUNCTION paper_removed();

-- What one person read off a paper, locked under the key of the ballots. Gone when the paper is in the box or rejected.
CREATE TABLE paper_entry (
    paper_id TEXT NOT NULL REFERENCES paper (id),
    half BIGINT NOT NULL CHECK (half IN (1, 2)),
    locked BYTEA NOT NULL,
    PRIMARY KEY (paper_id, half)
);
CREATE FUNCTION paper_entry_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT r.phase FROM round r JOIN paper_batch b ON b.round_id = r.id JOIN paper p ON p.batch_id = b.id
    WHERE p.id = NEW.paper_id) <> 'open' THEN
        RAISE EXCEPTION 'round_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_entry_added_late BEFORE INSERT ON paper_entry FOR EACH ROW EXECUTE FUNCTION paper_entry_added_late();
CREATE FUNCTION paper_entry_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER paper_entry_changed BEFORE UPDATE ON paper_entry FOR EACH ROW EXECUTE FUNCTION paper_entry_changed();
CREATE TRIGGER extension_truncated BEFORE TRUNCATE ON extension FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER ballot_channel_truncated BEFORE TRUNCATE ON ballot_channel FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER ballot_help_truncated BEFORE TRUNCATE ON ballot_help FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER paper_batch_truncated BEFORE TRUNCATE ON paper_batch FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER paper_truncated BEFORE TRUNCATE ON paper FOR EACH STATEMENT EXECUTE FUNCTION truncated();
