-- The ballot box. No time, no order, no code, no address: rows are found by random keys only.

CREATE TABLE ballot (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    letter_id TEXT NOT NULL REFERENCES letter (id),
    choices TEXT NOT NULL,
    nonce TEXT NOT NULL,
    commitment TEXT NOT NULL UNIQUE,
    cast_id TEXT NOT NULL,
    active BIGINT NOT NULL CHECK (active IN (0, 1)),
    UNIQUE (round_id, cast_id)
);
CREATE UNIQUE INDEX ballot_one_per_letter ON ballot (letter_id) WHERE active = 1;

CREATE FUNCTION ballot_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT phase FROM round WHERE id = NEW.round_id) <> 'open' THEN
        RAISE EXCEPTION 'round_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_added_late BEFORE INSERT ON ballot FOR EACH ROW EXECUTE FUNCTION ballot_added_late();

-- Ballots whose entry is not yet in the log: they are appended in random order at the close.
CREATE TABLE leaf_queue (
    commitment TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    control_no TEXT NOT NULL
);

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
