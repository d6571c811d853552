//! Days in addresses: what cannot be read is said plainly, today is now, and a page that knows only now says so.

use crate::support::{Browser, Site, Town, days, on_both};

#[test]
fn a_day_that_cannot_be_read_is_named_and_answered_with_400() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let report = format!("/geld/rapporten/{}/meter", town.line);
        for day in ["gisteren", "2027-02-30", "2027-3-1", "2028-01-01", "<b>nu</b>"] {
            for address in [report.as_str(), "/geld/verslag/2027", "/geld", "/rondes/zuilen/wat-als"] {
                let asked = format!("{address}?op={}", day.replace('<', "%3C").replace('>', "%3E"));
                let page = Browser::default().get(&site, &asked).await;
                assert_eq!((page.status.as_u16(), page.kind()), (400, Some("bad_query")), "{asked}");
                let named = day.replace('<', "&lt;").replace('>', "&gt;");
                assert!(page.body.contains(&named), "the page names {day}: {}", page.body);
                assert!(page.body.contains("zoals") && page.body.contains("2027-03-19"), "and shows another");
            }
        }
    });
}

#[test]
fn a_page_that_shows_only_now_does_not_look_as_if_it_were_of_another_day() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let line = format!("/geld/{}", town.line);
        for address in ["/geld", &line, "/geld/boekingen", "/rondes/zuilen/geld", "/rondes/zuilen/wat-als"] {
            let page = Browser::default().get(&site, &format!("{address}?op=2027-03-10")).await;
            assert_eq!(page.kind(), Some("bad_query"), "{address}");
            assert!(page.body.contains("kunt u geen dag kiezen"), "{address}: {}", page.body);
        }
    });
}

#[test]
fn today_is_now_to_the_byte() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let today = days(18).local().date();
        let mut browser = Browser::default();
        for name in ["meter", "ruimte", "vooruit", "ontvangers", "themas", "bewoners", "buurten"] {
            for end in [".csv", ".json", ""] {
                let address = format!("/geld/rapporten/{}/{name}{end}", town.line);
                let now = browser.get(&site, &address).await;
                let then = browser.get(&site, &format!("{address}?op={today}")).await;
                assert_eq!((now.status.as_u16(), now.bytes), (200, then.bytes), "{address}");
            }
        }
    });
}

#[test]
fn a_plan_says_for_which_year_its_amount_is_and_what_comes_after_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.open_round("zuilen").await;
        let site = Site::of(&town, days(1));
        for address in ["/rondes/zuilen/plannen/01", "/rondes/zuilen"] {
            let page = Browser::default().get(&site, address).await;
            assert!(page.body.contains("Het bedrag van een plan is voor"), "{address}: {}", page.body);
            assert!(page.body.contains("nooit meer dan het bedrag waarover u stemt"), "{address}");
        }
    });
}

#[test]
fn the_money_of_this_year_comes_first_then_what_comes_and_then_what_was() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let six = crate::acts::budget::six_years();
        schuifruimte::acts::budget::create(&mut town.nobody_at(days(-80)), &six).await.expect("a budget");
        let site = Site::of(&town, days(1));
        let page = Browser::default().get(&site, "/geld").await;
        let title = |year: &i64| page.body.find(&format!(" {year}</a></h2>"));
        let mut order: Vec<i64> = (2020..=2040).filter(|year| title(year).is_some()).collect();
        order.sort_by_key(title);
        let (coming, past): (Vec<i64>, Vec<i64>) = order.iter().partition(|year| **year >= 2027);
        assert!(order.len() > 4 && order.starts_with(&coming) && coming[0] == 2027, "{order:?}");
        assert!(coming.is_sorted() && past.is_sorted_by(|one, other| one > other), "{order:?}");
    });
}
