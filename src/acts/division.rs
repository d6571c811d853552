//! Dividing money over areas by a key: proposed with its whole arithmetic, then decided in one act.

use serde_json::json;

use super::area::around;
use super::log::Note;
use super::{ActError, Context, ledger, plain};
use crate::domain::area::Area;
use crate::domain::budget::{Allocation, CeilingExceeded, Line};
use crate::domain::digest::Digest;
use crate::domain::division::{Change, Division, DivisionFault, Given, Wanted, written};
use crate::domain::id::AllocationId;
use crate::domain::indicator::DataSet;
use crate::domain::key::{KeyError, Part, Reckoning, reckon};
use crate::domain::ledger::{AccountKey, Draft, PostingKind, Reference};
use crate::domain::money::Cents;
use crate::store::{self, Conn, Tx, area, budget, indicator};

/// What a division would do.
pub struct Proposal {
    /// Of which line.
    pub line: Line,
    /// With which figures.
    pub set: DataSet,
    /// Its arithmetic.
    pub reckoning: Reckoning,
    /// The fingerprint of its arithmetic.
    pub digest: Digest,
    /// What each area has and would get, in the order of the arithmetic.
    pub changes: Vec<Change>,
    /// The most that can be divided: what these areas have, and what is free where it comes from.
    pub room: Cents,
    source: AccountKey,
    parent: Option<AllocationId>,
}

/// Reckons a division and changes nothing.
pub async fn propose(conn: &mut Conn, wanted: &Wanted) -> Result<Proposal, ActError> {
    let line = budget::line(conn, &wanted.line).await?.ok_or(ActError::NotFound)?;
    let set = indicator::find(conn, &wanted.set).await?.ok_or(ActError::NotFound)?;
    let values = indicator::values(conn, &set.id).await?;
    let areas = chosen(conn, wanted).await?;
    let members = area::members(conn).await?;
    let allocations = budget::allocations(conn).await?;
    let part = |area: &Area| Part {
        area: area.id.clone(),
        name: area.name.clone(),
        members: members.get(&area.id).cloned().unwrap_or_default(),
    };
    let parts: Vec<Part> = areas.iter().map(part).collect();
    let reckoning = reckon(&wanted.key, &values, &parts, wanted.total)
        .map_err(|error| ActError::Division(DivisionFault::Key(error)))?;
    let old = |area: &_| allocations.iter().find(|one| one.line == line.id && one.area == *area);
    let changes: Vec<Change> = reckoning
        .areas
        .iter()
        .map(|row| Change {
            area: row.area.clone(),
            name: row.name.clone(),
            before: old(&row.area).map_or(Cents::ZERO, Allocation::whole),
            least: old(&row.area).map_or(Cents::ZERO, Allocation::least),
            after: row.amount,
        })
        .collect();
    let no_areas = || ActError::Division(DivisionFault::Key(KeyError::NoAreas));
    let (source, free) = around(&line, areas.first().ok_or_else(no_areas)?, &allocations);
    let held = Cents::sum(changes.iter().map(|change| change.before)).unwrap_or(Cents::MAX);
    let room = free.plus(held).unwrap_or(Cents::MAX);
    let digest = Digest::of(written(&reckoning).as_bytes());
    let parent = source.allocation.clone();
    Ok(Proposal { line, set, reckoning, digest, changes, room, source, parent })
}

/// The areas, each of which must get its money from what is divided.
async fn chosen(conn: &mut Conn, wanted: &Wanted) -> Result<Vec<Area>, ActError> {
    let known = area::list(conn).await?;
    let mut areas = Vec::new();
    for id in &wanted.areas {
        let found = known.iter().find(|area| area.id == *id).ok_or(ActError::NotFound)?;
        if found.parent != wanted.parent {
            return Err(ActError::Division(DivisionFault::Elsewhere(found.name.clone())));
        }
        areas.push(found.clone());
    }
    areas.sort_by(|a, b| a.id.cmp(&b.id));
    areas.dedup_by(|a, b| a.id == b.id);
    Ok(areas)
}

impl Proposal {
    /// What stands in the way of deciding it, if anything does.
    pub fn obstacle(&self) -> Option<ActError> {
        let too_low = self.changes.iter().find(|change| change.after < change.least);
        if let Some(change) = too_low {
            let (area, least) = (change.name.clone(), change.least);
            return Some(ActError::Division(DivisionFault::BelowUse { area, least }));
        }
        let room = self.room;
        (self.reckoning.total > room).then_some(ActError::Ceiling(CeilingExceeded { room }))
    }
}

/// Decides the division whose arithmetic was seen: every part in one act, or none.
pub async fn decide(
    ctx: &mut Context<'_>,
    wanted: &Wanted,
    seen: &Digest,
    reason: &str,
) -> Result<u64, ActError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(ActError::field("key_reason", "empty"));
    }
    plain::texts(&[("key_reason", reason)])?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let proposal = propose(&mut tx, wanted).await?;
    if proposal.digest != *seen {
        return Err(ActError::DraftChanged);
    }
    if let Some(obstacle) = proposal.obstacle() {
        return Err(obstacle);
    }
    let number = store::division::last(&mut tx).await? + 1;
    let parts = post(ctx, &mut tx, &proposal, number, reason).await?;
    let division = Division {
        number,
        line: proposal.line.id.clone(),
        parent: proposal.parent.clone(),
        set: proposal.set.id.clone(),
        digest: proposal.digest,
        reckoning: proposal.reckoning,
        reason: reason.to_string(),
        at: ctx.now,
        by: ctx.actor.name(),
        parts,
    };
    store::division::add(&mut tx, &division).await?;
    let detail = json!({
        "line": division.line, "set": division.set, "total": division.reckoning.total, "sha256": division.digest,
    });
    ctx.finish(tx, Note::with("division.decide", number, detail)).await?;
    Ok(number)
}

/// Brings every area to its part: what goes back first.
async fn post(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    proposal: &Proposal,
    number: u64,
    reason: &str,
) -> Result<Vec<Given>, ActError> {
    let allocations = budget::allocations(tx).await?;
    let line = &proposal.line.id;
    let (mut parts, mut less, mut more) = (Vec::new(), Vec::new(), Vec::new());
    for change in &proposal.changes {
        let old = allocations.iter().find(|one| one.line == *line && one.area == change.area);
        let id = match old {
            Some(old) => old.id.clone(),
            None => {
                let id = AllocationId::new(ctx.seed.id());
                budget::add_allocation(tx, &id, line, &change.area).await?;
                id
            }
        };
        let own = AccountKey::area(line, &id);
        let draft = |from: &AccountKey, to: &AccountKey, amount| {
            let draft = Draft::new(PostingKind::Allocate, from.clone(), to.clone(), amount);
            draft.because(reason).referring(Reference::Division(number))
        };
        let difference = |a: Cents, b: Cents| a.minus(b).unwrap_or(Cents::ZERO);
        less.push(draft(&own, &proposal.source, difference(change.before, change.after)));
        more.push(draft(&proposal.source, &own, difference(change.after, change.before)));
        parts.push(Given { allocation: id, before: change.before, after: change.after });
    }
    less.extend(more);
    ledger::post(ctx, tx, &less).await?;
    Ok(parts)
}
