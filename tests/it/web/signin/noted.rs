//! What the staff log tells an auditor about signing in and about what was refused.

use std::process::Command;

use axum::body::Body;
use axum::http::Request;
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::AreaId;
use serde_json::Value;

use super::{OWN, SIGN_IN, add_app, answer, shown, to_the_code};
use crate::support::people::{JORIS, MARIJKE, PASSWORD, Staff};
use crate::support::{Browser, Place, Site, Town, days, on_both};

/// Works in another wijk than the round lies in.
const OLIVIER: Staff =
    Staff { login: "olivier", name: "Olivier Smit", function: "Manager", role: Role::Certifier };

/// The acts about sessions, oldest first, each with the detail that one of its fields tells.
async fn told(place: &Place, field: &str) -> Vec<(String, String)> {
    let mut conn = place.store.read().await.expect("a connection");
    let entries: Vec<Vec<u8>> = sqlx::query_scalar("SELECT entry FROM staff_log ORDER BY seq")
        .fetch_all(&mut *conn)
        .await
        .expect("the log");
    let entries = entries.iter().map(|entry| serde_json::from_slice::<Value>(entry).expect("an entry"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    entries
        .map(|entry| (text(&entry["act"]), text(&entry["detail"][field])))
        .filter(|(act, _)| act.starts_with("session."))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(act, detail)| ((*act).to_string(), (*detail).to_string())).collect()
}

#[test]
fn signing_in_is_noted_with_its_way_right_or_wrong_and_so_is_leaving() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::default();
        let wrong = [("login", JORIS.login), ("password", "dit is het niet maar wel lang")];
        joris.post(&site, SIGN_IN, &wrong).await;
        let right = [("login", JORIS.login), ("password", PASSWORD)];
        assert_eq!(answer(&joris.post(&site, SIGN_IN, &right).await), (303, None));
        let (secret, _) = add_app(&site, &mut joris).await;
        joris.post(&site, "/bureau/afmelden", &[]).await;
        site.clock.set(days(0).plus_minutes(2));
        let page = to_the_code(&site, &mut joris, JORIS.login).await;
        let code = "/bureau/aanmelden/code";
        joris.post(&site, code, &[("page", &page), ("otp", "000000")]).await;
        let typed = shown(&secret, site.clock.now());
        let entered = joris.post(&site, code, &[("page", &page), ("otp", &typed)]).await;
        assert_eq!(answer(&entered), (303, None), "{}", entered.body);
        let expected = [
            ("session.failed", ""),
            ("session.start", "password"),
            ("session.end", ""),
            ("session.code_failed", ""),
            ("session.start", "code"),
        ];
        assert_eq!(told(&place, "way").await, pairs(&expected));
    });
}

#[test]
fn what_was_refused_to_somebody_is_noted_once_a_minute_by_the_pattern_of_its_address() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        place.employ(OLIVIER, Scope::Districts([AreaId::new("WK034403")].into())).await;
        let site = Site::of(&town, days(0));
        let mut olivier = Browser::of(&site, OLIVIER).await;
        for _ in 0..3 {
            let page = olivier.get(&site, "/bureau/rondes/zuilen").await;
            assert_eq!(answer(&page), (404, Some("not_found")));
        }
        site.clock.set(days(0).plus_minutes(1));
        olivier.get(&site, "/bureau/logboek").await;
        let cookie = olivier.cookie().to_string();
        let foreign = Request::builder()
            .method("POST")
            .uri("/bureau/afmelden")
            .header("sec-fetch-site", "cross-site")
            .header("cookie", cookie)
            .body(Body::empty())
            .expect("a request");
        assert_eq!(answer(&site.send(foreign).await), (403, Some("csrf_rejected")));
        let expected = [
            ("session.start", ""),
            ("session.denied", "/bureau/rondes/{round}"),
            ("session.denied", "/bureau/logboek"),
            ("session.foreign_form", "/bureau/afmelden"),
        ];
        assert_eq!(told(&place, "route").await, pairs(&expected));
    });
}

#[test]
fn signing_in_ends_the_session_that_the_browser_still_had_and_leaving_clears_the_browser() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut browser = Browser::of(&site, JORIS).await;
        let mut earlier = browser.copy();
        let typed = [("login", MARIJKE.login), ("password", PASSWORD)];
        assert_eq!(answer(&browser.post(&site, SIGN_IN, &typed).await), (303, None));
        assert_eq!(earlier.get(&site, OWN).await.status.as_u16(), 303, "the session of Joris is over");
        let page = browser.post(&site, "/bureau/afmelden", &[]).await;
        assert_eq!(page.header("clear-site-data"), "\"cache\", \"storage\"");
    });
}

#[test]
fn whoever_runs_the_service_ends_the_sessions_of_one_or_of_everyone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        let sign_out = |login: &[&str]| {
            let done = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
                .args(["staff", "sign-out"])
                .args(login)
                .args(["--database", &place.url, "--origin", "https://schuif.example", "--data"])
                .arg(&site.app.settings.data)
                .output()
                .expect("it runs");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8_lossy(&done.stdout).into_owned()
        };
        sign_out(&[JORIS.login]);
        assert_eq!(joris.get(&site, OWN).await.status.as_u16(), 303);
        assert_eq!(answer(&marijke.get(&site, OWN).await), (200, None));
        assert_eq!(sign_out(&[]).trim(), "1 sessions ended");
        assert_eq!(marijke.get(&site, OWN).await.status.as_u16(), 303);
    });
}
