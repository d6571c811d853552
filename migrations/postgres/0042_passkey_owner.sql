-- People who pitch have passkeys as well, if they want: one table for both kinds of owner, so that a passkey is known once.
ALTER TABLE passkey ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE passkey ADD COLUMN initiator_id TEXT REFERENCES initiator (id)
    CHECK ((account_id IS NULL) <> (initiator_id IS NULL));
CREATE INDEX passkey_initiator ON passkey (initiator_id);

ALTER TABLE ceremony ADD COLUMN initiator_id TEXT REFERENCES initiator (id)
    CHECK (account_id IS NULL OR initiator_id IS NULL);
