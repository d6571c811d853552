//! Pots: what the city wants of them, those of a round, and who is proven. Money of an area goes into its pots and out of
//! them by [`super::transfer`].

use serde_json::json;

use super::log::Note;
use super::person::require_other_named;
use super::{ActError, Context, FieldFault, plain};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::limits::PotFault;
use crate::domain::log::kept::Kept;
use crate::domain::money::Cents;
use crate::domain::pot::{CityLimit, Pot};
use crate::domain::proven::{MAX_TEXT, Statement, Unproven};
use crate::domain::round::{Plan, Round};
use crate::store::pot::{CityDecision, RoundPot};
use crate::store::{self, Conn, Tx, grant, proven, round};

/// Longest reason, in characters.
pub const MAX_REASON: usize = 500;

/// Decides what the city wants of a pot in rounds that are planned from here on.
pub async fn decide_city(ctx: &Context<'_>, limit: CityLimit, reason: &str) -> Result<(), ActError> {
    reasoned(reason)?;
    if limit.least > limit.most {
        return Err(ActError::field("least", "too-much"));
    }
    let mut tx = ctx.begin().await?;
    let (by, at) = (ctx.actor.name(), ctx.now);
    let decision = CityDecision { limit, reason: reason.trim().to_string(), by, at };
    if !store::pot::decide_city(&mut tx, &decision).await? {
        return Err(ActError::NotFound);
    }
    let detail = json!({ "least": limit.least, "most": limit.most, "reason": reason.trim() });
    ctx.finish(tx, Note::with("pot.city", limit.pot.name(), detail).of_rows(Kept::CityPot, limit.pot.name()))
        .await
}

fn reasoned(reason: &str) -> Result<(), ActError> {
    let length = reason.trim().chars().count();
    if !(1..=MAX_REASON).contains(&length) {
        return Err(ActError::field("why", "reason"));
    }
    plain::texts(&[("why", reason)])
}

/// Whether the limits of a plan are within those of the city and can hold on the proposals it has.
pub(super) async fn check(tx: &mut Tx, id: &RoundId, plan: &Plan) -> Result<(), ActError> {
    let city: Vec<CityLimit> = store::pot::city(tx).await?.into_iter().map(|one| one.limit).collect();
    let faults = plan.limits.faults(plan.spendable(), &city);
    if !faults.is_empty() {
        return Err(ActError::Fields(faults.into_iter().map(field).collect()));
    }
    let proposals = store::proposal::list(tx, id).await?;
    match plan.limits.clash(&proposals, plan.spendable(), &plan.count) {
        None => Ok(()),
        Some(clash) => Err(ActError::Incompatible(clash)),
    }
}

fn field(fault: PotFault) -> FieldFault {
    let (pot, [least, most]) = match fault {
        PotFault::Least(pot) | PotFault::Most(pot) | PotFault::Unknown(pot) => (pot, fields(pot)),
    };
    let known = Pot::OF_A_VOTE.contains(&pot);
    match fault {
        PotFault::Least(_) => FieldFault { field: least, fault: "city-least" },
        PotFault::Most(_) => FieldFault { field: most, fault: "city-most" },
        PotFault::Unknown(_) if known => FieldFault { field: least, fault: "choose" },
        PotFault::Unknown(_) => FieldFault { field: "pot_renewal_least", fault: "choose" },
    }
}

/// The fields of a form that hold the minimum and the maximum of a pot.
pub fn fields(pot: Pot) -> [&'static str; 2] {
    match pot {
        Pot::Continuity => ["pot_continuity_least", "pot_continuity_most"],
        Pot::Development => ["pot_development_least", "pot_development_most"],
        Pot::Renewal | Pot::None | Pot::Quick => ["pot_renewal_least", "pot_renewal_most"],
    }
}

/// Fixes the pots of a round that opens, for the database to hold its grants to.
pub(super) async fn fix(tx: &mut Tx, found: &Round) -> Result<(), ActError> {
    let (limits, spendable) = (&found.plan.limits, found.plan.spendable());
    if limits.pots.is_empty() {
        return Ok(());
    }
    let pot = |limit: &crate::domain::limits::PotLimit| RoundPot {
        pot: limit.pot,
        least: limit.least.of(spendable),
        most: limit.most.of(spendable),
        granted: Cents::ZERO,
    };
    let pots: Vec<RoundPot> = limits.pots.iter().map(pot).collect();
    store::pot::fix(tx, &found.id, spendable, &pots).await?;
    Ok(())
}

/// The plans of a round whose group is proven: stated, checked by somebody else, and true now.
pub(super) async fn proven(conn: &mut Conn, found: &Round) -> Result<Vec<ProposalId>, ActError> {
    let mut proven = Vec::new();
    for stored in proven::list(conn, &found.id).await? {
        if stored.checked.is_some() && missing(conn, &stored.statement, found.year).await?.is_empty() {
            proven.push(stored.proposal);
        }
    }
    Ok(proven)
}

/// What is missing for a statement to prove a group, in a round of this year.
pub async fn missing(conn: &mut Conn, statement: &Statement, year: i64) -> Result<Vec<Unproven>, ActError> {
    let mut states = Vec::new();
    for id in &statement.earlier {
        if let Some(found) = grant::find(conn, id).await? {
            states.push((found.id, found.state));
        }
    }
    let state = |id: &_| states.iter().find(|(known, _)| known == id).map(|(_, state)| *state);
    Ok(statement.unproven(year, state))
}

/// Enters what the applicant of a plan states about itself; whoever checks it is somebody else.
pub async fn state_proven(
    ctx: &Context<'_>,
    id: &RoundId,
    proposal: &ProposalId,
    statement: Statement,
) -> Result<(), ActError> {
    for (field, text) in [("reference", &statement.reference), ("statement", &statement.text)] {
        if text.chars().count() > MAX_TEXT {
            return Err(ActError::field(field, "long"));
        }
        plain::texts(&[(field, text)])?;
    }
    if !(1_900..=9_999).contains(&statement.since) {
        return Err(ActError::field("since", "year"));
    }
    let mut tx = ctx.begin().await?;
    editable(&mut tx, id, proposal).await?;
    super::proposal::not_of_a_group(&mut tx, id, proposal, "since").await?;
    let stored = proven::Stored {
        proposal: proposal.clone(),
        statement,
        stated_by: ctx.actor.name(),
        stated_at: ctx.now,
        checked: None,
    };
    proven::set(&mut tx, id, &stored).await?;
    ctx.finish(tx, Note::new("proven.state", format!("{id}/{proposal}"))).await
}

/// Holds a statement against what is known, as a second person; refused while something is missing.
pub async fn check_proven(ctx: &Context<'_>, id: &RoundId, proposal: &ProposalId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = editable(&mut tx, id, proposal).await?;
    let mut statements = proven::list(&mut tx, id).await?.into_iter();
    let stored = statements.find(|one| &one.proposal == proposal).ok_or(ActError::NotFound)?;
    let by = ctx.actor.name();
    require_other_named(ctx, &mut tx, &stored.stated_by).await?;
    if !missing(&mut tx, &stored.statement, found.year).await?.is_empty() {
        return Err(ActError::field("since", "unproven"));
    }
    if !proven::check(&mut tx, id, proposal, &by, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::new("proven.check", format!("{id}/{proposal}"))).await
}

/// The round of a plan, held for this transaction, while its rules are not frozen.
async fn editable(tx: &mut Tx, id: &RoundId, proposal: &ProposalId) -> Result<Round, ActError> {
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    if found.rules.is_some() {
        return Err(ActError::Frozen);
    }
    if !round::claim(tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    let known = store::proposal::list(tx, id).await?.iter().any(|plan| &plan.id == proposal);
    if known { Ok(found) } else { Err(ActError::NotFound) }
}
