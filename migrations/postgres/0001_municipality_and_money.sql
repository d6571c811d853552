-- Who runs the rounds, and the chain of ceilings. Each sum stands on the row that limits it, is kept by
-- triggers and held by a CHECK on that row: no statement can pass a ceiling.

CREATE TABLE municipality (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    desk_place TEXT NOT NULL,
    desk_hours TEXT NOT NULL,
    desk_phone TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    job TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('programme-manager', 'officer', 'certifier', 'auditor')),
    password TEXT NOT NULL,
    enabled BIGINT NOT NULL CHECK (enabled IN (0, 1)),
    created_at BIGINT NOT NULL
);

CREATE TABLE staff_session (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

CREATE TABLE area (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE budget_line (
    id TEXT PRIMARY KEY,
    year BIGINT NOT NULL,
    name TEXT NOT NULL,
    total_cents BIGINT NOT NULL CHECK (total_cents >= 0),
    share_bp BIGINT NOT NULL CHECK (share_bp BETWEEN 0 AND 10000),
    reserved_cents BIGINT NOT NULL CHECK (reserved_cents = total_cents * share_bp / 10000),
    allocated_cents BIGINT NOT NULL CHECK (allocated_cents >= 0),
    base TEXT NOT NULL,
    ground TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    CHECK (allocated_cents <= reserved_cents)
);

CREATE TABLE allocation (
    id TEXT PRIMARY KEY,
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    area_id TEXT NOT NULL REFERENCES area (id),
    ceiling_cents BIGINT NOT NULL CHECK (ceiling_cents >= 0),
    rounds_cents BIGINT NOT NULL CHECK (rounds_cents >= 0),
    UNIQUE (line_id, area_id),
    CHECK (rounds_cents <= ceiling_cents)
);

CREATE FUNCTION allocation_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE budget_line SET allocated_cents = allocated_cents + NEW.ceiling_cents WHERE id = NEW.line_id;
    RETURN NEW;
END $$;
CREATE TRIGGER allocation_added AFTER INSERT ON allocation FOR EACH ROW EXECUTE FUNCTION allocation_added();
CREATE FUNCTION allocation_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE budget_line SET allocated_cents = allocated_cents - OLD.ceiling_cents WHERE id = OLD.line_id;
    UPDATE budget_line SET allocated_cents = allocated_cents + NEW.ceiling_cents WHERE id = NEW.line_id;
    RETURN NEW;
END $$;
CREATE TRIGGER allocation_changed AFTER UPDATE OF line_id, ceiling_cents ON allocation FOR EACH ROW EXECUTE FUNCTION allocation_changed();
CREATE FUNCTION allocation_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE budget_line SET allocated_cents = allocated_cents - OLD.ceiling_cents WHERE id = OLD.line_id;
    RETURN OLD;
END $$;
CREATE TRIGGER allocation_removed AFTER DELETE ON allocation FOR EACH ROW EXECUTE FUNCTION allocation_removed();

-- Who can open every commitment after a seal; frozen into the rules of each round that opens.
CREATE TABLE auditor (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
