//! Plans by paper and telephone: the desk types them, for whom it opened an account and for nobody else.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::acts::ActError;
use schuifruimte::acts::moderation;
use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::{AccountId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::moderation::{Ground, Written};
use schuifruimte::domain::pitch::content::Form;
use schuifruimte::store;
use schuifruimte::store::StoreError;

use super::bids::{clubs, listed};
use super::takeover::{on, taken_over};
use super::{admit, fill, found, refusal, sent, soup, today};
use crate::support::people::{JORIS, MARIJKE, Staff};
use crate::support::{Browser, Place, Site, Town, on_both};

const INA: Staff = Staff { login: "ina", name: "Ina Vos", function: "Balie", role: Role::Officer };

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

/// S22: what a group does with mail the desk does for who has none, within the same limits: it answers a question, calls a meeting, and
/// tells how a year of a takeover went. Pages and the log say who typed it.
#[test]
fn s22_the_desk_answers_calls_and_tells_for_a_group() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let ina = place.employ(INA, Scope::City).await;
        let mut desk = place.context(Actor::Staff(ina.clone()), today());
        let truus = acts::initiator::desk::open(&mut desk, "Truus van Dijk", "nl").await.expect("opened");
        let author = Author::Desk(&truus);
        let task = listed(&town).await;
        let start = Start {
            round: round.clone(),
            group: None,
            name: "Clubs van Zuilen",
            form: Form::Bid,
            task: task.as_str(),
        };
        let id = acts::pitch::start(&mut desk, author, &start).await.expect("begun");
        fill(&desk, author, &id, &clubs(&task)).await.expect("typed");
        acts::pitch::submit(&desk, author, &id).await.expect("sent in");
        let question = crate::talk::said(&town, &id).await;
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, INA).await;
        let (own, public) = (
            format!("/bureau/initiatiefnemers/{truus}/plannen/{id}"),
            format!("/rondes/{round}/ingestuurd/{id}"),
        );
        let page = office.get(&site, &own).await;
        for part in ["gesprek", "bijeenkomsten"] {
            assert!(page.body.contains(&format!("{own}/{part}")), "{part}: {}", page.body);
        }
        assert!(office.get(&site, &format!("{own}/gesprek")).await.says("Mag iedereen mee-eten?"));
        let one = question.to_string();
        let answer = [("do", "answer"), ("one", one.as_str()), ("talk_answer", "Ja, iedereen.")];
        let page = office.post(&site, &format!("{own}/gesprek"), &answer).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = Browser::default().get(&site, &format!("{public}/gesprek")).await;
        assert!(page.says("Ja, iedereen.") && page.says("opgeschreven door het wijkbureau"), "{}", page.body);
        meets(&site, &mut office, (&own, &public)).await;
        disagrees(&town, (&site, &mut office), &round, &own).await;
        taken_over(&town, (&round, &id)).await;
        site.clock.set(on("2029-02-01"));
        let mut office = Browser::of(&site, INA).await;
        assert!(office.get(&site, &own).await.says("Over 2028 is nog niet verteld hoe het ging."));
        let told = [("to_year", "2028"), ("to_reason", "Drukker dan ooit.")];
        let page = office.post(&site, &format!("{own}/verantwoording"), &told).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = Browser::default().get(&site, &format!("{public}/overname")).await;
        let who = "door de groep, opgeschreven door het wijkbureau";
        assert!(page.says("Drukker dan ooit.") && page.says(who), "{}", page.body);
        typed_in_the_log(&place, &ina).await;
        for table in ["meeting", "comment", "takeover_step"] {
            let slip = format!("UPDATE {table} SET by_desk = NULL WHERE by_desk IS NOT NULL");
            assert!(matches!(place.sql(slip).await, Err(StoreError::Refused(_))), "{table}");
        }
    });
}

/// A meeting is called for the group, and everyone can report it as any of a group.
async fn meets(site: &Site, office: &mut Browser, (own, public): (&str, &str)) {
    let meeting = [
        ("do", "call"),
        ("meet_title", "Koffie met de clubs"),
        ("meet_at", "2027-03-20T20:00"),
        ("meet_place", "Sporthal"),
        ("meet_access", "Geen drempel."),
        ("meet_about", ""),
    ];
    let to = format!("{own}/bijeenkomsten");
    let page = office.post(site, &to, &meeting).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Koffie met de clubs"), "nothing typed is lost: {}", page.body);
    let mut meeting = meeting;
    meeting[5].1 = "Wat er verandert.";
    let page = office.post(site, &to, &meeting).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = Browser::default().get(site, public).await;
    assert!(
        page.says("Koffie met de clubs") && page.says("Opgeschreven door het wijkbureau."),
        "{}",
        page.body
    );
    assert!(page.body.contains("/melden/bijeenkomst/"), "{}", page.body);
}

/// What was taken off of it gets a second look, which neither who took it off nor who typed the request gives.
async fn disagrees(town: &Town, (site, office): (&Site, &mut Browser), round: &RoundId, own: &str) {
    let mut conn = town.place.store.read().await.expect("a connection");
    let meeting = store::meeting::of_round(&mut conn, round).await.expect("readable").remove(0).id;
    drop(conn);
    let one = Written::Meeting(meeting.clone());
    let off = (Ground::Advertising, "Reclame.");
    moderation::withhold(&mut town.joris_at(today()), (round, &one), off).await.expect("taken off");
    let to = format!("{own}/weggehaald");
    assert!(office.get(site, own).await.body.contains(&to));
    let fields = [("kind", "bijeenkomst"), ("one", meeting.as_str()), ("talk_appeal", "Koffie is gratis.")];
    let page = office.post(site, &to, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let case = format!("/bureau/rondes/{round}/gesprek/bijeenkomst/{meeting}");
    let rule = [("do", "rule"), ("talk_ruling", "restored"), ("talk_ruling_reason", "Geen reclame.")];
    let page = office.post(site, &case, &rule).await;
    assert_eq!((page.status, page.kind()), (StatusCode::CONFLICT, Some("four_eyes_required")));
    let slip = "UPDATE withholding SET ruling = 'restored', ruled_by = appeal_desk, ruled_function = '', ruled_reason = '', \
                ruled_at = 1";
    assert!(matches!(town.place.sql(slip).await, Err(StoreError::Refused(_))), "nor past the acts");
    let page = Browser::of(site, MARIJKE).await.post(site, &case, &rule).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

/// The staff log says of each that it was typed at the desk, and by whom.
async fn typed_in_the_log(place: &Place, ina: &AccountId) {
    let mut conn = place.store.read().await.expect("a connection");
    let log = store::log::staff(&mut conn).await.expect("the log");
    drop(conn);
    let all: Vec<String> = log.iter().map(|one| String::from_utf8_lossy(&one.entry).into_owned()).collect();
    for act in ["talk.place", "meeting.call", "bid.takeover"] {
        let is_it = |one: &&String| {
            one.contains(act) && one.contains("\"at_desk\":true") && one.contains(ina.as_str())
        };
        assert_eq!(all.iter().filter(is_it).count(), 1, "{act}");
    }
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
