//! The page of a plan for everyone speaks of the group, never to it; and one page has the whole life of a plan.

use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pitch::content::{Content, Named, Wish};
use schuifruimte::domain::recipient::RecipientKind;

use super::{bids, kitchen, sent, today};
use crate::support::people::JORIS;
use crate::support::{Browser, Page, Site, Town, on_both};

/// A plan in which every question has an answer.
fn all_answered(content: Content) -> Content {
    Content {
        least: Some(Cents::euros(1_000)),
        avoided: Some(Cents::euros(200)),
        avoided_ground: "Minder afval".to_string(),
        kind: Some(Named(RecipientKind::Foundation)),
        kvk: "69599068".to_string(),
        board: "Voorzitter en penningmeester samen".to_string(),
        via_smo: Some(20),
        wishes: vec![Wish::Space],
        wish_text: "Een zaal".to_string(),
        paid: "Een kok".to_string(),
        ..content
    }
}

/// The questions to which a plan has answers.
fn asked(page: &Page) -> Vec<String> {
    let says = page.body.split("id=\"steun\"").next().expect("a page");
    says.split("<dt").skip(1).filter_map(|part| part.split(['>', '<']).nth(1).map(str::to_string)).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|one: char| !one.is_alphabetic()).map(str::to_lowercase).collect()
}

/// Whoever reads a plan is not its group: no question of the form stands there as it was put to the group.
#[test]
fn the_page_of_a_plan_speaks_of_the_group_and_never_to_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let task = bids::listed(&town).await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &all_answered(kitchen())).await;
        let (_, bid) = sent(&town, &round, "ans@buurt.example", &all_answered(bids::clubs(&task))).await;
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, JORIS).await;
        for id in [&plan, &bid] {
            let public = format!("/rondes/{round}/ingestuurd/{id}");
            for (lang, you) in [("", ["u", "uw"]), ("/en", ["you", "your"])] {
                let page = Browser::default().get(&site, &format!("{lang}{public}")).await;
                let found = asked(&page);
                assert!(found.len() > 15, "{found:?}");
                for line in &found {
                    assert!(!words(line).iter().any(|word| you.contains(&word.as_str())), "{lang}: {line}");
                }
            }
            let page = Browser::default().get(&site, &public).await;
            assert!(page.says("De groep vraagt €") && page.says("Wie vraagt het geld aan?"), "{}", page.body);
            for private in ["69599068", "20 %", "Voorzitter en penningmeester samen"] {
                assert!(!page.says(private), "{private} is not for everyone: {}", page.body);
            }
            let page = office.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{id}")).await;
            assert!(page.says("De groep vraagt €") && !page.says("Wat bent u?"), "{}", page.body);
            assert!(page.says("Voorzitter en penningmeester samen"), "who signs, by function: {}", page.body);
        }
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let page = mine.get(&site, &format!("/initiatief/plannen/{plan}")).await;
        assert!(page.says("Wat bent u?") && page.says("U vraagt €"), "the group is spoken to: {}", page.body);
    });
}
