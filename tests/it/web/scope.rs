//! Who works in one wijk: what lies in another one does not exist for them.

use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::money::Cents;

use crate::support::people::Staff;
use crate::support::town::NOORDWEST;
use crate::support::{Browser, Site, Town, allocate, days, on_both};

const OTHER: &str = "WK034403";
const NOOR: Staff = Staff { login: "noor", name: "Noor Bakker", function: "Adviseur", role: Role::Officer };
const OLIVIER: Staff =
    Staff { login: "olivier", name: "Olivier Smit", function: "Adviseur", role: Role::Officer };

fn works_in(district: &str) -> Scope {
    Scope::Districts([AreaId::new(district)].into())
}

#[test]
fn a_round_and_its_grants_are_there_for_the_own_wijk_alone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grant = town.grants(&round.id).await.remove(0);
        place.employ(NOOR, works_in(NOORDWEST)).await;
        place.employ(OLIVIER, works_in(OTHER)).await;
        let site = Site::of(&town, days(20));
        let (mut noor, mut olivier) = (Browser::of(&site, NOOR).await, Browser::of(&site, OLIVIER).await);
        let grant = format!("/bureau/subsidies/{grant}");
        for path in ["/bureau/rondes/zuilen", "/bureau/rondes/zuilen/vaststelling", grant.as_str()] {
            assert_eq!(noor.get(&site, path).await.status.as_u16(), 200, "{path}");
            let page = olivier.get(&site, path).await;
            assert_eq!((page.status.as_u16(), page.kind()), (404, Some("not_found")), "{path}");
        }
        for path in ["/bureau", "/bureau/rondes", "/bureau/subsidies"] {
            assert!(noor.get(&site, path).await.says("Zuilen"), "{path}");
            assert!(!olivier.get(&site, path).await.says("Zuilen"), "{path}");
        }
        // The same answer as where nothing is, so that nobody learns which names exist.
        let nothing = olivier.get(&site, "/bureau/rondes/nergens").await;
        let hidden = olivier.get(&site, "/bureau/rondes/zuilen").await;
        assert_eq!(nothing.body, hidden.body.replace("zuilen", "nergens"));
        let refused = olivier.post(&site, "/bureau/rondes/zuilen/belang", &[("none", "yes")]).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (404, Some("not_found")));
    });
}

#[test]
fn a_form_names_no_area_where_someone_does_not_work() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut ctx = town.nobody_at(days(-60));
        let other = allocate(&mut ctx, &town.line, &AreaId::new(OTHER), Cents::euros(50_000)).await.unwrap();
        drop(ctx);
        place.employ(NOOR, works_in(NOORDWEST)).await;
        let site = Site::of(&town, days(-20));
        let mut noor = Browser::of(&site, NOOR).await;
        let page = noor.get(&site, "/bureau/rondes").await;
        assert!(page.says(town.noordwest.as_str()) && !page.says(other.as_str()));
        let form = |allocation| {
            [
                ("id", "elders"),
                ("title", "Elders"),
                ("allocation", allocation),
                ("ceiling", "1.000"),
                ("ballot_min", "1"),
                ("ballot_max", "3"),
                ("rule", "equal-shares"),
                ("change", "allowed"),
                ("publish", "ballots"),
            ]
        };
        let refused = noor.post(&site, "/bureau/rondes", &form(other.as_str())).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (422, Some("field_invalid")));
        assert_eq!(place.number("SELECT COUNT(*) FROM round").await, 0);
        let own = noor.post(&site, "/bureau/rondes", &form(town.noordwest.as_str())).await;
        assert_eq!((own.status.as_u16(), own.kind()), (303, None));

        // Money of the city is seen, and changed by who works everywhere.
        assert_eq!(noor.get(&site, "/bureau/geld").await.status.as_u16(), 200);
        let shift = [
            ("from", format!("{}//none", town.line)),
            ("to", format!("{}/{OTHER}/none", town.line)),
            ("sum", "1.000".to_string()),
            ("why", "Daar is het nodig.".to_string()),
        ];
        let shift: Vec<(&str, &str)> = shift.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = noor.post(&site, "/bureau/geld/schuiven", &shift).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (422, Some("field_invalid")));
        assert_eq!(place.number("SELECT COUNT(*) FROM transfer").await, 0);
    });
}
