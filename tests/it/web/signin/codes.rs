//! A code of an app beside the password.

use super::{OWN, SEM, SIGN_IN, add_app, answer, both_admins, shown, strict, to_the_code};
use crate::support::people::{JORIS, MARIJKE, PASSWORD};
use crate::support::{Browser, Site, Town, days, on_both};

const CODE: &str = "/bureau/aanmelden/code";

#[test]
fn who_signs_adds_an_app_before_anything_else_and_from_then_on_the_password_alone_is_not_enough() {
    on_both(|place| async move {
        Town::new(&place).await;
        let site = strict(&place);
        let mut marijke = Browser::of(&site, MARIJKE).await;
        for path in ["/bureau", "/bureau/rondes", "/bureau/geld"] {
            let page = marijke.get(&site, path).await;
            assert_eq!((page.status.as_u16(), page.header("location")), (303, OWN), "{path}");
        }
        let page = marijke.post(&site, "/bureau/rondes", &[]).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, OWN), "and nothing is done");
        let (secret, _) = add_app(&site, &mut marijke).await;
        assert_eq!(answer(&marijke.get(&site, "/bureau").await), (200, None));
        let kept = place.dump().await.join("\n");
        assert!(!kept.contains(&secret.replace(' ', "")), "the secret stands locked");

        let mut other = Browser::default();
        let ticket = to_the_code(&site, &mut other, MARIJKE.login).await;
        assert_eq!(other.get(&site, "/bureau").await.status.as_u16(), 303, "not in yet");
        site.clock.set(days(0).plus_minutes(1));
        let code = shown(&secret, site.clock.now());
        let page = other.post(&site, CODE, &[("page", &ticket), ("otp", &code)]).await;
        assert_eq!(answer(&page), (303, None));
        assert_eq!(answer(&other.get(&site, "/bureau").await), (200, None));
        assert!(place.fsck().await.is_empty());
    });
}

#[test]
fn a36_a_code_works_once_and_a_clock_may_be_half_a_minute_off() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        let (secret, _) = add_app(&site, &mut joris).await;
        let used = shown(&secret, days(0));
        let refused = (422, Some("otp_not_accepted"));
        let mut other = Browser::default();
        let ticket = to_the_code(&site, &mut other, JORIS.login).await;
        let form = |code: &str| [("page", ticket.clone()), ("otp", code.to_string())];
        let page = other.post(&site, CODE, &form(&used).each_ref().map(|(n, v)| (*n, v.as_str()))).await;
        assert_eq!(answer(&page), refused, "the code with which the app was added");
        for (minutes, seconds, accepted) in [(2, -30, true), (4, 30, true), (6, 60, false), (8, -60, false)] {
            let at = days(0).plus_minutes(minutes);
            site.clock.set(at);
            let mut browser = Browser::default();
            let ticket = to_the_code(&site, &mut browser, JORIS.login).await;
            let code = shown(&secret, at.plus_seconds(seconds));
            let typed = [("page", ticket.as_str()), ("otp", code.as_str())];
            let page = browser.post(&site, CODE, &typed).await;
            assert_eq!(answer(&page) == (303, None), accepted, "{seconds} seconds off");
            if accepted {
                let mut twice = Browser::default();
                let ticket = to_the_code(&site, &mut twice, JORIS.login).await;
                let typed = [("page", ticket.as_str()), ("otp", code.as_str())];
                assert_eq!(answer(&twice.post(&site, CODE, &typed).await), refused, "once");
            }
        }
    });
}

#[test]
fn a13_the_sixth_code_is_not_looked_at_there_and_the_right_person_comes_in_from_elsewhere() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        let (secret, papers) = add_app(&site, &mut joris).await;
        site.clock.set(days(0).plus_minutes(1));
        let right = shown(&secret, site.clock.now());
        let mut kees = Browser::at("203.0.113.9");
        let ticket = to_the_code(&site, &mut kees, JORIS.login).await;
        for number in 0..5 {
            let typed = [("page", ticket.as_str()), ("otp", "000000")];
            let page = kees.post(&site, CODE, &typed).await;
            assert_eq!(answer(&page), (422, Some("otp_not_accepted")), "{number}");
        }
        let typed = [("page", ticket.as_str()), ("otp", right.as_str())];
        let page = kees.post(&site, CODE, &typed).await;
        assert_eq!(answer(&page), (429, Some("rate_limited")), "also when it is right");
        assert_ne!(page.header("retry-after"), "");
        // After a restart as well: what counts is in the database.
        let site = Site::of(&town, days(0).plus_minutes(2));
        let ticket = to_the_code(&site, &mut kees, JORIS.login).await;
        let typed = [("page", ticket.as_str()), ("otp", "000000")];
        assert_eq!(answer(&kees.post(&site, CODE, &typed).await), (429, Some("rate_limited")));
        let mut own = Browser::at("198.51.100.7");
        let ticket = to_the_code(&site, &mut own, JORIS.login).await;
        let typed = [("page", ticket.as_str()), ("otp", papers[0].as_str())];
        assert_eq!(answer(&own.post(&site, CODE, &typed).await), (303, None), "with a code on paper");
        let ticket = to_the_code(&site, &mut own, JORIS.login).await;
        let typed = [("page", ticket.as_str()), ("otp", papers[0].as_str())];
        assert_eq!(answer(&own.post(&site, CODE, &typed).await), (422, Some("otp_not_accepted")), "once");
        let small = papers[1].to_lowercase().replace(' ', "");
        let typed = [("page", ticket.as_str()), ("otp", small.as_str())];
        assert_eq!(answer(&own.post(&site, CODE, &typed).await), (303, None), "however it is typed");
    });
}

#[test]
fn the_page_for_a_code_is_one_persons_for_five_minutes_and_once() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        both_admins(&place).await;
        let mut joris = Browser::of(&site, JORIS).await;
        let (secret, _) = add_app(&site, &mut joris).await;
        let mut sem = Browser::of(&site, SEM).await;
        let (of_sem, _) = add_app(&site, &mut sem).await;
        site.clock.set(days(0).plus_minutes(1));
        let mut browser = Browser::default();
        let ticket = to_the_code(&site, &mut browser, JORIS.login).await;
        let foreign = shown(&of_sem, site.clock.now());
        let typed = [("page", ticket.as_str()), ("otp", foreign.as_str())];
        assert_eq!(answer(&browser.post(&site, CODE, &typed).await), (422, Some("otp_not_accepted")));
        site.clock.set(days(0).plus_minutes(6));
        let code = shown(&secret, site.clock.now());
        let typed = [("page", ticket.as_str()), ("otp", code.as_str())];
        assert_eq!(answer(&browser.post(&site, CODE, &typed).await), (400, Some("login_failed")), "too late");
        let ticket = to_the_code(&site, &mut browser, JORIS.login).await;
        let typed = [("page", ticket.as_str()), ("otp", code.as_str())];
        assert_eq!(answer(&browser.post(&site, CODE, &typed).await), (303, None));
        let again = browser.post(&site, CODE, &typed).await;
        assert_eq!(answer(&again), (400, Some("login_failed")), "a page has one end");
        let typed = [("login", JORIS.login), ("password", PASSWORD)];
        assert_eq!(answer(&Browser::default().post(&site, SIGN_IN, &typed).await), (200, None));
    });
}
