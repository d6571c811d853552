//! Taking in files of neighbourhoods, districts and areas: whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::area::{Town, Unfit, write};
use super::log::Note;
use super::{ActError, Context, FieldFault, ledger, plain};
use crate::domain::area::{Area, Level, Overlap};
use crate::domain::borders::{self, BordersError, Fault, Found, MemberRow, Names, Only};
use crate::domain::digest::Digest;
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::neighbourhood::{Neighbourhood, Origin, Status};
use crate::store::{Tx, area, neighbourhood};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Neighbourhoods. They take the place of those in the same districts.
    Neighbourhoods,
    /// Names of districts.
    Districts,
    /// Areas, one row a neighbourhood; whether they may overlap each other.
    Areas(Overlap),
}

/// A file with what must be known about it.
pub struct File<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// How its columns or properties are called.
    pub names: Names,
    /// Which of its rows are meant.
    pub only: Only,
    /// Where it comes from.
    pub origin: Origin,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Neighbourhoods that were not there.
    pub added: u64,
    /// Neighbourhoods that were.
    pub replaced: u64,
    /// Neighbourhoods that are no longer there.
    pub ended: u64,
    /// Districts or areas that were not there.
    pub areas: u64,
}

/// Takes in a file.
pub async fn import(ctx: &Context<'_>, what: What, file: &File<'_>) -> Result<Taken, ActError> {
    check(&file.origin)?;
    let table = borders::parse(file.bytes)?;
    let (names, only) = (&file.names, &file.only);
    let mut tx = ctx.begin().await?;
    // Nobody gets money, and nobody else changes an area, until this is done.
    ledger::hold(&mut tx).await?;
    let (act, taken) = match what {
        What::Neighbourhoods => {
            let found = borders::neighbourhoods(&table, names, only)?;
            ("neighbourhood.import", take_neighbourhoods(&mut tx, &found, &file.origin).await?)
        }
        What::Districts => {
            let found = borders::districts(&table, names, only)?;
            ("district.import", take_districts(&mut tx, found).await?)
        }
        What::Areas(overlap) => {
            let found = borders::areas(&table, names, only)?;
            ("area.import", take_areas(&mut tx, &found, overlap).await?)
        }
    };
    let detail = json!({
        "sha256": Digest::of(file.bytes), "source": file.origin.source, "year": file.origin.year,
        "added": taken.added, "replaced": taken.replaced, "ended": taken.ended, "areas": taken.areas,
    });
    ctx.finish(tx, Note::with(act, "", detail)).await?;
    Ok(taken)
}

/// Everyone must be able to see where borders and figures come from.
pub(super) fn check(origin: &Origin) -> Result<(), ActError> {
    let bad = |text: &str| text.trim().is_empty() || text.chars().count() > 200;
    let faults: Vec<FieldFault> = [
        (bad(&origin.source), FieldFault { field: "source", fault: "empty" }),
        (!(1900..=2200).contains(&origin.year), FieldFault { field: "year", fault: "year" }),
        (bad(&origin.licence), FieldFault { field: "licence", fault: "empty" }),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::lines(&[("source", &origin.source), ("licence", &origin.licence)])
}

async fn take_neighbourhoods(tx: &mut Tx, found: &[Found], origin: &Origin) -> Result<Taken, ActError> {
    let mut town = Town::of(tx).await?;
    let mut taken = Taken { areas: take_missing_districts(tx, &mut town, found).await?, ..Taken::default() };
    let touched: BTreeSet<&AreaId> = found.iter().map(|one| &one.district).collect();
    let listed: BTreeSet<&NeighbourhoodId> = found.iter().map(|one| &one.code).collect();
    for one in found {
        let old = town.pieces.get(&one.code);
        // A list without borders takes no borders away.
        let shape = one.shape.clone().or_else(|| old.and_then(|old| old.shape.clone()));
        let new = Neighbourhood {
            code: one.code.clone(),
            name: one.name.clone(),
            district: one.district.clone(),
            shape,
            origin: origin.clone(),
            status: Status::Current,
        };
        if old.is_some() {
            taken.replaced += 1
        } else {
            taken.added += 1
        }
        neighbourhood::put(tx, &new).await?;
        town.pieces.insert(one.code.clone(), new);
    }
    for piece in town.pieces.values_mut() {
        let is_gone = touched.contains(&piece.district) && !listed.contains(&piece.code);
        if is_gone && piece.status == Status::Current {
            piece.status = Status::Ended;
            neighbourhood::put(tx, piece).await?;
            taken.ended += 1;
        }
    }
    still_inside(&town)?;
    take_members(tx, &town).await?;
    Ok(taken)
}

/// Districts that the file names and nobody has seen before.
async fn take_missing_districts(tx: &mut Tx, town: &mut Town, found: &[Found]) -> Result<u64, ActError> {
    let mut added = 0;
    for one in found {
        match town.areas.iter().find(|area| area.id == one.district) {
            Some(area) if area.level == Level::District => {}
            Some(area) => return Err(BordersError::file(Fault::Taken(area.id.to_string())).into()),
            None => {
                let name = one.district_name.clone().unwrap_or_else(|| one.district.to_string());
                let new = Area { level: Level::District, ..Area::new(one.district.as_str(), name) };
                area::add(tx, &new).await?;
                town.areas.push(new);
                added += 1;
            }
        }
    }
    Ok(added)
}

/// New borders may not take a neighbourhood out of the district of an area that has it.
fn still_inside(town: &Town) -> Result<(), ActError> {
    for area in &town.areas {
        let Some(parent) = &area.parent else { continue };
        let moved = town
            .members
            .get(&area.id)
            .into_iter()
            .flatten()
            .find(|code| town.pieces.get(*code).is_some_and(|piece| piece.district != *parent));
        if let Some(code) = moved {
            return Err(BordersError::file(Fault::OtherDistrict(code.to_string())).into());
        }
    }
    Ok(())
}

/// Districts and the city are made of what the borders give them.
async fn take_members(tx: &mut Tx, town: &Town) -> Result<(), ActError> {
    for one in &town.areas {
        let current = town.pieces.values().filter(|piece| piece.status == Status::Current);
        let own: Vec<NeighbourhoodId> = match one.level {
            Level::City => current.map(|piece| piece.code.clone()).collect(),
            Level::District => {
                current.filter(|piece| piece.district == one.id).map(|piece| piece.code.clone()).collect()
            }
            Level::Area => continue,
        };
        area::set_members(tx, &one.id, &own).await?;
    }
    Ok(())
}

async fn take_districts(tx: &mut Tx, found: Vec<(AreaId, String)>) -> Result<Taken, ActError> {
    let known = area::list(tx).await?;
    let mut taken = Taken::default();
    for (id, name) in found {
        match known.iter().find(|area| area.id == id) {
            Some(old) if old.level == Level::District => {
                area::change(tx, &Area { name, ..old.clone() }).await?;
                taken.replaced += 1;
            }
            Some(_) => return Err(BordersError::file(Fault::Taken(id.to_string())).into()),
            None => {
                let new = Area { level: Level::District, ..Area::new(id.as_str(), name) };
                area::add(tx, &new).await?;
                taken.areas += 1;
            }
        }
    }
    Ok(taken)
}

async fn take_areas(tx: &mut Tx, rows: &[MemberRow], overlap: Overlap) -> Result<Taken, ActError> {
    let mut town = Town::of(tx).await?;
    let mut groups: BTreeMap<&AreaId, Vec<&MemberRow>> = BTreeMap::new();
    for row in rows {
        groups.entry(&row.area).or_default().push(row);
    }
    let with_money: BTreeSet<AreaId> =
        crate::store::budget::allocations(tx).await?.into_iter().map(|allocation| allocation.area).collect();
    let mut taken = Taken::default();
    for (id, own) in groups {
        let first = own[0];
        let old = town.areas.iter().find(|area| area.id == *id).cloned();
        let parent = first.district.clone();
        let wanted =
            Area { level: Level::Area, parent, overlap, ..Area::new(id.as_str(), &*first.area_name) };
        let at = |place, fault| ActError::File(BordersError { place, fault });
        let is_other = old.as_ref().is_some_and(|old| old.level != Level::Area);
        let moves = old.as_ref().is_some_and(|old| old.parent != wanted.parent);
        if is_other || (moves && with_money.contains(id)) {
            return Err(at(first.place, Fault::Taken(id.to_string())));
        }
        let members: BTreeSet<NeighbourhoodId> = own.iter().map(|row| row.member.clone()).collect();
        town.allows(&wanted, &members).map_err(|unfit| {
            let row_of = |code: &NeighbourhoodId| {
                own.iter().find(|row| row.member == *code).map_or(first.place, |row| row.place)
            };
            match unfit {
                Unfit::Unknown(code) => at(row_of(&code), Fault::UnknownNeighbourhood(code.to_string())),
                Unfit::OtherDistrict(code) => at(row_of(&code), Fault::OtherDistrict(code.to_string())),
                Unfit::Overlap(code) => at(row_of(&code), Fault::Overlap(code.to_string())),
                Unfit::NoDistrict => {
                    let named = wanted.parent.as_ref().map_or_else(String::new, ToString::to_string);
                    at(first.place, Fault::UnknownDistrict(named))
                }
                Unfit::Level | Unfit::Empty => at(first.place, Fault::Taken(id.to_string())),
            }
        })?;
        write(tx, &wanted, old.is_some(), &members).await?;
        taken.areas += u64::from(old.is_none());
        town.areas.retain(|area| area.id != *id);
        town.areas.push(wanted);
        town.members.insert(id.clone(), members.into_iter().collect());
    }
    Ok(taken)
}
