//! What stands before every handler.

use axum::body::Body;
use axum::http::{Method, Request};
use schuifruimte::web::{self, Access};

use crate::support::people::JORIS;
use crate::support::{Browser, Site, Town, days, on_both};

/// An address of a route, with its parts filled in by something that exists nowhere.
fn somewhere(path: &str) -> String {
    let mut address = path.to_string();
    while let (Some(from), Some(to)) = (address.find('{'), address.find('}')) {
        address.replace_range(from..=to, "nergens");
    }
    address
}

#[test]
fn every_route_of_the_office_is_closed_to_those_who_are_not_signed_in() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        for route in web::table() {
            let address = somewhere(route.path);
            let page = match route.method {
                Method::GET => Browser::default().get(&site, &address).await,
                _ => Browser::default().post(&site, &address, &[]).await,
            };
            let closed = matches!(
                (page.status.as_u16(), page.header("location"), page.kind()),
                (303, "/bureau/aanmelden" | "/initiatief/aanmelden", _) | (401, _, Some("login_required"))
            );
            let is_open = route.access == Access::Anyone;
            assert_eq!(closed, !is_open, "{} {}", route.method, route.path);
            let of_initiators = page.header("location") == "/initiatief/aanmelden";
            assert!(!of_initiators || matches!(route.access, Access::Initiator(_)), "{}", route.path);
            let is_door = route.path.starts_with(web::paths::SIGN_IN) || route.path == web::paths::INVITATION;
            let in_office = route.path.starts_with("/bureau") && !is_door;
            assert_eq!(in_office, matches!(route.access, Access::Staff(..)), "{}", route.path);
        }
    });
}

#[test]
fn a_form_from_elsewhere_is_refused_on_every_route_that_changes_something() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        for route in web::table().iter().filter(|route| route.method != Method::GET) {
            for (name, value) in
                [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-none", "")]
            {
                let request = Request::builder().method(route.method.clone()).uri(somewhere(route.path));
                let request = request
                    .header(name, value)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(Body::empty());
                let page = site.send(request.expect("a request")).await;
                assert_eq!(
                    (page.status.as_u16(), page.kind()),
                    (403, Some("csrf_rejected")),
                    "{}",
                    route.path
                );
            }
        }
    });
}

#[test]
fn what_is_too_large_or_of_another_kind_gets_a_sentence() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let large = "x".repeat(65 * 1024);
        let page = Browser::default().post(&site, "/bureau/aanmelden", &[("login", &large)]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (413, Some("too_large")));
        let long = format!("/rondes/{}", "a".repeat(5_000));
        let page = Browser::default().get(&site, &long).await;
        assert_eq!((page.status.as_u16(), page.kind()), (414, Some("uri_too_long")));
        let request = Request::builder()
            .method("POST")
            .uri("/bureau/aanmelden")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json");
        let page = site.send(request.body(Body::from("{}")).expect("a request")).await;
        assert_eq!((page.status.as_u16(), page.kind()), (415, Some("unsupported_type")));
        let packed = Request::builder()
            .method("POST")
            .uri("/bureau/aanmelden")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-encoding", "gzip");
        let page = site.send(packed.body(Body::from("login=x")).expect("a request")).await;
        assert_eq!((page.status.as_u16(), page.kind()), (415, Some("unsupported_type")));
        let page = Browser::default().post(&site, "/", &[]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (405, Some("method_not_allowed")));
        let request = Request::builder().uri("/nergens").header("accept", "application/json");
        let page = site.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (404, "application/problem+json"));
        assert!(page.says("\"kind\":\"not_found\""));
    });
}

#[test]
fn guessing_is_slowed_down_and_a_wrong_login_says_nothing_of_who_exists() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut browser = Browser::default();
        let known =
            browser.post(&site, "/bureau/aanmelden", &[("login", "joris"), ("password", "fout")]).await;
        let unknown =
            browser.post(&site, "/bureau/aanmelden", &[("login", "niemand"), ("password", "fout")]).await;
        assert_eq!((known.status.as_u16(), known.kind()), (400, Some("login_failed")));
        assert_eq!(known.body.replace("joris", ""), unknown.body.replace("niemand", ""));
        let mut last = unknown;
        for _ in 0..9 {
            last =
                browser.post(&site, "/bureau/aanmelden", &[("login", "joris"), ("password", "fout")]).await;
        }
        assert_eq!((last.status.as_u16(), last.kind()), (429, Some("rate_limited")));
        assert_ne!(last.header("retry-after"), "");
    });
}

#[test]
fn a_session_ends_when_it_is_left_alone_signed_out_or_taken_away() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut browser = Browser::of(&site, JORIS).await;
        assert!(browser.get(&site, "/bureau").await.says("Wacht op u"));
        site.clock.set(days(0).plus_minutes(29));
        assert_eq!(browser.get(&site, "/bureau").await.status, 200);
        site.clock.set(days(0).plus_minutes(60));
        assert_eq!(browser.get(&site, "/bureau").await.status, 303, "half an hour without use");
        let mut browser = Browser::of(&site, JORIS).await;
        browser.post(&site, "/bureau/afmelden", &[]).await;
        assert_eq!(browser.get(&site, "/bureau").await.status, 303);
        let mut browser = Browser::of(&site, JORIS).await;
        let ctx = town.nobody_at(days(0));
        schuifruimte::acts::account::close(&ctx, &town.joris).await.expect("disabled");
        assert_eq!(browser.get(&site, "/bureau").await.status, 303, "a disabled account is out at once");
    });
}

#[test]
fn every_answer_carries_the_headers_that_keep_browsers_careful() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        for address in ["/", "/nergens", "/bureau/aanmelden", "/en/", "/healthz"] {
            let page = Browser::default().get(&site, address).await;
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{address}");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{address}");
            assert_eq!(page.header("referrer-policy"), "same-origin", "forms tell their origin: {address}");
            assert!(page.header("strict-transport-security").contains("31536000"), "{address}");
            assert!(!page.says(" style=\"") && !page.says("<script"), "{address} needs nothing inline");
        }
    });
}

#[test]
fn a_full_service_sheds_requests_and_still_answers_its_watcher() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let free = u32::try_from(site.app.limits.at_work.available_permits()).expect("a number");
        let taken = site.app.limits.at_work.acquire_many(free).await.expect("all places");
        let page = Browser::default().get(&site, "/").await;
        assert_eq!((page.status.as_u16(), page.kind()), (503, Some("shedding")));
        assert_ne!(page.header("retry-after"), "");
        assert_eq!(Browser::default().get(&site, "/healthz").await.status, 200);
        drop(taken);
        assert_eq!(Browser::default().get(&site, "/").await.status, 200);
    });
}
