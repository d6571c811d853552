//! A29, A39, A45, A65 and A67: what can stand in an address, and what every answer carries.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use schuifruimte::web::{self, Access};

use super::super::changing::open;
use super::super::known::Known;
use super::super::leaks::{addresses, ask_to_revoke, lookers};
use super::told;
use crate::support::process::Start;
use crate::support::{Browser, Page, Site, Town, days, now, on_both, on_both_tampered, on_embedded};

/// Nothing on a page of ours may stand in a frame, and its policy lets in nothing inline and nothing from elsewhere.
#[track_caller]
fn careful(page: &Page, place: &str) {
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{place}: {policy}"
    );
    assert!(
        !policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"),
        "{place}: {policy}"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{place}");
    }
    assert!(page.header("strict-transport-security").contains("max-age=31536000"), "{place}");
    assert!(
        !page.header("cache-control").is_empty() && !page.header("permissions-policy").is_empty(),
        "{place}"
    );
    assert!(page.headers.get("server").is_none() && page.headers.get("x-powered-by").is_none(), "{place}");
}

/// An address of a route, with its parts filled in by something that exists nowhere.
fn nowhere(path: &str) -> String {
    let mut address = path.to_string();
    while let (Some(from), Some(to)) = (address.find('{'), address.find('}')) {
        address.replace_range(from..=to, "nergens");
    }
    address
}

#[test]
fn a39_every_answer_of_every_route_and_every_refusal_is_careful() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let mut lookers = lookers(&town, &site).await;
        let known = Known::of(&town).await;
        let addresses = addresses(&town, &["zuilen"], &ask_to_revoke(&town, &round, 0).await, &known);
        for looker in &mut lookers {
            for address in &addresses {
                careful(&looker.browser.get(&site, address).await, address);
            }
        }
        for route in web::table() {
            let address = nowhere(route.path);
            careful(&Browser::default().ask(&site, &route.method, &address).await, &address);
        }
        let long = format!("/{}", "a".repeat(5_000));
        let large = "x".repeat(70_000);
        let refused = [
            (Browser::default().get(&site, "/nergens").await, "not_found"),
            (Browser::default().post(&site, "/", &[]).await, "method_not_allowed"),
            (Browser::default().get(&site, &long).await, "uri_too_long"),
            (Browser::default().post(&site, "/bureau/aanmelden", &[("login", &large)]).await, "too_large"),
            (Browser::default().post(&site, "/bureau/geld", &[]).await, "login_required"),
            (Browser::default().get(&site, "/rondes/zuilen/logboek?page=x").await, "bad_query"),
        ];
        for (page, kind) in &refused {
            assert_eq!(page.kind(), Some(*kind), "{}", page.status);
            careful(page, kind);
        }
        let _full = site
            .app
            .limits
            .at_work
            .acquire_many(u32::try_from(site.app.limits.at_work.available_permits()).expect("a number"));
        let full = _full.await.expect("all places");
        let page = Browser::default().get(&site, "/").await;
        assert_eq!(told(&page), (503, Some("shedding")));
        careful(&page, "shedding");
        drop(full);
    });
}

/// What a database, a template or a shell would mind, in every question that an address can hold.
const QUERIES: [&str; 5] = [
    "order=price;select&sort=__proto__&sort[]=1&%=&&&==&%zz",
    "zoek=%27+OR+1%3D1+--+&na=%27%3BDROP+TABLE+round%3B--",
    "zoek=%00%ff&na=%00&page=-1&number=%27&op=%27&soort=%27&deel=%27&delen=%27",
    "page=99999999999999999999&voor=-1&jaar=x&line=%27&set=%27&subsidie=%27",
    "op=2027-02-30%27--&number=%3Cscript%3E&zoek=%3Cscript%3E",
];

#[test]
fn a45_whatever_stands_behind_the_question_mark_is_ignored_or_named_and_never_run() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let mut lookers = lookers(&town, &site).await;
        let known = Known::of(&town).await;
        let addresses = addresses(&town, &["zuilen"], &ask_to_revoke(&town, &round, 0).await, &known);
        let addresses: Vec<&String> = addresses.iter().filter(|address| !address.contains('?')).collect();
        // What is refused to somebody of the staff is noted; nothing else changes.
        let is_told = |line: &String| !line.starts_with("staff_log: ") && !line.starts_with("log_head: ");
        let before: Vec<String> = place.dump().await.into_iter().filter(is_told).collect();
        for looker in &mut lookers {
            if !matches!(looker.name, "anyone" | "fatma") {
                continue;
            }
            for (address, query) in
                addresses.iter().flat_map(|one| QUERIES.iter().map(move |query| (one, query)))
            {
                let address = format!("{address}?{query}");
                let page = looker.browser.get(&site, &address).await;
                let answer = told(&page);
                let is_right = match answer {
                    (400, kind) => kind == Some("bad_query"),
                    (403, kind) => kind == Some("round_not_open"),
                    (409, kind) => kind == Some("wrong_state"),
                    (410, kind) => kind == Some("link_expired"),
                    (status, _) => matches!(status, 200 | 303 | 404 | 405),
                };
                assert!(is_right, "{}: {address}: {answer:?}", looker.name);
                assert!(!page.says("<script>"), "{address} gives back what was typed as it was");
            }
        }
        let after: Vec<String> = place.dump().await.into_iter().filter(is_told).collect();
        assert_eq!(after, before);
    });
}

#[test]
fn a45_a_sign_that_stands_for_any_other_finds_itself_only() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        let mut lookers = lookers(&town, &site).await;
        let known = Known::of(&town).await;
        let fatma = &mut lookers.last_mut().expect("she is the last").browser;
        let grant = known.get("grant").remove(0);
        let lists = |page: &Page| page.says(&format!("/bureau/subsidies/{grant}\""));
        assert!(lists(&fatma.get(&site, "/bureau/subsidies").await), "the list of all");
        for word in ["%25", "_", "%25%25", "*", "%5C", "%27", "%27+OR+%27%27%3D%27"] {
            let page = fatma.get(&site, &format!("/bureau/subsidies?zoek={word}")).await;
            assert!(page.status == 200 && !lists(&page), "{word} finds everything");
        }
    });
}

#[test]
fn a29_the_log_has_the_pages_that_it_has() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let site = Site::of(&town, days(20));
        let log = format!("/rondes/{}/logboek", round.id);
        assert_eq!(Browser::default().get(&site, &format!("{log}?page=1")).await.status, 200);
        for page in [
            "0",
            "-1",
            "x-1",
            "x",
            "1.5",
            "../1",
            "18446744073709551616",
            "1000001",
            "%2e%2e",
            "256.p/0",
            " 1",
        ] {
            let answer =
                Browser::default().get(&site, &format!("{log}?page={}", page.replace(' ', "+"))).await;
            assert_eq!(told(&answer), (400, Some("bad_query")), "{page}");
        }
        for path in
            ["/..", "/../../etc/passwd", "/%2e%2e/%2e%2e", "/checkpoint", "/tile/0/x-1", "/tile/0/000.p/256"]
        {
            let answer = Browser::default().get(&site, &format!("{log}{path}")).await;
            assert_eq!(told(&answer), (404, Some("not_found")), "{path}");
        }
        for file in [
            "vaststellingen/0",
            "vaststellingen/-1",
            "vaststellingen/01",
            "vaststellingen/99999999999999999999",
        ] {
            let answer = Browser::default().get(&site, &format!("/rondes/{}/{file}", round.id)).await;
            assert_eq!(told(&answer), (404, Some("not_found")), "{file}");
        }
        // Whoever looks at the log asks each time whether there is a newer checkpoint.
        let answer = Browser::default().get(&site, &log).await;
        assert_eq!(answer.header("cache-control"), "no-cache");
    });
}

#[test]
fn a65_what_is_no_address_of_ours_gets_a_page_with_its_kind() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        let paths = [
            "/nergens",
            "//",
            "//nergens",
            "/rondes//zuilen",
            "/rondes/zuilen/",
            "/./rondes",
            "/../",
            "/%2e%2e/",
            "/%2e%2e%2fetc",
            "/rondes/zuilen;jsessionid=1",
            "/;jsessionid=1",
            "/rondes/%2e%2e/zuilen",
            "/rondes/zuilen%2fstemmen",
            "/RONDES",
            "/bureau/%2e%2e/geld",
            "/en//",
            "/en/nergens",
            "/.git/config",
            "/wp-login.php",
            "/rondes/zuilen%0d%0aX-Evil:1",
            "/assets/../style.css",
            "/assets/%2e%2e%2fkeys%2flog.key",
            "/rondes/%ff",
        ];
        for path in paths {
            let page = Browser::default().get(&site, path).await;
            let answer = told(&page);
            let is_right = answer == (404, Some("not_found")) || answer == (400, Some("bad_request"));
            assert!(is_right, "{path}: {answer:?}");
            assert!(page.headers.get("x-evil").is_none());
            careful(&page, path);
        }
        for verb in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X"] {
            for path in ["/", "/rondes/zuilen", "/rondes/zuilen/stem", "/bureau", "/nergens"] {
                let verb = Method::from_bytes(verb.as_bytes()).expect("a method");
                let page = Browser::default().ask(&site, &verb, path).await;
                let wanted = if path == "/nergens" {
                    (404, Some("not_found"))
                } else {
                    (405, Some("method_not_allowed"))
                };
                assert_eq!(told(&page), wanted, "{verb} {path}");
                careful(&page, path);
            }
        }
    });
}

/// The same over a connection: what no client library would send.
#[test]
fn a65_bytes_that_are_no_request_are_answered_and_forgotten() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::on(&place, "http://schuif.example", now());
        let process = Start::of(&site).serve();
        for bytes in [
            &b"\x16\x03\x01\x02\x00\x01\x00"[..],
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET  / HTTP/1.1\r\n\r\n",
            b"\0\0\0\0\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            b"GET / HTTP/1.1\r\nX: a\nb\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
            b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"POST /bureau/aanmelden HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\nConnection: close\r\n\r\n0\r\n\r\n",
            b"POST /bureau/aanmelden HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
        ] {
            let answer = raw(&process.address, bytes);
            let status: u16 = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(400);
            assert!((200..500).contains(&status), "{}: {answer}", String::from_utf8_lossy(bytes));
            assert!(!answer.contains("evil.example"), "{answer}");
        }
        assert_eq!(process.get("/").expect("it serves").status, 200);
        assert!(!process.said().contains("panicked"), "{}", process.said());
    });
}

/// What comes back when these bytes are sent, and nothing after them.
fn raw(address: &str, bytes: &[u8]) -> String {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
    stream.write_all(bytes).expect("sent");
    stream.shutdown(std::net::Shutdown::Write).ok();
    let mut answer = Vec::new();
    // A connection that is broken off is an answer as well.
    let _broken = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a67_a_copy_on_another_schema_says_that_it_is_not_ready_and_its_watcher_that_it_lives() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        assert_eq!(Browser::default().get(&site, "/readyz").await.status, 200);
        let last = "(SELECT MAX(version) FROM _sqlx_migrations)";
        place
            .sql(format!("DELETE FROM _sqlx_migrations WHERE version = {last}"))
            .await
            .expect("an older one");
        assert_eq!(told(&Browser::default().get(&site, "/readyz").await), (503, Some("schema_mismatch")));
        assert_eq!(Browser::default().get(&site, "/healthz").await.status, 200);
    });
}

/// The office behind an address that nobody may look at is refused before anything of it is read.
#[test]
fn a51_what_the_office_hands_out_opens_for_nobody_else_and_not_after_signing_out() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (round, site) = open(&town).await;
        let mut lookers = lookers(&town, &site).await;
        let known = Known::of(&town).await;
        let addresses =
            addresses(&town, &["zuilen", "eerder"], &ask_to_revoke(&town, &round, 0).await, &known);
        let marijke = &mut lookers.iter_mut().find(|one| one.name == "marijke").expect("she looks").browser;
        let mut files = Vec::new();
        for address in addresses.iter().filter(|address| address.starts_with("/bureau/")) {
            let page = marijke.get(&site, address).await;
            if page.status == 200 && !page.header("content-type").starts_with("text/html") {
                assert_eq!(page.header("cache-control"), "no-store", "{address}");
                files.push(address);
            }
        }
        assert!(files.len() >= 2, "{files:?}");
        marijke.post(&site, "/bureau/afmelden", &[]).await;
        for address in files {
            for browser in [&mut *marijke, &mut Browser::default()] {
                let page = browser.get(&site, address).await;
                assert_eq!(
                    (page.status.as_u16(), page.header("location")),
                    (303, "/bureau/aanmelden"),
                    "{address}"
                );
            }
        }
    });
}

/// A31: a cookie of the office means nothing to residents, and residents get none to mix up with it.
#[test]
fn a31_cookies_of_the_office_and_pages_of_residents_have_nothing_to_do_with_each_other() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (_, site) = open(&town).await;
        let mut joris = Browser::of(&site, crate::support::people::JORIS).await;
        for route in web::table() {
            let is_public = route.access == Access::Anyone && route.method == Method::GET;
            let address = route.path.replace("{round}", "zuilen").replace("{plan}", "01");
            if !is_public || address.contains('{') || address.ends_with("/stemmen") {
                continue;
            }
            let (with, without) =
                (joris.get(&site, &address).await, Browser::default().get(&site, &address).await);
            assert_eq!((with.status, &with.body), (without.status, &without.body), "{address}");
            assert!(with.headers.get("set-cookie").is_none() && without.headers.get("set-cookie").is_none());
        }
        // What a neighbouring site could set under our name, or what is no session, opens nothing.
        for cookie in ["bureau=0", "__Host-bureau=", "__Host-bureau=0; bureau=1", "stem=1", "__host-bureau=0"]
        {
            let request = Request::get("/bureau").header("cookie", cookie).body(Body::empty());
            let page = site.send(request.expect("a request")).await;
            assert_eq!(
                (page.status.as_u16(), page.header("location")),
                (303, "/bureau/aanmelden"),
                "{cookie}"
            );
        }
        let token = joris.get(&site, "/bureau").await;
        assert_eq!(token.status, 200);
    });
}
