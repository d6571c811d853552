//! Where one is signed in.

use schuifruimte::acts::session::key;

use super::{OWN, SIGN_IN, answer};
use crate::support::people::{JORIS, MARIJKE, PASSWORD};
use crate::support::{Browser, Site, Town, days, on_both};

const SESSIONS: &str = "/bureau/account/sessies";

fn id(browser: &Browser) -> String {
    let (_, token) = browser.cookie().split_once('=').expect("a cookie");
    key(token).to_string()
}

#[test]
fn someone_sees_the_own_sessions_and_ends_one_or_all_others_but_no_one_elses() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut here = Browser::of(&site, JORIS).await;
        let (mut desk, mut phone) = (Browser::of(&site, JORIS).await, Browser::of(&site, JORIS).await);
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let page = here.get(&site, OWN).await;
        assert_eq!(page.body.matches("laatst gebruikt").count(), 3, "{}", page.body);
        let page = here.post(&site, SESSIONS, &[("session", &id(&marijke))]).await;
        assert_eq!(answer(&page), (404, Some("not_found")), "not hers");
        assert_eq!(answer(&here.post(&site, SESSIONS, &[("session", &id(&desk))]).await), (303, None));
        assert_eq!(desk.get(&site, "/bureau").await.status.as_u16(), 303);
        assert_eq!(answer(&phone.get(&site, "/bureau").await), (200, None));
        assert_eq!(answer(&here.post(&site, SESSIONS, &[]).await), (303, None));
        assert_eq!(phone.get(&site, "/bureau").await.status.as_u16(), 303);
        assert_eq!(answer(&here.get(&site, "/bureau").await), (200, None));
        assert_eq!(answer(&marijke.get(&site, "/bureau").await), (200, None));
    });
}

/// A36: a password alone proves nobody anew, also when it is the new one.
#[test]
fn a36_a_new_own_password_is_no_proof_that_the_person_is_there_and_makes_no_session_younger() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut here = Browser::of(&site, JORIS).await;
        site.clock.set(days(0).plus_minutes(20));
        let typed = [("old_password", PASSWORD), ("new_password", "vier paarden eten stroop")];
        assert_eq!(answer(&here.post(&site, &format!("{OWN}/wachtwoord"), &typed).await), (303, None));
        assert_eq!(answer(&here.post(&site, SESSIONS, &[]).await), (401, Some("reauth_required")));
        for minutes in (40..480).step_by(20) {
            site.clock.set(days(0).plus_minutes(minutes));
            assert_eq!(answer(&here.get(&site, "/bureau").await), (200, None), "after {minutes} minutes");
        }
        site.clock.set(days(0).plus_minutes(481));
        assert_eq!(here.get(&site, "/bureau").await.status.as_u16(), 303, "eight hours after the sign-in");
    });
}

#[test]
fn a_password_changes_with_the_old_one_and_ends_every_other_session() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut here = Browser::of(&site, JORIS).await;
        let mut other = Browser::of(&site, JORIS).await;
        let change = format!("{OWN}/wachtwoord");
        let new = "vier paarden eten stroop";
        for (old, typed, says) in [
            ("een andere zin van mij", new, "Dit is niet uw wachtwoord."),
            (PASSWORD, "kort", "Gebruik 15 tot 128 tekens."),
            (PASSWORD, "joris de wit joris 1234", "raden anderen het eerst"),
            (PASSWORD, "Utrecht Utrecht Zuilen", "raden anderen het eerst"),
        ] {
            let page = here.post(&site, &change, &[("old_password", old), ("new_password", typed)]).await;
            assert_eq!(answer(&page), (422, Some("field_invalid")), "{typed}");
            assert!(page.says(says), "{typed}");
        }
        let before = here.cookie().to_string();
        let page = here.post(&site, &change, &[("old_password", PASSWORD), ("new_password", new)]).await;
        assert_eq!(answer(&page), (303, None));
        assert_ne!(here.cookie(), before);
        assert_eq!(answer(&here.get(&site, "/bureau").await), (200, None));
        assert_eq!(other.get(&site, "/bureau").await.status.as_u16(), 303, "A35: the next request");
        let old = [("login", JORIS.login), ("password", PASSWORD)];
        assert_eq!(answer(&other.post(&site, SIGN_IN, &old).await), (400, Some("login_failed")));
        assert_eq!(
            answer(&other.post(&site, SIGN_IN, &[("login", JORIS.login), ("password", new)]).await),
            (303, None)
        );
        assert!(place.fsck().await.is_empty());
    });
}

#[test]
fn a_session_ends_after_eight_hours_however_busy_and_a31_no_other_cookie_opens_the_office() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        for minutes in (20..480).step_by(20) {
            site.clock.set(days(0).plus_minutes(minutes));
            assert_eq!(answer(&joris.get(&site, "/bureau").await), (200, None), "{minutes}");
        }
        site.clock.set(days(0).plus_minutes(480));
        assert_eq!(joris.get(&site, "/bureau").await.status.as_u16(), 303);
        let joris = Browser::of(&site, JORIS).await;
        let (name, token) = joris.cookie().split_once('=').expect("a cookie");
        assert_eq!(name, "__Host-bureau");
        for other in ["bureau", "__Host-stem", "__Secure-bureau", "session"] {
            let mut browser = Browser::with_cookie(&format!("{other}={token}"));
            assert_eq!(browser.get(&site, "/bureau").await.status.as_u16(), 303, "{other}");
        }
    });
}
