-- What a plan said that went off the list before the vote is erased in time; nothing else of a frozen list changes.
CREATE OR REPLACE FUNCTION proposal_changed_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL
        AND NOT (OLD.status = 'withdrawn' AND NEW.status = 'withdrawn' AND NEW.round_id = OLD.round_id AND NEW.id = OLD.id
            AND NEW.amount_cents = OLD.amount_cents AND NEW.pot = OLD.pot AND NEW.title = '' AND NEW.summary = ''
            AND NEW.body = '' AND NEW.applicant = '' AND NEW.place = '' AND NEW.category = '') THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
