//! Where a plan lies: in which neighbourhood of the area of its round. The map of the plans shows it.

use super::log::Note;
use super::proposal::{editable, not_of_a_group};
use super::{ActError, Context};
use crate::domain::id::{NeighbourhoodId, ProposalId, RoundId};
use crate::domain::neighbourhood::{Neighbourhood, Status};
use crate::domain::round::Round;
use crate::store::{self, Conn, Tx, location};

/// The neighbourhoods in which a plan of this round can lie, by name: those of its area; of the district around it where the
/// area is made of none.
pub async fn places(conn: &mut Conn, round: &Round) -> Result<Vec<Neighbourhood>, ActError> {
    let areas = store::area::list(conn).await?;
    let Some(area) = areas.iter().find(|one| one.id == round.area) else { return Ok(Vec::new()) };
    let mut members = store::area::members(conn).await?;
    let own = members.remove(&area.id).unwrap_or_default();
    let district = area.parent.as_ref().unwrap_or(&area.id);
    let is_here = |one: &Neighbourhood| match own.is_empty() {
        false => own.contains(&one.code),
        true => one.district == *district,
    };
    let mut places = store::neighbourhood::list(conn).await?;
    places.retain(|one| one.status == Status::Current && is_here(one));
    places.sort_by(|a, b| (&a.name, &a.code).cmp(&(&b.name, &b.code)));
    Ok(places)
}

/// Takes over where a group says that its plan lies. A neighbourhood that is not there any more is no place on the map.
pub(super) async fn lies(tx: &mut Tx, round: &Round, plan: &ProposalId, code: &str) -> Result<(), ActError> {
    match places(tx, round).await?.iter().find(|one| one.code.as_str() == code) {
        Some(place) => Ok(location::set(tx, &round.id, plan, &place.code).await?),
        None => Ok(()),
    }
}

/// Says in which of them a plan lies, or that it is about no single one, until the round opens.
pub async fn set(
    ctx: &Context<'_>,
    round: &RoundId,
    plan: &ProposalId,
    code: Option<&NeighbourhoodId>,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = editable(&mut tx, round).await?;
    let is_there = store::proposal::list(&mut tx, round).await?.iter().any(|one| &one.id == plan);
    if !is_there {
        return Err(ActError::NotFound);
    }
    not_of_a_group(&mut tx, round, plan, "neighbourhood").await?;
    match code {
        Some(code) if places(&mut tx, &found).await?.iter().any(|one| &one.code == code) => {
            location::set(&mut tx, round, plan, code).await?;
        }
        Some(_) => return Err(ActError::field("neighbourhood", "choose")),
        None => location::remove(&mut tx, round, plan).await?,
    }
    ctx.finish(tx, Note::new("plan.locate", format!("{round}/{plan}"))).await
}
