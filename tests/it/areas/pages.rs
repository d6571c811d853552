//! The pages of areas, figures and divisions, as the programme manager meets them.

use schuifruimte::domain::account::{Password, Role};
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::money::Cents;
use schuifruimte::{acts, store};

use super::city::{FIGURES, borders, bring, count, file, part};
use crate::support::people::{JORIS, PASSWORD, Staff};
use crate::support::site::between;
use crate::support::{Browser, Page, Place, Site, Town, days, now, on_both};

/// Keeps the municipality and its money.
const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yilmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};

async fn manager(place: &Place, site: &Site) -> Browser {
    let new = acts::account::NewAccount {
        login: FATMA.login.to_string(),
        name: FATMA.name.to_string(),
        function: FATMA.function.to_string(),
        role: FATMA.role,
        scope: schuifruimte::domain::account::Scope::City,
        password: Password::choose(PASSWORD).expect("long enough").hash(&[8; 16]),
    };
    acts::account::create(&mut place.context(Actor::Operator, days(-90)), new).await.expect("an account");
    Browser::of(site, FATMA).await
}

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

const ORIGIN: [(&str, &str); 3] = [("source", "Gemeente"), ("year", "2026"), ("licence", "CC BY 4.0")];

#[test]
fn borders_come_by_a_form_and_a_bad_file_says_where_and_why() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, now());
        let mut fatma = manager(&place, &site).await;
        let page = fatma.get(&site, "/bureau/gebieden").await;
        assert!(page.says("Er zijn nog geen buurten.") && !page.says("<svg class=\"sr-map\""));
        let fields = [&[("what", "neighbourhoods")], &ORIGIN[..]].concat();
        let send = async |fatma: &mut Browser, fields: &[(&str, &str)], file: &str| {
            fatma.upload_with(&site, "/bureau/gebieden/bestanden", fields, file).await
        };
        let broken = "buurtcode,buurtnaam,wijkcode\nBU1,Kade,WK034401\nBU1,Werf,WK034401\n";
        let page = send(&mut fatma, &fields, broken).await;
        assert_eq!(answer(&page), (422, Some("import_invalid")));
        assert!(page.says("Regel 3: BU1 staat er twee keer in.") && page.says("value=\"Gemeente\""));
        let page = send(&mut fatma, &[("what", "neighbourhoods")], &borders()).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "without a source nobody can check it");
        assert_eq!(place.number("SELECT COUNT(*) FROM neighbourhood").await, 0);
        assert_eq!(answer(&send(&mut fatma, &fields, &borders()).await), (303, None));
        let page = fatma.get(&site, "/bureau/gebieden").await;
        assert!(page.says("6 buurten in 10 wijken.") && page.says("Grenzen: Gemeente, 2026 (CC BY 4.0)."));
        assert_eq!(page.body.matches("class=\"sr-map__piece\"").count(), 6);
        assert!(page.says("<title>Kade, West</title>"), "each shape says what it is");
        let subset = [("what", "areas"), ("area_column", "deel"), ("area_name_column", "naam")];
        let rows = "deel,naam,wijkcode,buurtcode\nkade,Rond de kade,WK034401,BU1\n";
        assert_eq!(answer(&send(&mut fatma, &[&subset[..], &ORIGIN].concat(), rows).await), (303, None));
        let page = fatma.get(&site, "/bureau/gebieden/gebied/kade").await;
        assert!(page.says("Rond de kade") && page.says("url(#kaart-3)"));
        let mut joris = Browser::of(&site, JORIS).await;
        assert!(
            !joris.get(&site, "/bureau/gebieden").await.says("type=\"file\""),
            "looking is for all staff"
        );
        assert_eq!(send(&mut joris, &fields, &borders()).await.status.as_u16(), 404);
    });
}

#[test]
fn an_area_is_made_of_ticked_neighbourhoods_and_what_was_ticked_comes_back() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let site = Site::of(&town, now());
        let mut fatma = manager(&place, &site).await;
        let mut fields = vec![
            ("name", "De haven"),
            ("code", "haven"),
            ("level", "area"),
            ("parent", "WK034402"),
            ("pieces", "BU2"),
            ("pieces", "BU3"),
        ];
        let page = fatma.post(&site, "/bureau/gebieden/samenstelling", &fields).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("Niet elke buurt ligt in deze wijk.") && page.says("value=\"De haven\""));
        assert_eq!(page.body.matches("checked").count(), 2);
        fields[3].1 = "WK034401";
        let page = fatma.post(&site, "/bureau/gebieden/samenstelling", &fields).await;
        assert_eq!(page.header("location"), "/bureau/gebieden/gebied/haven");
        let members = store::area::members(&mut place.store.read().await.unwrap()).await.unwrap();
        assert_eq!(members[&AreaId::new("haven")].len(), 2);
    });
}

#[test]
fn figures_are_shown_with_their_source_and_what_is_missing_is_said() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let site = Site::of(&town, now());
        let mut fatma = manager(&place, &site).await;
        let fields = [&[("name", "Kerncijfers"), ("columns", "inwoners, ses_woa")], &ORIGIN[..]].concat();
        let address = "/bureau/gebieden/cijfers";
        let page = fatma.upload_with(&site, address, &fields, &FIGURES.replace("0.15", "veel")).await;
        assert_eq!(answer(&page), (422, Some("import_invalid")));
        assert!(page.says("Regel 7: ses_woa moet een getal zijn"));
        assert_eq!(answer(&fatma.upload_with(&site, address, &fields, FIGURES).await), (303, None));
        let page = fatma.get(&site, "/bureau/gebieden").await;
        let set = between(&page.body, "/bureau/gebieden/cijfers/", "\"").unwrap().to_string();
        let page = fatma.get(&site, &format!("{address}/{set}?kolom=ses_woa")).await;
        assert!(page.says("<title>Sluis, West: niet gepubliceerd</title>"));
        assert!(page.says("<title>Molen, Noordwest: −1,2</title>") && page.says("versie 1"));
        assert_eq!(page.body.matches("fill=\"url(#kaart-x)\"").count(), 1, "one is dotted on the map");
    });
}

/// The fields of a key by need.
fn need(set: &str, line: &str, divide: &str) -> Vec<(String, String)> {
    [
        ("line", line),
        ("inside", ""),
        ("set", set),
        ("divide", divide),
        ("equal", "20"),
        ("people", "inwoners"),
        ("measure", "need"),
        ("least", "0,5"),
        ("most", "2"),
        ("need-1", "low"),
        ("weight-1", "1"),
    ]
    .map(|(name, value)| (name.to_string(), value.to_string()))
    .to_vec()
}

#[test]
fn the_arithmetic_is_looked_at_before_it_is_decided_and_stays_to_be_seen() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        bring(&town.nobody_at(now())).await;
        part(&town.nobody_at(now())).await;
        let set = count(&mut town.nobody_at(now())).await;
        let site = Site::of(&town, now());
        let mut fatma = manager(&place, &site).await;
        let query = format!("/bureau/verdeling/sleutel?line={}&inside=&set={set}", town.line);
        let page = fatma.get(&site, &query).await;
        assert!(page.says("value=\"2.100.000\""), "all of the reserve is offered");
        let send = async |fatma: &mut Browser, address: &str, fields: &[(String, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            fatma.post(&site, address, &fields).await
        };
        let asked = |divide: &str| need(set.as_str(), town.line.as_str(), divide);
        // Eight of the ten districts have no neighbourhoods in this city.
        let page = send(&mut fatma, "/bureau/verdeling/voorstel", &asked("2.100.000")).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("Van Overvecht zijn geen buurten bekend."));
        let mut inside = asked("40.000");
        inside[1].1 = "WK034401".to_string();
        let fifty = Cents::euros(50_000);
        crate::support::allocate(&mut town.nobody_at(now()), &town.line, &AreaId::new("WK034401"), fifty)
            .await
            .unwrap();
        let page = send(&mut fatma, "/bureau/verdeling/voorstel", &inside).await;
        assert_eq!(answer(&page), (200, None));
        assert!(
            page.says("Er is nog niets besloten.") && page.says("niet gepubliceerd") && page.says("Sluis")
        );
        assert_eq!(place.number("SELECT COUNT(*) FROM division").await, 0);
        let seen = page.field("seen");
        let mut decided = inside.clone();
        decided.push(("seen".to_string(), seen));
        decided.push(("key_reason".to_string(), String::new()));
        let page = send(&mut fatma, "/bureau/verdeling", &decided).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "a decision has a reason");
        decided.last_mut().unwrap().1 = "Volgens de nota".to_string();
        let page = send(&mut fatma, "/bureau/verdeling", &decided).await;
        assert_eq!(page.header("location"), "/bureau/verdeling/besluit/1");
        let page = fatma.get(&site, "/en/bureau/verdeling/besluit/1").await;
        assert!(page.says("Volgens de nota") && page.says("De haven") && page.says("€40,000"));
        let mut stale = decided.clone();
        stale[3].1 = "30.000".to_string();
        let page = send(&mut fatma, "/bureau/verdeling", &stale).await;
        assert_eq!(answer(&page), (409, Some("draft_changed")), "another amount than was seen");
        inside[3].1 = "veel".to_string();
        let page = send(&mut fatma, "/bureau/verdeling/voorstel", &inside).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("value=\"veel\""));
    });
}

#[test]
fn figures_of_another_name_are_another_data_set() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let mut ctx = town.nobody_at(now());
        count(&mut ctx).await;
        acts::indicator::add(&mut ctx, "Leefbaarheid", &file(FIGURES), &[]).await.unwrap();
        let sets = store::indicator::list(&mut place.store.read().await.unwrap()).await.unwrap();
        assert!(sets.iter().all(|set| set.version == 1));
    });
}
