-- Which key locked what is stored, and what goes when its term has passed.

-- The fingerprint of the key of account numbers (vault.key). While something is locked with that key, no other one takes
-- its place: what is locked would never open again, and accounts would no longer be told apart.
CREATE TABLE vault_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    since_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER vault_key_changed BEFORE UPDATE ON vault_key
WHEN EXISTS (SELECT 1 FROM recipient WHERE iban IS NOT NULL)
    OR EXISTS (SELECT 1 FROM smo_party WHERE iban_mark IS NOT NULL) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER vault_key_removed BEFORE DELETE ON vault_key BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
