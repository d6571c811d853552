//! Shapes on the map, in whole metres of the Dutch grid (Rijksdriehoeksstelsel, RD): one system for every municipality
//! of the country, so that files of different years lie on top of each other. Longitude and latitude are brought to
//! it; figures of the grid itself are taken as they are. All of it is whole numbers.

mod shape;

pub use shape::{Frame, Shape, outline};

/// A place in metres of the grid: east and north of its origin near Paris.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Metres to the east.
    pub x: i64,
    /// Metres to the north.
    pub y: i64,
}

/// In which way a file says where things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Longitude and latitude in degrees (EPSG:4326), as GeoJSON prescribes.
    Degrees,
    /// Metres of the Dutch grid (EPSG:28992), as older files have.
    Grid,
}

/// A pair of coordinates that is nowhere in the Netherlands in either system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outside;

/// Reads a pair of coordinates as a file of shapes gives them; from there on they are whole numbers.
pub fn locate(first: f64, second: f64) -> Result<(System, Point), Outside> {
    if (3.0..=8.0).contains(&first) && (50.0..=54.0).contains(&second) {
        let read = |value: f64| scaled(value, 7).ok_or(Outside);
        return Ok((System::Degrees, from_degrees(read(first)?, read(second)?)));
    }
    if (-7_000.0..=300_000.0).contains(&first) && (289_000.0..=629_000.0).contains(&second) {
        let read = |value: f64| scaled(value, 0).ok_or(Outside);
        return Ok((System::Grid, Point { x: read(first)?, y: read(second)? }));
    }
    Err(Outside)
}

/// A number times ten to the `decimals`, rounded: by its digits, so that no float is reckoned with.
fn scaled(value: f64, decimals: usize) -> Option<i64> {
    format!("{value:.decimals$}").replace('.', "").parse().ok()
}

/// What one in a fixed-point number is.
const ONE: i128 = 1_000_000_000_000;

/// Terms of the polynomials: powers of the differences in latitude and in longitude, and the factor in millimetres.
type Term = (u32, u32, i128);

/// F.H. Schreutelkamp and G.L. Strang van Hees, "Benaderingsformules voor de transformatie tussen RD- en
/// WGS84-kaartcoördinaten": to the east, within a metre anywhere on Dutch land.
const EAST: [Term; 9] = [
    (0, 1, 190_094_945),
    (1, 1, -11_832_228),
    (2, 1, -114_221),
    (0, 3, -32_391),
    (1, 0, -705),
    (3, 1, -2_340),
    (1, 3, -608),
    (0, 2, -8),
    (2, 3, 148),
];
/// The same to the north.
const NORTH: [Term; 10] = [
    (1, 0, 309_056_544),
    (0, 2, 3_638_893),
    (2, 0, 73_077),
    (1, 2, -157_984),
    (3, 0, 59_788),
    (0, 1, 433),
    (2, 2, -6_439),
    (1, 1, -32),
    (0, 4, 92),
    (1, 4, -54),
];

/// Brings longitude and latitude, in ten-millionths of a degree, to the grid.
fn from_degrees(longitude: i64, latitude: i64) -> Point {
    // The formulas count in units of 10,000 seconds from the tower of Amersfoort: 0.36 times the degrees.
    let unit = |value: i64, origin: i64| i128::from(value - origin) * (ONE / 10_000_000) * 36 / 100;
    let (north, east) = (unit(latitude, 521_551_744), unit(longitude, 53_872_062));
    let power = |base: i128, times: u32| (0..times).fold(ONE, |sum, _| sum * base / ONE);
    let sum = |terms: &[Term], origin: i128| {
        let millimetres: i128 =
            terms.iter().map(|&(p, q, factor)| factor * (power(north, p) * power(east, q) / ONE)).sum();
        let metres = (origin * 1_000 * ONE + millimetres + 500 * ONE).div_euclid(1_000 * ONE);
        i64::try_from(metres).expect("a place in the Netherlands")
    };
    Point { x: sum(&EAST, 155_000), y: sum(&NORTH, 463_000) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towers_stand_where_the_land_registry_says() {
        // Westertoren in Amsterdam and Martinitoren in Groningen, the examples of the authors; and Amersfoort.
        for (longitude, latitude, x, y) in [
            (4.883_525_59, 52.374_532_53, 120_701, 487_525),
            (6.568_200_53, 53.219_383_17, 233_883, 582_065),
            (5.387_206_21, 52.155_174_40, 155_000, 463_000),
        ] {
            let (system, point) = locate(longitude, latitude).unwrap();
            assert_eq!(system, System::Degrees);
            assert!((point.x - x).abs() <= 1 && (point.y - y).abs() <= 1, "{point:?}");
        }
        assert_eq!(locate(136_780.4, 455_920.6), Ok((System::Grid, Point { x: 136_780, y: 455_921 })));
        assert_eq!(locate(52.09, 5.12), Err(Outside), "the wrong way round");
        assert_eq!(locate(0.0, 0.0), Err(Outside));
        assert_eq!(locate(f64::NAN, 52.0), Err(Outside));
    }
}
