-- A part of a grant is paid once. What is still due after the bank gave a payment back stands in the place of that payment,
-- beside a rest that was paid already: it is told apart by the order that it replaces, which happens once.
DROP INDEX payment_order_once;
CREATE UNIQUE INDEX payment_order_once ON payment_order (grant_id, line_id, part)
    WHERE state NOT IN ('cancelled', 'renewed') AND (part > 0 OR replaces IS NULL);
CREATE UNIQUE INDEX payment_order_in_place ON payment_order (replaces) WHERE replaces IS NOT NULL;

-- One index on a column is enough.
DROP INDEX recipient_of_account;

-- What is not removed row by row is not emptied at once either.
CREATE TRIGGER advance_truncated BEFORE TRUNCATE ON advance FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER proposal_truncated BEFORE TRUNCATE ON proposal FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER proven_statement_truncated BEFORE TRUNCATE ON proven_statement FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER round_grant_truncated BEFORE TRUNCATE ON round_grant FOR EACH STATEMENT EXECUTE FUNCTION truncated();
