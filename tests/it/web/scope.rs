//! Who works in one wijk: what lies in another one does not exist for them.

use schuifruimte::acts::objection::{Received, receive};
use schuifruimte::acts::{self, standing};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::calendar::day_of;
use schuifruimte::domain::id::{AreaId, RoundId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::Advice;
use schuifruimte::domain::pot::Pot;
use schuifruimte::store;

use super::checks::TYPED;
use crate::acts::pots::set_apart;
use crate::acts::standing::snel;
use crate::acts::transfer::shift;
use crate::support::checked::{iban, kvk};
use crate::support::people::Staff;
use crate::support::town::NOORDWEST;
use crate::support::{Browser, Site, Town, allocate, days, on_both};

const OTHER: &str = "WK034403";
const NOOR: Staff = Staff { login: "noor", name: "Noor Bakker", function: "Manager", role: Role::Certifier };
const OLIVIER: Staff =
    Staff { login: "olivier", name: "Olivier Smit", function: "Manager", role: Role::Certifier };

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
        for path in ["/bureau", "/bureau/rondes", "/bureau/subsidies", "/bureau/besluiten"] {
            assert!(noor.get(&site, path).await.says("zuilen"), "{path}");
            assert!(!olivier.get(&site, path).await.says("zuilen"), "{path}");
        }
        // The same answer as where nothing is, so that nobody learns which names exist.
        let nothing = olivier.get(&site, "/bureau/rondes/nergens").await;
        let hidden = olivier.get(&site, "/bureau/rondes/zuilen").await;
        assert_eq!(nothing.body, hidden.body.replace("zuilen", "nergens"));
        let refused = olivier.post(&site, "/bureau/rondes/zuilen/belang", &[("none", "yes")]).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (404, Some("not_found")));
    });
}

/// What of Noordwest stands in lists: on which page, and by what it is known there.
async fn listed(town: &Town) -> Vec<(String, String)> {
    let grant = town.checked_grant("zuilen").await;
    town.award_and_send(&grant).await;
    let other = town.grants(&RoundId::new("zuilen")).await.remove(1);
    town.check_grant(&other).await;
    acts::grant::award(&town.marijke_at(days(20)), &other, "Gekozen door de buurt.").await.expect("awarded");
    let mut conn = town.place.store.read().await.expect("a connection");
    let sent = store::decision::of_grant(&mut conn, &grant).await.expect("decisions").remove(0).number;
    let due = store::decision::of_grant(&mut conn, &other).await.expect("decisions").remove(0).number;
    let recipient = store::recipient::of_grant(&mut conn, &grant).await.expect("it reads").expect("one").id;
    drop(conn);
    let joris = town.joris_at(days(21));
    let received = Received {
        decision: sent.clone(),
        received: day_of(days(21)),
        posted: None,
        reference: "2027-889".to_string(),
        advice: Advice::None,
    };
    let objection = receive(&joris, &received).await.expect("an objection");
    let back = shift((&town.line, NOORDWEST), (&town.line, ""), 1);
    let transfer = acts::transfer::propose(&joris, &back).await.expect("a transfer");
    let (pot, plan) = snel();
    set_apart(town, (Pot::None, Pot::Quick), 1_500).await.expect("set apart");
    standing::open(&joris, &pot, &town.noordwest, &plan).await.expect("open");
    let lists = [
        ("/bureau/besluiten", format!("/bureau/besluiten/{sent}")),
        ("/bureau/besluiten", format!("/bureau/besluiten/{due}")),
        ("/bureau/besluiten", "value=\"zuilen\"".to_string()),
        ("/bureau/besluiten", "/bureau/besluiten/ronde/zuilen".to_string()),
        ("/bureau", "/bureau/besluiten/ronde/zuilen".to_string()),
        ("/bureau", format!("/bureau/geld/schuiven/{transfer}")),
        ("/bureau/bezwaren", objection),
        (&format!("/bureau/besluiten/{sent}"), "Gaf op geen eigen belang te hebben".to_string()),
        ("/bureau/ontvangers", recipient.to_string()),
        ("/bureau/ontvangers?zoek=e", recipient.to_string()),
        ("/bureau/subsidies", grant.to_string()),
        (&format!("/bureau/subsidies?zoek={sent}"), grant.to_string()),
        ("/bureau/snel", pot.to_string()),
        ("/bureau/geld/schuiven", format!("/bureau/geld/schuiven/{transfer}")),
    ];
    lists.map(|(path, named)| (path.to_string(), named)).to_vec()
}

#[test]
fn every_list_holds_what_lies_in_the_own_wijk_alone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let lists = listed(&town).await;
        place.employ(NOOR, works_in(NOORDWEST)).await;
        place.employ(OLIVIER, works_in(OTHER)).await;
        let site = Site::of(&town, days(22));
        let (mut noor, mut olivier) = (Browser::of(&site, NOOR).await, Browser::of(&site, OLIVIER).await);
        for (path, named) in &lists {
            assert!(noor.get(&site, path).await.says(named), "{path} tells of {named}");
            assert!(!olivier.get(&site, path).await.says(named), "{path} tells of {named} to others");
        }
        // Nobody in a wijk sees what goes to the bank for the whole city.
        assert_eq!(noor.get(&site, "/bureau/betalingen").await.status.as_u16(), 404);
        assert!(!noor.get(&site, "/bureau/subsidies").await.says("/bureau/betalingen"));

        // What a form names is held against the same places, and an unknown one sounds the same.
        let sent = lists[0].1.trim_start_matches("/bureau/besluiten/").to_string();
        let mut told = Vec::new();
        for decision in [sent.as_str(), "2027-99999"] {
            let form = [
                ("objected", decision),
                ("received_on", "2027-03-22"),
                ("posted_on", ""),
                ("letter_reference", "2027-890"),
                ("advice", "none"),
            ];
            let page = olivier.post(&site, "/bureau/bezwaren", &form).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")), "{decision}");
            told.push(page.body.replace(decision, "X"));
        }
        assert_eq!(told[0], told[1]);
        assert_eq!(place.number("SELECT COUNT(*) FROM objection").await, 1);
        for form in [vec![("round", "zuilen")], vec![("round", "zuilen"), ("plan", "02")]] {
            let page = olivier.post(&site, "/bureau/besluiten/afwijzingen", &form).await;
            assert_eq!((page.status.as_u16(), page.kind()), (404, Some("not_found")));
        }
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
                ("objection_reserve", ""),
                ("ballot_min", "1"),
                ("ballot_max", "3"),
                ("rule", "equal-shares"),
                ("change", "allowed"),
                ("publish", "ballots"),
                ("lot_order", "number"),
            ]
        };
        let refused = noor.post(&site, "/bureau/rondes", &form(other.as_str())).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (422, Some("field_invalid")));
        assert_eq!(place.number("SELECT COUNT(*) FROM round").await, 0);
        let own = noor.post(&site, "/bureau/rondes", &form(town.noordwest.as_str())).await;
        assert_eq!((own.status.as_u16(), own.kind()), (303, None), "{}", own.body);
        // A round does not move to another wijk either.
        let moved = noor.post(&site, "/bureau/rondes/elders/opzet", &form(other.as_str())).await;
        assert_eq!((moved.status.as_u16(), moved.kind()), (422, Some("field_invalid")));

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

/// A recipient that is known in another wijk alone is in no list here, and no form joins it or pays it by its id.
#[test]
fn a_recipient_of_another_wijk_is_not_listed_joined_or_paid_by_its_id() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let mut conn = place.store.read().await.expect("a connection");
        let there =
            store::recipient::of_grant(&mut conn, &grant).await.expect("it reads").expect("it is there");
        drop(conn);
        let desk = Staff { login: "oversu", name: "Over Su", function: "Subsidies", role: Role::SubsidyDesk };
        place.employ(desk, works_in(OTHER)).await;
        let site = Site::of(&town, days(20));
        let mut desk = Browser::of(&site, desk).await;
        let (kvk, number) = (kvk("De Kade"), iban("De Kade"));
        let mut typed = TYPED;
        (typed[2].1, typed[6].1, typed[8].1) = ("Stichting De Kade", kvk.as_str(), number.whole());
        let page = desk.post(&site, "/bureau/ontvangers", &typed).await;
        let own = page.header("location").to_string();
        let own = if own.is_empty() { panic!("{}", page.body) } else { own };
        let page = desk.get(&site, &own).await;
        assert!(
            page.status == 200 && !page.says(there.id.as_str()) && !page.says(&there.name),
            "{}",
            page.body
        );
        let join = [("do", "join"), ("other", there.id.as_str()), ("link_ground", "zelfde bestuur")];
        let page = desk.post(&site, &format!("{own}/verbonden"), &join).await;
        assert_eq!((page.status.as_u16(), page.kind()), (404, Some("not_found")));
        assert_eq!(place.number("SELECT COUNT(*) FROM recipient_affiliate").await, 0);
    });
}

/// A number that no row can have is the number of nothing.
#[test]
fn a_number_beyond_all_numbers_is_not_found() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, days(0));
        let mut noor = Browser::of(&site, crate::support::people::JORIS).await;
        for number in ["9223372036854775808", "18446744073709551615", "18446744073709551616"] {
            let page = noor.get(&site, &format!("/bureau/rondes/zuilen/plannen/01/fotos/{number}")).await;
            assert_eq!((page.status.as_u16(), page.kind()), (404, Some("not_found")), "{number}");
        }
    });
}
