-- Mail on its way, people who pitch with an account of their own, and their groups.

-- A mail is written down with what caused it, and carried later. What it says and to whom is taken out once it is sent.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    address TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'begun', 'sent', 'failed', 'unsure', 'dropped')),
    fault TEXT CHECK (fault IN ('unreachable', 'put_off', 'refused', 'broken', 'unanswered', 'late', 'unwritable')),
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    queued_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    claim TEXT NOT NULL DEFAULT '',
    lease_until INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    CHECK (state <> 'sent' OR (address = '' AND content = '')),
    CHECK ((ended_at IS NULL) = (state IN ('waiting', 'claimed', 'begun')))
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_next ON outbox (state, next_at, id);
-- What was sent stays sent: no program sends it once more.
CREATE TRIGGER outbox_sent_stays BEFORE UPDATE ON outbox
WHEN OLD.state = 'sent' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- How often something happened, where that must hold on all copies of the service: see domain/pace.
CREATE TABLE pace (
    id TEXT NOT NULL PRIMARY KEY,
    ahead_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pace_ahead ON pace (ahead_until);

CREATE TABLE initiator (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    opened_at INTEGER NOT NULL,
    opened_by TEXT REFERENCES account (id),
    seen_at INTEGER NOT NULL,
    -- Who has no address has someone of the office who opened the account.
    CHECK (email IS NOT NULL OR opened_by IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX initiator_seen ON initiator (seen_at);

-- The key is the hash of what the browser holds; the handle is what a page may show.
CREATE TABLE initiator_session (
    id TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    initiator_id TEXT NOT NULL REFERENCES initiator (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX initiator_session_of ON initiator_session (initiator_id);

CREATE TABLE initiative (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE initiative_member (
    initiative_id TEXT NOT NULL REFERENCES initiative (id),
    initiator_id TEXT NOT NULL REFERENCES initiator (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'reader')),
    since_at INTEGER NOT NULL,
    PRIMARY KEY (initiative_id, initiator_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX initiative_member_of ON initiative_member (initiator_id);
CREATE UNIQUE INDEX initiative_one_owner ON initiative_member (initiative_id) WHERE role = 'owner';

-- What an e-mailed link opens, once. The key is the hash of the text in the mail.
CREATE TABLE initiator_link (
    id TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('enter', 'join', 'move_from', 'move_to')),
    email TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    initiator_id TEXT REFERENCES initiator (id),
    initiative_id TEXT REFERENCES initiative (id),
    role TEXT CHECK (role IN ('editor', 'reader')),
    made_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    used_at INTEGER,
    CHECK ((purpose = 'join') = (initiative_id IS NOT NULL AND role IS NOT NULL)),
    CHECK ((purpose IN ('move_from', 'move_to')) = (initiator_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX initiator_link_until ON initiator_link (until_at);
CREATE INDEX initiator_link_group ON initiator_link (initiative_id);
-- A link that was used stays used, and none opens anything else than it was made for.
CREATE TRIGGER initiator_link_changed BEFORE UPDATE ON initiator_link
WHEN OLD.used_at IS NOT NULL OR NEW.used_at IS NULL OR NEW.purpose <> OLD.purpose OR NEW.email <> OLD.email
    OR NEW.initiator_id IS NOT OLD.initiator_id OR NEW.initiative_id IS NOT OLD.initiative_id
    OR NEW.role IS NOT OLD.role OR NEW.until_at <> OLD.until_at BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- An account that is to have another address: both have to say so.
CREATE TABLE initiator_move (
    initiator_id TEXT NOT NULL PRIMARY KEY REFERENCES initiator (id),
    email TEXT NOT NULL,
    from_said INTEGER NOT NULL DEFAULT 0 CHECK (from_said IN (0, 1)),
    to_said INTEGER NOT NULL DEFAULT 0 CHECK (to_said IN (0, 1)),
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Addresses whose owner wants no mail that others cause; only a hash of each.
CREATE TABLE mail_stop (
    mark TEXT NOT NULL PRIMARY KEY CHECK (LENGTH(mark) = 64),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
