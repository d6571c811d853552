-- In which neighbourhood a plan lies, for the map of the plans. Until the round opens; then it stays.

CREATE TABLE plan_location (
    round_id TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    neighbourhood TEXT NOT NULL REFERENCES neighbourhood (code),
    PRIMARY KEY (round_id, proposal_id),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
);
CREATE FUNCTION plan_location_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = NEW.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_location_added BEFORE INSERT ON plan_location FOR EACH ROW EXECUTE FUNCTION plan_location_late();
CREATE FUNCTION plan_location_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id <> OLD.round_id OR NEW.proposal_id <> OLD.proposal_id
        OR (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_location_changed BEFORE UPDATE ON plan_location FOR EACH ROW EXECUTE FUNCTION plan_location_changed();
CREATE FUNCTION plan_location_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER plan_location_removed BEFORE DELETE ON plan_location FOR EACH ROW EXECUTE FUNCTION plan_location_removed();
CREATE TRIGGER plan_location_truncated BEFORE TRUNCATE ON plan_location FOR EACH STATEMENT EXECUTE FUNCTION truncated();
