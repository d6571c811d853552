//! What becomes of a plan after the vote: milestones, reports of progress, requests to change something. The group that
//! carries it out writes, or the office for it; the office alone decides. Nothing here moves money.

pub mod change;
pub mod growth;
pub mod milestone;
pub mod report;

use serde_json::json;

use super::log::Note;
use super::payment::hold_grant;
use super::{ActError, Context};
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::{GrantId, InitiativeId};
use crate::domain::initiator::MemberRole;
use crate::domain::log::chain::Actor;
use crate::domain::progress::Side;
use crate::store::progress::Written;
use crate::store::{Tx, initiative, progress};

/// An officer says which group carries out a grant, so that its members can report.
pub async fn set_group(ctx: &Context<'_>, id: &GrantId, group: &InitiativeId) -> Result<(), ActError> {
    ctx.person()?;
    let mut tx = ctx.begin().await?;
    voted(hold_grant(ctx, &mut tx, id).await?)?;
    if initiative::find(&mut tx, group).await?.is_none() {
        return Err(ActError::field("group", "choose"));
    }
    progress::set_group(&mut tx, id, group, (&ctx.actor.name(), ctx.now)).await?;
    ctx.finish(tx, Note::with("progress.group", id, json!({ "group": group }))).await
}

/// A grant for a plan that was voted on: only those have a page of their own.
fn voted(record: GrantRecord) -> Result<GrantRecord, ActError> {
    if record.source.proposal().is_some() { Ok(record) } else { Err(ActError::NotFound) }
}

/// Holds a grant that is in a state for this, for who may write about it; on which side that person stands.
async fn held(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &GrantId,
    may: fn(GrantState) -> bool,
) -> Result<(GrantRecord, Side), ActError> {
    let side = side(ctx, tx, id).await?;
    let record = voted(hold_grant(ctx, tx, id).await?)?;
    if may(record.state) { Ok((record, side)) } else { Err(ActError::WrongState(record.state)) }
}

/// On which side someone stands who may write about a grant. For others it does not exist.
pub(in crate::acts) async fn side(ctx: &Context<'_>, tx: &mut Tx, id: &GrantId) -> Result<Side, ActError> {
    match &ctx.actor {
        Actor::Staff(_) => Ok(Side::Office),
        Actor::Initiator(who) => {
            let group = progress::group(tx, id).await?.ok_or(ActError::NotFound)?;
            match initiative::role_of(tx, &group.id, who).await? {
                Some(MemberRole::Owner | MemberRole::Editor) => Ok(Side::Group),
                Some(MemberRole::Reader) | None => Err(ActError::NotFound),
            }
        }
        Actor::Operator | Actor::Service | Actor::Visitor => Err(ActError::FourEyes),
    }
}

/// Who writes, for the rows.
fn written<'a>(ctx: &Context<'_>, side: Side, by: &'a str) -> Written<'a> {
    Written { side, by, at: ctx.now }
}
