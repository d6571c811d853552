//! A round with the continuity pot full still funds renewal plans, and the reverse; minima and maxima hold.

use schuifruimte::acts::{self, publication};
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::limits::{Bound, PotLimit, RoundLimits};
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::outcome::{OutcomeDocument, Reason};
use schuifruimte::domain::pot::{CityLimit, Pot};
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::proven::Statement;
use schuifruimte::domain::round::{Plan, Step};
use schuifruimte::store::{self, Guard, StoreError};
use schuifruimte::tally::Rule;

use crate::support::town::{plan, plans};
use crate::support::{OpenRound, Town, days, on_both, on_both_tampered};

/// 10,000.00 to spend: 20 to 60 percent for what goes on, 30 to 70 percent for what is new, up to 10 percent for the
/// first step of a bid.
fn potted() -> Plan {
    let share = |percent: i64| Bound::Share(BasisPoints::new(percent * 100).expect("done"));
    let pot = |pot, least, most| PotLimit { pot, least: share(least), most: share(most) };
    let pots = vec![pot(Pot::Continuity, 20, 60), pot(Pot::Renewal, 30, 70), pot(Pot::Development, 0, 10)];
    Plan {
        ceiling: Cents::euros(11_000),
        objection_reserve: Cents::euros(1_000),
        limits: RoundLimits { pots, ..RoundLimits::default() },
        count: schuifruimte::domain::count_rule::CountRule(Rule::round_greedy()),
        ..plan("Zuilen")
    }
}

/// Plans of these pots and whole euros, numbered from `01`.
fn asking(wanted: &[(Pot, u32)]) -> Vec<Proposal> {
    let plans = plans();
    let plan = |(place, (pot, euros)): (usize, &(Pot, u32))| Proposal {
        pot: *pot,
        amount: Cents::euros(*euros),
        title: format!("Plan {}", place + 1),
        ..plans[place % plans.len()].clone()
    };
    wanted.iter().enumerate().map(plan).collect()
}

/// An open round with such plans; whoever goes on is proven.
async fn open(town: &Town, wanted: &[(Pot, u32)]) -> OpenRound {
    let id = town.draft_round_with("zuilen", &potted(), &asking(wanted)).await;
    for (number, (pot, _)) in (1..).zip(wanted) {
        if *pot == Pot::Continuity {
            prove(town, &id, &ProposalId::new(format!("{number:02}"))).await;
        }
    }
    town.open_drafted(id).await
}

async fn prove(town: &Town, id: &schuifruimte::domain::id::RoundId, proposal: &ProposalId) {
    let statement = Statement {
        since: 2019,
        earlier: Vec::new(),
        reference: "vaststelling 2025-204".to_string(),
        text: "Wij beheren de tuin al acht jaar.".to_string(),
    };
    acts::pot::state_proven(&town.joris_at(days(-9)), id, proposal, statement).await.expect("done");
    acts::pot::check_proven(&town.marijke_at(days(-8)), id, proposal).await.expect("done");
}

/// Each plan gets so many votes, on ballots that name one plan.
async fn counted(town: &Town, round: &OpenRound, votes: &[usize]) -> OutcomeDocument {
    let mut letter = 0;
    for (number, count) in (1..).zip(votes) {
        for _ in 0..*count {
            town.cast(round, letter, &[&format!("{number:02}")]).await.expect("done");
            letter += 1;
        }
    }
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("done");
    let mut conn = town.place.store.read().await.expect("done");
    publication::outcome(&mut conn, &round.id).await.expect("readable").expect("there")
}

fn winners(outcome: &OutcomeDocument) -> Vec<&str> {
    outcome.winners.iter().map(|winner| winner.id.as_str()).collect()
}

fn reason<'a>(outcome: &'a OutcomeDocument, id: &str) -> &'a Reason {
    let other = outcome.others.iter().find(|other| other.id.as_str() == id).expect("it did not win");
    other.reason.as_ref().expect("there is a reason")
}

#[test]
fn a_round_with_the_continuity_pot_full_still_funds_renewal_plans() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        // What goes on is most popular, and asks for 9,000.00: its pot holds 6,000.00.
        let asked = [
            (Pot::Continuity, 3_500),
            (Pot::Continuity, 2_500),
            (Pot::Continuity, 3_000),
            (Pot::Renewal, 2_500),
            (Pot::Renewal, 1_500),
        ];
        let round = open(&town, &asked).await;
        let outcome = counted(&town, &round, &[9, 8, 7, 3, 2]).await;
        assert_eq!(winners(&outcome), ["01", "02", "04", "05"]);
        assert_eq!(*reason(&outcome, "03"), Reason::PotFull { pot: Pot::Continuity, left: Cents::ZERO });

        let mut conn = place.store.read().await.unwrap();
        let grants = store::grant::of_round(&mut conn, &round.id).await.unwrap();
        let pots: Vec<Pot> = grants.iter().map(|grant| grant.pot).collect();
        assert_eq!(pots, [Pot::Continuity, Pot::Continuity, Pot::Renewal, Pot::Renewal]);
        drop(conn);
        // The database holds the same: not a cent more from the full pot, whatever writes it.
        let more = "UPDATE round_grant SET amount_cents = amount_cents + 1 WHERE proposal_id = '01'";
        assert!(matches!(place.sql(more).await, Err(StoreError::Refused(Guard::Check))));
        let third = "INSERT INTO round_grant VALUES ('zuilen', '03', 1, 1)";
        assert!(matches!(place.sql(third).await, Err(StoreError::Refused(Guard::Check))));
    });
}

#[test]
fn a_round_with_the_renewal_pot_full_still_funds_what_goes_on() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let asked = [
            (Pot::Renewal, 4_000),
            (Pot::Renewal, 3_000),
            (Pot::Renewal, 1_000),
            (Pot::Continuity, 2_500),
            (Pot::Development, 500),
        ];
        let round = open(&town, &asked).await;
        let outcome = counted(&town, &round, &[9, 8, 7, 3, 2]).await;
        assert_eq!(winners(&outcome), ["01", "02", "04", "05"]);
        assert_eq!(*reason(&outcome, "03"), Reason::PotFull { pot: Pot::Renewal, left: Cents::ZERO });
    });
}

#[test]
fn the_minimum_of_another_pot_is_never_eaten() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        // New plans may have 7,000.00 and ask for it, what goes on asks for less than its minimum of 2,000.00: the rest
        // of that minimum stays, and the first step of a bid does not get it.
        let asked = [
            (Pot::Renewal, 7_000),
            (Pot::Development, 1_000),
            (Pot::Development, 300),
            (Pot::Continuity, 500),
        ];
        let round = open(&town, &asked).await;
        let outcome = counted(&town, &round, &[9, 8, 7, 3]).await;
        assert_eq!(winners(&outcome), ["01", "02", "04"]);
        assert_eq!(*reason(&outcome, "03"), Reason::PotFull { pot: Pot::Development, left: Cents::ZERO });

        // 8,500.00 is granted; 1,500.00 is still owed to what goes on, so nothing else fits.
        let sums =
            store::pot::sums(&mut place.store.read().await.unwrap(), &round.id).await.unwrap().unwrap();
        assert_eq!((sums.granted, sums.owed), (Cents::euros(8_500), Cents::euros(1_500)));
        for statement in [
            "INSERT INTO round_grant VALUES ('zuilen', '03', 1, 1)",
            "UPDATE round_pot SET granted_cents = granted_cents + 1 WHERE pot = 'renewal'",
            "UPDATE round_pots SET owed_cents = owed_cents + 1",
        ] {
            assert!(
                matches!(place.sql(statement).await, Err(StoreError::Refused(Guard::Check))),
                "{statement}"
            );
        }
        for statement in [
            "UPDATE round_pot SET most_cents = most_cents + 1",
            "UPDATE round_pot SET least_cents = 0",
            "UPDATE round_pots SET spendable_cents = spendable_cents + 1",
            "DELETE FROM round_pot",
            "UPDATE grant_record SET pot = 'renewal' WHERE pot = 'continuity'",
        ] {
            let refused = place.sql(statement).await.expect_err(statement).to_string();
            assert!(refused.contains("append_only"), "{statement}: {refused}");
        }
        // Who goes on may have it.
        assert_eq!(
            place
                .sql("UPDATE round_grant SET amount_cents = amount_cents + 150000 WHERE proposal_id = '04'")
                .await
                .unwrap(),
            1
        );
    });
}

#[test]
fn a_plan_outside_learns_that_the_rest_is_kept_for_another_pot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let share = |percent: i64| BasisPoints::new(percent * 100).unwrap();
        let wide = CityLimit { pot: Pot::Renewal, least: share(30), most: share(85) };
        acts::pot::decide_city(&town.joris_at(days(-50)), wide, "Proef met meer vernieuwing").await.unwrap();
        let mut plan = potted();
        plan.limits.pots[1].most = Bound::Share(share(85));
        let asked = [(Pot::Renewal, 4_000), (Pot::Renewal, 2_500), (Pot::Renewal, 1_700)];
        let id = town.draft_round_with("zuilen", &plan, &asking(&asked)).await;
        let round = town.open_drafted(id).await;
        let outcome = counted(&town, &round, &[9, 8, 7]).await;
        // Nothing goes on: its 2,000.00 stay, and with 6,500.00 spent there are 1,500.00 for others.
        assert_eq!(winners(&outcome), ["01", "02"]);
        let kept = Reason::PotKept { pots: vec![Pot::Continuity], left: Cents::euros(1_500) };
        assert_eq!(*reason(&outcome, "03"), kept);
        assert_eq!(outcome.left, Cents::euros(3_500), "what is kept stays unspent");
    });
}

#[test]
fn steps_before_the_opening_are_taken_in_this_order() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town
            .draft_round_with("zuilen", &potted(), &asking(&[(Pot::Continuity, 900), (Pot::None, 900)]))
            .await;
        let letters = town.letters_for(&id).await;
        let missing = |done| match done {
            Err(acts::ActError::NotReady(missing)) => missing,
            other => panic!("opened: {other:?}"),
        };
        use schuifruimte::domain::round::Condition;
        let found = missing(town.open_at(&id, Some(&letters), days(0)).await);
        assert_eq!(found, [Condition::Pots, Condition::Proven]);
        acts::round::step(&town.joris_at(days(-1)), &id, Step::Back).await.unwrap();
        let mut second = asking(&[(Pot::None, 900), (Pot::Renewal, 900)]).remove(1);
        second.id = ProposalId::new("02");
        acts::proposal::change(&town.joris_at(days(-1)), &id, &second).await.unwrap();
        let quick = Proposal { pot: Pot::Quick, ..second.clone() };
        let refused = acts::proposal::change(&town.joris_at(days(-1)), &id, &quick).await;
        assert!(matches!(refused, Err(acts::ActError::Fields(_))), "small sums are not for a vote");
        let first = ProposalId::new("01");
        let young =
            Statement { since: 2026, earlier: Vec::new(), reference: "x".to_string(), text: String::new() };
        acts::pot::state_proven(&town.joris_at(days(-1)), &id, &first, young).await.unwrap();
        let unproven = acts::pot::check_proven(&town.marijke_at(days(-1)), &id, &first).await;
        assert!(matches!(unproven, Err(acts::ActError::Fields(_))), "one year is too short");
        prove(&town, &id, &first).await;
        let alone = acts::pot::check_proven(&town.joris_at(days(-1)), &id, &first).await;
        assert!(matches!(alone, Err(acts::ActError::FourEyes)), "whoever stated it does not check it");
        acts::round::step(&town.joris_at(days(-1)), &id, Step::Fix).await.unwrap();
        town.open_at(&id, Some(&letters), days(0)).await.unwrap();
    });
}
