-- One follows a plan from the day on which its group sent it in, not only once it is on the ballot.

ALTER TABLE follow ADD COLUMN pitch_id TEXT NOT NULL DEFAULT '';
ALTER TABLE follow ALTER COLUMN pitch_id DROP DEFAULT;
ALTER TABLE follow DROP CONSTRAINT follow_mark_round_id_proposal_id_key;
ALTER TABLE follow ADD UNIQUE (mark, round_id, proposal_id, pitch_id);
ALTER TABLE follow ADD CHECK (proposal_id = '' OR pitch_id = '');
CREATE OR REPLACE FUNCTION follow_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.mark <> OLD.mark OR NEW.email <> OLD.email OR NEW.round_id <> OLD.round_id
        OR NEW.proposal_id <> OLD.proposal_id OR NEW.pitch_id <> OLD.pitch_id OR NEW.asked_at <> OLD.asked_at
        OR NEW.told_at < OLD.told_at OR (OLD.since_at IS NOT NULL AND NEW.since_at IS DISTINCT FROM OLD.since_at) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
