//! The pages of budgets and of money that shifts, as staff use them.

use schuifruimte::acts::account::{self, NewAccount};
use schuifruimte::domain::account::Role;
use schuifruimte::domain::log::chain::Actor;

use crate::support::people::{JORIS, MARIJKE, Staff, stored_password};
use crate::support::site::between;
use crate::support::{Browser, Page, Place, Site, Town, days, on_both};

const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yilmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};

async fn manager(place: &Place, site: &Site) -> Browser {
    let new = NewAccount {
        login: FATMA.login.to_string(),
        name: FATMA.name.to_string(),
        function: FATMA.function.to_string(),
        role: FATMA.role,
        scope: schuifruimte::domain::account::Scope::City,
        password: stored_password().to_string(),
    };
    account::create(&mut place.context(Actor::Operator, days(-90)), new).await.expect("an account");
    Browser::of(site, FATMA).await
}

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

/// The form of a budget of six years.
fn six_years<'a>(shares: &'a str, review: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", "Sociale basis"),
        ("year", "2027"),
        ("years", "6"),
        ("totals", "7.000.000"),
        ("shares", shares),
        ("base", "het hele bedrag"),
        ("commitments", "net"),
        ("indexing", "indexed"),
        ("ground", "Nota van uitgangspunten"),
        ("ground_date", "2026-11-05"),
        ("ground_link", "https://raad.example/nota.pdf"),
        ("review_on", review),
        ("warning", "50"),
    ]
}

/// The budget of an address gets another name and warning: the address of the form, and what was typed last.
async fn renamed(
    site: &Site,
    fatma: &mut Browser,
    address: &str,
) -> (String, Vec<(&'static str, &'static str)>) {
    let terms = format!("{address}/afspraken");
    let mut changed = vec![
        ("name", "Sociale basis en meer"),
        ("review_on", "2030-01-01"),
        ("warning", "60%"),
        ("ground", "Raadsbesluit 13"),
        ("why", ""),
    ];
    let page = fatma.post(site, &terms, &changed).await;
    assert_eq!(answer(&page), (422, Some("field_invalid")), "a reason stands with it");
    assert!(page.says("value=\"Sociale basis en meer\""), "what was typed comes back");
    changed[4].1 = "De nota heet nu zo.";
    changed[1].1 = "";
    let page = fatma.post(site, &terms, &changed).await;
    assert_eq!(answer(&page), (422, Some("field_invalid")), "the day of review stays");
    changed[1].1 = "2030-01-01";
    assert_eq!(answer(&fatma.post(site, &terms, &changed).await), (303, None));
    let page = fatma.get(site, address).await;
    for told in ["Sociale basis en meer 2027", "De nota heet nu zo.", "Raadsbesluit 13", "van 50% naar 60%"] {
        assert!(page.says(told), "{told}: {}", page.body);
    }
    (terms, changed)
}

#[test]
fn a_budget_of_six_years_is_fixed_in_one_form_and_its_decisions_can_be_read() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut fatma = manager(&place, &site).await;
        let form = fatma.get(&site, "/bureau/geld/nieuw").await;
        assert!(form.says("value=\"10; 15; 20; 25; 30; 30\"") && form.says("value=\"6\""));
        let page = fatma.post(&site, "/bureau/geld", &six_years("10; 15", "2030-01-01")).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("href=\"#shares\"") && page.says("value=\"10; 15\""), "what was typed comes back");
        let page = fatma.post(&site, "/bureau/geld", &six_years("30", "2040-01-01")).await;
        assert!(page.says("href=\"#review_on\""), "{}", page.body);
        let made =
            fatma.post(&site, "/bureau/geld", &six_years("10; 15; 20; 25; 30; 30", "2030-01-01")).await;
        assert_eq!(answer(&made), (303, None));
        let address = made.headers["location"].to_str().expect("an address").to_string();

        let page = fatma.get(&site, &address).await;
        for told in [
            "2027\u{2013}2032",
            "6 besluiten",
            "https://raad.example/nota.pdf",
            "1 januari 2030",
            "€ 1.050.000",
        ] {
            assert!(page.says(told), "{told}: {}", page.body);
        }
        let years: Vec<&str> = page.body.split("href=\"/bureau/geld/").skip(1).collect();
        let year =
            years.iter().filter_map(|rest| rest.split_once("\">2031<")).next().expect("a link to 2031").0;
        let line = format!("/bureau/geld/{year}");
        let change = |share: &'static str, why: &'static str| {
            [
                ("name", "Sociale basis"),
                ("total", "7.000.000"),
                ("share", share),
                ("base", "het hele bedrag"),
                ("ground", "Raadsbesluit 12"),
                ("why", why),
            ]
        };
        assert_eq!(answer(&fatma.post(&site, &line, &change("35", "")).await), (422, Some("field_invalid")));
        let page = fatma.post(&site, &line, &change("25", "minder")).await;
        assert_eq!(answer(&page), (409, Some("wrong_state")), "not before the review");
        assert!(page.says("Het deel kan nu alleen hoger."));
        assert_eq!(answer(&fatma.post(&site, &line, &change("35", "meer plannen")).await), (303, None));
        let page = fatma.get(&site, &line).await;
        assert!(page.says("2 besluiten") && page.says("meer plannen") && page.says("Programmamanager"));
        assert!(fatma.get(&site, &address.replace("/bureau", "/en/bureau")).await.says("7 decisions"));
        let (terms, changed) = renamed(&site, &mut fatma, &address).await;
        let mut joris = Browser::of(&site, JORIS).await;
        assert_eq!(answer(&joris.post(&site, &terms, &changed).await), (404, Some("not_found")));
        assert_eq!(answer(&joris.post(&site, "/bureau/geld", &[]).await), (404, Some("not_found")));
    });
}

#[test]
fn one_proposes_and_another_one_confirms_on_the_pages() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        let list = "/bureau/geld/schuiven";
        let page = joris.get(&site, list).await;
        assert!(page.says("Noordwest 2027: € 100.000 vrij") && page.says("Hier staat nu niets."));
        let from = format!("{}/WK034402/none", town.line);
        let to = format!("{}/WK034408/none", town.line);
        let form = |sum: &'static str| {
            [("from", from.as_str()), ("to", to.as_str()), ("sum", sum), ("why", "Er wachten plannen.")]
        };
        let page = joris.post(&site, list, &form("100.000,01")).await;
        assert_eq!(answer(&page), (409, Some("ceiling_exceeded")));
        assert!(page.says("Er is ruimte voor € 100.000.") && page.says("Er wachten plannen."));
        assert_eq!(answer(&joris.post(&site, list, &form("25.000")).await), (303, None));

        let page = joris.get(&site, &format!("{list}/1")).await;
        assert!(page.says("U stelde dit voor.") && !page.says("/akkoord"), "{}", page.body);
        let own = joris.post(&site, &format!("{list}/1/akkoord"), &[]).await;
        assert_eq!(answer(&own), (404, Some("not_found")), "an officer does not confirm");
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let page = marijke.get(&site, &format!("{list}/1")).await;
        assert!(page.says("Bevestig: schuif € 25.000"));
        let silent = marijke.post(&site, &format!("{list}/1/afwijzing"), &[("reason", "")]).await;
        assert_eq!(answer(&silent), (422, Some("reason_required")));
        assert_eq!(answer(&marijke.post(&site, &format!("{list}/1/akkoord"), &[]).await), (303, None));
        let page = marijke.get(&site, &format!("{list}/1")).await;
        assert!(
            page.says("Bevestigd")
                && page.says("Dit is boeking")
                && page.says("Marijke Bos, Manager wijkbureau")
        );
        let again = marijke.post(&site, &format!("{list}/1/akkoord"), &[]).await;
        assert_eq!(answer(&again), (409, Some("draft_changed")));
        let line = marijke.get(&site, &format!("/bureau/geld/{}", town.line)).await;
        let zuidwest = between(&line.body, "Zuidwest</th>", "</tr>").expect("a row");
        assert!(zuidwest.contains("€ 25.000"), "{zuidwest}");
        assert_eq!(answer(&marijke.get(&site, &format!("{list}/99")).await), (404, Some("not_found")));
        assert_eq!(answer(&marijke.get(&site, &format!("{list}/x")).await), (404, Some("not_found")));
    });
}

#[test]
fn money_is_set_apart_in_a_pot_on_the_pages_and_not_more_than_there_is() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        let list = "/bureau/geld/schuiven";
        let pot = |name: &str| format!("{}/WK034402/{name}", town.line);
        let (whole, renewal, quick) = (pot("none"), pot("renewal"), pot("quick"));
        let page = joris.get(&site, list).await;
        for to in [&renewal, &quick] {
            let offered = format!("<option value=\"{to}\">");
            let count = page.body.matches(&offered).count();
            assert_eq!(count, 1, "{to} can get money, and has none to give");
        }
        let form = |from: &str, to: &str, sum: &str| {
            [("from", from), ("to", to), ("sum", sum), ("why", "Voor snelle plannen.")]
                .map(|(name, value)| (name, value.to_string()))
        };
        let mut agreed = 0;
        for (from, to, sum, room) in [
            (&whole, &renewal, "30.000", None),
            (&renewal, &quick, "30.000,01", Some("Er is ruimte voor € 30.000.")),
            (&renewal, &quick, "12.000", None),
        ] {
            let fields = form(from, to, sum);
            let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
            let page = joris.post(&site, list, &fields).await;
            match room {
                Some(room) => {
                    assert_eq!(answer(&page), (409, Some("ceiling_exceeded")));
                    assert!(page.says(room) && page.says(sum) && page.says("Voor snelle plannen."));
                }
                None => {
                    assert_eq!(answer(&page), (303, None), "{}", page.body);
                    agreed += 1;
                    let agree = format!("{list}/{agreed}/akkoord");
                    assert_eq!(answer(&marijke.post(&site, &agree, &[]).await), (303, None));
                }
            }
        }
        let page = joris.get(&site, list).await;
        for sentence in [
            "Noordwest 2027: € 70.000 vrij",
            "Noordwest 2027, iets nieuws proberen: € 18.000 vrij",
            "Noordwest 2027, snel geld: € 12.000 vrij",
        ] {
            assert!(page.says(sentence), "{sentence}: {}", page.body);
        }
    });
}
