//! I8, areas: money went along the tree of areas, areas are made of what may be together, figures are those that were
//! brought, and every division by a key comes out the same when it is reckoned again.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::area::{Area, Level, Overlap};
use crate::domain::digest::Digest;
use crate::domain::division::{Division, written};
use crate::domain::id::{AllocationId, AreaId, NeighbourhoodId};
use crate::domain::indicator::{Values, fingerprint};
use crate::domain::key::{Part, Reckoning, reckon};
use crate::domain::ledger::{AccountKind, Posting, PostingKind};
use crate::domain::money::Cents;
use crate::domain::neighbourhood::Status;
use crate::store::{Conn, area, budget, division, indicator, neighbourhood};

/// Every area, data set and division.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let areas = area::list(conn).await?;
    let members = area::members(conn).await?;
    made_of(conn, &areas, &members, findings).await?;
    overlaps(&areas, &members, findings);
    along_the_tree(conn, &areas, &books.postings, findings).await?;
    let mut figures = BTreeMap::new();
    for set in indicator::list(conn).await? {
        let values = indicator::values(conn, &set.id).await?;
        findings.unless(fingerprint(&values) == set.figures, "I8", || {
            format!("data set {} {}: its figures were changed", set.name, set.version)
        });
        figures.insert(set.id, values);
    }
    let homes: BTreeMap<AllocationId, AreaId> =
        budget::allocations(conn).await?.into_iter().map(|one| (one.id, one.area)).collect();
    for found in division::list(conn).await? {
        match figures.get(&found.set) {
            Some(values) => reckoned_again(&found, values, &homes, findings),
            None => findings.add("I8", format!("division {}: its data set is gone", found.number)),
        }
    }
    Ok(())
}

/// Districts are of the neighbourhoods that say so; what is inside a district is of that district only.
async fn made_of(
    conn: &mut Conn,
    areas: &[Area],
    members: &BTreeMap<AreaId, Vec<NeighbourhoodId>>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let pieces = neighbourhood::list(conn).await?;
    let home: BTreeMap<&NeighbourhoodId, &AreaId> =
        pieces.iter().map(|piece| (&piece.code, &piece.district)).collect();
    for one in areas {
        let own: BTreeSet<&NeighbourhoodId> = members.get(&one.id).into_iter().flatten().collect();
        let strange =
            one.parent.as_ref().and_then(|parent| own.iter().find(|code| home.get(**code) != Some(&parent)));
        if let Some(code) = strange {
            findings.add("I8", format!("area {}: the neighbourhood {code} is in another district", one.id));
        }
        let current = pieces.iter().filter(|piece| piece.status == Status::Current);
        let wanted: BTreeSet<&NeighbourhoodId> = match one.level {
            Level::City => current.map(|piece| &piece.code).collect(),
            Level::District => {
                current.filter(|piece| piece.district == one.id).map(|piece| &piece.code).collect()
            }
            Level::Area => continue,
        };
        findings.unless(own == wanted, "I8", || {
            format!("area {}: it is not made of the neighbourhoods that the borders give it", one.id)
        });
    }
    Ok(())
}

fn overlaps(areas: &[Area], members: &BTreeMap<AreaId, Vec<NeighbourhoodId>>, findings: &mut Findings) {
    let mut seen: BTreeMap<&NeighbourhoodId, &Area> = BTreeMap::new();
    for one in areas.iter().filter(|area| area.level == Level::Area) {
        for code in members.get(&one.id).into_iter().flatten() {
            let Some(other) = seen.insert(code, one) else { continue };
            let both_may = (one.overlap, other.overlap) == (Overlap::Allowed, Overlap::Allowed);
            findings.unless(both_may, "I8", || {
                format!(
                    "the neighbourhood {code} is in {} and in {}, which may not overlap",
                    other.id, one.id
                )
            });
        }
    }
}

/// S39: allocations go between the reserve and what is directly below it, or between a district and what is inside it.
async fn along_the_tree(
    conn: &mut Conn,
    areas: &[Area],
    postings: &[Posting],
    findings: &mut Findings,
) -> Result<(), ActError> {
    let homes: BTreeMap<AllocationId, AreaId> =
        budget::allocations(conn).await?.into_iter().map(|one| (one.id, one.area)).collect();
    let area_of = |id: &Option<AllocationId>| -> Option<&Area> {
        let home = homes.get(id.as_ref()?)?;
        areas.iter().find(|area| area.id == *home)
    };
    for posting in postings {
        let draft = &posting.draft;
        if draft.kind != PostingKind::Allocate {
            continue;
        }
        let ends = (area_of(&draft.from.allocation), area_of(&draft.to.allocation));
        let holds = match ends {
            (None, Some(area)) if draft.from.kind == AccountKind::Reserve => area.parent.is_none(),
            (Some(area), None) if draft.to.kind == AccountKind::Reserve => area.parent.is_none(),
            (Some(a), Some(b)) => a.parent.as_ref() == Some(&b.id) || b.parent.as_ref() == Some(&a.id),
            (None | Some(_), None) | (None, Some(_)) => false,
        };
        findings.unless(holds, "I8", || {
            format!("posting {}: it allocates past the district of the area", posting.seq)
        });
    }
    Ok(())
}

fn reckoned_again(
    found: &Division,
    values: &Values,
    homes: &BTreeMap<AllocationId, AreaId>,
    findings: &mut Findings,
) {
    let (number, stored) = (found.number, &found.reckoning);
    let intact = Digest::of(written(stored).as_bytes()) == found.digest;
    findings.unless(intact, "I8", || format!("division {number}: its arithmetic was changed"));
    let again = reckon(&stored.key, values, &parts_of(stored), stored.total);
    findings.unless(again.as_ref() == Ok(stored), "I8", || {
        format!("division {number}: its key and its data set give something else than it says")
    });
    let given: BTreeMap<&AreaId, Cents> =
        found.parts.iter().filter_map(|part| Some((homes.get(&part.allocation)?, part.after))).collect();
    let said: BTreeMap<&AreaId, Cents> = stored.areas.iter().map(|row| (&row.area, row.amount)).collect();
    findings.unless(given == said && found.parts.len() == said.len(), "I8", || {
        format!("division {number}: areas did not get what its arithmetic says")
    });
}

/// The areas as they were at the time.
fn parts_of(stored: &Reckoning) -> Vec<Part> {
    let part = |area: &crate::domain::key::AreaLine| Part {
        area: area.area.clone(),
        name: area.name.clone(),
        members: stored
            .lines
            .iter()
            .filter(|line| line.area == area.area)
            .map(|line| line.code.clone())
            .collect(),
    };
    stored.areas.iter().map(part).collect()
}
