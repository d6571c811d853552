//! The pages of the talk, through the front door.

use axum::http::StatusCode;
use schuifruimte::domain::account::Scope;
use schuifruimte::domain::talk::CommentKind;
use schuifruimte::domain::talk::contribution::What;
use schuifruimte::text::{Lang, Text};
use schuifruimte::web::guard::token;

use super::{SMO, address, ask, said, say_yes};
use crate::pitching::{sent, soup, today};
use crate::post::{entering, turn};
use crate::support::people::JORIS;
use crate::support::smtp::{MailServer, Manner};
use crate::support::{Browser, Place, Site, Town, on_both};

/// The page that the newest mail of an address leads to.
fn way(server: &MailServer, before: &str) -> String {
    let mut mails = server.arrived().into_iter().map(|mail| mail.replace("=\r\n", ""));
    let link = format!("https://schuif.example{before}");
    let mail = mails.rfind(|mail| mail.contains(&link)).expect("a mail");
    let rest = mail.split(&link).nth(1).expect("a link");
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(rest.len());
    format!("{before}{}", &rest[..end])
}

/// From typing a question to its answer: a resident without an account, and the group.
#[test]
fn a_resident_asks_and_the_group_answers() {
    on_both(|place: Place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let server = MailServer::start(|_| Manner::Take).await;
        let talk = format!("/rondes/{round}/ingestuurd/{plan}/gesprek");
        let mut kees = Browser::default();
        let page = kees.get(&site, &talk).await;
        assert!(
            page.says("Er is nog niets gezegd") && page.says("U hebt geen account nodig"),
            "{}",
            page.body
        );
        let typed = [
            ("talk_kind", "question"),
            ("talk_words", "Is er ook *warm* eten?\n<script>alert(1)</script>"),
            ("talk_name", "Kees"),
            ("post_email", "kees"),
        ];
        let page = kees.post(&site, &talk, &typed).await;
        assert_eq!((page.status, page.kind()), (StatusCode::UNPROCESSABLE_ENTITY, Some("email_invalid")));
        assert!(page.says("warm"), "nothing typed is lost: {}", page.body);
        let typed = [typed[0], typed[1], typed[2], ("post_email", "kees@buurt.example")];
        let page = kees.post(&site, &talk, &typed).await;
        assert_eq!(page.status, StatusCode::ACCEPTED, "{}", page.body);
        assert!(kees.get(&site, &talk).await.says("Er is nog niets gezegd"), "not before the yes");
        turn(&place, &server, today()).await;
        let own = way(&server, "/bijdragen/");
        let page = kees.get(&site, &own).await;
        assert!(page.says("Ja, plaats dit") && page.says("Samen soep"), "{}", page.body);
        assert_eq!(page.header("cache-control"), "no-store");
        let one = page.field("one");
        let page = kees.post(&site, &own, &[("one", &one), ("do", "yes")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = kees.get(&site, &talk).await;
        assert!(page.body.contains("<em>warm</em>") && !page.body.contains("<script>alert"), "{}", page.body);
        assert!(!page.says("kees@"), "no address");
        let mut henk = entering::enter(&place, &site, "henk@buurt.example").await;
        let group = format!("/initiatief/plannen/{plan}/gesprek");
        let page = henk.get(&site, &group).await;
        assert!(page.says("Geef antwoord"), "{}", page.body);
        let one = page.field("one");
        let fields = [("one", one.as_str()), ("do", "answer"), ("talk_answer", "Ja, altijd.")];
        let page = henk.post(&site, &group, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = Browser::default().get(&site, &talk).await;
        assert!(page.says("Ja, altijd.") && page.says("groep van dit plan"), "{}", page.body);
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{plan}")).await;
        assert!(page.says("Vragen (1)"), "{}", page.body);
    });
}

/// A report, taking off, what everyone then sees, and the way of its writer to a second look.
#[test]
fn what_is_taken_off_is_told_with_its_reason() {
    on_both(|place: Place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let comment = said(&town, &plan).await;
        let site = Site::of(&town, today());
        let mut anyone = Browser::default();
        let way = format!("/rondes/{round}/melden/bericht/{comment}");
        assert!(anyone.get(&site, &way).await.says("Mag iedereen mee-eten?"));
        let page = anyone.post(&site, &way, &[("talk_ground", ""), ("talk_report", "Kijk")]).await;
        assert_eq!((page.status, page.kind()), (StatusCode::UNPROCESSABLE_ENTITY, Some("field_invalid")));
        let page =
            anyone.post(&site, &way, &[("talk_ground", "personal"), ("talk_report", "Een naam")]).await;
        assert!(page.says("Dank u wel"), "{}", page.body);
        let mut joris = Browser::of(&site, JORIS).await;
        assert!(joris.get(&site, "/bureau").await.says("lezers meldden 1 tekst of foto"));
        let office = format!("/bureau/rondes/{round}/gesprek");
        let page = joris.get(&site, &office).await;
        assert!(page.says("Gemeld door lezers") && page.says("1 melding"), "{}", page.body);
        let one = format!("{office}/bericht/{comment}");
        assert!(joris.get(&site, &one).await.says("Een naam"));
        let fields = [("do", "off"), ("talk_ground", "personal"), ("talk_reason", "Er staat een adres in.")];
        let page = joris.post(&site, &one, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = anyone.get(&site, &format!("/rondes/{round}/ingestuurd/{plan}/gesprek")).await;
        assert!(
            page.says("Weggehaald door het wijkbureau") && page.says("Er staat een adres in."),
            "{}",
            page.body
        );
        assert!(!page.says("Mag iedereen mee-eten?") && !page.says("Kees"), "{}", page.body);
        assert_eq!(anyone.get(&site, &way).await.status, StatusCode::NOT_FOUND);
        let own = token::of_contributor(&site.app.form_key, &address("kees@buurt.example").mark(), today());
        let own = format!("/bijdragen/{own}");
        let page = anyone.get(&site, &own).await;
        assert!(page.says("Bent u het niet eens?") && page.says("Mag iedereen mee-eten?"), "{}", page.body);
        let id = comment.to_string();
        let fields = [("one", id.as_str()), ("do", "appeal"), ("talk_appeal", " ")];
        let page = anyone.post(&site, &own, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
        let fields = [fields[0], fields[1], ("talk_appeal", "Dat adres is van het plein.")];
        assert_eq!(anyone.post(&site, &own, &fields).await.status, StatusCode::SEE_OTHER);
        let page = joris.get(&site, &one).await;
        assert!(page.says("Beslis opnieuw"), "{}", page.body);
        second_look_has_a_term(&site, &mut joris, (&one, &own)).await;
        let fields = [("do", "rule"), ("talk_ruling", "upheld"), ("talk_ruling_reason", "Nee.")];
        let page = joris.post(&site, &one, &fields).await;
        assert_eq!((page.status, page.kind()), (StatusCode::CONFLICT, Some("four_eyes_required")));
        let page = anyone.get(&site, &format!("/rondes/{round}/gesprek")).await;
        assert!(page.says("Weggehaald") && page.says("Er staan persoonlijke gegevens in."), "{}", page.body);
    });
}

/// The writer and the office read until when another officer looks again, and the work list tells when that day has passed.
async fn second_look_has_a_term(site: &Site, joris: &mut Browser, (one, own): (&str, &str)) {
    let due = today().plus_minutes(28 * 24 * 60);
    let by = Text { lang: Lang::Nl }.day(due).replace('\u{a0}', " ");
    let page = joris.get(site, one).await;
    assert!(page.says(&format!("Een andere medewerker beslist uiterlijk op {by}.")), "{}", page.body);
    let page = Browser::default().get(site, own).await;
    assert!(page.says(&format!("U hoort het uiterlijk op {by}.")), "{}", page.body);
    let page = joris.get(site, "/bureau").await;
    assert!(page.says(&format!("Beslis uiterlijk op {by}")), "{}", page.body);
    site.clock.set(due.plus_minutes(60));
    let page = Browser::of(site, JORIS).await.get(site, "/bureau").await;
    assert!(page.says(&format!("Dat had op {by} klaar moeten zijn")), "{}", page.body);
    site.clock.set(today());
}

/// A link says yes for two days only; what it shows after that can still be taken off by its owner.
#[test]
fn an_old_link_says_yes_to_nothing() {
    on_both(|place: Place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let mark = address("kees@buurt.example").mark();
        let later = today().plus_minutes(3 * 24 * 60);
        let old = format!("/bijdragen/{}", token::of_contributor(&site.app.form_key, &mark, today()));
        site.clock.set(later);
        let what = What::comment(CommentKind::Remark, "Kees", "Later");
        ask(&place, later, "kees@buurt.example", &plan, what).await.expect("asked");
        let mut kees = Browser::default();
        let page = kees.get(&site, &old).await;
        assert!(page.says("te oud om ja te zeggen"), "{}", page.body);
        let one = page.field("one");
        let page = kees.post(&site, &old, &[("one", &one), ("do", "yes")]).await;
        assert_eq!((page.status, page.kind()), (StatusCode::GONE, Some("link_expired")));
        say_yes(&place, later, "kees@buurt.example").await;
        let page = kees.get(&site, &old).await;
        let one = page.field("one");
        let page = kees.post(&site, &old, &[("one", &one), ("do", "back")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(kees.get(&site, &old).await.says("Er staat hier niets van u."));
        assert_eq!(kees.get(&site, "/bijdragen/0000").await.status, StatusCode::NOT_FOUND);
        site.clock.set(today().plus_minutes(400 * 24 * 60 + 1));
        let page = kees.get(&site, &old).await;
        assert_eq!((page.status, page.kind()), (StatusCode::GONE, Some("link_expired")), "a link ends");
        let page = kees.post(&site, &old, &[("one", &one), ("do", "end")]).await;
        assert_eq!((page.status, page.kind()), (StatusCode::GONE, Some("link_expired")));
    });
}

/// S56: the contact of a social broker has a page to react, and nothing else.
#[test]
fn s56_the_contact_of_a_social_broker_reacts_on_a_page_of_its_own() {
    on_both(|place: Place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        place.employ(SMO, Scope::City).await;
        let site = Site::of(&town, today());
        let mut sanne = Browser::of(&site, SMO).await;
        assert!(sanne.get(&site, &format!("/bureau/rondes/{round}")).await.says("Reageren op plannen"));
        let way = format!("/bureau/rondes/{round}/reageren");
        let id = plan.to_string();
        let fields = [
            ("do", "say"),
            ("talk_plan", id.as_str()),
            ("talk_kind", "remark"),
            ("talk_words", "Wij lenen u een pan."),
        ];
        let page = sanne.post(&site, &way, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{plan}/gesprek")).await;
        assert!(
            page.says("praat mee, beslist niet") && page.says("Contact van Het Makelpunt"),
            "{}",
            page.body
        );
        assert!(!page.says("Sanne"), "its function, no person");
        assert_eq!(
            sanne.get(&site, &format!("/bureau/rondes/{round}/gesprek")).await.status,
            StatusCode::NOT_FOUND
        );
        let mut joris = Browser::of(&site, JORIS).await;
        assert_eq!(
            joris.get(&site, &way).await.status,
            StatusCode::NOT_FOUND,
            "S55: no officer reacts as staff"
        );
    });
}
