//! Areas and what they are made of.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, ledger, plain};
use crate::domain::area::{Area, Level, Overlap};
use crate::domain::budget::{Allocation, Line};
use crate::domain::id::{AreaId, MAX_LENGTH, NeighbourhoodId};
use crate::domain::ledger::AccountKey;
use crate::domain::money::Cents;
use crate::domain::neighbourhood::{Neighbourhood, Status};
use crate::store::{Tx, area, neighbourhood};

/// Adds areas; those that exist stay as they are.
pub async fn add(ctx: &Context<'_>, areas: &[Area]) -> Result<(), ActError> {
    for one in areas {
        check(one)?;
    }
    let mut tx = ctx.begin().await?;
    let mut added = 0_u64;
    for wanted in areas {
        added += u64::from(area::add(&mut tx, wanted).await?);
    }
    ctx.finish(tx, Note::with("area.add", "", json!({ "added": added }))).await
}

/// Code and name of an area.
fn check(area: &Area) -> Result<(), ActError> {
    let id = area.id.as_str();
    let fits = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if id.is_empty() || id.len() > MAX_LENGTH || !fits {
        return Err(ActError::field("code", "code"));
    }
    if area.name.trim().is_empty() || area.name.chars().count() > 100 {
        return Err(ActError::field("name", "empty"));
    }
    plain::names(&[("name", &area.name)])
}

/// Adds an area of these neighbourhoods, or makes one that exists anew. A district keeps the neighbourhoods that the
/// borders give it, and the city has all of them; its place and that of an area with money do not change.
pub async fn set(ctx: &Context<'_>, wanted: &Area, members: &[NeighbourhoodId]) -> Result<(), ActError> {
    check(wanted)?;
    let mut tx = ctx.begin().await?;
    // Nobody gets money, and nobody else changes an area, until this is done.
    ledger::hold(&mut tx).await?;
    let town = Town::of(&mut tx).await?;
    let members: BTreeSet<NeighbourhoodId> = match wanted.level {
        Level::City => town.current(),
        Level::District | Level::Area => members.iter().cloned().collect(),
    };
    town.allows(wanted, &members).map_err(|fault| match fault {
        Unfit::Level => ActError::field("level", "area-level"),
        Unfit::Empty => ActError::field("pieces", "area-empty"),
        Unfit::Unknown(_) => ActError::field("pieces", "area-unknown"),
        Unfit::OtherDistrict(_) | Unfit::NoDistrict => ActError::field("parent", "area-outside"),
        Unfit::Overlap(_) => ActError::field("overlap", "area-overlap"),
    })?;
    let known = town.areas.iter().find(|area| area.id == wanted.id);
    let moves = known.is_some_and(|old| (old.level, &old.parent) != (wanted.level, &wanted.parent));
    if moves && has_money(&mut tx, &wanted.id).await? {
        return Err(ActError::field("parent", "area-has-money"));
    }
    write(&mut tx, wanted, known.is_some(), &members).await?;
    let detail = json!({ "level": wanted.level.name(), "inside": wanted.parent, "members": members });
    ctx.finish(tx, Note::with("area.set", &wanted.id, detail)).await
}

async fn has_money(tx: &mut Tx, id: &AreaId) -> Result<bool, ActError> {
    let all = crate::store::budget::allocations(tx).await?;
    Ok(all.iter().any(|allocation| &allocation.area == id))
}

/// Writes an area that was found to be fit.
pub(super) async fn write(
    tx: &mut Tx,
    wanted: &Area,
    is_known: bool,
    members: &BTreeSet<NeighbourhoodId>,
) -> Result<(), ActError> {
    if is_known {
        area::change(tx, wanted).await?;
    } else {
        area::add(tx, wanted).await?;
    }
    let members: Vec<NeighbourhoodId> = members.iter().cloned().collect();
    area::set_members(tx, &wanted.id, &members).await?;
    Ok(())
}

/// Everything that areas are made of.
pub(super) struct Town {
    /// All areas.
    pub(super) areas: Vec<Area>,
    /// Their neighbourhoods.
    pub(super) members: BTreeMap<AreaId, Vec<NeighbourhoodId>>,
    /// All neighbourhoods, by code.
    pub(super) pieces: BTreeMap<NeighbourhoodId, Neighbourhood>,
}

/// Why an area cannot be as it is wanted.
pub(super) enum Unfit {
    /// A district comes with the borders; there is one city.
    Level,
    /// It has no neighbourhoods.
    Empty,
    /// A neighbourhood that is not known.
    Unknown(NeighbourhoodId),
    /// It is inside what is no district.
    NoDistrict,
    /// A neighbourhood that is in another district.
    OtherDistrict(NeighbourhoodId),
    /// A neighbourhood that another area has as well, while one of both may not overlap.
    Overlap(NeighbourhoodId),
}

impl Town {
    pub(super) async fn of(tx: &mut Tx) -> Result<Town, ActError> {
        let pieces = neighbourhood::list(tx).await?;
        Ok(Town {
            areas: area::list(tx).await?,
            members: area::members(tx).await?,
            pieces: pieces.into_iter().map(|piece| (piece.code.clone(), piece)).collect(),
        })
    }

    /// The neighbourhoods that the newest borders have.
    pub(super) fn current(&self) -> BTreeSet<NeighbourhoodId> {
        let current = self.pieces.values().filter(|piece| piece.status == Status::Current);
        current.map(|piece| piece.code.clone()).collect()
    }

    /// Whether an area may be of these neighbourhoods, as far as the others are concerned.
    pub(super) fn allows(&self, wanted: &Area, members: &BTreeSet<NeighbourhoodId>) -> Result<(), Unfit> {
        let is_other = |area: &&Area| area.id != wanted.id;
        let second_city = wanted.level == Level::City
            && self.areas.iter().filter(is_other).any(|area| area.level == Level::City);
        let was_district =
            self.areas.iter().any(|area| area.id == wanted.id && area.level == Level::District);
        if wanted.level == Level::District || second_city || was_district {
            return Err(Unfit::Level);
        }
        if members.is_empty() {
            return Err(Unfit::Empty);
        }
        for code in members {
            let piece = self.pieces.get(code).ok_or_else(|| Unfit::Unknown(code.clone()))?;
            if wanted.parent.as_ref().is_some_and(|parent| *parent != piece.district) {
                return Err(Unfit::OtherDistrict(code.clone()));
            }
        }
        if let Some(parent) = &wanted.parent {
            let is_district =
                self.areas.iter().any(|area| area.id == *parent && area.level == Level::District);
            if !is_district || wanted.level != Level::Area {
                return Err(Unfit::NoDistrict);
            }
        }
        let beside = self.areas.iter().filter(is_other).filter(|area| area.level == Level::Area);
        for other in beside.filter(|_| wanted.level == Level::Area) {
            let both_may = (wanted.overlap, other.overlap) == (Overlap::Allowed, Overlap::Allowed);
            let shared =
                self.members.get(&other.id).into_iter().flatten().find(|code| members.contains(*code));
            if let Some(code) = shared.filter(|_| !both_may) {
                return Err(Unfit::Overlap(code.clone()));
            }
        }
        Ok(())
    }
}

/// Where the money of an area on a line comes from, and what is still free there.
pub(super) fn around(line: &Line, area: &Area, allocations: &[Allocation]) -> (AccountKey, Cents) {
    let Some(district) = &area.parent else {
        return (AccountKey::reserve(&line.id), line.free);
    };
    match allocations.iter().find(|one| one.line == line.id && one.area == *district) {
        Some(around) => (AccountKey::area(&line.id, &around.id), around.room()),
        // The district has nothing of this line: neither has what is inside it.
        None => (AccountKey::reserve(&line.id), Cents::ZERO),
    }
}
