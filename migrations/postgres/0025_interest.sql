-- What a declared interest keeps people from, what later years of a grant rest on, and who asked for quick response and got
-- nothing.

-- No later year gives more than was certified for the first one: that is what the plan asked a year.
CREATE FUNCTION grant_slice_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.amount_cents > (SELECT amount_cents FROM grant_record WHERE id = NEW.grant_id) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_slice_more BEFORE INSERT ON grant_slice FOR EACH ROW EXECUTE FUNCTION grant_slice_more();

-- When the years of a grant were agreed on anew, and how many answers its checks had by then: those about its sum were
-- about another sum.
CREATE TABLE grant_years_agreed (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number BIGINT NOT NULL CHECK (number > 0),
    answers BIGINT NOT NULL CHECK (answers >= 0),
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
);
CREATE FUNCTION grant_years_agreed_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER grant_years_agreed_changed BEFORE UPDATE ON grant_years_agreed FOR EACH ROW EXECUTE FUNCTION grant_years_agreed_changed();
CREATE FUNCTION grant_years_agreed_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_years_agreed_removed BEFORE DELETE ON grant_years_agreed FOR EACH ROW EXECUTE FUNCTION grant_years_agreed_removed();

-- What staff state about their own interest in a standing round for quick response: none, or one in a request.
CREATE TABLE standing_interest (
    standing_id TEXT NOT NULL REFERENCES standing_round (id),
    number BIGINT NOT NULL CHECK (number > 0),
    by_account TEXT NOT NULL REFERENCES account (id),
    request_number BIGINT,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (standing_id, number),
    FOREIGN KEY (standing_id, request_number) REFERENCES quick_request (standing_id, number)
);
-- A statement stands; its words may be erased once the round has ended.
CREATE FUNCTION standing_interest_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason <> '' OR NEW.standing_id <> OLD.standing_id OR NEW.number <> OLD.number
        OR NEW.by_account <> OLD.by_account OR NEW.request_number IS DISTINCT FROM OLD.request_number OR NEW.at <> OLD.at
        OR (SELECT ended_at FROM standing_round WHERE id = OLD.standing_id) IS NULL THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER standing_interest_changed BEFORE UPDATE ON standing_interest FOR EACH ROW EXECUTE FUNCTION standing_interest_changed();
CREATE FUNCTION standing_interest_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER standing_interest_removed BEFORE DELETE ON standing_interest FOR EACH ROW EXECUTE FUNCTION standing_interest_removed();
