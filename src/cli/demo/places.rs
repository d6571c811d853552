//! The buurten of the invented year with invented figures, and the division of the money by them.

use std::fmt::Write as _;

use super::town;
use crate::acts::borders::{File, What};
use crate::acts::{self, Context};
use crate::cli::Failure;
use crate::cli::service::{Service, refused};
use crate::domain::area::UTRECHT;
use crate::domain::borders::{Names, Only};
use crate::domain::division::Wanted;
use crate::domain::id::{AllocationId, AreaId, LineId, NeighbourhoodId, ProposalId, RoundId};
use crate::domain::indicator::Number;
use crate::domain::key::{Bounds, Indicator, Key, Measure, Side};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::neighbourhood::Origin;
use crate::store;

/// What stands behind every borders and figures of the demonstration.
const SOURCE: &str = "Voorbeeld, verzonnen voor deze demonstratie";
/// Three buurten in each wijk.
const SIDES: [&str; 3] = ["noord", "midden", "zuid"];
/// A side of a drawn buurt, in metres, and where the drawing begins.
const SIZE: usize = 700;
const ORIGIN: (usize, usize) = (132_000, 453_000);

/// The number of residents of each of the three buurten of a wijk, and how people fare there, from -1 to 1.
const FIGURES: [[(u32, &str); 3]; 10] = [
    [(6_100, "0.1"), (8_400, "-0.05"), (7_200, "0.2")],
    [(12_900, "-0.2"), (15_300, "-0.3"), (11_800, "0.05")],
    [(11_200, "-0.6"), (12_600, "-0.55"), (9_900, "-0.4")],
    [(9_700, "0.3"), (12_100, "0.15"), (8_800, "0.25")],
    [(8_300, "0.35"), (10_900, "0.1"), (9_400, "0.3")],
    [(5_200, "0.2"), (6_700, "0.05"), (5_900, "0.15")],
    [(7_600, "-0.05"), (9_800, "-0.15"), (8_100, "0.1")],
    [(11_900, "-0.25"), (13_700, "-0.35"), (10_600, "-0.1")],
    [(12_400, "0.2"), (14_800, "0.1"), (11_100, "0.25")],
    [(13_600, "0.3"), (15_900, "0.25"), (12_700, "0.35")],
];

/// Code and name of a buurt of a wijk.
fn buurt((wijk, name): (&str, &str), side: usize) -> (String, String) {
    (format!("VB{}{:02}", &wijk[2..], side + 1), format!("{name} {} (voorbeeld)", SIDES[side]))
}

/// Spreads the plans of a round over the buurten of Noordwest; the last of each four is for the whole wijk.
pub(super) async fn located(ctx: &Context<'_>, round: &RoundId, plans: &[ProposalId]) -> Result<(), Failure> {
    for (number, plan) in plans.iter().enumerate().filter(|(number, _)| number % 4 < SIDES.len()) {
        let code = NeighbourhoodId::new(buurt(UTRECHT[1], number % 4).0);
        acts::location::set(ctx, round, plan, Some(&code)).await?;
    }
    Ok(())
}

/// The buurten as a drawing: each wijk is a column of three squares.
fn borders() -> String {
    let mut features = Vec::new();
    for (place, wijk) in UTRECHT.into_iter().enumerate() {
        for side in 0..SIDES.len() {
            let (code, name) = buurt(wijk, side);
            let west = ORIGIN.0 + place % 5 * SIZE;
            // The second row of wijken lies below the first; north is up.
            let south = ORIGIN.1 + (5 - place / 5 * 3 - side) * SIZE;
            let (east, north) = (west + SIZE, south + SIZE);
            let properties =
                format!(r#"{{"buurtcode":"{code}","buurtnaam":"{name}","wijkcode":"{}"}}"#, wijk.0);
            let ring = format!(
                "[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]"
            );
            let shape = format!(r#"{{"type":"Polygon","coordinates":[[{ring}]]}}"#);
            features.push(format!(r#"{{"type":"Feature","properties":{properties},"geometry":{shape}}}"#));
        }
    }
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// The figures as a table.
fn figures() -> String {
    let mut text = "buurtcode,buurtnaam,inwoners,leefscore\n".to_string();
    for (wijk, rows) in UTRECHT.into_iter().zip(FIGURES) {
        for (side, (people, score)) in rows.into_iter().enumerate() {
            let (code, name) = buurt(wijk, side);
            writeln!(text, "{code},{name},{people},{score}").expect("memory takes it");
        }
    }
    text
}

fn file(text: &str, year: i64) -> File<'_> {
    let origin = Origin { source: SOURCE.to_string(), year, licence: "CC0".to_string() };
    File { bytes: text.as_bytes(), names: Names::default(), only: Only::default(), origin }
}

/// Brings the buurten and their figures, and divides the reserved share of a line over the wijken by them: the
/// allocation of Noordwest.
pub(super) async fn divided(
    service: &Service,
    ctx: &mut Context<'_>,
    (line, year): (&LineId, i64),
) -> Result<AllocationId, Failure> {
    acts::borders::import(ctx, What::Neighbourhoods, &file(&borders(), year - 1)).await?;
    let set = acts::indicator::add(ctx, "Voorbeeldcijfers", &file(&figures(), year - 1), &[]).await?;
    let share = |points| BasisPoints::new(points).expect("a fifth is a share");
    let number = |text| Number::parse(text).expect("a figure of the example");
    let need = Indicator { column: "leefscore".to_string(), need: Side::Low, weight: number("0.5") };
    let bounds = Bounds { least: number("0.75"), most: number("1.25") };
    let wanted = Wanted {
        line: line.clone(),
        parent: None,
        areas: UTRECHT.into_iter().map(|(code, _)| AreaId::new(code)).collect(),
        set,
        key: Key {
            equal: share(2_000),
            inhabitants: "inwoners".to_string(),
            measure: Measure::Need { indicators: vec![need], bounds },
        },
        total: Cents::euros(town::DIVIDED),
    };
    let mut conn = service.store.read().await.map_err(refused)?;
    let seen = acts::division::propose(&mut conn, &wanted).await?.digest;
    drop(conn);
    acts::division::decide(ctx, &wanted, &seen, "Verdeling bij de begroting, met verzonnen cijfers").await?;
    let mut conn = service.store.read().await.map_err(refused)?;
    let parts = store::budget::allocations(&mut conn).await.map_err(refused)?;
    let own = parts.into_iter().find(|part| part.line == *line && part.area.as_str() == "WK034402");
    own.map(|part| part.id).ok_or_else(|| Failure::refused("Noordwest is one of the wijken"))
}
