//! Quick response: a published rule, small sums, a term, and no money without a round.

use schuifruimte::acts::standing::{Decision, ask, decide, end, open};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::grant::{GrantState, Source};
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::ledger::{AccountKey, AccountKind};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::round::Regulation;
use schuifruimte::domain::standing::{Asked, StandingPlan};
use schuifruimte::store::{self, Guard, StoreError};

use crate::support::{Town, days, now, on_both};

/// A quick pot of this ceiling.
pub fn quick(ceiling: Cents) -> StandingPlan {
    StandingPlan { ceiling, ..snel().1 }
}

/// A quick pot of 2,000.00, at most 750.00 a request.
pub fn snel() -> (RoundId, StandingPlan) {
    let regulation = Regulation {
        title: "Nadere regel snelle pot".to_string(),
        place: "Gemeenteblad".to_string(),
        date: "2026-12-01".to_string(),
    };
    let plan = StandingPlan {
        title: "Snelle pot Noordwest".to_string(),
        ceiling: Cents::euros(2_000),
        most: Cents::euros(750),
        term_days: 10,
        regulation,
    };
    (RoundId::new("snel-noordwest"), plan)
}

/// A request of so many euros that came in now.
pub fn table(euros: u32) -> Asked {
    Asked {
        applicant: "Buren van de Amsterdamsestraatweg".to_string(),
        title: "Een lange tafel".to_string(),
        place: "Zuilen".to_string(),
        amount: Cents::euros(euros),
        received_at: now(),
    }
}

/// A quick pot of 2,000.00, of which 1,500.00 was set apart for it.
pub async fn opened(town: &Town) -> RoundId {
    let (id, plan) = snel();
    super::pots::set_apart(town, (Pot::None, Pot::Quick), 1_500).await.expect("set apart");
    open(&town.joris_at(days(-1)), &id, &town.noordwest, &plan).await.expect("open");
    town.no_interest_in_quick(&id).await;
    id
}

#[test]
fn a_small_request_is_decided_within_days_and_its_money_comes_out_of_the_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = opened(&town).await;
        let number = ask(&town.joris_at(now()), &id, table(700)).await.unwrap();
        let other = ask(&town.joris_at(now()), &id, table(600)).await.unwrap();
        let third = ask(&town.joris_at(now()), &id, table(750)).await.unwrap();
        let unsaid = decide(&town.marijke_at(days(2)), &id, number, Decision::Grant, " ").await;
        assert!(matches!(unsaid, Err(ActError::Fields(_))), "each decision has a reason");
        let grant =
            decide(&town.marijke_at(days(2)), &id, number, Decision::Grant, "Past in de regel.").await;
        let grant = grant.unwrap().expect("a grant");
        decide(&town.marijke_at(days(2)), &id, other, Decision::Refuse, "Er staat al een tafel.")
            .await
            .unwrap();
        let twice = decide(&town.joris_at(days(3)), &id, number, Decision::Refuse, "Toch niet.").await;
        assert!(matches!(twice, Err(ActError::DraftChanged)), "decided is decided");

        let mut conn = place.store.read().await.unwrap();
        let record = store::grant::find(&mut conn, &grant).await.unwrap().unwrap();
        assert_eq!(
            (record.pot, record.state, record.amount),
            (Pot::Quick, GrantState::Certified, Cents::euros(700))
        );
        assert_eq!(record.source, Source::Standing { round: id.clone() });
        let held = AccountKey::round(&town.line, &town.noordwest, &id);
        assert_eq!(store::ledger::balance(&mut conn, &held).await.unwrap(), Cents::euros(1_300));
        let set_aside =
            store::ledger::balance(&mut conn, &record.account(AccountKind::Selected)).await.unwrap();
        assert_eq!(set_aside, Cents::euros(700));
        let requests = store::standing::requests(&mut conn, &id).await.unwrap();
        assert_eq!(requests[0].days(days(30)), 2, "the time it took");
        let late: Vec<u64> =
            requests.iter().filter(|one| one.is_overdue(days(12))).map(|one| one.number).collect();
        assert_eq!(late, [third], "the one that waits is overdue");
        drop(conn);

        assert!(
            matches!(end(&town.joris_at(days(3)), &id).await, Err(ActError::Fields(_))),
            "one request waits"
        );
        decide(&town.marijke_at(days(3)), &id, third, Decision::Refuse, "Te laat voor het feest.")
            .await
            .unwrap();
        end(&town.joris_at(days(3)), &id).await.unwrap();
        assert!(matches!(ask(&town.joris_at(days(4)), &id, table(5)).await, Err(ActError::VoteClosed)));
        let mut conn = place.store.read().await.unwrap();
        assert_eq!(
            store::ledger::balance(&mut conn, &held).await.unwrap(),
            Cents::ZERO,
            "the rest went back"
        );
        drop(conn);
        assert_eq!(acts::fsck::check(&place.store, |_| None).await.unwrap(), []);
    });
}

#[test]
fn a_standing_round_stays_small_and_opens_after_its_rule_was_published() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, plan) = snel();
        let ctx = town.joris_at(now());
        let early = open(&town.joris_at(days(-100)), &id, &town.noordwest, &plan).await;
        assert!(matches!(early, Err(ActError::Fields(_))), "its rule is not public yet");
        let large = StandingPlan { ceiling: Cents::euros(5_001), ..plan.clone() };
        let large = open(&ctx, &id, &town.noordwest, &large).await;
        let room = Cents::euros(5_000);
        assert!(matches!(large, Err(ActError::Ceiling(CeilingExceeded { room: found })) if found == room));
        open(&ctx, &id, &town.noordwest, &plan).await.unwrap();
        town.no_interest_in_quick(&id).await;
        let second = StandingPlan { ceiling: Cents::euros(3_001), ..plan.clone() };
        let second = open(&ctx, &RoundId::new("nog-een"), &town.noordwest, &second).await;
        assert!(
            matches!(second, Err(ActError::Ceiling(_))),
            "5 percent of the area, over all standing rounds"
        );
        assert!(matches!(ask(&ctx, &id, table(751)).await, Err(ActError::Fields(_))), "a request is small");
        let large = "INSERT INTO quick_request (standing_id, number, applicant, title, place, amount_cents, received_at, \
                     due_at, entered_by, decision) VALUES ('snel-noordwest', 1, 'a', 't', '', 75001, 1, 2, 'j', 'waits')";
        assert!(matches!(place.sql(large).await, Err(StoreError::Refused(Guard::Check))));
        for change in [
            "UPDATE standing_round SET most_cents = 100000",
            "UPDATE standing_round SET term_days = 99",
            "DELETE FROM standing_round",
        ] {
            let refused = place.sql(change).await.expect_err(change).to_string();
            assert!(refused.contains("append_only"), "{change}: {refused}");
        }
        let taken = town.joris_at(now());
        let same =
            acts::round::create(&taken, &id, &town.noordwest, &crate::support::town::plan("Snel")).await;
        assert!(same.is_err(), "one name, one round");
        let number = ask(&ctx, &id, table(500)).await.unwrap();
        decide(&ctx, &id, number, Decision::Grant, "Goed plan.").await.unwrap();
        let changed = place.sql("UPDATE quick_request SET reason = 'anders'").await;
        assert!(matches!(changed, Err(StoreError::Refused(Guard::Trigger(word))) if word == "append_only"));
    });
}

#[test]
fn what_comes_free_after_the_end_goes_back_to_its_pot_and_then_to_the_area() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = opened(&town).await;
        let number = ask(&town.joris_at(now()), &id, table(700)).await.unwrap();
        let grant =
            decide(&town.marijke_at(days(2)), &id, number, Decision::Grant, "Past in de regel.").await;
        end(&town.joris_at(days(3)), &id).await.unwrap();
        acts::grant::withdraw(&town.joris_at(days(4)), &grant.unwrap().unwrap(), "De tafel is er al.")
            .await
            .unwrap();
        let mut conn = place.store.read().await.unwrap();
        let part = store::budget::allocation(&mut conn, &town.noordwest).await.unwrap().unwrap();
        assert_eq!(
            (part.rounds, part.ceiling),
            (Cents::ZERO, Cents::euros(100_000)),
            "no round holds anything"
        );
        let area = AccountKey::area(&town.line, &town.noordwest);
        let pot = store::ledger::balance(&mut conn, &area.clone().in_pot(Pot::Quick)).await.unwrap();
        let rest = store::ledger::balance(&mut conn, &area).await.unwrap();
        assert_eq!((pot, rest), (Cents::euros(1_500), Cents::euros(98_500)), "as before the round opened");
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
