//! Links with which people come in.

use schuifruimte::acts;
use schuifruimte::domain::account::Scope;

use super::{NOOR, OWN, SEM, SIGN_IN, STAFF, add_app, answer, both_admins, invited, link, strict};
use crate::support::announced::FATMA;
use crate::support::people::{JORIS, PASSWORD};
use crate::support::{Browser, Site, Town, days, on_both};

const SENTENCE: &str = "een eigen zin van mijzelf";

async fn address(browser: &mut Browser, site: &Site, name: &str) -> String {
    let page = browser.get(site, STAFF).await;
    let (before, _) = page.body.split_once(&format!("\">{name}<")).expect("a row");
    format!("{STAFF}/{}", before.rsplit('/').next().expect("an account"))
}

#[test]
fn a50_a_link_works_once_for_one_account_in_48_hours_and_looking_does_not_use_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        both_admins(&place).await;
        let mut sem = Browser::of(&site, SEM).await;
        let (link, _) = invited(&site, &mut sem).await;
        let kept = place.dump().await.join("\n");
        assert!(!kept.contains(link.rsplit('/').next().expect("a token")), "the database opens no door");
        let mut jan = Browser::default();
        for _ in 0..3 {
            let page = jan.get(&site, &link).await;
            assert!(answer(&page) == (200, None) && page.says("Jan"));
        }
        for weak in ["te kort", "wachtwoord wachtwoord", "jan jan jan jan jan 2027", &"x".repeat(129)] {
            let page = jan.post(&site, &link, &[("new_password", weak)]).await;
            assert_eq!(answer(&page), (422, Some("field_invalid")), "{weak}");
            assert!(!page.says(weak), "a password never comes back");
        }
        let page = jan.post(&site, &link, &[("new_password", SENTENCE)]).await;
        assert_eq!(answer(&page), (303, None));
        assert_eq!(answer(&jan.get(&site, OWN).await), (200, None), "signed in");
        for _ in 0..2 {
            let mut again = Browser::default();
            assert_eq!(answer(&again.get(&site, &link).await), (410, Some("link_expired")));
            let page = again.post(&site, &link, &[("new_password", "een andere zin van iemand")]).await;
            assert_eq!(answer(&page), (410, Some("link_expired")), "used");
        }
        let typed = [("login", "jan"), ("password", SENTENCE)];
        assert_eq!(answer(&Browser::default().post(&site, SIGN_IN, &typed).await), (303, None));
        assert!(place.fsck().await.is_empty());
    });
}

#[test]
fn a50_a_link_ends_after_48_hours_and_a_newer_one_ends_it_sooner() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        both_admins(&place).await;
        let mut sem = Browser::of(&site, SEM).await;
        let (first, jan) = invited(&site, &mut sem).await;
        let mut noor = Browser::of(&site, NOOR).await;
        let second = link(&noor.post(&site, &format!("{jan}/uitnodiging"), &[]).await);
        let mut browser = Browser::default();
        assert_eq!(answer(&browser.get(&site, &first).await), (410, Some("link_expired")), "replaced");
        site.clock.set(days(2).plus_minutes(-1));
        assert_eq!(answer(&browser.get(&site, &second).await), (200, None));
        site.clock.set(days(2));
        assert_eq!(answer(&browser.get(&site, &second).await), (410, Some("link_expired")));
        let page = browser.post(&site, &second, &[("new_password", SENTENCE)]).await;
        assert_eq!(answer(&page), (410, Some("link_expired")), "too late");
        // Without a password nobody comes in, not with an empty one either.
        let typed = [("login", "jan"), ("password", "")];
        assert_eq!(answer(&browser.post(&site, SIGN_IN, &typed).await), (400, Some("login_failed")));
        assert_eq!(answer(&browser.get(&site, "/bureau/uitnodiging/0").await), (410, Some("link_expired")));
    });
}

#[test]
fn who_keeps_accounts_makes_no_link_for_who_was_in_before_and_switched_off_links_are_worth_nothing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        both_admins(&place).await;
        let mut sem = Browser::of(&site, SEM).await;
        let joris = address(&mut sem, &site, JORIS.name).await;
        let page = sem.post(&site, &format!("{joris}/uitnodiging"), &[]).await;
        assert_eq!(answer(&page), (409, Some("four_eyes_required")));
        let (link, jan) = invited(&site, &mut sem).await;
        sem.post(&site, &format!("{jan}/toegang"), &[("enabled", "no")]).await;
        assert_eq!(answer(&Browser::default().get(&site, &link).await), (410, Some("link_expired")));
    });
}

#[test]
fn beginning_anew_is_asked_and_confirmed_by_two_humans_and_neither_is_the_one_who_begins() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let sem_id = place.employ(SEM, Scope::City).await;
        let noor_id = place.employ(NOOR, Scope::City).await;
        let fatma_id = place.employ(FATMA, Scope::City).await;
        let site = Site::of(&town, days(0));
        let (mut sem, mut fatma) = (Browser::of(&site, SEM).await, Browser::of(&site, FATMA).await);
        let of_joris = format!("{STAFF}/{}/opnieuw", town.joris);
        let agree = format!("{of_joris}/akkoord");
        assert_eq!(
            answer(&fatma.post(&site, &of_joris, &[]).await),
            (404, Some("not_found")),
            "not hers to ask"
        );
        sem.post(&site, &of_joris, &[]).await;
        assert!(fatma.get(&site, STAFF).await.says("Joris de Wit begint opnieuw met aanmelden"));
        assert!(fatma.get(&site, "/bureau").await.says("Controleer wijzigingen voor medewerkers"));
        // Noor is Sem under another account, and so are the two accounts of the one who begins.
        let ctx = town.nobody_at(days(0));
        acts::account::join(&ctx, &sem_id, &noor_id).await.expect("joined");
        let mut noor = Browser::of(&site, NOOR).await;
        assert_eq!(answer(&noor.post(&site, &agree, &[]).await), (409, Some("four_eyes_required")));
        acts::account::join(&ctx, &fatma_id, &town.joris).await.expect("joined");
        assert_eq!(answer(&fatma.post(&site, &agree, &[]).await), (409, Some("four_eyes_required")));
        let of_sem = format!("{STAFF}/{noor_id}/opnieuw");
        assert_eq!(answer(&sem.post(&site, &of_sem, &[]).await), (409, Some("four_eyes_required")));
        // For Marijke, Fatma is somebody else.
        let of_marijke = format!("{STAFF}/{}/opnieuw", town.marijke);
        sem.post(&site, &of_marijke, &[]).await;
        let link = link(&fatma.post(&site, &format!("{of_marijke}/akkoord"), &[]).await);
        let mut marijke = Browser::default();
        assert_eq!(answer(&marijke.post(&site, &link, &[("new_password", SENTENCE)]).await), (303, None));
        // A closed account begins nowhere: the request goes with it.
        sem.post(&site, &format!("{STAFF}/{}/toegang", town.joris), &[("enabled", "no")]).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM account_reset").await, 0);
        assert!(place.fsck().await.is_empty());
    });
}

#[test]
fn who_lost_everything_begins_anew_when_two_people_say_so() {
    on_both(|place| async move {
        Town::new(&place).await;
        let site = strict(&place);
        both_admins(&place).await;
        let (mut sem, mut noor) = (Browser::of(&site, SEM).await, Browser::of(&site, NOOR).await);
        add_app(&site, &mut sem).await;
        add_app(&site, &mut noor).await;
        let mut joris = Browser::of(&site, JORIS).await;
        let (_, papers) = add_app(&site, &mut joris).await;
        let of_joris = format!("{}/opnieuw", address(&mut sem, &site, JORIS.name).await);
        let of_sem = format!("{}/opnieuw", address(&mut sem, &site, SEM.name).await);
        assert_eq!(answer(&sem.post(&site, &of_sem, &[]).await), (409, Some("four_eyes_required")));
        let agree = format!("{of_joris}/akkoord");
        assert_eq!(
            answer(&noor.post(&site, &agree, &[]).await),
            (409, Some("draft_changed")),
            "nobody asked"
        );
        assert_eq!(answer(&sem.post(&site, &of_joris, &[]).await), (303, None));
        assert_eq!(answer(&sem.post(&site, &agree, &[]).await), (409, Some("four_eyes_required")));
        assert_eq!(answer(&joris.get(&site, "/bureau").await), (200, None), "still as it was");
        assert_eq!(answer(&noor.post(&site, &format!("{of_joris}/afwijzing"), &[]).await), (303, None));
        assert_eq!(answer(&noor.post(&site, &agree, &[]).await), (409, Some("draft_changed")), "taken back");
        sem.post(&site, &of_joris, &[]).await;
        let link = link(&noor.post(&site, &agree, &[]).await);
        assert_eq!(joris.get(&site, "/bureau").await.status.as_u16(), 303, "signed out");
        let typed = [("login", JORIS.login), ("password", PASSWORD)];
        let page = Browser::default().post(&site, SIGN_IN, &typed).await;
        assert_eq!(answer(&page), (400, Some("login_failed")), "the old password");
        let mut joris = Browser::default();
        assert_eq!(answer(&joris.post(&site, &link, &[("new_password", SENTENCE)]).await), (303, None));
        let page = joris.get(&site, OWN).await;
        assert!(page.says("Voeg een passkey of een app toe"), "and the old app is gone");
        assert!(!papers.is_empty() && place.fsck().await.is_empty());
    });
}
