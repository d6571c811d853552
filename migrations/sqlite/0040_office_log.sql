-- The public log of the office: each day the head of the staff log, signed, so that nobody can shorten or rewrite that log
-- unseen. Shows how many acts there were and nothing of what they were.

CREATE TABLE office_anchor (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    day TEXT NOT NULL UNIQUE,
    entry BLOB NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TRIGGER office_anchor_gap BEFORE INSERT ON office_anchor
WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM office_anchor), 0) + 1 BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER office_anchor_changed BEFORE UPDATE ON office_anchor BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER office_anchor_removed BEFORE DELETE ON office_anchor BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER office_anchor_replaced BEFORE INSERT ON office_anchor
WHEN EXISTS (SELECT 1 FROM office_anchor WHERE seq = NEW.seq OR day = NEW.day) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
