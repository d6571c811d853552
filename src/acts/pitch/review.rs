//! What the office does with plans that were sent in: ask to mend one, admit it, not admit it, say something beside it. It
//! writes in none of them (S44). Who decides has no interest in the round, and did not type the plan at the desk.
//!
//! A plan is admitted by the answers of `assessment`, and a refusal waits until its group was heard about these; `appeal` is the
//! second look after a refusal.

use serde_json::json;

use super::assessment::Known;
use super::{alliance, assessment, hearing, missing, off_ballot, told, turned};
use crate::acts::budget::function_of;
use crate::acts::log::{Note, note};
use crate::acts::person::require_other;
use crate::acts::{ActError, Context, interest, location, plain, pot as acts_pot, proposal, support};
use crate::domain::disclosure::Disclosure;
use crate::domain::id::{PitchId, ProposalId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::money::Cents;
use crate::domain::pitch::fault::Fault;
use crate::domain::pitch::terms::{MAX_CATEGORIES, MAX_CATEGORY};
use crate::domain::pitch::{Content, Event, EventKind, Form, Ground, MAX_WORDS, Pitch, State, Terms};
use crate::domain::pot::Pot;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Phase, Round};
use crate::domain::time::Moment;
use crate::store::pitch::{Turn, life, terms};
use crate::store::proven::Stored;
use crate::store::{self, Conn, Tx, disclosure, pitch, proven};

/// Asks the group to mend a plan within a term: what is missing, and until when.
pub async fn ask_repair(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    (words, until): (&str, Moment),
) -> Result<(), ActError> {
    let words = plain::told("pt_missing", words, MAX_WORDS)?;
    if until <= ctx.now || until > ctx.now.plus_minutes(90 * 24 * 60) {
        return Err(ActError::field("pt_repair_until", "moment"));
    }
    let mut tx = ctx.begin().await?;
    let (held, found) = decided(ctx, &mut tx, round, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    if !known.course().waits_for_office(found.state, ctx.now) {
        return Err(ActError::StillNeeded);
    }
    let turn = Turn {
        from: found.state,
        to: State::Incomplete,
        until: Some(until),
        proposal: None,
        applicant: &found.applicant,
    };
    turned(ctx, &mut tx, id, &turn).await?;
    let event = Event { until: Some(until), ..event(ctx, &mut tx, EventKind::Repair, words).await? };
    happened(ctx, &mut tx, &found, &event).await?;
    let detail = json!({ "round": round, "until": until });
    ctx.finish(tx, Note::with("pitch.repair", id, detail).of_rows(Kept::Pitch, id)).await
}

/// Admits a plan: what was sent in last becomes a proposal with the next number of the round. Refused until every question
/// about it is answered, none with no.
pub async fn admit(ctx: &Context<'_>, round: &RoundId, id: &PitchId) -> Result<ProposalId, ActError> {
    let mut tx = ctx.begin().await?;
    let (round, found) = decided(ctx, &mut tx, round, id).await?;
    let known = Known::of(&mut tx, &round, id).await?;
    if !known.course().waits_for_office(found.state, ctx.now) {
        return Err(ActError::StillNeeded);
    }
    after_merge(ctx, &found, (&known, "pt_admit"))?;
    assessment::lets_in(&mut tx, id).await?;
    let event = event(ctx, &mut tx, EventKind::Admit, "").await?;
    happened(ctx, &mut tx, &found, &event).await?;
    let (plan, version) = listed(ctx, &mut tx, &round, &found).await?;
    let detail = json!({ "round": round.id, "proposal": plan, "version": version });
    ctx.finish(tx, Note::with("pitch.admit", id, detail).of_rows(Kept::Pitch, id)).await?;
    Ok(plan)
}

/// Puts what was sent in last on the list for the ballot; its number, and the version that it is. What happened is added before.
pub(super) async fn listed(
    ctx: &Context<'_>,
    tx: &mut Tx,
    round: &Round,
    found: &Pitch,
) -> Result<(ProposalId, u64), ActError> {
    let (id, by) = (&found.id, ctx.person()?.clone());
    support::require_enough(ctx, tx, found).await?;
    let sent = life::versions(tx, id).await?.pop().ok_or_else(|| unreadable(id))?;
    let content = sent.content.ok_or_else(|| unreadable(id))?;
    let (faults, excluded) = missing(tx, round, (&content, &found.applicant), ctx.now).await?;
    if !excluded.is_empty() {
        return Err(ActError::Excluded(excluded));
    }
    if faults.iter().any(Fault::holds_up) {
        return Err(ActError::field("pt_admit", "pt-missing"));
    }
    alliance::require_consents(tx, id, (&content, "pt_admit")).await?;
    let wanted = Proposal {
        id: proposal::next_number(tx, &round.id).await?,
        pot: pot(tx, round, &content).await?,
        ..as_proposal(&content, &found.applicant)?
    };
    proposal::check(round, &wanted)?;
    if !store::proposal::add(tx, &round.id, &wanted).await? {
        return Err(ActError::DraftChanged);
    }
    let (Some(class), Some(help)) = (content.class, content.help) else { return Err(unreadable(id)) };
    let (plan, paid) = (wanted.id.clone(), content.paid.clone());
    let stated = Disclosure { plan, class: class.0, help: help.0, paid, by: by.clone(), at: ctx.now };
    disclosure::add(tx, &round.id, &stated).await?;
    let pictures = pitch::picture::to_ballot(tx, id, (&round.id, &wanted.id), ctx.now).await?;
    location::lies(tx, round, &wanted.id, &content.neighbourhood).await?;
    if let Some(statement) = content.statement().filter(|_| wanted.pot == Pot::Continuity) {
        let (proposal, stated_by) = (wanted.id.clone(), sent.by);
        let stored = Stored { proposal, statement, stated_by, stated_at: sent.at, checked: None };
        proven::set(tx, &round.id, &stored).await?;
    }
    let turn = Turn {
        from: found.state,
        to: State::Admissible,
        until: None,
        proposal: Some(&wanted.id),
        applicant: &found.applicant,
    };
    turned(ctx, tx, id, &turn).await?;
    if pictures > 0 {
        let object = format!("{}/{}", round.id, wanted.id);
        let told = Note::with("picture.add", &object, json!({ "from": id, "pictures": pictures }));
        note(tx, &ctx.actor, ctx.now, told.of_rows(Kept::Pictures, &object)).await?;
    }
    Ok((wanted.id, sent.number))
}

/// What a plan says, as it stands on a ballot; without number and pot.
pub fn as_proposal(content: &Content, applicant: &str) -> Result<Proposal, ActError> {
    let amount = content.budget.asked().ok_or(ActError::field("pt_admit", "pt-missing"))?;
    Ok(Proposal {
        id: ProposalId::new(""),
        title: content.title.clone(),
        summary: content.summary.clone(),
        text: content.text.clone(),
        applicant: applicant.to_string(),
        place: content.place.clone(),
        category: content.category.clone(),
        amount,
        pot: Pot::None,
    })
}

/// Does not admit a plan, on a ground and with a reason that everyone reads. One that was admitted goes off the list.
pub async fn not_admit(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    (ground, reason): (Ground, &str),
) -> Result<(), ActError> {
    let reason = plain::told("pt_reason", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let (held, found) = decided(ctx, &mut tx, round, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    if !known.course().can_be_refused(found.state, ctx.now) {
        return Err(ActError::StillNeeded);
    }
    after_merge(ctx, &found, (&known, "pt_reason"))?;
    hearing::lets_refuse(ctx, &mut tx, (&held, &found), ground).await?;
    let rows = off_ballot(&mut tx, &found).await?;
    let turn = Turn {
        from: found.state,
        to: State::NotAdmitted,
        until: None,
        proposal: None,
        applicant: &found.applicant,
    };
    turned(ctx, &mut tx, id, &turn).await?;
    let event = Event { ground: Some(ground), ..event(ctx, &mut tx, EventKind::NotAdmit, reason).await? };
    happened(ctx, &mut tx, &found, &event).await?;
    let detail = json!({ "round": round, "ground": ground.name() });
    let note = Note { rows, ..Note::with("pitch.not-admit", id, detail) };
    ctx.finish(tx, note.of_rows(Kept::Pitch, id)).await
}

/// Refuses to decide about a plan in which another one just went on: its group can take it in hand first.
fn after_merge(
    ctx: &Context<'_>,
    found: &Pitch,
    (known, field): (&Known, &'static str),
) -> Result<(), ActError> {
    let until = known.course().merge_until().filter(|_| found.state == State::Submitted);
    match until.is_some_and(|until| ctx.now <= until) {
        true => Err(ActError::field(field, "pm-wait")),
        false => Ok(()),
    }
}

/// Says something beside a plan: it changes nothing in it.
pub async fn remark(ctx: &Context<'_>, round: &RoundId, id: &PitchId, words: &str) -> Result<(), ActError> {
    ctx.person()?;
    let words = plain::told("pt_remark", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let found = of_round(&mut tx, round, id).await?;
    interest::require_none(ctx, &mut tx, round).await?;
    if found.submitted.is_none() || !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::NotFound);
    }
    let event = event(ctx, &mut tx, EventKind::Remark, words).await?;
    happened(ctx, &mut tx, &found, &event).await?;
    ctx.finish(tx, Note::with("pitch.remark", id, json!({ "round": round })).of_rows(Kept::Pitch, id)).await
}

/// Sets what a round asks of who pitches.
pub async fn set_terms(ctx: &Context<'_>, round: &RoundId, wanted: &Terms) -> Result<(), ActError> {
    let categories: Vec<(&'static str, &str)> =
        wanted.categories.iter().map(|one| ("pt_categories", one.as_str())).collect();
    plain::names(&categories)?;
    let mut different = wanted.categories.clone();
    different.sort();
    different.dedup();
    let is_long = wanted.categories.iter().any(|one| one.chars().count() > MAX_CATEGORY);
    let count = wanted.categories.len();
    if !(1..=MAX_CATEGORIES).contains(&count) || different.len() != count || is_long {
        return Err(ActError::field("pt_categories", "pt-categories"));
    }
    if wanted.bid == Cents::ZERO {
        return Err(ActError::field("pt_bid", "amount"));
    }
    let clocks = wanted.clocks;
    for (days, most, field) in [
        (wanted.repair_days, 90, "pt_repair_days"),
        (clocks.decide, 365, "pt_decide_days"),
        (clocks.reply, 90, "pt_reply_days"),
        (clocks.appeal, 90, "pt_appeal_days"),
        (clocks.ruling, 90, "pt_ruling_days"),
        (clocks.consent, 90, "pt_consent_days"),
        (clocks.talk, 90, "pt_talk_days"),
        (clocks.facts, 365, "pt_facts_days"),
    ] {
        if !(1..=most).contains(&days) {
            return Err(ActError::field(field, if most == 90 { "pt-days" } else { "pt-days-year" }));
        }
    }
    let mut tx = ctx.begin().await?;
    let found = proposal::editable(&mut tx, round).await?;
    // A theme that has a limit is a theme that plans can have.
    let limited = found.plan.limits.categories.iter().all(|one| wanted.categories.contains(&one.category));
    if !limited {
        return Err(ActError::field("pt_categories", "pt-limited"));
    }
    terms::set(&mut tx, round, wanted).await?;
    let own = [clocks.decide, clocks.reply, clocks.appeal, clocks.ruling, clocks.consent];
    let days: Vec<i64> =
        [wanted.repair_days].into_iter().chain(own).chain([clocks.talk, clocks.facts]).collect();
    let detail = json!({ "light": wanted.light, "bid": wanted.bid, "days": days, "categories": count });
    ctx.finish(tx, Note::with("pitch.terms", round, detail).of_rows(Kept::PitchTerms, round)).await
}

/// A plan of a round, for who decides about it: both are held for this transaction. While the round is a draft again nobody
/// decides, since its group could neither mend, reply nor ask for a second look.
pub(super) async fn decided(
    ctx: &Context<'_>,
    tx: &mut Tx,
    round: &RoundId,
    id: &PitchId,
) -> Result<(Round, Pitch), ActError> {
    ctx.person()?;
    let held = proposal::editable(tx, round).await?;
    if !matches!(held.phase, Phase::Propose | Phase::Check) {
        return Err(ActError::WrongPhase(held.phase));
    }
    let found = of_round(tx, round, id).await?;
    interest::require_none(ctx, tx, round).await?;
    for version in life::versions(tx, id).await? {
        if let Some(typed) = &version.desk {
            require_other(ctx, tx, typed).await?;
        }
    }
    Ok((held, found))
}

/// A plan that was sent in for this round.
pub(super) async fn of_round(tx: &mut Tx, round: &RoundId, id: &PitchId) -> Result<Pitch, ActError> {
    let found = pitch::find(tx, id).await?;
    found.filter(|found| &found.round == round && found.submitted.is_some()).ok_or(ActError::NotFound)
}

/// Keeps what happened to a plan, and tells its group.
pub(super) async fn happened(
    ctx: &Context<'_>,
    tx: &mut Tx,
    found: &Pitch,
    event: &Event,
) -> Result<(), ActError> {
    life::add_event(tx, &found.id, event).await?;
    told::group(ctx, tx, found).await
}

/// What happened, with the function of who acts.
pub(super) async fn event(
    ctx: &Context<'_>,
    tx: &mut Tx,
    kind: EventKind,
    reason: &str,
) -> Result<Event, ActError> {
    let function = function_of(ctx, tx).await?;
    Ok(Event { function, ..super::event(ctx, kind, Some(ctx.person()?.clone()), reason) })
}

/// The pot that a plan asks from in a round with pots: development for a bid (S27), continuity for a group that is proven, and
/// renewal for a new one (S20).
async fn pot(conn: &mut Conn, round: &Round, content: &Content) -> Result<Pot, ActError> {
    let takes = |pot| round.plan.limits.takes(pot);
    let first = match content.form {
        Form::Bid => Pot::Development,
        Form::Light | Form::Full if is_proven(conn, round, content).await? => Pot::Continuity,
        Form::Light | Form::Full => Pot::Renewal,
    };
    Ok([first, Pot::Renewal].into_iter().find(|pot| takes(*pot)).unwrap_or(Pot::None))
}

/// Whether what the group states passes the objective test for being proven in its wijk (S20).
pub async fn is_proven(conn: &mut Conn, round: &Round, content: &Content) -> Result<bool, ActError> {
    let Some(statement) = content.statement() else { return Ok(false) };
    Ok(acts_pot::missing(conn, &statement, round.year).await?.is_empty())
}

pub(super) fn unreadable(id: &PitchId) -> ActError {
    ActError::Integrity(format!("the plan {id} has no version that can be read"))
}
