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

-- What staff state about their own interest in a standing round for quick response: none, or one in a request.
CREATE TABLE standing_interest (
    standing_id TEXT NOT NULL REFERENCES standing_round (id),
    number INTEGER NOT NULL CHECK (number > 0),
    by_account TEXT NOT NULL REFERENCES account (id),
    request_number INTEGER,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (standing_id, number),
    FOREIGN KEY (standing_id, request_number) REFERENCES quick_request (standing_id, number)
) STRICT, WITHOUT ROWID;
-- A statement stands; its words may be erased once the round has ended.
CREATE TRIGGER standing_interest_changed BEFORE UPDATE ON standing_interest
WHEN NEW.reason <> '' OR NEW.standing_id <> OLD.standing_id OR NEW.number <> OLD.number
    OR NEW.by_account <> OLD.by_account OR NEW.request_number IS NOT OLD.request_number OR NEW.at <> OLD.at
    OR (SELECT ended_at FROM standing_round WHERE id = OLD.standing_id) IS NULL BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER standing_interest_removed BEFORE DELETE ON standing_interest BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
