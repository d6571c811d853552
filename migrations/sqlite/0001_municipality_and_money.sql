-- Who runs the rounds, and the chain of ceilings. Each sum stands on the row that limits it, is kept by
-- triggers and held by a CHECK on that row: no statement can pass a ceiling.

CREATE TABLE municipality (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    desk_place TEXT NOT NULL,
    desk_hours TEXT NOT NULL,
    desk_phone TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    job TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('programme-manager', 'officer', 'certifier', 'auditor')),
    password TEXT NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE staff_session (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE area (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE budget_line (
    id TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
    share_bp INTEGER NOT NULL CHECK (share_bp BETWEEN 0 AND 10000),
    reserved_cents INTEGER NOT NULL CHECK (reserved_cents = total_cents * share_bp / 10000),
    allocated_cents INTEGER NOT NULL CHECK (allocated_cents >= 0),
    base TEXT NOT NULL,
    ground TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    CHECK (allocated_cents <= reserved_cents)
) STRICT;

CREATE TABLE allocation (
    id TEXT PRIMARY KEY,
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    area_id TEXT NOT NULL REFERENCES area (id),
    ceiling_cents INTEGER NOT NULL CHECK (ceiling_cents >= 0),
    rounds_cents INTEGER NOT NULL CHECK (rounds_cents >= 0),
    UNIQUE (line_id, area_id),
    CHECK (rounds_cents <= ceiling_cents)
) STRICT;

CREATE TRIGGER allocation_added AFTER INSERT ON allocation BEGIN
    UPDATE budget_line SET allocated_cents = allocated_cents + NEW.ceiling_cents WHERE id = NEW.line_id;
END;
CREATE TRIGGER allocation_changed AFTER UPDATE OF line_id, ceiling_cents ON allocation BEGIN
    UPDATE budget_line SET allocated_cents = allocated_cents - OLD.ceiling_cents WHERE id = OLD.line_id;
    UPDATE budget_line SET allocated_cents = allocated_cents + NEW.ceiling_cents WHERE id = NEW.line_id;
END;
CREATE TRIGGER allocation_removed AFTER DELETE ON allocation BEGIN
    UPDATE budget_line SET allocated_cents = allocated_cents - OLD.ceiling_cents WHERE id = OLD.line_id;
END;

-- Who can open every commitment after a seal; frozen into the rules of each round that opens.
CREATE TABLE auditor (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
