//! Plans by paper and telephone: the desk types them, for whom it opened an account and for nobody else.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::acts::ActError;
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::content::Form;
use schuifruimte::store;

use super::{admit, fill, found, refusal, sent, soup, today};
use crate::support::people::JORIS;
use crate::support::{Browser, Site, Town, on_both};

/// S22: without e-mail and without a smartphone. The log says who typed, and whoever typed decides nothing about it.
#[test]
fn the_desk_types_a_plan_for_someone_without_mail() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let mut joris = town.joris_at(today());
        let truus = acts::initiator::desk::open(&mut joris, "Truus van Dijk", "nl").await.expect("opened");
        let author = Author::Desk(&truus);
        let start =
            Start { round: round.clone(), group: None, name: "Truus van Dijk", form: Form::Light, task: "" };
        let id = acts::pitch::start(&mut joris, author, &start).await.expect("begun");
        fill(&joris, author, &id, &soup()).await.expect("typed");
        acts::pitch::submit(&joris, author, &id).await.expect("sent in");
        let mut conn = place.store.read().await.expect("a connection");
        let version = store::pitch::life::versions(&mut conn, &id).await.expect("readable").remove(0);
        assert_eq!(version.desk.as_ref(), Some(&town.joris));
        drop(conn);
        let mut conn = place.store.read().await.expect("a connection");
        let log = store::log::staff(&mut conn).await.expect("the log");
        drop(conn);
        let told = |entry: &str| entry.contains("pitch.submit") && entry.contains("\"at_desk\":true");
        let typed = log.iter().map(|one| String::from_utf8_lossy(&one.entry).into_owned());
        assert!(
            typed.into_iter().any(|one| told(&one) && one.contains(town.joris.as_str())),
            "the log says so"
        );
        let done = admit(&joris, &round, &id).await;
        assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
        admit(&town.marijke_at(today()), &round, &id).await.expect("by another one");
        // Who ends the account does not end the plan.
        acts::initiator::desk::remove(&joris, &truus).await.expect("ended");
        assert_eq!(found(&place.store, &id).await.group, None);
    });
}

#[test]
fn the_desk_writes_in_no_plan_of_who_comes_in_by_mail() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        let done = acts::pitch::withdraw(&joris, Author::Desk(&henk.id), &id).await;
        assert_eq!(refusal(done), "there is no such thing");
        // Nor does anybody but staff by that way.
        let ctx = place.context(Actor::Initiator(henk.id.clone()), today());
        let done = acts::pitch::withdraw(&ctx, Author::Desk(&henk.id), &id).await;
        assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
        let site = Site::of(&town, today());
        let mut browser = Browser::of(&site, JORIS).await;
        let page = browser.get(&site, &format!("/bureau/initiatiefnemers/{}/plannen", henk.id)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    });
}
