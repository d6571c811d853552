-- The two logs. Entry bytes are kept as they were hashed; nothing is ever changed or removed.

CREATE TABLE log_head (
    log TEXT PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size >= 0),
    hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER log_head_shrinks BEFORE UPDATE ON log_head
WHEN NEW.size < OLD.size OR NEW.log <> OLD.log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER log_head_removed BEFORE DELETE ON log_head BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE round_log (
    round_id TEXT NOT NULL REFERENCES round (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    entry BLOB NOT NULL,
    leaf_hash TEXT NOT NULL,
    PRIMARY KEY (round_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER round_log_gap BEFORE INSERT ON round_log
WHEN NEW.seq <> COALESCE((SELECT MAX(seq) FROM round_log WHERE round_id = NEW.round_id), 0) + 1 BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER round_log_changed BEFORE UPDATE ON round_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER round_log_removed BEFORE DELETE ON round_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE checkpoint (
    round_id TEXT NOT NULL REFERENCES round (id),
    size INTEGER NOT NULL CHECK (size > 0),
    root TEXT NOT NULL,
    note TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (round_id, size)
) STRICT;

CREATE TRIGGER checkpoint_changed BEFORE UPDATE ON checkpoint BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER checkpoint_removed BEFORE DELETE ON checkpoint BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

CREATE TABLE staff_log (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    entry BLOB NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER staff_log_changed BEFORE UPDATE ON staff_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER staff_log_removed BEFORE DELETE ON staff_log BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

INSERT INTO log_head (log, size, hash) VALUES ('staff', 0, '');
