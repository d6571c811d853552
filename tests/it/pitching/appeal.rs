//! A second look at a plan that was refused.

use schuifruimte::acts::pitch::{Author, appeal, assessment, review};
use schuifruimte::acts::{self, ActError, Context};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::grant::{GrantRecord, GrantState};
use schuifruimte::domain::id::{PitchId, ProposalId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::pitch::assessment::{Answer, Question};
use schuifruimte::domain::pitch::{EventKind, Ground, State};
use schuifruimte::domain::round::Step;
use schuifruimte::store::{self, StoreError};

use super::review::with;
use super::{admit, all_well, assess, decider, own, refusal, refuse, sent, soup, state, today};
use crate::support::people::Staff;
use crate::support::town::{plan, plans};
use crate::support::{Browser, DAY, Place, Site, Town, days, on_both, on_both_tampered};

/// Another officer, who looks again.
pub async fn other(place: &Place) -> Context<'_> {
    let who = Staff { login: "cas", name: "Cas Bos", function: "Gebiedsmanager", role: Role::Officer };
    place.context(Actor::Staff(place.employ(who, Scope::City).await), today().plus_minutes(3 * 60))
}

const WHY: &str = "Onze tafels staan op de stoep, niet op het plein.";

/// A plan that Bea looked at, showed to its group and refused; it asked to look again.
async fn appealed(town: &Town, round: &RoundId, bea: &Context<'_>) -> (Initiator, PitchId) {
    let (henk, id) = refused(town, round, bea).await;
    let ctx = own(&town.place, &henk, today().plus_minutes(2 * 60));
    appeal::ask(&ctx, Author::Member(&henk.id), &id, WHY).await.expect("asked");
    (henk, id)
}

async fn refused(town: &Town, round: &RoundId, bea: &Context<'_>) -> (Initiator, PitchId) {
    let (henk, id) = sent(town, round, "henk@buurt.example", &soup()).await;
    assess(bea, round, &id, &with(Question::Place, Answer::No, "Er komt een speeltuin."))
        .await
        .expect("kept");
    assessment::show(bea, round, &id).await.expect("shown");
    let ctx = own(&town.place, &henk, today());
    assessment::reply(&ctx, Author::Member(&henk.id), &id, "Dat is aan de andere kant.").await.expect("said");
    let no = (Ground::Unfeasible, "Op het plein komt een speeltuin.");
    review::not_admit(bea, round, &id, no).await.expect("refused");
    (henk, id)
}

/// The acts of the staff log in their order, each after the one before.
async fn log_tells(place: &Place, acts: &[&str]) {
    let mut conn = place.store.read().await.expect("a connection");
    let log = store::log::staff(&mut conn).await.expect("the log");
    let log: Vec<String> = log.iter().map(|one| String::from_utf8_lossy(&one.entry).into_owned()).collect();
    let mut from = 0;
    for act in acts {
        let place_of = log[from..].iter().position(|entry| entry.contains(&format!("\"{act}\"")));
        from += place_of.unwrap_or_else(|| panic!("{act} is not in the log after {from}")) + 1;
    }
}

/// What became of the plan on the ballot: its grant, the decision about it sent.
async fn funded(town: &Town, round: &RoundId, number: &ProposalId) -> GrantRecord {
    let find = async || {
        let mut conn = town.place.store.read().await.expect("a connection");
        let grants = store::grant::of_round(&mut conn, round).await.expect("readable");
        let own = grants.into_iter().find(|grant| grant.source.proposal() == Some(number));
        own.expect("it was chosen")
    };
    town.announce_grant(&find().await.id).await;
    find().await
}

/// Must be shown: a plan that was refused is appealed, admitted, voted for, counted, certified and funded; the log of the staff
/// tells each act, and its public life each step.
#[test]
fn a_refused_plan_is_looked_at_again_voted_for_and_funded_and_the_log_shows_it_all() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round_with("zuilen", &plan("zuilen"), &[]).await;
        let (_, id) = appealed(&town, &round, &decider(&place).await).await;
        let cas = other(&place).await;
        let anew = with(Question::Place, Answer::Changes, "Op de stoep kan het.");
        assess(&cas, &round, &id, &anew).await.expect("anew");
        let public = format!("/rondes/{round}/ingestuurd/{id}");
        let early = Browser::default().get(&Site::of(&town, today()), &public).await;
        assert!(!early.says("Op de stoep kan het."), "nobody reads a second look before it is over");
        let why = "De stoep is vrij. De speeltuin raakt het plan niet.";
        let number = appeal::overturn(&cas, &round, &id, why).await.expect("on the list after all");
        for other in plans() {
            acts::proposal::add(&town.joris_at(days(-15)), &round, other).await.expect("a plan");
        }
        let round = town.certify_draft(round).await;
        let grant = funded(&town, &round, &number).await;
        assert_eq!((grant.state, Some(grant.amount)), (GrantState::Objection, soup().budget.asked()));
        let asked = ["pitch.submit", "pitch.assess", "pitch.show", "pitch.reply", "pitch.not-admit"];
        let again = ["pitch.appeal", "pitch.assess", "pitch.overturn"];
        let voted = ["round.open", "round.close", "round.count", "certificate.approve", "grant.award"];
        log_tells(&place, &[&asked[..], &again, &voted].concat()).await;
        let site = Site::of(&town, days(21));
        let page = Browser::default().get(&site, &public).await;
        assert!(page.says("Op de stoep kan het."), "{}", page.body);
        for step in [
            "Ingestuurd",
            "De groep mag lezen wat het wijkbureau vond",
            "Dat is aan de andere kant.",
            "Niet op de lijst",
            "Op het plein komt een speeltuin.",
            "De groep vraagt om opnieuw te kijken",
            WHY,
            "Opnieuw bekeken: het plan komt toch op de lijst",
            "Gebiedsmanager",
            "De stoep is vrij.",
            "Dit plan staat als nummer 01 op de lijst",
        ] {
            assert!(page.says(step), "{step}: {}", page.body);
        }
        let page = Browser::default().get(&site, &format!("/rondes/{round}/plannen/{number}")).await;
        assert!(page.says("Samen soep") && page.says("900"), "{}", page.body);
        whole_life(&page);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// The page on the ballot has the whole life in one list, in order: from the day on which it was sent in, each thing once.
fn whole_life(page: &crate::support::Page) {
    let list = page.body.split("id=\"leven\"").nth(1).and_then(|rest| rest.split("</section>").next());
    let mut rest = list.expect("a life");
    for step in [
        "Een groep heeft dit plan ingestuurd.",
        "De groep mag lezen wat het wijkbureau vond",
        "Dat is aan de andere kant.",
        "Dit plan komt niet op de lijst.",
        "Op het plein komt een speeltuin.",
        WHY,
        "Dit plan komt toch op de lijst.",
        "De stoep is vrij.",
        "De stemming is begonnen.",
        "De uitslag is vastgesteld.",
        "De gemeente geeft subsidie voor dit plan.",
    ] {
        let (_, after) = rest.split_once(step).unwrap_or_else(|| panic!("{step}, in order: {rest}"));
        assert!(!after.contains(step), "{step} stands there once");
        rest = after;
    }
    assert!(page.says("Lees wat er over dit plan is gezegd"), "the talk is one step away: {}", page.body);
}

/// Neither who refused nor who answered before looks again; nor anybody with an interest; and without a no that is left.
#[test]
fn another_officer_looks_again_and_answers_anew() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let bea = decider(&place).await;
        let (_, id) = appealed(&town, &round, &bea).await;
        for done in [
            appeal::overturn(&bea, &round, &id, "Toch.").await.map(drop),
            appeal::uphold(&bea, &round, &id, "Nee.").await,
            assess(&bea, &round, &id, &all_well()).await,
        ] {
            assert!(matches!(done, Err(ActError::FourEyes)), "{done:?}");
        }
        let Actor::Staff(who) = &bea.actor else { panic!("staff") };
        let done = assessment::assign(&town.joris_at(today()), &round, &id, who).await;
        assert_eq!(refusal(done), "pt_officer: choose");
        let cas = other(&place).await;
        let Actor::Staff(who) = &cas.actor else { panic!("staff") };
        assessment::assign(&town.joris_at(today()), &round, &id, who).await.expect("given");
        assert_eq!(refusal(appeal::overturn(&cas, &round, &id, "Toch.").await), "pt_admit: pt-unassessed");
        assert_eq!(refusal(appeal::uphold(&cas, &round, &id, " ").await), "pt_ruling: empty");
        let done = acts::round::step(&town.joris_at(days(-9)), &round, Step::Check).await;
        done.expect("checked");
        let fixed = acts::round::step(&town.joris_at(days(-1)), &round, Step::Fix).await;
        assert!(matches!(fixed, Err(ActError::NotReady(_))), "the list waits: {fixed:?}");
        appeal::uphold(&cas, &round, &id, "Ook op de stoep staat straks een hek.").await.expect("decided");
        for done in [
            appeal::uphold(&cas, &round, &id, "Nee.").await,
            appeal::overturn(&cas, &round, &id, "Ja.").await.map(drop),
        ] {
            assert!(matches!(done, Err(ActError::StillNeeded)), "once: {done:?}");
        }
        acts::round::step(&town.joris_at(days(-1)), &round, Step::Fix).await.expect("nothing waits");
        assert_eq!(state(&town, &id).await, State::NotAdmitted);
        let site = Site::of(&town, days(-1));
        let page = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await;
        assert!(
            page.says("Opnieuw bekeken: het plan komt niet op de lijst") && page.says("staat straks een hek")
        );
    });
}

/// Within the term, once, with words, and by nobody but the group; it hears until when.
#[test]
fn a_group_asks_once_within_its_term() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let bea = decider(&place).await;
        let (henk, id) = refused(&town, &round, &bea).await;
        let author = Author::Member(&henk.id);
        let late = own(&place, &henk, today().plus_minutes(15 * DAY));
        assert_eq!(refusal(appeal::ask(&late, author, &id, WHY).await), "pt_appeal: pt-appeal-late");
        let ctx = own(&place, &henk, today());
        assert_eq!(refusal(appeal::ask(&ctx, author, &id, "").await), "pt_appeal: empty");
        let site = Site::of(&town, today().plus_minutes(60));
        let mut mine = crate::post::entering::enter(&place, &site, "henk@buurt.example").await;
        let address = format!("/initiatief/plannen/{id}");
        let page = mine.get(&site, &address).await;
        assert!(page.says("Een andere medewerker kijkt dan opnieuw. Vragen kan tot en met"), "{}", page.body);
        let page = mine.post(&site, &format!("{address}/opnieuw"), &[("pt_appeal", "")]).await;
        assert_eq!(page.kind(), Some("field_invalid"), "{}", page.body);
        let page = mine.post(&site, &format!("{address}/opnieuw"), &[("pt_appeal", WHY)]).await;
        assert_eq!(page.status, axum::http::StatusCode::SEE_OTHER, "{}", page.body);
        assert!(
            mine.get(&site, &address)
                .await
                .says("Een andere medewerker kijkt opnieuw. U hoort het uiterlijk op")
        );
        let again = appeal::ask(&own(&place, &henk, today()), author, &id, WHY).await;
        assert!(matches!(again, Err(ActError::StillNeeded)), "once: {again:?}");
        let mut conn = place.store.read().await.expect("a connection");
        let events = store::pitch::life::events(&mut conn, &id).await.expect("readable");
        assert_eq!(events.iter().filter(|one| one.kind == EventKind::Appeal).count(), 1);
    });
}

/// A refusal is final for the database but for a second look that is on record, and a new number where it had one.
#[test]
fn the_database_lets_no_refused_plan_in_without_a_second_look() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let bea = decider(&place).await;
        let (henk, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        let first = admit(&bea, &round, &id).await.expect("admitted");
        let why = (Ground::Funded, "Het fonds betaalt al.");
        refuse(&place, &bea, (&round, &id), why).await.expect("off it again");
        let slip = format!("UPDATE pitch SET state = 'admissible' WHERE id = '{id}'");
        assert!(matches!(place.sql(slip.clone()).await, Err(StoreError::Refused(_))));
        let ctx = own(&place, &henk, today().plus_minutes(60));
        appeal::ask(&ctx, Author::Member(&henk.id), &id, "Dat fonds zei nee.").await.expect("asked");
        assert!(matches!(place.sql(slip).await, Err(StoreError::Refused(_))), "asking is not enough");
        let cas = other(&place).await;
        assess(&cas, &round, &id, &all_well()).await.expect("anew");
        let second =
            appeal::overturn(&cas, &round, &id, "Het fonds zei inderdaad nee.").await.expect("let in");
        assert_ne!(first, second, "a number is given once");
        assert_eq!(state(&town, &id).await, State::Admissible);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// Whoever holds the database can open a vote while a plan waits, or change an answer; the check says so.
#[test]
fn what_was_answered_cannot_be_changed_unseen() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.draft_round("zuilen").await;
        let (_, id) = sent(&town, &round, "henk@buurt.example", &soup()).await;
        admit(&decider(&place).await, &round, &id).await.expect("admitted");
        town.open_draft(round, 12).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
        for table in ["pitch", "pitch_assessment"] {
            place.disarm(table).await;
        }
        let slips = [
            (
                "UPDATE pitch_assessment SET content = REPLACE(content, '\"yes\"', '\"no\"')",
                "UPDATE pitch_assessment SET content = REPLACE(content, '\"no\"', '\"yes\"')",
                "is not what was written down",
            ),
            (
                "UPDATE pitch SET state = 'submitted'",
                "UPDATE pitch SET state = 'admissible'",
                "the vote was opened while 1 plans of groups were not decided about",
            ),
        ];
        for (slip, back, words) in slips {
            place.sql(slip).await.expect("slipped");
            let told = place.fsck().await;
            assert!(told.iter().any(|line| line.contains(words)), "{slip}: {told:#?}");
            place.sql(back).await.expect("put back");
        }
    });
}
