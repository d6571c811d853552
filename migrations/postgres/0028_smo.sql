-- I11 again: ways to an organisation that is shut out which stood open.

-- Organisations that bear a name of the register and are another one, as a person said with a reason.
CREATE TABLE smo_namesake (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL CHECK (name_key <> ''),
    kvk TEXT NOT NULL CHECK (LENGTH(kvk) = 8),
    by_account TEXT NOT NULL REFERENCES account (id),
    at BIGINT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX smo_namesake_of ON smo_namesake (name_key, kvk);
CREATE INDEX recipient_of_name ON recipient (name_key);
CREATE INDEX recipient_of_account ON recipient (iban_mark);

-- The key of a name may be computed anew, when the rule for it changes: the program does so with each migration. Nothing
-- else of these rows changes.
CREATE FUNCTION smo_namesake_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.number <> OLD.number OR NEW.name <> OLD.name OR NEW.kvk <> OLD.kvk
    OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at OR NEW.reason <> OLD.reason THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER smo_namesake_changed BEFORE UPDATE ON smo_namesake
    FOR EACH ROW EXECUTE FUNCTION smo_namesake_changed();
CREATE FUNCTION smo_namesake_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
END $$;
CREATE TRIGGER smo_namesake_removed BEFORE DELETE ON smo_namesake
    FOR EACH ROW EXECUTE FUNCTION smo_namesake_removed();
CREATE OR REPLACE FUNCTION smo_party_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.version <> OLD.version OR NEW.number <> OLD.number OR NEW.name <> OLD.name OR NEW.from_at <> OLD.from_at
    OR NEW.of_number IS DISTINCT FROM OLD.of_number OR NEW.kvk IS DISTINCT FROM OLD.kvk
    OR NEW.iban_last IS DISTINCT FROM OLD.iban_last OR NEW.iban_mark IS DISTINCT FROM OLD.iban_mark OR NEW.until_at IS DISTINCT FROM OLD.until_at THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION grant_onward_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.amount_cents <> OLD.amount_cents
    OR NOT ((NEW.name = '' AND NEW.name_key = '' AND NEW.kvk IS NULL AND NEW.purpose = ''
        AND (SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))
        OR (NEW.name = OLD.name AND NEW.purpose = OLD.purpose AND NOT (NEW.kvk IS DISTINCT FROM OLD.kvk) AND OLD.name <> '')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

DROP VIEW grant_shut_out;

-- Who is one of the register in force or counts as one with it. A name is enough, whatever number stands beside it, unless
-- a person said of that name and number that it is another organisation.
CREATE VIEW recipient_shut_out AS
SELECT k.id AS recipient_id, p.number AS party
FROM smo_party p
JOIN recipient f ON f.kvk = p.kvk OR (f.name_key = p.name_key AND f.name_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = f.name_key AND n.kvk = f.kvk))
JOIN recipient k ON k.family_id = f.family_id
WHERE p.version = (SELECT MAX(number) FROM smo_version);

-- Which grants the register in force shuts out by one of the four ways, and between which moments. An account of anyone
-- of such a family is one of theirs.
CREATE VIEW grant_shut_out AS
SELECT g.id AS grant_id, p.number AS party, p.from_at AS from_at, p.until_at AS until_at
FROM grant_record g JOIN smo_party p ON p.version = (SELECT MAX(number) FROM smo_version)
WHERE EXISTS (SELECT 1 FROM recipient r
        WHERE (r.id IN (SELECT recipient_id FROM grant_recipient WHERE grant_id = g.id)
                OR r.id IN (SELECT recipient_id FROM grant_member WHERE grant_id = g.id AND share_cents > 0))
            AND (r.iban_mark = p.iban_mark
                OR (r.account_key = p.name_key AND r.account_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = r.account_key AND n.kvk = r.kvk))
                OR EXISTS (SELECT 1 FROM recipient k JOIN recipient_shut_out s ON s.recipient_id = k.id
                    WHERE s.party = p.number AND (k.id = r.id OR k.iban_mark = r.iban_mark))))
    OR EXISTS (SELECT 1 FROM grant_onward o WHERE o.grant_id = g.id
            AND (o.kvk = p.kvk
                OR (o.name_key = p.name_key AND o.name_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = o.name_key AND n.kvk = o.kvk))
                OR EXISTS (SELECT 1 FROM recipient k JOIN recipient_shut_out s ON s.recipient_id = k.id
                    WHERE s.party = p.number AND (k.kvk = o.kvk
                        OR (k.name_key = o.name_key AND o.name_key <> '' AND NOT EXISTS (SELECT 1 FROM smo_namesake n WHERE n.name_key = o.name_key AND n.kvk = o.kvk))))));

-- Why two recipients no longer belong together: who asked for it and who ended it. With an organisation of the register
-- those are two persons.
ALTER TABLE recipient_affiliate ADD COLUMN asked_at BIGINT;
ALTER TABLE recipient_affiliate ADD COLUMN asked_by TEXT;
ALTER TABLE recipient_affiliate ADD COLUMN part_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE recipient_affiliate ADD COLUMN ended_by TEXT;

-- The line of an imported election is nobody's money: a column says so, and its words no longer do.
ALTER TABLE budget_line ADD COLUMN is_example BIGINT NOT NULL DEFAULT 0 CHECK (is_example IN (0, 1));
UPDATE budget_line SET is_example = 1 WHERE id IN (SELECT a.line_id FROM allocation a
    JOIN round r ON r.allocation_id = a.id WHERE r.origin = 'import');
CREATE FUNCTION budget_line_example() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.is_example <> OLD.is_example THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_line_example BEFORE UPDATE OF is_example ON budget_line
    FOR EACH ROW EXECUTE FUNCTION budget_line_example();

-- What a person answered about a grant was about its file as it was: whom it is made out to, with whom it is shared, and
-- what is paid on. Each change of the file counts; an answer names the count and the revision of each who shares the sum.
CREATE TABLE grant_file (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    revision BIGINT NOT NULL CHECK (revision > 0)
);
ALTER TABLE grant_check ADD COLUMN file TEXT NOT NULL DEFAULT '';
CREATE FUNCTION grant_file_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.grant_id <> OLD.grant_id OR NEW.revision <= OLD.revision THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_file_changed BEFORE UPDATE ON grant_file FOR EACH ROW EXECUTE FUNCTION grant_file_changed();
CREATE FUNCTION grant_file_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
END $$;
CREATE TRIGGER grant_file_removed BEFORE DELETE ON grant_file FOR EACH ROW EXECUTE FUNCTION grant_file_removed();
CREATE OR REPLACE FUNCTION grant_check_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason <> '' OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
        OR NEW.answer <> OLD.answer OR NEW.recipient_id <> OLD.recipient_id OR NEW.revision <> OLD.revision
        OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at OR NEW.file <> OLD.file
        OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
            NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

-- The most that one plan may ask, by the class of its applicant (S41).
ALTER TABLE round_terms ADD COLUMN resident_most_cents BIGINT CHECK (resident_most_cents >= 0);
ALTER TABLE round_terms ADD COLUMN professional_most_cents BIGINT CHECK (professional_most_cents >= 0);
ALTER TABLE round_terms ADD COLUMN other_most_cents BIGINT CHECK (other_most_cents >= 0);
