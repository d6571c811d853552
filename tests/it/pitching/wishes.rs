//! Help that is no money: asked by a plan, answered by the office, counted for everyone.

use axum::http::StatusCode;
use schuifruimte::acts::pitch::{Author, wish};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::{PitchId, ProposalId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::Ground;
use schuifruimte::domain::pitch::ally::Reply;
use schuifruimte::domain::pitch::content::{Content, Wish};
use schuifruimte::domain::pitch::help::Why;
use schuifruimte::domain::pitch::wish::Met;

use super::{admit, decider, own, refusal, refuse, regroups, sent, soup, today, written};
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

/// The section for everyone about help that is no money.
fn section(page: &Page) -> &str {
    let rest = page.body.split("id=\"andere-hulp\"").nth(1);
    rest.and_then(|rest| rest.split("</section>").next()).expect("a section")
}

/// What stands in the table for everyone: asked, given, not given, no answer yet. Nothing where it is not told.
fn counts(page: &Page, words: &str) -> Vec<String> {
    let row = section(page).split("<tr>").find(|row| row.contains(&format!(">{words}</th>")));
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
        for email in ["piet@buurt.example", "sam@buurt.example", "bo@buurt.example"] {
            sent(&town, &round, email, &asking(&[Wish::Space])).await;
        }
        let (truus, draft) = written(&town, &round, "truus@buurt.example", &asking(&[Wish::Materials])).await;
        let ctx = own(&place, &truus, today());
        acts::pitch::drop_draft(&ctx, Author::Member(&truus.id), &draft, Why::Time).await.expect("gone");
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
            ("Een ruimte of een stuk grond", ["5", "1", "1", "3"]),
            ("Materiaal of gereedschap", ["0", "0", "0", "0"]),
        ] {
            assert_eq!(counts(&seen, words), told, "{words}");
        }
        for hidden in ["Soepgroep", "badhuis", "geen zaal", "woensdag"] {
            assert!(!section(&seen).contains(hidden), "{hidden}");
        }
        let mut mine = crate::post::entering::enter(&place, &site, "ans@buurt.example").await;
        let own_page = mine.get(&site, &format!("/initiatief/plannen/{other}")).await;
        let told = ["Er is geen zaal vrij.", "Deze hulp kan niet", "Het antwoord leest alleen uw groep."];
        assert!(told.iter().all(|words| own_page.says(words)), "{}", own_page.body);
        let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE kind = 'wished'";
        assert_eq!(place.number(told).await, 2, "each group hears its own");
        let public = format!("/rondes/{round}/ingestuurd/{other}");
        assert!(!Browser::default().get(&site, &public).await.says("geen zaal"));
        press(&site, &page(&other), ["space", "met", "Toch: de school."]).await;
        let seen = Browser::default().get(&site, &list).await;
        assert_eq!(
            counts(&seen, "Een ruimte of een stuk grond"),
            ["5", "2", "0", "3"],
            "the last one counts"
        );
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S12: where fewer than five ask for the same, what one of them got is not told before the result; the page is the same before and
/// after an answer.
#[test]
fn s12_a_count_does_not_tell_what_one_group_got() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &asking(&[Wish::Permit])).await;
        let site = Site::of(&town, today());
        let list = format!("/rondes/{round}/ingestuurd?volgorde=abc");
        let before = Browser::default().get(&site, &list).await;
        let done =
            press(&site, &format!("/bureau/rondes/{round}/ingestuurd/{id}"), ["permit", "unmet", "Nee."])
                .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let after = Browser::default().get(&site, &list).await;
        assert_eq!(section(&before), section(&after));
        assert_eq!(counts(&after, "Een vergunning"), ["1", "", "", ""]);
        assert!(section(&after).contains("Dan staat hier na de uitslag"), "{}", after.body);
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let readers = "Iedereen kan lezen om welke hulp u vraagt.";
        let page = mine.get(&site, &format!("/initiatief/plannen/{id}")).await;
        assert!(page.says(readers), "{}", page.body);
        let (_, draft) = written(&town, &round, "ans@buurt.example", &asking(&[])).await;
        let mut ans = crate::post::entering::enter(&place, &site, "ans@buurt.example").await;
        let page = ans.get(&site, &format!("/initiatief/plannen/{draft}/stap/hulp")).await;
        assert!(page.says(readers), "before it is sent in: {}", page.body);
    });
}

/// S12: a plan that stopped or went on in another one waits for no answer, and nothing is asked twice; what had an answer counts.
#[test]
fn s12_what_stopped_waits_for_no_answer() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let titled = |title: &str, wish| Content { title: title.to_string(), ..asking(&[wish]) };
        let (henk, soup) = sent(&town, &round, "henk@buurt.example", &titled("Soep", Wish::Space)).await;
        let (ans, bread) = sent(&town, &round, "ans@buurt.example", &titled("Brood", Wish::Space)).await;
        let (mo, back) = sent(&town, &round, "mo@buurt.example", &titled("Tuin", Wish::Permit)).await;
        let (truus, heard) = sent(&town, &round, "truus@buurt.example", &titled("Koor", Wish::Advice)).await;
        let joris = town.joris_at(today());
        let no = (Wish::Advice, Met::No);
        wish::answer(&joris, (&round, &heard), no, "Niemand kan dat.").await.expect("answered");
        for (who, id) in [(&mo, &back), (&truus, &heard)] {
            let ctx = own(&place, who, today());
            acts::pitch::withdraw(&ctx, Author::Member(&who.id), id).await.expect("taken back");
        }
        let pair = std::slice::from_ref(&bread);
        regroups::ask(&place, (&henk, &soup), &round, (&soup, pair)).await.expect("proposed");
        let seen = regroups::standing(&place, &bread, today()).await;
        regroups::say(&place, (&ans, &bread), &seen, Reply::Yes).await.expect("as one");
        let site = Site::of(&town, today());
        let list = format!("/rondes/{round}/ingestuurd?volgorde=abc");
        let page = Browser::default().get(&site, &list).await;
        for (words, asked) in
            [("Een ruimte of een stuk grond", "1"), ("Een vergunning", "0"), ("Advies", "1")]
        {
            assert_eq!(counts(&page, words)[0], asked, "{words}");
        }
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
        acts::erasure::run(&place.context(Actor::Service, days(900))).await.expect("it runs");
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
        for address in ["/geld/verslag/2027", "/rondes/zuilen/ingestuurd?volgorde=abc"] {
            let page = Browser::default().get(&site, address).await;
            assert_eq!(counts(&page, "Een ruimte of een stuk grond"), ["1", "0", "1", "0"], "{address}");
            assert_eq!(counts(&page, "Advies"), ["1", "0", "0", "1"], "{address}");
        }
    });
}

/// S12: the report of a year as of a day says the same whenever it is asked, also after texts were erased.
#[test]
fn s12_figures_as_of_a_day_outlive_the_texts() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let bea = decider(&place).await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &asking(&[Wish::Space, Wish::Advice])).await;
        let (mo, back) = sent(&town, &round, "mo@buurt.example", &asking(&[Wish::Permit])).await;
        let no = (Wish::Space, Met::No);
        wish::answer(&bea, (&round, &id), no, "Er is geen zaal vrij.").await.expect("answered");
        let ground = (Ground::Unfeasible, "Dat kan daar niet.");
        refuse(&place, &bea, (&round, &id), ground).await.expect("refused");
        let ctx = own(&place, &mo, today());
        acts::pitch::withdraw(&ctx, Author::Member(&mo.id), &back).await.expect("taken back");
        town.certify_draft(round).await;
        let day = days(20).local().date();
        let figures = async |now| {
            let site = Site::of(&town, now);
            let told = Browser::default().get(&site, &format!("/geld/verslag/2027.csv?op={day}")).await;
            let rows = told.body.lines().filter(|row| row.contains(",other_help,"));
            rows.map(str::to_string).collect::<Vec<_>>()
        };
        let then = figures(days(21)).await;
        for row in ["space_asked,,1", "space_unmet,,1", "advice_asked,,1", "permit_asked,,0"] {
            assert!(then.iter().any(|one| one.contains(row)), "{row}: {then:?}");
        }
        // A later answer changes nothing of that day.
        let yes = (Wish::Advice, Met::Yes);
        wish::answer(&town.joris_at(days(30)), (&RoundId::new("zuilen"), &id), yes, "Bel ons.")
            .await
            .expect("answered");
        acts::erasure::run(&place.context(Actor::Service, days(900))).await.expect("it runs");
        assert_eq!(place.number("SELECT COUNT(*) FROM pitch_version WHERE content = ''").await, 2);
        assert_eq!(figures(days(901)).await, then);
    });
}
