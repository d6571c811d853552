-- Until now nobody noted links of invitations, requests to begin anew and codes on paper.
DROP TRIGGER row_before_replaced ON row_before;
INSERT INTO row_before (kind, row_key) SELECT DISTINCT 'account_entry', w.row_key FROM (SELECT account_id AS row_key FROM invitation
    UNION SELECT account_id FROM account_reset UNION SELECT account_id FROM account_recovery) w;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
