//! I9: two persons sign for the same bytes.

use schuifruimte::acts::{self, ActError, publication};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::round::Phase;
use schuifruimte::store::{self, Guard, StoreError};

use crate::support::{OpenRound, Place, Town, days, on_both};

async fn sealed(place: &Place) -> (Town, OpenRound) {
    let town = Town::new(place).await;
    let round = town.open_round("zuilen").await;
    town.cast_twelve(&round).await;
    town.close_and_seal(&round.id).await;
    (town, round)
}

#[test]
fn one_puts_it_forward_another_approves_and_the_winners_have_their_grants() {
    on_both(|place| async move {
        let (town, round) = sealed(&place).await;
        let hash = town.count_and_propose(&round.id).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM round_grant").await, 0, "no money before two signed");
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let (record, certificate) = publication::certificate(&mut conn, &round.id).await.unwrap().unwrap();
        assert_eq!(
            (record.proposed_by, record.approved.unwrap().0),
            (town.joris.clone(), town.marijke.clone())
        );
        let outcome = publication::outcome(&mut conn, &round.id).await.unwrap().unwrap();
        let granted = store::certificate::grants(&mut conn, &round.id).await.unwrap();
        assert_eq!(grant::total(&granted), outcome.cost);
        assert!(outcome.cost > Cents::ZERO && outcome.cost <= round.rules.spendable());
        assert_eq!(certificate.grants.len(), outcome.winners.len());
        let found = store::round::find(&mut conn, &round.id).await.unwrap().unwrap();
        assert_eq!((found.phase, found.granted), (Phase::Certified, outcome.cost));
    });
}

#[test]
fn nobody_approves_what_they_put_forward_and_the_command_line_signs_nothing() {
    on_both(|place| async move {
        let (town, round) = sealed(&place).await;
        let nobody = acts::certificate::propose(&town.nobody_at(days(16)), &round.id, "").await;
        assert!(matches!(nobody, Err(ActError::FourEyes)));
        let hash = town.count_and_propose(&round.id).await;
        let same = acts::certificate::approve(&town.joris_at(days(17)), &round.id, &hash).await;
        assert!(matches!(same, Err(ActError::FourEyes)));
        let operator = place.context(Actor::Operator, days(17));
        assert!(matches!(
            acts::certificate::approve(&operator, &round.id, &hash).await,
            Err(ActError::FourEyes)
        ));
        let raw = place.sql("UPDATE certificate SET approved_by = proposed_by, approved_at = 1").await;
        assert!(matches!(raw, Err(StoreError::Refused(Guard::Check))));
        assert_eq!(place.number("SELECT COUNT(*) FROM round_grant").await, 0);
    });
}

#[test]
fn an_approval_is_of_what_was_seen() {
    on_both(|place| async move {
        let (town, round) = sealed(&place).await;
        town.count_and_propose(&round.id).await;
        let other = Digest::of(b"another certificate");
        let approved = acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &other).await;
        assert!(matches!(approved, Err(ActError::DraftChanged)));
        let refused = acts::certificate::refuse(&town.marijke_at(days(17)), &round.id, &other, "fout").await;
        assert!(matches!(refused, Err(ActError::DraftChanged)));
    });
}

#[test]
fn a_refused_certificate_stays_on_record_and_a_new_one_follows() {
    on_both(|place| async move {
        let (town, round) = sealed(&place).await;
        let first = town.count_and_propose(&round.id).await;
        let silent = acts::certificate::refuse(&town.marijke_at(days(17)), &round.id, &first, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "a refusal has a reason");
        acts::certificate::refuse(&town.marijke_at(days(17)), &round.id, &first, "het voorval ontbreekt")
            .await
            .unwrap();
        let second = acts::certificate::propose(&town.joris_at(days(18)), &round.id, "Een brief was nat.")
            .await
            .unwrap();
        let stale = acts::certificate::approve(&town.marijke_at(days(18)), &round.id, &first).await;
        assert!(matches!(stale, Err(ActError::DraftChanged)));
        acts::certificate::approve(&town.marijke_at(days(18)), &round.id, &second).await.unwrap();
        assert_eq!(place.number("SELECT COUNT(*) FROM certificate").await, 2);
        for statement in ["UPDATE certificate SET hash = 'x'", "DELETE FROM certificate"] {
            let refused = place.sql(statement).await.unwrap_err().to_string();
            assert!(refused.contains("certificate_final"), "{statement}: {refused}");
        }
    });
}
