//! Whoever holds the database can change it; `fsck` says what was changed, and under which invariant.

use schuifruimte::domain::round::Step;

use crate::support::{Place, Town, days, on_both, on_both_tampered};

/// Where a round stands when someone spoils it.
#[derive(Clone, Copy)]
enum At {
    Open,
    Sealed,
    Certified,
}

/// Runs statements past triggers on a round with twelve ballots; `fsck` must say each of `expected`.
fn spoil(
    at: At,
    tables: &'static [&'static str],
    statement: &'static str,
    expected: &'static [&'static str],
) {
    on_both_tampered(|place| async move {
        prepare(&place, at).await;
        assert_eq!(place.fsck().await, Vec::<String>::new(), "sound before");
        for table in tables {
            place.disarm(table).await;
        }
        let touched = place.sql(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        assert!(touched > 0, "{statement} changed nothing");
        let found = place.fsck().await;
        for words in expected {
            let (invariant, words) = words.split_once(' ').expect("an invariant and words");
            let said = |line: &&String| line.starts_with(&format!("{invariant}:")) && line.contains(words);
            assert!(
                found.iter().any(|line| said(&line)),
                "{statement}: {invariant} {words} is not in {found:#?}"
            );
        }
    });
}

async fn prepare(place: &Place, at: At) {
    let town = Town::new(place).await;
    match at {
        At::Certified => {
            town.certified_round("zuilen").await;
        }
        At::Open | At::Sealed => {
            let round = town.open_round("zuilen").await;
            town.cast_twelve(&round).await;
            if matches!(at, At::Sealed) {
                town.close_and_seal(&round.id).await;
            }
        }
    }
}

#[test]
fn a_whole_town_is_sound() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("pijlsweerd").await;
        let open = town.open_round("zuilen").await;
        town.cast_twelve(&open).await;
        let cancelled = town.draft_round("ondiep").await;
        schuifruimte::acts::round::step(&town.joris_at(days(1)), &cancelled, Step::Cancel).await.unwrap();
    });
}

#[test]
fn a_round_cancelled_during_the_vote_is_sound() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let open = town.open_round("zuilen").await;
        town.cast_twelve(&open).await;
        schuifruimte::acts::round::step(&town.joris_at(days(1)), &open.id, Step::Cancel).await.unwrap();
    });
}

#[test]
fn a_ballot_removed_from_the_box() {
    spoil(At::Open, &["ballot"], "DELETE FROM ballot WHERE cast_id = 'cast-3'", &["I3 is missing"]);
}

#[test]
fn a_ballot_added_to_the_box() {
    spoil(
        At::Open,
        &["ballot"],
        "INSERT INTO ballot SELECT (SELECT MIN(id) FROM letter WHERE id NOT IN (SELECT letter_id FROM ballot)), round_id, \
         locked, 'abababababababababababababababababababababababababababababababab', 'x', 0 FROM ballot WHERE cast_id = 'cast-3'",
        &["I3 was added"],
    );
}

#[test]
fn a_ballot_changed_in_the_box() {
    spoil(
        At::Open,
        &["ballot"],
        "UPDATE ballot SET locked = (SELECT locked FROM ballot WHERE cast_id = 'cast-4') WHERE cast_id = 'cast-3'",
        &["I3 was changed"],
    );
}

#[test]
fn a_ballot_moved_to_another_letter() {
    spoil(
        At::Open,
        &["ballot"],
        "UPDATE ballot SET letter_id = (SELECT MIN(id) FROM letter WHERE id NOT IN (SELECT letter_id FROM ballot)) \
         WHERE cast_id = 'cast-3'",
        &["I3 was changed", "I3 was added"],
    );
}

#[test]
fn a_leaf_removed_from_the_queue() {
    let statement = "DELETE FROM leaf_queue WHERE commitment = (SELECT MIN(commitment) FROM leaf_queue)";
    spoil(At::Open, &["leaf_queue"], statement, &["I3 was added"]);
}

#[test]
fn a_letter_removed_or_added() {
    let unused = "DELETE FROM letter WHERE id = (SELECT MIN(id) FROM letter WHERE id NOT IN (SELECT letter_id FROM ballot))";
    spoil(At::Open, &["letter"], unused, &["I3 letters are not the ones in the log"]);
    let added = "INSERT INTO letter (id, round_id, code_mac, control_no, made, state) SELECT 'x', round_id, 'x', '23456789Y', made, state FROM letter WHERE id = (SELECT MIN(id) FROM letter)";
    spoil(At::Open, &["letter"], added, &["I3 unexpected: column control_no"]);
}

#[test]
fn letters_that_nobody_compared_with_paper() {
    let alone = "UPDATE register SET accepted_by = NULL, accepted_at = NULL";
    spoil(At::Open, &["register"], alone, &["I3 no second person accepted the letters"]);
}

#[test]
fn a_code_moved_to_another_letter() {
    let moved = "UPDATE letter SET code_mac = 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee' \
        WHERE id = (SELECT MIN(id) FROM letter)";
    spoil(At::Open, &["letter"], moved, &["I3 letters are not the ones in the log"]);
    let shut =
        "UPDATE letter SET state = 'spare' WHERE id = (SELECT MIN(id) FROM letter WHERE state = 'issued')";
    spoil(At::Open, &["letter"], shut, &["I3 spare letters in use are not the ones in the log"]);
    let remade =
        "UPDATE letter SET made = 'spare' WHERE id = (SELECT MIN(id) FROM letter WHERE state = 'issued')";
    spoil(At::Open, &["letter"], remade, &["I3 letters are not the ones in the log"]);
    let revoked =
        "UPDATE letter SET state = 'revoked' WHERE id = (SELECT MIN(id) FROM letter WHERE state = 'issued')";
    spoil(At::Open, &["letter"], revoked, &["I3 revoked letters are not the ones in the log"]);
}

#[test]
fn a_sealed_ballot_removed() {
    spoil(
        At::Sealed,
        &["sealed_ballot"],
        "DELETE FROM sealed_ballot WHERE number = 5",
        &["I3 sealed ballot 5 is missing"],
    );
}

#[test]
fn a_sealed_ballot_changed() {
    let statement = "UPDATE sealed_ballot SET choices = '06' WHERE number = 5";
    spoil(
        At::Sealed,
        &["sealed_ballot"],
        statement,
        &["I3 sealed ballot 5 was changed", "I3 not the ones in the log"],
    );
    spoil(
        At::Certified,
        &["sealed_ballot"],
        statement,
        &["I3 sealed ballot 5 was changed", "I7 sealed ballots"],
    );
}

#[test]
fn a_sealed_ballot_added() {
    let statement =
        "INSERT INTO sealed_ballot SELECT round_id, 13, choices, digest FROM sealed_ballot WHERE number = 5";
    spoil(At::Sealed, &["sealed_ballot"], statement, &["I3 sealed ballot 13 was added"]);
}

#[test]
fn an_entry_of_the_log_changed_or_removed() {
    let changed = "UPDATE round_log SET entry = (SELECT entry FROM round_log WHERE seq = 5) WHERE seq = 4";
    spoil(At::Sealed, &["round_log"], changed, &["I5 entry 4 was changed", "I5 not the one signed"]);
    let removed = "DELETE FROM round_log WHERE seq = (SELECT MAX(seq) FROM round_log)";
    spoil(At::Certified, &["round_log"], removed, &["I5 the newest checkpoint does not cover it"]);
}

#[test]
fn a_checkpoint_changed() {
    let statement = "UPDATE checkpoint SET note = (SELECT MIN(note) FROM checkpoint) || ' '";
    spoil(At::Sealed, &["checkpoint"], statement, &["I5 the signature at"]);
}

#[test]
fn the_staff_log_changed_or_cut() {
    let changed = "UPDATE staff_log SET entry = (SELECT entry FROM staff_log WHERE seq = 1) WHERE seq = 2";
    spoil(At::Open, &["staff_log"], changed, &["I5 staff log: entry 2 was changed"]);
    let cut = "DELETE FROM staff_log WHERE seq = (SELECT MAX(seq) FROM staff_log)";
    spoil(At::Open, &["staff_log"], cut, &["I5 the head tells of"]);
    let middle = "DELETE FROM staff_log WHERE seq = 3";
    spoil(At::Open, &["staff_log"], middle, &["I5 staff log: entry 3 is missing"]);
}

#[test]
fn a_document_changed() {
    let swap = |name: &str, by: &str| {
        format!(
            "UPDATE round_document SET body = (SELECT body FROM round_document WHERE name = '{by}') WHERE name = '{name}'"
        )
    };
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    spoil(
        At::Certified,
        &["round_document"],
        leak(swap("rules.json", "outcome.json")),
        &["I6 rules of zuilen"],
    );
    let outcome = leak(swap("outcome.json", "rules.json"));
    spoil(
        At::Certified,
        &["round_document"],
        outcome,
        &["I6 the document outcome.json", "I7 counting again"],
    );
    let certificate = leak(swap("certificate-1.json", "outcome.json"));
    spoil(At::Certified, &["round_document"], certificate, &["I9 certificate 1 is not the one"]);
    let signatures = leak(swap("signatures-1.json", "outcome.json"));
    spoil(At::Certified, &["round_document"], signatures, &["I9 the signatures under certificate 1"]);
}

#[test]
fn a_grant_changed_removed_or_added() {
    let changed = "UPDATE round_grant SET amount_cents = amount_cents - 1 WHERE proposal_id = (SELECT MIN(proposal_id) FROM round_grant)";
    spoil(At::Certified, &[], changed, &["I9 the grants are not the ones that were certified"]);
    spoil(At::Certified, &["round_grant"], changed, &["I8 round zuilen: granted", "I9 the grants are not"]);
    spoil(At::Certified, &[], "DELETE FROM round_grant", &["I9 the grants are not"]);
}

#[test]
fn a_grant_before_the_certificate() {
    let early = "INSERT INTO round_grant SELECT round_id, id, 100, 1 FROM proposal WHERE id = '01'";
    // Without a certificate there is nothing to point at; a superuser of PostgreSQL may write it all the same.
    on_both_tampered(|place| async move {
        prepare(&place, At::Sealed).await;
        assert!(place.sql(early).await.is_err(), "the database refuses a grant without a certificate");
    });
}

#[test]
fn a_frozen_plan_changed() {
    spoil(At::Open, &["round"], "UPDATE round SET title = 'Anders'", &["I6 the plan of the round differs"]);
    spoil(
        At::Open,
        &["proposal"],
        "UPDATE proposal SET amount_cents = 1 WHERE id = '02'",
        &["I6 the plans differ"],
    );
    spoil(
        At::Open,
        &["round"],
        "UPDATE round SET vote_from = vote_from - 60000000",
        &["I6 the plan of the round differs"],
    );
}

#[test]
fn a_sum_changed() {
    let raised = "UPDATE ledger_account SET credit_cents = credit_cents + 1 WHERE kind = 'area'";
    spoil(At::Open, &["ledger_account"], raised, &["I8 account area/", "I8 the sums of area"]);
    let control = "UPDATE ledger_control SET debit_cents = debit_cents + 1 WHERE kind = 'reserve'";
    spoil(At::Open, &["ledger_control"], control, &["I8 the sums of reserve for no area"]);
    let total = "UPDATE budget_line SET total_cents = 800000000, reserved_cents = 240000000";
    spoil(At::Open, &["budget_line"], total, &["I8 the ledger holds something else than 8000000.00"]);
}

#[test]
fn a_posting_changed_removed_or_sent_where_none_may_go() {
    let changed = "UPDATE posting SET amount_cents = amount_cents - 1 WHERE kind = 'ceiling'";
    spoil(At::Open, &["posting"], changed, &["I8 account area/", "I8 account round/"]);
    let removed = "DELETE FROM posting WHERE kind = 'objection-reserve'";
    spoil(
        At::Open,
        &["posting"],
        removed,
        &["I8 the ledger holds 4 postings and claims 5", "I8 account objection/"],
    );
    let renamed = "UPDATE posting SET kind = 'award' WHERE kind = 'ceiling'";
    spoil(At::Open, &["posting"], renamed, &["I8 no award goes from area/"]);
}

/// Every trigger lets it pass and every balance agrees: but no act did it.
#[test]
fn money_that_moved_without_an_act() {
    on_both_tampered(|place| async move {
        prepare(&place, At::Certified).await;
        let moved = "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
                     SELECT (SELECT COUNT(*) + 1 FROM posting), 'release', d.id, c.id, 1, 1, 'joris', '', '' \
                     FROM ledger_account d JOIN ledger_account c ON c.round_id = d.round_id AND c.kind = 'round' \
                     WHERE d.kind = 'selected' AND d.credit_cents > d.debit_cents ORDER BY d.id LIMIT 1";
        assert_eq!(place.sql(moved).await.unwrap(), 1);
        place.sql("UPDATE ledger_head SET size = size + 1").await.unwrap();
        let untold = "no entry of the staff log tells of them";
        let found = place.fsck().await;
        assert!(found.iter().any(|line| line.starts_with("I8") && line.contains(untold)), "{found:#?}");
        place.sql("UPDATE ledger_head SET noted = size").await.unwrap();
        let found = place.fsck().await;
        assert!(found.iter().any(|line| line.starts_with("I8") && line.contains(untold)), "{found:#?}");
    });
    let changes = [
        "UPDATE posting SET by_actor = 'marijke' WHERE kind = 'ceiling'",
        "UPDATE posting SET reference = 'raad 2026/9' WHERE kind = 'budget'",
    ];
    for change in changes {
        on_both_tampered(|place| async move {
            prepare(&place, At::Open).await;
            place.slip("posting", change).await;
            let found = place.fsck().await;
            let told = |line: &String| line.starts_with("I8") && line.contains("are not the ones of entry");
            assert!(found.iter().any(told), "{change}: {found:#?}");
        });
    }
}

#[test]
fn a_guard_of_the_database_that_is_gone() {
    let nothing = "UPDATE municipality SET name = name";
    spoil(At::Open, &["posting"], nothing, &["I5 the guard posting_changed", "I5 the guard posting_added"]);
}

#[test]
fn a_grant_that_says_something_else_than_the_ledger() {
    let state = "UPDATE grant_record SET state = 'withdrawn'";
    spoil(At::Certified, &[], state, &["I8 is set aside, not 0.00", "I8 is over and still holds"]);
}
