-- Bids (Dutch: bewonersbod): residents who take over a task of the municipality. The tasks, what is held of each bid, and the
-- decision about the takeover, which stands beside the count of a round and never in it.

-- Most that a bid asks in a round: money to develop it, and no more.
ALTER TABLE pitch_terms ADD COLUMN bid_cents BIGINT NOT NULL DEFAULT 500000 CHECK (bid_cents > 0);

CREATE TABLE municipal_task (
    id TEXT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL
);
-- What the city says of a task. The newest row holds; earlier ones stay.
CREATE TABLE municipal_task_facts (
    task_id TEXT NOT NULL REFERENCES municipal_task (id),
    number BIGINT NOT NULL CHECK (number > 0),
    name TEXT NOT NULL CHECK (name <> ''),
    about TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place <> ''),
    executor TEXT NOT NULL CHECK (executor <> ''),
    -- Empty where no contract runs.
    contract_until TEXT NOT NULL,
    cost_cents BIGINT CHECK (cost_cents >= 0),
    cost_status TEXT NOT NULL CHECK (cost_status IN ('unknown', 'estimated', 'confirmed')),
    cost_source TEXT NOT NULL,
    is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (task_id, number),
    CHECK ((cost_status = 'unknown') = (cost_cents IS NULL)),
    CHECK ((cost_status = 'unknown') = (cost_source = ''))
);

-- The seven conditions. A new verdict stands beside the old ones.
CREATE TABLE bid_verdict (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    condition TEXT NOT NULL CHECK (condition IN ('task', 'money', 'cost', 'value', 'support', 'form', 'account')),
    verdict TEXT NOT NULL CHECK (verdict IN ('yes', 'no', 'unknown')),
    -- The version of the bid that was judged: of a later one it says nothing.
    version BIGINT NOT NULL,
    reason TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (pitch_id, number),
    FOREIGN KEY (pitch_id, version) REFERENCES pitch_version (pitch_id, number)
);

-- The takeover, step by step. Nothing in it is a posting of the ledger.
CREATE TABLE takeover_step (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    step TEXT NOT NULL CHECK (step IN ('agree', 'refuse', 'sign', 'start', 'account', 'evaluate', 'extend', 'stop')),
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    on_day TEXT NOT NULL CHECK (on_day <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    -- Of the decision: its number at the municipality.
    reference TEXT NOT NULL,
    -- Of the decision that agrees: the legal person that takes the task over.
    legal_kind TEXT NOT NULL,
    legal_name TEXT NOT NULL,
    kvk TEXT NOT NULL,
    -- Of the agreement (Dutch: uitvoeringsovereenkomst), and of its extension.
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    yearly_cents BIGINT CHECK (yearly_cents >= 0),
    break_clause TEXT NOT NULL,
    -- Of a yearly account.
    year BIGINT,
    -- Nobody of the office for a yearly account that the group told itself.
    by_account TEXT REFERENCES account (id),
    by_function TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (pitch_id, number),
    UNIQUE (pitch_id, year),
    CHECK ((step = 'agree' AND from_state = 'none' AND to_state = 'agreed')
        OR (step = 'refuse' AND from_state = 'none' AND to_state = 'refused')
        OR (step = 'sign' AND from_state = 'agreed' AND to_state = 'signed')
        OR (step = 'start' AND from_state = 'signed' AND to_state = 'running')
        OR (step = 'account' AND from_state = 'running' AND to_state = 'running')
        OR (step = 'evaluate' AND from_state = 'running' AND to_state = 'evaluated')
        OR (step = 'extend' AND from_state = 'evaluated' AND to_state = 'running')
        OR (step = 'stop' AND from_state IN ('agreed', 'signed', 'running', 'evaluated') AND to_state = 'stopped')),
    CHECK (by_account IS NOT NULL OR step = 'account'),
    CHECK ((step IN ('agree', 'refuse')) = (reference <> '')),
    CHECK ((step = 'agree') = (LENGTH(kvk) = 8) AND (step = 'agree') = (legal_name <> '')
        AND (step = 'agree') = (legal_kind IN ('association', 'foundation', 'cooperative', 'company'))),
    CHECK ((step = 'sign') = (yearly_cents IS NOT NULL) AND (step = 'sign') = (break_clause <> '')
        AND (step IN ('sign', 'extend')) = (until_day <> '') AND (step = 'sign') = (from_day <> '')),
    CHECK (from_day <= until_day OR step = 'extend'),
    CHECK ((step = 'account') = (year IS NOT NULL))
);

-- Each step goes on from where the last one led.
CREATE FUNCTION takeover_step_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.number <> COALESCE((SELECT MAX(number) FROM takeover_step WHERE pitch_id = NEW.pitch_id), 0) + 1
    OR NEW.from_state <> COALESCE((SELECT to_state FROM takeover_step WHERE pitch_id = NEW.pitch_id
        AND number = NEW.number - 1), 'none') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER takeover_step_follows BEFORE INSERT ON takeover_step FOR EACH ROW EXECUTE FUNCTION takeover_step_follows();
-- The municipality decides once the result that shows the support is certified and the bid stood on that ballot. It agrees only
-- when all seven conditions hold for what was sent in last, and the support was judged after that result.
CREATE FUNCTION takeover_step_ready() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.step IN ('agree', 'refuse') AND NOT EXISTS (SELECT 1 FROM pitch p JOIN round r ON r.id = p.round_id
        WHERE p.id = NEW.pitch_id AND p.state = 'admissible' AND r.phase IN ('certified', 'final'))
    OR NEW.step = 'agree' AND (SELECT COUNT(*) FROM bid_verdict v WHERE v.pitch_id = NEW.pitch_id AND v.verdict = 'yes'
        AND v.number = (SELECT MAX(w.number) FROM bid_verdict w WHERE w.pitch_id = v.pitch_id
            AND w.condition = v.condition)
        AND v.version = (SELECT MAX(l.number) FROM pitch_version l WHERE l.pitch_id = v.pitch_id)
        AND (v.condition <> 'support' OR v.at >= (SELECT MIN(c.approved_at) FROM certificate c
            JOIN pitch p ON p.round_id = c.round_id WHERE p.id = v.pitch_id))) <> 7 THEN
        RAISE EXCEPTION 'takeover_not_ready';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER takeover_step_ready BEFORE INSERT ON takeover_step FOR EACH ROW EXECUTE FUNCTION takeover_step_ready();
-- Never by who gave one of the verdicts; nor does who looked back decide whether it goes on.
CREATE FUNCTION takeover_step_own() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.step IN ('agree', 'refuse') AND EXISTS (SELECT 1 FROM bid_verdict v WHERE v.pitch_id = NEW.pitch_id
        AND v.by_account = NEW.by_account)
    OR NEW.step IN ('extend', 'stop') AND EXISTS (SELECT 1 FROM takeover_step s WHERE s.pitch_id = NEW.pitch_id
        AND s.number = NEW.number - 1 AND s.step = 'evaluate' AND s.by_account = NEW.by_account) THEN
        RAISE EXCEPTION 'own_decision';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER takeover_step_own BEFORE INSERT ON takeover_step FOR EACH ROW EXECUTE FUNCTION takeover_step_own();
-- What a decision rests on stays what it was.
CREATE FUNCTION bid_verdict_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM takeover_step WHERE pitch_id = NEW.pitch_id) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bid_verdict_late BEFORE INSERT ON bid_verdict FOR EACH ROW EXECUTE FUNCTION bid_verdict_late();
CREATE FUNCTION bid_verdict_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.condition <> OLD.condition
    OR NEW.verdict <> OLD.verdict OR NEW.version <> OLD.version OR NEW.by_account <> OLD.by_account OR NEW.by_function <> OLD.by_function
    OR NEW.at <> OLD.at OR NEW.reason <> '' THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bid_verdict_changed BEFORE UPDATE ON bid_verdict FOR EACH ROW EXECUTE FUNCTION bid_verdict_changed();
CREATE FUNCTION bid_verdict_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER bid_verdict_removed BEFORE DELETE ON bid_verdict FOR EACH ROW EXECUTE FUNCTION bid_verdict_removed();
CREATE FUNCTION takeover_step_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER takeover_step_changed BEFORE UPDATE ON takeover_step FOR EACH ROW EXECUTE FUNCTION takeover_step_changed();
CREATE FUNCTION takeover_step_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER takeover_step_removed BEFORE DELETE ON takeover_step FOR EACH ROW EXECUTE FUNCTION takeover_step_removed();
CREATE FUNCTION municipal_task_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER municipal_task_changed BEFORE UPDATE ON municipal_task FOR EACH ROW EXECUTE FUNCTION municipal_task_changed();
CREATE FUNCTION municipal_task_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER municipal_task_removed BEFORE DELETE ON municipal_task FOR EACH ROW EXECUTE FUNCTION municipal_task_removed();
CREATE FUNCTION municipal_task_facts_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER municipal_task_facts_changed BEFORE UPDATE ON municipal_task_facts FOR EACH ROW EXECUTE FUNCTION municipal_task_facts_changed();
CREATE FUNCTION municipal_task_facts_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER municipal_task_facts_removed BEFORE DELETE ON municipal_task_facts FOR EACH ROW EXECUTE FUNCTION municipal_task_facts_removed();
CREATE TRIGGER bid_verdict_truncated BEFORE TRUNCATE ON bid_verdict FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER takeover_step_truncated BEFORE TRUNCATE ON takeover_step FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER municipal_task_truncated BEFORE TRUNCATE ON municipal_task FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER municipal_task_facts_truncated BEFORE TRUNCATE ON municipal_task_facts FOR EACH STATEMENT EXECUTE FUNCTION truncated();
