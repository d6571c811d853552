-- What a plan is called as it was sent in last, so that lists of names need not read all that plans say. Empty where nothing was
-- sent in, and once the plan was erased.
ALTER TABLE pitch ADD COLUMN sent_title TEXT NOT NULL DEFAULT '';
UPDATE pitch SET sent_title = COALESCE((SELECT CAST(v.content AS json) ->> 'title' FROM pitch_version v
    WHERE v.pitch_id = pitch.id AND v.content <> '' ORDER BY v.number DESC LIMIT 1), '')
WHERE submitted_at IS NOT NULL AND erased_at IS NULL;
