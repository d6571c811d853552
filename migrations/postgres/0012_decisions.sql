-- Who may sign which decision, up to which sum, from when until when (Dutch: mandaatregister). A new row ends the one
-- before it for the same person and kind.
CREATE TABLE mandate (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer')),
    up_to_cents BIGINT NOT NULL CHECK (up_to_cents >= 0),
    from_at BIGINT NOT NULL,
    until_at BIGINT CHECK (until_at >= from_at),
    ground TEXT NOT NULL,
    ground_date TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_by TEXT NOT NULL
);
CREATE INDEX mandate_of_account ON mandate (account_id, kind);
CREATE FUNCTION mandate_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER mandate_changed BEFORE UPDATE ON mandate FOR EACH ROW EXECUTE FUNCTION mandate_changed();
CREATE FUNCTION mandate_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER mandate_removed BEFORE DELETE ON mandate FOR EACH ROW EXECUTE FUNCTION mandate_removed();

-- Formal decisions (Dutch: besluiten). Numbers run per calendar year without gaps; the turn of the ledger, which every
-- decision takes, keeps two from taking one number.
CREATE TABLE decision (
    number TEXT PRIMARY KEY,
    year BIGINT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer')),
    grant_id TEXT REFERENCES grant_record (id),
    round_id TEXT REFERENCES round (id),
    standing_id TEXT REFERENCES standing_round (id),
    proposal_id TEXT,
    sum_cents BIGINT NOT NULL CHECK (sum_cents >= 0),
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    job TEXT NOT NULL,
    mandate_number BIGINT NOT NULL REFERENCES mandate (number),
    reason TEXT NOT NULL,
    facts TEXT NOT NULL,
    facts_hash TEXT NOT NULL CHECK (length(facts_hash) = 64),
    UNIQUE (year, seq),
    CHECK ((round_id IS NULL) <> (standing_id IS NULL)),
    CHECK ((round_id IS NULL) = (proposal_id IS NULL)),
    CHECK (grant_id IS NOT NULL OR proposal_id IS NOT NULL),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
);
CREATE INDEX decision_of_grant ON decision (grant_id);
CREATE INDEX decision_of_round ON decision (round_id, proposal_id);
-- A plan that got no money is refused once: who is refused twice would not know which letter counts.
CREATE UNIQUE INDEX decision_refused_once ON decision (round_id, proposal_id) WHERE kind = 'refusal' AND grant_id IS NULL;
CREATE FUNCTION decision_gap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.seq <> COALESCE((SELECT MAX(seq) FROM decision WHERE year = NEW.year), 0) + 1
    OR NEW.number <> NEW.year || '-' || LPAD(NEW.seq::text, GREATEST(5, LENGTH(NEW.seq::text)), '0') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_gap BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION decision_gap();
-- Nobody signs beyond a mandate, whatever program asks.
CREATE FUNCTION decision_mandated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM mandate m WHERE m.number = NEW.mandate_number AND m.account_id = NEW.by_account
    AND m.kind = NEW.kind AND m.up_to_cents >= NEW.sum_cents AND m.from_at <= NEW.at AND m.entered_at <= NEW.at
    AND (m.until_at IS NULL OR NEW.at < m.until_at)) THEN
        RAISE EXCEPTION 'no_mandate';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_mandated BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION decision_mandated();
CREATE FUNCTION decision_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER decision_changed BEFORE UPDATE ON decision FOR EACH ROW EXECUTE FUNCTION decision_changed();
CREATE FUNCTION decision_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER decision_removed BEFORE DELETE ON decision FOR EACH ROW EXECUTE FUNCTION decision_removed();

-- Letters that went out. The text can be emptied when its term of keeping has passed; its fingerprint stays.
CREATE TABLE decision_sending (
    decision_number TEXT PRIMARY KEY REFERENCES decision (number),
    sent_on TEXT NOT NULL,
    means TEXT NOT NULL CHECK (means IN ('post', 'mail')),
    objection_until TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    letter TEXT NOT NULL,
    letter_hash TEXT NOT NULL CHECK (length(letter_hash) = 64)
);
CREATE FUNCTION decision_sending_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.letter <> '' OR NEW.decision_number <> OLD.decision_number OR NEW.sent_on <> OLD.sent_on OR NEW.means <> OLD.means
    OR NEW.objection_until <> OLD.objection_until OR NEW.at <> OLD.at OR NEW.by_account <> OLD.by_account
    OR NEW.letter_hash <> OLD.letter_hash THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_sending_changed BEFORE UPDATE ON decision_sending FOR EACH ROW EXECUTE FUNCTION decision_sending_changed();
CREATE FUNCTION decision_sending_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER decision_sending_removed BEFORE DELETE ON decision_sending FOR EACH ROW EXECUTE FUNCTION decision_sending_removed();

-- Objections (Dutch: bezwaren). No name of who objects stands here: the letter has a number elsewhere.
CREATE TABLE objection (
    number TEXT PRIMARY KEY,
    year BIGINT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),
    decision_number TEXT NOT NULL REFERENCES decision (number),
    received_on TEXT NOT NULL,
    posted_on TEXT,
    reference TEXT NOT NULL,
    advice TEXT NOT NULL CHECK (advice IN ('none', 'committee')),
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    UNIQUE (year, seq)
);
CREATE INDEX objection_of_decision ON objection (decision_number);
CREATE FUNCTION objection_gap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.seq <> COALESCE((SELECT MAX(seq) FROM objection WHERE year = NEW.year), 0) + 1 THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_gap BEFORE INSERT ON objection FOR EACH ROW EXECUTE FUNCTION objection_gap();
CREATE FUNCTION objection_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER objection_changed BEFORE UPDATE ON objection FOR EACH ROW EXECUTE FUNCTION objection_changed();
CREATE FUNCTION objection_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER objection_removed BEFORE DELETE ON objection FOR EACH ROW EXECUTE FUNCTION objection_removed();

CREATE TABLE objection_extension (
    objection_number TEXT NOT NULL REFERENCES objection (number),
    seq BIGINT NOT NULL CHECK (seq > 0),
    until_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (objection_number, seq)
);
CREATE FUNCTION objection_extension_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER objection_extension_changed BEFORE UPDATE ON objection_extension FOR EACH ROW EXECUTE FUNCTION objection_extension_changed();
CREATE FUNCTION objection_extension_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER objection_extension_removed BEFORE DELETE ON objection_extension FOR EACH ROW EXECUTE FUNCTION objection_extension_removed();

CREATE TABLE objection_outcome (
    objection_number TEXT PRIMARY KEY REFERENCES objection (number),
    outcome TEXT NOT NULL CHECK (outcome IN ('founded', 'unfounded', 'inadmissible', 'withdrawn')),
    decision_number TEXT REFERENCES decision (number),
    grant_id TEXT REFERENCES grant_record (id),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    CHECK ((outcome = 'withdrawn') = (decision_number IS NULL)),
    CHECK (grant_id IS NULL OR outcome = 'founded')
);
-- Who took a decision does not judge the objection against it.
CREATE FUNCTION objection_outcome_own() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.outcome <> 'withdrawn' AND EXISTS (SELECT 1 FROM objection o JOIN decision d ON d.number = o.decision_number
    WHERE o.number = NEW.objection_number AND d.by_account = NEW.by_account) THEN
        RAISE EXCEPTION 'own_decision';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objection_outcome_own BEFORE INSERT ON objection_outcome FOR EACH ROW EXECUTE FUNCTION objection_outcome_own();
CREATE FUNCTION objection_outcome_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER objection_outcome_changed BEFORE UPDATE ON objection_outcome FOR EACH ROW EXECUTE FUNCTION objection_outcome_changed();
CREATE FUNCTION objection_outcome_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER objection_outcome_removed BEFORE DELETE ON objection_outcome FOR EACH ROW EXECUTE FUNCTION objection_outcome_removed();
