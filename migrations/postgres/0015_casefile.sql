-- What names people goes when its term has passed (domain/retention): these tables stay append-only, but for emptying
-- what names someone once nothing more can happen to the grant or the round.

-- When what names people in this row was taken out.
ALTER TABLE recipient ADD COLUMN erased_at BIGINT;

CREATE OR REPLACE FUNCTION grant_check_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason <> '' OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
        OR NEW.answer <> OLD.answer OR NEW.recipient_id <> OLD.recipient_id OR NEW.revision <> OLD.revision
        OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at
        OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
            NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION grant_onward_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.name <> '' OR NEW.name_key <> '' OR NEW.kvk IS NOT NULL OR NEW.purpose <> ''
        OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.amount_cents <> OLD.amount_cents
        OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
            NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION interest_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason <> '' OR NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR NEW.by_account <> OLD.by_account
        OR NEW.proposal_id IS DISTINCT FROM OLD.proposal_id OR NEW.at <> OLD.at
        OR (SELECT phase FROM round WHERE id = OLD.round_id) NOT IN ('certified', 'final', 'cancelled') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
