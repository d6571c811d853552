//! Plans that are passed over when the reserve list moves up: they stopped, were refused on their own ground, came to
//! nothing, or have money already. That the money was out is no such reason.

use serde_json::json;

use super::log::Note;
use super::succession::hold;
use super::{ActError, Context, decision, plain, publication};
use crate::domain::certificate::Certificate;
use crate::domain::grant::GrantRecord;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::outcome::OutcomeDocument;
use crate::domain::succession::{Skip, Skipped};
use crate::store::reserve_list::{Out, outs, strike as add};
use crate::store::{Conn, certificate, grant};

/// Takes a plan that did not win from the reserve list, for good. Who is refused on the own ground of the plan gets a
/// decision, if there is none yet: against that can be objected. Refused for a plan with a grant, whose own page has
/// the steps that end it.
pub async fn strike(
    ctx: &Context<'_>,
    id: &RoundId,
    plan: &ProposalId,
    why: Skip,
    reason: &str,
) -> Result<(), ActError> {
    ctx.person()?;
    let reason = plain::reason("reason", reason)?;
    let mut tx = ctx.begin().await?;
    hold(ctx, &mut tx, id).await?;
    let outcome = publication::outcome(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let has_grant = grant::find(&mut tx, &GrantRecord::id_of(id, plan)).await?.is_some();
    if has_grant || !outcome.others.iter().any(|other| &other.id == plan) {
        return Err(ActError::field("lot_out_plan", "choose"));
    }
    if why == Skip::Refused {
        decision::refuse_once(ctx, &mut tx, id, plan, reason).await?;
    }
    let out =
        Out { proposal: plan.clone(), why, at: ctx.now, by: ctx.actor.name(), reason: reason.to_string() };
    if !add(&mut tx, id, &out).await? {
        return Err(ActError::field("lot_out_plan", "choose"));
    }
    let detail = json!({ "plan": plan, "why": why });
    ctx.finish(tx, Note::with("reserve.strike", id, detail)).await
}

/// The plans that are passed over now, by number.
pub(super) async fn skipped(
    conn: &mut Conn,
    id: &RoundId,
    outcome: &OutcomeDocument,
    chain: &[(certificate::Stored, Certificate)],
) -> Result<Vec<Skipped>, ActError> {
    let certified = |plan: &ProposalId| {
        chain.iter().flat_map(|(_, one)| &one.grants).any(|grant| &grant.proposal == plan)
    };
    let struck = outs(conn, id).await?;
    let records = grant::of_round(conn, id).await?;
    let mut skipped = Vec::new();
    for plan in outcome.others.iter().map(|other| &other.id).filter(|plan| !certified(plan)) {
        let has_grant = records.iter().any(|record| record.source.proposal() == Some(plan));
        let own = struck.iter().find(|out| &out.proposal == plan).map(|out| out.why);
        let why = if has_grant { Some(Skip::Granted) } else { own };
        skipped.extend(why.map(|why| Skipped { proposal: plan.clone(), why }));
    }
    skipped.sort();
    Ok(skipped)
}
