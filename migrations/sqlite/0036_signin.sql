-- How staff come in: by invitation, with a passkey or with a password and a code, and how often it went wrong.

-- The last proof that the person is there, and on what the session was begun, in words such as 'firefox windows'.
ALTER TABLE staff_session ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff_session ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE INDEX staff_session_account ON staff_session (account_id);

-- One link that is still open per account. The key is the hash of what the link says.
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES account (id),
    until_at INTEGER NOT NULL
) STRICT;

-- Someone lost what they sign in with: asked by one who keeps accounts, to be confirmed by another.
CREATE TABLE account_reset (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    asked_by TEXT NOT NULL REFERENCES account (id),
    asked_at INTEGER NOT NULL,
    CHECK (asked_by <> account_id)
) STRICT;

-- The secret of an authenticator app, locked with the key of the service, in hexadecimal. It counts once a code was shown.
CREATE TABLE account_code (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    secret TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    last_step INTEGER NOT NULL
) STRICT;

-- Codes on paper for who lost the app; each works once, so it goes when it is used.
CREATE TABLE account_recovery (
    account_id TEXT NOT NULL REFERENCES account (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;

-- What was registered stays as it was; only the counter of the device moves.
CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    counter INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkey_account ON passkey (account_id);

-- Something that was begun on one page and ends on the next: it is removed when it is used.
CREATE TABLE ceremony (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('code', 'passkey-in', 'passkey-new')),
    account_id TEXT REFERENCES account (id),
    state TEXT NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;

-- How often it went wrong. The key is a keyed hash of what was tried from where, so it tells neither.
CREATE TABLE sign_in_try (
    id TEXT PRIMARY KEY,
    tries INTEGER NOT NULL CHECK (tries > 0),
    since_at INTEGER NOT NULL
) STRICT;

-- What is locked with the key of account numbers is now also the secret of an app.
DROP TRIGGER vault_key_changed;
CREATE TRIGGER vault_key_changed BEFORE UPDATE ON vault_key
WHEN EXISTS (SELECT 1 FROM recipient WHERE iban IS NOT NULL)
    OR EXISTS (SELECT 1 FROM smo_party WHERE iban_mark IS NOT NULL)
    OR EXISTS (SELECT 1 FROM account_code) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Until now nobody noted the stored text of a password.
DROP TRIGGER row_before_replaced;
INSERT INTO row_before (kind, row_key) SELECT 'account_password', w.row_key FROM (SELECT id AS row_key FROM account) w;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
