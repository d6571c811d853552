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
