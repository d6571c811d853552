//! The mix that was planned beside the mix that came about, as everyone sees it.

use schuifruimte::acts;
use schuifruimte::domain::money::Cents;
use serde_json::Value;

use crate::areas::city;
use crate::support::town::NOORDWEST;
use crate::support::{Browser, Page, Site, Town, days, on_both};

async fn get(site: &Site, address: &str) -> Page {
    let page = Browser::default().get(site, address).await;
    assert_eq!(page.status, 200, "{address}: {}", page.body);
    page
}

async fn row(site: &Site, address: &str, part: &str, kind: &str) -> Value {
    let document: Value = serde_json::from_slice(&get(site, address).await.bytes).expect("JSON");
    let rows = document["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["part"] == part && row["type"] == kind).expect("a row").clone()
}

#[test]
fn planned_stands_beside_realised_for_an_area_and_for_the_year() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let grant = town.checked_grant("zuilen").await;
        let site = Site::of(&town, days(22));
        let (page, file) = ("/mix/WK034402/2027/uitkomst", "/mix/WK034402/2027/uitkomst.json");
        let untouched = row(&site, file, "mix_flexible", "pot_renewal").await;
        assert_eq!((&untouched["planned"], &untouched["realised"]), (&"0.4500".into(), &Value::Null));
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Naar de uitslag.").await.expect("awarded");

        let residents = row(&site, file, "mix_all", "residents").await;
        assert_eq!(residents["planned"], "0.1800");
        let amount = Cents::parse_plain(residents["amount"].as_str().expect("text")).expect("an amount");
        assert!(amount > Cents::ZERO, "the foundation that was awarded is one of residents");
        assert_eq!(residents["realised"], Value::Null, "nobody said how many people live where: no guess");
        let outside = row(&site, file, "mix_flexible", "pot_none").await;
        assert_eq!(outside["amount"], residents["amount"], "the round had no pots");
        for address in [page, "/geld/mix/2027", "/geld/verslag/2027"] {
            for prefix in ["", "/en"] {
                let shown = get(&site, &format!("{prefix}{address}")).await;
                assert!(!shown.body.contains('⟨') && shown.says("Noordwest"), "{prefix}{address}");
            }
        }
        assert!(
            get(&site, "/mix/WK034402/2027").await.body.contains(page),
            "the statement leads to what came of it"
        );
        assert!(get(&site, &format!("/geld/{}", town.line)).await.body.contains("/geld/mix/2027"));
        let csv = get(&site, "/mix/WK034402/2027/uitkomst.csv").await;
        assert!(csv.body.starts_with("format,before,postings,year,area"), "{}", csv.body);
        for address in ["/mix/WK034403/2027/uitkomst", "/mix/WK034402/2028/uitkomst", "/geld/mix/2026"] {
            assert_eq!(Browser::default().get(&site, address).await.kind(), Some("not_found"), "{address}");
        }
    });
}

#[test]
fn a_statement_that_was_signed_after_the_opening_cannot_make_a_plan_of_what_came() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(30));
        let day = days(25).local().date();
        let (file, then) =
            ("/mix/WK034402/2027/uitkomst.json", format!("/mix/WK034402/2027/uitkomst.json?op={day}"));
        let before = get(&site, &then).await.bytes;
        town.sign_mix(NOORDWEST, days(28)).await;
        let bound = row(&site, file, "mix_all", "smo").await;
        assert_eq!(bound["statement"], 1, "the one that voters could read");
        assert_eq!(get(&site, &then).await.bytes, before, "and the file of a day stays what it was");
        let early = format!("/mix/WK034402/2027/uitkomst?op={}", days(-70).local().date());
        assert_eq!(Browser::default().get(&site, &early).await.kind(), Some("not_found"), "not signed yet");
    });
}

#[test]
fn the_fixed_money_of_an_area_goes_by_its_residents_where_they_are_known() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        city::bring(&town.nobody_at(days(-5))).await;
        city::count(&mut town.nobody_at(days(-5))).await;
        let grant = town.checked_grant("zuilen").await;
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Naar de uitslag.").await.expect("awarded");
        let site = Site::of(&town, days(22));
        let file = "/mix/WK034402/2027/uitkomst.json";
        let (smo, residents) =
            (row(&site, file, "mix_all", "smo").await, row(&site, file, "mix_all", "residents").await);
        // 4,500 of the 8,000 people live there: their part of 4,900,000.00.
        assert_eq!(smo["amount"], "2756250.00");
        let cents =
            |row: &Value| Cents::parse_plain(row["amount"].as_str().expect("text")).expect("cents").get();
        let all = cents(&smo) + cents(&residents);
        for (row, planned) in [(&smo, 7_000), (&residents, 1_800)] {
            let came = cents(row) * 10_000 / all;
            assert_eq!(row["realised"], format!("0.{came:04}"));
            let shift = came - planned;
            let sign = if shift < 0 { "-" } else { "" };
            assert_eq!(row["difference"], format!("{sign}0.{:04}", shift.abs()));
        }
        let page = get(&site, "/mix/WK034402/2027/uitkomst").await;
        assert!(page.says("delen het naar het aantal bewoners"), "how it was reckoned: {}", page.body);
        let council: Value =
            serde_json::from_slice(&get(&site, "/geld/verslag/2027.json").await.bytes).expect("JSON");
        let told =
            council["rows"].as_array().expect("rows").iter().find(|row| row["measure"] == "mix_distance");
        assert_eq!(told.expect("a measure")["flexible_part"], smo["difference"], "the largest distance");
    });
}
