//! Help that is no money: asked by a plan, answered by the office, counted for everyone.

use axum::http::StatusCode;
use schuifruimte::acts::pitch::{Author, wish};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::{PitchId, ProposalId, RoundId};
use schuifruimte::domain::pitch::content::{Content, Wish};
use schuifruimte::domain::pitch::help::Why;
use schuifruimte::domain::pitch::wish::Met;

use super::{admit, decider, own, refusal, sent, soup, today, written};
use crate::support::people::JORIS;
use crate::support::town::{plan, plans};
use crate::support::{Browser, Page, Site, Town, days, on_both};

fn asking(wishes: &[Wish]) -> Content {
    let words = "Een keuken op woensdag".to_string();
    Content { wishes: wishes.to_vec(), wish_text: words, ..soup() }
}

/// A wish with an answer, for who looks at what is kept.
pub async fn answered(town: &Town, round: &RoundId) {
    let (_, id) = sent(town, round, "wim@buurt.example", &asking(&[Wish::Space])).await;
    let what = (Wish::Space, Met::Yes);
    wish::answer(&town.joris_at(today()), (round, &id), what, "In het badhuis.").await.expect("answered");
}

/// What stands in the table for everyone: asked, given, not given, no answer yet.
fn counts(page: &Page, words: &str) -> Vec<String> {
    let table = page.body.split("id=\"andere-hulp\"").nth(1).expect("a section").split("</section>").next();
    let row = table.expect("its end").split("<tr>").find(|row| row.contains(&format!(">{words}</th>")));
    let row = row.unwrap_or_else(|| panic!("{words}: {}", page.body));
    let cells = row.split("<td").skip(1);
    cells.map(|cell| cell.split(['>', '<']).nth(1).unwrap_or_default().to_string()).collect()
}

/// Types an answer in the form of a wish.
async fn press(site: &Site, page: &str, [wish, met, words]: [&str; 3]) -> Page {
    let mut office = Browser::of(site, JORIS).await;
    let typed = [("pt_wish", wish), ("pt_met", met), ("pt_wish_words", words)];
    office.post(site, &format!("{page}/hulp"), &typed).await
}

/// S12: each form of help that is no money is counted: asked, given, not given, unanswered. Drafts do not count, whatever becomes of
/// them; the group reads and hears the answer, everyone else reads no name and no word of it.
#[test]
fn s12_everyone_sees_which_help_other_than_money_was_not_given() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let both = asking(&[Wish::Space, Wish::Advice]);
        let (_, one) = sent(&town, &round, "henk@buurt.example", &both).await;
        let (_, other) = sent(&town, &round, "ans@buurt.example", &asking(&[Wish::Space])).await;
        let (truus, draft) = written(&town, &round, "truus@buurt.example", &asking(&[Wish::Materials])).await;
        let ctx = own(&place, &truus, today());
        acts::pitch::drop_draft(&ctx, Author::Member(&truus.id), &draft, Why::Time).await.expect("gone");
        let (mo, back) = sent(&town, &round, "mo@buurt.example", &asking(&[Wish::Permit])).await;
        let ctx = own(&place, &mo, today());
        acts::pitch::withdraw(&ctx, Author::Member(&mo.id), &back).await.expect("taken back");
        let site = Site::of(&town, today());
        let page = |id: &PitchId| format!("/bureau/rondes/{round}/ingestuurd/{id}");
        let done = press(&site, &page(&one), ["space", "met", "Het badhuis, op woensdag."]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let silent = press(&site, &page(&other), ["space", "unmet", " "]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a no has its reason");
        let done = press(&site, &page(&other), ["space", "unmet", "Er is geen zaal vrij."]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let list = format!("/rondes/{round}/ingestuurd?volgorde=abc");
        let seen = Browser::default().get(&site, &list).await;
        for (words, told) in [
            ("Een ruimte of een stuk grond", ["2", "1", "1", "0"]),
            ("Advies", ["1", "0", "0", "1"]),
            ("Een vergunning", ["1", "0", "0", "1"]),
            ("Materiaal of gereedschap", ["0", "0", "0", "0"]),
        ] {
            assert_eq!(counts(&seen, words), told, "{words}");
        }
        let section =
            seen.body.split("id=\"andere-hulp\"").nth(1).and_then(|rest| rest.split("</section>").next());
        for hidden in ["Soepgroep", "badhuis", "geen zaal", "woensdag"] {
            assert!(!section.expect("a section").contains(hidden), "{hidden}");
        }
        let mut mine = crate::post::entering::enter(&place, &site, "ans@buurt.example").await;
        let own_page = mine.get(&site, &format!("/initiatief/plannen/{other}")).await;
        assert!(own_page.says("Er is geen zaal vrij.") && own_page.says("Niet gelukt"), "{}", own_page.body);
        let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE kind = 'wished'";
        assert_eq!(place.number(told).await, 2, "each group hears its own");
        assert!(
            !Browser::default()
                .get(&site, &format!("/rondes/{round}/ingestuurd/{other}"))
                .await
                .says("geen zaal")
        );
        press(&site, &page(&other), ["space", "met", "Toch: de school."]).await;
        let seen = Browser::default().get(&site, &list).await;
        assert_eq!(
            counts(&seen, "Een ruimte of een stuk grond"),
            ["2", "2", "0", "0"],
            "the last one counts"
        );
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S12: nobody answers what was not asked, what was taken back, or with an interest; and an answer stays.
#[test]
fn s12_an_answer_is_to_what_was_asked_and_stays() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (mo, id) = sent(&town, &round, "mo@buurt.example", &asking(&[Wish::Permit])).await;
        let joris = town.joris_at(today());
        let at = (&round, &id);
        let unasked = wish::answer(&joris, at, (Wish::Space, Met::No), "Nee.").await;
        assert!(matches!(unasked, Err(ActError::NotFound)), "{unasked:?}");
        let long = "a".repeat(2_001);
        let done = wish::answer(&joris, at, (Wish::Permit, Met::No), &long).await;
        assert_eq!(refusal(done), "pt_wish_words: long");
        wish::answer(&joris, at, (Wish::Permit, Met::No), "Het plein is al verhuurd.")
            .await
            .expect("answered");
        for change in [
            "UPDATE pitch_wish SET met = 'met'",
            "UPDATE pitch_wish SET words = 'x'",
            "DELETE FROM pitch_wish",
        ] {
            assert!(place.sql(change).await.is_err(), "{change}");
        }
        let bea = decider(&place).await;
        acts::interest::state(&bea, &round, Some(&ProposalId::new("01")), "Mijn zus.").await.expect("stated");
        assert!(wish::answer(&bea, at, (Wish::Permit, Met::Yes), "Toch.").await.is_err(), "an interest");
        let ctx = own(&place, &mo, today());
        acts::pitch::withdraw(&ctx, Author::Member(&mo.id), &id).await.expect("taken back");
        let late = wish::answer(&joris, at, (Wish::Permit, Met::Yes), "Toch.").await;
        assert!(matches!(late, Err(ActError::StillNeeded)), "{late:?}");
        acts::erasure::run(&place.context(schuifruimte::domain::log::chain::Actor::Service, days(900)))
            .await
            .expect("it runs");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S12: the report of a year has the same counts, of its rounds that were decided.
#[test]
fn s12_the_yearly_report_has_the_help_that_was_asked_beside_money() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round_with("zuilen", &plan("zuilen"), &[]).await;
        let bea = decider(&place).await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &asking(&[Wish::Space, Wish::Advice])).await;
        let no = (Wish::Space, Met::No);
        wish::answer(&bea, (&round, &id), no, "Er is geen zaal vrij.").await.expect("answered");
        admit(&bea, &round, &id).await.expect("admitted");
        for other in plans() {
            acts::proposal::add(&town.joris_at(days(-15)), &round, other).await.expect("a plan");
        }
        let site = Site::of(&town, days(21));
        let early = Browser::default().get(&site, "/geld/verslag/2027.csv").await;
        assert!(early.body.contains("space_asked,,0"), "not before it is decided: {}", early.body);
        town.certify_draft(round).await;
        let told = Browser::default().get(&site, "/geld/verslag/2027.csv").await;
        for row in ["space_asked,,1", "space_unmet,,1", "advice_asked,,1", "advice_met,,0", "permit_asked,,0"]
        {
            assert!(told.body.contains(row), "{row}: {}", told.body);
        }
        let page = Browser::default().get(&site, "/geld/verslag/2027").await;
        assert_eq!(counts(&page, "Een ruimte of een stuk grond"), ["1", "0", "1", "0"]);
        assert_eq!(counts(&page, "Advies"), ["1", "0", "0", "1"]);
    });
}
