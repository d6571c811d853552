-- A part of a grant is paid once. What is still due after the bank gave a payment back stands in the place of that payment,
-- beside a rest that was paid already: it is told apart by the order that it replaces, which happens once.
DROP INDEX payment_order_once;
CREATE UNIQUE INDEX payment_order_once ON payment_order (grant_id, line_id, part)
    WHERE state NOT IN ('cancelled', 'renewed') AND (part > 0 OR replaces IS NULL);
CREATE UNIQUE INDEX payment_order_in_place ON payment_order (replaces) WHERE replaces IS NOT NULL;
DROP TRIGGER payment_order_replaced;
CREATE TRIGGER payment_order_replaced BEFORE INSERT ON payment_order
WHEN EXISTS (SELECT 1 FROM payment_order WHERE number = NEW.number)
    OR EXISTS (SELECT 1 FROM payment_order WHERE replaces = NEW.replaces)
    OR (NEW.state NOT IN ('cancelled', 'renewed') AND (NEW.part > 0 OR NEW.replaces IS NULL)
        AND EXISTS (SELECT 1 FROM payment_order WHERE grant_id = NEW.grant_id AND line_id = NEW.line_id AND part = NEW.part
            AND state NOT IN ('cancelled', 'renewed') AND (part > 0 OR replaces IS NULL))) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- One index on a column is enough.
DROP INDEX recipient_of_account;

-- A decision on bounds is not replaced by another one of its number.
CREATE TRIGGER bounds_decision_replaced BEFORE INSERT ON bounds_decision
WHEN EXISTS (SELECT 1 FROM bounds_decision WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
