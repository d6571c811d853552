-- A refused request for quick response is a refusal as any other: a decision with a letter, open to objection.

ALTER TABLE decision ADD COLUMN request_number BIGINT;
ALTER TABLE decision DROP CONSTRAINT decision_check2;
ALTER TABLE decision ADD CONSTRAINT decision_check2
    CHECK (grant_id IS NOT NULL OR proposal_id IS NOT NULL OR request_number IS NOT NULL);
ALTER TABLE decision ADD CONSTRAINT decision_check3
    CHECK (request_number IS NULL OR (standing_id IS NOT NULL AND grant_id IS NULL));
ALTER TABLE decision ADD CONSTRAINT decision_request
    FOREIGN KEY (standing_id, request_number) REFERENCES quick_request (standing_id, number);
CREATE INDEX decision_of_standing ON decision (standing_id, request_number);
-- A plan that got no money is refused once, and so is a request: who is refused twice would not know which letter counts.
CREATE UNIQUE INDEX decision_request_refused_once ON decision (standing_id, request_number)
    WHERE kind = 'refusal' AND grant_id IS NULL;

CREATE OR REPLACE FUNCTION decision_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.number <> OLD.number OR NEW.year <> OLD.year
        OR NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind OR NEW.grant_id IS DISTINCT FROM OLD.grant_id
        OR NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.standing_id IS DISTINCT FROM OLD.standing_id
        OR NEW.proposal_id IS DISTINCT FROM OLD.proposal_id
        OR NEW.request_number IS DISTINCT FROM OLD.request_number
        OR NEW.sum_cents <> OLD.sum_cents OR NEW.at <> OLD.at
        OR NEW.by_account <> OLD.by_account OR NEW.job <> OLD.job OR NEW.mandate_number <> OLD.mandate_number
        OR NEW.facts_hash <> OLD.facts_hash
        OR NOT (NEW.facts = OLD.facts OR (OLD.standing_id IS NOT NULL AND CAST(NEW.facts AS JSONB)
            = jsonb_set(CAST(OLD.facts AS JSONB), '{plan,applicant}', CAST('"(gewist)"' AS JSONB))))
        OR NOT (OLD.grant_id IS NULL OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

-- A request is refused by a decision that is there, from here on. What was refused before has none until someone takes it.
DROP TRIGGER row_before_replaced ON row_before;
INSERT INTO row_before (kind, row_key) SELECT 'quick_refusal', standing_id || '.' || number FROM quick_request WHERE decision = 'refused';
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
CREATE FUNCTION quick_request_undecided() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.decision = 'waits' AND NEW.decision = 'refused' AND NOT EXISTS (SELECT 1 FROM decision d
        WHERE d.standing_id = NEW.standing_id AND d.request_number = NEW.number AND d.kind = 'refusal') THEN
        RAISE EXCEPTION 'no_mandate';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quick_request_undecided BEFORE UPDATE ON quick_request FOR EACH ROW EXECUTE FUNCTION quick_request_undecided();

-- A quick pot that ended grants nothing any more, but for a request of which the refusal was not right.
CREATE OR REPLACE FUNCTION grant_record_quick() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.standing_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM standing_round s
        WHERE s.id = NEW.standing_id AND s.allocation_id = NEW.allocation_id AND NEW.amount_cents <= s.most_cents
        AND (s.ended_at IS NULL OR EXISTS (SELECT 1 FROM decision d WHERE d.standing_id = s.id AND d.kind = 'refusal'
            AND NEW.id = d.standing_id || '.' || d.request_number))) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
