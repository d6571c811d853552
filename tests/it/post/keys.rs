//! Passkeys of people who pitch, for who wants them. What a real device answers is tried in a browser (`tests/browser`).

use axum::http::StatusCode;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::InitiatorId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::passkey::{MOST, Owner};
use schuifruimte::domain::time::Moment;
use schuifruimte::store;
use schuifruimte::store::passkey::Passkey;

use super::entering::enter;
use super::groups::named;
use super::{address, turn};
use crate::support::smtp::{MailServer, Manner, header};
use crate::support::{Browser, Place, Site, Town, now, on_both};

const ADDRESS: &str = "truus@buurt.example";

async fn id_of(place: &Place, email: &str) -> InitiatorId {
    let mut conn = place.store.read().await.expect("a connection");
    let found = store::initiator::find_email(&mut conn, &address(email)).await.expect("a query");
    found.expect("an account").id
}

/// A passkey as a device would have made it for someone, added by the act.
async fn add(place: &Place, who: &InitiatorId, id: &str, at: Moment) -> Result<(), ActError> {
    let key = Passkey {
        id: id.to_string(),
        owner: Owner::Initiator(who.clone()),
        name: "toestel van Truus".to_string(),
        credential: "{}".to_string(),
        counter: 0,
        made_at: at,
        used_at: None,
    };
    acts::passkey::add(&mut place.context(Actor::Initiator(who.clone()), at), key).await
}

async fn keys(place: &Place) -> i64 {
    place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM passkey").await
}

/// What a page ties an answer to.
fn ticket(body: &str) -> String {
    let rest = body.split("name=\"page\" value=\"").nth(1).expect("a page with a question");
    rest.split('"').next().expect("a text").to_string()
}

#[test]
fn a_passkey_is_told_by_mail_is_ones_own_and_taken_away_the_link_still_opens() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let mut truus = named(&place, &site, ADDRESS, "Truus van Dijk").await;
        let mut kees = named(&place, &site, "kees@elders.example", "Kees Vermeulen").await;
        let page = truus.get(&site, "/initiatief").await;
        assert!(page.says("Voeg een passkey toe") && page.says("U hoeft er geen te hebben"), "{}", page.body);
        let server = MailServer::start(|_| Manner::Take).await;
        turn(&place, &server, now()).await;
        let before = server.arrived().len();
        add(&place, &id_of(&place, ADDRESS).await, "0a0b", now()).await.expect("added");
        turn(&place, &server, now()).await;
        let mails = server.arrived();
        assert_eq!(mails.len(), before + 1, "one mail tells of it");
        assert_eq!(header(&mails[before], "Subject"), "Uw account heeft een passkey erbij");
        assert_eq!(header(&mails[before], "To"), ADDRESS);
        assert!(!mails[before].contains("toestel van Truus"), "without what its owner calls it");
        assert!(truus.get(&site, "/initiatief").await.says("toestel van Truus"));
        assert!(!kees.get(&site, "/initiatief").await.says("toestel van Truus"));

        let way = "/initiatief/passkeys/0a0b/verwijdering";
        let page = kees.post(&site, way, &[]).await;
        assert_eq!(
            (page.status, page.kind(), keys(&place).await),
            (StatusCode::NOT_FOUND, Some("not_found"), 1)
        );
        // A session that someone left open on a shared device changes nothing.
        site.clock.set(now().plus_minutes(6));
        let page = truus.post(&site, way, &[]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (401, Some("reauth_required")), "{}", page.body);
        let page = truus.post(&site, "/initiatief/passkeys", &[("key_name", "toestel")]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (401, Some("reauth_required")), "{}", page.body);
        let page = truus.get(&site, "/initiatief").await;
        assert!(!page.says("/initiatief/passkeys") && page.says("kort na het aanmelden"), "{}", page.body);
        site.clock.set(now().plus_minutes(60));
        let mut truus = enter(&place, &site, ADDRESS).await;
        assert_eq!(truus.post(&site, way, &[]).await.header("location"), "/initiatief");
        assert_eq!(keys(&place).await, 0);
        site.clock.set(now().plus_minutes(120));
        assert!(enter(&place, &site, ADDRESS).await.get(&site, "/initiatief").await.says("Truus van Dijk"));
    });
}

#[test]
fn a_passkey_needs_a_name_and_there_is_an_end_to_how_many_there_are() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let mut truus = named(&place, &site, ADDRESS, "Truus van Dijk").await;
        for name in ["", &"n".repeat(61)] {
            let page = truus.post(&site, "/initiatief/passkeys", &[("key_name", name)]).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")), "{}", page.body);
            assert!(page.says("Vul dit in."), "{}", page.body);
        }
        let page = truus.post(&site, "/initiatief/passkeys", &[("key_name", "toestel")]).await;
        assert!(page.says("data-passkey=\"new\"") && page.says("data-options"), "{}", page.body);
        assert!(!page.header("content-security-policy").contains("unsafe"));
        let who = id_of(&place, ADDRESS).await;
        for number in 0..MOST {
            add(&place, &who, &format!("{number:04x}"), now()).await.expect("added");
        }
        assert!(matches!(add(&place, &who, "ffff", now()).await, Err(ActError::Fields(_))));
        assert!(matches!(
            acts::passkey::remove(&place.context(Actor::Visitor, now()), "0000").await,
            Err(ActError::SignInFailed)
        ));
    });
}

/// What no device answered, what was answered before, and what was asked of somebody else opens nothing.
#[test]
fn only_the_answer_to_ones_own_question_counts_and_it_counts_once() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let page = Browser::default().get(&site, "/initiatief/aanmelden").await;
        assert!(page.says("Stuur mij een link") && page.says("Meld aan met een passkey"), "{}", page.body);
        let asked = Browser::default().post(&site, "/initiatief/aanmelden/passkey", &[]).await;
        assert!(
            asked.says("data-passkey=\"known\"")
                && asked.says("&quot;userVerification&quot;:&quot;required&quot;")
        );
        assert!(!asked.says("allowCredentials&quot;:[{"), "nobody is named");
        let fields = [("page", ticket(&asked.body)), ("answer", "{}".to_string())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let entries = "SELECT CAST(COUNT(*) AS BIGINT) FROM staff_log";
        let before = place.number(entries).await;
        for _ in 0..2 {
            let page = Browser::default().post(&site, "/initiatief/aanmelden/passkey/klaar", &fields).await;
            assert_eq!((page.status.as_u16(), page.kind()), (400, Some("login_failed")), "{}", page.body);
            assert!(page.says("Deze passkey werkt hier niet"), "{}", page.body);
            assert!(page.headers.get("set-cookie").is_none());
            assert_eq!(place.number(entries).await, before + 1, "what nobody asked is not worth a line");
        }

        let mut truus = named(&place, &site, ADDRESS, "Truus van Dijk").await;
        let mut kees = named(&place, &site, "kees@elders.example", "Kees Vermeulen").await;
        let asked = truus.post(&site, "/initiatief/passkeys", &[("key_name", "toestel")]).await;
        let fields = [
            ("page", ticket(&asked.body)),
            ("answer", "{}".to_string()),
            ("key_name", "toestel".to_string()),
        ];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        for who in [&mut kees, &mut truus] {
            let page = who.post(&site, "/initiatief/passkeys/klaar", &fields).await;
            assert_eq!((page.status.as_u16(), page.kind()), (400, Some("login_failed")), "{}", page.body);
        }
        assert_eq!(keys(&place).await, 0);
    });
}

#[test]
fn passkeys_go_with_the_account_whoever_ends_it() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        for email in [ADDRESS, "henk@buurt.example"] {
            let mut browser = named(&place, &site, email, "Iemand").await;
            let who = id_of(&place, email).await;
            browser.post(&site, "/initiatief/passkeys", &[("key_name", "nog een")]).await;
            add(&place, &who, &email.len().to_string(), now()).await.expect("added");
            if email == ADDRESS {
                let page = browser.post(&site, "/initiatief/verwijdering", &[]).await;
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
            }
        }
        assert_eq!(keys(&place).await, 1, "that of Henk");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ceremony").await, 1);
        let later = place.context(Actor::Service, now().plus_minutes(733 * 24 * 60));
        assert_eq!(acts::erasure::run(&later).await.expect("it runs").emptied.initiators, 1);
        assert_eq!(keys(&place).await, 0);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ceremony").await, 0);
    });
}
