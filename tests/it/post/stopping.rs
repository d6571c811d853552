//! Mail that others cause: it is written in the language of its receiver, to nobody else, and its receiver can stop it.

use axum::http::StatusCode;
use schuifruimte::acts;
use schuifruimte::domain::log::chain::Actor;

use super::entering::enter;
use super::groups::named;
use super::{ask, count, turn};
use crate::support::smtp::{MailServer, Manner, header};
use crate::support::{Browser, Place, Site, Town, now, on_both};

const TRUUS: &str = "truus@buurt.example";

/// A group of Henk: the way to ask people for it.
async fn group(place: &Place, site: &Site) -> (Browser, String) {
    let mut henk = named(place, site, "henk@buurt.example", "Henk Bouwmeester").await;
    let page = henk.post(site, "/initiatief/groepen", &[("post_group", "Buurttuin Zuilen")]).await;
    let way = page.header("location").to_string();
    (henk, way)
}

async fn invite(site: &Site, henk: &mut Browser, group: &str, email: &str) {
    let fields = [("post_email", email), ("post_role", "reader")];
    let page = henk.post(site, &format!("{group}/uitnodigingen"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

/// What arrived for an address.
fn arrived_for(server: &MailServer, email: &str) -> Vec<String> {
    server.arrived().into_iter().filter(|mail| header(mail, "To") == email).collect()
}

#[test]
fn who_gets_mail_that_others_cause_can_stop_it_and_take_that_back() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let server = MailServer::start(|_| Manner::Take).await;
        let (mut henk, way) = group(&place, &site).await;
        invite(&site, &mut henk, &way, TRUUS).await;
        turn(&place, &server, now()).await;
        let mail = arrived_for(&server, TRUUS).pop().expect("an invitation");
        let told = header(&mail, "List-Unsubscribe");
        let stop = told.strip_prefix("<https://schuif.example").and_then(|rest| rest.strip_suffix('>'));
        let stop = stop.unwrap_or_else(|| panic!("an address: {told}"));

        let before = place.dump().await;
        let page = Browser::default().get(&site, stop).await;
        assert!(page.says("Geen e-mail meer"), "{}", page.body);
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(place.dump().await, before, "a mail program that looks changes nothing");
        let page = Browser::default().post(&site, stop, &[("wish", "stop")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert!(!place.dump().await.iter().any(|row| row.starts_with("mail_stop") && row.contains("truus")));

        // Who asks sees no difference; nothing comes.
        let (mut second, other) = {
            site.clock.set(now().plus_minutes(60));
            let mut kees = named(&place, &site, "kees@buurt.example", "Kees").await;
            let page = kees.post(&site, "/initiatief/groepen", &[("post_group", "Buren")]).await;
            let way = page.header("location").to_string();
            (kees, way)
        };
        invite(&site, &mut second, &other, TRUUS).await;
        assert!(second.get(&site, &other).await.says("t…@buurt.example"), "the invitation stands there");
        ask(&place, "a", TRUUS, now().plus_minutes(60)).await.expect("the same answer");
        turn(&place, &server, now().plus_minutes(60)).await;
        assert_eq!(arrived_for(&server, TRUUS).len(), 1, "no more than before");

        let page = Browser::default().get(&site, stop).await;
        assert!(page.says("Toch weer e-mail"), "{}", page.body);
        Browser::default().post(&site, stop, &[("wish", "allow")]).await;
        ask(&place, "a", TRUUS, now().plus_minutes(61)).await.expect("a link");
        turn(&place, &server, now().plus_minutes(61)).await;
        assert_eq!(arrived_for(&server, TRUUS).len(), 2);

        let forged = stop.replace(&stop[stop.len() - 4..], "0000");
        let page = Browser::default().post(&site, &forged, &[("wish", "stop")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "nobody says it for others");
    });
}

/// Whoever has an account comes in by a link and by nothing else; and what happens to the own account is always told.
#[test]
fn stopping_mail_locks_nobody_out_and_hides_nothing_about_the_own_account() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let server = MailServer::start(|_| Manner::Take).await;
        let mut truus = enter(&place, &site, TRUUS).await;
        let mark = super::address(TRUUS).mark();
        acts::initiator::mailbox::stop(&place.context(Actor::Visitor, now()), &mark).await.expect("stopped");
        turn(&place, &server, now()).await;
        site.clock.set(now().plus_minutes(60));
        ask(&place, "a", TRUUS, now().plus_minutes(60)).await.expect("a link");
        truus.post(&site, "/initiatief/adres", &[("post_email", "truus@nieuw.example")]).await;
        turn(&place, &server, now().plus_minutes(60)).await;
        let mails = arrived_for(&server, TRUUS);
        assert_eq!(mails.len(), 3, "two links, and that another address was asked for");
        let stoppable = mails.iter().filter(|mail| !header(mail, "List-Unsubscribe").is_empty()).count();
        assert_eq!(stoppable, 2, "what is told about the own account always comes");
    });
}

/// A47: each mail goes to one receiver, in the language that this one chose, whoever caused it.
#[test]
fn a_mail_is_for_one_receiver_in_the_language_of_that_one() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let mut truus = enter(&place, &site, TRUUS).await;
        truus.post(&site, "/initiatief", &[("post_name", "Truus"), ("post_language", "en")]).await;
        let (mut henk, way) = group(&place, &site).await;
        let server = MailServer::start(|_| Manner::Take).await;
        turn(&place, &server, now()).await;
        let before = server.arrived().len();
        invite(&site, &mut henk, &way, TRUUS).await;
        invite(&site, &mut henk, &way, "ans@buurt.example").await;
        turn(&place, &server, now()).await;
        let subject =
            |email: &str| header(&arrived_for(&server, email).pop().expect("a mail"), "Subject").to_string();
        assert_eq!(subject(TRUUS), "You are asked to join a group", "the language of who gets it");
        assert_eq!(
            subject("ans@buurt.example"),
            "U bent gevraagd voor een groep",
            "of who asks, where nobody knows"
        );
        let mails = server.arrived();
        assert_eq!(mails.len(), before + 2);
        let receivers = server.asked().into_iter().filter(|line| line.starts_with("RCPT")).count();
        assert_eq!(receivers, mails.len(), "one receiver for each");
        for mail in &mails {
            let head = mail.split("\r\n\r\n").next().expect("a head");
            for name in ["Cc:", "Bcc:"] {
                assert!(!head.contains(name), "{head}");
            }
            assert!(mail.contains("text/plain") && mail.contains("text/html"), "{mail}");
        }
        assert_eq!(count(&place, "sent").await, i64::try_from(mails.len()).expect("few"));
    });
}
