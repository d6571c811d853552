//! A fair no: nothing is refused that the group was not heard about, by nobody who was put right before, and not while the group
//! cannot answer.

use axum::http::StatusCode;
use schuifruimte::acts::pitch::{Author, appeal, assessment, help, review, waiting};
use schuifruimte::acts::{self, ActError, Context};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::{PitchId, ProposalId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::assessment::{Answer, Question, Typed};
use schuifruimte::domain::pitch::content::Content;
use schuifruimte::domain::pitch::{Ground, State};
use schuifruimte::domain::round::Step;
use schuifruimte::store;

use super::appeal::other;
use super::review::with;
use super::{
    admit, all_well, assess, decider, fill, group_of, hear, own, refusal, refuse, sent, soup, state, today,
    written,
};
use crate::support::people::{JORIS, Staff};
use crate::support::{Browser, DAY, Place, Site, Town, days, on_both};

const NO: (Ground, &str) = (Ground::Unfeasible, "Op het plein komt een speeltuin.");

async fn not_admit(ctx: &Context<'_>, round: &RoundId, id: &PitchId, ground: Ground) -> String {
    refusal(review::not_admit(ctx, round, id, (ground, "Nee.")).await)
}

/// S53, S54, Awb 4:5: no form left empty, no answers about an earlier version, and no "not mended in time" of what nobody asked to
/// mend.
#[test]
fn s54_a_no_stands_on_answers_about_what_was_sent_in_last() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        let unanswered = "pt_reason: pt-unanswered";
        assert_eq!(not_admit(&joris, &round, &id, Ground::Unfeasible).await, unanswered);
        assert_eq!(not_admit(&joris, &round, &id, Ground::Incomplete).await, "pt_ground: pt-in-time");
        assert_eq!(not_admit(&joris, &round, &id, Ground::Support).await, "pt_ground: support-has-enough");
        let half = Typed { answers: all_well().answers[..6].to_vec(), ..Typed::default() };
        assess(&joris, &round, &id, &half).await.expect("kept half done");
        assert_eq!(not_admit(&joris, &round, &id, Ground::Unlawful).await, unanswered);
        hear(&place, &joris, &round, &id).await;
        let asked = ("Hoeveel mensen komen er?", today().plus_minutes(14 * DAY));
        review::ask_repair(&joris, &round, &id, asked).await.expect("asked");
        let (ctx, author) = (own(&place, &henk, today()), Author::Member(&henk.id));
        let better = Content { summary: "Elke week soep voor dertig buren.".to_string(), ..soup() };
        fill(&ctx, author, &id, &better).await.expect("written");
        acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
        assert_eq!(not_admit(&joris, &round, &id, Ground::Unfeasible).await, unanswered, "another version");
        refuse(&place, &joris, (&round, &id), NO).await.expect("heard about what was sent in last");
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A plan on the list goes off it only after another look of which its group was heard; nobody else reads that look before the
/// decision.
#[test]
fn s54_a_plan_on_the_list_is_taken_off_only_after_its_group_was_heard_anew() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        admit(&joris, &round, &id).await.expect("admitted");
        assert_eq!(not_admit(&joris, &round, &id, Ground::Unfeasible).await, "pt_reason: pt-without-no");
        let later = town.joris_at(today().plus_minutes(60));
        let no = with(Question::Place, Answer::No, "Er komt een speeltuin.");
        assess(&later, &round, &id, &no).await.expect("another look");
        assert_eq!(not_admit(&later, &round, &id, Ground::Unfeasible).await, "pt_reason: pt-unheard");
        let site = Site::of(&town, today().plus_minutes(60));
        let public = format!("/rondes/{round}/ingestuurd/{id}");
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let mine_says = async |mine: &mut Browser, words: &str| {
            mine.get(&site, &format!("/initiatief/plannen/{id}")).await.says(words)
        };
        assert!(!mine_says(&mut mine, "Er komt een speeltuin.").await, "not shown yet");
        assessment::show(&later, &round, &id).await.expect("shown");
        assert!(mine_says(&mut mine, "Er komt een speeltuin.").await);
        let page = Browser::default().get(&site, &public).await;
        for hidden in ["speeltuin", "De groep mag lezen wat het wijkbureau vond"] {
            assert!(!page.says(hidden), "{hidden}: {}", page.body);
        }
        assert!(page.says("Wat het wijkbureau vond"), "what let it in stays: {}", page.body);
        let after = town.joris_at(today().plus_minutes(9 * DAY));
        review::not_admit(&after, &round, &id, NO).await.expect("its time to reply has passed");
        let page = Browser::default().get(&site, &public).await;
        assert!(page.says("Er komt een speeltuin.") && page.says("mag lezen wat het wijkbureau vond"));
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// S54: whoever was put right by another officer refuses the same plan no more; another one can, once its group was heard.
#[test]
fn s54_whoever_was_overturned_does_not_refuse_the_plan_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (bea, cas) = (decider(&place).await, other(&place).await);
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        refuse(&place, &bea, (&round, &id), NO).await.expect("refused");
        let ctx = own(&place, &henk, today().plus_minutes(60));
        appeal::ask(&ctx, Author::Member(&henk.id), &id, "De stoep is vrij.").await.expect("asked");
        assess(&cas, &round, &id, &all_well()).await.expect("anew");
        appeal::overturn(&cas, &round, &id, "De stoep is vrij.").await.expect("on the list");
        let again = place.context(bea.actor.clone(), today().plus_minutes(4 * 60));
        hear(&place, &again, &round, &id).await;
        let done = review::not_admit(&again, &round, &id, NO).await;
        assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
        let joris = town.joris_at(today().plus_minutes(5 * 60));
        review::not_admit(&joris, &round, &id, NO).await.expect("another officer");
        assert_eq!(state(&town, &id).await, State::NotAdmitted);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// Half a review is nobody's to read, also when the plan was refused for another reason.
#[test]
fn half_a_review_is_never_public() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        let half = Typed { answers: all_well().answers[..6].to_vec(), ..Typed::default() };
        assess(&joris, &round, &id, &half).await.expect("kept half done");
        let asked = ("Hoeveel mensen komen er?", today().plus_minutes(3 * DAY));
        review::ask_repair(&joris, &round, &id, asked).await.expect("asked");
        let late = town.joris_at(today().plus_minutes(4 * DAY));
        review::not_admit(&late, &round, &id, (Ground::Incomplete, "Niet aangevuld.")).await.expect("late");
        let site = Site::of(&town, today().plus_minutes(4 * DAY));
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await;
        assert!(page.says("Niet aangevuld.") && !page.says("Wat het wijkbureau vond"), "{}", page.body);
    });
}

/// A round that goes back to being a draft silences no group: nobody decides there.
#[test]
fn nothing_is_decided_about_plans_while_the_round_is_a_draft_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        hear(&place, &joris, &round, &id).await;
        acts::round::step(&joris, &round, Step::Back).await.expect("a draft again");
        for done in [
            review::not_admit(&joris, &round, &id, NO).await,
            assess(&joris, &round, &id, &all_well()).await,
            review::ask_repair(&joris, &round, &id, ("Wie?", today().plus_minutes(DAY))).await,
        ] {
            assert!(matches!(done, Err(ActError::WrongPhase(_))), "{done:?}");
        }
    });
}

async fn holding_up(place: &Place, round: &RoundId) -> usize {
    let mut conn = place.store.read().await.expect("a connection");
    let round = store::round::find(&mut conn, round).await.expect("readable").expect("there");
    waiting::holding_up(&mut conn, &round, today().plus_minutes(60)).await.expect("readable")
}

/// The list does not wait for somebody to ask who is not there any more.
#[test]
fn a_group_that_ended_holds_the_list_up_no_longer() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        refuse(&place, &town.joris_at(today()), (&round, &id), NO).await.expect("refused");
        assert_eq!(holding_up(&place, &round).await, 1, "it can ask for a second look");
        let group = group_of(&town, &id).await;
        acts::initiative::leave(&own(&place, &henk, today()), &henk.id, &group).await.expect("ended");
        assert_eq!(holding_up(&place, &round).await, 0);
    });
}

/// S58: whoever has an interest in the round does not read along in the draft of another.
#[test]
fn s58_who_has_an_interest_reads_no_draft() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = written(&town, &round, "henk@buurt.example", &soup()).await;
        help::ask(&own(&place, &henk, today()), Author::Member(&henk.id), &id, "Van wie is het plein?")
            .await
            .expect("asked");
        let noor = Staff { login: "noor", name: "Noor", function: "Wijkadviseur", role: Role::Officer };
        let who = place.employ(noor, Scope::City).await;
        let site = Site::of(&town, today());
        let mut browser = Browser::of(&site, noor).await;
        let draft = format!("/bureau/rondes/{round}/hulp/{id}");
        assert_eq!(browser.get(&site, &draft).await.status, StatusCode::OK);
        let ctx = place.context(Actor::Staff(who), today());
        acts::interest::state(&ctx, &round, Some(&ProposalId::new("01")), "Mijn zus.").await.expect("stated");
        let page = browser.get(&site, &draft).await;
        assert_ne!(page.status, StatusCode::OK);
        assert!(!page.says("Elke week koken wij soep"), "{}", page.body);
    });
}

/// The office sees that a group replied, or that its time passed; and what a change after that means.
#[test]
fn the_work_list_tells_when_a_group_was_heard() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (_, silent) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        for id in [&id, &silent] {
            assessment::assign(&joris, &round, id, &town.joris).await.expect("given");
        }
        assess(&joris, &round, &silent, &all_well()).await.expect("kept");
        assessment::show(&joris, &round, &silent).await.expect("shown");
        let site = Site::of(&town, today());
        let mut browser = Browser::of(&site, JORIS).await;
        let page = browser.get(&site, "/bureau").await;
        assert!(!page.says("De groep reageerde") && !page.says("De tijd om te reageren is voorbij"));
        hear(&place, &joris, &round, &id).await;
        let later = Site::of(&town, today().plus_minutes(9 * DAY));
        let mut browser = Browser::of(&later, JORIS).await;
        let page = browser.get(&later, "/bureau").await;
        for words in ["De groep reageerde op uw antwoorden", "De tijd om te reageren is voorbij voor"] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
        let form = format!("/bureau/rondes/{round}/ingestuurd/{id}/toets");
        let page = browser.get(&later, &form).await;
        assert!(
            page.says("Verandert u een antwoord? Dan moet de groep alles opnieuw lezen."),
            "{}",
            page.body
        );
        let changed = town.joris_at(today().plus_minutes(9 * DAY));
        assess(&changed, &round, &id, &with(Question::Owner, Answer::No, "De eigenaar zegt nee."))
            .await
            .expect("kept");
        let page = browser.get(&later, &format!("/bureau/rondes/{round}/ingestuurd/{id}")).await;
        assert!(page.says("De groep moet uw antwoorden opnieuw lezen"), "{}", page.body);
        assert_eq!(not_admit(&changed, &round, &id, Ground::Unfeasible).await, "pt_reason: pt-unheard");
    });
}

/// The table of the office: by state, and fifty on a page.
#[test]
fn the_table_of_plans_is_chosen_by_state_and_turned() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, yes) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let other = Content { title: "Een buurttuin".to_string(), ..soup() };
        sent(&town, &round, "truus@buurt.example", &other).await;
        admit(&town.joris_at(today()), &round, &yes).await.expect("admitted");
        let site = Site::of(&town, today());
        let mut browser = Browser::of(&site, JORIS).await;
        let list = format!("/bureau/rondes/{round}/ingestuurd");
        let page = browser.get(&site, &list).await;
        assert!(
            page.says("Samen soep") && page.says("Een buurttuin") && page.says("Alle plannen (2)"),
            "{}",
            page.body
        );
        assert!(page.says("€ 900"), "what it asks: {}", page.body);
        let page = browser.get(&site, &format!("{list}?stand=admissible")).await;
        assert!(page.says("Samen soep") && !page.says("Een buurttuin"), "{}", page.body);
        let page = browser.get(&site, &format!("{list}?blad=2")).await;
        assert!(!page.says("Samen soep") && page.says("Vorige"), "{}", page.body);
    });
}

/// What stood on a list once and went off it is erased like what never stood on one, on the list as well.
#[test]
fn a_plan_that_went_off_the_ballot_is_erased_in_time() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let wanted = Content { title: "Soep op het plein".to_string(), ..soup() };
        let (_, no) = sent(&town, &round, "henk@buurt.example", &wanted).await;
        let (ans, back) = sent(&town, &round, "ans@buurt.example", &wanted).await;
        let joris = decider(&place).await;
        for id in [&no, &back] {
            admit(&joris, &round, id).await.expect("on the list");
        }
        refuse(&place, &joris, (&round, &no), NO).await.expect("off it");
        acts::pitch::withdraw(&own(&place, &ans, today()), Author::Member(&ans.id), &back)
            .await
            .expect("back");
        town.certify_draft(round).await;
        let has = async || place.dump().await.iter().any(|row| row.contains("Soep op het plein"));
        let run = async |at| acts::erasure::run(&place.context(Actor::Service, at)).await.expect("it runs");
        run(days(100)).await;
        assert!(has().await, "before its time it stays");
        assert_eq!(run(days(900)).await.emptied.pitches, 2);
        let left: Vec<String> =
            place.dump().await.into_iter().filter(|row| row.contains("Soep op het plein")).collect();
        assert_eq!(left, [""; 0]);
        assert_eq!(place.fsck().await, [""; 0]);
        let past = "UPDATE proposal SET title = 'Anders' WHERE status = 'withdrawn'";
        let past = place.sql(past).await;
        assert!(matches!(past, Err(store::StoreError::Refused(_))), "nothing else changes: {past:?}");
    });
}
