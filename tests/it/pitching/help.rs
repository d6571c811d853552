//! Help with a draft, and drafts that end.

use axum::http::StatusCode;
use schuifruimte::acts::pitch::{Author, help};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::help::Why;
use schuifruimte::domain::round::Step;

use super::{found, own, refusal, sent, soup, today, written};
use crate::support::people::{JORIS, Staff};
use crate::support::{Browser, Site, Town, days, on_both};

/// S7, S44: a group asks for help with its draft; the office looks into it only as long as it does, says something beside it and
/// changes nothing in it.
#[test]
fn s7_a_group_asks_for_help_and_the_office_says_something_beside_its_draft() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = written(&town, &round, "henk@buurt.example", &soup()).await;
        let (ctx, author) = (own(&place, &henk, today()), Author::Member(&henk.id));
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, JORIS).await;
        let (list, draft) =
            (format!("/bureau/rondes/{round}/hulp"), format!("/bureau/rondes/{round}/hulp/{id}"));
        assert!(!office.get(&site, &list).await.says("Samen soep"));
        assert_eq!(office.get(&site, &draft).await.status, StatusCode::NOT_FOUND, "nobody asked");
        let joris = town.joris_at(today());
        assert!(matches!(help::say(&joris, &round, &id, "Mooi plan.").await, Err(ActError::NotFound)));
        assert_eq!(refusal(help::ask(&ctx, author, &id, " ").await), "pt_help_about: empty");
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let page = format!("/initiatief/plannen/{id}");
        let asked = [("pt_help_about", "Van wie is het plein?")];
        let done = mine.post(&site, &format!("{page}/hulp"), &asked).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(office.get(&site, "/bureau").await.says("1 groep vraagt hulp"));
        assert!(office.get(&site, &list).await.says("Samen soep"));
        let seen = office.get(&site, &draft).await;
        assert!(seen.says("Van wie is het plein?") && seen.says("Elke week koken wij soep"), "{}", seen.body);
        // Nobody speaks for a social-brokerage organisation here (S11), and nobody else sees the draft.
        let smo = Staff { login: "smo", name: "Smo", function: "Contact", role: Role::SmoContact };
        place.employ(smo, Scope::City).await;
        let mut other = Browser::of(&site, smo).await;
        assert_eq!(other.get(&site, &draft).await.status, StatusCode::NOT_FOUND);
        let public = format!("/rondes/{round}/ingestuurd/{id}");
        assert_eq!(Browser::default().get(&site, &public).await.status, StatusCode::NOT_FOUND);
        let said = [("pt_help_say", "Van de gemeente. U mag er staan.")];
        assert_eq!(office.post(&site, &draft, &said).await.status, StatusCode::SEE_OTHER);
        let seen = mine.get(&site, &page).await;
        assert!(seen.says("Van de gemeente. U mag er staan."), "{}", seen.body);
        assert_eq!(found(&place.store, &id).await.content, soup(), "not a word of it changed");
        assert_eq!(mine.post(&site, &format!("{page}/hulp/einde"), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(office.get(&site, &draft).await.status, StatusCode::NOT_FOUND, "it asks no more");
        help::ask(&ctx, author, &id, "En nu?").await.expect("asked again");
        acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
        assert!(matches!(help::say(&joris, &round, &id, "Te laat.").await, Err(ActError::NotFound)));
        assert_eq!(office.get(&site, &draft).await.status, StatusCode::NOT_FOUND);
    });
}

/// S7: drafts that were never sent in, and why, in counts without a name.
#[test]
fn s7_everyone_sees_how_many_drafts_ended_and_why() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (truus, thrown) = written(&town, &round, "truus@buurt.example", &soup()).await;
        let (_, left) = written(&town, &round, "ans@buurt.example", &soup()).await;
        let (kees, gone) = written(&town, &round, "kees@buurt.example", &soup()).await;
        let ctx = own(&place, &truus, today());
        let author = Author::Member(&truus.id);
        help::ask(&ctx, author, &thrown, "Hoe vul ik de kosten in?").await.expect("asked");
        acts::pitch::drop_draft(&ctx, author, &thrown, Why::Hard).await.expect("thrown away");
        let group = super::group_of(&town, &gone).await;
        acts::initiative::leave(&own(&place, &kees, today()), &kees.id, &group)
            .await
            .expect("the group ends");
        let rows = "SELECT CAST(COUNT(*) AS BIGINT) FROM pitch_help";
        assert_eq!(place.number(rows).await, 0, "what was said goes with the draft");
        let site = Site::of(&town, days(-8));
        let list = format!("/rondes/{round}/ingestuurd?volgorde=abc");
        let mut anyone = Browser::default();
        assert!(
            !anyone.get(&site, &list).await.says("Plannen die niet zijn ingestuurd"),
            "plans still come in"
        );
        acts::round::step(&town.joris_at(days(-9)), &round, Step::Check).await.expect("checked");
        let page = anyone.get(&site, &list).await;
        let told = page.body.split("id=\"concepten\"").nth(1).expect("a section").split("</section>").next();
        let told = told.expect("its end");
        for (words, count) in [
            ("Begonnen", 4),
            ("Ingestuurd", 1),
            ("Niet ingestuurd, nog bewaard", 1),
            ("Insturen was te moeilijk", 1),
            ("Niet afgemaakt", 1),
            ("Hulp gevraagd", 1),
        ] {
            let row = told.split("<tr>").find(|row| row.contains(&format!(">{words}</th>")));
            let row = row.unwrap_or_else(|| panic!("{words}: {told}"));
            assert!(row.contains(&format!(">{count}<")), "{words}: {row}");
        }
        for hidden in ["Truus", "Soepgroep", left.as_str(), thrown.as_str()] {
            assert!(!told.contains(hidden), "{hidden}");
        }
        acts::erasure::run(&place.context(Actor::Service, days(900))).await.expect("it runs");
        let ended = "SELECT CAST(COUNT(*) AS BIGINT) FROM pitch_end";
        assert_eq!(place.number(ended).await, 3, "what was left lying is counted when it goes");
    });
}
