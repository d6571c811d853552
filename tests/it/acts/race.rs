//! Two processes at once: the same guards, whoever comes first.

use futures_util::future::join_all;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::{AreaId, RoundId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::round::Plan;
use schuifruimte::store::StoreError;

use crate::support::town::{NOORDWEST, plan};
use crate::support::{Town, days, now, on_both};

/// Whether an act was refused because of the money, or because both came at the very same moment.
fn refused_for_money<T>(done: &Result<T, ActError>) -> bool {
    matches!(done, Err(ActError::Ceiling(_) | ActError::Store(StoreError::Busy(_))))
}

#[test]
fn two_processes_never_allocate_more_than_the_reserve() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let towns = [&town, &town.second().await];
        // Nine wijken ask 300,000.00 each, twice: 2,000,000.00 is left, so six may have it.
        let attempts = (0..18).map(|n| async move {
            let (town, area) =
                (towns[n % 2], AreaId::new(format!("WK0344{:02}", [1, 3, 4, 5, 6, 7, 8, 9, 10][n / 2])));
            crate::support::allocate(&mut town.nobody_at(now()), &town.line, &area, Cents::euros(300_000))
                .await
        });
        for done in join_all(attempts).await {
            assert!(done.is_ok() || refused_for_money(&done), "{done:?}");
        }
        assert_eq!(town.allocated().await, 190_000_000);
    });
}

#[test]
fn two_processes_never_plan_more_than_the_allocation() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let other = town.second().await;
        let towns = [&town, &other];
        let attempts = (0..24).map(|n| async move {
            let plan = Plan { ceiling: Cents::euros(9_000), ..plan("Een van velen") };
            let (town, id) = (towns[n % 2], RoundId::new(format!("ronde-{n}")));
            acts::round::create(&town.joris_at(now()), &id, &town.noordwest, &plan).await
        });
        let done = join_all(attempts).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 11, "eleven times 9,000 fit in 100,000");
        assert!(done.iter().all(|one| one.is_ok() || refused_for_money(one)), "{done:?}");
        assert_eq!(place.number("SELECT CAST(SUM(credit_cents - debit_cents) AS BIGINT) FROM ledger_account WHERE kind IN ('round', 'objection')").await, 9_900_000);
        other.place.store.close().await;
    });
}

#[test]
fn two_processes_raise_one_allocation_at_once_and_the_sum_is_what_the_rows_say() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let other = town.second().await;
        let towns = [&town, &other];
        let attempts = (0..20).map(|n| async move {
            let euros = 101_000 + 1_000 * u32::try_from(n).expect("small");
            let town = towns[n % 2];
            crate::support::allocate(
                &mut town.nobody_at(now()),
                &town.line,
                &AreaId::new(NOORDWEST),
                Cents::euros(euros),
            )
            .await
        });
        // Who comes after a higher sum is told that an area gets no less here than it has.
        for done in join_all(attempts).await {
            let late = matches!(&done, Err(ActError::Fields(faults)) if faults[0].fault == "qck-lower");
            assert!(done.is_ok() || late, "{done:?}");
        }
        assert_eq!(town.allocated().await, 12_000_000, "the most that was asked");
        other.place.store.close().await;
    });
}

#[test]
fn sixty_four_votes_at_once_with_one_code_are_one_receipt_and_one_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let other = town.second().await;
        let towns = [&town, &other];
        let round = &round;
        let votes = (0..64).map(|n| async move {
            let mut vote = round.vote(0, &[["01", "02", "03"][n % 3]]);
            vote.cast = schuifruimte::domain::id::CastId::new(format!("browser-{n}"));
            towns[n % 2].cast_at(round, vote, days(1)).await
        });
        let done = join_all(votes).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "one receipt");
        let twice = done.iter().filter(|one| matches!(one, Err(ActError::AlreadyVoted))).count();
        assert_eq!(twice, 63, "all others hear that the letter has a ballot");
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
        assert_eq!(place.number("SELECT COUNT(*) FROM leaf_queue").await, 1);
        other.place.store.close().await;
    });
}

#[test]
fn a_vote_stands_before_the_close_or_is_refused() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let other = town.second().await;
        let (round, other) = (&round, &other);
        let votes = (0..20).map(|letter| async move { other.cast(round, letter, &["02"]).await });
        let mut marijke = town.marijke_at(days(15));
        let (closed, votes) =
            futures_util::future::join(acts::round::close(&mut marijke, &round.id), join_all(votes)).await;
        closed.unwrap();
        let receipts = votes.iter().filter(|one| one.is_ok()).count();
        assert!(votes.iter().all(|one| one.is_ok() || matches!(one, Err(ActError::VoteClosed))), "{votes:?}");
        let logged = place.number("SELECT COUNT(*) FROM round_log").await - 4;
        assert_eq!(logged, i64::try_from(receipts).unwrap(), "each receipt has its leaf before the close");
        other.place.store.close().await;
    });
}
