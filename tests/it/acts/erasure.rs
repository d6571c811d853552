//! What has had its time goes, with all traces; what proves a result stays.

use schuifruimte::acts;
use schuifruimte::acts::session::{Browser, Way};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::round::Step;
use schuifruimte::store::Backend;

use super::secrecy::in_the_files;
use crate::support::{Place, Town, days, on_both};

/// The keyed hashes of a round's codes, as someone with the key could plant and look for them.
fn codes(round: &crate::support::OpenRound) -> Vec<String> {
    let mac = |code| round.letters.key.mac(&round.id, code).to_string();
    round.letters.printed.iter().map(|(code, _)| mac(code)).collect()
}

fn left(place: &Place, texts: &[String]) -> usize {
    match place.store.backend() {
        Backend::Sqlite => in_the_files(place, texts),
        Backend::Postgres => 0,
    }
}

#[test]
fn codes_and_sessions_go_and_the_certificate_still_holds() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let certified = town.certified_round("ondiep").await;
        let cancelled = town.open_round("zuilen").await;
        let running = town.open_round("overvecht").await;
        acts::round::step(&town.joris_at(days(2)), &cancelled.id, Step::Cancel).await.unwrap();
        let mut ctx = town.joris_at(days(2));
        let token =
            acts::session::start(&mut ctx, &town.joris, Way::Code, &Browser { device: "", earlier: None })
                .await
                .unwrap();
        let session = vec![acts::session::key(&token).to_string()];
        let codes_before = codes(&cancelled);
        if place.store.backend() == Backend::Sqlite {
            assert_eq!(left(&place, &session), 1, "the test would find it");
            assert_eq!(left(&place, &codes_before), 60, "and these");
        }
        let early = acts::erasure::run(&place.context(Actor::Service, days(2))).await.unwrap();
        assert_eq!((early.sessions, early.codes), (0, 63), "the session has not ended");
        assert_eq!(early.rounds, [certified.id.clone(), cancelled.id.clone()]);
        let late = acts::erasure::run(&place.context(Actor::Service, days(4))).await.unwrap();
        assert_eq!((late.sessions, late.codes), (1, 0));
        let again = acts::erasure::run(&place.context(Actor::Service, days(5))).await.unwrap();
        assert_eq!((again.sessions, again.codes), (0, 0));
        assert_eq!(left(&place, &session), 0);
        assert_eq!(left(&place, &codes_before), 0);
        assert_eq!(left(&place, &codes(&certified)), 0, "the seal erased these");
        let kept = "SELECT CAST(COUNT(*) AS BIGINT) FROM letter WHERE code_mac IS NOT NULL";
        assert_eq!(place.number(kept).await, 63, "a vote that runs keeps its codes");
        town.cast(&running, 0, &["01"]).await.expect("and takes votes");
        let mut conn = place.store.read().await.unwrap();
        let bundle = acts::publication::bundle(&mut conn, &certified.id).await.unwrap();
        let report = schuifruimte::domain::bundle::verify(&bundle, &Default::default());
        assert!(report.end.is_ok(), "the certificate still verifies");
    });
}
