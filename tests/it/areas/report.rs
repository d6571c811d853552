//! What there is for each resident: by area and by neighbourhood, from the figures that were brought.

use serde_json::Value;

use super::city;
use crate::support::{Browser, Site, Town, days, now, on_both};

async fn rows(site: &Site, address: &str) -> Vec<Value> {
    let page = Browser::default().get(site, address).await;
    assert_eq!(page.status, 200, "{address}: {}", page.body);
    let document: Value = serde_json::from_slice(&page.bytes).expect("JSON");
    document["rows"].as_array().expect("rows").clone()
}

#[test]
fn what_there_is_for_each_resident_follows_from_the_figures_and_the_borders() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(1));
        let report = |name: &str| format!("/geld/rapporten/{}/{name}", town.line);
        let before = rows(&site, &report("bewoners.json")).await;
        assert_eq!(before[0]["inhabitants"], Value::Null, "nothing is made up");

        city::bring(&town.nobody_at(now())).await;
        city::count(&mut town.nobody_at(now())).await;
        // Molen, Akker and Dijk: 3,000, nobody and 1,500 people, who decide about 100,000.00.
        let areas = rows(&site, &report("bewoners.json")).await;
        let noordwest = areas.iter().find(|row| row["area"] == "WK034402").expect("a row");
        assert_eq!(
            (&noordwest["inhabitants"], &noordwest["reserved_each"]),
            (&4_500.into(), &"22.22".into())
        );
        assert_eq!(noordwest["awarded_each"], "0.00");
        let buurten = rows(&site, &report("buurten.json")).await;
        assert_eq!(buurten.len(), 6);
        for row in &buurten {
            let is_noordwest =
                ["BU4", "BU5", "BU6"].contains(&row["neighbourhood"].as_str().expect("a code"));
            assert_eq!(row["reserved_each"], if is_noordwest { "22.22" } else { "0.00" }, "{row}");
        }
        let page = Browser::default().get(&site, &report("buurten")).await;
        assert!(page.says("sr-map") && page.says("Molen: € 22,22"), "{}", page.body);
        assert!(page.says("Verzonnen Statistiek"), "whose figures they are");
        let early = rows(&site, &format!("{}?op={}", report("bewoners.json"), days(-1).local().date())).await;
        assert_eq!(early[0]["inhabitants"], Value::Null, "on a day before the figures were brought");
    });
}
