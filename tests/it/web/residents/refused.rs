//! A15: what comes back and is not believed. Each time 400 `login_failed`, no vote, no cookie, and the same words.

use schuifruimte::domain::time::Moment;
use serde_json::{Value, json};

use super::{KARIM, STRANGER, Stand, TRUUS, come_back, form, leave, told, vote};
use crate::support::provider::{Signature, Wrong};
use crate::support::site::between;
use crate::support::{Browser, Page, Town, days, on_both};

/// The words of a refusal.
fn words(page: &Page) -> String {
    let start = page.body.split("role=\"alert\"").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    between(start, ">", "</div>").expect("its end").to_string()
}

fn seconds(at: Moment) -> i64 {
    at.micros() / 1_000_000
}

/// Each thing that can be wrong with a token, by name.
fn wrongs() -> Vec<(&'static str, Wrong)> {
    let now = seconds(days(1));
    let claim = |name, value: Value| Wrong::Claim(name, Some(value));
    vec![
        ("wrong nonce", claim("nonce", json!("een ander"))),
        ("no nonce", Wrong::Claim("nonce", None)),
        ("another issuer with the same sub", claim("iss", json!("https://evil.example"))),
        ("no issuer", Wrong::Claim("iss", None)),
        ("alg none", Wrong::Signed(Signature::None)),
        ("HS256 with the public key", Wrong::Signed(Signature::PublicAsSecret)),
        ("HS256 with the shared secret", Wrong::Signed(Signature::SharedSecret)),
        ("unknown kid", Wrong::Signed(Signature::UnknownKey)),
        ("known kid, other key", Wrong::Signed(Signature::FalseKey)),
        ("expired", claim("exp", json!(now - 61))),
        ("no expiry", Wrong::Claim("exp", None)),
        ("made long ago", claim("iat", json!(now - 361))),
        ("made in the future", claim("iat", json!(now + 61))),
        ("no moment", Wrong::Claim("iat", None)),
        ("wrong audience", claim("aud", json!("iemand anders"))),
        ("more audiences", claim("aud", json!([crate::support::provider::CLIENT, "iemand anders"]))),
        ("no audience", Wrong::Claim("aud", None)),
        ("no acr", Wrong::Claim("acr", None)),
        ("a weaker acr", claim("acr", json!("urn:etoegang:core:assurance-class:loa1"))),
        ("signed in long ago", claim("auth_time", json!(now - 361))),
        ("not said when", Wrong::Claim("auth_time", None)),
        ("nobody", Wrong::Claim("sub", None)),
        ("an empty name", claim("sub", json!(""))),
        ("an endless name", claim("sub", json!("9".repeat(300)))),
        ("a number for a name", claim("sub", json!(999_990_019))),
        ("an oversize answer", Wrong::Long),
    ]
}

#[test]
fn a15_no_token_is_believed_that_is_not_made_now_for_this_service_this_trip_and_this_way_of_signing_in() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut said = std::collections::BTreeSet::new();
        for (name, wrong) in wrongs() {
            stand.provider.does(wrong);
            let mut browser = Browser::default();
            let page = come_back(&stand, &mut browser, &["01", "03"], TRUUS).await;
            assert_eq!(told(&page), (400, Some("login_failed")), "{name}: {}", page.body);
            assert!(page.says("U kiest 2 plannen"), "{name}: the choice is kept");
            assert!(!page.says("name=\"pass\""), "{name}: no right to vote");
            assert!(page.header("set-cookie").contains("Max-Age=0"), "{name}");
            said.insert(words(&page));
        }
        assert_eq!(said.len(), 1, "whatever it was, the words are the same: {said:?}");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 0);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM resident_sign_in").await, 0);
        // The limits themselves are fine: clocks may differ by a minute.
        let now = seconds(days(1));
        for (claim, value) in
            [("exp", now - 59), ("iat", now + 60), ("iat", now - 360), ("auth_time", now - 360)]
        {
            stand.provider.does(Wrong::Claim(claim, Some(json!(value))));
            let page = come_back(&stand, &mut Browser::default(), &["01"], TRUUS).await;
            assert_eq!(page.status, 200, "{claim} {value}: {}", page.body);
        }
    });
}

#[test]
fn a15_a_way_back_works_once_in_one_browser_and_in_time() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut browser = Browser::default();
        let address = leave(&stand, &mut browser, &["01"]).await;
        let back = stand.provider.sign_in(&address, TRUUS);
        let state = back.split("state=").nth(1).expect("a state").to_string();
        let mut strange = Vec::new();
        for (name, wrong) in [
            ("no state", back.split("&state").next().expect("a code").to_string()),
            ("another state", back.replace(&state, &"0".repeat(64))),
            ("a strange state", back.replace(&state, "'; DROP TABLE letter").replace(' ', "%20")),
            ("nothing", "/inloggen/terug".to_string()),
        ] {
            let page = stand_in(&stand, &browser, &wrong).await;
            assert_eq!(told(&page), (400, Some("login_failed")), "{name}: {}", page.body);
            strange.push((name, words(&page)));
        }
        // Someone else who got hold of the address, with a trip of their own or without.
        let mut other = Browser::default();
        let page = other.get(&stand.site, &back).await;
        strange.push(("no cookie", words(&page)));
        leave(&stand, &mut other, &["06"]).await;
        let page = other.get(&stand.site, &back).await;
        assert_eq!(told(&page), (400, Some("login_failed")));
        strange.push(("another browser", words(&page)));
        assert!(stand.provider.asked().iter().all(|what| *what != "token"), "no code went anywhere");

        let page = stand_in(&stand, &browser, &back).await;
        assert_eq!(page.status, 200, "none of that spent it: {}", page.body);
        let page = stand_in(&stand, &browser, &back).await;
        assert_eq!(told(&page), (400, Some("login_failed")));
        strange.push(("the same state again", words(&page)));

        let mut late = Browser::default();
        let address = leave(&stand, &mut late, &["01"]).await;
        let back = stand.provider.sign_in(&address, TRUUS);
        stand.site.clock.set(days(1).plus_minutes(15));
        let page = late.get(&stand.site, &back).await;
        assert_eq!(told(&page), (400, Some("login_failed")));
        strange.push(("too late", words(&page)));
        let all: std::collections::BTreeSet<&String> = strange.iter().map(|(_, words)| words).collect();
        assert_eq!(all.len(), 1, "{strange:?}");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 0);
    });
}

/// The same browser, whose cookie stays what it is.
async fn stand_in(stand: &Stand, browser: &Browser, address: &str) -> Page {
    browser.copy().get(&stand.site, address).await
}

#[test]
fn a15_nothing_that_comes_along_leads_anywhere_else() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let evil = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = format!("http://{}", evil.local_addr().expect("an address"));
        let mut browser = Browser::default();
        let page = super::review(&stand.site, &mut browser, &["01"]).await;
        let mut fields = form(&page, super::LEAVE);
        for name in ["next", "redirect_uri", "issuer", "iss", "return_to"] {
            fields.push((name.to_string(), "//evil.example".to_string()));
        }
        let page =
            super::send(&stand.site, &mut browser, "/rondes/zuilen/inloggen?next=//evil", &fields).await;
        let address = page.header("location");
        assert!(address.starts_with(&format!("{}/inloggen?", stand.provider.issuer)), "{address}");
        assert!(!address.contains("evil"), "{address}");
        // The provider holds the address of return against its own, letter by letter.
        let back = stand.provider.sign_in(address, TRUUS);
        let page = browser.get(&stand.site, &format!("{back}&next=//evil.example&redirect_uri={at}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(!page.headers.contains_key("location") && !page.says("evil.example"), "{}", page.body);

        // Another provider answers in the place of ours (RFC 9207).
        let mut mixed = Browser::default();
        let address = leave(&stand, &mut mixed, &["01"]).await;
        let back = stand.provider.sign_in(&address, KARIM);
        let page = mixed.get(&stand.site, &format!("{back}&iss={at}")).await;
        assert_eq!(told(&page), (400, Some("login_failed")));

        // An answer that leads elsewhere is not followed.
        stand.provider.does(Wrong::Redirect(format!("{at}/token")));
        let page = come_back(&stand, &mut Browser::default(), &["01"], KARIM).await;
        assert_eq!(told(&page), (503, Some("sign_in_unavailable")), "{}", page.body);
        let nobody = tokio::time::timeout(std::time::Duration::from_millis(1), evil.accept()).await;
        assert!(nobody.is_err(), "nobody came to the other address");
    });
}

#[test]
fn who_breaks_off_keeps_the_choice_and_who_has_no_letter_hears_that_and_no_more() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut browser = Browser::default();
        let address = leave(&stand, &mut browser, &["01", "03"]).await;
        let back = stand.provider.sign_in(&address, TRUUS);
        let state = back.split("&state=").nth(1).expect("a state");
        let error =
            format!("/inloggen/terug?error=access_denied&error_description=%3Cscript%3E&state={state}");
        let page = browser.get(&stand.site, &error).await;
        assert_eq!(told(&page), (400, Some("login_failed")));
        assert!(page.says("U kiest 2 plannen") && !page.says("<script>") && !page.says("access_denied"));
        let receipt = vote(&stand, &mut Browser::default(), &page, &[("code", &stand.code(0))]).await;
        assert_eq!(told(&receipt), (200, Some("receipt")), "the letter still does: {}", receipt.body);

        let page = come_back(&stand, &mut Browser::default(), &["01"], STRANGER).await;
        assert_eq!(told(&page), (422, Some("code_not_accepted")));
        assert!(page.says("U kunt in deze ronde niet stemmen door in te loggen") && !page.says(STRANGER));
    });
}

#[test]
fn a12_the_pass_of_one_resident_is_none_for_the_form_of_another_and_no_staff_page_takes_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut browser = Browser::default();
        let truus = come_back(&stand, &mut browser, &["01"], TRUUS).await;
        let karim = come_back(&stand, &mut Browser::default(), &["06"], KARIM).await;
        let mut fields = form(&truus, super::CAST);
        let pass = form(&karim, super::CAST).into_iter().find(|(name, _)| name == "pass").expect("a pass");
        fields.retain(|(name, _)| name != "pass");
        fields.push(pass.clone());
        let page = super::send(&stand.site, &mut browser, super::CAST, &fields).await;
        assert_eq!(told(&page), (403, Some("form_expired")));
        // After half an hour it is good for nothing; the choice stays, and the ways are shown again.
        stand.site.clock.set(days(1).plus_minutes(30));
        let page = vote(&stand, &mut browser, &truus, &[]).await;
        assert_eq!(told(&page), (403, Some("form_expired")));
        assert!(page.says("name=\"code\""), "{}", page.body);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 0);
        // A31: what a resident has opens nothing of the office.
        let mut away = Browser::default();
        leave(&stand, &mut away, &["01"]).await;
        let page = away.get(&stand.site, "/bureau").await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, "/bureau/aanmelden"));
    });
}
