-- Rounds whose list was fixed before plans of groups were decided about by a review: what a list waits for is not asked of them.
CREATE TABLE round_before_reviews (
    round_id TEXT NOT NULL PRIMARY KEY REFERENCES round (id)
);
INSERT INTO round_before_reviews (round_id) SELECT id FROM round WHERE rules_hash IS NOT NULL;
CREATE FUNCTION round_before_reviews_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
END $$;
CREATE TRIGGER round_before_reviews_fixed BEFORE INSERT OR UPDATE OR DELETE ON round_before_reviews FOR EACH ROW
EXECUTE FUNCTION round_before_reviews_fixed();
CREATE TRIGGER round_before_reviews_truncated BEFORE TRUNCATE ON round_before_reviews FOR EACH STATEMENT EXECUTE FUNCTION truncated();
