//! Places where money stands, as pages name them and as choices of a form.

use crate::domain::area::Area;
use crate::domain::budget::{Allocation, Budget, Line};
use crate::domain::id::{AreaId, LineId};
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::transfer::Place;
use crate::store::{self, Conn};
use crate::text::Text;
use crate::web::error::Answer;

/// What the pages name places by.
pub struct Names {
    budgets: Vec<Budget>,
    /// The years.
    pub lines: Vec<Line>,
    areas: Vec<Area>,
}

impl Names {
    /// Reads them.
    pub async fn read(conn: &mut Conn) -> Answer<Names> {
        Ok(Names {
            budgets: store::budget::budgets(conn).await?,
            lines: store::budget::lines(conn).await?,
            areas: store::area::list(conn).await?,
        })
    }

    /// A place in words: area, year, and pot if there is one.
    pub fn place(&self, text: Text, place: &Place) -> String {
        let line = self.lines.iter().find(|line| line.id == place.line);
        let area = place.area.as_ref().and_then(|id| self.areas.iter().find(|area| &area.id == id));
        let area = area.map_or_else(|| text.get("place-undivided"), |area| area.name.clone());
        let year = line.map(|line| line.year.to_string()).unwrap_or_default();
        match pot_key(place.pot) {
            None => format!("{area} {year}"),
            Some(key) => format!("{area} {year}, {}", text.get(key)),
        }
    }

    /// The name of the budget of a place, when there is more than one.
    pub fn budget(&self, place: &Place) -> Option<&str> {
        let line = self.lines.iter().find(|line| line.id == place.line)?;
        let whole = self.budgets.iter().find(|one| one.id == line.budget)?;
        (self.budgets.len() > 1).then_some(whole.name.as_str())
    }
}

fn pot_key(pot: Pot) -> Option<&'static str> {
    match pot {
        Pot::None => None,
        Pot::Continuity => Some("place-continuity"),
        Pot::Renewal => Some("place-renewal"),
        Pot::Development => Some("place-development"),
        Pot::Quick => Some("place-quick"),
    }
}

/// A place as the value of a choice.
pub fn value(place: &Place) -> String {
    let area = place.area.as_ref().map_or("", AreaId::as_str);
    format!("{}/{area}/{}", place.line, place.pot.name())
}

/// The place of such a value.
pub fn typed_place(text: &str) -> Option<Place> {
    let mut parts = text.split('/');
    let (line, area, pot) = (parts.next()?, parts.next()?, parts.next()?);
    let area = Some(area).filter(|area| !area.is_empty()).map(AreaId::new);
    Some(Place { line: LineId::new(line), area, pot: Pot::named(pot)? })
}

/// Everything from where and to where money can shift, with what is free there: this year first, then later years,
/// then what is over.
pub async fn places(conn: &mut Conn, names: &Names, this_year: i64) -> Answer<Vec<(Place, Cents)>> {
    let controls = store::ledger::controls(conn).await?;
    let allocations = store::budget::allocations(conn).await?;
    let mut lines: Vec<&Line> = names.lines.iter().filter(|line| !line.is_example).collect();
    lines.sort_by_key(|line| (line.year < this_year, line.year));
    let mut places = Vec::new();
    for line in lines {
        places.push((Place { line: line.id.clone(), area: None, pot: Pot::None }, line.free));
        for area in &names.areas {
            let free = |pot| free(&controls, &allocations, &line.id, &area.id, pot);
            let place = |pot| Place { line: line.id.clone(), area: Some(area.id.clone()), pot };
            places.push((place(Pot::None), free(Pot::None)));
            // An area with a part of this year can set money apart in a pot, also where none stands in it yet.
            if allocations.iter().any(|part| part.line == line.id && part.area == area.id) {
                let pots = [Pot::Continuity, Pot::Renewal, Pot::Development, Pot::Quick];
                places.extend(pots.map(|pot| (place(pot), free(pot))));
            }
        }
    }
    Ok(places)
}

/// What is free in a pot of an area in a year.
fn free(controls: &[Control], allocations: &[Allocation], line: &LineId, area: &AreaId, pot: Pot) -> Cents {
    let part = allocations.iter().find(|part| &part.line == line && &part.area == area);
    let own = |one: &&Control| {
        one.kind == AccountKind::Area
            && one.allocation.as_ref() == part.map(|part| &part.id)
            && one.pot == pot
    };
    let held = part.and_then(|_| controls.iter().find(own));
    held.map_or(Cents::ZERO, Control::balance)
}
