//! An objection that is right is paid: also of a plan that was selected and refused on its own ground.

use schuifruimte::acts::objection::{Received, Verdict, decide, receive, still_needed};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::decision::DecisionKind;
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::{Advice, Outcome};
use schuifruimte::domain::round::Plan;
use schuifruimte::store;

use super::decisions::send;
use crate::support::town::{mandate, plan, plans};
use crate::support::{Place, Town, days, on_both};

/// A round of 5,000.00 of which 1,000.00 is held back: a plan of 800.00 won, and Marijke refused it on its own ground.
/// The letter left on day 19, and an objection came on day 20: its number.
async fn refused(place: &Place) -> (Town, GrantRecord, String) {
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
    acts::grant::refuse(&town.marijke_at(days(18)), &grant.id, "De statuten ontbreken.")
        .await
        .expect("refused");
    let taken = store::decision::list(&mut conn).await.expect("decisions").remove(0);
    drop(conn);
    assert_eq!((taken.kind, taken.grant.as_ref()), (DecisionKind::Refusal, Some(&grant.id)));
    send(&town.joris_at(days(19)), &taken.number).await.expect("sent");
    let new = Received {
        decision: taken.number,
        received: day_of(days(20)),
        posted: None,
        reference: "zaak 1".to_string(),
        advice: Advice::None,
    };
    let number = receive(&town.joris_at(days(20)), &new).await.expect("received");
    (town, grant, number)
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
