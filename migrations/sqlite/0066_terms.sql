-- Terms and support that two people stand for: what was lost again has to be told anew, a list that a second officer saw counts for
-- whoever decides, the steps of a bid have terms, and a takeover rests on the newest result.

-- When people took back support of which a plan had enough, the first time; and when its round asked for another number. What its group
-- was told before that says nothing any more.
ALTER TABLE pitch ADD COLUMN support_lost_at INTEGER;
ALTER TABLE pitch ADD COLUMN support_changed_at INTEGER;

-- Who saw the same list, beside who entered it.
ALTER TABLE support_list ADD COLUMN confirmed_by TEXT REFERENCES account (id);
ALTER TABLE support_list ADD COLUMN confirmed_at INTEGER CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL));
CREATE TRIGGER support_list_confirmed BEFORE UPDATE ON support_list
WHEN (NEW.confirmed_by IS NOT OLD.confirmed_by OR NEW.confirmed_at IS NOT OLD.confirmed_at)
    AND (OLD.confirmed_at IS NOT NULL OR OLD.struck_at IS NOT NULL OR NEW.confirmed_by = OLD.by_account) BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- The task of a bid as it was sent in last, so that a list of bids need not read all that plans say. Empty where nothing was sent in,
-- where a plan is no bid, and once it was erased.
ALTER TABLE pitch ADD COLUMN sent_task TEXT NOT NULL DEFAULT '';
UPDATE pitch SET sent_task = COALESCE((SELECT CASE WHEN json_extract(v.content, '$.form') = 'bid'
    THEN json_extract(v.content, '$.offer.task') END
    FROM pitch_version v WHERE v.pitch_id = pitch.id AND v.content <> '' ORDER BY v.number DESC LIMIT 1), '')
WHERE submitted_at IS NOT NULL AND erased_at IS NULL;
CREATE INDEX pitch_bid ON pitch (round_id) WHERE sent_task <> '';

-- Days in which the office talks with who prepares a bid, and finds out what its task costs.
ALTER TABLE pitch_terms ADD COLUMN talk_days INTEGER NOT NULL DEFAULT 14 CHECK (talk_days BETWEEN 1 AND 90);
ALTER TABLE pitch_terms ADD COLUMN facts_days INTEGER NOT NULL DEFAULT 42 CHECK (facts_days BETWEEN 1 AND 365);

-- The support of a bid is judged after the newest result before the decision: an earlier one that was replaced shows nothing.
DROP TRIGGER takeover_step_ready;
CREATE TRIGGER takeover_step_ready BEFORE INSERT ON takeover_step
WHEN NEW.step IN ('agree', 'refuse') AND NOT EXISTS (SELECT 1 FROM pitch p JOIN round r ON r.id = p.round_id
        WHERE p.id = NEW.pitch_id AND p.state = 'admissible' AND r.phase IN ('certified', 'final'))
    OR NEW.step = 'agree' AND (SELECT COUNT(*) FROM bid_verdict v WHERE v.pitch_id = NEW.pitch_id AND v.verdict = 'yes'
        AND v.number = (SELECT MAX(w.number) FROM bid_verdict w WHERE w.pitch_id = v.pitch_id
            AND w.condition = v.condition)
        AND v.version = (SELECT MAX(l.number) FROM pitch_version l WHERE l.pitch_id = v.pitch_id)
        AND (v.condition <> 'support' OR v.at >= (SELECT MAX(c.approved_at) FROM certificate c
            JOIN pitch p ON p.round_id = c.round_id WHERE p.id = v.pitch_id AND c.approved_at <= NEW.at))) <> 7 BEGIN
    SELECT RAISE(ABORT, 'takeover_not_ready');
END;
