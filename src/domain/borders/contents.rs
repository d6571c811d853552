//! What is in a file: neighbourhoods, districts, areas, or figures.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Row;
use super::{BordersError, Fault, Place, Table};
use crate::domain::geo::Shape;
use crate::domain::id::{self, AreaId, NeighbourhoodId};
use crate::domain::indicator::{Number, Values};
use crate::domain::plain::fault_of_line;

/// Most characters of a name.
const MAX_NAME: usize = 100;

/// The names of columns or properties; an empty one means the usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The code of the neighbourhood.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the district.
    pub district: String,
    /// Its name.
    pub district_name: String,
    /// The code of an area.
    pub area: String,
    /// Its name.
    pub area_name: String,
}

/// Which rows of a file are meant: those whose code begins with this, such as `BU0344` in a file of the whole country.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only(pub String);

impl Only {
    fn takes(&self, code: &str) -> bool {
        code.starts_with(self.0.trim())
    }
}

const CODE: [&str; 4] = ["buurtcode", "bu_code", "codering_3", "code"];
const NAME: [&str; 3] = ["buurtnaam", "bu_naam", "naam"];
const DISTRICT: [&str; 2] = ["wijkcode", "wk_code"];
const DISTRICT_NAME: [&str; 2] = ["wijknaam", "wk_naam"];
const AREA: [&str; 2] = ["gebiedcode", "gebied"];
const AREA_NAME: [&str; 1] = ["gebiednaam"];

/// The column that was named, or the first of the usual ones that is there.
fn find<'a>(table: &'a Table, named: &str, usual: &[&str]) -> Result<&'a str, BordersError> {
    let named = named.trim();
    let found =
        if named.is_empty() { usual.iter().find_map(|name| table.column(name)) } else { table.column(named) };
    let missing = if named.is_empty() { usual[0] } else { named };
    found.ok_or_else(|| BordersError {
        place: Place::Line(1),
        fault: Fault::MissingColumn(missing.to_string()),
    })
}

fn code<'a>(row: &'a Row, column: &str) -> Result<&'a str, BordersError> {
    let code = row.cell(column);
    if code.is_empty() {
        return Err(row.fault(Fault::EmptyCell(column.to_string())));
    }
    let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && code.len() <= id::MAX_LENGTH { Ok(code) } else { Err(row.fault(Fault::BadCode(shown(code)))) }
}

fn shown(text: &str) -> String {
    text.chars().take(id::MAX_LENGTH).collect()
}

fn name<'a>(row: &'a Row, column: &str) -> Result<&'a str, BordersError> {
    let name = row.cell(column);
    if name.is_empty() {
        return Err(row.fault(Fault::EmptyCell(column.to_string())));
    }
    let good = name.chars().count() <= MAX_NAME && fault_of_line(name).is_none();
    if good { Ok(name) } else { Err(row.fault(Fault::BadText(column.to_string()))) }
}

/// A neighbourhood of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its code.
    pub code: NeighbourhoodId,
    /// Its name.
    pub name: String,
    /// The code of its district.
    pub district: AreaId,
    /// The name of its district, if the file has it.
    pub district_name: Option<String>,
    /// Where it lies, if the file has shapes.
    pub shape: Option<Shape>,
}

/// The neighbourhoods of a file.
pub fn neighbourhoods(table: &Table, names: &Names, only: &Only) -> Result<Vec<Found>, BordersError> {
    let code_in = find(table, &names.code, &CODE)?;
    let name_in = find(table, &names.name, &NAME)?;
    let district_in = find(table, &names.district, &DISTRICT)?;
    let district_name_in = find(table, &names.district_name, &DISTRICT_NAME);
    let district_name_in =
        if names.district_name.trim().is_empty() { district_name_in.ok() } else { Some(district_name_in?) };
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut districts: BTreeMap<String, Option<String>> = BTreeMap::new();
    for row in &table.rows {
        let own = code(row, code_in)?;
        if !only.takes(own) {
            continue;
        }
        if !seen.insert(own) {
            return Err(row.fault(Fault::Repeated(own.to_string())));
        }
        let district = code(row, district_in)?;
        let district_name = district_name_in.map(|column| name(row, column)).transpose()?.map(str::to_string);
        let known = districts.entry(district.to_string()).or_insert_with(|| district_name.clone());
        if *known != district_name {
            return Err(row.fault(Fault::Contradiction(district.to_string())));
        }
        found.push(Found {
            code: NeighbourhoodId::new(own),
            name: name(row, name_in)?.to_string(),
            district: AreaId::new(district),
            district_name,
            shape: row.shape.clone(),
        });
    }
    if found.is_empty() { Err(BordersError::file(Fault::Nothing)) } else { Ok(found) }
}

/// The districts of a file: code and name.
pub fn districts(table: &Table, names: &Names, only: &Only) -> Result<Vec<(AreaId, String)>, BordersError> {
    let code_in = find(table, &names.district, &DISTRICT)?;
    let name_in = find(table, &names.district_name, &DISTRICT_NAME)?;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for row in &table.rows {
        let own = code(row, code_in)?;
        if !only.takes(own) {
            continue;
        }
        if found.insert(own.to_string(), name(row, name_in)?.to_string()).is_some() {
            return Err(row.fault(Fault::Repeated(own.to_string())));
        }
    }
    if found.is_empty() {
        return Err(BordersError::file(Fault::Nothing));
    }
    Ok(found.into_iter().map(|(code, name)| (AreaId::new(code), name)).collect())
}

/// One neighbourhood of an area of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Where it stands.
    pub place: Place,
    /// The code of the area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// The district that it is in, if the file says so.
    pub district: Option<AreaId>,
    /// The neighbourhood.
    pub member: NeighbourhoodId,
}

/// The areas of a file, one row a neighbourhood.
pub fn areas(table: &Table, names: &Names, only: &Only) -> Result<Vec<MemberRow>, BordersError> {
    let area_in = find(table, &names.area, &AREA)?;
    let area_name_in = find(table, &names.area_name, &AREA_NAME)?;
    let member_in = find(table, &names.code, &CODE)?;
    let district_in = find(table, &names.district, &DISTRICT);
    let district_in = if names.district.trim().is_empty() { district_in.ok() } else { Some(district_in?) };
    let mut found: Vec<MemberRow> = Vec::new();
    let mut heads: BTreeMap<AreaId, (String, Option<AreaId>)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in &table.rows {
        let member = code(row, member_in)?;
        if !only.takes(member) {
            continue;
        }
        let area = AreaId::new(code(row, area_in)?);
        let district = district_in.map(|column| code(row, column)).transpose()?.map(AreaId::new);
        let area_name = name(row, area_name_in)?.to_string();
        let head = heads.entry(area.clone()).or_insert_with(|| (area_name.clone(), district.clone()));
        if *head != (area_name.clone(), district.clone()) {
            return Err(row.fault(Fault::Contradiction(area.to_string())));
        }
        if !seen.insert((area.clone(), member)) {
            return Err(row.fault(Fault::Repeated(member.to_string())));
        }
        let member = NeighbourhoodId::new(member);
        found.push(MemberRow { place: row.place, area, area_name, district, member });
    }
    if found.is_empty() { Err(BordersError::file(Fault::Nothing)) } else { Ok(found) }
}

/// What stands for "not published": nothing, the point of StatLine, and the marks of the CBS map of wijken and buurten.
const NOT_PUBLISHED: [&str; 7] = ["", ".", "-99995", "-99996", "-99997", "-99998", "-99999999"];

/// The figures of a file. Without names of columns every column is taken in which each cell is a number or empty.
/// Neighbourhoods that are not known here are refused.
pub fn figures(
    table: &Table,
    names: &Names,
    only: &Only,
    columns: &[String],
    known: &BTreeSet<NeighbourhoodId>,
) -> Result<(Vec<String>, Values), BordersError> {
    let code_in = find(table, &names.code, &CODE)?;
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &table.rows {
        let own = code(row, code_in)?;
        if !only.takes(own) {
            continue;
        }
        let id = NeighbourhoodId::new(own);
        if !known.contains(&id) {
            return Err(row.fault(Fault::UnknownNeighbourhood(own.to_string())));
        }
        if !seen.insert(own) {
            return Err(row.fault(Fault::Repeated(own.to_string())));
        }
        rows.push((id, row));
    }
    let figure = |row: &Row, column: &str| -> Result<Option<Number>, BordersError> {
        let cell = row.cell(column);
        if NOT_PUBLISHED.contains(&cell) {
            return Ok(None);
        }
        Number::parse(cell).map(Some).ok_or_else(|| row.fault(Fault::NoNumber(column.to_string())))
    };
    let chosen: Vec<String> = if columns.is_empty() {
        let all_numbers = |column: &&String| rows.iter().all(|(_, row)| figure(row, column).is_ok());
        let any_number =
            |column: &&String| rows.iter().any(|(_, row)| matches!(figure(row, column), Ok(Some(_))));
        table.columns.iter().filter(all_numbers).filter(any_number).cloned().collect()
    } else {
        let named = columns.iter().map(|name| find(table, name, &[""]).map(str::to_string));
        named.collect::<Result<_, _>>()?
    };
    let mut values = Values::new();
    for (id, row) in &rows {
        for column in &chosen {
            if let Some(number) = figure(row, column)? {
                values.entry(id.clone()).or_default().insert(column.clone(), number);
            }
        }
    }
    if values.is_empty() { Err(BordersError::file(Fault::Nothing)) } else { Ok((chosen, values)) }
}
