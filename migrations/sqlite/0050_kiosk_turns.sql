-- Turns at kiosks that ended: what their forms hold is taken by no copy of the service any more. A row is there until the
-- forms are too old anyway, to the hour, so that it tells no minute.
CREATE TABLE kiosk_turn (
    id TEXT NOT NULL PRIMARY KEY,
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
