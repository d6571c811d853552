-- Which key locked what is stored, and what goes when its term has passed.

-- The fingerprint of the key of account numbers (vault.key). While something is locked with that key, no other one takes
-- its place: what is locked would never open again, and accounts would no longer be told apart.
CREATE TABLE vault_key (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    since_at BIGINT NOT NULL
);
CREATE FUNCTION vault_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM recipient WHERE iban IS NOT NULL)
        OR EXISTS (SELECT 1 FROM smo_party WHERE iban_mark IS NOT NULL) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vault_key_changed BEFORE UPDATE ON vault_key FOR EACH ROW EXECUTE FUNCTION vault_key_changed();
CREATE FUNCTION vault_key_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER vault_key_removed BEFORE DELETE ON vault_key FOR EACH ROW EXECUTE FUNCTION vault_key_removed();

-- Words that people wrote about a grant or a round, and who asked for quick response: these rows stay append-only, but
-- for the mark '(gewist)' in the place of the words, once nothing more can happen to the grant or the round.

CREATE OR REPLACE FUNCTION grant_event_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number
        OR NEW.step <> OLD.step OR NEW.from_state <> OLD.from_state OR NEW.to_state <> OLD.to_state
        OR NEW.at <> OLD.at OR NEW.by_actor <> OLD.by_actor
        OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION grant_notice_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.grant_id <> OLD.grant_id OR NEW.at <> OLD.at
        OR NEW.by_actor <> OLD.by_actor
        OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION posting_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind
        OR NEW.debit_id <> OLD.debit_id OR NEW.credit_id <> OLD.credit_id OR NEW.amount_cents <> OLD.amount_cents
        OR NEW.at <> OLD.at OR NEW.by_actor <> OLD.by_actor OR NEW.reference <> OLD.reference
        OR NOT EXISTS (SELECT 1 FROM ledger_account a JOIN grant_record g ON g.id = a.grant_id
        WHERE a.id IN (OLD.debit_id, OLD.credit_id) AND g.state
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION objection_extension_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.objection_number <> OLD.objection_number
        OR NEW.seq <> OLD.seq OR NEW.until_on <> OLD.until_on OR NEW.at <> OLD.at
        OR NEW.by_account <> OLD.by_account
        OR NOT EXISTS (SELECT 1 FROM decision d LEFT JOIN grant_record g ON g.id = d.grant_id
        WHERE d.number = (SELECT decision_number FROM objection WHERE number = OLD.objection_number)
            AND (d.grant_id IS NULL OR g.state IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION objection_outcome_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.objection_number <> OLD.objection_number
        OR NEW.outcome <> OLD.outcome OR NEW.decision_number IS DISTINCT FROM OLD.decision_number
        OR NEW.grant_id IS DISTINCT FROM OLD.grant_id OR NEW.at <> OLD.at OR NEW.by_account <> OLD.by_account
        OR NOT EXISTS (SELECT 1 FROM decision d LEFT JOIN grant_record g ON g.id = d.grant_id
        WHERE d.number = (SELECT decision_number FROM objection WHERE number = OLD.objection_number)
            AND (d.grant_id IS NULL OR g.state IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION advance_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.condition NOT IN (OLD.condition, '(gewist)') OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number
        OR NEW.line_id <> OLD.line_id OR NEW.due_on <> OLD.due_on OR NEW.amount_cents <> OLD.amount_cents
        OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION grant_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.activities NOT IN (OLD.activities, '(gewist)') OR NEW.result_k1 NOT IN (OLD.result_k1, '(gewist)')
        OR NEW.result_k2 NOT IN (OLD.result_k2, '(gewist)') OR NEW.result_k3 NOT IN (OLD.result_k3, '(gewist)')
        OR NEW.grant_id <> OLD.grant_id OR NEW.received_on <> OLD.received_on OR NEW.class <> OLD.class
        OR NEW.spent_cents IS DISTINCT FROM OLD.spent_cents OR NEW.done <> OLD.done OR NEW.reached <> OLD.reached
        OR NEW.growth <> OLD.growth OR NEW.is_late <> OLD.is_late
        OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION settlement_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.grant_id <> OLD.grant_id OR NEW.decision <> OLD.decision
        OR NEW.way <> OLD.way OR NEW.granted_cents <> OLD.granted_cents OR NEW.settled_cents <> OLD.settled_cents
        OR NEW.settled_on <> OLD.settled_on
        OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION reclaim_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.grant_id <> OLD.grant_id OR NEW.number <> OLD.number
        OR NEW.decision <> OLD.decision OR NEW.amount_cents <> OLD.amount_cents OR NEW.decided_on <> OLD.decided_on
        OR NEW.pay_until <> OLD.pay_until
        OR NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION plan_check_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.round_id <> OLD.round_id
        OR NEW.proposal_id <> OLD.proposal_id OR NEW.number <> OLD.number OR NEW.answer <> OLD.answer
        OR NEW.by_account <> OLD.by_account OR NEW.at <> OLD.at
        OR NOT ((SELECT phase FROM round WHERE id = OLD.round_id) IN ('certified', 'final', 'cancelled')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION reserve_list_end_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.round_id <> OLD.round_id OR NEW.at <> OLD.at
        OR NEW.by_actor <> OLD.by_actor
        OR NOT ((SELECT phase FROM round WHERE id = OLD.round_id) IN ('certified', 'final', 'cancelled')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION decision_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.number <> OLD.number OR NEW.year <> OLD.year
        OR NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind OR NEW.grant_id IS DISTINCT FROM OLD.grant_id
        OR NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.standing_id IS DISTINCT FROM OLD.standing_id
        OR NEW.proposal_id IS DISTINCT FROM OLD.proposal_id OR NEW.sum_cents <> OLD.sum_cents OR NEW.at <> OLD.at
        OR NEW.by_account <> OLD.by_account OR NEW.job <> OLD.job OR NEW.mandate_number <> OLD.mandate_number
        OR NEW.facts_hash <> OLD.facts_hash
        OR NOT (NEW.facts = OLD.facts OR (OLD.standing_id IS NOT NULL AND CAST(NEW.facts AS JSONB)
            = jsonb_set(CAST(OLD.facts AS JSONB), '{plan,applicant}', CAST('"(gewist)"' AS JSONB))))
        OR NOT (OLD.grant_id IS NULL OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
            IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION quick_request_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.standing_id <> OLD.standing_id OR NEW.number <> OLD.number OR NEW.title <> OLD.title
        OR NEW.amount_cents <> OLD.amount_cents OR NEW.received_at <> OLD.received_at OR NEW.due_at <> OLD.due_at
        OR NEW.entered_by <> OLD.entered_by
        OR (OLD.decision = 'waits' AND (NEW.applicant <> OLD.applicant OR NEW.place <> OLD.place))
        OR (OLD.decision <> 'waits' AND (NEW.applicant NOT IN (OLD.applicant, '(gewist)')
            OR NEW.place NOT IN (OLD.place, '(gewist)')
            OR NEW.reason NOT IN (OLD.reason, '(gewist)') OR NEW.decision <> OLD.decision
            OR NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.decided_at IS DISTINCT FROM OLD.decided_at
            OR NEW.grant_id IS DISTINCT FROM OLD.grant_id
            OR NOT (OLD.grant_id IS NULL OR (SELECT state FROM grant_record WHERE id = OLD.grant_id)
                IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION grant_record_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id <> OLD.id OR NEW.round_id IS DISTINCT FROM OLD.round_id
        OR NEW.standing_id IS DISTINCT FROM OLD.standing_id OR NEW.proposal_id IS DISTINCT FROM OLD.proposal_id
        OR NEW.allocation_id <> OLD.allocation_id OR NEW.title <> OLD.title
        OR (NEW.applicant <> OLD.applicant AND NOT (NEW.applicant = '(gewist)' AND OLD.standing_id IS NOT NULL
            AND OLD.state IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION certificate_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR NEW.hash <> OLD.hash
        OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at
        OR ((OLD.approved_by IS NOT NULL OR OLD.refused_by IS NOT NULL)
            AND (COALESCE(NEW.reason, '') <> '(gewist)' OR OLD.reason IS NULL
            OR NEW.refused_by IS DISTINCT FROM OLD.refused_by OR NEW.refused_at IS DISTINCT FROM OLD.refused_at
            OR NEW.approved_by IS DISTINCT FROM OLD.approved_by OR NEW.approved_at IS DISTINCT FROM OLD.approved_at
            OR NOT ((SELECT phase FROM round WHERE id = OLD.round_id) IN ('certified', 'final', 'cancelled')))) THEN
        RAISE EXCEPTION 'certificate_final';
    END IF;
    RETURN NEW;
END $$;

-- Why the bank gave a payment back.
ALTER TABLE payment_order ADD COLUMN return_reason TEXT NOT NULL DEFAULT '';

CREATE OR REPLACE FUNCTION payment_order_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.number <> OLD.number OR NEW.grant_id <> OLD.grant_id OR NEW.line_id <> OLD.line_id
        OR NEW.part <> OLD.part OR NEW.amount_cents <> OLD.amount_cents
        OR (OLD.return_reason <> '' AND NEW.return_reason NOT IN (OLD.return_reason, '(gewist)'))
        OR (OLD.return_reason <> '(gewist)' AND NEW.return_reason = '(gewist)'
            AND NOT ((SELECT state FROM grant_record WHERE id = OLD.grant_id)
                IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed')))
        OR (OLD.state IN ('cancelled', 'renewed') AND (NEW.due_on IS DISTINCT FROM OLD.due_on
            OR NEW.state IS DISTINCT FROM OLD.state
            OR NEW.batch_id IS DISTINCT FROM OLD.batch_id OR NEW.paid_on IS DISTINCT FROM OLD.paid_on
            OR NEW.reference IS DISTINCT FROM OLD.reference
            OR NEW.return_reason NOT IN (OLD.return_reason, '(gewist)'))) THEN
        RAISE EXCEPTION 'append_only';
    END IF;
    RETURN NEW;
END $$;
