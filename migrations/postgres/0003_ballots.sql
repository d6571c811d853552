-- The ballot box. No time, no order, no code, no address: rows are found by random keys only. Every index costs each
-- vote a page of its own, so there are no more than the rules need: one ballot a letter. That a commitment is new is held by the
-- queue; that one sending counts once is asked of the letter's own ballot, so that a household can use one form.

CREATE TABLE ballot (
    letter_id TEXT PRIMARY KEY REFERENCES letter (id),
    round_id TEXT NOT NULL REFERENCES round (id),
    locked BYTEA NOT NULL,
    commitment TEXT NOT NULL,
    cast_id TEXT NOT NULL,
    wrong_change_codes BIGINT NOT NULL CHECK (wrong_change_codes >= 0)
);

CREATE FUNCTION ballot_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' THEN
        RAISE EXCEPTION 'round_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_added_late BEFORE INSERT ON ballot FOR EACH ROW EXECUTE FUNCTION ballot_added_late();

CREATE TRIGGER ballot_changed_late BEFORE UPDATE ON ballot FOR EACH ROW EXECUTE FUNCTION ballot_added_late();

-- Ballots whose entry is not yet in the log: they are appended in random order at the close.
CREATE TABLE leaf_queue (
    commitment TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    control_no TEXT NOT NULL,
    replaces TEXT,
    voided BIGINT NOT NULL CHECK (voided IN (0, 1))
);
CREATE UNIQUE INDEX leaf_queue_replaces ON leaf_queue (replaces) WHERE replaces IS NOT NULL;

-- Ballots without their letters, in the order of their content.
CREATE TABLE sealed_ballot (
    round_id TEXT NOT NULL REFERENCES round (id),
    number BIGINT NOT NULL CHECK (number > 0),
    choices TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (round_id, number)
);

CREATE FUNCTION sealed_ballot_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = NEW.round_id) <> 'closed' THEN
        RAISE EXCEPTION 'round_sealed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_ballot_added_late BEFORE INSERT ON sealed_ballot FOR EACH ROW EXECUTE FUNCTION sealed_ballot_added_late();
CREATE FUNCTION sealed_ballot_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER sealed_ballot_changed BEFORE UPDATE ON sealed_ballot FOR EACH ROW EXECUTE FUNCTION sealed_ballot_changed();
CREATE FUNCTION sealed_ballot_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER sealed_ballot_removed BEFORE DELETE ON sealed_ballot FOR EACH ROW EXECUTE FUNCTION sealed_ballot_removed();

-- The salt of each sealed list: its hash in the log shows nothing of ballots that are not published.
CREATE TABLE seal (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    salt TEXT NOT NULL
);

CREATE TRIGGER seal_changed BEFORE UPDATE ON seal FOR EACH ROW EXECUTE FUNCTION sealed_ballot_changed();
CREATE TRIGGER seal_removed BEFORE DELETE ON seal FOR EACH ROW EXECUTE FUNCTION sealed_ballot_removed();
