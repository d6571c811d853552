//! Plans with too little support: told, given time, refused for that, and looked at again; and what of the talk stays readable.

use axum::http::StatusCode;
use schuifruimte::acts::pitch::{Author, appeal, review, short};
use schuifruimte::acts::support as acts;
use schuifruimte::acts::talk as talk_acts;
use schuifruimte::acts::talk::endorsement::{self, Answer};
use schuifruimte::acts::{self as all_acts, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::id::{CommentId, PitchId, ProposalId, RoundId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::moderation::{Ground as Taken, Written};
use schuifruimte::domain::pitch::{Ground, State};
use schuifruimte::domain::support::Threshold;
use schuifruimte::domain::talk::CommentKind;
use schuifruimte::domain::talk::contribution::What;
use schuifruimte::store;
use schuifruimte::store::StoreError;

use super::{ask, mails, said, say_yes};
use crate::pitching::appeal::other;
use crate::pitching::{all_well, assess, decider, own, refusal, refuse, sent, soup, state, today};
use crate::support::people::{JORIS, Staff};
use crate::support::{Browser, DAY, Place, Site, Town, days, on_both};

fn three() -> Threshold {
    Threshold { supporters: 3, ..Threshold::default() }
}

const FEW: (Ground, &str) = (Ground::Support, "Nog geen drie bewoners steunen het plan.");

/// S54: a plan with too little support is refused for just that, after its group heard how much is missing and had its time;
/// nobody has to say that it cannot be carried out.
#[test]
fn s54_too_little_support_is_a_ground_of_its_own_after_a_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        let no = async |at: i64| {
            review::not_admit(&town.joris_at(today().plus_minutes(at * DAY)), &round, &plan, FEW).await
        };
        assert_eq!(refusal(no(0).await), "pt_ground: support-has-enough", "the round asks for none");
        assert_eq!(
            refusal(short::tell(&joris, &round, &plan, "U mist er 3.").await),
            "pt_short: support-has-enough"
        );
        acts::set_threshold(&joris, &round, &three()).await.expect("set");
        assert_eq!(refusal(no(0).await), "pt_ground: support-untold");
        assert_eq!(refusal(short::tell(&joris, &round, &plan, " ").await), "pt_short: empty");
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, JORIS).await;
        let page = office.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{plan}")).await;
        assert!(
            page.says("0 bewoners steunen uw plan. Deze ronde vraagt er 3. U mist er dus nog 3."),
            "{}",
            page.body
        );
        let told = [("do", "short"), ("pt_short", "Er is nog geen steun. U mist er 3.")];
        let done =
            office.post(&site, &format!("/bureau/rondes/{round}/ingestuurd/{plan}/inzage"), &told).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(
            matches!(short::tell(&joris, &round, &plan, "Nog eens.").await, Err(ActError::StillNeeded)),
            "once"
        );
        assert_eq!(refusal(no(1).await), "pt_ground: support-untold", "its term runs");
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let page = mine.get(&site, &format!("/initiatief/plannen/{plan}")).await;
        assert!(page.says("Uw plan heeft nog te weinig steun") && page.says("U mist er 3."), "{}", page.body);
        let public = format!("/rondes/{round}/ingestuurd/{plan}");
        assert!(!Browser::default().get(&site, &public).await.says("U mist er 3."), "it is for the group");
        no(15).await.expect("its term has passed");
        assert_eq!(state(&town, &plan).await, State::NotAdmitted);
        let page = Browser::default().get(&site, &public).await;
        assert!(page.says("Te weinig mensen steunen het plan."), "{}", page.body);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// A plan that found its support in time is not refused for that.
#[test]
fn a_plan_that_found_its_support_is_not_refused_for_want_of_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        acts::set_threshold(&joris, &round, &three()).await.expect("set");
        short::tell(&joris, &round, &plan, "U mist er 3.").await.expect("told");
        acts::enter_list(&joris, &round, &plan, (3, "A 1")).await.expect("entered");
        let late = town.joris_at(today().plus_minutes(20 * DAY));
        assert_eq!(
            refusal(review::not_admit(&late, &round, &plan, FEW).await),
            "pt_ground: support-has-enough"
        );
    });
}

/// A refused plan whose second look runs, with something said about it.
async fn appealed(town: &Town, round: &RoundId) -> (PitchId, CommentId) {
    let (henk, plan) = sent(town, round, "henk@buurt.example", &soup()).await;
    let question = said(town, &plan).await;
    let joris = town.joris_at(today());
    acts::set_threshold(&joris, round, &three()).await.expect("set");
    short::tell(&joris, round, &plan, "U mist er 3.").await.expect("told");
    let at = today().plus_minutes(15 * DAY);
    review::not_admit(&town.joris_at(at), round, &plan, FEW).await.expect("refused");
    let listed = acts::enter_list(&town.joris_at(at), round, &plan, (2, "A 1")).await;
    assert_eq!(refusal(listed), "support_plan: support-refused", "nobody asked for a second look");
    let ctx = own(&town.place, &henk, at.plus_minutes(1));
    appeal::ask(&ctx, Author::Member(&henk.id), &plan, "Er lag nog een lijst bij u.").await.expect("asked");
    (plan, question)
}

/// While another officer looks again the list that lay at the desk is entered and residents go on supporting, so that a wrong no
/// can be put right; what was said can be read, and the group answers.
#[test]
fn support_goes_on_while_another_officer_looks_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (plan, question) = appealed(&town, &round).await;
        let at = today().plus_minutes(15 * DAY + 60);
        let joris = town.joris_at(at);
        acts::enter_list(&joris, &round, &plan, (9, "A 1")).await.expect("entered");
        acts::strike(&joris, &round, (&plan, 1), "Verkeerd geteld").await.expect("struck out");
        acts::enter_list(&joris, &round, &plan, (2, "A 1")).await.expect("entered anew");
        ask(&place, at, "mo@buurt.example", &plan, What::Support).await.expect("asked");
        say_yes(&place, at, "mo@buurt.example").await;
        let new = What::comment(CommentKind::Question, "Kees", "En nu?");
        assert_eq!(
            refusal(ask(&place, at, "kees@buurt.example", &plan, new).await),
            "talk_words: talk-refused"
        );
        let site = Site::of(&town, at);
        let base = format!("/rondes/{round}/ingestuurd/{plan}");
        for (end, words) in
            [("gesprek", "Mag iedereen mee-eten?"), ("steun", "Steun dit plan"), ("", "Mag iedereen")]
        {
            let page = Browser::default().get(&site, format!("{base}/{end}").trim_end_matches('/')).await;
            assert_eq!(page.status, StatusCode::OK, "{end}");
            assert!(end.is_empty() || page.says(words), "{words}: {}", page.body);
        }
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let talk = format!("/initiatief/plannen/{plan}/gesprek");
        let answer =
            [("do", "answer"), ("one", question.as_str()), ("talk_answer", "Ja, iedereen is welkom.")];
        assert_eq!(mine.post(&site, &talk, &answer).await.status, StatusCode::SEE_OTHER);
        let cas = other(&place).await;
        let cas = place.context(cas.actor.clone(), at.plus_minutes(60));
        assess(&cas, &round, &plan, &all_well()).await.expect("looked at");
        appeal::overturn(&cas, &round, &plan, "De lijst lag er.").await.expect("on the list after all");
        assert_eq!(state(&town, &plan).await, State::Admissible);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// What was said about a plan that stays refused can be read where it stood, and nothing is added.
#[test]
fn the_talk_of_a_refused_plan_stays_readable_and_closed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (plan, question) = appealed(&town, &round).await;
        let at = today().plus_minutes(15 * DAY + 60);
        let cas = place.context(other(&place).await.actor.clone(), at);
        appeal::uphold(&cas, &round, &plan, "Er lag geen lijst.").await.expect("decided");
        let site = Site::of(&town, at);
        let base = format!("/rondes/{round}/ingestuurd/{plan}");
        let page = Browser::default().get(&site, &format!("{base}/gesprek")).await;
        assert!(page.says("Mag iedereen mee-eten?") && page.says("Reageren kan niet meer."), "{}", page.body);
        assert!(!page.body.contains("id=\"zeggen\""), "{}", page.body);
        let page = Browser::default().get(&site, &format!("{base}/steun")).await;
        assert!(page.says("Steun geven kan niet meer."), "{}", page.body);
        let late = ask(&place, at, "mo@buurt.example", &plan, What::Support).await;
        assert_eq!(refusal(late), "talk_words: talk-refused");
        let listed = acts::enter_list(&town.joris_at(at), &round, &plan, (2, "A 1")).await;
        assert_eq!(refusal(listed), "support_plan: support-refused");
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let page = mine.get(&site, &format!("/initiatief/plannen/{plan}")).await;
        assert!(page.body.contains(&format!("/initiatief/plannen/{plan}/gesprek")), "{}", page.body);
        let page = mine.get(&site, &format!("/initiatief/plannen/{plan}/gesprek")).await;
        assert!(page.says("Mag iedereen mee-eten?") && !page.body.contains("talk_answer"), "{}", page.body);
        assert_eq!(
            mine.get(&site, &format!("/initiatief/plannen/{plan}/bijeenkomsten")).await.status,
            StatusCode::OK
        );
        let henk = "henk@buurt.example";
        let mut conn = place.store.read().await.expect("a connection");
        let who = store::initiator::find_email(&mut conn, &super::address(henk)).await.expect("readable");
        drop(conn);
        let who = who.expect("an account");
        let mut ctx = own(&place, &who, at);
        let answered = talk_acts::answer(&mut ctx, Author::Member(&who.id), &question, "Ja.").await;
        assert_eq!(refusal(answered), "talk_words: talk-refused");
    });
}

/// S55, S58: a list is entered by nobody with an interest; in a round it counts once, whatever happens at the same moment, and a
/// list that was struck out is free again.
#[test]
fn s58_a_list_is_entered_without_an_interest_and_counts_once_in_a_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (_, second) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        acts::enter_list(&joris, &round, &plan, (2, "A 1")).await.expect("entered");
        let twice = acts::enter_list(&joris, &round, &second, (2, "A 1")).await;
        assert_eq!(refusal(twice), "support_archive: support-twice", "for another plan as well");
        let past = format!(
            "INSERT INTO support_list (pitch_id, number, people, archive, by_account, by_function, at, round_id, digest) \
             SELECT '{second}', 1, 2, archive, by_account, by_function, at, round_id, digest FROM support_list"
        );
        let past = place.sql(past).await;
        assert!(matches!(past, Err(StoreError::Refused(_))), "{past:?}");
        acts::strike(&joris, &round, (&plan, 1), "Verkeerd plan").await.expect("struck out");
        acts::enter_list(&joris, &round, &second, (2, "A 1")).await.expect("free again");
        let noor = Staff { login: "noor", name: "Noor", function: "Wijkadviseur", role: Role::Officer };
        let noor = place.context(Actor::Staff(place.employ(noor, Scope::City).await), today());
        all_acts::interest::state(&noor, &round, Some(&ProposalId::new("01")), "Mijn zus.")
            .await
            .expect("stated");
        for done in [
            acts::enter_list(&noor, &round, &plan, (2, "A 2")).await,
            acts::strike(&noor, &round, (&second, 1), "Weg ermee").await,
        ] {
            assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{done:?}");
        }
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

async fn waiting(place: &Place, round: &RoundId) -> Vec<CommentId> {
    let mut conn = place.store.read().await.expect("a connection");
    let all = store::talk::endorsement::waiting(&mut conn, round).await.expect("readable");
    all.into_iter().map(|one| one.id).collect()
}

/// S59: who says to be an organisation and is not keeps its name from nobody; an organisation stands there once, however its
/// name is written.
#[test]
fn s59_nobody_blocks_the_name_of_an_organisation() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = || town.joris_at(today());
        let endorse = async |email: &str, name: &str| {
            ask(&place, today(), email, &plan, What::endorsement(name, "Mooi plan.")).await?;
            say_yes(&place, today(), email).await;
            Ok::<(), ActError>(())
        };
        endorse("nep@elders.example", "Café Ærø").await.expect("asked");
        endorse("post@aero.example", "CAFE Aerø").await.expect("what waits blocks nobody");
        let both = waiting(&place, &round).await;
        let fake = (Answer::Refused, "Dit is niet van het café.");
        endorsement::check(&mut joris(), &round, &both[0], fake).await.expect("refused");
        endorse("zaal@aero.example", "café aero").await.expect("what was refused blocks nobody");
        endorsement::check(&mut joris(), &round, &both[1], (Answer::Shown, "")).await.expect("shown");
        let third = waiting(&place, &round).await;
        let again = endorsement::check(&mut joris(), &round, &third[0], (Answer::Shown, "")).await;
        assert_eq!(refusal(again), "support_answer: support-known");
        assert_eq!(
            refusal(endorse("x@y.example", "Cafe, Aero").await),
            "support_organisation: support-known"
        );
        let off = (Taken::OffTopic, "Dit gaat over iets anders.");
        all_acts::moderation::withhold(&mut joris(), (&round, &Written::Comment(both[1].clone())), off)
            .await
            .expect("taken off");
        endorse("x@y.example", "Cafe Aero").await.expect("what was taken off blocks nobody");
        assert_eq!(mails(&place, "withheld").await, 2);
        assert_eq!(place.fsck().await, [""; 0]);
    });
}

/// The officer who decides sees who stands behind a plan.
#[test]
fn the_office_sees_support_and_talk_beside_a_plan() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        said(&town, &plan).await;
        acts::set_threshold(&town.joris_at(today()), &round, &three()).await.expect("set");
        acts::enter_list(&town.joris_at(today()), &round, &plan, (2, "A 1")).await.expect("entered");
        let site = Site::of(&town, today());
        let mut office = Browser::of(&site, JORIS).await;
        let page = office.get(&site, &format!("/bureau/rondes/{round}/ingestuurd/{plan}")).await;
        for words in ["2 bewoners", "Vragen (1)", "Lees wat mensen vragen en zeggen"] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
    });
}

/// The threshold is part of the rules that are frozen and fingerprinted.
#[test]
fn the_threshold_is_in_the_rules_of_the_round() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        acts::set_threshold(&town.joris_at(today()), &round, &three()).await.expect("set");
        let open = town.open_drafted(round).await;
        assert_eq!(open.rules.support, Some(three()));
    });
}

/// A plan that was refused for what was found, and whose second look runs, can still be supported: it changes nothing about a
/// no that stands on answers.
#[test]
fn support_decides_nothing_about_what_was_found() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, plan) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let no = (Ground::Unfeasible, "Er komt een speeltuin.");
        refuse(&place, &decider(&place).await, (&round, &plan), no).await.expect("refused");
        let ctx = own(&place, &henk, today().plus_minutes(1));
        appeal::ask(&ctx, Author::Member(&henk.id), &plan, "Niet op de stoep.").await.expect("asked");
        let at = days(-19);
        ask(&place, at, "mo@buurt.example", &plan, What::Support).await.expect("asked");
        say_yes(&place, at, "mo@buurt.example").await;
        let cas = other(&place).await;
        assert_eq!(refusal(appeal::overturn(&cas, &round, &plan, "Toch.").await), "pt_admit: pt-unassessed");
    });
}
