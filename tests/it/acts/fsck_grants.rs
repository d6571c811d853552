//! What `fsck` finds when someone with the database in hands changes a grant and puts the triggers back.

use super::payments::granted;
use crate::support::{Place, days, on_both_tampered};

/// Changes of a database that is sound: of which table, how, and what `fsck` must say then.
pub type Change<'a> = (&'a str, &'a str, &'a str);

/// Makes each change in turn; what `fsck` says of it was not said before, and is said once.
pub async fn slip_each(place: &Place, changes: &[Change<'_>]) {
    let mut before = place.fsck().await;
    assert_eq!(before, Vec::<String>::new(), "sound before");
    for (table, change, words) in changes {
        let (invariant, words) = words.split_once(' ').expect("an invariant and words");
        place.slip(table, *change).await;
        let found = place.fsck().await;
        let says = |line: &&String| line.starts_with(&format!("{invariant}:")) && line.contains(words);
        let new = |line: &&String| !before.contains(line) && says(line);
        assert_eq!(
            found.iter().filter(new).count(),
            1,
            "{change}: {invariant} {words} is not once in {found:#?}"
        );
        before = found;
    }
}

#[test]
fn a_grant_that_stands_where_no_step_led() {
    on_both_tampered(|place| async move {
        granted(&place).await;
        let changes = [
            (
                "grant_record",
                "UPDATE grant_record SET state = 'running' WHERE state = 'objection'",
                "I8 its last step led to objection",
            ),
            (
                "grant_event",
                "UPDATE grant_event SET to_state = 'running' WHERE step = 'announce'",
                "I8 announce does not lead from awarded to running",
            ),
            (
                "grant_event",
                "DELETE FROM grant_event WHERE step = 'award'",
                "I8 announce stands where no step led",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}

#[test]
fn a_grant_of_another_sum_name_or_applicant() {
    on_both_tampered(|place| async move {
        granted(&place).await;
        let changes = [
            (
                "grant_record",
                "UPDATE grant_record SET title = 'Anders' WHERE state = 'objection'",
                "I6 its plan was called something else",
            ),
            (
                "grant_record",
                "UPDATE grant_record SET applicant = 'Iemand' WHERE id = (SELECT MAX(id) FROM grant_record)",
                "I6 its plan was called something else",
            ),
            (
                "grant_record",
                "UPDATE grant_record SET amount_cents = amount_cents + 100 WHERE state = 'objection'",
                "I8 was set aside for it, not",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}

#[test]
fn an_award_that_is_not_what_was_decided() {
    on_both_tampered(|place| async move {
        let life = granted(&place).await;
        life.pay(100_000, days(30)).await;
        let changes = [
            (
                "decision",
                "UPDATE decision SET sum_cents = sum_cents - 1 WHERE kind = 'award'",
                "I8 its award was decided at",
            ),
            (
                "grant_slice",
                "INSERT INTO grant_slice (grant_id, line_id, amount_cents) SELECT id, (SELECT id FROM budget_line \
                 WHERE year = (SELECT MAX(year) FROM budget_line)), 1 FROM grant_record WHERE state = 'advances'",
                "I8 of what it was awarded on line",
            ),
            (
                "decision",
                "UPDATE decision SET kind = 'refusal' WHERE kind = 'award'",
                "I8 is awarded without a decision",
            ),
        ];
        slip_each(&place, &changes).await;
    });
}
