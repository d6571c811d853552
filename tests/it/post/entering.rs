//! Coming in by a link in a mail.

use axum::http::StatusCode;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::time::Moment;

use super::{ask, count, links, newest_link, turn};
use crate::support::people::JORIS;
use crate::support::smtp::{MailServer, Manner};
use crate::support::{Browser, Page, Place, Site, Town, now, on_both};

const ASK: &str = "/initiatief/aanmelden";

/// Signs in with a link that was asked for, as its owner does.
pub async fn enter(place: &Place, site: &Site, email: &str) -> Browser {
    let mut browser = Browser::default();
    let page = browser.post(site, ASK, &[("post_email", email)]).await;
    assert_eq!(page.status, StatusCode::ACCEPTED, "{}", page.body);
    let link = newest_link(place, email).await;
    let page = browser.post(site, &format!("/initiatief/link/{link}"), &[]).await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, "/initiatief"),
        "{}",
        page.body
    );
    browser
}

async fn site(place: &Place) -> Site {
    Site::of(&Town::new(place).await, now())
}

/// A14: the same answer, the same body, the same rows, whether the address has an account or not.
#[test]
fn nobody_learns_whether_an_address_has_an_account() {
    on_both(|place| async move {
        let site = site(&place).await;
        enter(&place, &site, "truus@buurt.example").await;
        site.clock.set(now().plus_minutes(60));
        let rows = async |place: &Place| -> Vec<(String, usize)> {
            let tables = ["outbox: ", "initiator: ", "initiator_link: ", "pace: ", "staff_log: "];
            let dump = place.dump().await;
            let count = |table: &str| dump.iter().filter(|row| row.starts_with(table)).count();
            tables.iter().map(|table| (table.to_string(), count(table))).collect()
        };
        let mut seen: Vec<(StatusCode, String, Vec<usize>)> = Vec::new();
        for email in ["truus@buurt.example", "niemand@buurt.example"] {
            let before = rows(&place).await;
            let page: Page = Browser::default().post(&site, ASK, &[("post_email", email)]).await;
            let after = rows(&place).await;
            let new = before.iter().zip(&after).filter(|((table, _), _)| table != "pace: ");
            seen.push((page.status, page.body, new.map(|((_, old), (_, new))| new - old).collect()));
        }
        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[0].0, StatusCode::ACCEPTED);
        assert_eq!(seen[0].2, [1, 0, 1, 1], "a mail, no account, a link, an entry");
        assert!(!seen[0].1.contains("@buurt.example"), "the address is not told back");
    });
}

/// A50: looking does not use a link up, the button does, once, and for half an hour.
#[test]
fn a_link_opens_once_and_not_for_long_and_looking_does_not_use_it() {
    on_both(|place| async move {
        let site = site(&place).await;
        ask(&place, "a", "henk@buurt.example", now()).await.unwrap();
        let way = format!("/initiatief/link/{}", newest_link(&place, "henk@buurt.example").await);
        let before = place.dump().await;
        for _ in 0..3 {
            let page = Browser::default().get(&site, &way).await;
            assert!(page.says("U meldt zich aan met henk@buurt.example"), "{}", page.body);
            assert_eq!(page.header("cache-control"), "no-store");
            assert!(page.headers.get("set-cookie").is_none());
        }
        assert_eq!(place.dump().await, before, "a mail program that looks at it changes nothing");
        let mut henk = Browser::default();
        let page = henk.post(&site, &way, &[]).await;
        let cookie = page.header("set-cookie").to_string();
        assert!(cookie.starts_with("__Host-initiatief=") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("Path=/"),
            "{cookie}"
        );
        let token = cookie.split(['=', ';']).nth(1).unwrap();
        assert!(!place.dump().await.iter().any(|row| row.contains(token)), "the database holds a hash of it");
        assert!(henk.get(&site, "/initiatief").await.says("Hoe heet u?"));
        let again = Browser::default().post(&site, &way, &[]).await;
        assert_eq!((again.status, again.kind()), (StatusCode::GONE, Some("link_expired")));
        let page = Browser::default().get(&site, &way).await;
        assert_eq!((page.status, page.kind()), (StatusCode::GONE, Some("link_expired")));
        assert!(page.says(ASK), "and shows the way to a new one");

        ask(&place, "a", "henk@buurt.example", now()).await.unwrap();
        let way = format!("/initiatief/link/{}", newest_link(&place, "henk@buurt.example").await);
        site.clock.set(now().plus_minutes(30));
        let late = Browser::default().post(&site, &way, &[]).await;
        assert_eq!((late.status, late.kind()), (StatusCode::GONE, Some("link_expired")));
        let never = Browser::default().post(&site, "/initiatief/link/nergens", &[]).await;
        assert_eq!((never.status, never.kind()), (StatusCode::GONE, Some("link_expired")));
    });
}

/// No lock-out: whoever asks a hundred times for somebody else neither fills the mailbox nor makes it useless. The counts are
/// rows: they hold for a second process, and so for one that started anew.
#[test]
fn a_hundred_links_for_somebody_else_are_a_few_mails_and_a_link_that_works() {
    on_both(|place| async move {
        let site = site(&place).await;
        let second = place.second().await;
        let server = MailServer::start(|_| Manner::Take).await;
        let mut newest = String::new();
        for number in 0..100_i64 {
            let (who, at) = (if number % 2 == 0 { &place } else { &second }, now().plus_seconds(number * 36));
            ask(who, &format!("client {number}"), "truus@buurt.example", at).await.expect("the same answer");
            if let Some(link) = links(&place, "truus@buurt.example").await.pop() {
                newest = link;
                turn(&place, &server, at).await;
            }
            // At any moment the newest link in the mailbox works.
            let look = acts::initiator::look(&place.context(Actor::Visitor, at), &newest).await;
            assert!(look.is_ok(), "after {number} of them");
        }
        let mails = server.arrived().len();
        assert!((2..=6).contains(&mails), "{mails} mails in an hour");
        site.clock.set(now().plus_minutes(60));
        let page = Browser::default().post(&site, &format!("/initiatief/link/{newest}"), &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        second.store.close().await;
    });
}

#[test]
fn one_client_that_asks_for_many_is_told_to_wait_and_others_are_not() {
    on_both(|place| async move {
        let second = place.second().await;
        let (mut allowed, mut refused) = (0, 0);
        for number in 0..15 {
            let who = if number % 2 == 0 { &place } else { &second };
            match ask(who, "203.0.113.9", &format!("bewoner{number}@buurt.example"), now()).await {
                Ok(()) => allowed += 1,
                Err(ActError::TooOften) => refused += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!((allowed, refused), (10, 5));
        ask(&place, "203.0.113.10", "bewoner20@buurt.example", now()).await.expect("another client asks");
        ask(&second, "203.0.113.9", "bewoner20@buurt.example", now().plus_minutes(1))
            .await
            .expect("later again");
        assert_eq!(count(&place, "waiting").await, 12);
        second.store.close().await;
    });
}

/// A47: whatever is more or less than one address is refused, with what was typed, and nothing is written.
#[test]
fn what_is_not_one_address_gets_no_mail() {
    on_both(|place| async move {
        let site = site(&place).await;
        let bad = [
            "a@b.example\r\nBcc: kees@elders.example",
            "a@b.example, kees@elders.example",
            "=?utf-8?q?kees?=@elders.example",
            "tru\u{443}s@buurt.example",
            "kees\0@elders.example",
            "",
        ];
        for text in bad {
            let page = Browser::default().post(&site, ASK, &[("post_email", text)]).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("email_invalid")), "{text:?}");
        }
        assert_eq!(count(&place, "waiting").await, 0);
    });
}

/// A31: neither cookie is ever taken for the other.
#[test]
fn the_cookies_of_staff_and_of_people_who_pitch_are_never_mixed() {
    on_both(|place| async move {
        let site = site(&place).await;
        let mut truus = enter(&place, &site, "truus@buurt.example").await;
        let mut joris = Browser::of(&site, JORIS).await;
        let page = truus.get(&site, "/bureau").await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, "/bureau/aanmelden"));
        let page = joris.get(&site, "/initiatief").await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, "/initiatief/aanmelden"));
        let token =
            |browser: &Browser| browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_string();
        let mut swapped = Browser::with_cookie(&format!("__Host-bureau={}", token(&truus)));
        assert_eq!(swapped.get(&site, "/bureau").await.status, StatusCode::SEE_OTHER);
        let mut swapped = Browser::with_cookie(&format!("__Host-initiatief={}", token(&joris)));
        assert_eq!(swapped.get(&site, "/initiatief").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_session_ends_when_it_is_not_used_and_in_the_end_anyhow_on_every_copy() {
    on_both(|place| async move {
        let site = site(&place).await;
        let second = Site::on(&place.second().await, "https://schuif.example", now());
        let mut truus = enter(&place, &site, "truus@buurt.example").await;
        let open = async |truus: &mut Browser, at: Moment| {
            site.clock.set(at);
            truus.get(&site, "/initiatief").await.status == StatusCode::OK
        };
        assert!(open(&mut truus, now().plus_minutes(119)).await);
        assert!(open(&mut truus, now().plus_minutes(119 + 119)).await, "use keeps it open");
        assert!(!open(&mut truus, now().plus_minutes(119 + 119 + 120)).await, "two hours without use end it");
        site.clock.set(now());
        let mut truus = enter(&place, &site, "truus@buurt.example").await;
        let mut at = now();
        while at < now().plus_minutes(30 * 24 * 60 - 100) {
            at = at.plus_minutes(100);
            assert!(open(&mut truus, at).await);
        }
        assert!(!open(&mut truus, now().plus_minutes(30 * 24 * 60)).await, "thirty days end it");

        // Ended in one place, it is ended on the next request everywhere.
        site.clock.set(at);
        let mut one = enter(&place, &site, "henk@buurt.example").await;
        let mut two = enter(&place, &site, "henk@buurt.example").await;
        second.clock.set(at);
        assert!(one.get(&second, "/initiatief").await.says("Alle andere beëindigen"));
        assert_eq!(two.post(&site, "/initiatief/aanmeldingen", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(one.get(&second, "/initiatief").await.status, StatusCode::SEE_OTHER);
        assert_eq!(two.post(&second, "/initiatief/afmelden", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(two.get(&site, "/initiatief").await.status, StatusCode::SEE_OTHER);
    });
}
