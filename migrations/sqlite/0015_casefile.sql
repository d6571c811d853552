-- What names people goes when its term has passed (domain/retention): these tables stay append-only, but for emptying
-- what names someone once nothing more can happen to the grant or the round.

-- When what names people in this row was taken out.
ALTER TABLE recipient ADD COLUMN erased_at INTEGER;

DROP TRIGGER grant_check_changed;
CREATE TRIGGER grant_check_changed BEFORE UPDATE ON grant_check
WHEN NEW.reason <> '' OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
    OR NEW.answer <> OLD.answer OR NEW.recipient_id <> OLD.recipient_id OR NEW.revision <> OLD.revision
    OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at
    OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
        NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

DROP TRIGGER grant_onward_changed;
CREATE TRIGGER grant_onward_changed BEFORE UPDATE ON grant_onward
WHEN NEW.name <> '' OR NEW.name_key <> '' OR NEW.kvk IS NOT NULL OR NEW.purpose <> ''
    OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.amount_cents <> OLD.amount_cents
    OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
        NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

DROP TRIGGER interest_changed;
CREATE TRIGGER interest_changed BEFORE UPDATE ON interest
WHEN NEW.reason <> '' OR NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR NEW.by_account <> OLD.by_account
    OR NEW.proposal_id IS NOT OLD.proposal_id OR NEW.at <> OLD.at
    OR (SELECT phase FROM round WHERE id = OLD.round_id) NOT IN ('certified', 'final', 'cancelled') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
