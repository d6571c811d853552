//! The reserve list passes over plans that stopped or were refused on their own ground, and says so; that the money was
//! out is no reason to pass over anyone.

use schuifruimte::acts::decision::{others, refuse_plan};
use schuifruimte::acts::reserve_list::strike;
use schuifruimte::acts::{self, ActError, publication, succession};
use schuifruimte::domain::bundle::{Expected, verify};
use schuifruimte::domain::grant::GrantRecord;
use schuifruimte::domain::id::{ProposalId, RoundId};
use schuifruimte::domain::succession::{Skip, Skipped, Succession};
use schuifruimte::store;

use crate::support::{OpenRound, Place, Town, days, on_both};

/// A certified round of which the first winner stopped.
async fn dropped(place: &Place) -> (Town, OpenRound) {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    let mut conn = place.store.read().await.expect("a connection");
    let chain = publication::chain(&mut conn, &round.id).await.expect("certified");
    drop(conn);
    let winner = GrantRecord::id_of(&round.id, &chain[0].1.grants[0].proposal);
    acts::grant::withdraw(&town.joris_at(days(18)), &winner, "De groep stopt ermee.").await.expect("done");
    (town, round)
}

/// What a certificate would say now.
async fn would_say(place: &Place, id: &RoundId) -> Succession {
    let mut conn = place.store.read().await.expect("a connection");
    let footing = succession::footing(&mut conn, id).await.expect("readable");
    let (_, last) = footing.chain.last().expect("certified");
    let next = footing.follows((last.log_size, last.log_root), "").expect("someone dropped out");
    next.expect("it fits").succession.expect("it takes the place of another")
}

async fn refusals(place: &Place, plan: &ProposalId) -> i64 {
    let of = format!("SELECT COUNT(*) FROM decision WHERE kind = 'refusal' AND proposal_id = '{plan}'");
    place.number(&of).await
}

#[test]
fn a_plan_that_was_refused_because_the_money_was_out_moves_up_all_the_same() {
    on_both(|place| async move {
        let (town, round) = dropped(&place).await;
        let before = would_say(&place, &round.id).await;
        let first = before.moved_up.first().expect("someone moves up").clone();
        refuse_plan(&town.marijke_at(days(18)), &round.id, &first, "De aanvrager vroeg om dit besluit.")
            .await
            .expect("refused");
        assert_eq!(would_say(&place, &round.id).await, before, "the list is there for exactly this plan");
    });
}

#[test]
fn plans_that_stopped_or_were_refused_on_their_own_ground_are_passed_over_and_the_certificate_says_so() {
    on_both(|place| async move {
        let (town, round) = dropped(&place).await;
        let (id, before) = (&round.id, would_say(&place, &round.id).await);
        assert!(before.skipped.is_empty());
        let first = before.moved_up[0].clone();
        let marijke = || town.marijke_at(days(18));
        let silent = strike(&marijke(), id, &first, Skip::Refused, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "a reason stands with it: {silent:?}");
        assert_eq!(refusals(&place, &first).await, 0);
        strike(&marijke(), id, &first, Skip::Refused, "De eigenaar van de grond wil niet.")
            .await
            .expect("out");
        assert_eq!(refusals(&place, &first).await, 1, "the applicant gets a decision and may object");
        let again = strike(&marijke(), id, &first, Skip::Lapsed, "Nog eens.").await;
        assert!(matches!(again, Err(ActError::Fields(_))), "once: {again:?}");
        let mut conn = place.store.read().await.expect("a connection");
        let winners = publication::chain(&mut conn, id).await.expect("certified")[0].1.grants.clone();
        let waiting = others(&mut conn, id).await.expect("readable").waiting;
        drop(conn);
        assert!(waiting.iter().all(|plan| plan.id != first), "who was refused is not refused again");
        let winner = strike(&marijke(), id, &winners[1].proposal, Skip::Lapsed, "Bestaat niet meer.").await;
        assert!(matches!(winner, Err(ActError::Fields(_))), "a grant ends on its own page: {winner:?}");

        let second = would_say(&place, id).await;
        assert!(!second.moved_up.contains(&first));
        assert_eq!(second.skipped, [Skipped { proposal: first.clone(), why: Skip::Refused }]);
        let hash = succession::propose(&town.joris_at(days(19)), id, "").await.expect("proposed");
        if let Some(next) = second.moved_up.first() {
            strike(&marijke(), id, next, Skip::Withdrawn, "De groep belde: zij stoppen.").await.expect("out");
            let late = succession::approve(&town.marijke_at(days(20)), id, &hash).await;
            assert!(matches!(late, Err(ActError::DraftChanged)), "what was proposed no longer follows");
            assert_eq!(refusals(&place, next).await, 0, "who stops is not refused");
            succession::refuse(&town.marijke_at(days(20)), id, &hash, "Er stopte nog een plan.")
                .await
                .unwrap();
            let hash = succession::propose(&town.joris_at(days(20)), id, "").await.expect("proposed");
            succession::approve(&town.marijke_at(days(21)), id, &hash).await.expect("approved");
        } else {
            succession::approve(&town.marijke_at(days(20)), id, &hash).await.expect("approved");
        }
        let wanted = says_now(&place, id).await;
        assert!(wanted.skipped.iter().any(|one| one.proposal == first && one.why == Skip::Refused));
        let mut conn = place.store.read().await.expect("a connection");
        let bundle = publication::bundle(&mut conn, id).await.expect("a bundle");
        drop(conn);
        let report = verify(&bundle, &Expected::default());
        assert!(report.end.is_ok(), "{:?}", report.end);
        assert!(report.steps.iter().any(|step| step.contains("passed over")), "{:?}", report.steps);
        let records = store::grant::of_round(&mut place.store.read().await.unwrap(), id).await.unwrap();
        assert!(records.iter().all(|record| record.source.proposal() != Some(&first)), "no money for it");
        crate::acts::acceptance::six::both_say(&bundle, "count attested, not recomputed");
    });
}

/// What the certificate in force says.
async fn says_now(place: &Place, id: &RoundId) -> Succession {
    let mut conn = place.store.read().await.expect("a connection");
    let (_, last) = publication::chain(&mut conn, id).await.expect("certified").pop().expect("in force");
    last.succession.expect("it took the place of another")
}
