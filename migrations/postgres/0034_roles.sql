-- Who works where, and roles for the whole chain: registrar, desk, subsidy desk, council, SMO, and who keeps accounts.

ALTER TABLE account DROP CONSTRAINT account_role_check;
ALTER TABLE account ADD CONSTRAINT account_role_check CHECK (role IN ('programme-manager', 'officer', 'certifier', 'registrar',
    'desk', 'subsidy-desk', 'council-reader', 'smo-contact', 'auditor', 'platform-admin'));

-- The districts that someone works in, or 'city'. Who has no row works nowhere.
CREATE TABLE account_scope (
    account_id TEXT NOT NULL REFERENCES account (id),
    place TEXT NOT NULL,
    PRIMARY KEY (account_id, place)
);
INSERT INTO account_scope (account_id, place) SELECT id, 'city' FROM account;

-- The districts in which an area lies. One of which nobody knows where it lies is not here: it is the whole city's.
CREATE VIEW area_district AS
    SELECT id AS area_id, id AS district_id FROM area WHERE level = 'wijk'
    UNION SELECT m.area_id, n.district_id FROM area_neighbourhood m JOIN neighbourhood n ON n.code = m.code
        JOIN area a ON a.id = m.area_id AND a.level = 'area'
    UNION SELECT id, parent_id FROM area WHERE level = 'area' AND parent_id IS NOT NULL;
-- The areas of which someone sees what is there.
CREATE VIEW account_area AS
    SELECT s.account_id, d.area_id FROM account_scope s JOIN area_district d ON d.district_id = s.place
    UNION SELECT s.account_id, a.id FROM account_scope s JOIN area a ON s.place = 'city'
        OR NOT EXISTS (SELECT 1 FROM area_district d WHERE d.area_id = a.id);
-- The areas of the grants of a recipient.
CREATE VIEW recipient_area AS
    SELECT m.recipient_id, a.area_id FROM grant_recipient m JOIN grant_record g ON g.id = m.grant_id
        JOIN allocation a ON a.id = g.allocation_id
    UNION SELECT m.recipient_id, a.area_id FROM grant_member m JOIN grant_record g ON g.id = m.grant_id
        JOIN allocation a ON a.id = g.allocation_id;

-- The area that a decision is about, and the decisions that someone sees.
CREATE VIEW decision_area AS
    SELECT d.number, a.area_id FROM decision d LEFT JOIN round r ON r.id = d.round_id
        LEFT JOIN standing_round s ON s.id = d.standing_id
        JOIN allocation a ON a.id = COALESCE(r.allocation_id, s.allocation_id);
CREATE VIEW account_decision AS
    SELECT v.account_id, d.number FROM decision_area d JOIN account_area v ON v.area_id = d.area_id;

-- A new account, another role, more places or a new password, as one person proposes it: it counts once another person
-- confirmed it.
CREATE TABLE account_change (
    number BIGINT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL CHECK (role IN ('programme-manager', 'officer', 'certifier', 'registrar', 'desk', 'subsidy-desk',
        'council-reader', 'smo-contact', 'auditor', 'platform-admin')),
    kind TEXT NOT NULL CHECK (kind IN ('open', 'move')),
    proposed_by TEXT NOT NULL REFERENCES account (id),
    proposed_at BIGINT NOT NULL,
    outcome TEXT CHECK (outcome IN ('confirmed', 'refused')),
    decided_by TEXT REFERENCES account (id),
    decided_at BIGINT,
    CHECK ((outcome IS NULL) = (decided_by IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)),
    CHECK (outcome IS NULL OR outcome = 'refused' OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX account_change_waits ON account_change (account_id) WHERE outcome IS NULL;
CREATE TABLE account_change_place (
    change_number BIGINT NOT NULL REFERENCES account_change (number),
    place TEXT NOT NULL,
    PRIMARY KEY (change_number, place)
);
-- Accounts that are of one human: they have the same `person`. Who has no row is only themselves.
CREATE TABLE account_person (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    person TEXT NOT NULL,
    said_by TEXT NOT NULL,
    said_at BIGINT NOT NULL
);

-- Until now everyone worked everywhere.
DROP TRIGGER row_before_replaced ON row_before;
INSERT INTO row_before (kind, row_key) SELECT 'account_scope', w.row_key FROM (SELECT id AS row_key FROM account) w;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
