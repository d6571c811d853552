//! Areas: the city, a wijk (district), or any other set of buurten (neighbourhoods). They nest: what an area inside a
//! district may spend comes out of what its district may spend (S39).

use super::id::AreaId;

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
