//! Letters that are revoked at the desk: by two people, visible to all, and nobody learns who voted.

use schuifruimte::acts::letter::Wanted;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::leaf;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::revocation::Reason;

use crate::support::{OpenRound, Place, Town, days, on_both};

/// The control number of a letter.
fn control(round: &OpenRound, letter: usize) -> ControlNumber {
    round.letters.printed[letter].1
}

async fn entries(place: &Place, round: &OpenRound) -> Vec<Entry> {
    let mut conn = place.store.read().await.expect("a connection");
    acts::log::entries(&mut conn, &round.id).await.expect("a log")
}

#[test]
fn a_revoked_letter_loses_its_ballot_and_the_spare_one_takes_its_place() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let spare = round.letters.spares[0].1;
        town.cast(&round, 0, &["01"]).await.unwrap();
        town.cast(&round, 1, &["02"]).await.unwrap();
        let unused = town.cast_at(&round, round.vote_spare(0, &["03"]), days(1)).await;
        assert!(matches!(unused, Err(ActError::CodeNotAccepted)), "a spare letter is not good yet");
        let by = Some(spare);
        let wanted = Wanted { control: control(&round, 0), by, reason: Reason::Stolen };
        let request = acts::letter::ask(&mut town.joris_at(days(2)), &round.id, &wanted).await.unwrap();
        town.cast(&round, 0, &["01"]).await.expect("until a second person decides nothing changes");
        let own = acts::letter::approve(&town.joris_at(days(2)), &round.id, &request).await;
        assert!(matches!(own, Err(ActError::FourEyes)));
        acts::letter::approve(&town.marijke_at(days(2)), &round.id, &request).await.unwrap();
        let twice = acts::letter::approve(&town.marijke_at(days(2)), &round.id, &request).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)));
        assert!(matches!(town.cast(&round, 0, &["01"]).await, Err(ActError::CodeReplaced)));
        town.cast_at(&round, round.vote_spare(0, &["04"]), days(2))
            .await
            .expect("now the spare letter is good");

        let log = entries(&place, &round).await;
        let last = log.last().expect("an entry");
        assert!(
            matches!(last, Entry::Revoke { control: old, by: new, .. } if *old == wanted.control && *new == by)
        );
        town.close_and_seal(&round.id).await;
        let log = entries(&place, &round).await;
        let counting = leaf::counting(&leaf::of_log(&log).unwrap()).unwrap();
        let expected: std::collections::BTreeSet<_> = [control(&round, 1), spare].into();
        assert_eq!(counting.into_keys().collect::<std::collections::BTreeSet<_>>(), expected);
        assert!(
            log.iter().any(|one| matches!(one, Entry::Void { control, .. } if *control == wanted.control))
        );
        assert_eq!(place.number("SELECT COUNT(*) FROM sealed_ballot").await, 2);
    });
}

#[test]
fn the_log_tells_nobody_whether_a_revoked_letter_had_voted_before_the_close() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast(&round, 0, &["01"]).await.unwrap();
        for letter in [0, 1] {
            let wanted = Wanted { control: control(&round, letter), by: None, reason: Reason::Moved };
            let request = acts::letter::ask(&mut town.joris_at(days(2)), &round.id, &wanted).await.unwrap();
            acts::letter::approve(&town.marijke_at(days(2)), &round.id, &request).await.unwrap();
        }
        let shapes: Vec<usize> =
            entries(&place, &round).await.iter().rev().take(2).map(|entry| entry.bytes().len()).collect();
        assert_eq!(shapes[0], shapes[1], "one of them voted, and the entries are alike");
        assert!(entries(&place, &round).await.iter().all(|entry| !matches!(entry, Entry::Void { .. })));
    });
}

#[test]
fn what_cannot_be_revoked_is_refused_and_what_waits_lapses_at_the_close() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let spare = round.letters.spares[0].1;
        let ask = async |control, by| {
            let wanted = Wanted { control, by, reason: Reason::Lost };
            acts::letter::ask(&mut town.joris_at(days(2)), &round.id, &wanted).await
        };
        let field = |done: Result<_, ActError>| match done {
            Err(ActError::Fields(faults)) => (faults[0].field, faults[0].fault),
            other => panic!("{other:?}"),
        };
        let first = control(&round, 0);
        assert_eq!(field(ask(ControlNumber::new(7), None).await), ("control", "letter"));
        assert_eq!(field(ask(spare, None).await), ("control", "letter"), "a spare letter is not handed out");
        assert_eq!(field(ask(first, Some(control(&round, 1))).await), ("by", "spare"));
        let kept = ask(first, Some(spare)).await.unwrap();
        assert_eq!(field(ask(first, None).await), ("control", "waits"));
        acts::letter::refuse(&town.marijke_at(days(2)), &round.id, &kept).await.unwrap();
        let late = ask(first, Some(spare)).await.unwrap();
        let promised = ask(control(&round, 1), Some(spare)).await;
        assert_eq!(field(promised), ("by", "spare"), "one spare letter takes one place");
        town.cast(&round, 0, &["01"]).await.expect("the letter is still good");
        town.close(&round.id).await;
        let closed = acts::letter::approve(&town.marijke_at(days(15)), &round.id, &late).await;
        assert!(matches!(closed, Err(ActError::WrongPhase(_))));
        assert_eq!(place.number("SELECT COUNT(*) FROM revocation WHERE state = 'lapsed'").await, 1);
    });
}

#[test]
fn whoever_asked_is_not_the_one_who_approves_says_the_database_as_well() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let wanted = Wanted { control: control(&round, 0), by: None, reason: Reason::Lost };
        acts::letter::ask(&mut town.joris_at(days(2)), &round.id, &wanted).await.unwrap();
        let own = "UPDATE revocation SET decided_by = asked_by, state = 'done'";
        assert!(place.sql(own).await.is_err());
    });
}
