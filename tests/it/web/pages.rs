//! What stands on the public pages, and what must not.

use schuifruimte::documents::bundle::read_tar;
use schuifruimte::domain::bundle::{Expected, verify};

use crate::support::{Browser, Site, Town, days, on_both};

#[test]
fn the_first_page_shows_the_money_and_what_can_be_done_now() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.open_round("zuilen").await;
        town.draft_round("ondiep").await;
        let site = Site::of(&town, days(1));
        let page = Browser::default().get(&site, "/").await;
        for sentence in ["€ 7.000.000", "Kan schuiven (30%)", "€ 2.100.000", "Nu stemmen", "6 plannen"] {
            assert!(page.says(sentence), "{sentence}: {}", page.body);
        }
        let page = Browser::default().get(&site, "/en/").await;
        assert!(
            page.says("€7,000,000") && page.says("lang=\"en\"") && page.says("href=\"/en/rondes/zuilen\"")
        );
        assert!(!page.body.contains('⟨'), "every sentence exists");
    });
}

#[test]
fn the_fingerprint_of_the_rules_stands_on_every_page_after_opening() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let site = Site::of(&town, days(1));
        let mark = round.rules.fingerprint().short();
        for path in ["", "/stemmen?volgorde=x", "/plannen/01", "/logboek"] {
            let page = Browser::default().get(&site, &format!("/rondes/zuilen{path}")).await;
            assert!(page.says(&mark), "{path}");
        }
        let rules = Browser::default().get(&site, "/rondes/zuilen/regels.json").await;
        assert_eq!(rules.bytes, round.rules.write(), "the file behind the fingerprint");
    });
}

#[test]
fn nothing_of_the_count_is_told_before_the_certificate() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        let site = Site::of(&town, days(1));
        let before: Vec<String> = shown(&site).await;
        town.cast(&round, 20, &["04"]).await.expect("a receipt");
        assert_eq!(shown(&site).await, before, "one more vote changes no page");
        site.clock.set(days(16));
        town.close_and_seal(&round.id).await;
        town.count_and_propose(&round.id).await;
        for path in ["uitslag", "narekenen", "bundel.tar"] {
            let page = Browser::default().get(&site, &format!("/rondes/zuilen/{path}")).await;
            assert_eq!(page.kind(), Some("not_found"), "{path}");
        }
    });
}

/// Every public page of the round.
async fn shown(site: &Site) -> Vec<String> {
    let mut pages = Vec::new();
    for path in ["", "/plannen/01", "/logboek", "/geen-brief", "/regels.json"] {
        let page = Browser::default().get(site, &format!("/rondes/zuilen{path}")).await;
        let headers: Vec<_> = page.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        pages.push(format!("{path} {} {headers:?} {}", page.status, page.body));
    }
    pages
}

#[test]
fn the_outcome_explains_itself_and_its_bundle_verifies() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let site = Site::of(&town, days(18));
        let page = Browser::default().get(&site, "/rondes/zuilen/uitslag").await;
        for sentence in [
            "plannen krijgen geld",
            "Waarom dit plan niet?",
            "Eerlijk verdeeld?",
            "Gelijke delen: zo telden wij",
            "van 60 bewoners met een brief",
            "Manager wijkbureau Noordwest",
            "Adviseur wijkbureau Noordwest",
        ] {
            assert!(page.says(sentence), "{sentence}");
        }
        let bundle = Browser::default().get(&site, "/rondes/zuilen/bundel.tar").await;
        assert_eq!(bundle.header("content-type"), "application/x-tar");
        let read = read_tar(&bundle.bytes).expect("an archive");
        let report = verify(&read, &Expected::default());
        assert!(report.end.is_ok(), "{:?}", report.end);
        let number = round.letters.printed[0].1.to_string();
        let found = Browser::default().get(&site, &format!("/rondes/zuilen/logboek?number={number}")).await;
        assert!(found.says("Dit nummer staat in het logboek"));
        let number = round.letters.printed[59].1.to_string();
        let missing = Browser::default().get(&site, &format!("/rondes/zuilen/logboek?number={number}")).await;
        assert!(missing.says("Dit nummer staat niet in het logboek"));
    });
}

#[test]
fn a_draft_does_not_exist_for_residents() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = schuifruimte::domain::id::RoundId::new("geheim");
        let plan = crate::support::town::plan("Geheim");
        schuifruimte::acts::round::create(&town.joris_at(days(-5)), &id, &town.noordwest, &plan)
            .await
            .expect("a round");
        let site = Site::of(&town, days(0));
        assert!(!Browser::default().get(&site, "/").await.says("Geheim"));
        assert_eq!(Browser::default().get(&site, "/rondes/geheim").await.kind(), Some("not_found"));
    });
}
