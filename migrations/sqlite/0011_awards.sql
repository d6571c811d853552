-- What an award rests on: the years of a grant, the notice before it ends, and the end of a reserve list.

-- What a grant gets in a later year (Dutch: jaarschijf). The first year is the certified amount itself.
CREATE TABLE grant_slice (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (grant_id, line_id)
) STRICT, WITHOUT ROWID;
-- Years are agreed before the award and stand from then on.
CREATE TRIGGER grant_slice_added BEFORE INSERT ON grant_slice
WHEN NOT EXISTS (SELECT 1 FROM grant_record WHERE id = NEW.grant_id AND state = 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_slice_changed BEFORE UPDATE ON grant_slice BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_slice_removed BEFORE DELETE ON grant_slice
WHEN NOT EXISTS (SELECT 1 FROM grant_record WHERE id = OLD.grant_id AND state = 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Notice that a grant of several years will not go on (Awb art. 4:51).
CREATE TABLE grant_notice (
    grant_id TEXT PRIMARY KEY REFERENCES grant_record (id),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER grant_notice_changed BEFORE UPDATE ON grant_notice BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_notice_removed BEFORE DELETE ON grant_notice BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- From here on nobody moves up in the round, and what it did not use is with its area.
CREATE TABLE reserve_list_end (
    round_id TEXT PRIMARY KEY REFERENCES round (id),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reserve_list_end_changed BEFORE UPDATE ON reserve_list_end BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER reserve_list_end_removed BEFORE DELETE ON reserve_list_end BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
