-- What came since only grows as well: it can neither be replaced row by row nor emptied at once, by whatever program.
CREATE TRIGGER grant_file_replaced BEFORE INSERT ON grant_file
WHEN EXISTS (SELECT 1 FROM grant_file WHERE grant_id = NEW.grant_id) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER grant_years_agreed_replaced BEFORE INSERT ON grant_years_agreed
WHEN EXISTS (SELECT 1 FROM grant_years_agreed WHERE grant_id = NEW.grant_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER recipient_payee_replaced BEFORE INSERT ON recipient_payee
WHEN EXISTS (SELECT 1 FROM recipient_payee WHERE recipient_id = NEW.recipient_id AND revision = NEW.revision) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER smo_namesake_replaced BEFORE INSERT ON smo_namesake
WHEN EXISTS (SELECT 1 FROM smo_namesake WHERE number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;
CREATE TRIGGER standing_interest_replaced BEFORE INSERT ON standing_interest
WHEN EXISTS (SELECT 1 FROM standing_interest WHERE standing_id = NEW.standing_id AND number = NEW.number) BEGIN
    SELECT RAISE(ABORT, 'key_taken');
END;

-- Who is paid, and who bears a name of the register, is in the staff log from here on. What stood there before is not.
DROP TRIGGER row_before_replaced;
INSERT INTO row_before (kind, row_key) SELECT 'recipient_payee', w.row_key FROM (SELECT DISTINCT recipient_id AS row_key FROM recipient_payee) w;
INSERT INTO row_before (kind, row_key) SELECT 'smo_namesake', w.row_key FROM (SELECT DISTINCT kvk AS row_key FROM smo_namesake) w;
INSERT INTO row_before (kind, row_key) SELECT 'interest', w.row_key FROM (SELECT DISTINCT standing_id AS row_key FROM standing_interest) w;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
