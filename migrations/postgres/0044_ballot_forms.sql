-- The form of a ballot: what a voter does with the plans beside choosing them, as its text in the rules, and how many
-- plans of one theme a ballot may name. Both are left empty where plans are only chosen, as in every round before this.

ALTER TABLE round ADD COLUMN ballot_form TEXT CHECK (ballot_form <> '');
ALTER TABLE round ADD COLUMN ballot_per_theme BIGINT CHECK (ballot_per_theme > 0);
CREATE FUNCTION round_ballot_form_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.rules_hash IS NOT NULL AND (NEW.ballot_form IS DISTINCT FROM OLD.ballot_form
    OR NEW.ballot_per_theme IS DISTINCT FROM OLD.ballot_per_theme) THEN
        RAISE EXCEPTION 'round_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_ballot_form_frozen BEFORE UPDATE OF ballot_form, ballot_per_theme ON round
FOR EACH ROW EXECUTE FUNCTION round_ballot_form_frozen();
