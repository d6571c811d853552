//! Areas: the city, a wijk (district), or any other set of buurten (neighbourhoods). They nest: what an area inside a
//! district may spend comes out of what its district may spend (S39).

use std::collections::BTreeMap;

use super::id::{AreaId, NeighbourhoodId};

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// For a wijk its CBS code, such as `WK034402`.
    pub id: AreaId,
    /// Name as residents know it.
    pub name: String,
    /// How large a thing it is.
    pub level: Level,
    /// The district that it is inside; then it gets its money out of what that district may spend. Others get it
    /// from the reserved share itself.
    pub parent: Option<AreaId>,
    /// Whether it may share neighbourhoods with other areas.
    pub overlap: Overlap,
}

/// How large a thing an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The whole city.
    City,
    /// A district (Dutch: wijk). Districts never share a neighbourhood.
    District,
    /// Any other set of neighbourhoods.
    Area,
}

impl Level {
    /// Every level with its name in the database.
    pub const NAMES: [(Level, &'static str); 3] =
        [(Level::City, "city"), (Level::District, "wijk"), (Level::Area, "area")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Level::NAMES.iter().find(|(level, _)| *level == self).expect("every level has a name").1
    }

    /// The level of this name.
    pub fn named(name: &str) -> Option<Level> {
        Level::NAMES.iter().find(|(_, known)| *known == name).map(|(level, _)| *level)
    }
}

/// Whether an area may share neighbourhoods with another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// It may not.
    Refused,
    /// It may: residents of what is shared belong to both.
    Allowed,
}

/// Whether everyone who lives in one area also lives in another one: it is the city, its own district, or made of all its
/// neighbourhoods. No area is beside itself.
pub fn holds(outer: &Area, inner: &Area, members: &BTreeMap<AreaId, Vec<NeighbourhoodId>>) -> bool {
    let (whole, part) = (members.get(&outer.id), members.get(&inner.id));
    let has_all = || match (whole, part) {
        (Some(whole), Some(part)) => !part.is_empty() && part.iter().all(|one| whole.contains(one)),
        _ => false,
    };
    outer.id != inner.id
        && (outer.level == Level::City || inner.parent.as_ref() == Some(&outer.id) || has_all())
}

impl Area {
    /// An area whose level follows from its code: CBS codes of districts begin with `WK`.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Area {
        let id = AreaId::new(id);
        let level = if id.as_str().starts_with("WK") { Level::District } else { Level::Area };
        Area { id, name: name.into(), level, parent: None, overlap: Overlap::Refused }
    }
}

/// The ten wijken of Utrecht with their CBS codes, as example data.
/// Source: Statistics Netherlands (CBS), Kerncijfers wijken en buurten.
pub const UTRECHT: [(&str, &str); 10] = [
    ("WK034401", "West"),
    ("WK034402", "Noordwest"),
    ("WK034403", "Overvecht"),
    ("WK034404", "Noordoost"),
    ("WK034405", "Oost"),
    ("WK034406", "Binnenstad"),
    ("WK034407", "Zuid"),
    ("WK034408", "Zuidwest"),
    ("WK034409", "Leidsche Rijn"),
    ("WK034410", "Vleuten-De Meern"),
];

/// The example areas as values.
pub fn utrecht() -> Vec<Area> {
    UTRECHT.iter().map(|&(id, name)| Area::new(id, name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lives_in_a_buurt_lives_in_its_wijk_and_in_the_city_and_not_the_other_way_round() {
        let city = Area { level: Level::City, ..Area::new("GM0344", "Utrecht") };
        let wijk = Area::new("WK034402", "Noordwest");
        let buurt = Area { parent: Some(wijk.id.clone()), ..Area::new("zuilen", "Zuilen") };
        let (two, one) = (Area::new("twee", "Twee buurten"), Area::new("een", "Een buurt"));
        let codes = |all: &[&str]| all.iter().map(|code| NeighbourhoodId::new(*code)).collect::<Vec<_>>();
        let members: BTreeMap<AreaId, Vec<NeighbourhoodId>> =
            [(two.id.clone(), codes(&["a", "b"])), (one.id.clone(), codes(&["b"]))].into();
        let holds = |outer: &Area, inner: &Area| holds(outer, inner, &members);
        assert!(holds(&wijk, &buurt) && holds(&city, &buurt) && holds(&city, &wijk) && holds(&two, &one));
        assert!(!holds(&buurt, &wijk) && !holds(&wijk, &city) && !holds(&one, &two) && !holds(&two, &buurt));
        assert!(!holds(&city, &city), "no area is beside itself");
    }
}
