-- What only grows can neither be replaced row by row nor emptied at once, by whatever program.

-- TRUNCATE fires no trigger of a row.
CREATE FUNCTION truncated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NULL;
END $$;
CREATE TRIGGER account_reminder_truncated BEFORE TRUNCATE ON account_reminder FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER budget_truncated BEFORE TRUNCATE ON budget FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER budget_decision_truncated BEFORE TRUNCATE ON budget_decision FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER budget_terms_truncated BEFORE TRUNCATE ON budget_terms FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER certificate_truncated BEFORE TRUNCATE ON certificate FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER checkpoint_truncated BEFORE TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER data_column_truncated BEFORE TRUNCATE ON data_column FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER data_set_truncated BEFORE TRUNCATE ON data_set FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER data_value_truncated BEFORE TRUNCATE ON data_value FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER decision_truncated BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER decision_sending_truncated BEFORE TRUNCATE ON decision_sending FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER disclosure_truncated BEFORE TRUNCATE ON disclosure FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER division_truncated BEFORE TRUNCATE ON division FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER division_part_truncated BEFORE TRUNCATE ON division_part FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_account_truncated BEFORE TRUNCATE ON grant_account FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_check_truncated BEFORE TRUNCATE ON grant_check FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_event_truncated BEFORE TRUNCATE ON grant_event FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_member_truncated BEFORE TRUNCATE ON grant_member FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_notice_truncated BEFORE TRUNCATE ON grant_notice FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_onward_truncated BEFORE TRUNCATE ON grant_onward FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_recipient_truncated BEFORE TRUNCATE ON grant_recipient FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_record_truncated BEFORE TRUNCATE ON grant_record FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_slice_truncated BEFORE TRUNCATE ON grant_slice FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_slice_end_truncated BEFORE TRUNCATE ON grant_slice_end FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER interest_truncated BEFORE TRUNCATE ON interest FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER ledger_account_truncated BEFORE TRUNCATE ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER ledger_head_truncated BEFORE TRUNCATE ON ledger_head FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER log_head_truncated BEFORE TRUNCATE ON log_head FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER lot_draw_truncated BEFORE TRUNCATE ON lot_draw FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER mandate_truncated BEFORE TRUNCATE ON mandate FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER mix_statement_truncated BEFORE TRUNCATE ON mix_statement FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER objection_truncated BEFORE TRUNCATE ON objection FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER objection_extension_truncated BEFORE TRUNCATE ON objection_extension FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER objection_outcome_truncated BEFORE TRUNCATE ON objection_outcome FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER payment_batch_truncated BEFORE TRUNCATE ON payment_batch FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER payment_order_truncated BEFORE TRUNCATE ON payment_order FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER plan_check_truncated BEFORE TRUNCATE ON plan_check FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER posting_truncated BEFORE TRUNCATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER quick_request_truncated BEFORE TRUNCATE ON quick_request FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER reclaim_truncated BEFORE TRUNCATE ON reclaim FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER reserve_list_end_truncated BEFORE TRUNCATE ON reserve_list_end FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER reserve_list_out_truncated BEFORE TRUNCATE ON reserve_list_out FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER round_document_truncated BEFORE TRUNCATE ON round_document FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER round_log_truncated BEFORE TRUNCATE ON round_log FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER round_pot_truncated BEFORE TRUNCATE ON round_pot FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER round_pots_truncated BEFORE TRUNCATE ON round_pots FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER round_terms_truncated BEFORE TRUNCATE ON round_terms FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER seal_truncated BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER sealed_ballot_truncated BEFORE TRUNCATE ON sealed_ballot FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER settlement_truncated BEFORE TRUNCATE ON settlement FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER smo_party_truncated BEFORE TRUNCATE ON smo_party FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER smo_version_truncated BEFORE TRUNCATE ON smo_version FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER staff_log_truncated BEFORE TRUNCATE ON staff_log FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER standing_round_truncated BEFORE TRUNCATE ON standing_round FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER transfer_truncated BEFORE TRUNCATE ON transfer FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER vault_key_truncated BEFORE TRUNCATE ON vault_key FOR EACH STATEMENT EXECUTE FUNCTION truncated();

-- Entries of the staff log carry fingerprints of the rows of their act. What stood there before has none: its kind and key.
CREATE TABLE row_before (
    kind TEXT NOT NULL,
    row_key TEXT NOT NULL,
    PRIMARY KEY (kind, row_key)
);
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
CREATE FUNCTION row_before_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NULL;
END $$;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
CREATE TRIGGER row_before_changed BEFORE UPDATE ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
CREATE TRIGGER row_before_removed BEFORE DELETE ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
CREATE TRIGGER row_before_truncated BEFORE TRUNCATE ON row_before FOR EACH STATEMENT EXECUTE FUNCTION truncated();
