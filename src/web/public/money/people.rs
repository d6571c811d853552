//! Who lives where: the newest figures of inhabitants, by area and by neighbourhood.

use std::collections::BTreeMap;

use crate::domain::area::{Area, Level};
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::neighbourhood::{Neighbourhood, Status};
use crate::domain::time::Moment;
use crate::store::{self, Conn};
use crate::web::error::Answer;

/// Names of the column that counts inhabitants, where no division says which it is.
const COLUMNS: [&str; 3] = ["inwoners", "aantal_inwoners", "inhabitants"];
/// Millionths in one: figures are kept in them.
const ONE: i64 = 1_000_000;

/// Inhabitants by neighbourhood, and which neighbourhoods make up each area.
#[derive(Default)]
pub struct People {
    /// From where and of which year, in words; empty when nothing is known.
    pub source: String,
    /// The neighbourhoods of the newest borders.
    pub places: Vec<Neighbourhood>,
    counts: BTreeMap<NeighbourhoodId, u64>,
    members: BTreeMap<AreaId, Vec<NeighbourhoodId>>,
    areas: Vec<Area>,
}

impl People {
    /// Reads the newest figures that were there before a moment. Which column counts inhabitants is what the last
    /// division says, or else its name.
    pub async fn of(conn: &mut Conn, before: Moment) -> Answer<People> {
        let divisions = store::division::list(conn).await?;
        let divided = divisions.iter().max_by_key(|one| one.number);
        let told = divided.map(|one| one.reckoning.key.inhabitants.as_str());
        let wanted: Vec<&str> = told.into_iter().chain(COLUMNS).collect();
        let sets = store::indicator::list(conn).await?;
        let found = sets.iter().filter(|set| set.at < before).find_map(|set| {
            let column = wanted.iter().find(|name| set.columns.iter().any(|known| known == *name))?;
            Some((set, *column))
        });
        let mut people = People {
            places: store::neighbourhood::list(conn).await?,
            members: store::area::members(conn).await?,
            areas: store::area::list(conn).await?,
            ..People::default()
        };
        people.places.retain(|place| place.status == Status::Current);
        if let Some((set, column)) = found {
            people.source = format!("{}, {} ({})", set.name, set.year, set.source);
            for (code, own) in store::indicator::values(conn, &set.id).await? {
                let count = own.get(column).map(|number| number.millionths() / ONE);
                if let Some(count) = count.and_then(|count| u64::try_from(count).ok()) {
                    people.counts.insert(code, count);
                }
            }
        }
        Ok(people)
    }

    /// Whether a neighbourhood belongs to an area. A district is what its borders say and the city is all of them,
    /// unless they say otherwise.
    pub fn is_in(&self, place: &Neighbourhood, area: &AreaId) -> bool {
        match self.members.get(area) {
            Some(members) => members.contains(&place.code),
            None if &place.district == area => true,
            None => self.areas.iter().any(|one| &one.id == area && one.level == Level::City),
        }
    }

    /// How many people live in a neighbourhood; `None` where that is not published.
    pub fn in_place(&self, code: &NeighbourhoodId) -> Option<u64> {
        self.counts.get(code).copied()
    }

    /// How many people live in an area; `None` when that of one of its neighbourhoods is not published.
    pub fn in_area(&self, area: &AreaId) -> Option<u64> {
        let mut own = self.places.iter().filter(|place| self.is_in(place, area)).peekable();
        own.peek()?;
        own.map(|place| self.in_place(&place.code)).sum()
    }

    /// How many people live in all neighbourhoods together.
    pub fn everyone(&self) -> Option<u64> {
        (!self.places.is_empty()).then(|| self.places.iter().map(|place| self.in_place(&place.code)).sum())?
    }
}
