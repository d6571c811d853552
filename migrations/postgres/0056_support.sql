-- Support for plans before they are looked at, and the words by which plans are found.

-- How many supporters a plan of a round needs, with the arithmetic. Where there is no row none are asked for.
CREATE TABLE support_terms (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    supporters BIGINT NOT NULL CHECK (supporters BETWEEN 0 AND 1000),
    per BIGINT NOT NULL CHECK (per BETWEEN 0 AND 1000000),
    residents BIGINT NOT NULL CHECK (residents BETWEEN 0 AND 1000000),
    needed BIGINT NOT NULL CHECK (needed BETWEEN 0 AND 1000),
    CHECK ((per = 0) = (residents = 0)),
    CHECK ((supporters = 0) = (needed = 0))
);
CREATE FUNCTION support_terms_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id <> OLD.round_id OR (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER support_terms_frozen BEFORE UPDATE ON support_terms FOR EACH ROW EXECUTE FUNCTION support_terms_frozen();
CREATE FUNCTION support_terms_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER support_terms_removed BEFORE DELETE ON support_terms FOR EACH ROW EXECUTE FUNCTION support_terms_removed();

-- Whose support a plan has: marks of addresses, until the round is over. One address counts once.
CREATE TABLE support (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    mark TEXT NOT NULL CHECK (LENGTH(mark) = 64),
    at BIGINT NOT NULL,
    PRIMARY KEY (pitch_id, mark)
);
CREATE INDEX support_of_mark ON support (mark);

-- How many marks were erased.
CREATE TABLE support_total (
    pitch_id TEXT NOT NULL PRIMARY KEY REFERENCES pitch (id),
    people BIGINT NOT NULL CHECK (people > 0)
);
CREATE FUNCTION support_total_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER support_total_changed BEFORE UPDATE ON support_total FOR EACH ROW EXECUTE FUNCTION support_total_changed();
CREATE FUNCTION support_total_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER support_total_removed BEFORE DELETE ON support_total FOR EACH ROW EXECUTE FUNCTION support_total_removed();

-- Paper lists that the desk entered: how many people, and where the list is. No name of it is here.
CREATE TABLE support_list (
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    number BIGINT NOT NULL CHECK (number > 0),
    people BIGINT NOT NULL CHECK (people BETWEEN 1 AND 1000),
    -- Nothing once it was erased; the fingerprint stays.
    archive TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at BIGINT NOT NULL,
    struck_by TEXT REFERENCES account (id),
    struck_reason TEXT,
    struck_at BIGINT,
    round_id TEXT NOT NULL REFERENCES round (id),
    PRIMARY KEY (pitch_id, number),
    CHECK ((struck_by IS NULL) = (struck_at IS NULL) AND (struck_by IS NULL) = (struck_reason IS NULL))
);
-- A list counts once in a round.
CREATE UNIQUE INDEX support_list_once ON support_list (round_id, archive) WHERE struck_at IS NULL AND archive <> '';
CREATE FUNCTION support_list_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.pitch_id <> OLD.pitch_id OR NEW.number <> OLD.number OR NEW.people <> OLD.people OR NEW.digest <> OLD.digest
    OR NEW.archive NOT IN (OLD.archive, '') OR NEW.round_id <> OLD.round_id
    OR NEW.by_account <> OLD.by_account OR NEW.by_function <> OLD.by_function OR NEW.at <> OLD.at
    OR (OLD.struck_at IS NOT NULL AND (NEW.struck_at IS DISTINCT FROM OLD.struck_at OR NEW.struck_by IS DISTINCT FROM OLD.struck_by
        OR NEW.struck_reason NOT IN (OLD.struck_reason, ''))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER support_list_changed BEFORE UPDATE ON support_list FOR EACH ROW EXECUTE FUNCTION support_list_changed();
CREATE FUNCTION support_list_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER support_list_removed BEFORE DELETE ON support_list FOR EACH ROW EXECUTE FUNCTION support_list_removed();

-- No plan comes on a ballot with fewer supporters than its round asks for.
CREATE FUNCTION pitch_supported() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.state = 'admissible' AND OLD.state <> 'admissible'
    AND COALESCE((SELECT needed FROM support_terms WHERE round_id = NEW.round_id), 0)
        > (SELECT COUNT(*) FROM support WHERE pitch_id = NEW.id)
        + COALESCE((SELECT SUM(people) FROM support_list WHERE pitch_id = NEW.id AND struck_at IS NULL), 0) THEN
        RAISE EXCEPTION 'unsupported';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pitch_supported BEFORE UPDATE ON pitch FOR EACH ROW EXECUTE FUNCTION pitch_supported();

-- The words by which a plan is found, in small letters without marks, compared by their bytes.
CREATE TABLE pitch_word (
    round_id TEXT NOT NULL REFERENCES round (id),
    word TEXT COLLATE "C" NOT NULL,
    pitch_id TEXT NOT NULL REFERENCES pitch (id),
    PRIMARY KEY (round_id, word, pitch_id)
);
CREATE INDEX pitch_word_of_pitch ON pitch_word (pitch_id);

-- What an officer found about an organisation that says it supports a plan: before that nobody reads it.
CREATE TABLE endorsement_check (
    comment_id TEXT NOT NULL PRIMARY KEY REFERENCES comment (id),
    answer TEXT NOT NULL CHECK (answer IN ('shown', 'refused')),
    partner BIGINT NOT NULL CHECK (partner IN (0, 1)),
    reason TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES account (id),
    by_function TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- The name in small letters without marks, by which one organisation is told from another.
    name_key TEXT COLLATE "C" NOT NULL
);
CREATE FUNCTION endorsement_check_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.comment_id <> OLD.comment_id OR NEW.answer <> OLD.answer OR NEW.partner <> OLD.partner
    OR NEW.reason NOT IN (OLD.reason, '') OR NEW.by_account <> OLD.by_account OR NEW.by_function <> OLD.by_function
    OR NEW.at <> OLD.at OR NEW.name_key NOT IN (OLD.name_key, '') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER endorsement_check_changed BEFORE UPDATE ON endorsement_check FOR EACH ROW EXECUTE FUNCTION endorsement_check_changed();
CREATE FUNCTION endorsement_check_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER endorsement_check_removed BEFORE DELETE ON endorsement_check FOR EACH ROW EXECUTE FUNCTION endorsement_check_removed();

-- Meetings about a round or one of its plans: who called it, and what was said there.
CREATE TABLE meeting (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    pitch_id TEXT REFERENCES pitch (id),
    title TEXT NOT NULL,
    at BIGINT NOT NULL,
    place TEXT NOT NULL,
    access TEXT NOT NULL,
    about TEXT NOT NULL,
    -- The fingerprint of these words, which stays.
    digest TEXT NOT NULL CHECK (LENGTH(digest) = 64),
    -- When its time had come: no word is left.
    gone_at BIGINT,
    by_actor TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    cancelled_reason TEXT,
    reported_at BIGINT,
    report TEXT,
    CHECK ((gone_at IS NULL) = (title <> '') AND (gone_at IS NULL) = (place <> '') AND (gone_at IS NULL) = (access <> '')
        AND (gone_at IS NULL) = (about <> '')),
    CHECK (made_at < at),
    CHECK ((cancelled_at IS NULL) = (cancelled_reason IS NULL)),
    CHECK ((reported_at IS NULL) = (report IS NULL)),
    CHECK (cancelled_at IS NULL OR reported_at IS NULL),
    CHECK (cancelled_at < at),
    CHECK (reported_at >= at)
);
CREATE INDEX meeting_of_round ON meeting (round_id, at, id);
CREATE FUNCTION meeting_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id OR NEW.pitch_id IS DISTINCT FROM OLD.pitch_id OR NEW.at <> OLD.at
    OR NEW.digest <> OLD.digest OR NEW.title NOT IN (OLD.title, '') OR NEW.place NOT IN (OLD.place, '')
    OR NEW.access NOT IN (OLD.access, '') OR NEW.about NOT IN (OLD.about, '') OR NEW.by_actor <> OLD.by_actor
    OR NEW.made_at <> OLD.made_at OR (OLD.gone_at IS NOT NULL AND NEW.gone_at IS DISTINCT FROM OLD.gone_at)
    OR (OLD.cancelled_at IS NOT NULL AND (NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at
        OR NEW.cancelled_reason NOT IN (OLD.cancelled_reason, '')))
    OR (OLD.cancelled_at IS NOT NULL AND NEW.reported_at IS NOT NULL)
    OR (OLD.reported_at IS NOT NULL AND (NEW.reported_at IS DISTINCT FROM OLD.reported_at OR NEW.report NOT IN (OLD.report, ''))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meeting_changed BEFORE UPDATE ON meeting FOR EACH ROW EXECUTE FUNCTION meeting_changed();
CREATE FUNCTION meeting_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER meeting_removed BEFORE DELETE ON meeting FOR EACH ROW EXECUTE FUNCTION meeting_removed();
CREATE TRIGGER support_terms_truncated BEFORE TRUNCATE ON support_terms FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER support_total_truncated BEFORE TRUNCATE ON support_total FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER support_list_truncated BEFORE TRUNCATE ON support_list FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER endorsement_check_truncated BEFORE TRUNCATE ON endorsement_check FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER meeting_truncated BEFORE TRUNCATE ON meeting FOR EACH STATEMENT EXECUTE FUNCTION truncated();
