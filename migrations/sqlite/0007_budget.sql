-- Budgets of several years, every decision on a line, and transfers: the schuifruimte itself.
-- What stood here as a line of one year becomes a budget of one year.

CREATE TABLE budget (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    first_year INTEGER NOT NULL,
    years INTEGER NOT NULL CHECK (years BETWEEN 1 AND 20),
    ground TEXT NOT NULL,
    ground_date TEXT NOT NULL,
    ground_link TEXT NOT NULL,
    review_on TEXT NOT NULL,
    warning_bp INTEGER NOT NULL CHECK (warning_bp BETWEEN 0 AND 10000)
) STRICT;
INSERT INTO budget (id, name, first_year, years, ground, ground_date, ground_link, review_on, warning_bp)
    SELECT id, name, year, 1, ground, '', '', '', 5000 FROM budget_line;

ALTER TABLE budget_line ADD COLUMN budget_id TEXT REFERENCES budget (id);
ALTER TABLE budget_line ADD COLUMN base_commitments TEXT NOT NULL DEFAULT 'unstated'
    CHECK (base_commitments IN ('gross', 'net', 'unstated'));
ALTER TABLE budget_line ADD COLUMN base_indexing TEXT NOT NULL DEFAULT 'unstated'
    CHECK (base_indexing IN ('indexed', 'nominal', 'unstated'));
ALTER TABLE budget_line ADD COLUMN ground_date TEXT NOT NULL DEFAULT '';
ALTER TABLE budget_line ADD COLUMN ground_link TEXT NOT NULL DEFAULT '';
UPDATE budget_line SET budget_id = id;
CREATE UNIQUE INDEX budget_line_of_budget ON budget_line (budget_id, year);

-- Every decision on a line, with what it was and what it became.
CREATE TABLE budget_decision (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    by_function TEXT NOT NULL,
    ground TEXT NOT NULL,
    ground_date TEXT NOT NULL,
    ground_link TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    before_total_cents INTEGER,
    before_share_bp INTEGER,
    before_commitments TEXT,
    before_indexing TEXT,
    before_base TEXT,
    after_total_cents INTEGER NOT NULL CHECK (after_total_cents >= 0),
    after_share_bp INTEGER NOT NULL CHECK (after_share_bp BETWEEN 0 AND 10000),
    after_commitments TEXT NOT NULL,
    after_indexing TEXT NOT NULL,
    after_base TEXT NOT NULL,
    CHECK ((before_total_cents IS NULL) = (before_share_bp IS NULL) AND (before_total_cents IS NULL) = (before_commitments IS NULL)
        AND (before_total_cents IS NULL) = (before_indexing IS NULL) AND (before_total_cents IS NULL) = (before_base IS NULL))
) STRICT;
CREATE INDEX budget_decision_of_line ON budget_decision (line_id);
INSERT INTO budget_decision (number, line_id, at, by_actor, by_function, ground, ground_date, ground_link, reason,
    after_total_cents, after_share_bp, after_commitments, after_indexing, after_base)
    SELECT ROW_NUMBER() OVER (ORDER BY decided_at, id), id, decided_at, 'service', '', ground, '', '',
        'Overgenomen bij het begin van de begroting van meer jaren', total_cents, share_bp, 'unstated', 'unstated', base
    FROM budget_line;

-- Money that shifts within the reserved share of one budget: one person proposes, another one confirms.
CREATE TABLE transfer (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('transfer', 'carry-over')),
    from_line_id TEXT NOT NULL REFERENCES budget_line (id),
    from_area_id TEXT REFERENCES area (id),
    from_pot TEXT NOT NULL CHECK (from_pot IN ('none', 'continuity', 'renewal', 'development', 'quick')),
    to_line_id TEXT NOT NULL REFERENCES budget_line (id),
    to_area_id TEXT REFERENCES area (id),
    to_pot TEXT NOT NULL CHECK (to_pot IN ('none', 'continuity', 'renewal', 'development', 'quick')),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    proposed_by TEXT NOT NULL REFERENCES account (id),
    proposed_function TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'refused', 'withdrawn')),
    decided_by TEXT REFERENCES account (id),
    decided_function TEXT,
    decided_at INTEGER,
    decided_reason TEXT,
    posting_seq INTEGER UNIQUE REFERENCES posting (seq),
    CHECK ((state = 'proposed') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_function IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)
        AND (decided_by IS NULL) = (decided_reason IS NULL)),
    CHECK ((state = 'confirmed') = (posting_seq IS NOT NULL)),
    CHECK (state NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by),
    CHECK (state <> 'withdrawn' OR decided_by = proposed_by)
) STRICT;

-- What a budget stands on stays as it was decided; what may change of it are its years.
CREATE TRIGGER budget_changed BEFORE UPDATE ON budget BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER budget_removed BEFORE DELETE ON budget BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- A line is a year of its budget, and stays it.
CREATE TRIGGER budget_line_outside BEFORE INSERT ON budget_line
WHEN NOT EXISTS (SELECT 1 FROM budget WHERE id = NEW.budget_id
    AND NEW.year BETWEEN first_year AND first_year + years - 1) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER budget_line_moved BEFORE UPDATE OF budget_id, year ON budget_line
WHEN NEW.budget_id IS NOT OLD.budget_id OR NEW.year <> OLD.year BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- While a round of the year runs, from the announcement to the certificate, what is reserved is never lowered.
CREATE TRIGGER budget_line_lowered BEFORE UPDATE OF share_bp, reserved_cents ON budget_line
WHEN (NEW.share_bp < OLD.share_bp OR NEW.reserved_cents < OLD.reserved_cents)
    AND EXISTS (SELECT 1 FROM round r JOIN allocation a ON a.id = r.allocation_id
        WHERE a.line_id = OLD.id AND r.origin = 'vote'
        AND r.phase IN ('propose', 'check', 'ready', 'open', 'closed', 'sealed', 'counted', 'proposed')) BEGIN
    SELECT RAISE(ABORT, 'round_running');
END;
CREATE TRIGGER budget_decision_changed BEFORE UPDATE ON budget_decision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER budget_decision_removed BEFORE DELETE ON budget_decision BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER transfer_added BEFORE INSERT ON transfer WHEN NEW.state <> 'proposed' BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- What was proposed stays as it was proposed; it is decided once.
CREATE TRIGGER transfer_changed BEFORE UPDATE ON transfer
WHEN OLD.state <> 'proposed' OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
    OR NEW.from_line_id <> OLD.from_line_id OR NEW.from_area_id IS NOT OLD.from_area_id OR NEW.from_pot <> OLD.from_pot
    OR NEW.to_line_id <> OLD.to_line_id OR NEW.to_area_id IS NOT OLD.to_area_id OR NEW.to_pot <> OLD.to_pot
    OR NEW.amount_cents <> OLD.amount_cents OR NEW.reason <> OLD.reason OR NEW.proposed_by <> OLD.proposed_by
    OR NEW.proposed_function <> OLD.proposed_function OR NEW.proposed_at <> OLD.proposed_at BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER transfer_removed BEFORE DELETE ON transfer BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
-- What shifts stays within its budget.
CREATE TRIGGER posting_other_budget BEFORE INSERT ON posting
WHEN NEW.kind IN ('transfer', 'carry-over')
    AND (SELECT l.budget_id FROM ledger_account a JOIN budget_line l ON l.id = a.line_id WHERE a.id = NEW.debit_id)
        <> (SELECT l.budget_id FROM ledger_account a JOIN budget_line l ON l.id = a.line_id WHERE a.id = NEW.credit_id) BEGIN
    SELECT RAISE(ABORT, 'outside_reserve');
END;
