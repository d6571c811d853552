-- Published documents, certificates and grants.

CREATE TABLE round_document (
    round_id TEXT NOT NULL REFERENCES round (id),
    name TEXT NOT NULL,
    body BYTEA NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (round_id, name)
);

CREATE FUNCTION round_document_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER round_document_changed BEFORE UPDATE ON round_document FOR EACH ROW EXECUTE FUNCTION round_document_changed();
CREATE FUNCTION round_document_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER round_document_removed BEFORE DELETE ON round_document FOR EACH ROW EXECUTE FUNCTION round_document_removed();

CREATE TABLE certificate (
    round_id TEXT NOT NULL REFERENCES round (id),
    number BIGINT NOT NULL CHECK (number > 0),
    hash TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES account (id),
    proposed_at BIGINT NOT NULL,
    refused_by TEXT REFERENCES account (id),
    refused_at BIGINT,
    reason TEXT,
    approved_by TEXT REFERENCES account (id),
    approved_at BIGINT,
    PRIMARY KEY (round_id, number),
    CHECK (approved_by IS NULL OR approved_by <> proposed_by),
    CHECK (approved_by IS NULL OR refused_by IS NULL)
);

CREATE FUNCTION certificate_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.approved_by IS NOT NULL OR OLD.refused_by IS NOT NULL OR NEW.round_id <> OLD.round_id
    OR NEW.number <> OLD.number OR NEW.hash <> OLD.hash OR NEW.proposed_by <> OLD.proposed_by
    OR NEW.proposed_at <> OLD.proposed_at THEN
        RAISE EXCEPTION 'certificate_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER certificate_changed BEFORE UPDATE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_changed();
CREATE FUNCTION certificate_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'certificate_final';
    RETURN OLD;
END $$;
CREATE TRIGGER certificate_removed BEFORE DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION certificate_removed();

CREATE TABLE round_grant (
    round_id TEXT NOT NULL REFERENCES round (id),
    proposal_id TEXT NOT NULL,
    amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
    certificate_number BIGINT NOT NULL,
    PRIMARY KEY (round_id, proposal_id),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    FOREIGN KEY (round_id, certificate_number) REFERENCES certificate (round_id, number)
);

CREATE FUNCTION round_grant_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round SET granted_cents = granted_cents + NEW.amount_cents WHERE id = NEW.round_id;
    RETURN NEW;
END $$;
CREATE TRIGGER round_grant_added AFTER INSERT ON round_grant FOR EACH ROW EXECUTE FUNCTION round_grant_added();
CREATE FUNCTION round_grant_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round SET granted_cents = granted_cents - OLD.amount_cents WHERE id = OLD.round_id;
    UPDATE round SET granted_cents = granted_cents + NEW.amount_cents WHERE id = NEW.round_id;
    RETURN NEW;
END $$;
CREATE TRIGGER round_grant_changed AFTER UPDATE ON round_grant FOR EACH ROW EXECUTE FUNCTION round_grant_changed();
CREATE FUNCTION round_grant_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE round SET granted_cents = granted_cents - OLD.amount_cents WHERE id = OLD.round_id;
    RETURN OLD;
END $$;
CREATE TRIGGER round_grant_removed AFTER DELETE ON round_grant FOR EACH ROW EXECUTE FUNCTION round_grant_removed();
CREATE FUNCTION round_grant_imported() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT origin FROM round WHERE id = NEW.round_id) <> 'vote' THEN
        RAISE EXCEPTION 'imported_round';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_grant_imported BEFORE INSERT ON round_grant FOR EACH ROW EXECUTE FUNCTION round_grant_imported();

-- Who asked for a seal: another one carries it out.
CREATE TABLE seal_order (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    asked_by TEXT NOT NULL REFERENCES account (id)
);

-- Requests to revoke a letter, each decided by a second person. A spare letter takes its place or not. What
-- waits at the close lapses.
CREATE TABLE revocation (
    id TEXT PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES round (id),
    control_no TEXT NOT NULL,
    by_control_no TEXT,
    reason TEXT NOT NULL CHECK (reason IN ('lost', 'damaged', 'moved', 'stolen', 'undeliverable')),
    asked_by TEXT NOT NULL REFERENCES account (id),
    asked_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES account (id),
    state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused', 'lapsed')),
    CHECK (decided_by IS NULL OR decided_by <> asked_by)
);
CREATE UNIQUE INDEX revocation_waits_once ON revocation (round_id, control_no) WHERE state = 'asked';
