-- A grant is one sum over all its years; giving up what cannot be got back is a decision with a letter of its own.

ALTER TABLE mandate DROP CONSTRAINT mandate_kind_check;
ALTER TABLE mandate ADD CONSTRAINT mandate_kind_check CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer',
        'write-off'));
ALTER TABLE decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE decision ADD CONSTRAINT decision_kind_check CHECK (kind IN ('award', 'refusal', 'revocation', 'settlement', 'reclaim', 'objection', 'transfer',
        'write-off'));

-- A later year that was taken back because the budget of that year holds too little for it (Awb art. 4:34).
CREATE TABLE grant_slice_end (
    grant_id TEXT NOT NULL,
    line_id TEXT NOT NULL,
    decision_number TEXT NOT NULL REFERENCES decision (number),
    adopted_on TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    PRIMARY KEY (grant_id, line_id),
    FOREIGN KEY (grant_id, line_id) REFERENCES grant_slice (grant_id, line_id)
);
CREATE FUNCTION grant_slice_end_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER grant_slice_end_changed BEFORE UPDATE ON grant_slice_end FOR EACH ROW EXECUTE FUNCTION grant_slice_end_changed();
CREATE FUNCTION grant_slice_end_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_slice_end_removed BEFORE DELETE ON grant_slice_end FOR EACH ROW EXECUTE FUNCTION grant_slice_end_removed();

-- What each member of an alliance gets is a share of all years together; until now it was one of the first year.
ALTER TABLE grant_member DISABLE TRIGGER grant_member_changed;
UPDATE grant_member SET share_cents = share_cents
    * ((SELECT g.amount_cents FROM grant_record g WHERE g.id = grant_member.grant_id)
        + (SELECT CAST(SUM(s.amount_cents) AS BIGINT) FROM grant_slice s WHERE s.grant_id = grant_member.grant_id))
    / (SELECT g.amount_cents FROM grant_record g WHERE g.id = grant_member.grant_id)
    WHERE grant_id IN (SELECT grant_id FROM grant_slice);
-- Cents that do not divide go to who leads.
UPDATE grant_member SET share_cents = share_cents
    + (SELECT g.amount_cents FROM grant_record g WHERE g.id = grant_member.grant_id)
    + (SELECT CAST(SUM(s.amount_cents) AS BIGINT) FROM grant_slice s WHERE s.grant_id = grant_member.grant_id)
    - (SELECT CAST(SUM(m.share_cents) AS BIGINT) FROM grant_member m WHERE m.grant_id = grant_member.grant_id)
    WHERE grant_id IN (SELECT grant_id FROM grant_slice)
    AND recipient_id = (SELECT r.recipient_id FROM grant_recipient r WHERE r.grant_id = grant_member.grant_id);
ALTER TABLE grant_member ENABLE TRIGGER grant_member_changed;

-- What was to be paid back after an award was taken back has its row as what a settlement reclaims has.
INSERT INTO reclaim (grant_id, number, decision, amount_cents, decided_on, pay_until, reason)
    SELECT d.grant_id, (SELECT COUNT(*) FROM decision e WHERE e.grant_id = d.grant_id AND e.kind = 'reclaim'
            AND (e.year < d.year OR (e.year = d.year AND e.seq <= d.seq))),
        d.number, d.sum_cents, to_char((to_timestamp(d.at / 1000000) AT TIME ZONE 'UTC') + INTERVAL '1 hour', 'YYYY-MM-DD'), to_char((to_timestamp(d.at / 1000000) AT TIME ZONE 'UTC') + INTERVAL '1 hour' + INTERVAL '42 days', 'YYYY-MM-DD'), d.reason
    FROM decision d WHERE d.kind = 'reclaim' AND d.sum_cents > 0
    AND NOT EXISTS (SELECT 1 FROM reclaim r WHERE r.grant_id = d.grant_id AND r.decision = d.number);
