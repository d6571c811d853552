//! Casting: one ballot a letter, the same sending counts once, nothing outside the vote.

use schuifruimte::acts::ActError;
use schuifruimte::acts::ballot::Who;
use schuifruimte::domain::ballot::BallotFault;
use schuifruimte::domain::id::CastId;
use schuifruimte::domain::round::GRACE_MINUTES;
use schuifruimte::domain::voting_code::{LENGTH, VotingCode};

use crate::support::{Town, days, now, on_both};

#[test]
fn the_same_sending_gives_the_same_receipt_and_nothing_else_counts_twice() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let receipt = town.cast(&round, 0, &["01", "03"]).await.unwrap();
        assert_eq!(
            town.cast(&round, 0, &["03", "01"]).await.unwrap(),
            receipt,
            "the order of choices is no choice"
        );
        assert!(matches!(town.cast(&round, 0, &["01"]).await, Err(ActError::CastConflict)));
        let mut again = round.vote(0, &["01", "03"]);
        again.cast = CastId::new("another browser");
        assert!(matches!(town.cast_at(&round, again, days(1)).await, Err(ActError::AlreadyVoted)));
        let mut household = round.vote(1, &["01", "03"]);
        household.cast = CastId::new("cast-0");
        let other =
            town.cast_at(&round, household, days(1)).await.expect("who shares a form has a ballot too");
        assert_ne!((other.control, other.commitment), (receipt.control, receipt.commitment));
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 2);
    });
}

#[test]
fn votes_are_taken_between_the_opening_and_the_end_and_never_after_the_close() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let vote = round.vote(0, &["01"]);
        let early = now().plus_minutes(-1);
        assert!(matches!(town.cast_at(&round, vote.clone(), early).await, Err(ActError::VoteNotOpen)));
        assert!(matches!(
            town.cast_at(&round, vote.clone(), days(14).plus_minutes(GRACE_MINUTES)).await,
            Err(ActError::VoteClosed)
        ));
        town.cast_at(&round, vote, days(14).plus_minutes(GRACE_MINUTES - 1)).await.unwrap();
        town.close(&round.id).await;
        assert!(matches!(town.cast(&round, 1, &["01"]).await, Err(ActError::VoteClosed)));
        assert!(matches!(town.cast(&round, 0, &["01"]).await, Err(ActError::VoteClosed)));
    });
}

#[test]
fn an_outsider_and_a_bad_ballot_change_nothing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let mut kees = round.vote(0, &["01"]);
        let guess = VotingCode::from_values([4; LENGTH - 1]);
        kees.who = Who::Letter { code: round.letters.key.mac(&round.id, &guess), change: None };
        assert!(matches!(town.cast_at(&round, kees, days(1)).await, Err(ActError::CodeNotAccepted)));
        let fault = |choices: &'static [&'static str]| {
            let (town, round) = (&town, &round);
            async move {
                match town.cast(round, 0, choices).await {
                    Err(ActError::Ballot(fault)) => fault,
                    other => panic!("{choices:?} gave {other:?}"),
                }
            }
        };
        assert_eq!(fault(&[]).await, BallotFault::TooFew { min: 1 });
        assert_eq!(fault(&["01", "02", "03", "04"]).await, BallotFault::TooMany { max: 3 });
        assert_eq!(fault(&["01", "01"]).await, BallotFault::Twice);
        assert_eq!(fault(&["07"]).await, BallotFault::Unknown);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 0);
    });
}

#[test]
fn a_vote_in_one_round_leaves_the_letter_of_another_alone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let zuilen = town.open_round("zuilen").await;
        let ondiep = town.open_round("ondiep").await;
        assert_eq!(zuilen.letters.printed[0].0, ondiep.letters.printed[0].0, "even with the same code");
        let stolen = ondiep.vote(0, &["01"]);
        town.cast_at(&ondiep, stolen, days(1)).await.unwrap();
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot WHERE round_id = 'zuilen'").await, 0);
    });
}

#[test]
fn the_database_refuses_a_second_ballot_and_a_late_ballot_by_itself() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast(&round, 0, &["01"]).await.unwrap();
        let copy = "INSERT INTO ballot SELECT letter_id, round_id, locked, 'other', 'other', 0 FROM ballot";
        assert!(place.sql(copy).await.is_err(), "a letter has one ballot");
        town.close(&round.id).await;
        let late = "INSERT INTO ballot SELECT (SELECT MIN(id) FROM letter WHERE id NOT IN (SELECT letter_id FROM ballot)), round_id, \
            locked, 'other', 'other', 0 FROM ballot";
        assert!(place.sql(late).await.unwrap_err().to_string().contains("round_closed"));
        let changed = "UPDATE ballot SET cast_id = 'other'";
        assert!(place.sql(changed).await.unwrap_err().to_string().contains("round_closed"));
    });
}
