//! Areas: a wijk (district), or any other set of buurten (neighbourhoods).

use super::id::AreaId;

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// For a wijk its CBS code, such as `WK034402`.
    pub id: AreaId,
    /// Name as residents know it.
    pub name: String,
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
    let area = |&(id, name): &(&str, &str)| Area { id: AreaId::new(id), name: name.to_string() };
    UTRECHT.iter().map(area).collect()
}
