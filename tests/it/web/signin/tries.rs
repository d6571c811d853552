//! A49: guessing passwords.

use schuifruimte::acts;
use schuifruimte::domain::account::{Role, Scope};

use super::{SIGN_IN, answer};
use crate::support::people::{MARIJKE, PASSWORD, Staff};
use crate::support::{Browser, Site, Town, days, on_both};

#[test]
fn a49_after_a_hundred_wrong_passwords_the_victim_still_comes_in_from_elsewhere() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut site = Site::of(&town, days(0));
        let (mut wrong, mut refused) = (0, 0);
        for number in 0..100 {
            // From another address each twenty times, and after a restart each ten.
            if number % 10 == 0 {
                site = Site::of(&town, days(0));
            }
            let mut kees = Browser::at(&format!("203.0.113.{}", number / 20));
            let typed = [("login", MARIJKE.login), ("password", "een zin die niet klopt")];
            match answer(&kees.post(&site, SIGN_IN, &typed).await) {
                (400, Some("login_failed")) => wrong += 1,
                (429, Some("rate_limited")) => refused += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((wrong, refused), (25, 75), "five from each address are looked at");
        let typed = [("login", MARIJKE.login), ("password", PASSWORD)];
        let mut marijke = Browser::at("198.51.100.7");
        assert_eq!(answer(&marijke.post(&site, SIGN_IN, &typed).await), (303, None));
        let mut kees = Browser::at("203.0.113.4");
        let page = kees.post(&site, SIGN_IN, &typed).await;
        assert_eq!(answer(&page), (429, Some("rate_limited")), "not from there");
        let kept = place.dump().await.join("\n");
        assert!(!kept.contains("203.0.113.") && !kept.contains("198.51.100"), "no address is kept");
        let site = Site::of(&town, days(0).plus_minutes(16));
        assert_eq!(answer(&kees.post(&site, SIGN_IN, &typed).await), (303, None), "and after a while again");
    });
}

#[test]
fn a49_logins_that_nobody_has_are_counted_and_answered_as_those_that_exist() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        for login in [MARIJKE.login, "niemand"] {
            let mut answers = Vec::new();
            for _ in 0..6 {
                let mut kees = Browser::at("203.0.113.9");
                let page = kees.post(&site, SIGN_IN, &[("login", login), ("password", "fout")]).await;
                answers.push(page.status.as_u16());
            }
            assert_eq!(answers, [400, 400, 400, 400, 400, 429], "{login}");
        }
        let long = "x".repeat(60_000);
        let page = Browser::default().post(&site, SIGN_IN, &[("login", "x"), ("password", &long)]).await;
        assert_eq!(answer(&page), (400, Some("login_failed")), "long and wrong");
        let page = Browser::default()
            .post(&site, SIGN_IN, &[("login", "x"), ("password", &"x".repeat(1_000_000))])
            .await;
        assert_eq!(answer(&page), (413, Some("too_large")));
        let nul = [("login", "mar\0ijke"), ("password", PASSWORD)];
        assert_eq!(answer(&Browser::default().post(&site, SIGN_IN, &nul).await), (400, Some("login_failed")));
    });
}

/// Both are held against a stored text that costs the same (`Password::of_nobody`), in one of the few places for that: when
/// there is no place, neither of them gets an answer.
#[test]
fn a49_whoever_is_typed_a_hash_is_worked_out() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let new = Staff { login: "nieuw", name: "Nieuw", function: "Nieuw", role: Role::Desk };
        let closed = place.employ(Staff { login: "dicht", ..new }, Scope::City).await;
        acts::account::close(&town.nobody_at(days(0)), &closed).await.expect("closed");
        let invited = place.employ(new, Scope::City).await;
        acts::invitation::reset_by_operator(&mut town.nobody_at(days(0)), &invited).await.expect("invited");
        let site = Site::of(&town, days(0));
        let logins = [MARIJKE.login, "niemand", "dicht", "nieuw", ""];
        for login in logins {
            let typed = [("login", login), ("password", "een zin die niet klopt")];
            let page = Browser::default().post(&site, SIGN_IN, &typed).await;
            assert_eq!(answer(&page), (400, Some("login_failed")), "{login}");
        }
        site.app.limits.hashes.close();
        for login in logins {
            let typed = [("login", login), ("password", "een zin die niet klopt")];
            let page = Browser::default().post(&site, SIGN_IN, &typed).await;
            assert_eq!(answer(&page), (503, Some("shedding")), "{login}");
        }
    });
}

#[test]
fn a38_a_form_of_another_site_signs_nobody_in() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        for path in [SIGN_IN, "/bureau/aanmelden/code", "/bureau/aanmelden/passkey", "/bureau/uitnodiging/x"]
        {
            let request = axum::http::Request::post(path)
                .header("sec-fetch-site", "cross-site")
                .header("content-type", "application/x-www-form-urlencoded");
            let body = format!("login={}&password={}", MARIJKE.login, PASSWORD.replace(' ', "+"));
            let page = site.send(request.body(axum::body::Body::from(body)).expect("a request")).await;
            assert_eq!(answer(&page), (403, Some("csrf_rejected")), "{path}");
            assert_eq!(page.header("set-cookie"), "");
        }
    });
}
