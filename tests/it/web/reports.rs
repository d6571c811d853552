//! Reports as pages and as files, now and at a date.

use schuifruimte::acts;
use schuifruimte::domain::id::AreaId;
use schuifruimte::domain::money::Cents;
use schuifruimte::store;
use serde_json::Value;

use crate::support::{Browser, Page, Site, Town, days, on_both};

const REPORTS: [&str; 7] = ["ruimte", "meter", "vooruit", "ontvangers", "themas", "bewoners", "buurten"];

async fn get(site: &Site, address: &str) -> Page {
    let page = Browser::default().get(site, address).await;
    assert_eq!(page.status, 200, "{address}: {}", page.body);
    page
}

fn json(page: &Page) -> Value {
    serde_json::from_slice(&page.bytes).expect("JSON")
}

/// The cents of an amount in a file.
fn cents(value: &Value) -> i64 {
    let text = value.as_str().expect("amounts are text");
    Cents::parse_plain(text).expect("two decimals").get()
}

#[test]
fn every_report_is_a_page_in_both_languages_and_two_files_that_say_the_same() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        for name in REPORTS {
            let address = format!("/geld/rapporten/{}/{name}", town.line);
            for prefix in ["", "/en"] {
                let page = get(&site, &format!("{prefix}{address}")).await;
                assert!(!page.body.contains('⟨'), "every sentence exists: {name} {}", page.body);
            }
            let document = json(&get(&site, &format!("{address}.json")).await);
            let format = document["format"].as_str().expect("a name");
            assert!(format.starts_with("schuifruimte-report-") && format.ends_with("/1"), "{format}");
            let text = get(&site, &format!("{address}.csv")).await.body;
            let rows = csv::Reader::from_reader(text.as_bytes()).into_records().count();
            assert_eq!(rows, document["rows"].as_array().expect("rows").len(), "{name}");
        }
        for address in ["niets", "meter.xml", "meter?op=2028-01-01", "meter?op=gisteren"] {
            let page =
                Browser::default().get(&site, &format!("/geld/rapporten/{}/{address}", town.line)).await;
            let kind = if address.contains('?') { "bad_query" } else { "not_found" };
            assert_eq!(page.kind(), Some(kind), "{address}");
        }
    });
}

#[test]
fn the_meter_of_the_areas_adds_up_to_the_reserved_share() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let document = json(&get(&site, &format!("/geld/rapporten/{}/meter.json", town.line)).await);
        let rows = document["rows"].as_array().expect("rows");
        let (together, parts) = rows.split_last().expect("rows");
        assert_eq!(together["reserved"], "2100000.00");
        assert_eq!(together["fixed"], "4900000.00");
        let columns = together.as_object().expect("a row");
        for name in columns.keys().filter(|name| !["area", "area_name", "fixed"].contains(&name.as_str())) {
            let sum: i64 = parts.iter().map(|row| cents(&row[name])).sum();
            assert_eq!(sum, cents(&together[name]), "{name}");
        }
        let inside: i64 = columns
            .keys()
            .filter(|name| !["area", "area_name", "fixed", "reserved"].contains(&name.as_str()))
            .map(|name| cents(&together[name]))
            .sum();
        assert_eq!(inside, cents(&together["reserved"]), "the columns are all there is");
    });
}

#[test]
fn a_report_at_a_day_is_the_same_file_whatever_happens_afterwards() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(20));
        let day = days(18).local().date();
        let addresses: Vec<String> = REPORTS
            .iter()
            .flat_map(|name| {
                ["csv", "json"].map(|end| format!("/geld/rapporten/{}/{name}.{end}?op={day}", town.line))
            })
            .collect();
        let mut before = Vec::new();
        for address in &addresses {
            before.push(get(&site, address).await.bytes);
        }
        let now = json(&get(&site, &format!("/geld/rapporten/{}/meter.json", town.line)).await);
        let then = json(&get(&site, &format!("/geld/rapporten/{}/meter.json?op={day}", town.line)).await);
        assert_eq!(now["rows"], then["rows"], "nothing was posted since that day");

        let (area, more) = (AreaId::new("WK034403"), Cents::euros(5_000));
        crate::support::allocate(&mut town.nobody_at(days(19)), &town.line, &area, more)
            .await
            .expect("posted");
        site.clock.set(days(400));
        for (address, before) in addresses.iter().zip(before) {
            assert_eq!(get(&site, address).await.bytes, before, "{address}");
        }
        let later = json(&get(&site, &format!("/geld/rapporten/{}/meter.json", town.line)).await);
        assert_ne!(later["rows"], then["rows"], "and now it is another");
    });
}

#[test]
fn the_report_for_the_council_counts_what_happened_and_says_what_it_does_not_know() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        town.draft_round("ondiep").await;
        let site = Site::of(&town, days(18));
        for prefix in ["", "/en"] {
            let page = get(&site, &format!("{prefix}/geld/verslag/2027")).await;
            assert!(!page.body.contains('⟨'), "{}", page.body);
        }
        let page = get(&site, "/geld/verslag/2027").await;
        assert!(page.says("nog niet gemeten") && page.says("12 van 60 brieven"), "{}", page.body);
        let document = json(&get(&site, "/geld/verslag/2027.json").await);
        let rows = document["rows"].as_array().expect("rows");
        let told = |measure: &str| {
            let row = rows.iter().find(|row| row["measure"] == measure).expect("a measure");
            (row["fixed_part"].clone(), row["flexible_part"].clone())
        };
        // Six plans of one round; the round that still takes plans has no result and does not count.
        assert_eq!(told("pitched").1, 6);
        assert_eq!(told("admitted").1, 6);
        assert_eq!(told("applicants").1, 6);
        assert_eq!((told("first_time").1, told("returning").1), (6.into(), 0.into()));
        assert_eq!((told("letters").1, told("ballots").1), (60.into(), 12.into()));
        assert_eq!(told("turnout").1, "0.2000");
        let money = told("money");
        assert_eq!((money.0, money.1), ("4900000.00".into(), "2100000.00".into()));
        assert_eq!(told("rated_by_people"), (Value::Null, Value::Null), "nobody asked: nothing is made up");
        let funded = store::grant::list(&mut place.store.read().await.expect("a connection")).await;
        assert_eq!(told("funded").1, funded.expect("grants").len());
        for address in ["2026", "tweeduizend", "2027.xml"] {
            let page = Browser::default().get(&site, &format!("/geld/verslag/{address}")).await;
            assert_eq!(page.kind(), Some("not_found"), "{address}");
        }
        let day = days(16).local().date();
        let before = json(&get(&site, &format!("/geld/verslag/2027.json?op={day}")).await);
        let row = before["rows"].as_array().expect("rows").iter().find(|row| row["measure"] == "funded");
        assert_eq!(row.expect("a measure")["flexible_part"], 0, "on the day before the certificate");
    });
}

#[test]
fn recipients_that_belong_together_are_one_in_the_concentration() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let grants = town.grants(&round.id).await;
        for grant in &grants[..2] {
            town.check_grant(grant).await;
            acts::grant::award(&town.marijke_at(days(18)), grant, "Naar de uitslag.").await.expect("awarded");
        }
        let site = Site::of(&town, days(20));
        let address = format!("/geld/rapporten/{}/ontvangers.json", town.line);
        let told = |document: &Value| {
            let row = &document["rows"][0];
            (row["grants"].clone(), row["recipients"].clone(), document["about"]["largest_share"].clone())
        };
        let apart = json(&get(&site, &address).await);
        assert_eq!((told(&apart).0, told(&apart).1), (2.into(), 2.into()));
        assert_ne!(told(&apart).2, "1.0000");

        let mut conn = place.store.read().await.expect("a connection");
        let all: Vec<_> = store::recipient::list(&mut conn).await.expect("they read");
        drop(conn);
        let (one, other) = (&all[0].id, &all[1].id);
        acts::recipient::affiliate(&town.joris_at(days(21)), one, other, "Eén bestuur")
            .await
            .expect("linked");
        site.clock.set(days(22));
        let together = json(&get(&site, &address).await);
        assert_eq!(told(&together), (2.into(), 1.into(), "1.0000".into()), "one board, one recipient");
        // From the next day on, that day is reckoned from the postings.
        site.clock.set(days(23));
        let today = format!("?op={}", days(22).local().date());
        for name in ["ontvangers", "themas"] {
            let address = format!("/geld/rapporten/{}/{name}.json", town.line);
            let (now, then) = (get(&site, &address).await, get(&site, &format!("{address}{today}")).await);
            assert_eq!(json(&now)["rows"], json(&then)["rows"], "{name}: balances and postings say the same");
        }
        let council = json(&get(&site, "/geld/verslag/2027.json").await);
        let rows = council["rows"].as_array().expect("rows");
        let largest = rows.iter().find(|row| row["measure"] == "largest_share").expect("a measure");
        assert_eq!(largest["flexible_part"], "1.0000");
        let before = json(&get(&site, &format!("{address}?op={}", days(20).local().date())).await);
        assert_eq!(told(&before), told(&apart), "on the day before, they did not belong together yet");
    });
}

#[test]
fn the_room_meter_tells_six_figures_for_each_area_and_year_and_the_fixed_part_beside_them() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        acts::grant::award(&town.marijke_at(days(18)), &grant, "Naar de uitslag.").await.expect("awarded");
        let site = Site::of(&town, days(20));
        let document = json(&get(&site, &format!("/geld/rapporten/{}/ruimte.json", town.line)).await);
        let rows = document["rows"].as_array().expect("rows");
        let area = rows.iter().find(|row| row["area_name"] == "Noordwest").expect("the area");
        assert_eq!((&area["year"], &area["reserved"]), (&2027.into(), &"100000.00".into()));
        let (allocated, granted) = (cents(&area["allocated"]), cents(&area["granted"]));
        assert_eq!(allocated, 2_000_000, "the round has 20,000.00");
        assert!(0 < granted && granted < allocated);
        assert_eq!(cents(&area["free"]), 10_000_000 - allocated);
        assert_eq!((cents(&area["paid"]), cents(&area["settled"])), (0, 0));
        let together = rows.last().expect("a year");
        assert_eq!((&together["reserved"], &together["fixed"]), (&"2100000.00".into(), &"4900000.00".into()));
    });
}

#[test]
fn a_year_of_which_too_much_is_bound_is_warned_of_in_public() {
    on_both(|place| async move {
        let (town, _) = crate::acts::several_years::on_years(&place, &[Cents::euros(3_000); 3]).await;
        let grant = town.checked_grant("zuilen").await;
        let years = [Cents::euros(2_000), Cents::euros(1_000)];
        acts::grant::set_years(&town.joris_at(days(18)), &grant, &years).await.expect("years");
        town.do_checks(&grant).await;
        let site = Site::of(&town, days(22));
        let address = format!("/geld/rapporten/{}/vooruit", town.line);
        assert!(get(&site, &address).await.says("ligt meer vast dan is afgesproken"));
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Naar de uitslag.").await.expect("awarded");
        let page = get(&site, &address).await;
        assert!(page.says("Van 2028 is 66,67% al toegezegd. Afgesproken is hoogstens 50%."), "{}", page.body);
        assert!(!page.says("Van 2029"), "a third is no reason to warn");
        let rows = json(&get(&site, &format!("{address}.json")).await)["rows"].clone();
        let of = |year: i64| rows.as_array().expect("rows").iter().find(|row| row["year"] == year).cloned();
        let next = of(2028).expect("a year");
        assert_eq!((&next["bound_share"], &next["agreed_most"]), (&"0.6667".into(), &"0.5000".into()));
        let then = get(&site, &format!("{address}?op={}", days(19).local().date())).await;
        assert!(then.says("ligt meer vast dan is afgesproken"), "on the day before the award");
    });
}
