-- What a plan said that went off the list before the vote is erased in time; nothing else of a frozen list changes.
DROP TRIGGER proposal_changed_late;
CREATE TRIGGER proposal_changed_late BEFORE UPDATE ON proposal
WHEN (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL
    AND NOT (OLD.status = 'withdrawn' AND NEW.status = 'withdrawn' AND NEW.round_id = OLD.round_id AND NEW.id = OLD.id
        AND NEW.amount_cents = OLD.amount_cents AND NEW.pot = OLD.pot AND NEW.title = '' AND NEW.summary = '' AND NEW.body = ''
        AND NEW.applicant = '' AND NEW.place = '' AND NEW.category = '') BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
