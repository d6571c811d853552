//! A winner drops out: the reserve list moves up under a new certificate; the old one stays readable.

use schuifruimte::acts::{self, ActError, publication, succession};
use schuifruimte::domain::bundle::{self, Expected, earlier_certificate, verify};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::grant::{GrantRecord, GrantState, total};
use schuifruimte::domain::id::{GrantId, RoundId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::succession::Why;
use schuifruimte::store;

use crate::acts::decisions::send;
use crate::support::{OpenRound, Place, Town, days, on_both};

/// A certified round, and the grant of its first winner.
async fn certified(place: &Place) -> (Town, OpenRound, GrantId) {
    let town = Town::new(place).await;
    let round = town.certified_round("zuilen").await;
    let mut conn = place.store.read().await.expect("a connection");
    let chain = publication::chain(&mut conn, &round.id).await.expect("certified");
    let winner = GrantRecord::id_of(&round.id, &chain[0].1.grants[0].proposal);
    drop(conn);
    (town, round, winner)
}

async fn state(place: &Place, id: &GrantId) -> GrantState {
    let mut conn = place.store.read().await.expect("a connection");
    store::grant::find(&mut conn, id).await.expect("a grant").expect("it is there").state
}

async fn granted(place: &Place, round: &RoundId) -> Cents {
    let mut conn = place.store.read().await.expect("a connection");
    total(&store::certificate::grants(&mut conn, round).await.expect("grants"))
}

#[test]
fn a_winner_drops_out_and_the_reserve_list_moves_up_under_a_new_certificate() {
    on_both(|place| async move {
        let (town, round, winner) = certified(&place).await;
        let nothing = succession::propose(&town.joris_at(days(18)), &round.id, "").await;
        assert!(matches!(nothing, Err(ActError::WrongPhase(_))), "nobody dropped out");
        acts::grant::withdraw(&town.joris_at(days(18)), &winner, "De groep stopt ermee.").await.unwrap();
        assert_eq!(state(&place, &winner).await, GrantState::Withdrawn);

        let hash = succession::propose(&town.joris_at(days(19)), &round.id, "").await.unwrap();
        let same = succession::approve(&town.joris_at(days(20)), &round.id, &hash).await;
        assert!(matches!(same, Err(ActError::FourEyes)), "another person approves");
        let before = granted(&place, &round.id).await;
        succession::approve(&town.marijke_at(days(20)), &round.id, &hash).await.unwrap();

        let mut conn = place.store.read().await.unwrap();
        let chain = publication::chain(&mut conn, &round.id).await.unwrap();
        let (first, second) = (&chain[0], &chain[1].1);
        assert_eq!(second.supersedes, Some(first.0.hash), "the new one names the old one");
        let said = second.succession.as_ref().unwrap();
        assert_eq!(said.dropped[0].why, Why::Withdrawn);
        assert!(!said.moved_up.is_empty());
        drop(conn);
        for plan in &said.moved_up {
            let up = GrantRecord::id_of(&round.id, plan);
            assert_eq!(state(&place, &up).await, GrantState::Certified, "{plan} may be awarded now");
            town.check_grant(&up).await;
            acts::grant::award(&town.marijke_at(days(21)), &up, "Naar de uitslag van de ronde.")
                .await
                .unwrap();
        }
        let after = granted(&place, &round.id).await;
        assert_eq!(after, second.granted);
        assert!(after != before && after <= round.rules.spendable());
    });
}

#[test]
fn the_old_certificate_stays_in_the_bundle_and_anyone_can_check_both() {
    on_both(|place| async move {
        let (town, round, winner) = certified(&place).await;
        let mut conn = place.store.read().await.unwrap();
        let one = publication::bundle(&mut conn, &round.id).await.unwrap();
        acts::grant::refuse(&town.marijke_at(days(18)), &winner, "Een grond uit de regeling.").await.unwrap();
        let hash = succession::propose(&town.joris_at(days(19)), &round.id, "").await.unwrap();
        let waiting = publication::bundle(&mut conn, &round.id).await.unwrap();
        assert_eq!(waiting, one, "what waits is not public");
        succession::approve(&town.marijke_at(days(20)), &round.id, &hash).await.unwrap();
        let two = publication::bundle(&mut conn, &round.id).await.unwrap();
        let report = verify(&two, &Expected::default());
        assert!(report.end.is_ok(), "{report:?}");
        assert_eq!(two.file(&earlier_certificate(1)), one.file(bundle::CERTIFICATE));
        let kept = one.file(bundle::CHECKPOINT).map(|note| String::from_utf8(note.to_vec()).unwrap());
        let expected = Expected { checkpoint: kept.as_deref(), ..Expected::default() };
        assert!(verify(&two, &expected).end.is_ok(), "the log goes on from where it was");
    });
}

#[test]
fn an_approval_is_of_what_was_seen_also_when_another_winner_drops_out_meanwhile() {
    on_both(|place| async move {
        let (town, round, winner) = certified(&place).await;
        acts::grant::withdraw(&town.joris_at(days(18)), &winner, "Wij stoppen.").await.unwrap();
        let hash = succession::propose(&town.joris_at(days(19)), &round.id, "").await.unwrap();
        let other = succession::approve(&town.marijke_at(days(19)), &round.id, &Digest::of(b"x")).await;
        assert!(matches!(other, Err(ActError::DraftChanged)));
        let mut conn = place.store.read().await.unwrap();
        let chain = publication::chain(&mut conn, &round.id).await.unwrap();
        let next = GrantRecord::id_of(&round.id, &chain[0].1.grants[1].proposal);
        drop(conn);
        acts::grant::lapse(&town.joris_at(days(19)), &next, "De groep bestaat niet meer.").await.unwrap();
        let stale = succession::approve(&town.marijke_at(days(20)), &round.id, &hash).await;
        assert!(matches!(stale, Err(ActError::DraftChanged)), "{stale:?}");
        succession::refuse(&town.marijke_at(days(20)), &round.id, &hash, "Er viel nog een plan af.")
            .await
            .unwrap();
        let hash = succession::propose(&town.joris_at(days(21)), &round.id, "").await.unwrap();
        succession::approve(&town.marijke_at(days(21)), &round.id, &hash).await.unwrap();
        assert_eq!(place.number("SELECT COUNT(*) FROM certificate").await, 3);
        let mut conn = place.store.read().await.unwrap();
        let bundle = publication::bundle(&mut conn, &round.id).await.unwrap();
        assert!(verify(&bundle, &Expected::default()).end.is_ok(), "a refused one in between takes a number");
    });
}

#[test]
fn when_the_list_ends_what_is_left_goes_back_to_the_area_and_nobody_moves_up() {
    on_both(|place| async move {
        let (town, round, winner) = certified(&place).await;
        let area = "SELECT credit_cents - debit_cents FROM ledger_account WHERE kind = 'area'";
        let held =
            "SELECT CAST(SUM(credit_cents - debit_cents) AS BIGINT) FROM ledger_account WHERE kind = 'round'";
        let before = place.number(area).await;
        let silent = succession::release(&town.marijke_at(days(30)), &round.id, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "with a reason");
        let rest = place.number(held).await;
        succession::release(&town.marijke_at(days(30)), &round.id, "De ronde is klaar.").await.unwrap();
        assert_eq!((place.number(held).await, place.number(area).await), (0, before + rest));
        acts::grant::withdraw(&town.joris_at(days(31)), &winner, "Wij stoppen.").await.unwrap();
        assert!(place.number(area).await > before + rest, "what drops out later goes to the area at once");
        let late = succession::propose(&town.joris_at(days(32)), &round.id, "").await;
        assert!(matches!(late, Err(ActError::WrongPhase(_))));
        let objections = place.number(area).await;
        let keep = succession::release_objections(&town.marijke_at(days(33)), &round.id, "Klaar.").await;
        assert!(matches!(keep, Err(ActError::Fields(_))), "nobody was refused yet: each of them may object");
        let mut conn = place.store.read().await.unwrap();
        let others = acts::decision::others(&mut conn, &round.id).await.unwrap();
        for plan in others.waiting {
            acts::decision::refuse_plan(&town.marijke_at(days(33)), &round.id, &plan.id, "").await.unwrap();
        }
        for taken in store::decision::letters::due(&mut conn, "", (0, 100), "").await.unwrap() {
            send(&town.joris_at(days(33)), &taken.number).await.unwrap();
        }
        drop(conn);
        succession::release_objections(&town.marijke_at(days(90)), &round.id, "Er loopt geen bezwaar meer.")
            .await
            .unwrap();
        assert_eq!(place.number(area).await, objections + 100_000);
    });
}
