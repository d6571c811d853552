-- The law once more, where the first reading of it left room.

-- Nobody signs under a row that a later one ended: the newest row that has begun is the one that counts.
CREATE OR REPLACE FUNCTION decision_mandated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM mandate m WHERE m.number = NEW.mandate_number AND m.account_id = NEW.by_account
    AND m.kind = NEW.kind AND m.up_to_cents >= NEW.sum_cents AND m.from_at <= NEW.at AND m.entered_at <= NEW.at
    AND (m.until_at IS NULL OR NEW.at < m.until_at)
    AND NOT EXISTS (SELECT 1 FROM mandate later WHERE later.account_id = m.account_id AND later.kind = m.kind
        AND later.number > m.number AND later.from_at <= NEW.at AND later.entered_at <= NEW.at)) THEN
        RAISE EXCEPTION 'no_mandate';
    END IF;
    RETURN NEW;
END $$;

-- Money of one grant never becomes that of another one, nor of another round; only an allocation, a transfer or a carry-over
-- takes it to another area.
CREATE FUNCTION posting_astray() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM ledger_account d JOIN ledger_account c ON c.id = NEW.credit_id WHERE d.id = NEW.debit_id
    AND (d.grant_id <> c.grant_id OR d.round_id <> c.round_id
        OR (d.allocation_id <> c.allocation_id AND NEW.kind NOT IN ('allocate', 'transfer', 'carry-over')))) THEN
        RAISE EXCEPTION 'astray';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_astray BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_astray();
