-- Help with a draft: what its group asks, and what the office says beside it. It goes with the draft.
CREATE TABLE pitch_help (
    pitch_id TEXT NOT NULL REFERENCES pitch (id) ON DELETE CASCADE,
    number BIGINT NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('ask', 'say', 'stop')),
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    by_function TEXT NOT NULL,
    PRIMARY KEY (pitch_id, number),
    CHECK (kind = 'stop' OR words <> '')
);

-- Drafts that were never sent in, without a word of what they said: of which round, why, and whether help was asked.
CREATE TABLE pitch_end (
    pitch_id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    why TEXT NOT NULL CHECK (why IN ('otherwise', 'together', 'time', 'people', 'hard', 'place', 'other', 'unsaid', 'left')),
    asked_help BIGINT NOT NULL CHECK (asked_help IN (0, 1)),
    at BIGINT NOT NULL
);
CREATE INDEX pitch_end_of_round ON pitch_end (round_id, why);
CREATE FUNCTION pitch_end_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_end_changed BEFORE UPDATE ON pitch_end FOR EACH ROW EXECUTE FUNCTION pitch_end_changed();
CREATE FUNCTION pitch_end_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER pitch_end_removed BEFORE DELETE ON pitch_end FOR EACH ROW EXECUTE FUNCTION pitch_end_removed();
CREATE TRIGGER pitch_end_truncated BEFORE TRUNCATE ON pitch_end FOR EACH STATEMENT EXECUTE FUNCTION truncated();
