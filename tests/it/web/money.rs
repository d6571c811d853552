//! The walk of a euro on the public pages.

use std::collections::{BTreeMap, VecDeque};

use schuifruimte::acts;
use schuifruimte::acts::standing::Decision;
use schuifruimte::domain::area::{Area, Level};
use schuifruimte::domain::id::{AllocationId, AreaId, GrantId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::Plan;
use schuifruimte::store;

use crate::support::people::{JORIS, MARIJKE};
use crate::support::town::{NOORDWEST, plan, plans};
use crate::support::{Browser, Site, Town, days, on_both};

/// The addresses of the links in the middle of a page: not those of its head and foot, which stand on every page.
fn links(body: &str) -> Vec<String> {
    let main = body.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a main part");
    main.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|href| href.split('#').next().unwrap_or("").replace("&amp;", "&"))
        .filter(|href| href.starts_with('/'))
        .collect()
}

/// How many links must be followed from one page to another; pages are opened as a browser opens them.
async fn clicks(site: &Site, from: &str, to: &str) -> usize {
    let mut known: BTreeMap<String, usize> = BTreeMap::from([(from.to_string(), 0)]);
    let mut waiting = VecDeque::from([from.to_string()]);
    while let Some(address) = waiting.pop_front() {
        let so_far = known[&address];
        if address == to {
            return so_far;
        }
        assert!(so_far < 5, "{to} is too far from {from}");
        let page = Browser::default().get(site, &address).await;
        assert_eq!(page.status, 200, "{address}: {}", page.body);
        for link in links(&page.body) {
            if !known.contains_key(&link) {
                known.insert(link.clone(), so_far + 1);
                waiting.push_back(link);
            }
        }
    }
    panic!("no way leads from {from} to {to}")
}

#[test]
fn every_euro_is_at_most_four_clicks_from_the_municipal_line_and_back() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let mut conn = place.store.read().await.unwrap();
        let grants = store::grant::of_round(&mut conn, &round.id).await.unwrap();
        assert!(grants.len() > 1);
        drop(conn);
        let line = format!("/geld/{}", town.line);
        for home in ["/", "/geld"] {
            assert_eq!(clicks(&site, home, &line).await, 1, "{home}");
        }
        for grant in &grants {
            let address = format!("/geld/subsidies/{}", grant.id);
            assert!(clicks(&site, &line, &address).await <= 4, "{address}");
            assert!(clicks(&site, &address, &line).await <= 4, "and back from {address}");
        }
    });
}

/// A town with money for the city, for a wijk and for a buurt in it: what each has.
async fn three_levels(town: &Town) -> [(&'static str, AllocationId); 3] {
    let mut ctx = town.nobody_at(days(-60));
    let city = Area { level: Level::City, ..Area::new("stad", "De hele stad") };
    let buurt = Area { parent: Some(AreaId::new(NOORDWEST)), ..Area::new("zuilen-noord", "Zuilen-Noord") };
    acts::area::add(&ctx, &[city, buurt]).await.expect("areas");
    let mut parts = Vec::new();
    for (id, euros) in [("stad", 100_000), (NOORDWEST, 150_000), ("zuilen-noord", 50_000)] {
        let part =
            crate::support::allocate(&mut ctx, &town.line, &AreaId::new(id), Cents::euros(euros)).await;
        parts.push((id, part.expect("a part")));
    }
    parts.try_into().expect("three")
}

/// A request that the quick pot of Noordwest grants.
async fn quick_grant(town: &Town) -> GrantId {
    crate::acts::pots::set_apart(town, (Pot::None, Pot::Quick), 1_500).await.expect("set apart");
    let (id, plan) = crate::acts::standing::snel();
    acts::standing::open(&town.joris_at(days(-1)), &id, &town.noordwest, &plan).await.expect("open");
    town.no_interest_in_quick(&id).await;
    let asked = crate::acts::standing::table(700);
    let number = acts::standing::ask(&town.joris_at(days(0)), &id, asked).await.expect("asked");
    let ctx = town.marijke_at(days(2));
    let decided = acts::standing::decide(&ctx, &id, number, Decision::Grant, "Past in de regel.").await;
    decided.expect("decided").expect("a grant")
}

#[test]
fn so_it_is_on_every_level_city_wijk_buurt_pot_and_quick_response() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut grants = Vec::new();
        for (area, part) in three_levels(&town).await {
            town.sign_mix(area, days(-60)).await;
            let own = Town { noordwest: part, ..town.second().await };
            let round = own.certified_round(&format!("ronde-{}", area.to_lowercase())).await;
            grants.extend(town.grants(&round.id).await);
        }
        let limits = crate::acts::pots::pots((20, 60), (30, 70));
        let in_pot = |plan: Proposal| Proposal { pot: Pot::Renewal, ..plan };
        let renewal: Vec<Proposal> = plans().into_iter().map(in_pot).collect();
        let round = town.open_round_with("potten", &Plan { limits, ..plan("Potten") }, &renewal).await;
        town.cast_twelve(&round).await;
        town.close_and_seal(&round.id).await;
        let hash = town.count_and_propose(&round.id).await;
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
        grants.extend(town.grants(&round.id).await);
        grants.push(quick_grant(&town).await);
        assert!(grants.len() > 5, "a grant on each level");
        let site = Site::of(&town, days(18));
        let line = format!("/geld/{}", town.line);
        for grant in &grants {
            let address = format!("/geld/subsidies/{grant}");
            assert!(clicks(&site, &line, &address).await <= 4, "{address}");
            assert!(clicks(&site, &address, &line).await <= 4, "and back from {address}");
        }
        let quick = Browser::default().get(&site, "/rondes/snel-noordwest/geld").await;
        assert!(quick.body.contains("/snel/snel-noordwest"), "its money leads to its rule: {}", quick.body);
    });
}

#[test]
fn the_pages_of_the_walk_say_where_the_money_stands_and_name_no_staff() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        town.draft_round("ondiep").await;
        let site = Site::of(&town, days(18));
        let mut conn = place.store.read().await.unwrap();
        let grant = store::grant::of_round(&mut conn, &round.id).await.unwrap().remove(0);
        drop(conn);
        let pages = [
            ("/geld".to_string(), "Sociaal makelen 2027"),
            (format!("/geld/{}", town.line), "Noordwest"),
            (format!("/geld/{}/WK034402", town.line), "€ 100.000"),
            ("/rondes/zuilen/geld".to_string(), grant.title.as_str()),
            (format!("/geld/subsidies/{}", grant.id), "uitslag vastgesteld, nog geen besluit"),
            ("/geld/boekingen".to_string(), "Apart gezet na de uitslag"),
            (format!("/geld/boekingen?deel={}&soort=select", town.noordwest), grant.title.as_str()),
        ];
        for (address, sentence) in pages {
            for prefix in ["", "/en"] {
                let page = Browser::default().get(&site, &format!("{prefix}{address}")).await;
                assert_eq!(page.status, 200, "{prefix}{address}");
                assert!(!page.body.contains('⟨'), "every sentence exists: {prefix}{address}");
                assert!(!prefix.is_empty() || page.says(sentence), "{sentence}: {}", page.body);
                for staff in [JORIS, MARIJKE] {
                    assert!(!page.says(staff.name) && !page.says(staff.login), "{address}");
                }
                for account in [&town.joris, &town.marijke] {
                    assert!(!page.says(account.as_str()), "{address}");
                }
            }
        }
        let told = Browser::default().get(&site, "/geld/boekingen?soort=select").await;
        assert!(told.says(MARIJKE.function), "who signed is told by function");
    });
}

#[test]
fn a_round_that_is_not_public_shows_as_money_in_preparation_only() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = schuifruimte::domain::id::RoundId::parse("geheim-plan").unwrap();
        let plan = plan("Nog niet bekend");
        acts::round::create(&town.joris_at(days(-3)), &id, &town.noordwest, &plan).await.unwrap();
        let site = Site::of(&town, days(0));
        let area = format!("/geld/{}/WK034402", town.line);
        for address in [area.as_str(), "/geld/boekingen"] {
            let page = Browser::default().get(&site, address).await;
            assert!(!page.says("geheim-plan") && !page.says("Nog niet bekend"), "{address}: {}", page.body);
        }
        assert!(Browser::default().get(&site, &area).await.says("Voor rondes in voorbereiding: € 20.000"));
        for address in ["/rondes/geheim-plan/geld", "/geld/niets", "/geld/subsidies/niets"] {
            assert_eq!(Browser::default().get(&site, address).await.kind(), Some("not_found"), "{address}");
        }
        for address in ["/geld/boekingen?soort=iets", "/geld/boekingen?voor=-1"] {
            assert_eq!(Browser::default().get(&site, address).await.kind(), Some("bad_query"), "{address}");
        }
    });
}
