-- Rounds whose list was fixed before plans of groups were decided about by a review: what a list waits for is not asked of them.
CREATE TABLE round_before_reviews (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id)
) STRICT, WITHOUT ROWID;
INSERT INTO round_before_reviews (round_id) SELECT id FROM round WHERE rules_hash IS NOT NULL;
CREATE TRIGGER round_before_reviews_replaced BEFORE INSERT ON round_before_reviews BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER round_before_reviews_changed BEFORE UPDATE ON round_before_reviews BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER round_before_reviews_removed BEFORE DELETE ON round_before_reviews BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
