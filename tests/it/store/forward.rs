//! Migrations go forward with data in the database.

use schuifruimte::domain::ballot::BallotForm;
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::id::{AccountId, GrantId, LineId, RoundId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::passkey::Owner;
use schuifruimte::store::{budget, decision, grant, ledger, passkey, register, round, schema};
use schuifruimte::tally::Rule;

use crate::support::on_both_at;

/// A line of 1,000.00 at 30 percent, an area with 200.00 of it, one round cancelled, one in draft and one certified
/// with a grant: as version 5 kept them.
pub(super) const BEFORE_THE_LEDGER: [&str; 14] = [
    "INSERT INTO account VALUES ('j', 'joris', 'J', 'Adviseur', 'officer', 'x', 1, 1)",
    "INSERT INTO account VALUES ('m', 'marijke', 'M', 'Manager', 'certifier', 'x', 1, 1)",
    "INSERT INTO area VALUES ('WK034402', 'Noordwest')",
    "INSERT INTO budget_line VALUES ('l', 2026, 'Sociaal makelen', 100000, 3000, 30000, 0, 'alles', 'besluit', 5)",
    "INSERT INTO budget_line VALUES ('empty', 2027, 'Sociaal makelen', 0, 3000, 0, 0, 'alles', 'besluit', 6)",
    "INSERT INTO allocation VALUES ('a', 'l', 'WK034402', 20000, 0)",
    "INSERT INTO round (id, allocation_id, origin, phase, title, ceiling_cents, objection_cents, granted_cents, ballot_min, \
     ballot_max, count_rule, change, publish, writer_epoch) VALUES \
     ('weg', 'a', 'vote', 'cancelled', 'Weg', 7000, 0, 0, 1, 3, 'x', 'none', 'ballots', 0)",
    "INSERT INTO round (id, allocation_id, origin, phase, title, ceiling_cents, objection_cents, granted_cents, ballot_min, \
     ballot_max, count_rule, change, publish, writer_epoch) VALUES \
     ('nieuw', 'a', 'vote', 'draft', 'Nieuw', 3000, 0, 0, 1, 3, 'x', 'none', 'ballots', 0)",
    "INSERT INTO round (id, allocation_id, origin, phase, title, ceiling_cents, objection_cents, granted_cents, ballot_min, \
     ballot_max, count_rule, change, publish, writer_epoch) VALUES \
     ('zuilen', 'a', 'vote', 'certified', 'Zuilen', 10000, 500, 0, 1, 3, 'x', 'none', 'ballots', 0)",
    "INSERT INTO proposal VALUES ('zuilen', '01', 'Bankje', '', '', 'Buren', '', '', 4000, 'on-ballot')",
    "INSERT INTO proposal VALUES ('zuilen', '02', 'Boom', '', '', 'Groen', '', '', 6000, 'on-ballot')",
    "INSERT INTO certificate VALUES ('zuilen', 1, 'h', 'j', 7, NULL, NULL, NULL, 'm', 8)",
    "INSERT INTO round_grant VALUES ('zuilen', '01', 4000, 1)",
    "UPDATE round SET rules_hash = 'frozen' WHERE id = 'zuilen'",
];

#[test]
fn what_stood_before_the_ledger_becomes_its_first_postings() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let cents = |cents| Cents::new(cents).unwrap();
        let line = budget::line(&mut conn, &LineId::new("l")).await.unwrap().unwrap();
        assert_eq!(
            (line.reserved(), line.allocated, line.free),
            (cents(30_000), cents(20_000), cents(10_000))
        );
        let area = budget::allocations(&mut conn).await.unwrap().pop().unwrap();
        assert_eq!(
            (area.ceiling, area.rounds),
            (cents(20_000), cents(13_000)),
            "a cancelled round takes nothing"
        );
        let told: Vec<String> = ledger::postings(&mut conn)
            .await
            .unwrap()
            .iter()
            .map(|one| format!("{} {} {}", one.draft.from.id(), one.draft.to.id(), one.draft.amount))
            .collect();
        assert_eq!(
            told,
            [
                "line/l fixed/l 700.00",
                "line/l reserve/l 300.00",
                "reserve/l area/a 200.00",
                "area/a round/a/nieuw 30.00",
                "area/a round/a/zuilen 95.00",
                "area/a objection/a/zuilen 5.00",
                "round/a/zuilen selected/a/zuilen.01 40.00",
            ]
        );
        let id = GrantId::new("zuilen.01");
        let found = grant::find(&mut conn, &id).await.unwrap().unwrap();
        assert_eq!((found.title.as_str(), found.state), ("Bankje", GrantState::Certified));
        assert_eq!(grant::history(&mut conn, &id).await.unwrap()[0].by, "m");
        drop(conn);
        let more = place.sql("INSERT INTO allocation VALUES ('b', 'nowhere', 'WK034402')").await;
        assert!(more.is_err(), "references hold again");
        let round = place.sql("UPDATE round SET allocation_id = 'nowhere' WHERE id = 'nieuw'").await;
        assert!(round.is_err(), "those of rounds too");
    });
}

/// An alliance of two for a grant of 40.00 and 80.00 a year later, a reclaim that has no row of its own, and a letter
/// and an objection that refer to decisions: as version 15 kept them.
const BEFORE_THE_WHOLE: [&str; 10] = [
    "INSERT INTO recipient (id, kind, class, name, name_key, street, postcode, place, pay_by, account_name, account_key, is_enterprise, family_id, \
     revision, changed_at) VALUES ('a', 'foundation', 'resident', 'A', 'a', '', '', '', 'account', '', '', 0, 'a', 1, 1)",
    "INSERT INTO recipient (id, kind, class, name, name_key, street, postcode, place, pay_by, account_name, account_key, is_enterprise, family_id, \
     revision, changed_at) VALUES ('b', 'foundation', 'resident', 'B', 'b', '', '', '', 'account', '', '', 0, 'b', 1, 1)",
    "INSERT INTO grant_recipient VALUES ('zuilen.01', 'a', 1)",
    "INSERT INTO grant_slice VALUES ('zuilen.01', 'empty', 8001)",
    "INSERT INTO grant_member VALUES ('zuilen.01', 'a', 3000, NULL)",
    "INSERT INTO grant_member VALUES ('zuilen.01', 'b', 1000, NULL)",
    "INSERT INTO mandate VALUES (1, 'm', 'reclaim', 100000, 1, NULL, 'besluit', '2026-01-01', 1, 'operator')",
    "INSERT INTO decision VALUES ('2027-00001', 2027, 1, 'reclaim', 'zuilen.01', 'zuilen', NULL, '01', 1200, \
     1800000000000000, 'm', 'Manager', 1, 'Niets gedaan.', '{}', \
     '0000000000000000000000000000000000000000000000000000000000000000')",
    "INSERT INTO decision_sending VALUES ('2027-00001', '2027-01-20', 'post', '2027-03-03', 2, 'j', '', \
     '0000000000000000000000000000000000000000000000000000000000000000')",
    "INSERT INTO objection VALUES ('B2027-00001', 2027, 1, '2027-00001', '2027-01-25', NULL, '7', 'none', 3, 'j')",
];

#[test]
fn shares_become_shares_of_the_whole_and_each_reclaim_has_its_row() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate_to(&place.store, 15).await.unwrap();
        for statement in BEFORE_THE_WHOLE {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let share = async |who: &str| {
            place.number(&format!("SELECT share_cents FROM grant_member WHERE recipient_id = '{who}'")).await
        };
        assert_eq!([share("a").await, share("b").await], [9_001, 3_000], "120.01 in all");
        let row = "SELECT amount_cents FROM reclaim WHERE grant_id = 'zuilen.01' AND number = 1 \
                   AND decision = '2027-00001' AND decided_on = '2027-01-15' AND pay_until = '2027-02-26'";
        assert_eq!(place.number(row).await, 1_200);
        assert_eq!(place.number("SELECT COUNT(*) FROM decision").await, 1);
        let before =
            "SELECT COUNT(*) FROM row_before WHERE kind = 'decision_sending' AND row_key = '2027-00001'";
        assert_eq!(place.number(before).await, 1, "no entry of the staff log tells of this letter");
        let again = place.sql("UPDATE grant_member SET share_cents = 1 WHERE recipient_id = 'b'").await;
        assert!(again.is_ok(), "before an award shares can change");
        for kept in ["DELETE FROM decision", "UPDATE mandate SET up_to_cents = 1"] {
            assert!(place.sql(kept).await.is_err(), "{kept}");
        }
        let stray = place
            .sql("INSERT INTO objection VALUES ('B2027-00002', 2027, 2, '2027-00009', '2027-01-25', NULL, '8', 'none', 3, 'j')")
            .await;
        assert!(stray.is_err(), "references hold again");
        let given_up = "INSERT INTO mandate VALUES (2, 'm', 'write-off', 100000, 1, NULL, 'besluit', '2026-01-01', 1, 'x')";
        place.sql(given_up).await.unwrap();
    });
}

/// A quick pot with a request that was refused and one that waits, as version 29 kept them.
const A_QUICK_POT: [&str; 3] = [
    "INSERT INTO quick_request (standing_id, number, applicant, title, place, amount_cents, received_at, due_at, entered_by, \
     decision) VALUES ('snel', 1, 'Buren', 'Tafel', '', 100, 7, 9, 'j', 'waits')",
    "INSERT INTO quick_request (standing_id, number, applicant, title, place, amount_cents, received_at, due_at, entered_by, \
     decision) VALUES ('snel', 2, 'Buren', 'Stoel', '', 100, 7, 9, 'j', 'waits')",
    "UPDATE quick_request SET decision = 'refused', reason = 'nee', decided_by = 'j', decided_at = 8 WHERE number = 1",
];

#[test]
fn a_request_that_was_refused_without_a_decision_waits_for_one() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate_to(&place.store, 29).await.unwrap();
        let pot = "INSERT INTO standing_round (id, allocation_id, title, ceiling_cents, most_cents, term_days, \
                   regulation_title, regulation_place, regulation_date, opened_at) \
                   VALUES ('snel', 'a', 'Snel', 1000, 500, 10, 'r', 'g', '2026-01-01', 6)";
        place.slip("standing_round", pot).await;
        for statement in A_QUICK_POT {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let waiting = decision::requests::unanswered(&mut conn).await.unwrap();
        drop(conn);
        assert_eq!(waiting, [(RoundId::new("snel"), 1)]);
        let known = "SELECT COUNT(*) FROM row_before WHERE kind = 'quick_refusal' AND row_key = 'snel.1'";
        assert_eq!(place.number(known).await, 1);
        let silent = A_QUICK_POT[2].replace("number = 1", "number = 2");
        assert!(place.sql(silent).await.is_err(), "from here on nobody is refused without a decision");
    });
}

/// An imported election with its line, beside what stood before; as version 5 kept them.
const AN_ELECTION: [&str; 3] = [
    "INSERT INTO budget_line VALUES ('vb', 2026, 'Import', 100, 3000, 30, 0, 'voorbeeld', 'example', 5)",
    "INSERT INTO allocation VALUES ('vb', 'vb', 'WK034402', 30, 0)",
    "INSERT INTO round (id, allocation_id, origin, phase, title, ceiling_cents, objection_cents, granted_cents, ballot_min, \
     ballot_max, count_rule, change, publish, writer_epoch) VALUES \
     ('elders', 'vb', 'import', 'certified', 'Elders', 30, 0, 0, 1, 3, 'x', 'none', 'ballots', 0)",
];

/// The register of brokers and a payment to one, with the keys that version 22 had for their names.
const KEYS_OF_NAMES: [&str; 3] = [
    "INSERT INTO smo_version VALUES (1, 1, 'j', 'aanbesteding')",
    "INSERT INTO smo_party VALUES (1, 1, NULL, 'Het Punt', 'hetpunt', NULL, NULL, NULL, 0, NULL)",
    "INSERT INTO grant_onward VALUES ('zuilen.01', 1, '''t Punt', 'tpunt', NULL, 1, 'uren')",
];

#[test]
fn the_line_of_an_election_is_told_from_money_and_a_name_gets_the_key_of_today() {
    on_both_at(5, |place| async move {
        for statement in BEFORE_THE_LEDGER.iter().chain(&AN_ELECTION) {
            place.sql(*statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate_to(&place.store, 22).await.unwrap();
        for statement in KEYS_OF_NAMES {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let lines = budget::lines(&mut conn).await.unwrap();
        drop(conn);
        let examples: Vec<&str> =
            lines.iter().filter(|line| line.is_example).map(|line| line.id.as_str()).collect();
        assert_eq!(examples, ["vb"]);
        for table in ["smo_party", "grant_onward"] {
            let now = format!("SELECT COUNT(*) FROM {table} WHERE name_key = 'punt'");
            assert_eq!(place.number(&now).await, 1, "{table}");
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM grant_shut_out").await, 1);
    });
}

#[test]
fn letters_of_before_residents_could_sign_in_name_no_provider_and_nobody() {
    on_both_at(5, |place| async move {
        let mac = "a".repeat(64);
        let letters = [
            format!(
                "INSERT INTO register (round_id, letters, spares, root, upload, code_key, proposed_by, proposed_at, wrong) \
                 VALUES ('nieuw', 1, 0, '{mac}', '{mac}', '{mac}', 'j', 1, 0)"
            ),
            format!(
                "INSERT INTO letter (id, round_id, code_mac, control_no, made, state) \
                 VALUES ('b', 'nieuw', '{mac}', '{}', 'issued', 'issued')",
                ControlNumber::new(48_271_635)
            ),
        ];
        for statement in BEFORE_THE_LEDGER.iter().map(ToString::to_string).chain(letters) {
            place.sql(statement.clone()).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let id = RoundId::new("nieuw");
        let found = register::find(&mut conn, &id).await.unwrap().unwrap();
        assert_eq!((found.letters, found.issuer), (1, None));
        let letters = register::letters(&mut conn, &id).await.unwrap();
        assert_eq!((letters.len(), letters[0].resident), (1, None));
    });
}

/// A member of staff with a passkey, and one that is being added: as version 40 kept them.
const BEFORE_TWO_KINDS_OF_OWNER: [&str; 3] = [
    "INSERT INTO account (id, login, name, job, role, password, enabled, created_at) VALUES \
     ('j', 'joris', 'J', 'Adviseur', 'officer', 'x', 1, 1)",
    "INSERT INTO passkey VALUES ('0a0b', 'j', 'laptop', '{}', 7, 2, 3)",
    "INSERT INTO ceremony VALUES ('c', 'passkey-new', 'j', '{}', 9)",
];

#[test]
fn passkeys_of_staff_stay_theirs_and_one_is_of_nobody_or_of_two_never() {
    on_both_at(40, |place| async move {
        for statement in BEFORE_TWO_KINDS_OF_OWNER {
            place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let owner = Owner::Staff(AccountId::new("j"));
        let keys = passkey::of(&mut conn, &owner).await.unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!((keys[0].owner.clone(), keys[0].counter, keys[0].name.as_str()), (owner, 7, "laptop"));
        drop(conn);
        assert_eq!(place.number("SELECT COUNT(*) FROM ceremony WHERE account_id = 'j'").await, 1);
        place
            .sql("INSERT INTO initiator VALUES ('i', 'truus@buurt.example', 'Truus', 'nl', 1, NULL, 1)")
            .await
            .unwrap();
        for (account, initiator) in [("NULL", "NULL"), ("'j'", "'i'"), ("NULL", "'nobody'")] {
            let added = place
                .sql(&format!(
                    "INSERT INTO passkey (id, account_id, initiator_id, name, credential, counter, made_at) \
                     VALUES ('n', {account}, {initiator}, 'n', '{{}}', 0, 1)"
                ))
                .await;
            assert!(added.is_err(), "{account} and {initiator}");
        }
    });
}

#[test]
fn rounds_of_before_there_were_forms_only_choose_and_stay_frozen() {
    on_both_at(5, |place| async move {
        let rule = CountRule(Rule::round_default()).to_text();
        let rule = format!("UPDATE round SET count_rule = '{rule}' WHERE id = 'nieuw'");
        for statement in BEFORE_THE_LEDGER.iter().map(ToString::to_string).chain([rule]) {
            place.sql(statement.clone()).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let found = round::find(&mut conn, &RoundId::new("nieuw")).await.unwrap().unwrap();
        drop(conn);
        assert_eq!(found.plan.ballot, BallotForm::approval(1, 3));
        for change in ["ballot_form = '\"ranking\"'", "ballot_per_theme = 1"] {
            let frozen = place.sql(format!("UPDATE round SET {change} WHERE id = 'zuilen'")).await;
            assert!(frozen.unwrap_err().to_string().contains("round_frozen"), "{change}");
            place.sql(format!("UPDATE round SET {change} WHERE id = 'nieuw'")).await.unwrap();
        }
        let none = place.sql("UPDATE round SET ballot_per_theme = 0 WHERE id = 'nieuw'").await;
        assert!(none.is_err(), "no plan of a theme is no ballot");
    });
}
