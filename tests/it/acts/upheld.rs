//! An objection that is right is paid: also of a plan that was selected and refused on its own ground.

use schuifruimte::acts::grant::{checks, set_years};
use schuifruimte::acts::objection::{Received, Verdict, decide, receive, still_needed};
use schuifruimte::acts::standing::{self, Decision as Quick};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::check::Member;
use schuifruimte::domain::decision::DecisionKind;
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::id::GrantId;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::{Advice, Outcome};
use schuifruimte::domain::round::Plan;
use schuifruimte::store;

use super::decisions::send;
use super::refused_requests::{newest, said};
use super::several_years::on_years;
use super::standing::{opened, table};
use crate::support::checked::foundation;
use crate::support::town::{mandate, plan, plans};
use crate::support::{Place, Town, days, now, on_both, on_both_tampered};

/// A round of 5,000.00 of which 1,000.00 is held back: a plan of 800.00 won, and Marijke refused it on its own ground.
/// The letter left on day 19, and an objection came on day 20: its number.
async fn refused(place: &Place) -> (Town, GrantRecord, String) {
    let (town, grant) = won(place).await;
    let number = objected(&town, &grant.id).await;
    (town, grant, number)
}

/// The same as long as nobody refused it.
async fn won(place: &Place) -> (Town, GrantRecord) {
    let town = Town::new(place).await;
    acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80)))
        .await
        .expect("a mandate");
    let mut three = plans()[..3].to_vec();
    for (one, euros) in three.iter_mut().zip([800, 1_000, 3_000]) {
        one.amount = Cents::euros(euros);
    }
    let small =
        Plan { ceiling: Cents::euros(5_000), objection_reserve: Cents::euros(1_000), ..plan("Zuilen") };
    let round = town.open_round_with("zuilen", &small, &three).await;
    for letter in 0..6 {
        town.cast(&round, letter, &["01"]).await.expect("a receipt");
    }
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
    let mut conn = place.store.read().await.expect("a connection");
    let grants = store::grant::list(&mut conn).await.expect("grants");
    let grant = grants.into_iter().find(|one| one.amount == Cents::euros(800)).expect("plan 01 won");
    (town, grant)
}

/// Marijke refuses a grant on day 18, the letter leaves on day 19, and an objection comes on day 20: its number.
async fn objected(town: &Town, grant: &GrantId) -> String {
    acts::grant::refuse(&town.marijke_at(days(18)), grant, "De statuten ontbreken.").await.expect("refused");
    let taken = newest(&town.place).await;
    assert_eq!((taken.kind, taken.grant.as_ref()), (DecisionKind::Refusal, Some(grant)));
    send(&town.joris_at(days(19)), &taken.number).await.expect("sent");
    let new = Received {
        decision: taken.number,
        received: day_of(days(20)),
        posted: None,
        reference: "zaak 1".to_string(),
        advice: Advice::None,
    };
    receive(&town.joris_at(days(20)), &new).await.expect("received")
}

async fn record(place: &Place, id: &GrantId) -> GrantRecord {
    let mut conn = place.store.read().await.expect("a connection");
    store::grant::find(&mut conn, id).await.expect("it reads").expect("a grant")
}

fn founded(pay: u32) -> Verdict {
    Verdict {
        outcome: Outcome::Founded,
        reason: "De statuten waren er wel.".to_string(),
        pay: Some(Cents::euros(pay)),
    }
}

#[test]
fn a_selected_plan_that_was_refused_is_paid_when_its_objection_is_right() {
    on_both(|place| async move {
        let (town, grant, number) = refused(&place).await;
        let round = grant.source.round().clone();
        let mut conn = place.store.read().await.unwrap();
        let needed = still_needed(&mut conn, &round, day_of(days(20))).await.unwrap();
        assert!(needed >= Cents::euros(800), "what is held back for it stays: {needed}");
        drop(conn);
        let more = decide(&town.joris_at(days(21)), &number, &founded(801)).await;
        assert!(matches!(more, Err(ActError::Fields(_))), "not more than it asked: {more:?}");
        decide(&town.joris_at(days(21)), &number, &founded(700)).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let found = store::grant::find(&mut conn, &grant.id).await.unwrap().unwrap();
        assert_eq!((found.state, found.amount), (GrantState::Certified, Cents::euros(700)));
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        town.check_grant(&grant.id).await;
        acts::grant::award(&town.marijke_at(days(22)), &grant.id, "Na bezwaar.").await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn an_alliance_that_was_refused_goes_on_without_its_shares_and_the_log_tells_so() {
    on_both(|place| async move {
        let (town, grant) = won(&place).await;
        let (lead, friend) = (
            town.recipient(&foundation(&grant.applicant)).await,
            town.recipient(&foundation("Vrienden")).await,
        );
        town.make_out(&grant.id, &lead).await;
        let member = |recipient, euros| Member {
            recipient,
            share: Cents::euros(euros),
            consented: Some("2027-03-01".to_string()),
        };
        let shared = |first| [member(lead.clone(), first), member(friend.clone(), 300)];
        checks::set_members(&town.joris_at(days(17)), &grant.id, &shared(500)).await.unwrap();
        let number = objected(&town, &grant.id).await;
        decide(&town.joris_at(days(21)), &number, &founded(700)).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        assert_eq!(
            store::check::members(&mut conn, &grant.id).await.unwrap(),
            [],
            "agreed on for another sum"
        );
        drop(conn);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        checks::set_members(&town.joris_at(days(21)), &grant.id, &shared(400)).await.unwrap();
        town.do_checks(&grant.id).await;
        acts::grant::award(&town.marijke_at(days(22)), &grant.id, "Na bezwaar.").await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_quick_grant_that_was_refused_goes_on_with_less_and_its_letter_says_what_was_asked() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80))).await.unwrap();
        let id = opened(&town).await;
        let number = standing::ask(&town.joris_at(now()), &id, table(600)).await.unwrap();
        let grant = standing::decide(&town.marijke_at(days(2)), &id, number, Quick::Grant, "Past.").await;
        let grant = grant.unwrap().expect("a grant");
        let number = objected(&town, &grant).await;
        decide(&town.joris_at(days(21)), &number, &founded(500)).await.unwrap();
        assert_eq!(record(&place, &grant).await.amount, Cents::euros(500));
        assert_eq!(
            place.fsck().await,
            Vec::<String>::new(),
            "less than was asked is lawful after an objection"
        );
        town.check_grant(&grant).await;
        acts::grant::award(&town.marijke_at(days(22)), &grant, "Na bezwaar.").await.unwrap();
        let told = said(&newest(&place).await);
        assert!(told.contains("U vroeg € 600. U krijgt daarvan € 500."), "{told}");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let other = format!("UPDATE grant_record SET amount_cents = 60001 WHERE id = '{grant}'");
        place.slip("grant_record", other).await;
        let told = place.fsck().await.join("\n");
        assert!(told.contains("has no grant of its own, of its sum"), "more than was asked never is: {told}");
    });
}

#[test]
fn later_years_that_were_agreed_on_before_a_refusal_are_agreed_on_anew() {
    on_both(|place| async move {
        let (town, _) = on_years(&place, &[Cents::euros(300_000); 3]).await;
        acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80))).await.unwrap();
        let mut plans = plans();
        plans[0].amount = Cents::euros(30_000);
        let (ceiling, objection_reserve) = (Cents::euros(91_000), Cents::euros(30_000));
        let wide = Plan { ceiling, objection_reserve, ..plan("Zuilen") };
        let round = town.open_round_with("zuilen", &wide, &plans).await;
        for letter in 0..12 {
            town.cast(&round, letter, &["01", "02"]).await.unwrap();
        }
        town.close_and_seal(&round.id).await;
        let hash = town.count_and_propose(&round.id).await;
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();
        let grant = town.grants(&round.id).await.remove(0);
        let yearly = Cents::euros(30_000);
        set_years(&town.joris_at(days(17)), &grant, &[yearly, yearly]).await.unwrap();
        let number = objected(&town, &grant).await;
        decide(&town.joris_at(days(21)), &number, &founded(20_000)).await.unwrap();
        let whole = async || {
            let own = record(&place, &grant).await;
            let mut conn = place.store.read().await.unwrap();
            store::slice::whole(&mut conn, &own).await.unwrap().sum()
        };
        assert_eq!(whole().await, Cents::euros(20_000), "what was agreed on about another sum is void");
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let more = set_years(&town.joris_at(days(21)), &grant, &[yearly]).await;
        assert!(matches!(more, Err(ActError::Fields(_))), "no later year is more than the first: {more:?}");
        set_years(&town.joris_at(days(21)), &grant, &[Cents::euros(20_000)]).await.unwrap();
        town.check_grant(&grant).await;
        acts::grant::award(&town.marijke_at(days(22)), &grant, "Na bezwaar.").await.unwrap();
        assert_eq!((whole().await, newest(&place).await.sum), (Cents::euros(40_000), Cents::euros(40_000)));
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
