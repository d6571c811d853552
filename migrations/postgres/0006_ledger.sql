-- One ledger (Dutch: grootboek) of double-entry postings in whole cents, from the municipal line to the last receipt.
-- An account says where money stands and for whom; its balance row is changed by the posting itself and refused when it
-- would go below nothing. The sums that stood on lines and allocations move into it.

CREATE TABLE kept_line AS SELECT * FROM budget_line;
CREATE TABLE kept_allocation AS SELECT * FROM allocation;
DROP TRIGGER allocation_added ON allocation;
DROP FUNCTION allocation_added();
DROP TRIGGER allocation_changed ON allocation;
DROP FUNCTION allocation_changed();
DROP TRIGGER allocation_removed ON allocation;
DROP FUNCTION allocation_removed();
DROP TRIGGER round_added ON round;
DROP FUNCTION round_added();
DROP TRIGGER round_changed ON round;
DROP FUNCTION round_changed();
DROP TRIGGER round_removed ON round;
DROP FUNCTION round_removed();
ALTER TABLE allocation DROP COLUMN ceiling_cents;
ALTER TABLE allocation DROP COLUMN rounds_cents;
ALTER TABLE budget_line DROP COLUMN allocated_cents;

-- A standing round: published rules, no vote, small sums, a term in days (Dutch: snelle pot).
CREATE TABLE standing_round (
    id TEXT PRIMARY KEY,
    allocation_id TEXT NOT NULL REFERENCES allocation (id),
    title TEXT NOT NULL,
    ceiling_cents BIGINT NOT NULL CHECK (ceiling_cents >= 0),
    most_cents BIGINT NOT NULL CHECK (most_cents > 0),
    term_days BIGINT NOT NULL CHECK (term_days > 0),
    regulation_title TEXT NOT NULL,
    regulation_place TEXT NOT NULL,
    regulation_date TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- Money for a plan (Dutch: subsidie), from the certificate to the last receipt. No money leaves without a round.
CREATE TABLE grant_record (
    id TEXT PRIMARY KEY,
    allocation_id TEXT NOT NULL REFERENCES allocation (id),
    round_id TEXT REFERENCES round (id),
    standing_id TEXT REFERENCES standing_round (id),
    proposal_id TEXT,
    certificate_number BIGINT,
    pot TEXT NOT NULL CHECK (pot IN ('none', 'continuity', 'renewal', 'development', 'quick')),
    title TEXT NOT NULL,
    applicant TEXT NOT NULL,
    amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
    state TEXT NOT NULL CHECK (state IN ('selected', 'certified', 'awarded', 'objection', 'advances', 'running',
        'accounted', 'settled', 'closed', 'withdrawn', 'refused', 'revoked', 'lapsed')),
    CHECK ((round_id IS NULL) <> (standing_id IS NULL)),
    CHECK (round_id IS NULL OR (proposal_id IS NOT NULL AND certificate_number IS NOT NULL)),
    UNIQUE (round_id, proposal_id),
    FOREIGN KEY (round_id, proposal_id) REFERENCES proposal (round_id, id),
    FOREIGN KEY (round_id, certificate_number) REFERENCES certificate (round_id, number)
);
CREATE INDEX grant_record_of_allocation ON grant_record (allocation_id);
CREATE INDEX grant_record_of_standing ON grant_record (standing_id);

CREATE TABLE grant_event (
    grant_id TEXT NOT NULL REFERENCES grant_record (id),
    number BIGINT NOT NULL CHECK (number > 0),
    step TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
);
CREATE FUNCTION grant_event_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER grant_event_changed BEFORE UPDATE ON grant_event FOR EACH ROW EXECUTE FUNCTION grant_event_changed();
CREATE FUNCTION grant_event_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_event_removed BEFORE DELETE ON grant_event FOR EACH ROW EXECUTE FUNCTION grant_event_removed();

CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL CHECK (size >= 0)
);
INSERT INTO ledger_head (id, size) VALUES (1, 0);
CREATE FUNCTION ledger_head_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.size < OLD.size THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_head_shrinks BEFORE UPDATE ON ledger_head FOR EACH ROW EXECUTE FUNCTION ledger_head_shrinks();
CREATE FUNCTION ledger_head_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER ledger_head_removed BEFORE DELETE ON ledger_head FOR EACH ROW EXECUTE FUNCTION ledger_head_removed();

-- The municipal line is where money comes from: the one account that may be below nothing.
CREATE TABLE ledger_account (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('line', 'fixed', 'reserve', 'area', 'round', 'objection', 'selected',
        'committed', 'payable', 'paid', 'accounted', 'settled', 'receivable')),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    allocation_id TEXT REFERENCES allocation (id),
    round_id TEXT,
    grant_id TEXT REFERENCES grant_record (id),
    pot TEXT NOT NULL CHECK (pot IN ('none', 'continuity', 'renewal', 'development', 'quick')),
    debit_cents BIGINT NOT NULL CHECK (debit_cents >= 0),
    credit_cents BIGINT NOT NULL CHECK (credit_cents >= 0),
    CHECK (kind = 'line' OR debit_cents <= credit_cents),
    CHECK ((kind IN ('line', 'fixed', 'reserve')) = (allocation_id IS NULL)),
    CHECK ((kind IN ('selected', 'committed', 'payable', 'paid', 'accounted', 'settled', 'receivable')) = (grant_id IS NOT NULL))
);
CREATE INDEX ledger_account_of_line ON ledger_account (line_id, kind);
CREATE INDEX ledger_account_of_round ON ledger_account (round_id);
CREATE INDEX ledger_account_of_grant ON ledger_account (grant_id);

-- Control accounts (Dutch: verzamelrekeningen): the sums of all accounts of a kind in an area and a year.
CREATE TABLE ledger_control (
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    allocation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    pot TEXT NOT NULL,
    debit_cents BIGINT NOT NULL CHECK (debit_cents >= 0),
    credit_cents BIGINT NOT NULL CHECK (credit_cents >= 0),
    PRIMARY KEY (line_id, allocation_id, kind, pot),
    CHECK (kind = 'line' OR debit_cents <= credit_cents)
);

CREATE TABLE posting (
    seq BIGINT PRIMARY KEY CHECK (seq > 0),
    kind TEXT NOT NULL CHECK (kind IN ('budget', 'allocate', 'transfer', 'carry-over', 'ceiling', 'objection-reserve',
        'release', 'select', 'award', 'advance', 'payment', 'return', 'account', 'settle', 'reclaim', 'receipt',
        'write-off')),
    debit_id TEXT NOT NULL REFERENCES ledger_account (id),
    credit_id TEXT NOT NULL REFERENCES ledger_account (id),
    amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    reference TEXT NOT NULL,
    CHECK (debit_id <> credit_id)
);
CREATE INDEX posting_debit ON posting (debit_id);
CREATE INDEX posting_credit ON posting (credit_id);

CREATE FUNCTION ledger_account_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO ledger_control (line_id, allocation_id, kind, pot, debit_cents, credit_cents)
        VALUES (NEW.line_id, COALESCE(NEW.allocation_id, ''), NEW.kind, NEW.pot, 0, 0)
        ON CONFLICT (line_id, allocation_id, kind, pot) DO NOTHING;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_added AFTER INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_added();
-- Only money in a posting moves; what an account is for never changes.
CREATE FUNCTION ledger_account_filled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.debit_cents <> 0 OR NEW.credit_cents <> 0 THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_filled BEFORE INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_filled();
CREATE FUNCTION ledger_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.line_id <> OLD.line_id OR NEW.allocation_id IS DISTINCT FROM OLD.allocation_id
    OR NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.grant_id IS DISTINCT FROM OLD.grant_id OR NEW.pot <> OLD.pot
    OR NEW.debit_cents < OLD.debit_cents OR NEW.credit_cents < OLD.credit_cents THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_changed BEFORE UPDATE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_changed();
CREATE FUNCTION ledger_account_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER ledger_account_removed BEFORE DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_removed();

CREATE FUNCTION posting_gap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.seq <> COALESCE((SELECT MAX(seq) FROM posting), 0) + 1 THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_gap BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_gap();
-- Money enters and leaves the reserved share by a budget decision and by nothing else.
CREATE FUNCTION posting_outside() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.kind = 'budget') <> EXISTS (SELECT 1 FROM ledger_account
    WHERE id IN (NEW.debit_id, NEW.credit_id) AND kind IN ('line', 'fixed')) THEN
        RAISE EXCEPTION 'outside_reserve';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_outside BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_outside();
CREATE FUNCTION posting_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE ledger_account SET debit_cents = debit_cents + NEW.amount_cents WHERE id = NEW.debit_id;
    UPDATE ledger_account SET credit_cents = credit_cents + NEW.amount_cents WHERE id = NEW.credit_id;
    UPDATE ledger_control SET credit_cents = credit_cents + NEW.amount_cents
        WHERE (line_id, allocation_id, kind, pot) =
            (SELECT line_id, COALESCE(allocation_id, ''), kind, pot FROM ledger_account WHERE id = NEW.credit_id);
    UPDATE ledger_control SET debit_cents = debit_cents + NEW.amount_cents
        WHERE (line_id, allocation_id, kind, pot) =
            (SELECT line_id, COALESCE(allocation_id, ''), kind, pot FROM ledger_account WHERE id = NEW.debit_id);
    RETURN NEW;
END $$;
CREATE TRIGGER posting_added AFTER INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_added();
CREATE FUNCTION posting_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER posting_changed BEFORE UPDATE ON posting FOR EACH ROW EXECUTE FUNCTION posting_changed();
CREATE FUNCTION posting_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER posting_removed BEFORE DELETE ON posting FOR EACH ROW EXECUTE FUNCTION posting_removed();

-- What stood before the ledger becomes its first postings.
INSERT INTO grant_record (id, allocation_id, round_id, standing_id, proposal_id, certificate_number, pot, title, applicant,
    amount_cents, state)
    SELECT g.round_id || '.' || g.proposal_id, r.allocation_id, g.round_id, NULL, g.proposal_id, g.certificate_number,
        'none', p.title, p.applicant, g.amount_cents, 'certified'
    FROM round_grant g JOIN round r ON r.id = g.round_id
    JOIN proposal p ON p.round_id = g.round_id AND p.id = g.proposal_id;

INSERT INTO ledger_account (id, kind, line_id, allocation_id, round_id, grant_id, pot, debit_cents, credit_cents)
    SELECT 'line/' || id, 'line', id, NULL, NULL, NULL, 'none', 0, 0 FROM budget_line
    UNION ALL SELECT 'fixed/' || id, 'fixed', id, NULL, NULL, NULL, 'none', 0, 0 FROM budget_line
    UNION ALL SELECT 'reserve/' || id, 'reserve', id, NULL, NULL, NULL, 'none', 0, 0 FROM budget_line
    UNION ALL SELECT 'area/' || id, 'area', line_id, id, NULL, NULL, 'none', 0, 0 FROM allocation
    UNION ALL SELECT 'round/' || a.id || '/' || r.id, 'round', a.line_id, a.id, r.id, NULL, 'none', 0, 0
        FROM round r JOIN allocation a ON a.id = r.allocation_id
    UNION ALL SELECT 'objection/' || a.id || '/' || r.id, 'objection', a.line_id, a.id, r.id, NULL, 'none', 0, 0
        FROM round r JOIN allocation a ON a.id = r.allocation_id
    UNION ALL SELECT 'selected/' || a.id || '/' || g.id, 'selected', a.line_id, a.id, g.round_id, g.id, 'none', 0, 0
        FROM grant_record g JOIN allocation a ON a.id = g.allocation_id;

CREATE TABLE first_posting (kind TEXT, debit_id TEXT, credit_id TEXT, amount_cents BIGINT, at BIGINT, step BIGINT);
INSERT INTO first_posting
    SELECT 'budget', 'line/' || id, 'fixed/' || id, total_cents - reserved_cents, decided_at, 1 FROM budget_line
    UNION ALL SELECT 'budget', 'line/' || id, 'reserve/' || id, reserved_cents, decided_at, 2 FROM budget_line
    UNION ALL SELECT 'allocate', 'reserve/' || k.line_id, 'area/' || k.id, k.ceiling_cents, l.decided_at, 3
        FROM kept_allocation k JOIN budget_line l ON l.id = k.line_id
    UNION ALL SELECT 'ceiling', 'area/' || r.allocation_id, 'round/' || r.allocation_id || '/' || r.id,
        r.ceiling_cents - r.objection_cents, l.decided_at, 4
        FROM round r JOIN allocation a ON a.id = r.allocation_id JOIN budget_line l ON l.id = a.line_id
        WHERE r.phase <> 'cancelled'
    UNION ALL SELECT 'objection-reserve', 'area/' || r.allocation_id, 'objection/' || r.allocation_id || '/' || r.id,
        r.objection_cents, l.decided_at, 5
        FROM round r JOIN allocation a ON a.id = r.allocation_id JOIN budget_line l ON l.id = a.line_id
        WHERE r.phase <> 'cancelled'
    UNION ALL SELECT 'select', 'round/' || g.allocation_id || '/' || g.round_id, 'selected/' || g.allocation_id || '/' || g.id,
        g.amount_cents, c.approved_at, 6
        FROM grant_record g JOIN certificate c ON c.round_id = g.round_id AND c.number = g.certificate_number;
DELETE FROM first_posting WHERE amount_cents = 0;
INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference)
    SELECT ROW_NUMBER() OVER (ORDER BY step, debit_id, credit_id), kind, debit_id, credit_id, amount_cents, at, 'service',
        'Overgenomen bij het begin van het grootboek', '' FROM first_posting ORDER BY step, debit_id, credit_id;
UPDATE ledger_head SET size = (SELECT COUNT(*) FROM posting);
INSERT INTO grant_event (grant_id, number, step, from_state, to_state, at, by_actor, reason)
    SELECT g.id, 1, 'certify', 'selected', 'certified', c.approved_at, c.approved_by, ''
    FROM grant_record g JOIN certificate c ON c.round_id = g.round_id AND c.number = g.certificate_number;
DROP TABLE first_posting;
DROP TABLE kept_allocation;
DROP TABLE kept_line;

-- From here on a line, a round and a grant say what the ledger holds for them, never more.
CREATE FUNCTION budget_line_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.total_cents <> 0 THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_line_added BEFORE INSERT ON budget_line FOR EACH ROW EXECUTE FUNCTION budget_line_added();
CREATE FUNCTION budget_line_decided() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id
    OR NEW.total_cents <> (SELECT COALESCE(SUM(debit_cents - credit_cents), 0) FROM ledger_account
        WHERE line_id = NEW.id AND kind = 'line')
    OR NEW.reserved_cents <> (SELECT COALESCE(SUM(debit_cents - credit_cents), 0) FROM ledger_account
        WHERE line_id = NEW.id AND kind IN ('line', 'fixed')) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER budget_line_decided BEFORE UPDATE OF id, total_cents, reserved_cents ON budget_line FOR EACH ROW EXECUTE FUNCTION budget_line_decided();
CREATE FUNCTION round_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
    WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_added BEFORE INSERT ON round FOR EACH ROW EXECUTE FUNCTION round_added();
CREATE FUNCTION round_planned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.allocation_id <> OLD.allocation_id OR NEW.ceiling_cents <> OLD.ceiling_cents
    OR NEW.objection_cents <> OLD.objection_cents)
    AND NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
        WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_planned BEFORE UPDATE OF allocation_id, ceiling_cents, objection_cents ON round FOR EACH ROW EXECUTE FUNCTION round_planned();
CREATE FUNCTION standing_round_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
    WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER standing_round_added BEFORE INSERT ON standing_round FOR EACH ROW EXECUTE FUNCTION standing_round_added();
CREATE FUNCTION standing_round_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.allocation_id <> OLD.allocation_id
    OR NEW.ceiling_cents > (SELECT COALESCE(SUM(credit_cents - debit_cents), 0) FROM ledger_account
        WHERE round_id = NEW.id AND allocation_id = NEW.allocation_id) THEN
        RAISE EXCEPTION 'ceiling_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER standing_round_changed BEFORE UPDATE OF id, allocation_id, ceiling_cents ON standing_round FOR EACH ROW EXECUTE FUNCTION standing_round_changed();
-- A grant comes from a round that was held to its end; a published election is never one.
CREATE FUNCTION grant_record_unvoted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM round
    WHERE id = NEW.round_id AND origin = 'vote' AND phase IN ('certified', 'final')) THEN
        RAISE EXCEPTION 'round_unvoted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_record_unvoted BEFORE INSERT ON grant_record FOR EACH ROW EXECUTE FUNCTION grant_record_unvoted();
CREATE FUNCTION grant_record_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER grant_record_removed BEFORE DELETE ON grant_record FOR EACH ROW EXECUTE FUNCTION grant_record_removed();
CREATE FUNCTION grant_record_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.standing_id IS DISTINCT FROM OLD.standing_id
    OR NEW.proposal_id IS DISTINCT FROM OLD.proposal_id OR NEW.allocation_id <> OLD.allocation_id THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_record_changed BEFORE UPDATE ON grant_record FOR EACH ROW EXECUTE FUNCTION grant_record_changed();
