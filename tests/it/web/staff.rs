//! Accounts through their pages: nobody makes alone the people with whom to sign.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::log::chain::Actor;

use crate::support::people::{JORIS, MARIJKE, Staff};
use crate::support::site::between;
use crate::support::town::NOORDWEST;
use crate::support::{Browser, Page, Site, Town, days, on_both};

/// Keeps the accounts.
const SEM: Staff =
    Staff { login: "sem", name: "Sem Bakker", function: "Functioneel beheerder", role: Role::PlatformAdmin };
/// Keeps the money, and is the second person for accounts.
const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yilmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

/// The number of the change that waits on the page of staff.
fn waiting(page: &Page) -> String {
    between(&page.body, "/bureau/medewerkers/wijzigingen/", "/").expect("a change").to_string()
}

fn new<'a>(login: &'a str, role: &'a str) -> [(&'a str, &'a str); 5] {
    [("login", login), ("name", login), ("function", "Adviseur"), ("role", role), ("scope", "city")]
}

/// The attack: one keeper of accounts makes an officer and a certifier, signs in as both, and does the whole chain.
#[test]
fn who_keeps_the_accounts_alone_makes_nobody_to_sign_with() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let sem_id = place.employ(SEM, Scope::City).await;
        let site = Site::of(&town, days(0));
        let mut sem = Browser::of(&site, SEM).await;
        for (login, role) in [("een", "officer"), ("twee", "certifier"), ("drie", "platform-admin")] {
            let page = sem.post(&site, "/bureau/medewerkers", &new(login, role)).await;
            let page = sem.post(&site, &format!("{}/uitnodiging", page.header("location")), &[]).await;
            assert_eq!(answer(&page), (409, Some("four_eyes_required")), "no link for {login}");
        }
        let page = sem.get(&site, "/bureau/medewerkers").await;
        assert!(page.says("Wacht op een tweede persoon") && page.says("U hebt dit zelf gevraagd."));
        for number in 1..=3 {
            let address = format!("/bureau/medewerkers/wijzigingen/{number}/akkoord");
            assert_eq!(answer(&sem.post(&site, &address, &[]).await), (409, Some("four_eyes_required")));
        }
        // Nor is a colleague's account theirs: there is no page to set a password, and no link without somebody else.
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let address = format!("/bureau/medewerkers/{}", town.marijke);
        let page = sem.post(&site, &format!("{address}/wachtwoord"), &[]).await;
        assert_eq!(answer(&page), (404, Some("not_found")));
        let page = sem.post(&site, &format!("{address}/uitnodiging"), &[]).await;
        assert_eq!(answer(&page), (409, Some("four_eyes_required")));
        assert_eq!(answer(&sem.post(&site, &format!("{address}/opnieuw"), &[]).await), (303, None));
        let page = sem.post(&site, &format!("{address}/opnieuw/akkoord"), &[]).await;
        assert_eq!(answer(&page), (409, Some("four_eyes_required")));
        let mut as_sem = place.context(Actor::Staff(sem_id), days(0));
        let done = acts::invitation::reset_by_operator(&mut as_sem, &town.marijke).await;
        assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
        assert_eq!(answer(&marijke.get(&site, "/bureau").await), (200, None), "still as it was");
        // Nor does a closed account open, nor does an officer become a certifier.
        let joris = format!("/bureau/medewerkers/{}", town.joris);
        let role = [("role", "certifier"), ("scope", "city")];
        assert_eq!(answer(&sem.post(&site, &joris, &role).await), (303, None));
        let mut officer = Browser::of(&site, JORIS).await;
        let certifiers = "SELECT COUNT(*) FROM account WHERE role = 'certifier' AND enabled = 1";
        assert_eq!(place.number(certifiers).await, 1, "Marijke and nobody else");
        assert_eq!(answer(&officer.get(&site, "/bureau/medewerkers").await), (404, Some("not_found")));
    });
}

#[test]
fn a_second_person_confirms_and_from_then_on_it_counts() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        place.employ(SEM, Scope::City).await;
        place.employ(FATMA, Scope::City).await;
        let site = Site::of(&town, days(0));
        let (mut sem, mut fatma_there) = (Browser::of(&site, SEM).await, Browser::of(&site, FATMA).await);
        let page = sem.post(&site, "/bureau/medewerkers", &new("jan", "officer")).await;
        let about = page.header("location").to_string();
        assert!(sem.get(&site, &about).await.says("Eerst geeft een tweede persoon akkoord."));
        assert!(fatma_there.get(&site, "/bureau").await.says("Controleer wijzigingen voor medewerkers"));
        let page = fatma_there.get(&site, "/bureau/medewerkers").await;
        assert!(
            page.says("jan mag zich aanmelden: Adviseur") || page.says("jan mag zich aanmelden"),
            "{}",
            page.body
        );
        assert!(!page.says("Voeg een medewerker toe"), "who confirms adds nobody");
        let address = format!("/bureau/medewerkers/wijzigingen/{}", waiting(&page));
        assert_eq!(answer(&fatma_there.post(&site, &format!("{address}/akkoord"), &[]).await), (303, None));
        let make = format!("{about}/uitnodiging");
        let page = sem.post(&site, &make, &[]).await;
        assert_eq!(
            answer(&page),
            (409, Some("four_eyes_required")),
            "who made Jan up does not hold his link"
        );
        assert!(sem.get(&site, &about).await.says("U hebt deze collega voorgesteld."));
        let page = fatma_there.post(&site, &make, &[]).await;
        let link = between(&page.body, "https://schuif.example", "<").expect("a link").to_string();
        let typed = [("new_password", "een eigen zin van mijzelf")];
        let mut jan = Browser::default();
        assert_eq!(jan.post(&site, &link, &typed).await.status.as_u16(), 303);
        assert_eq!(answer(&jan.get(&site, "/bureau").await), (200, None));
        let again = fatma_there.post(&site, &format!("{address}/akkoord"), &[]).await;
        assert_eq!(answer(&again), (409, Some("draft_changed")), "once");
    });
}

#[test]
fn what_waits_for_an_account_ends_with_a_later_decision_about_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        place.employ(SEM, Scope::City).await;
        place.employ(FATMA, Scope::City).await;
        let site = Site::of(&town, days(0));
        let (mut sem, mut fatma_there) = (Browser::of(&site, SEM).await, Browser::of(&site, FATMA).await);
        let joris = format!("/bureau/medewerkers/{}", town.joris);
        let closed = (format!("{joris}/toegang"), vec![("enabled", "no")]);
        let fewer =
            (joris.clone(), vec![("role", "officer"), ("scope", "districts"), ("districts", NOORDWEST)]);
        for (address, later) in [fewer, closed] {
            let more = [("role", "certifier"), ("scope", "city")];
            assert_eq!(answer(&sem.post(&site, &joris, &more).await), (303, None));
            let page = fatma_there.get(&site, "/bureau/medewerkers").await;
            let agree = format!("/bureau/medewerkers/wijzigingen/{}/akkoord", waiting(&page));
            assert_eq!(answer(&sem.post(&site, &address, &later).await), (303, None));
            assert_eq!(answer(&fatma_there.post(&site, &agree, &[]).await), (409, Some("draft_changed")));
            let certifiers = "SELECT COUNT(*) FROM account WHERE login = 'joris' AND role = 'certifier'";
            assert_eq!(place.number(certifiers).await, 0, "{later:?}");
        }
        let open = "SELECT COUNT(*) FROM account WHERE login = 'joris' AND enabled = 1";
        assert_eq!(place.number(open).await, 0);
    });
}

#[test]
fn another_role_counts_once_confirmed_fewer_places_at_once_and_nobody_confirms_for_themselves() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        place.employ(SEM, Scope::City).await;
        let fatma = place.employ(FATMA, Scope::City).await;
        let site = Site::of(&town, days(0));
        let (mut sem, mut fatma_there) = (Browser::of(&site, SEM).await, Browser::of(&site, FATMA).await);
        // Another role is the old one until then, and what was refused never counts.
        let joris = format!("/bureau/medewerkers/{}", town.joris);
        for verdict in ["afwijzing", "akkoord"] {
            let mut officer = Browser::of(&site, JORIS).await;
            let role = [("role", "desk"), ("scope", "city")];
            assert_eq!(answer(&sem.post(&site, &joris, &role).await), (303, None));
            assert_eq!(
                answer(&sem.post(&site, &joris, &role).await),
                (422, Some("field_invalid")),
                "it waits"
            );
            assert_eq!(
                officer.get(&site, "/bureau/rondes").await.status.as_u16(),
                200,
                "nothing changed yet"
            );
            let page = fatma_there.get(&site, "/bureau/medewerkers").await;
            let address = format!("/bureau/medewerkers/wijzigingen/{}/{verdict}", waiting(&page));
            assert_eq!(answer(&fatma_there.post(&site, &address, &[]).await), (303, None));
            let is_desk =
                place.number("SELECT COUNT(*) FROM account WHERE login = 'joris' AND role = 'desk'").await;
            assert_eq!(is_desk, i64::from(verdict == "akkoord"));
            let still = officer.get(&site, "/bureau/rondes").await.status.as_u16();
            assert_eq!(
                still,
                if verdict == "akkoord" { 303 } else { 200 },
                "a role that changed ends sessions"
            );
        }

        // Less is less at once.
        let fewer = [("role", "desk"), ("scope", "districts"), ("districts", "WK034402")];
        assert_eq!(answer(&sem.post(&site, &joris, &fewer).await), (303, None));
        assert_eq!(place.number("SELECT COUNT(*) FROM account_scope WHERE place = 'WK034402'").await, 1);

        // Nobody is the second person for themselves, under no account.
        let role = [("role", "platform-admin"), ("scope", "city")];
        let own = format!("/bureau/medewerkers/{fatma}");
        assert_eq!(answer(&sem.post(&site, &own, &role).await), (303, None));
        let page = fatma_there.get(&site, "/bureau/medewerkers").await;
        let address = format!("/bureau/medewerkers/wijzigingen/{}/akkoord", waiting(&page));
        assert_eq!(answer(&fatma_there.post(&site, &address, &[]).await), (409, Some("four_eyes_required")));
    });
}

#[test]
fn that_two_accounts_are_of_one_human_stands_where_everyone_sees_it_and_binds_the_keepers_too() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let sem = place.employ(SEM, Scope::City).await;
        let fatma = place.employ(FATMA, Scope::City).await;
        let site = Site::of(&town, days(0));
        let mut there = Browser::of(&site, SEM).await;
        let address = format!("/bureau/medewerkers/{}/persoon", town.joris);
        let other = [("same", town.marijke.as_str())];
        assert_eq!(answer(&there.post(&site, &address, &other).await), (303, None));
        assert_eq!(answer(&there.post(&site, &address, &other).await), (422, Some("field_invalid")));
        let page = Browser::of(&site, JORIS).await.get(&site, "/bureau/gemeente").await;
        assert!(page.says("Zelfde persoon als marijke") && page.says("Zelfde persoon als joris"));
        acts::account::join(&place.context(Actor::Operator, days(0)), &sem, &fatma).await.unwrap();
        there.post(&site, "/bureau/medewerkers", &new("jan", "officer")).await;
        let done = acts::account::confirm(&place.context(Actor::Staff(fatma), days(0)), 1).await;
        assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
    });
}
