-- What came since only grows as well: it can neither be replaced row by row nor emptied at once, by whatever program.
CREATE TRIGGER grant_file_truncated BEFORE TRUNCATE ON grant_file FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER grant_years_agreed_truncated BEFORE TRUNCATE ON grant_years_agreed FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER recipient_payee_truncated BEFORE TRUNCATE ON recipient_payee FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER smo_namesake_truncated BEFORE TRUNCATE ON smo_namesake FOR EACH STATEMENT EXECUTE FUNCTION truncated();
CREATE TRIGGER standing_interest_truncated BEFORE TRUNCATE ON standing_interest FOR EACH STATEMENT EXECUTE FUNCTION truncated();

-- Who is paid, and who bears a name of the register, is in the staff log from here on. What stood there before is not.
DROP TRIGGER row_before_replaced ON row_before;
INSERT INTO row_before (kind, row_key) SELECT 'recipient_payee', w.row_key FROM (SELECT DISTINCT recipient_id AS row_key FROM recipient_payee) w;
INSERT INTO row_before (kind, row_key) SELECT 'smo_namesake', w.row_key FROM (SELECT DISTINCT kvk AS row_key FROM smo_namesake) w;
INSERT INTO row_before (kind, row_key) SELECT 'interest', w.row_key FROM (SELECT DISTINCT standing_id AS row_key FROM standing_interest) w;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
