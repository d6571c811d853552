-- In which neighbourhood a plan lies, for the map of the plans. Until the round opens; then it stays.

CREATE TABLE plan_location (
    round_id TEXT NOT NULL,
    proposal_id TEXT NOT NULL,
    neighbourhood TEXT NOT NULL REFERENCES neighbourhood (code),
    PRIMARY KEY (round_id, proposal_id),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER plan_location_added BEFORE INSERT ON plan_location
WHEN (SELECT rules_hash FROM round WHERE id = NEW.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER plan_location_replaced BEFORE INSERT ON plan_location
WHEN EXISTS (SELECT 1 FROM plan_location WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER plan_location_changed BEFORE UPDATE ON plan_location
WHEN NEW.round_id <> OLD.round_id OR NEW.proposal_id <> OLD.proposal_id
    OR (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
CREATE TRIGGER plan_location_removed BEFORE DELETE ON plan_location
WHEN (SELECT rules_hash FROM round WHERE id = OLD.round_id) IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'round_frozen');
END;
