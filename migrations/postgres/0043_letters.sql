-- Who asked the desk to call about a letter: how to reach someone, until that was done, and no longer. It stands beside no
-- letter and no number of one.
CREATE TABLE letter_call (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    about TEXT NOT NULL CHECK (about IN ('letter', 'visit')),
    name TEXT NOT NULL CHECK (LENGTH(name) BETWEEN 1 AND 60),
    phone TEXT NOT NULL CHECK (LENGTH(phone) BETWEEN 8 AND 16),
    -- The begin of a day.
    asked_at BIGINT NOT NULL,
    -- Who asks twice waits once.
    UNIQUE (round_id, phone)
);
CREATE INDEX letter_call_of ON letter_call (round_id, asked_at, id);
