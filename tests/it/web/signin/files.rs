//! A51: files of the office.

use schuifruimte::domain::account::{Role, Scope};

use super::answer;
use crate::support::people::{MARIJKE, Staff};
use crate::support::{Browser, Site, Town, days, on_both};

/// Helps at the desk, and has no part in grants.
const LIAM: Staff =
    Staff { login: "liam", name: "Liam de Boer", function: "Baliemedewerker", role: Role::Desk };

#[test]
fn a51_a_file_of_the_office_is_there_for_who_may_and_is_signed_in_and_its_address_opens_nothing_later() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        place.employ(LIAM, Scope::City).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        town.announce_grant(&grant).await;
        let site = Site::of(&town, days(22));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let mut liam = Browser::of(&site, LIAM).await;
        let case = format!("/bureau/subsidies/{grant}/dossier.tar");
        // Making a case file is noted, so it is asked by a form; the file for auditors lies there.
        let asked = [case.as_str(), "/bureau/rondes/zuilen/dossier.tar"];
        let lying = "/bureau/rondes/zuilen/opening.age";
        for file in asked {
            let page = marijke.post(&site, file, &[]).await;
            assert_eq!(answer(&page), (200, None), "{file}");
            assert!(page.bytes.len() > 200 && page.header("cache-control") == "no-store", "{file}");
            let nobody = Browser::default().post(&site, file, &[]).await;
            assert_eq!(answer(&nobody), (401, Some("login_required")), "{file}");
        }
        let page = marijke.get(&site, lying).await;
        assert!(answer(&page) == (200, None) && page.header("cache-control") == "no-store");
        let page = liam.post(&site, &case, &[]).await;
        assert_eq!(answer(&page), (404, Some("not_found")), "it does not exist for another member of staff");
        let mut again = Browser::with_cookie(marijke.cookie());
        assert_eq!(answer(&marijke.post(&site, "/bureau/afmelden", &[]).await), (303, None));
        for file in asked {
            let page = again.post(&site, file, &[]).await;
            assert_eq!(answer(&page), (401, Some("login_required")), "{file}: signed out");
        }
        for browser in [&mut again, &mut Browser::default()] {
            let page = browser.get(&site, lying).await;
            assert_eq!((page.status.as_u16(), page.header("location")), (303, "/bureau/aanmelden"));
            assert!(page.bytes.is_empty());
        }
    });
}
