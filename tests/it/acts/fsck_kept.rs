//! What the staff log tells of rows is what the tables say, whoever had the database in hands.

use super::fsck_grants::slip_each;
use super::payments::granted;
use crate::support::{days, on_both_tampered};

#[test]
fn rows_that_are_not_what_the_staff_log_tells_of_them() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        life.ends(days(200)).await;
        let changes = [
            (
                "mandate",
                "UPDATE mandate SET up_to_cents = up_to_cents + 1 WHERE number = (SELECT MAX(number) FROM mandate)",
                "I5 mandate ",
            ),
            ("account", "UPDATE account SET role = 'auditor' WHERE role = 'certifier'", "I5 account "),
            (
                "recipient",
                "UPDATE recipient SET account_name = 'Iemand anders' WHERE id = (SELECT MIN(id) FROM recipient)",
                "I5 recipient ",
            ),
            (
                "grant_check",
                "UPDATE grant_check SET answer = 'no' WHERE number = 1 AND grant_id = (SELECT MIN(grant_id) FROM grant_check)",
                "I5 grant_check ",
            ),
            ("interest", "UPDATE interest SET proposal_id = '03' WHERE number = 1", "I5 interest "),
            (
                "grant_recipient",
                "UPDATE grant_recipient SET set_at = set_at + 1 WHERE grant_id = (SELECT MIN(grant_id) FROM grant_recipient)",
                "I5 grant_recipient ",
            ),
            (
                "budget_decision",
                "UPDATE budget_decision SET reason = 'Anders' WHERE number = 1",
                "I5 budget_decision all",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}

/// A whole person with a mandate, entered past every act.
#[test]
fn rows_that_no_act_made() {
    on_both_tampered(|place| async move {
        granted(&place).await;
        let changes = [
            (
                "account",
                "INSERT INTO account (id, login, name, job, role, password, enabled, created_at) \
                 SELECT 'vreemd', 'vreemd', 'V', 'V', role, password, 1, 1 FROM account WHERE login = \
                 (SELECT MIN(login) FROM account)",
                "I5 account vreemd",
            ),
            (
                "mandate",
                "INSERT INTO mandate (number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, \
                 entered_at, entered_by) SELECT (SELECT MAX(number) + 1 FROM mandate), 'vreemd', kind, up_to_cents, \
                 from_at, until_at, ground, ground_date, entered_at, entered_by FROM mandate WHERE number = 1",
                "I5 mandate vreemd",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}
