//! A file as rows with named cells, and shapes where it has them.

use std::collections::BTreeMap;

use geojson::{Feature, GeoJson, GeometryValue, JsonValue, Position};

use super::{BordersError, Fault, Place};
use crate::domain::depth::{MAX_DEPTH, is_deeper};
use crate::domain::geo::{Outside, Point, Shape, System, locate};

/// A row, or a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// Its shape, if the file has shapes.
    pub shape: Option<Shape>,
    cells: BTreeMap<String, String>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of its columns, in their order.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Row {
    /// What stands in a column, without the spaces around it; empty when there is nothing.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// What is wrong here.
    pub fn fault(&self, fault: Fault) -> BordersError {
        BordersError { place: self.place, fault }
    }
}

impl Table {
    /// The column of this name, whatever its capitals.
    pub fn column(&self, name: &str) -> Option<&str> {
        self.columns.iter().find(|column| column.eq_ignore_ascii_case(name)).map(String::as_str)
    }
}

/// Reads CSV or GeoJSON, told apart by the first sign.
pub fn parse(bytes: &[u8]) -> Result<Table, BordersError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        BordersError { place: Place::Line(number(lines + 1)), fault: Fault::NotUtf8 }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => Err(BordersError::file(Fault::Empty)),
        Some('{' | '[') => features(text),
        Some(_) => rows(text),
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).expect("a count fits in 64 bits")
}

fn rows(text: &str) -> Result<Table, BordersError> {
    let head = text.lines().next().unwrap_or("");
    let is_dutch = head.matches(';').count() > head.matches(',').count();
    let delimiter = if is_dutch { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let columns: Vec<String> = reader
        .headers()
        .map_err(|error| of_csv(&error))?
        .iter()
        .map(|name| name.trim().to_string())
        .collect();
    for (place, column) in columns.iter().enumerate() {
        if columns[..place].iter().any(|other| other.eq_ignore_ascii_case(column)) {
            let fault = Fault::RepeatedColumn(column.clone());
            return Err(BordersError { place: Place::Line(1), fault });
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| of_csv(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        // A spreadsheet that writes semicolons writes decimals with a comma.
        let cell = |text: &str| if is_dutch { point_for_comma(text) } else { text.to_string() };
        let cells = columns.iter().cloned().zip(record.iter().map(cell)).collect();
        rows.push(Row { place: Place::Line(line), shape: None, cells });
    }
    Ok(Table { columns, rows })
}

/// A decimal comma becomes a point; anything else stays.
fn point_for_comma(text: &str) -> String {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.trim().split_once(',') {
        Some((whole, part)) if digits(whole.trim_start_matches('-')) && digits(part) => {
            format!("{whole}.{part}")
        }
        _ => text.to_string(),
    }
}

fn of_csv(error: &csv::Error) -> BordersError {
    let place = error.position().map_or(Place::File, |position| Place::Line(position.line()));
    let fault = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Fault::Cells(*len, *expected_len),
        _ => Fault::Unreadable,
    };
    BordersError { place, fault }
}

fn features(text: &str) -> Result<Table, BordersError> {
    if is_deeper(text.as_bytes(), MAX_DEPTH) {
        return Err(BordersError { place: Place::File, fault: Fault::Unreadable });
    }
    let read: GeoJson = text.parse().map_err(|error| {
        let place = match error {
            geojson::Error::MalformedGeoJson(error) if error.line() > 0 => Place::Line(number(error.line())),
            _ => Place::File,
        };
        BordersError { place, fault: Fault::Unreadable }
    })?;
    let GeoJson::FeatureCollection(collection) = read else {
        return Err(BordersError::file(Fault::Unreadable));
    };
    let mut columns: Vec<String> = Vec::new();
    let (mut rows, mut system) = (Vec::new(), None);
    for (feature, count) in collection.features.iter().zip(1..) {
        let place = Place::Feature(count);
        let shape = shape(feature, &mut system).map_err(|fault| BordersError { place, fault })?;
        let properties = feature.properties.iter().flatten();
        let cells: BTreeMap<String, String> =
            properties.filter_map(|(name, value)| Some((name.clone(), written(value)?))).collect();
        for name in feature.properties.iter().flatten().map(|(name, _)| name) {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        rows.push(Row { place, shape, cells });
    }
    Ok(Table { columns, rows })
}

fn written(value: &JsonValue) -> Option<String> {
    match value {
        JsonValue::String(text) => Some(text.clone()),
        JsonValue::Number(number) => Some(number.to_string()),
        JsonValue::Bool(_) | JsonValue::Null | JsonValue::Array(_) | JsonValue::Object(_) => None,
    }
}

fn shape(feature: &Feature, system: &mut Option<System>) -> Result<Option<Shape>, Fault> {
    let Some(geometry) = &feature.geometry else { return Ok(None) };
    let one;
    let polygons: &[Vec<Vec<Position>>] = match &geometry.value {
        GeometryValue::Polygon { coordinates } => {
            one = [coordinates.clone()];
            &one
        }
        GeometryValue::MultiPolygon { coordinates } => coordinates,
        _ => return Err(Fault::NoPolygon),
    };
    let mut point = |position: &Position| -> Result<Point, Fault> {
        let [first, second, ..] = position.as_slice() else { return Err(Fault::Outside) };
        let (found, point) = locate(*first, *second).map_err(|Outside| Fault::Outside)?;
        if *system.get_or_insert(found) == found { Ok(point) } else { Err(Fault::Mixed) }
    };
    let mut placed = Vec::new();
    for polygon in polygons {
        let mut rings = Vec::new();
        for ring in polygon {
            rings.push(ring.iter().map(&mut point).collect::<Result<Vec<_>, _>>()?);
        }
        placed.push(rings);
    }
    Shape::of(&placed).map(Some).ok_or(Fault::TooSmall)
}
