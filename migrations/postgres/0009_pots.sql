-- Pots (Dutch: potten): what money is meant for inside a round and an area; the mix statement of an area; quick
-- response.

ALTER TABLE proposal ADD COLUMN pot TEXT NOT NULL DEFAULT 'none'
    CHECK (pot IN ('none', 'continuity', 'renewal', 'development', 'quick'));
ALTER TABLE round ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';
CREATE FUNCTION round_limits_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.rules_hash IS NOT NULL AND NEW.limits <> OLD.limits THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_limits_frozen BEFORE UPDATE OF limits ON round FOR EACH ROW EXECUTE FUNCTION round_limits_frozen();
-- What the city wants of each pot, in basis points of what a count may spend. A round stays within it.
CREATE TABLE city_pot (
    pot TEXT PRIMARY KEY CHECK (pot IN ('continuity', 'renewal', 'development', 'quick')),
    least_bp BIGINT NOT NULL CHECK (least_bp BETWEEN 0 AND 10000),
    most_bp BIGINT NOT NULL CHECK (most_bp BETWEEN least_bp AND 10000),
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL
);
INSERT INTO city_pot (pot, least_bp, most_bp, reason, decided_by, decided_at) VALUES
    ('continuity', 2000, 6000, 'Begin van de potten', 'service', 0),
    ('renewal', 3000, 7000, 'Begin van de potten', 'service', 0),
    ('development', 0, 1000, 'Begin van de potten', 'service', 0),
    ('quick', 0, 500, 'Begin van de potten', 'service', 0);

-- The pots of a round that opened. What is granted from a pot never passes its maximum, and all grants together leave
-- what other pots still have to get: for each group of pots, the plans outside it cost at most what there is less the
-- minima of that group.
CREATE TABLE round_pots (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    spendable_cents BIGINT NOT NULL CHECK (spendable_cents >= 0),
    granted_cents BIGINT NOT NULL CHECK (granted_cents >= 0),
    owed_cents BIGINT NOT NULL CHECK (owed_cents >= 0),
    CHECK (granted_cents + owed_cents <= spendable_cents)
);
CREATE TABLE round_pot (
    round_id TEXT NOT NULL REFERENCES round_pots (round_id),
    pot TEXT NOT NULL CHECK (pot IN ('none', 'continuity', 'renewal', 'development', 'quick')),
    least_cents BIGINT NOT NULL CHECK (least_cents >= 0),
    most_cents BIGINT NOT NULL CHECK (most_cents >= least_cents),
    granted_cents BIGINT NOT NULL CHECK (granted_cents >= 0),
    PRIMARY KEY (round_id, pot),
    CHECK (granted_cents <= most_cents)
);
CREATE FUNCTION round_pots_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER round_pots_removed BEFORE DELETE ON round_pots FOR EACH ROW EXECUTE FUNCTION round_pots_removed();
CREATE FUNCTION round_pot_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER round_pot_removed BEFORE DELETE ON round_pot FOR EACH ROW EXECUTE FUNCTION round_pot_removed();
CREATE FUNCTION round_pots_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id <> OLD.round_id OR NEW.spendable_cents <> OLD.spendable_cents THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_pots_changed BEFORE UPDATE ON round_pots FOR EACH ROW EXECUTE FUNCTION round_pots_changed();
CREATE FUNCTION round_pot_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id <> OLD.round_id OR NEW.pot <> OLD.pot OR NEW.least_cents <> OLD.least_cents
    OR NEW.most_cents <> OLD.most_cents THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_pot_changed BEFORE UPDATE ON round_pot FOR EACH ROW EXECUTE FUNCTION round_pot_changed();
CREATE FUNCTION round_pot_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.granted_cents <> 0 OR (SELECT rules_hash FROM round WHERE id = NEW.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_pot_late BEFORE INSERT ON round_pot FOR EACH ROW EXECUTE FUNCTION round_pot_late();
CREATE FUNCTION round_pot_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round_pots SET owed_cents = owed_cents + NEW.least_cents WHERE round_id = NEW.round_id;
    RETURN NEW;
END $$;
CREATE TRIGGER round_pot_added AFTER INSERT ON round_pot FOR EACH ROW EXECUTE FUNCTION round_pot_added();
CREATE FUNCTION round_pot_granted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round_pots SET granted_cents = granted_cents + NEW.granted_cents - OLD.granted_cents,
        owed_cents = owed_cents
            + CASE WHEN NEW.granted_cents < NEW.least_cents THEN NEW.least_cents - NEW.granted_cents ELSE 0 END
            - CASE WHEN OLD.granted_cents < OLD.least_cents THEN OLD.least_cents - OLD.granted_cents ELSE 0 END
        WHERE round_id = NEW.round_id;
    RETURN NEW;
END $$;
CREATE TRIGGER round_pot_granted AFTER UPDATE ON round_pot FOR EACH ROW EXECUTE FUNCTION round_pot_granted();
CREATE FUNCTION round_grant_pot_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round_pot SET granted_cents = granted_cents + NEW.amount_cents WHERE round_id = NEW.round_id
        AND pot = (SELECT pot FROM proposal WHERE round_id = NEW.round_id AND id = NEW.proposal_id);
    RETURN NEW;
END $$;
CREATE TRIGGER round_grant_pot_added AFTER INSERT ON round_grant FOR EACH ROW EXECUTE FUNCTION round_grant_pot_added();
CREATE FUNCTION round_grant_pot_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round_pot SET granted_cents = granted_cents - OLD.amount_cents WHERE round_id = OLD.round_id
        AND pot = (SELECT pot FROM proposal WHERE round_id = OLD.round_id AND id = OLD.proposal_id);
    UPDATE round_pot SET granted_cents = granted_cents + NEW.amount_cents WHERE round_id = NEW.round_id
        AND pot = (SELECT pot FROM proposal WHERE round_id = NEW.round_id AND id = NEW.proposal_id);
    RETURN NEW;
END $$;
CREATE TRIGGER round_grant_pot_changed AFTER UPDATE ON round_grant FOR EACH ROW EXECUTE FUNCTION round_grant_pot_changed();
CREATE FUNCTION round_grant_pot_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round_pot SET granted_cents = granted_cents - OLD.amount_cents WHERE round_id = OLD.round_id
        AND pot = (SELECT pot FROM proposal WHERE round_id = OLD.round_id AND id = OLD.proposal_id);
    RETURN OLD;
END $$;
CREATE TRIGGER round_grant_pot_removed AFTER DELETE ON round_grant FOR EACH ROW EXECUTE FUNCTION round_grant_pot_removed();
-- A round whose rules have pots opens with them, and one of residents with a mix statement of its area and year.
CREATE FUNCTION round_opens_without_pots() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.rules_hash IS NOT NULL AND OLD.rules_hash IS NULL AND NEW.limits LIKE '%"pots":%'
    AND (SELECT COUNT(*) FROM round_pot WHERE round_id = NEW.id) <> 5 THEN
        RAISE EXCEPTION 'pots_missing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_opens_without_pots BEFORE UPDATE OF rules_hash ON round FOR EACH ROW EXECUTE FUNCTION round_opens_without_pots();
CREATE FUNCTION grant_record_pot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id IS NOT NULL
    AND NEW.pot <> (SELECT pot FROM proposal WHERE round_id = NEW.round_id AND id = NEW.proposal_id) THEN
        RAISE EXCEPTION 'other_pot';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_record_pot BEFORE INSERT ON grant_record FOR EACH ROW EXECUTE FUNCTION grant_record_pot();
CREATE FUNCTION grant_record_pot_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pot <> OLD.pot THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_record_pot_changed BEFORE UPDATE OF pot ON grant_record FOR EACH ROW EXECUTE FUNCTION grant_record_pot_changed();
-- What shows that a group is proven: what it stated, and who held that against what is known.
CREATE TABLE proven_statement (
    round_id TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    since_year BIGINT NOT NULL,
    earlier TEXT NOT NULL,
    reference TEXT NOT NULL,
    body TEXT NOT NULL,
    stated_by TEXT NOT NULL,
    stated_at BIGINT NOT NULL,
    checked_by TEXT,
    checked_at BIGINT,
    PRIMARY KEY (round_id, proposal_id),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    CHECK (checked_by <> stated_by),
    CHECK ((checked_by IS NULL) = (checked_at IS NULL))
);
CREATE FUNCTION proven_statement_added_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = NEW.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proven_statement_added_late BEFORE INSERT ON proven_statement FOR EACH ROW EXECUTE FUNCTION proven_statement_added_late();
CREATE FUNCTION proven_statement_changed_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proven_statement_changed_late BEFORE UPDATE ON proven_statement FOR EACH ROW EXECUTE FUNCTION proven_statement_changed_late();
CREATE FUNCTION proven_statement_removed_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER proven_statement_removed_late BEFORE DELETE ON proven_statement FOR EACH ROW EXECUTE FUNCTION proven_statement_removed_late();
-- The mix statement (Dutch: mixverklaring) of an area in a year, signed and public. It never changes; a new one stands
-- beside it and counts for rounds that open later.
CREATE TABLE mix_statement (
    area_id TEXT NOT NULL REFERENCES area (id),
    year BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    body BYTEA NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    signed_by TEXT NOT NULL REFERENCES account (id),
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (area_id, year, number)
);
CREATE FUNCTION mix_statement_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER mix_statement_changed BEFORE UPDATE ON mix_statement FOR EACH ROW EXECUTE FUNCTION mix_statement_changed();
CREATE FUNCTION mix_statement_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER mix_statement_removed BEFORE DELETE ON mix_statement FOR EACH ROW EXECUTE FUNCTION mix_statement_removed();
CREATE FUNCTION mix_statement_gap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.number <> COALESCE((SELECT MAX(number) FROM mix_statement
        WHERE area_id = NEW.area_id AND year = NEW.year), 0) + 1
    OR NEW.signed_at < COALESCE((SELECT MAX(signed_at) FROM mix_statement
        WHERE area_id = NEW.area_id AND year = NEW.year), NEW.signed_at) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mix_statement_gap BEFORE INSERT ON mix_statement FOR EACH ROW EXECUTE FUNCTION mix_statement_gap();
CREATE FUNCTION round_opens_without_mix() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.rules_hash IS NOT NULL AND OLD.rules_hash IS NULL AND NEW.origin = 'vote'
    AND NOT EXISTS (SELECT 1 FROM allocation a JOIN budget_line l ON l.id = a.line_id
        JOIN mix_statement m ON m.area_id = a.area_id AND m.year = l.year WHERE a.id = NEW.allocation_id) THEN
        RAISE EXCEPTION 'mix_missing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_opens_without_mix BEFORE UPDATE OF rules_hash ON round FOR EACH ROW EXECUTE FUNCTION round_opens_without_mix();
-- Requests to a standing round for quick response, each decided once, with a reason.
CREATE TABLE quick_request (
    standing_id TEXT NOT NULL REFERENCES standing_round (id),
    number BIGINT NOT NULL CHECK (number > 0),
    applicant TEXT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL CHECK (due_at > received_at),
    entered_by TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('waits', 'granted', 'refused')),
    reason TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    grant_id TEXT REFERENCES grant_record (id),
    PRIMARY KEY (standing_id, number),
    CHECK ((decision = 'waits') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK ((decided_at IS NULL) = (reason IS NULL)),
    CHECK ((decision = 'granted') = (grant_id IS NOT NULL))
);
CREATE INDEX quick_request_of_grant ON quick_request (grant_id);
CREATE FUNCTION quick_request_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER quick_request_removed BEFORE DELETE ON quick_request FOR EACH ROW EXECUTE FUNCTION quick_request_removed();
CREATE FUNCTION quick_request_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.decision <> 'waits' OR NEW.standing_id <> OLD.standing_id OR NEW.number <> OLD.number
    OR NEW.applicant <> OLD.applicant OR NEW.title <> OLD.title OR NEW.place <> OLD.place
    OR NEW.amount_cents <> OLD.amount_cents OR NEW.received_at <> OLD.received_at OR NEW.due_at <> OLD.due_at
    OR NEW.entered_by <> OLD.entered_by THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quick_request_changed BEFORE UPDATE ON quick_request FOR EACH ROW EXECUTE FUNCTION quick_request_changed();
CREATE FUNCTION quick_request_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.decision <> 'waits' OR NEW.amount_cents > (SELECT most_cents FROM standing_round WHERE id = NEW.standing_id) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quick_request_added BEFORE INSERT ON quick_request FOR EACH ROW EXECUTE FUNCTION quick_request_added();
CREATE FUNCTION quick_request_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT ended_at FROM standing_round WHERE id = NEW.standing_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quick_request_late BEFORE INSERT ON quick_request FOR EACH ROW EXECUTE FUNCTION quick_request_late();
-- The published rule of a standing round holds until it ends.
CREATE FUNCTION standing_round_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.title <> OLD.title OR NEW.most_cents <> OLD.most_cents OR NEW.term_days <> OLD.term_days
    OR NEW.ceiling_cents <> OLD.ceiling_cents OR NEW.regulation_title <> OLD.regulation_title
    OR NEW.regulation_place <> OLD.regulation_place OR NEW.regulation_date <> OLD.regulation_date
    OR NEW.opened_at <> OLD.opened_at OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER standing_round_fixed BEFORE UPDATE ON standing_round FOR EACH ROW EXECUTE FUNCTION standing_round_fixed();
CREATE FUNCTION standing_round_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER standing_round_removed BEFORE DELETE ON standing_round FOR EACH ROW EXECUTE FUNCTION standing_round_removed();
CREATE FUNCTION standing_round_named() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM round WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'taken';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER standing_round_named BEFORE INSERT ON standing_round FOR EACH ROW EXECUTE FUNCTION standing_round_named();
CREATE FUNCTION round_named() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM standing_round WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'taken';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_named BEFORE INSERT ON round FOR EACH ROW EXECUTE FUNCTION round_named();
CREATE FUNCTION grant_record_quick() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.standing_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM standing_round
    WHERE id = NEW.standing_id AND ended_at IS NULL AND allocation_id = NEW.allocation_id AND NEW.amount_cents <= most_cents) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_record_quick BEFORE INSERT ON grant_record FOR EACH ROW EXECUTE FUNCTION grant_record_quick();
