-- People who pitch have passkeys as well, if they want: one table for both kinds of owner, so that a passkey is known once.
CREATE TABLE passkey_owned (
    id TEXT PRIMARY KEY,
    account_id TEXT REFERENCES account (id),
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    counter INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER,
    initiator_id TEXT REFERENCES initiator (id),
    CHECK ((account_id IS NULL) <> (initiator_id IS NULL))
) STRICT;
INSERT INTO passkey_owned (id, account_id, name, credential, counter, made_at, used_at)
    SELECT id, account_id, name, credential, counter, made_at, used_at FROM passkey;
DROP TABLE passkey;
ALTER TABLE passkey_owned RENAME TO passkey;
CREATE INDEX passkey_account ON passkey (account_id);
CREATE INDEX passkey_initiator ON passkey (initiator_id);

ALTER TABLE ceremony ADD COLUMN initiator_id TEXT REFERENCES initiator (id)
    CHECK (account_id IS NULL OR initiator_id IS NULL);
