//! Pictures that a group adds to its plan, from the draft to the ballot and to their end.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::acts::pitch::Author;
use schuifruimte::domain::log::chain::Actor;

use super::writing::{SMALL, begin, typed};
use super::{admit, own, sent, soup, today};
use crate::post::entering::enter;
use crate::support::picture::{photo, png};
use crate::support::{Browser, Page, Place, Site, Town, days, on_both};

const ALT: &str = "Een lange tafel met pannen";

async fn add(site: &Site, browser: &mut Browser, plan: &str, (alt, bytes): (&str, &[u8])) -> Page {
    browser.upload_bytes(site, &format!("{plan}/fotos"), &[("words_alt", alt)], ("soep.png", bytes)).await
}

/// The addresses of the pictures of plans on a page.
fn pictures(page: &Page) -> Vec<String> {
    let parts = page.body.split("src=\"/fotos/").skip(1);
    parts.filter_map(|part| Some(format!("/fotos/{}", part.split('"').next()?))).collect()
}

async fn count(place: &Place) -> i64 {
    place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM pitch_picture").await
}

/// S46: one size for all. What a group did not send in nobody else sees, and the ballot has what was sent in.
#[test]
fn a_picture_goes_with_its_plan_from_the_draft_to_the_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let plan = begin(&site, &mut henk, "Soepgroep", "light").await;
        let page = add(&site, &mut henk, &plan, (ALT, &photo(800, 600))).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = henk.get(&site, &plan).await;
        assert!(page.says(ALT) && page.body.contains(&format!("{plan}/fotos/1\"")), "{}", page.body);
        assert_eq!(henk.get(&site, &format!("{plan}/fotos/1")).await.header("content-type"), "image/jpeg");
        let mut stranger = enter(&place, &site, "ans@buurt.example").await;
        assert_eq!(stranger.get(&site, &format!("{plan}/fotos/1")).await.status, StatusCode::NOT_FOUND);
        let name =
            place.dump().await.into_iter().find(|row| row.starts_with("pitch_picture: ")).expect("a row");
        let small =
            name.split([',', '|', ' ']).map(|part| part.trim_matches('"')).filter(|part| part.len() == 64);
        for file in small {
            let page = Browser::default().get(&site, &format!("/fotos/{file}.jpg")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "a draft shows nothing to others");
        }
        for (step, fields) in &SMALL {
            assert_eq!(typed(&site, &mut henk, &format!("{plan}/stap/{step}"), fields).await.status, 303);
        }
        assert_eq!(henk.post(&site, &format!("{plan}/insturen"), &[]).await.status, StatusCode::SEE_OTHER);
        let late = add(&site, &mut henk, &plan, ("Nog een", &png(300, 300))).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "what was sent in stays as it is: {}", late.body);
        assert_eq!(henk.post(&site, &format!("{plan}/fotos/1/verwijdering"), &[]).await.status, 409);

        let pitch = schuifruimte::domain::id::PitchId::new(plan.rsplit('/').next().expect("a name"));
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{pitch}")).await;
        let shown = pictures(&page);
        assert!(shown.len() == 1 && page.says(ALT), "{}", page.body);
        assert_eq!(Browser::default().get(&site, &shown[0]).await.status, StatusCode::OK);
        let (_, bare) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let list = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd?volgorde=a")).await;
        let sizes = list.body.matches("class=\"sr-picture\"").count();
        assert_eq!(sizes, list.body.matches("width=\"160\" height=\"120\"").count(), "one size for all");
        assert_eq!((sizes, pictures(&list).len()), (2, 1), "{bare}");

        let joris = town.joris_at(today());
        let number = admit(&joris, &round, &pitch).await.expect("admitted");
        let page = Browser::default().get(&site, &format!("/rondes/{round}/plannen/{number}")).await;
        assert_eq!(pictures(&page), shown, "the same file is on the ballot");
        // S44: the office adds nothing to the plan of a group.
        let pair =
            schuifruimte::documents::picture::make(&png(300, 300)).unwrap_or_else(|_| panic!("a picture"));
        let done = acts::picture::add(&joris, &round, &number, &pair, "Een andere").await;
        assert!(super::refusal(done).contains("pt-of-group"));
        let done = acts::picture::remove(&joris, &round, &number, 1).await;
        assert!(
            super::refusal(done).contains("pt-of-group"),
            "nor takes one away without a reason and a second look"
        );
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn a_picture_that_cannot_be_read_is_told_and_a_draft_takes_its_pictures_along() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let plan = begin(&site, &mut henk, "Soepgroep", "light").await;
        let page = add(&site, &mut henk, &plan, (ALT, b"GIF89a")).await;
        assert_eq!(page.kind(), Some("unsupported_type"), "{}", page.body);
        assert!(page.says("geen foto die wij kunnen lezen") && page.says(ALT), "what was typed stands there");
        let page = add(&site, &mut henk, &plan, ("", &png(300, 300))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        for number in 0..4 {
            let page = add(&site, &mut henk, &plan, (ALT, &png(300 + number, 300))).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        }
        assert_eq!(place.fsck().await, Vec::<String>::new(), "also while it is a draft");
        let page = add(&site, &mut henk, &plan, (ALT, &png(310, 300))).await;
        assert!(page.says("heeft al 4 foto"), "{}", page.body);
        assert_eq!(henk.post(&site, &format!("{plan}/fotos/2/verwijdering"), &[]).await.status, 303);
        assert_eq!(count(&place).await, 3);
        let page = henk.post(&site, &format!("{plan}/intrekking"), &[("word", "weg")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert_eq!(count(&place).await, 0, "nothing is left of a draft");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// The terms of docs/retention.md: with what was said of a plan that came on no ballot.
#[test]
fn the_pictures_of_a_plan_end_with_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = super::written(&town, &round, "henk@buurt.example", &soup()).await;
        let (ctx, author) = (own(&place, &henk, today()), Author::Member(&henk.id));
        let pair =
            schuifruimte::documents::picture::make(&png(300, 300)).unwrap_or_else(|_| panic!("a picture"));
        acts::pitch::picture::add(&ctx, author, &id, (&pair, ALT)).await.expect("added");
        acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
        acts::pitch::withdraw(&ctx, author, &id).await.expect("taken back");
        let site = Site::of(&town, today());
        let file = format!("/fotos/{}.jpg", pair.large.name());
        assert_eq!(Browser::default().get(&site, &file).await.status, StatusCode::NOT_FOUND);
        town.certify_draft(round).await;
        acts::erasure::run(&place.context(Actor::Service, days(900))).await.expect("it runs");
        let left =
            place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM pitch_picture WHERE large_file IS NOT NULL");
        assert_eq!(left.await, 0);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
