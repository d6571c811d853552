//! What pages about areas know, and how they draw it.

use std::collections::BTreeMap;

use crate::domain::area::{Area, Level as AreaLevel};
use crate::domain::geo::{Frame, Shape, outline};
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::neighbourhood::{Neighbourhood, Status};
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::parts::map::{Level, Map, Piece};
use crate::web::visit::Visit;

/// All areas with their neighbourhoods.
pub struct City {
    /// All areas: the city, then districts by code, then the others by name.
    pub areas: Vec<Area>,
    /// What each is made of.
    pub members: BTreeMap<AreaId, Vec<NeighbourhoodId>>,
    /// All neighbourhoods by code.
    pub pieces: Vec<Neighbourhood>,
}

impl City {
    /// Reads it.
    pub async fn of(conn: &mut Conn) -> Answer<City> {
        let mut areas = store::area::list(conn).await?;
        let place = |area: &Area| {
            let by_code = if area.level == AreaLevel::District { area.id.to_string() } else { String::new() };
            (area.level, by_code)
        };
        areas.sort_by_key(place);
        let members = store::area::members(conn).await?;
        Ok(City { areas, members, pieces: store::neighbourhood::list(conn).await? })
    }

    /// The neighbourhoods that the newest borders have.
    pub fn current(&self) -> impl Iterator<Item = &Neighbourhood> {
        self.pieces.iter().filter(|piece| piece.status == Status::Current)
    }

    /// The districts, by code: their places are the numbers on the map.
    pub fn districts(&self) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(|area| area.level == AreaLevel::District)
    }

    /// The number of a district on the map.
    pub fn number(&self, id: &AreaId) -> Option<usize> {
        self.districts().position(|area| area.id == *id).map(|place| place + 1)
    }

    /// The neighbourhoods of an area.
    pub fn of_area(&self, id: &AreaId) -> &[NeighbourhoodId] {
        self.members.get(id).map_or(&[], Vec::as_slice)
    }

    /// The name of an area.
    pub fn name<'a>(&'a self, id: &'a AreaId) -> &'a str {
        self.areas.iter().find(|area| area.id == *id).map_or(id.as_str(), |area| &area.name)
    }

    /// The neighbourhood of this code.
    pub fn piece(&self, code: &NeighbourhoodId) -> Option<&Neighbourhood> {
        self.pieces.iter().find(|piece| piece.code == *code)
    }

    /// A map of all neighbourhoods with the districts around them: how much each has, and what is said of it behind
    /// its name.
    pub fn map<'a>(
        &'a self,
        visit: &Visit,
        title: String,
        said: impl Fn(&Neighbourhood) -> (Level, String),
    ) -> Map<'a> {
        let drawn = || self.current().filter_map(|piece| Some((piece, piece.shape.as_ref()?)));
        let pieces = drawn()
            .map(|(piece, shape)| {
                let (level, more) = said(piece);
                let place = format!("{}, {}", piece.name, self.name(&piece.district));
                let label = if more.is_empty() { place } else { format!("{place}: {more}") };
                Piece { shape, label, level, link: None }
            })
            .collect();
        let (mut borders, mut marks) = (Vec::new(), Vec::new());
        for (place, district) in self.districts().enumerate() {
            let own: Vec<&Shape> =
                drawn().filter(|(piece, _)| piece.district == district.id).map(|(_, shape)| shape).collect();
            borders.push(outline(own.iter().map(|shape| shape.path.as_str())));
            let number = u64::try_from(place + 1).unwrap_or(u64::MAX);
            marks.extend(middle(&own).map(|shape| (shape, visit.text.number(number))));
        }
        Map { id: "kaart", title, pieces, borders, marks }
    }
}

/// The shape in the middle of many.
fn middle<'a>(shapes: &[&'a Shape]) -> Option<&'a Shape> {
    let frame = shapes.iter().map(|shape| shape.frame).reduce(Frame::with)?;
    let (x, y) = (i64::midpoint(frame.least.x, frame.most.x), i64::midpoint(frame.least.y, frame.most.y));
    shapes.iter().copied().min_by_key(|shape| (shape.label.x - x).abs() + (shape.label.y - y).abs())
}
