-- Which key locked what is stored, and what goes when its term has passed.

-- The fingerprint of the key of account numbers (vault.key). While something is locked with that key, no other one takes
-- its place: what is locked would never open again, and accounts would no longer be told apart.
CREATE TABLE vault_key (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    since_at BIGINT NOT NULL
);
CREATE FUNCTION vault_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM recipient WHERE iban IS NOT NULL)
        OR EXISTS (SELECT 1 FROM smo_party WHERE iban_mark IS NOT NULL) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vault_key_changed BEFORE UPDATE ON vault_key FOR EACH ROW EXECUTE FUNCTION vault_key_changed();
CREATE FUNCTION vault_key_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER vault_key_removed BEFORE DELETE ON vault_key FOR EACH ROW EXECUTE FUNCTION vault_key_removed();
