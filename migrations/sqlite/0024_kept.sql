-- What only grows can neither be replaced row by row nor emptied at once, by whatever program.

-- SQLite takes away the old row of INSERT OR REPLACE without a word to the triggers of a removal, unless a connection asks
-- for that. So a key that is there refuses a new row. Where the service itself writes ON CONFLICT DO NOTHING the new row is
-- passed over, as it asked. Left out are the tables that it writes with ON CONFLICT DO UPDATE: log_head, which the chain of
-- its log holds, and round_terms, which refuses a new row as soon as it refuses a change. So does grant_recipient from here on.
CREATE TRIGGER account_reminder_replaced BEFORE INSERT ON account_reminder
WHEN EXISTS (SELECT 1 FROM account_reminder WHERE grant_id = NEW.grant_id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER budget_replaced BEFORE INSERT ON budget
WHEN EXISTS (SELECT 1 FROM budget WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER budget_decision_replaced BEFORE INSERT ON budget_decision
WHEN EXISTS (SELECT 1 FROM budget_decision WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER budget_terms_replaced BEFORE INSERT ON budget_terms
WHEN EXISTS (SELECT 1 FROM budget_terms WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER certificate_replaced BEFORE INSERT ON certificate
WHEN EXISTS (SELECT 1 FROM certificate WHERE round_id = NEW.round_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER checkpoint_replaced BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM checkpoint WHERE round_id = NEW.round_id AND size = NEW.size) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER data_column_replaced BEFORE INSERT ON data_column
WHEN EXISTS (SELECT 1 FROM data_column WHERE set_id = NEW.set_id AND place = NEW.place)
    OR EXISTS (SELECT 1 FROM data_column WHERE set_id = NEW.set_id AND name = NEW.name) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER data_set_replaced BEFORE INSERT ON data_set
WHEN EXISTS (SELECT 1 FROM data_set WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM data_set WHERE name = NEW.name AND version = NEW.version) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER data_value_replaced BEFORE INSERT ON data_value
WHEN EXISTS (SELECT 1 FROM data_value WHERE set_id = NEW.set_id AND code = NEW.code AND place = NEW.place) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER decision_replaced BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE number = NEW.number)
    OR (NEW.kind = 'refusal' AND NEW.grant_id IS NULL
        AND EXISTS (SELECT 1 FROM decision WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id AND kind = 'refusal' AND grant_id IS NULL))
    OR EXISTS (SELECT 1 FROM decision WHERE year = NEW.year AND seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER decision_sending_replaced BEFORE INSERT ON decision_sending
WHEN EXISTS (SELECT 1 FROM decision_sending WHERE decision_number = NEW.decision_number) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER disclosure_replaced BEFORE INSERT ON disclosure
WHEN EXISTS (SELECT 1 FROM disclosure WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER division_replaced BEFORE INSERT ON division
WHEN EXISTS (SELECT 1 FROM division WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER division_part_replaced BEFORE INSERT ON division_part
WHEN EXISTS (SELECT 1 FROM division_part WHERE number = NEW.number AND allocation_id = NEW.allocation_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_account_replaced BEFORE INSERT ON grant_account
WHEN EXISTS (SELECT 1 FROM grant_account WHERE grant_id = NEW.grant_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_check_replaced BEFORE INSERT ON grant_check
WHEN EXISTS (SELECT 1 FROM grant_check WHERE grant_id = NEW.grant_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_event_replaced BEFORE INSERT ON grant_event
WHEN EXISTS (SELECT 1 FROM grant_event WHERE grant_id = NEW.grant_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_member_replaced BEFORE INSERT ON grant_member
WHEN EXISTS (SELECT 1 FROM grant_member WHERE grant_id = NEW.grant_id AND recipient_id = NEW.recipient_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_notice_replaced BEFORE INSERT ON grant_notice
WHEN EXISTS (SELECT 1 FROM grant_notice WHERE grant_id = NEW.grant_id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER grant_onward_replaced BEFORE INSERT ON grant_onward
WHEN EXISTS (SELECT 1 FROM grant_onward WHERE grant_id = NEW.grant_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_record_replaced BEFORE INSERT ON grant_record
WHEN EXISTS (SELECT 1 FROM grant_record WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM grant_record WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_slice_replaced BEFORE INSERT ON grant_slice
WHEN EXISTS (SELECT 1 FROM grant_slice WHERE grant_id = NEW.grant_id AND line_id = NEW.line_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_slice_end_replaced BEFORE INSERT ON grant_slice_end
WHEN EXISTS (SELECT 1 FROM grant_slice_end WHERE grant_id = NEW.grant_id AND line_id = NEW.line_id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER interest_replaced BEFORE INSERT ON interest
WHEN EXISTS (SELECT 1 FROM interest WHERE round_id = NEW.round_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER ledger_account_replaced BEFORE INSERT ON ledger_account
WHEN EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER ledger_head_replaced BEFORE INSERT ON ledger_head
WHEN EXISTS (SELECT 1 FROM ledger_head WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER lot_draw_replaced BEFORE INSERT ON lot_draw
WHEN EXISTS (SELECT 1 FROM lot_draw WHERE round_id = NEW.round_id AND number = NEW.number)
    OR (NEW.confirmed_by IS NOT NULL
        AND EXISTS (SELECT 1 FROM lot_draw WHERE round_id = NEW.round_id AND confirmed_by IS NOT NULL)) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER mandate_replaced BEFORE INSERT ON mandate
WHEN EXISTS (SELECT 1 FROM mandate WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER mix_statement_replaced BEFORE INSERT ON mix_statement
WHEN EXISTS (SELECT 1 FROM mix_statement WHERE area_id = NEW.area_id AND year = NEW.year AND number = NEW.number)
    OR EXISTS (SELECT 1 FROM mix_statement WHERE hash = NEW.hash) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER objection_replaced BEFORE INSERT ON objection
WHEN EXISTS (SELECT 1 FROM objection WHERE number = NEW.number)
    OR EXISTS (SELECT 1 FROM objection WHERE year = NEW.year AND seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER objection_extension_replaced BEFORE INSERT ON objection_extension
WHEN EXISTS (SELECT 1 FROM objection_extension WHERE objection_number = NEW.objection_number AND seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER objection_outcome_replaced BEFORE INSERT ON objection_outcome
WHEN EXISTS (SELECT 1 FROM objection_outcome WHERE objection_number = NEW.objection_number)
    AND NOT (NEW.outcome <> 'withdrawn' AND EXISTS (SELECT 1 FROM objection o JOIN decision d ON d.number = o.decision_number
        WHERE o.number = NEW.objection_number AND d.by_account = NEW.by_account)) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER payment_batch_replaced BEFORE INSERT ON payment_batch
WHEN EXISTS (SELECT 1 FROM payment_batch WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER payment_order_replaced BEFORE INSERT ON payment_order
WHEN EXISTS (SELECT 1 FROM payment_order WHERE number = NEW.number)
    OR (NEW.state NOT IN ('cancelled', 'renewed')
        AND EXISTS (SELECT 1 FROM payment_order WHERE grant_id = NEW.grant_id AND line_id = NEW.line_id AND part = NEW.part AND state NOT IN ('cancelled', 'renewed'))) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER plan_check_replaced BEFORE INSERT ON plan_check
WHEN EXISTS (SELECT 1 FROM plan_check WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER posting_replaced BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM posting WHERE seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER quick_request_replaced BEFORE INSERT ON quick_request
WHEN EXISTS (SELECT 1 FROM quick_request WHERE standing_id = NEW.standing_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER reclaim_replaced BEFORE INSERT ON reclaim
WHEN EXISTS (SELECT 1 FROM reclaim WHERE grant_id = NEW.grant_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER reserve_list_end_replaced BEFORE INSERT ON reserve_list_end
WHEN EXISTS (SELECT 1 FROM reserve_list_end WHERE round_id = NEW.round_id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER reserve_list_out_replaced BEFORE INSERT ON reserve_list_out
WHEN EXISTS (SELECT 1 FROM reserve_list_out WHERE round_id = NEW.round_id AND proposal_id = NEW.proposal_id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER round_document_replaced BEFORE INSERT ON round_document
WHEN EXISTS (SELECT 1 FROM round_document WHERE round_id = NEW.round_id AND name = NEW.name) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER round_log_replaced BEFORE INSERT ON round_log
WHEN EXISTS (SELECT 1 FROM round_log WHERE round_id = NEW.round_id AND seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER round_pot_replaced BEFORE INSERT ON round_pot
WHEN EXISTS (SELECT 1 FROM round_pot WHERE round_id = NEW.round_id AND pot = NEW.pot) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER round_pots_replaced BEFORE INSERT ON round_pots
WHEN EXISTS (SELECT 1 FROM round_pots WHERE round_id = NEW.round_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER seal_replaced BEFORE INSERT ON seal
WHEN EXISTS (SELECT 1 FROM seal WHERE round_id = NEW.round_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER sealed_ballot_replaced BEFORE INSERT ON sealed_ballot
WHEN EXISTS (SELECT 1 FROM sealed_ballot WHERE round_id = NEW.round_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER settlement_replaced BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE grant_id = NEW.grant_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER smo_party_replaced BEFORE INSERT ON smo_party
WHEN EXISTS (SELECT 1 FROM smo_party WHERE version = NEW.version AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER smo_version_replaced BEFORE INSERT ON smo_version
WHEN EXISTS (SELECT 1 FROM smo_version WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER staff_log_replaced BEFORE INSERT ON staff_log
WHEN EXISTS (SELECT 1 FROM staff_log WHERE seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER standing_round_replaced BEFORE INSERT ON standing_round
WHEN EXISTS (SELECT 1 FROM standing_round WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER transfer_replaced BEFORE INSERT ON transfer
WHEN EXISTS (SELECT 1 FROM transfer WHERE number = NEW.number)
    OR EXISTS (SELECT 1 FROM transfer WHERE posting_seq = NEW.posting_seq) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER vault_key_replaced BEFORE INSERT ON vault_key
WHEN EXISTS (SELECT 1 FROM vault_key WHERE id = NEW.id) BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER grant_recipient_replaced BEFORE INSERT ON grant_recipient
WHEN EXISTS (SELECT 1 FROM grant_recipient WHERE grant_id = NEW.grant_id)
    AND (SELECT state FROM grant_record WHERE id = NEW.grant_id) NOT IN ('selected', 'certified') BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;

-- Entries of the staff log carry fingerprints of the rows of their act. What stood there before has none: its kind and key.
CREATE TABLE row_before (
    kind TEXT NOT NULL,
    row_key TEXT NOT NULL,
    PRIMARY KEY (kind, row_key)
) STRICT, WITHOUT ROWID;
INSERT INTO row_before (kind, row_key) SELECT 'account', w.row_key FROM (SELECT id AS row_key FROM account) w;
INSERT INTO row_before (kind, row_key) SELECT 'mandate', w.row_key FROM (SELECT DISTINCT account_id AS row_key FROM mandate) w;
INSERT INTO row_before (kind, row_key) SELECT 'recipient', w.row_key FROM (SELECT id AS row_key FROM recipient) w;
INSERT INTO row_before (kind, row_key) SELECT 'grant_check', w.row_key FROM (SELECT DISTINCT grant_id AS row_key FROM grant_check) w;
INSERT INTO row_before (kind, row_key) SELECT 'grant_recipient', w.row_key FROM (SELECT grant_id AS row_key FROM grant_recipient UNION SELECT grant_id FROM grant_member) w;
INSERT INTO row_before (kind, row_key) SELECT 'grant_onward', w.row_key FROM (SELECT DISTINCT grant_id AS row_key FROM grant_onward) w;
INSERT INTO row_before (kind, row_key) SELECT 'interest', w.row_key FROM (SELECT DISTINCT round_id AS row_key FROM interest) w;
INSERT INTO row_before (kind, row_key) SELECT 'plan_check', w.row_key FROM (SELECT DISTINCT round_id AS row_key FROM plan_check) w;
INSERT INTO row_before (kind, row_key) SELECT 'smo_version', w.row_key FROM (SELECT CAST(number AS TEXT) AS row_key FROM smo_version) w;
INSERT INTO row_before (kind, row_key) SELECT 'budget_decision', w.row_key FROM (SELECT DISTINCT 'all' AS row_key FROM budget_decision) w;
INSERT INTO row_before (kind, row_key) SELECT 'budget_terms', w.row_key FROM (SELECT DISTINCT budget_id AS row_key FROM budget_terms) w;
INSERT INTO row_before (kind, row_key) SELECT 'round_terms', w.row_key FROM (SELECT round_id AS row_key FROM round_terms) w;
INSERT INTO row_before (kind, row_key) SELECT 'year_terms', w.row_key FROM (SELECT CAST(year AS TEXT) AS row_key FROM year_terms) w;
INSERT INTO row_before (kind, row_key) SELECT 'city_pot', w.row_key FROM (SELECT pot AS row_key FROM city_pot) w;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER row_before_changed BEFORE UPDATE ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
CREATE TRIGGER row_before_removed BEFORE DELETE ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
