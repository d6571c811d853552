-- How often codes were sent that no letter has. The key is a keyed hash of what was tried, so that it tells neither the code
-- nor from where it came; nothing here is of a code that a letter has.
CREATE TABLE code_try (
    id TEXT PRIMARY KEY,
    tries INTEGER NOT NULL CHECK (tries > 0),
    since_at INTEGER NOT NULL
) STRICT;
