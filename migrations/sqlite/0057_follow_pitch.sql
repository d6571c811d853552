-- One follows a plan from the day on which its group sent it in, not only once it is on the ballot.

CREATE TABLE kept_follow (
    id TEXT NOT NULL PRIMARY KEY CHECK (LENGTH(id) = 64),
    mark TEXT NOT NULL CHECK (LENGTH(mark) = 64),
    email TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    round_id TEXT NOT NULL REFERENCES round (id),
    proposal_id TEXT NOT NULL,
    pitch_id TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    since_at INTEGER,
    told_at INTEGER NOT NULL,
    CHECK (since_at IS NULL OR since_at >= asked_at),
    CHECK (proposal_id = '' OR pitch_id = ''),
    UNIQUE (mark, round_id, proposal_id, pitch_id)
) STRICT, WITHOUT ROWID;
INSERT INTO kept_follow (id, mark, email, language, round_id, proposal_id, pitch_id, asked_at, since_at, told_at)
SELECT id, mark, email, language, round_id, proposal_id, '', asked_at, since_at, told_at FROM follow;
DROP TABLE follow;
ALTER TABLE kept_follow RENAME TO follow;
CREATE INDEX follow_round ON follow (round_id);
CREATE TRIGGER follow_changed BEFORE UPDATE ON follow
WHEN NEW.id <> OLD.id OR NEW.mark <> OLD.mark OR NEW.email <> OLD.email OR NEW.round_id <> OLD.round_id
    OR NEW.proposal_id <> OLD.proposal_id OR NEW.pitch_id <> OLD.pitch_id OR NEW.asked_at <> OLD.asked_at
    OR NEW.told_at < OLD.told_at OR (OLD.since_at IS NOT NULL AND NEW.since_at IS NOT OLD.since_at) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
