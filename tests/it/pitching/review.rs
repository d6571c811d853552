//! How the office looks at a plan: answers with reasons, the group heard before a no, and terms for all of it.

use schuifruimte::acts::pitch::{Author, assessment, review};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::calendar::start_of;
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::assessment::{Answer, Question, Typed};
use schuifruimte::domain::pitch::clock::USUAL;
use schuifruimte::domain::pitch::content::{Content, Named};
use schuifruimte::domain::pitch::{Clocks, Ground, State, Terms};
use schuifruimte::domain::round::Step;
use schuifruimte::store;

use super::{
    admit, all_well, assess, decider, fill, found, kitchen, own, refusal, refuse, sent, soup, state, today,
};
use crate::support::people::{JORIS, Staff};
use crate::support::{Browser, DAY, Place, Site, Town, days, on_both};

/// The same answers with another one to a question.
pub fn with(question: Question, answer: Answer, why: &str) -> Typed {
    let mut typed = all_well();
    for one in typed.answers.iter_mut().filter(|(known, ..)| *known == question) {
        *one = (question, Some(answer), why.to_string());
    }
    typed
}

/// S53: the same form for large and small, a reason with everything that is not yes, and no plan on the list before all of it
/// is answered, none with no.
#[test]
fn s53_a_plan_comes_on_the_list_by_the_same_answers_for_large_and_small() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let joris = town.joris_at(today());
        for (email, content) in [("henk@buurt.example", soup()), ("truus@buurt.example", kitchen())] {
            let (_, id) = sent(&town, &round, email, &content).await;
            let open = async || refusal(review::admit(&joris, &round, &id).await);
            assert_eq!(open().await, "pt_admit: pt-unassessed", "nothing is answered");
            let half = Typed { answers: all_well().answers[..6].to_vec(), ..Typed::default() };
            assess(&joris, &round, &id, &half).await.expect("kept half done");
            assert_eq!(open().await, "pt_admit: pt-unassessed");
            let silent = assess(&joris, &round, &id, &with(Question::Lawful, Answer::No, " ")).await;
            assert_eq!(refusal(silent), "pt_q_lawful: pt-why");
            assess(&joris, &round, &id, &with(Question::Lawful, Answer::No, "Het mag niet."))
                .await
                .expect("kept");
            assert_eq!(open().await, "pt_admit: pt-unassessed", "a no is not resolved");
            let changed = with(Question::Lawful, Answer::Changes, "Met een melding mag het.");
            assess(&joris, &round, &id, &changed).await.expect("kept");
            review::admit(&joris, &round, &id).await.expect("admitted");
        }
    });
}

/// Answers are about what was sent in last; who writes at the same moment as another one loses nothing.
#[test]
fn a_new_version_is_answered_anew_and_two_officers_do_not_write_over_each_other() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (joris, bea) = (town.joris_at(today()), decider(&place).await);
        assess(&joris, &round, &id, &all_well()).await.expect("kept");
        let late = assessment::assess(&bea, &round, &id, (0, &all_well())).await;
        assert!(matches!(late, Err(ActError::DraftChanged)), "{late:?}");
        let asked = ("Hoeveel mensen komen er?", today().plus_minutes(14 * DAY));
        review::ask_repair(&joris, &round, &id, asked).await.expect("asked");
        let (ctx, author) = (own(&place, &henk, today()), Author::Member(&henk.id));
        let better = Content { summary: "Elke week soep voor dertig buren.".to_string(), ..soup() };
        fill(&ctx, author, &id, &better).await.expect("written");
        acts::pitch::submit(&ctx, author, &id).await.expect("sent in");
        assert_eq!(refusal(review::admit(&joris, &round, &id).await), "pt_admit: pt-unassessed");
        // S44: none of it changes a word of the plan.
        admit(&bea, &round, &id).await.expect("answered anew");
        assert_eq!(found(&place.store, &id).await.content, better);
    });
}

/// S54: what weighs is shown to the group before a no, with the right of reply, and never is there a hidden score; nobody else
/// sees any of it before the decision, and everyone does from then on.
#[test]
fn s54_a_group_is_heard_about_what_was_found_before_a_no() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let mut own_page = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let (mine, public) =
            (format!("/initiatief/plannen/{id}"), format!("/rondes/{round}/ingestuurd/{id}"));
        let joris = town.joris_at(today());
        let typed = with(Question::Place, Answer::No, "Er komt een speeltuin.");
        assess(&joris, &round, &id, &typed).await.expect("kept");
        let no = (Ground::Unfeasible, "Op het plein komt een speeltuin.");
        assert_eq!(refusal(review::not_admit(&joris, &round, &id, no).await), "pt_reason: pt-unheard");
        let (ctx, author) = (own(&place, &henk, today()), Author::Member(&henk.id));
        let early = assessment::reply(&ctx, author, &id, "Wij weten van niets.").await;
        assert!(matches!(early, Err(ActError::StillNeeded)), "{early:?}");
        assert!(!own_page.get(&site, &mine).await.says("Er komt een speeltuin"), "not shown yet");
        assessment::show(&joris, &round, &id).await.expect("shown");
        let page = own_page.get(&site, &mine).await;
        for words in ["Er komt een speeltuin.", "De groep kent de straat goed.", "U kunt reageren tot en met"]
        {
            assert!(page.says(words), "{words}: {}", page.body);
        }
        assert_eq!(refusal(review::not_admit(&joris, &round, &id, no).await), "pt_reason: pt-unheard");
        let reply = [("pt_reply", "De speeltuin komt aan de andere kant.")];
        let page = own_page.post(&site, &format!("{mine}/reactie"), &reply).await;
        assert_eq!(page.status, axum::http::StatusCode::SEE_OTHER, "{}", page.body);
        let page = Browser::default().get(&site, &public).await;
        for hidden in ["speeltuin", "kent de straat", "Wat het wijkbureau vond", "Reactie van de groep"] {
            assert!(!page.says(hidden), "{hidden}: {}", page.body);
        }
        // Another answer after that is another thing to be heard about.
        let more = with(Question::Place, Answer::No, "Het hele plein wordt speeltuin.");
        let later = town.joris_at(today().plus_minutes(60));
        assess(&later, &round, &id, &more).await.expect("kept");
        assert_eq!(refusal(review::not_admit(&later, &round, &id, no).await), "pt_reason: pt-unheard");
        assessment::show(&later, &round, &id).await.expect("shown again");
        let after = town.joris_at(today().plus_minutes(9 * DAY));
        review::not_admit(&after, &round, &id, no).await.expect("the time to reply has passed");
        let page = Browser::default().get(&site, &public).await;
        for words in [
            "Het hele plein wordt speeltuin.",
            "De groep kent de straat goed.",
            "De speeltuin komt aan de andere kant.",
        ] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
    });
}

/// S11: who had help from a social-brokerage organisation, and who had none, is asked the same and answered the same.
#[test]
fn s11_help_is_neither_required_nor_scored() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let joris = town.joris_at(today());
        for (email, help) in [("henk@buurt.example", Help::None), ("truus@buurt.example", Help::Smo)] {
            let content = Content { help: Some(Named(help)), ..soup() };
            let (_, id) = sent(&town, &round, email, &content).await;
            admit(&joris, &round, &id).await.expect("by the same answers");
        }
        let asked = Question::ALL.iter().map(|(_, name, _)| *name).collect::<Vec<_>>();
        assert!(!asked.iter().any(|name| name.contains("help") || name.contains("smo")), "{asked:?}");
    });
}

async fn officer(place: &Place, login: &'static str, role: Role) -> Actor {
    let who = Staff { login, name: login, function: "Adviseur", role };
    Actor::Staff(place.employ(who, Scope::City).await)
}

/// S55: a plan is given to who runs rounds there and has no interest; somebody who speaks for a social-brokerage organisation
/// looks at none.
#[test]
fn s55_a_plan_is_given_to_an_officer_without_an_interest() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let joris = town.joris_at(today());
        let (smo, noor) =
            (officer(&place, "smo", Role::SmoContact).await, officer(&place, "noor", Role::Officer).await);
        let ctx = place.context(noor.clone(), today());
        acts::interest::state(&ctx, &round, Some(&ProposalId::new("01")), "Mijn zus.").await.expect("stated");
        for who in [&smo, &noor] {
            let Actor::Staff(who) = who else { panic!("staff") };
            let done = assessment::assign(&joris, &round, &id, who).await;
            assert_eq!(refusal(done), "pt_officer: choose");
        }
        let done = assess(&ctx, &round, &id, &all_well()).await;
        assert!(matches!(done, Err(ActError::ConflictOfInterest)), "{done:?}");
        let site = Site::of(&town, today());
        let mut browser = Browser::of(&site, JORIS).await;
        assert!(browser.get(&site, "/bureau").await.says("1 plan wacht op een medewerker"));
        assessment::assign(&joris, &round, &id, &town.joris).await.expect("given");
        let page = browser.get(&site, "/bureau").await;
        assert!(page.says("Beoordeel een plan voor") && page.says("Samen soep"), "{}", page.body);
        assert!(!page.says("wacht op een medewerker"));
        let late = Site::of(&town, today().plus_minutes(57 * DAY));
        let mut browser = Browser::of(&late, JORIS).await;
        assert!(browser.get(&late, "/bureau").await.says("Te laat: beoordeel een plan"));
        let page = browser.get(&late, &format!("/bureau/rondes/{round}/ingestuurd")).await;
        assert!(page.says("Te laat") && page.says(JORIS.name), "{}", page.body);
    });
}

/// The terms are the round's; everyone knows the last day, and more time is taken once, with the reason.
#[test]
fn everyone_knows_until_when_a_plan_is_decided_about() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let clocks = Clocks { decide: 10, reply: 3, appeal: 5, ruling: 6, consent: 4, ..USUAL };
        let terms = Terms { clocks, ..Terms::usual(&[]) };
        review::set_terms(&town.joris_at(today()), &round, &terms).await.expect("set");
        let never = Terms { clocks: Clocks { appeal: 0, ..clocks }, ..Terms::usual(&[]) };
        let done = review::set_terms(&town.joris_at(today()), &round, &never).await;
        assert_eq!(refusal(done), "pt_appeal_days: pt-days");
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let site = Site::of(&town, today());
        let text = schuifruimte::text::Text { lang: schuifruimte::text::Lang::Nl };
        let public = format!("/rondes/{round}/ingestuurd/{id}");
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        // Pages of tests have plain spaces.
        let day = text.day(today().plus_minutes(10 * DAY)).replace('\u{a0}', " ");
        let page = Browser::default().get(&site, &public).await;
        assert!(page.says(&format!("beslist uiterlijk op {day}")), "{day}: {}", page.body);
        assert!(
            mine.get(&site, &format!("/initiatief/plannen/{id}")).await.says(&format!("uiterlijk op {day}"))
        );
        let until = |days: i64| {
            let day = schuifruimte::domain::calendar::day_of(today().plus_minutes(days * DAY));
            start_of(day).plus_seconds(-1)
        };
        let joris = town.joris_at(today());
        for wrong in [until(11), until(25)] {
            let done = assessment::extend(&joris, &round, &id, (wrong, "De brandweer kijkt nog.")).await;
            assert_eq!(refusal(done), "pt_extend_until: pt-extend");
        }
        let longer = (until(16), "De brandweer kijkt nog.");
        assessment::extend(&joris, &round, &id, longer).await.expect("once");
        let again = assessment::extend(&joris, &round, &id, (until(17), "Nog steeds.")).await;
        assert!(matches!(again, Err(ActError::StillNeeded)), "{again:?}");
        let page = Browser::default().get(&site, &public).await;
        let day = text.day(today().plus_minutes(15 * DAY)).replace('\u{a0}', " ");
        assert!(
            page.says(&format!("beslist uiterlijk op {day}")) && page.says("De brandweer kijkt nog."),
            "{}",
            page.body
        );
    });
}

/// The list for the ballot waits for every plan: none that is not decided about, and none about which somebody can still look again.
#[test]
fn no_list_is_fixed_and_no_vote_opened_while_a_plan_is_undecided() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let (_, other) = sent(&town, &round, "truus@buurt.example", &soup()).await;
        let bea = decider(&place).await;
        acts::round::step(&town.joris_at(days(-9)), &round, Step::Check).await.expect("checked");
        let fix = async |at: i64| acts::round::step(&town.joris_at(days(at)), &round, Step::Fix).await;
        let waits = |done: Result<(), ActError>| matches!(done, Err(ActError::NotReady(_)));
        assert!(waits(fix(-8).await), "two wait");
        admit(&bea, &round, &id).await.expect("admitted");
        assert!(waits(fix(-8).await), "one waits");
        let reason = (Ground::OutsideRound, "Dit plein ligt in een andere wijk.");
        refuse(&place, &bea, (&round, &other), reason).await.expect("refused");
        assert!(waits(fix(-7).await), "its group can still ask to look again");
        let site = Site::of(&town, days(-7));
        let mut browser = Browser::of(&site, JORIS).await;
        let page = browser.get(&site, &format!("/bureau/rondes/{round}/stap/fix")).await;
        assert!(page.says("De lijst kan nog niet vast"), "{}", page.body);
        fix(-5).await.expect("nobody asked in time");
        assert_eq!(state(&town, &other).await, State::NotAdmitted);
    });
}

/// What stands on the ballot is frozen with its amounts: whatever is done to the list after the opening is refused by the act and
/// by the database alike.
#[test]
fn the_list_is_frozen_with_its_amounts_when_the_vote_opens() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let number = admit(&decider(&place).await, &round, &id).await.expect("admitted");
        let opened = town.open_draft(round, 12).await;
        let frozen = opened.rules.proposals.iter().find(|one| one.id == number).expect("on the list");
        assert_eq!(Some(frozen.amount), soup().budget.asked());
        let ctx = town.joris_at(days(1));
        let done = review::not_admit(&ctx, &opened.id, &id, (Ground::Unfeasible, "Te laat.")).await;
        assert!(matches!(done, Err(ActError::Frozen)), "{done:?}");
        for change in ["amount_cents = amount_cents + 1", "title = 'Anders'", "status = 'withdrawn'"] {
            let done = place.sql(format!("UPDATE proposal SET {change} WHERE id = '{number}'")).await;
            assert!(matches!(done, Err(store::StoreError::Refused(_))), "{change}: {done:?}");
        }
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}
