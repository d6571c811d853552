//! A made-up city of two districts with six neighbourhoods, brought by the acts that people use.

use std::fmt::Write as _;

use schuifruimte::acts::borders::{File, What};
use schuifruimte::acts::{self, Context};
use schuifruimte::domain::area::Overlap;
use schuifruimte::domain::borders::{Names, Only};
use schuifruimte::domain::id::{AreaId, DataSetId};
use schuifruimte::domain::neighbourhood::Origin;

use super::files::collection;

/// Neighbourhoods with their district: the two that exist in every town of the tests.
pub const BUURTEN: [(&str, &str, &str); 6] = [
    ("BU1", "Kade", "WK034401"),
    ("BU2", "Werf", "WK034401"),
    ("BU3", "Sluis", "WK034401"),
    ("BU4", "Molen", "WK034402"),
    ("BU5", "Akker", "WK034402"),
    ("BU6", "Dijk", "WK034402"),
];

/// Figures of these neighbourhoods; of Sluis the SES is not published.
pub const FIGURES: &str = "buurtcode,buurtnaam,inwoners,ses_woa\nBU1,Kade,1000,0.4\nBU2,Werf,2000,-0.1\nBU3,Sluis,500,\n\
BU4,Molen,3000,-1.2\nBU5,Akker,0,0.3\nBU6,Dijk,1500,0.15\n";

/// The borders of these neighbourhoods as a GeoJSON file: a row of squares of a kilometre.
pub fn borders() -> String {
    borders_of(&BUURTEN)
}

/// The same of some of them.
pub fn borders_of(buurten: &[(&str, &str, &str)]) -> String {
    let feature = |(place, (code, name, wijk)): (usize, &(&str, &str, &str))| {
        let (west, east) = (136_000 + place * 1_000, 137_000 + place * 1_000);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"buurtcode\":\"{code}\",\"buurtnaam\":\"{name}\",\"wijkcode\":\"{wijk}\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{west},455000],[{east},455000],[{east},456000],\
             [{west},456000],[{west},455000]]]}}}}"
        )
    };
    collection(&buurten.iter().enumerate().map(feature).collect::<Vec<_>>())
}

/// A file with its origin.
pub fn file(text: &str) -> File<'_> {
    let origin =
        Origin { source: "Verzonnen Statistiek".to_string(), year: 2026, licence: "CC BY 4.0".to_string() };
    File { bytes: text.as_bytes(), names: Names::default(), only: Only::default(), origin }
}

/// Brings the borders.
pub async fn bring(ctx: &Context<'_>) {
    acts::borders::import(ctx, What::Neighbourhoods, &file(&borders())).await.expect("borders");
}

/// Brings the figures.
pub async fn count(ctx: &mut Context<'_>) -> DataSetId {
    acts::indicator::add(ctx, "Kerncijfers", &file(FIGURES), &[]).await.expect("figures")
}

/// A file of areas: code, name, district, neighbourhood.
pub fn areas_file(rows: &[(&str, &str, &str, &str)]) -> String {
    let mut text = "gebiedcode,gebiednaam,wijkcode,buurtcode\n".to_string();
    for (code, name, district, member) in rows {
        writeln!(text, "{code},{name},{district},{member}").expect("memory");
    }
    text
}

/// Brings two areas inside the first district: the quay, and the yard with the lock.
pub async fn part(ctx: &Context<'_>) -> [AreaId; 2] {
    let rows = [
        ("kade", "Rond de kade", "WK034401", "BU1"),
        ("haven", "De haven", "WK034401", "BU2"),
        ("haven", "De haven", "WK034401", "BU3"),
    ];
    let text = areas_file(&rows);
    acts::borders::import(ctx, What::Areas(Overlap::Refused), &file(&text)).await.expect("areas");
    ["kade", "haven"].map(AreaId::new)
}
