-- What an award rests on: the years of a grant, the notice before it ends, and the end of a reserve list.

-- What a grant gets in a later year (Dutch: jaarschijf). The first year is the certified amount itself.
CREATE TABLE grant_slice (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (grant_id, line_id)
);
-- Years are agreed before the award and stand from then on.
CREATE FUNCTION grant_slice_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM grant_record WHERE id = NEW.grant_id AND state = 'certified') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_slice_added BEFORE INSERT ON grant_slice FOR EACH ROW EXECUTE FUNCTION grant_slice_added();
CREATE FUNCTION grant_slice_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER grant_slice_changed BEFORE UPDATE ON grant_slice FOR EACH ROW EXECUTE FUNCTION grant_slice_changed();
CREATE FUNCTION grant_slice_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM grant_record WHERE id = OLD.grant_id AND state = 'certified') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER grant_slice_removed BEFORE DELETE ON grant_slice FOR EACH ROW EXECUTE FUNCTION grant_slice_removed();

-- Notice that a grant of several years will not go on (Awb art. 4:51).
CREATE TABLE grant_notice (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> '')
);
CREATE FUNCTION grant_notice_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER grant_notice_changed BEFORE UPDATE ON grant_notice FOR EACH ROW EXECUTE FUNCTION grant_notice_changed();
CREATE FUNCTION grant_notice_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_notice_removed BEFORE DELETE ON grant_notice FOR EACH ROW EXECUTE FUNCTION grant_notice_removed();

-- From here on nobody moves up in the round, and what it did not use is with its area.
CREATE TABLE reserve_list_end (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> '')
);
CREATE FUNCTION reserve_list_end_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER reserve_list_end_changed BEFORE UPDATE ON reserve_list_end FOR EACH ROW EXECUTE FUNCTION reserve_list_end_changed();
CREATE FUNCTION reserve_list_end_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER reserve_list_end_removed BEFORE DELETE ON reserve_list_end FOR EACH ROW EXECUTE FUNCTION reserve_list_end_removed();
