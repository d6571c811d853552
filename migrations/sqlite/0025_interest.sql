-- What a declared interest keeps people from, what later years of a grant rest on, and who asked for quick response and got
-- nothing.

-- No later year gives more than was certified for the first one: that is what the plan asked a year.
CREATE TRIGGER grant_slice_more BEFORE INSERT ON grant_slice
WHEN NEW.amount_cents > (SELECT amount_cents FROM grant_record WHERE id = NEW.grant_id) BEGIN
    SELECT RAISE(ABORT, 'ceiling_exceeded');
END;

-- When the years of a grant were agreed on anew, and how many answers its checks had by then: those about its sum were
-- about another sum.
CREATE TABLE grant_years_agreed (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number INTEGER NOT NULL CHECK (number > 0),
    answers INTEGER NOT NULL CHECK (answers >= 0),
    at INTEGER NOT NULL,
    by_actor TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER grant_years_agreed_changed BEFORE UPDATE ON grant_years_agreed BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER grant_years_agreed_removed BEFORE DELETE ON grant_years_agreed BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
