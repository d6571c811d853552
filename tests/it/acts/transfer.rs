//! The schuifruimte: money shifts within its reserve, on the word of two persons.

use futures_util::future::join_all;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::{BudgetPlan, CeilingExceeded};
use schuifruimte::domain::id::{AreaId, LineId, RoundId};
use schuifruimte::domain::ledger::PostingKind;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::round::Plan;
use schuifruimte::domain::time::Moment;
use schuifruimte::domain::transfer::{Place, ProposedTransfer, TransferState};
use schuifruimte::store::{self, Guard, StoreError};

use super::budget::{decided, six_years};
use crate::support::town::{NOORDWEST, plan};
use crate::support::{Town, days, now, on_both, on_both_tampered};

/// A wijk without money.
const ZUIDWEST: &str = "WK034408";

/// What shifts from one area of a year to an area of a year.
pub fn shift(from: (&LineId, &str), to: (&LineId, &str), euros: u32) -> ProposedTransfer {
    let place = |(line, area): (&LineId, &str)| Place {
        line: line.clone(),
        area: Some(area).filter(|area| !area.is_empty()).map(AreaId::new),
        pot: Pot::None,
    };
    ProposedTransfer {
        from: place(from),
        to: place(to),
        amount: Cents::euros(euros),
        reason: "In Zuidwest wachten meer plannen.".to_string(),
    }
}

async fn ceiling(town: &Town, line: &LineId, area: &str) -> i64 {
    let mut conn = town.place.store.read().await.expect("a connection");
    let parts = store::budget::allocations(&mut conn).await.expect("allocations");
    parts
        .iter()
        .find(|part| &part.line == line && part.area.as_str() == area)
        .map_or(0, |part| part.ceiling.get())
}

#[test]
fn money_moves_when_a_second_person_agrees_and_both_names_stay() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let wanted = shift((&town.line, NOORDWEST), (&town.line, ZUIDWEST), 30_000);
        let number = acts::transfer::propose(&town.joris_at(now()), &wanted).await.unwrap();
        assert_eq!(ceiling(&town, &town.line, NOORDWEST).await, 10_000_000, "a proposal moves nothing");
        let alone = acts::transfer::confirm(&mut town.joris_at(now()), number).await;
        assert!(matches!(alone, Err(ActError::FourEyes)));
        let nobody = acts::transfer::confirm(&mut town.nobody_at(now()), number).await;
        assert!(matches!(nobody, Err(ActError::FourEyes)), "the command line is no person");
        acts::transfer::confirm(&mut town.marijke_at(days(1)), number).await.unwrap();
        let now_has =
            (ceiling(&town, &town.line, NOORDWEST).await, ceiling(&town, &town.line, ZUIDWEST).await);
        assert_eq!(now_has, (7_000_000, 3_000_000));
        let twice = acts::transfer::confirm(&mut town.marijke_at(days(1)), number).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)));

        let mut conn = place.store.read().await.unwrap();
        let told = store::transfer::list(&mut conn).await.unwrap().pop().unwrap();
        assert_eq!((told.state, told.kind), (TransferState::Confirmed, PostingKind::Transfer));
        assert_eq!(
            (told.proposed.by, told.proposed.function.as_str()),
            (town.joris.clone(), "Adviseur wijkbureau Noordwest")
        );
        let (second, _) = told.decided.unwrap();
        assert_eq!(
            (second.by, second.function.as_str()),
            (town.marijke.clone(), "Manager wijkbureau Noordwest")
        );
        let posted = store::ledger::postings(&mut conn).await.unwrap().pop().unwrap();
        assert_eq!((Some(posted.seq), posted.draft.kind), (told.posting, PostingKind::Transfer));
        assert_eq!(posted.draft.reason, wanted.reason);
    });
}

#[test]
fn what_rounds_hold_does_not_shift_and_nothing_leaves_its_budget() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let joris = town.joris_at(now());
        let too_much = shift((&town.line, NOORDWEST), (&town.line, ""), 80_001);
        let refused = acts::transfer::propose(&joris, &too_much).await;
        assert!(
            matches!(refused, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::euros(80_000))
        );
        let (_, years) = decided(&town, &six_years()).await;
        let out = shift((&town.line, NOORDWEST), (&years[0].id, NOORDWEST), 1);
        let refused = acts::transfer::propose(&joris, &out).await;
        assert!(matches!(refused, Err(ActError::Fields(faults)) if faults[0].fault == "other-budget"));
        let silent = ProposedTransfer { reason: String::new(), ..too_much };
        assert!(matches!(acts::transfer::propose(&joris, &silent).await, Err(ActError::Fields(_))));

        // The database refuses it as well.
        let by_hand = format!(
            "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
             SELECT COUNT(*) + 1, 'transfer', 'reserve/{}', 'reserve/{}', 1, 0, 'test', '', '' FROM posting",
            town.line, years[0].id
        );
        let refused = place.sql(by_hand).await;
        assert!(
            matches!(refused, Err(StoreError::Refused(Guard::Trigger(word))) if word == "outside_reserve")
        );
    });
}

#[test]
fn two_proposals_for_the_same_euro_give_one_transfer() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let all = shift((&town.line, NOORDWEST), (&town.line, ZUIDWEST), 100_000);
        let joris = town.joris_at(now());
        let first = acts::transfer::propose(&joris, &all).await.unwrap();
        let second = acts::transfer::propose(&joris, &all).await.unwrap();
        acts::transfer::confirm(&mut town.marijke_at(now()), second).await.unwrap();
        let late = acts::transfer::confirm(&mut town.marijke_at(now()), first).await;
        assert!(matches!(late, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::ZERO));
        let reason = "het geld is al verplaatst";
        let silent = acts::transfer::refuse(&town.marijke_at(now()), first, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))));
        acts::transfer::refuse(&town.marijke_at(now()), first, reason).await.unwrap();
        let third =
            acts::transfer::propose(&joris, &shift((&town.line, ZUIDWEST), (&town.line, ""), 1)).await;
        acts::transfer::refuse(&joris, third.unwrap(), "vergissing").await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let states: Vec<TransferState> =
            store::transfer::list(&mut conn).await.unwrap().into_iter().map(|one| one.state).collect();
        assert_eq!(states, [TransferState::Withdrawn, TransferState::Confirmed, TransferState::Refused]);
        drop(conn);
        assert!(place.sql("UPDATE transfer SET reason = 'x'").await.is_err(), "what was signed stays");
        assert!(place.sql("DELETE FROM transfer").await.is_err());
    });
}

#[test]
fn confirmations_and_rounds_at_once_never_spend_a_euro_twice() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let other = town.second().await;
        let towns = [&town, &other];
        let mut numbers = Vec::new();
        for _ in 0..12 {
            let wanted = shift((&town.line, NOORDWEST), (&town.line, ZUIDWEST), 15_000);
            numbers.push(acts::transfer::propose(&town.joris_at(now()), &wanted).await.expect("proposed"));
        }
        let attempts = numbers.into_iter().enumerate().map(|(n, number)| async move {
            let confirmed = acts::transfer::confirm(&mut towns[n % 2].marijke_at(now()), number).await;
            let wanted = Plan { ceiling: Cents::euros(15_000), ..plan("Een van velen") };
            let (town, id) = (towns[(n + 1) % 2], RoundId::new(format!("ronde-{n}")));
            let made = acts::round::create(&town.joris_at(now()), &id, &town.noordwest, &wanted).await;
            [confirmed, made]
        });
        let done: Vec<Result<(), ActError>> = join_all(attempts).await.into_iter().flatten().collect();
        assert!(done.iter().all(|one| one.is_ok() || refused_for_money(one)), "{done:?}");
        let count = done.iter().filter(|one| one.is_ok()).count();
        assert_eq!(count, 6, "six times 15,000 fit in 100,000: {done:?}");
        assert_eq!(town.allocated().await, 10_000_000, "and what areas have stays what it was");
        other.place.store.close().await;
    });
}

/// Whether an act was refused because of the money, or because both came at the very same moment.
fn refused_for_money(done: &Result<(), ActError>) -> bool {
    matches!(done, Err(ActError::Ceiling(_) | ActError::Store(StoreError::Busy(_))))
}

#[test]
fn who_confirms_needs_a_mandate_for_that_sum() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (mut ctx, area) = (town.nobody_at(now()), AreaId::new(NOORDWEST));
        crate::support::allocate(&mut ctx, &town.line, &area, Cents::euros(2_000_000)).await.unwrap();
        let joris = town.joris_at(now());
        let mut wanted = shift((&town.line, NOORDWEST), (&town.line, ""), 1_000_000);
        let number = acts::transfer::propose(&joris, &wanted).await.unwrap();
        wanted.amount = Cents::new(100_000_001).unwrap();
        acts::transfer::confirm(&mut town.marijke_at(now()), number).await.expect("her mandate is a million");
        crate::support::allocate(&mut ctx, &town.line, &area, Cents::euros(2_000_000)).await.unwrap();
        let number = acts::transfer::propose(&joris, &wanted).await.unwrap();
        let refused = acts::transfer::confirm(&mut town.marijke_at(now()), number).await;
        assert!(matches!(refused, Err(ActError::NoMandate)), "a cent above it: {refused:?}");
    });
}

#[test]
fn what_a_year_did_not_use_is_carried_over_by_decision() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let plan = BudgetPlan { first_year: 2026, review_on: String::new(), ..six_years() };
        let (_, years) = decided(&town, &plan).await;
        let (old, this) = (&years[0].id, &years[1].id);
        let area = AreaId::new(NOORDWEST);
        crate::support::allocate(&mut town.nobody_at(days(-79)), old, &area, Cents::euros(50_000))
            .await
            .unwrap();
        let joris = town.joris_at(now());
        let over = shift((old, NOORDWEST), (this, NOORDWEST), 50_000);
        let number = acts::transfer::propose(&joris, &over).await.unwrap();
        acts::transfer::confirm(&mut town.marijke_at(now()), number).await.unwrap();
        assert_eq!(ceiling(&town, this, NOORDWEST).await, 5_000_000);
        let back = acts::transfer::propose(&joris, &shift((this, NOORDWEST), (old, NOORDWEST), 1)).await;
        assert!(matches!(back, Err(ActError::Fields(faults)) if faults[0].fault == "year-over"));

        let mut conn = place.store.read().await.unwrap();
        let told = store::transfer::find(&mut conn, number).await.unwrap().unwrap();
        assert_eq!(told.kind, PostingKind::CarryOver);
        let carried: Vec<i64> =
            store::budget::lines(&mut conn).await.unwrap().iter().map(|line| line.carried()).collect();
        assert_eq!(carried.iter().sum::<i64>(), 0, "what one year gave, another got: {carried:?}");
        assert!(carried.contains(&5_000_000) && carried.contains(&-5_000_000));
        assert!(Moment::parse_local("2026-12-31T23:59").unwrap() < now());
    });
}

/// Proposed in the old year and confirmed in the new one, it would be a carry-over that nobody proposed.
#[test]
fn a_proposal_does_not_outlive_the_year_in_which_it_was_made() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let plan = BudgetPlan { first_year: 2026, review_on: String::new(), ..six_years() };
        let (_, years) = decided(&town, &plan).await;
        let (old, this) = (&years[0].id, &years[1].id);
        let area = AreaId::new(NOORDWEST);
        let money = Cents::euros(50_000);
        crate::support::allocate(&mut town.nobody_at(days(-79)), old, &area, money).await.unwrap();
        let december = Moment::parse_local("2026-12-31T23:00").unwrap();
        let wanted = shift((old, NOORDWEST), (this, NOORDWEST), 50_000);
        let number = acts::transfer::propose(&town.joris_at(december), &wanted).await.unwrap();
        let late = acts::transfer::confirm(&mut town.marijke_at(now()), number).await;
        assert!(matches!(late, Err(ActError::DraftChanged)), "{late:?}");
        acts::transfer::refuse(&town.marijke_at(now()), number, "Het jaar is voorbij.").await.unwrap();
        let again = acts::transfer::propose(&town.joris_at(now()), &wanted).await.unwrap();
        acts::transfer::confirm(&mut town.marijke_at(now()), again).await.unwrap();
        assert_eq!(ceiling(&town, this, NOORDWEST).await, 5_000_000);
    });
}

#[test]
fn fsck_finds_money_that_shifted_without_two_signatures() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        assert!(place.fsck().await.is_empty());
        let by_hand = format!(
            "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
             SELECT COUNT(*) + 1, 'transfer', 'area/{}', 'reserve/{}', 1, 0, 'test', '', '' FROM posting",
            town.noordwest, town.line
        );
        place.sql(by_hand).await.unwrap();
        place.sql("UPDATE ledger_head SET size = size + 1").await.unwrap();
        let found = place.fsck().await;
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("no entry of the staff log tells of them"));
        assert!(found[1].contains("nobody signed for this transfer"));
    });
}
