//! A18, A20, A37 and A38: forms that are no form of ours.

use axum::body::Body;
use axum::http::{Method, Request};
use schuifruimte::web::{self, Access};

use super::super::changing::{code, open};
use super::{CAST, ballot, post_from, told};
use crate::support::people::{JORIS, PASSWORD};
use crate::support::{Browser, Town, on_both};

/// Each form that anyone may send, and the one of the sign-in, takes forms and nothing else. What the office takes stands
/// in the walk over all routes (walk.rs), which sends JSON everywhere.
#[test]
fn a20_json_text_files_and_nothing_at_all_are_no_forms() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        for route in
            web::table().iter().filter(|route| route.method == Method::POST && route.access == Access::Anyone)
        {
            let address = route.path.replace("{round}", "zuilen");
            for (kind, body) in [
                ("application/json", "{\"code\":\"x\"}"),
                ("application/json; charset=utf-8", "[]"),
                ("text/plain", "code=x"),
                ("application/x-www-form-urlencoded-but-not", "code=x"),
                ("multipart/form-data; boundary=x", "--x--"),
                ("", "code=x"),
            ] {
                let request = Request::post(&address)
                    .header("sec-fetch-site", "same-origin")
                    .header("content-type", kind);
                let page = site.send(request.body(Body::from(body)).expect("a request")).await;
                assert_eq!(told(&page), (415, Some("unsupported_type")), "{address} {kind}");
            }
        }
        // A program that wants JSON back gets it, and its refusal is one.
        let request =
            Request::post(CAST).header("sec-fetch-site", "same-origin").header("accept", "application/json");
        let page = site.send(request.body(Body::from("{}")).expect("a request")).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (415, "application/problem+json"));
    });
}

#[test]
fn a18_a_vote_without_its_review_is_no_vote() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let code = code(&round, 0);
        let before = place.dump().await;
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        let bare = [
            pair("plan", "01"),
            pair("code", &code),
            pair("cast", "mine"),
            pair("until", "9999999999999999"),
            pair("token", ""),
        ];
        assert_eq!(told(&post_from(&site, "203.0.113.9", CAST, &bare).await), (403, Some("form_expired")));
        for (name, value) in
            [("plan", "02"), ("cast", "another"), ("until", "9999999999999999"), ("token", "0")]
        {
            let mut form = ballot(&site, &code).await;
            for field in form.iter_mut().filter(|field| field.0 == name) {
                field.1 = value.to_string();
            }
            let page = post_from(&site, "203.0.113.9", CAST, &form).await;
            assert_eq!(told(&page), (403, Some("form_expired")), "{name}");
        }
        assert_eq!(place.dump().await, before);
    });
}

#[test]
fn a37_a_page_elsewhere_votes_for_nobody() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let form = ballot(&site, &code(&round, 0)).await;
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form).finish();
        let before = place.dump().await;
        let ways: [&[(&str, &str)]; 8] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://schuif.example")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", "http://schuif.example"), ("host", "schuif.example")],
            &[("host", "schuif.example"), ("referer", "https://schuif.example/")],
        ];
        for headers in ways {
            let mut request = Request::post(CAST).header("content-type", "application/x-www-form-urlencoded");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let page = site.send(request.body(Body::from(body.clone())).expect("a request")).await;
            assert_eq!(told(&page), (403, Some("csrf_rejected")), "{headers:?}");
        }
        assert_eq!(place.dump().await, before);
        assert_eq!(told(&post_from(&site, "203.0.113.9", CAST, &form).await), (200, Some("receipt")));
    });
}

#[test]
fn a38_a_page_elsewhere_signs_nobody_in_or_out() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        let typed = [("login", JORIS.login), ("password", PASSWORD)];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
        let mut joris = Browser::of(&site, JORIS).await;
        let before = place.dump().await;
        for address in ["/bureau/aanmelden", "/en/bureau/aanmelden", "/bureau/afmelden"] {
            let request = Request::post(address)
                .header("sec-fetch-site", "cross-site")
                .header("content-type", "application/x-www-form-urlencoded");
            let page = site.send(request.body(Body::from(body.clone())).expect("a request")).await;
            assert_eq!(told(&page), (403, Some("csrf_rejected")), "{address}");
            assert_eq!(page.header("set-cookie"), "");
        }
        assert_eq!(place.dump().await, before);
        assert_eq!(joris.get(&site, "/bureau").await.status, 200, "still signed in");
    });
}
