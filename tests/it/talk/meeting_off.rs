//! Meetings of groups that may not stand there: reporting one, taking it off, and the second look.

use axum::http::StatusCode;
use schuifruimte::acts::ActError;
use schuifruimte::acts::meeting::{self as acts, Host};
use schuifruimte::acts::moderation::{self, Writer};
use schuifruimte::acts::pitch::Author;
use schuifruimte::domain::id::{MeetingId, PitchId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::moderation::{Ground, Ruling, Written};
use schuifruimte::store::StoreError;

use super::meetings::{called, evening};
use super::{mails, visitor};
use crate::pitching::{admit, decider, own, refusal, sent, soup, today};
use crate::post::entering;
use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, DAY, Place, Site, Town, days, on_both};

const TITLE: &str = "Avond over de plannen";

/// A meeting that the group of a plan called.
async fn of_group(town: &Town, round: &RoundId) -> (Initiator, PitchId, MeetingId) {
    let (henk, plan) = sent(town, round, "henk@buurt.example", &soup()).await;
    let mut ctx = own(&town.place, &henk, today());
    let id =
        acts::call(&mut ctx, Host::Group(Author::Member(&henk.id)), (round, Some(&plan)), &evening()).await;
    (henk, plan, id.expect("called"))
}

/// By the pages: a reader reports, an officer takes off with a reason that everyone reads, the group asks for a second look, and
/// another officer gives it.
#[test]
fn a_meeting_is_reported_taken_off_and_looked_at_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan, id) = of_group(&town, &round).await;
        let site = Site::of(&town, today());
        let mut anyone = Browser::default();
        let public = format!("/rondes/{round}/ingestuurd/{plan}");
        let way = format!("/rondes/{round}/melden/bijeenkomst/{id}");
        assert!(anyone.get(&site, &public).await.body.contains(&way), "there is a way to report it");
        assert!(anyone.get(&site, &way).await.says(TITLE));
        let page = anyone.post(&site, &way, &[("talk_ground", ""), ("talk_report", "Mijn huis")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("Mijn huis"), "nothing typed is lost: {}", page.body);
        let told = [("talk_ground", "personal"), ("talk_report", "Dit is mijn huis.")];
        assert!(anyone.post(&site, &way, &told).await.says("Dank u wel"));
        let mut joris = Browser::of(&site, JORIS).await;
        assert!(joris.get(&site, "/bureau").await.says("lezers meldden 1 tekst of foto"));
        let office = format!("/bureau/rondes/{round}/gesprek/bijeenkomst/{id}");
        let page = joris.get(&site, &format!("/bureau/rondes/{round}/bijeenkomsten")).await;
        assert!(page.body.contains(&office), "the way to decide about it: {}", page.body);
        assert!(joris.get(&site, &office).await.says("Dit is mijn huis."));
        let one = id.to_string();
        let off =
            |reason: &'static str| [("do", "off"), ("talk_ground", "personal"), ("talk_reason", reason)];
        let page = joris.post(&site, &office, &off(" ")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "never without a reason: {}", page.body);
        let page = joris.post(&site, &office, &off("Er staat een huisadres in.")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(!joris.get(&site, "/bureau").await.says("tekst of foto"), "it was looked at");
        let page = anyone.get(&site, &public).await;
        assert!(page.says("Er staat een huisadres in.") && !page.says(TITLE), "{}", page.body);
        assert!(!page.says("Fresialaan"), "{}", page.body);
        assert_eq!(anyone.get(&site, &way).await.status, StatusCode::NOT_FOUND);
        assert_eq!(mails(&place, "withheld").await, 1, "the group is told");
        looked_at_again(&place, &site, (&plan, &one, &office, &public)).await;
        let page = anyone.get(&site, &public).await;
        assert!(page.says(TITLE), "it stands there again: {}", page.body);
        assert_eq!(mails(&place, "withheld").await, 2);
        let reason = (Ground::Personal, "Toch weg.");
        let one = Written::Meeting(id);
        let again = moderation::withhold(&mut town.joris_at(today()), (&round, &one), reason).await;
        assert!(matches!(again, Err(ActError::FourEyes)), "what was put back stays: {again:?}");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// The group asks, Joris may not rule on his own decision, Marijke does.
async fn looked_at_again(
    place: &Place,
    site: &Site,
    (plan, one, office, public): (&PitchId, &str, &str, &str),
) {
    let mut henk = entering::enter(place, site, "henk@buurt.example").await;
    let group = format!("/initiatief/plannen/{plan}/bijeenkomsten");
    assert!(henk.get(site, &group).await.says("Bent u het niet eens?"));
    let off = format!("/initiatief/plannen/{plan}/weggehaald");
    assert!(henk.get(site, &format!("/initiatief/plannen/{plan}")).await.body.contains(&off));
    assert!(henk.get(site, &off).await.says("Er staat een huisadres in."));
    let fields = [("kind", "bijeenkomst"), ("one", one), ("talk_appeal", " ")];
    let page = henk.post(site, &off, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    let fields = [("kind", "bijeenkomst"), ("one", one), ("talk_appeal", "Het is het buurthuis.")];
    let page = henk.post(site, &off, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = Browser::default().get(site, public).await;
    assert!(page.says("Er staat een huisadres in."), "{}", page.body);
    assert!(!page.says("Het is het buurthuis."), "what the group says about it is not placed: {}", page.body);
    let page = henk.post(site, &group, &[("do", "rule"), ("one", one)]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "a group rules on nothing");
    let rule =
        [("do", "rule"), ("talk_ruling", "restored"), ("talk_ruling_reason", "Het is geen huisadres.")];
    let mut joris = Browser::of(site, JORIS).await;
    assert!(joris.get(site, "/bureau").await.says("1 schrijver vraagt om een nieuwe beslissing"));
    let page = joris.post(site, office, &rule).await;
    assert_eq!((page.status, page.kind()), (StatusCode::CONFLICT, Some("four_eyes_required")));
    let page = Browser::of(site, MARIJKE).await.post(site, office, &rule).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

/// What the office called nobody has to report, nobody else's group asks for a second look, and a term is a term. The words of
/// all of it go with the words of the meeting.
#[test]
fn the_words_about_a_meeting_go_with_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, plan, id) = of_group(&town, &round).await;
        let one = Written::Meeting(id);
        let own_one = called(&town, &round).await;
        let told = (Ground::Personal, "Huis van De Vries.");
        let ctx = visitor(&place, today());
        let done = moderation::report(&ctx, "198.51.100.1", (&round, &Written::Meeting(own_one)), told).await;
        assert!(matches!(done, Err(ActError::NotFound)), "{done:?}");
        for number in 0..30 {
            let client = format!("198.51.100.{number}");
            moderation::report(&ctx, &client, (&round, &one), told).await.expect("told");
        }
        assert_eq!(
            place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM moderation_report").await,
            25,
            "no flood"
        );
        let joris = town.joris_at(today());
        moderation::keep(&joris, (&round, &one)).await.expect("looked at");
        let again = moderation::keep(&joris, (&round, &one)).await;
        assert!(matches!(again, Err(ActError::DraftChanged)), "{again:?}");
        let off = (Ground::Personal, "De Vries wil dit niet.");
        moderation::withhold(&mut town.joris_at(today()), (&round, &one), off).await.expect("taken off");
        let late = own(&place, &henk, today().plus_minutes(14 * DAY));
        let owner = Writer::Group(Author::Member(&henk.id));
        let done = moderation::appeal(&late, owner, &one, "De Vries vindt het goed.").await;
        assert_eq!(refusal(done), "talk_appeal: talk-late");
        let ctx = own(&place, &henk, today());
        moderation::appeal(&ctx, owner, &one, "De Vries vindt het goed.").await.expect("asked");
        let slip = format!(
            "UPDATE withholding SET ruling = 'restored', ruled_by = '{}', ruled_function = '', ruled_reason = '', \
             ruled_at = 1",
            town.joris
        );
        assert!(
            matches!(place.sql(slip).await, Err(StoreError::Refused(_))),
            "four eyes in the database too"
        );
        let ruled = (Ruling::Upheld, "De Vries bleef erbij.");
        moderation::rule(&mut town.marijke_at(today()), (&round, &one), ruled).await.expect("ruled");
        admit(&decider(&place).await, &round, &plan).await.expect("decided");
        town.certify_draft(round).await;
        let with = async || {
            let all = place.dump().await.into_iter();
            let about = |row: &String| row.starts_with("moderation_report") || row.starts_with("withholding");
            all.filter(|row| about(row) && row.contains("De Vries")).count()
        };
        assert_eq!(with().await, 26);
        let later = place.context(Actor::Service, days(800));
        schuifruimte::acts::erasure::run(&later).await.expect("it runs");
        assert_eq!(with().await, 0);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}
