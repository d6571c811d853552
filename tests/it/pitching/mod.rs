//! Plans as groups write them, from the first question to the ballot.

pub mod alliances;
pub mod appeal;
mod ballot_page;
mod bid_pages;
mod bid_steps;
pub mod bids;
mod depends;
mod desk;
mod fair;
mod help;
mod joining;
mod keeping;
mod off;
mod office;
mod pictures;
mod places;
mod race;
mod reading;
pub mod regroups;
pub mod review;
pub mod rules;
mod searching;
mod seen;
mod shown_off;
mod takeover;
mod terms;
mod told;
mod typed;
pub mod wishes;
pub mod writing;

use schuifruimte::acts::pitch::{Author, Start};
use schuifruimte::acts::{self, ActError, Context};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::disclosure::Help;
use schuifruimte::domain::id::{InitiativeId, PitchId, ProposalId, RoundId};
use schuifruimte::domain::initiator::Initiator;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::mail::Address;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::pitch::assessment::{Answer, Criterion, Question, Typed, Weight};
use schuifruimte::domain::pitch::budget::{Budget, Line};
use schuifruimte::domain::pitch::content::{Content, Form, Named};
use schuifruimte::domain::pitch::{Ground, Pitch, State};
use schuifruimte::domain::recipient::{ProviderClass, RecipientKind};
use schuifruimte::domain::time::Moment;
use schuifruimte::store;

use crate::post::newest_link;
use crate::support::people::Staff;
use crate::support::{Place, Town, days};

/// The day on which plans are written, ten days before the last one.
pub fn today() -> Moment {
    days(-20)
}

fn line(what: &str, euros: u32) -> Line {
    Line { what: what.to_string(), amount: Cents::euros(euros) }
}

/// A small plan to which nothing is missing.
pub fn soup() -> Content {
    Content {
        title: "Samen soep".to_string(),
        summary: "Elke week koken wij soep voor de straat.".to_string(),
        category: "Samen eten".to_string(),
        place: "Het plein".to_string(),
        from: "2027-05-01".to_string(),
        until: "2027-09-01".to_string(),
        budget: Budget { costs: vec![line("Pannen", 400), line("Groente", 500)], ..Budget::default() },
        kind: Some(Named(RecipientKind::Group)),
        class: Some(Named(ProviderClass::Resident)),
        since: Some(2026),
        help: Some(Named(Help::None)),
        ..Content::default()
    }
}

/// A large one.
pub fn kitchen() -> Content {
    let mut made = soup();
    made.form = Form::Full;
    made.title = "Een buurtkeuken".to_string();
    made.text = "Wij bouwen een keuken in het oude badhuis.".to_string();
    made.roots = "Wij wonen hier allemaal.".to_string();
    made.criteria[0] = "Buren koken samen.".to_string();
    made.budget = Budget {
        costs: vec![line("Verbouwing", 8_000), line("Oven", 2_000)],
        own: Some(Cents::euros(500)),
        funding: vec![line("Oranje Fonds", 1_500)],
    };
    made
}

/// Someone who pitches, with an account of an address.
pub async fn someone(place: &Place, email: &str, at: Moment) -> Initiator {
    let email = Address::parse(email).expect("an address");
    let mut ctx = place.context(Actor::Visitor, at);
    acts::initiator::ask(&mut ctx, email.as_str(), &email, "nl").await.expect("a link");
    let link = newest_link(place, email.as_str()).await;
    acts::initiator::open(&mut ctx, &link, None).await.expect("in");
    let mut conn = place.store.read().await.expect("a connection");
    store::initiator::find_email(&mut conn, &email).await.expect("readable").expect("there")
}

/// What someone who pitches acts with.
pub fn own<'a>(place: &'a Place, who: &Initiator, at: Moment) -> Context<'a> {
    place.context(Actor::Initiator(who.id.clone()), at)
}

/// Begins a plan of a new group.
pub async fn begin(place: &Place, who: &Initiator, round: &RoundId, name: &str, form: Form) -> PitchId {
    let start = Start { round: round.clone(), group: None, name, form, task: "" };
    let mut ctx = own(place, who, today());
    acts::pitch::start(&mut ctx, Author::Member(&who.id), &start).await.expect("begun")
}

/// Writes every page of a plan.
pub async fn fill(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    content: &Content,
) -> Result<(), ActError> {
    for step in content.form.steps() {
        let seen = found(ctx.store, id).await.content.mark(*step);
        acts::pitch::write(ctx, author, id, (*step, &seen), content.clone()).await?;
    }
    Ok(())
}

/// A plan as it stands.
pub async fn found(store: &store::Store, id: &PitchId) -> Pitch {
    let mut conn = store.read().await.expect("a connection");
    store::pitch::find(&mut conn, id).await.expect("readable").expect("there")
}

/// A plan of a new group, all pages written, not sent in.
pub async fn written(town: &Town, round: &RoundId, email: &str, content: &Content) -> (Initiator, PitchId) {
    let who = someone(&town.place, email, today()).await;
    let id = begin(&town.place, &who, round, "Soepgroep", content.form).await;
    let ctx = own(&town.place, &who, today());
    fill(&ctx, Author::Member(&who.id), &id, content).await.expect("written");
    (who, id)
}

/// The same, sent in.
pub async fn sent(town: &Town, round: &RoundId, email: &str, content: &Content) -> (Initiator, PitchId) {
    let (who, id) = written(town, round, email, content).await;
    let ctx = own(&town.place, &who, today());
    acts::pitch::submit(&ctx, Author::Member(&who.id), &id).await.expect("sent in");
    (who, id)
}

/// The group of a plan.
pub async fn group_of(town: &Town, id: &PitchId) -> InitiativeId {
    found(&town.place.store, id).await.group.expect("a group")
}

/// An officer who decides about plans, and for that reason signs nothing in their round.
pub async fn decider(place: &Place) -> Context<'_> {
    let who = Staff { login: "bea", name: "Bea Kuiper", function: "Adviseur", role: Role::Officer };
    let who = place.employ(who, Scope::City).await;
    place.context(Actor::Staff(who), today())
}

/// An answer to every question, in which nothing keeps a plan off the list.
pub fn all_well() -> Typed {
    let words = "Gezien en besproken.".to_string();
    Typed {
        answers: Question::ALL.map(|(one, ..)| (one, Some(Answer::Yes), String::new())).to_vec(),
        weights: Criterion::ALL.map(|(one, ..)| (one, Some(Weight::Some), words.clone())).to_vec(),
        consideration: "De groep kent de straat goed.".to_string(),
    }
}

/// The number of the last answers about a plan.
pub async fn answered(store: &store::Store, id: &PitchId) -> u64 {
    let mut conn = store.read().await.expect("a connection");
    let all = store::pitch::assessment::of(&mut conn, id).await.expect("readable");
    all.last().map_or(0, |last| last.number)
}

/// Answers every question about a plan as it was typed.
pub async fn assess(ctx: &Context<'_>, round: &RoundId, id: &PitchId, typed: &Typed) -> Result<(), ActError> {
    let seen = answered(ctx.store, id).await;
    acts::pitch::assessment::assess(ctx, round, id, (seen, typed)).await
}

/// Looks at a plan, finds all well, and puts it on the list.
pub async fn admit(ctx: &Context<'_>, round: &RoundId, id: &PitchId) -> Result<ProposalId, ActError> {
    assess(ctx, round, id, &all_well()).await?;
    acts::pitch::review::admit(ctx, round, id).await
}

/// Answers every question about a plan, one with no, and shows that to its group, which replies: from here on it can be refused.
pub async fn hear(place: &Place, ctx: &Context<'_>, round: &RoundId, id: &PitchId) {
    let no = review::with(Question::Place, Answer::No, "Er komt een speeltuin.");
    assess(ctx, round, id, &no).await.expect("kept");
    acts::pitch::assessment::show(ctx, round, id).await.expect("shown");
    let mut conn = place.store.read().await.expect("a connection");
    let group = store::pitch::find(&mut conn, id).await.expect("readable").and_then(|one| one.group);
    let members = store::initiative::members(&mut conn, &group.expect("a group")).await.expect("readable");
    drop(conn);
    let who = &members[0].who;
    let own = place.context(Actor::Initiator(who.clone()), ctx.now);
    let words = "Dat zien wij anders.";
    acts::pitch::assessment::reply(&own, Author::Member(who), id, words).await.expect("replied");
}

/// Hears the group of a plan and refuses it.
pub async fn refuse(
    place: &Place,
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    no: (Ground, &str),
) -> Result<(), ActError> {
    hear(place, ctx, round, id).await;
    acts::pitch::review::not_admit(ctx, round, id, no).await
}

/// Where a plan stands.
pub async fn state(town: &Town, id: &PitchId) -> State {
    found(&town.place.store, id).await.state
}

/// The refusal of an act, as text.
pub fn refusal<T: std::fmt::Debug>(done: Result<T, ActError>) -> String {
    done.expect_err("refused").to_string()
}
