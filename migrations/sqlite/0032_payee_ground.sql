-- What the second person saw stays as it was written down, until the recipient is erased.
DROP TRIGGER recipient_payee_changed;
CREATE TRIGGER recipient_payee_changed BEFORE UPDATE ON recipient_payee
WHEN NEW.recipient_id <> OLD.recipient_id OR NEW.revision <> OLD.revision OR NEW.changed_by <> OLD.changed_by
    OR NEW.changed_at <> OLD.changed_at OR NEW.needs_second <> OLD.needs_second
    OR (OLD.confirmed_by IS NOT NULL AND (NEW.confirmed_by IS NOT OLD.confirmed_by
        OR NEW.confirmed_at IS NOT OLD.confirmed_at OR NEW.statement_on IS NOT OLD.statement_on
        OR NEW.ground NOT IN (OLD.ground, '')))
    OR (NEW.iban_mark IS NOT OLD.iban_mark AND NEW.iban_mark IS NOT NULL)
    OR (NEW.iban_last IS NOT OLD.iban_last AND NEW.iban_last IS NOT NULL)
    OR ((NEW.iban_mark IS NOT OLD.iban_mark OR (OLD.confirmed_by IS NOT NULL AND NEW.ground <> OLD.ground))
        AND (SELECT erased_at FROM recipient WHERE id = OLD.recipient_id) IS NULL) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
