-- Residents whom a provider names (OpenID Connect): the pseudonym of whom a letter is for, and those who are on their way
-- to the provider.

-- Which provider; none when everyone votes by letter.
ALTER TABLE register ADD COLUMN issuer TEXT;
-- Made under a key that stands outside the database, for one round; erased with the keyed hash of the code.
ALTER TABLE letter ADD COLUMN resident TEXT;
CREATE UNIQUE INDEX letter_resident ON letter (round_id, resident) WHERE resident IS NOT NULL;

-- Someone who left for the provider and may come back once: fingerprints of what goes along and of what the browser keeps,
-- and the review, locked with both. Nothing here says who it is, or what was chosen.
CREATE TABLE resident_sign_in (
    state TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    round_id TEXT NOT NULL REFERENCES round (id),
    review BLOB NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
