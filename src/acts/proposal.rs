//! Proposals: entering, changing, taking off the ballot. None of it after the list is fixed.

use super::log::Note;
use super::{ActError, Context, FieldFault, plain};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::pot::Pot;
use crate::domain::proposal::{Proposal, ProposalFault};
use crate::domain::round::Round;
use crate::store::{self, Tx, disclosure, picture, pitch, proposal, round};

/// Enters a proposal; its number is the next of the round (the id it comes with is not looked at).
pub async fn add(ctx: &Context<'_>, round: &RoundId, mut wanted: Proposal) -> Result<ProposalId, ActError> {
    let mut tx = ctx.begin().await?;
    let found = editable(&mut tx, round).await?;
    check(&found, &wanted)?;
    wanted.id = next_number(&mut tx, round).await?;
    if !proposal::add(&mut tx, round, &wanted).await? {
        return Err(ActError::DraftChanged);
    }
    let object = format!("{round}/{}", wanted.id);
    ctx.finish(tx, Note::new("proposal.add", object)).await?;
    Ok(wanted.id)
}

/// Changes a proposal.
pub async fn change(ctx: &Context<'_>, round: &RoundId, wanted: &Proposal) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = editable(&mut tx, round).await?;
    check(&found, wanted)?;
    within_class(&mut tx, &found, wanted).await?;
    not_of_a_group(&mut tx, round, &wanted.id, "title").await?;
    if !proposal::set(&mut tx, round, wanted).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, Note::new("proposal.change", format!("{round}/{}", wanted.id))).await
}

/// Takes a proposal off the ballot.
pub async fn withdraw(ctx: &Context<'_>, round: &RoundId, id: &ProposalId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    editable(&mut tx, round).await?;
    not_of_a_group(&mut tx, round, id, "word").await?;
    if !proposal::withdraw(&mut tx, round, id).await? {
        return Err(ActError::NotFound);
    }
    let object = format!("{round}/{id}");
    let note = Note::new("proposal.withdraw", &object);
    // Its pictures were there to choose by.
    let note = match picture::remove_all(&mut tx, round, id).await? {
        0 => note,
        _ => note.of_rows(Kept::Pictures, &object),
    };
    ctx.finish(tx, note).await
}

/// Refuses to write in a plan that a group wrote: nobody does but that group, and the office decides about it elsewhere (S44).
pub(super) async fn not_of_a_group(
    tx: &mut Tx,
    round: &RoundId,
    id: &ProposalId,
    field: &'static str,
) -> Result<(), ActError> {
    match pitch::of_proposal(tx, round, id).await? {
        None => Ok(()),
        Some(_) => Err(ActError::field(field, "pt-of-group")),
    }
}

/// The number that the next proposal of a round gets.
pub(super) async fn next_number(tx: &mut Tx, round: &RoundId) -> Result<ProposalId, ActError> {
    let number = proposal::count_all(tx, round).await? + 1;
    // Two digits at least, so that the order of the text is the order of the numbers.
    Ok(ProposalId::new(format!("{number:02}")))
}

/// The round, held for this transaction, if its list of proposals may still change.
pub(super) async fn editable(tx: &mut Tx, id: &RoundId) -> Result<Round, ActError> {
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    if found.rules.is_some() {
        return Err(ActError::Frozen);
    }
    if !found.phase.is_editable() || !round::claim(tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    Ok(found)
}

/// Refuses a sum above the limit of the class of applicant that was stated (S41).
async fn within_class(tx: &mut Tx, round: &Round, wanted: &Proposal) -> Result<(), ActError> {
    let Some(stated) = disclosure::newest(tx, &round.id, &wanted.id).await? else { return Ok(()) };
    let terms = store::check::terms(tx, &round.id, round.year).await?;
    match terms.class_most.allows(stated.class, wanted.amount) {
        true => Ok(()),
        false => Err(ActError::field("amount", "class-most")),
    }
}

/// Refuses what cannot stand on a ballot.
pub(super) fn check(round: &Round, wanted: &Proposal) -> Result<(), ActError> {
    plain::names(&[("title", &wanted.title), ("applicant", &wanted.applicant)])?;
    plain::lines(&[("place", &wanted.place), ("category", &wanted.category)])?;
    plain::texts(&[("summary", &wanted.summary), ("text", &wanted.text)])?;
    let mut faults: Vec<FieldFault> = wanted.faults(round.plan.spendable()).into_iter().map(field).collect();
    // Until the round opens a plan may still have to choose.
    if wanted.pot != Pot::None && !round.plan.limits.takes(wanted.pot) {
        faults.push(FieldFault { field: "pot", fault: "choose" });
    }
    if faults.is_empty() { Ok(()) } else { Err(ActError::Fields(faults)) }
}

fn field(fault: ProposalFault) -> FieldFault {
    let (field, fault) = match fault {
        ProposalFault::Title => ("title", "empty"),
        ProposalFault::Summary => ("summary", "long"),
        ProposalFault::Text => ("text", "long"),
        ProposalFault::Applicant => ("applicant", "empty"),
        ProposalFault::Label => ("place", "long"),
        ProposalFault::Amount => ("amount", "too-much"),
    };
    FieldFault { field, fault }
}
