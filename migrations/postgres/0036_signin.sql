-- How staff come in: by invitation, with a passkey or with a password and a code, and how often it went wrong.

-- The last proof that the person is there, and on what the session was begun, in words such as 'firefox windows'.
ALTER TABLE staff_session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff_session ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE INDEX staff_session_account ON staff_session (account_id);

-- One link that is still open per account. The key is the hash of what the link says.
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES account (id),
    until_at BIGINT NOT NULL
);

-- Someone lost what they sign in with: asked by one who keeps accounts, to be confirmed by another.
CREATE TABLE account_reset (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    asked_by TEXT NOT NULL REFERENCES account (id),
    asked_at BIGINT NOT NULL,
    CHECK (asked_by <> account_id)
);

-- The secret of an authenticator app, locked with the key of the service, in hexadecimal. It counts once a code was shown.
CREATE TABLE account_code (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    secret TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);

-- Codes on paper for who lost the app; each works once, so it goes when it is used.
CREATE TABLE account_recovery (
    account_id TEXT NOT NULL REFERENCES account (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- What was registered stays as it was; only the counter of the device moves.
CREATE TABLE passkey (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    counter BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkey_account ON passkey (account_id);

-- Something that was begun on one page and ends on the next: it is removed when it is used.
CREATE TABLE ceremony (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('code', 'passkey-in', 'passkey-new')),
    account_id TEXT REFERENCES account (id),
    state TEXT NOT NULL,
    until_at BIGINT NOT NULL
);

-- How often it went wrong. The key is a keyed hash of what was tried from where, so it tells neither.
CREATE TABLE sign_in_try (
    id TEXT PRIMARY KEY,
    tries BIGINT NOT NULL CHECK (tries > 0),
    since_at BIGINT NOT NULL
);

-- What is locked with the key of account numbers is now also the secret of an app.
CREATE OR REPLACE FUNCTION vault_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM recipient WHERE iban IS NOT NULL)
        OR EXISTS (SELECT 1 FROM smo_party WHERE iban_mark IS NOT NULL)
        OR EXISTS (SELECT 1 FROM account_code) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

-- Until now nobody noted the stored text of a password.
DROP TRIGGER row_before_replaced ON row_before;
INSERT INTO row_before (kind, row_key) SELECT 'account_password', w.row_key FROM (SELECT id AS row_key FROM account) w;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
