-- The lot of a round: what is read after the vote when plans stand equal, and who read it. Plans that are not moved up
-- any more. And what a budget is called, when it is looked at again and from which share it warns: decided again, with
-- what it was and what it became.

ALTER TABLE round ADD COLUMN lot TEXT;
CREATE TRIGGER round_lot_frozen BEFORE UPDATE OF lot ON round
WHEN OLD.rules_hash IS NOT NULL AND NEW.lot IS NOT OLD.lot BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;

-- One person enters what was read or drawn, another one reads it again.
CREATE TABLE lot_draw (
    round_id TEXT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL CHECK (number > 0),
    way TEXT NOT NULL CHECK (way IN ('published', 'instead')),
    source TEXT NOT NULL CHECK (source <> ''),
    drawn_at INTEGER NOT NULL,
    why TEXT NOT NULL,
    drawn TEXT NOT NULL CHECK (drawn <> ''),
    tied TEXT NOT NULL,
    entered_by TEXT NOT NULL REFERENCES account (id),
    entered_at INTEGER NOT NULL,
    confirmed_by TEXT REFERENCES account (id),
    confirmed_at INTEGER,
    refused_by TEXT REFERENCES account (id),
    refused_at INTEGER,
    reason TEXT,
    PRIMARY KEY (round_id, number),
    CHECK ((way = 'instead') = (why <> '')),
    CHECK (confirmed_by IS NULL OR confirmed_by <> entered_by),
    CHECK (confirmed_by IS NULL OR refused_by IS NULL),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CHECK ((refused_by IS NULL) = (refused_at IS NULL) AND (refused_by IS NULL) = (reason IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lot_draw_confirmed ON lot_draw (round_id) WHERE confirmed_by IS NOT NULL;
CREATE TRIGGER lot_draw_changed BEFORE UPDATE ON lot_draw
WHEN OLD.confirmed_by IS NOT NULL OR OLD.refused_by IS NOT NULL OR NEW.round_id <> OLD.round_id
    OR NEW.number <> OLD.number OR NEW.way <> OLD.way OR NEW.source <> OLD.source OR NEW.drawn_at <> OLD.drawn_at
    OR NEW.why <> OLD.why OR NEW.drawn <> OLD.drawn OR NEW.tied <> OLD.tied OR NEW.entered_by <> OLD.entered_by
    OR NEW.entered_at <> OLD.entered_at BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER lot_draw_removed BEFORE DELETE ON lot_draw BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- A plan that is not moved up any more: it stopped, was refused on its own ground, or came to nothing.
CREATE TABLE reserve_list_out (
    round_id TEXT NOT NULL REFERENCES round (id),
    proposal_id TEXT NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('withdrawn', 'refused', 'lapsed')),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (round_id, proposal_id),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reserve_list_out_changed BEFORE UPDATE ON reserve_list_out BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER reserve_list_out_removed BEFORE DELETE ON reserve_list_out BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE budget_terms (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    budget_id TEXT NOT NULL REFERENCES budget (id),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    by_function TEXT NOT NULL,
    ground TEXT NOT NULL,
    ground_date TEXT NOT NULL,
    ground_link TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    before_name TEXT NOT NULL,
    before_review_on TEXT NOT NULL,
    before_warning_bp INTEGER NOT NULL CHECK (before_warning_bp BETWEEN 0 AND 10000),
    after_name TEXT NOT NULL CHECK (after_name <> ''),
    after_review_on TEXT NOT NULL,
    after_warning_bp INTEGER NOT NULL CHECK (after_warning_bp BETWEEN 0 AND 10000)
) STRICT;
CREATE INDEX budget_terms_of_budget ON budget_terms (budget_id, number);
CREATE TRIGGER budget_terms_added BEFORE INSERT ON budget_terms
WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM budget_terms) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER budget_terms_changed BEFORE UPDATE ON budget_terms BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER budget_terms_removed BEFORE DELETE ON budget_terms BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
