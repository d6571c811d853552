//! Reading elections in the Pabulib format (`.pb`): three sections META, PROJECTS and VOTES, each a
//! header and rows of cells between semicolons; a cell may stand in double quotes, in which a quote is
//! doubled. Approval and choose-1 ballots are read.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use super::ballots::ProjectIndex;
use super::instance::{Instance, Project};

/// The most projects, and the most cells in a row: far above any real election, so that a hostile file
/// costs no more memory than its size.
const MAX_PROJECTS: usize = 100_000;
const MAX_CELLS: usize = 1_000;
/// The largest amount, in cents; sums of [`MAX_PROJECTS`] of them stay far below 2^64.
const MAX_AMOUNT: u64 = 100_000_000_000_000;

/// An election as its file tells it.
#[derive(Debug, Clone)]
pub struct Election {
    /// The META rows, in file order.
    pub meta: Vec<(String, String)>,
    /// The PROJECTS rows, in the order of [`Instance::projects`].
    pub projects: Vec<Listing>,
    /// What is counted.
    pub instance: Instance,
}

/// What a file says of a project beside its id and price.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Column `name`.
    pub name: Option<String>,
    /// Column `category`.
    pub category: Option<String>,
    /// Column `selected`: whether it won officially (only 1 means that it did).
    pub selected: Option<bool>,
}

impl Election {
    /// The value of a META key.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for PbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for PbError {}

fn refuse<T>(line: usize, reason: impl Into<String>) -> Result<T, PbError> {
    Err(PbError { line, reason: reason.into() })
}

/// Reads an election.
pub fn read(bytes: &[u8]) -> Result<Election, PbError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| PbError {
        line: 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count(),
        reason: "is not UTF-8 text".to_string(),
    })?;
    let mut rows = Rows { text, line: 1 };
    let (meta, meta_line) = read_meta(&mut rows)?;
    let value = |key: &str| meta.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    let Some(budget) = value("budget") else { return refuse(meta_line, "META has no budget") };
    let budget = cents(budget).ok_or_else(|| PbError {
        line: meta_line,
        reason: format!("the budget '{budget}' is not an amount with at most two decimals"),
    })?;
    let most_choices = match value("vote_type") {
        Some("approval") => usize::MAX,
        Some("choose-1") => 1,
        Some(other) => {
            return refuse(
                meta_line,
                format!("vote_type '{other}' cannot be counted yet; approval and choose-1 can"),
            );
        }
        None => return refuse(meta_line, "META has no vote_type"),
    };
    let (projects, listings) = read_projects(&mut rows)?;
    let ballots = read_votes(&mut rows, &projects, most_choices)?;
    for (key, found) in [("num_projects", projects.len()), ("num_votes", ballots.len())] {
        if value(key).is_some_and(|told| told != found.to_string()) {
            return refuse(
                meta_line,
                format!("{key} is {} but the file has {found}", value(key).unwrap_or("")),
            );
        }
    }
    let instance = Instance::new(budget, projects, ballots);
    Ok(Election { meta, projects: listings, instance })
}

fn read_meta(rows: &mut Rows) -> Result<(Vec<(String, String)>, usize), PbError> {
    let mut meta: Vec<(String, String)> = Vec::new();
    rows.title("META")?;
    let first = rows.line;
    rows.header()?;
    while let Some((line, cells)) = rows.until("PROJECTS")? {
        let [key, value] = cells.as_slice() else { return refuse(line, "a META row is 'key;value'") };
        if meta.iter().any(|(known, _)| known == key) {
            return refuse(line, format!("META names '{key}' twice"));
        }
        meta.push((key.trim().to_string(), value.trim().to_string()));
    }
    Ok((meta, first))
}

fn read_projects(rows: &mut Rows) -> Result<(Vec<Project>, Vec<Listing>), PbError> {
    let columns = rows.header()?;
    let (id, cost) = (columns.required("project_id")?, columns.required("cost")?);
    let [name, category, selected] = ["name", "category", "selected"].map(|column| columns.place(column));
    let mut projects: Vec<Project> = Vec::new();
    let mut listings = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    while let Some((line, cells)) = rows.until("VOTES")? {
        columns.check(line, &cells)?;
        let project = cells[id].trim().to_string();
        if project.is_empty() || project.contains(',') {
            return refuse(line, format!("'{project}' cannot be the id of a project"));
        }
        let Some(cost) = cents(&cells[cost]) else {
            return refuse(
                line,
                format!("the cost '{}' is not an amount with at most two decimals", cells[cost]),
            );
        };
        if !seen.insert(project.clone()) {
            return refuse(line, format!("project '{project}' stands here for the second time"));
        }
        if projects.len() == MAX_PROJECTS {
            return refuse(line, format!("more than {MAX_PROJECTS} projects"));
        }
        projects.push(Project { id: project, cost });
        let text =
            |place: Option<usize>| place.map(|p| cells[p].trim().to_string()).filter(|t| !t.is_empty());
        let selected = text(selected).map(|mark| mark == "1");
        listings.push(Listing { name: text(name), category: text(category), selected });
    }
    Ok((projects, listings))
}

fn read_votes(rows: &mut Rows, projects: &[Project], most: usize) -> Result<Vec<Vec<ProjectIndex>>, PbError> {
    let columns = rows.header()?;
    let (voter, vote) = (columns.required("voter_id")?, columns.required("vote")?);
    let places: HashMap<&str, ProjectIndex> = (0..).zip(projects).map(|(i, p)| (p.id.as_str(), i)).collect();
    let mut voters: HashSet<String> = HashSet::new();
    let mut ballots = Vec::new();
    while let Some((line, cells)) = rows.next_row()? {
        columns.check(line, &cells)?;
        if !voters.insert(cells[voter].to_string()) {
            return refuse(line, format!("voter '{}' stands here for the second time", cells[voter]));
        }
        let mut ballot = Vec::new();
        for id in cells[vote].split(',').map(str::trim).filter(|_| !cells[vote].trim().is_empty()) {
            match places.get(id) {
                Some(&place) => ballot.push(place),
                None => return refuse(line, format!("the ballot names the unknown project '{id}'")),
            }
        }
        if ballot.len() > most {
            return refuse(
                line,
                format!("the ballot names {} projects; this election allows {most}", ballot.len()),
            );
        }
        ballots.push(ballot);
    }
    Ok(ballots)
}

/// An amount with at most two decimals, in cents.
pub fn cents(text: &str) -> Option<u64> {
    let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let kept = decimals.trim_end_matches('0');
    if !digits(whole) || !digits(decimals) || kept.len() > 2 {
        return None;
    }
    let amount =
        whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(format!("{kept:0<2}").parse().ok()?)?;
    (amount <= MAX_AMOUNT).then_some(amount)
}

/// The columns that a header names.
struct Columns {
    line: usize,
    names: Vec<String>,
}

impl Columns {
    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    fn required(&self, name: &str) -> Result<usize, PbError> {
        self.place(name)
            .ok_or_else(|| PbError { line: self.line, reason: format!("there is no column '{name}'") })
    }

    fn check(&self, line: usize, cells: &[Cow<'_, str>]) -> Result<(), PbError> {
        if cells.len() == self.names.len() {
            return Ok(());
        }
        refuse(line, format!("the row has {} cells; the header names {}", cells.len(), self.names.len()))
    }
}

/// The rows of a file, one after the other.
struct Rows<'a> {
    text: &'a str,
    /// The line of the next row.
    line: usize,
}

impl<'a> Rows<'a> {
    /// Reads the line that begins a section.
    fn title(&mut self, title: &str) -> Result<(), PbError> {
        match self.next_row()? {
            Some((_, cells)) if cells.len() == 1 && cells[0].trim() == title => Ok(()),
            Some((line, _)) => refuse(line, format!("the section {title} was expected here")),
            None => refuse(self.line, format!("the file ends before the section {title}")),
        }
    }

    fn header(&mut self) -> Result<Columns, PbError> {
        let Some((line, cells)) = self.next_row()? else {
            return refuse(self.line, "the file ends before a header");
        };
        let names: Vec<String> = cells.iter().map(|cell| cell.trim().to_string()).collect();
        for (place, name) in names.iter().enumerate() {
            if names[..place].contains(name) {
                return refuse(line, format!("the header names '{name}' twice"));
            }
        }
        Ok(Columns { line, names })
    }

    /// The next row, or `None` at the title of the next section.
    fn until(&mut self, title: &str) -> Result<Option<Row<'a>>, PbError> {
        match self.next_row()? {
            Some((_, cells)) if cells.len() == 1 && cells[0].trim() == title => Ok(None),
            Some(row) => Ok(Some(row)),
            None => refuse(self.line, format!("the file ends before the section {title}")),
        }
    }

    /// The next row that is not empty.
    fn next_row(&mut self) -> Result<Option<Row<'a>>, PbError> {
        while !self.text.is_empty() {
            let line = self.line;
            let cells = self.cells()?;
            if cells.len() > 1 || !cells[0].trim().is_empty() {
                return Ok(Some((line, cells)));
            }
        }
        Ok(None)
    }

    fn cells(&mut self) -> Result<Vec<Cow<'a, str>>, PbError> {
        let mut cells = Vec::new();
        loop {
            let (cell, more) = if self.text.starts_with('"') { self.quoted()? } else { self.plain() };
            cells.push(cell);
            if !more {
                return Ok(cells);
            }
            if cells.len() == MAX_CELLS {
                return refuse(self.line, format!("the row has more than {MAX_CELLS} cells"));
            }
        }
    }

    fn plain(&mut self) -> (Cow<'a, str>, bool) {
        let end = self.text.find([';', '\n']).unwrap_or(self.text.len());
        let cell = &self.text[..end];
        let more = self.step_over(end);
        (Cow::Borrowed(if more { cell } else { cell.strip_suffix('\r').unwrap_or(cell) }), more)
    }

    fn quoted(&mut self) -> Result<(Cow<'a, str>, bool), PbError> {
        let opened = self.line;
        let inner = &self.text[1..];
        let mut from = 0;
        let end = loop {
            let Some(quote) = inner[from..].find('"') else {
                return refuse(opened, "a quote is never closed");
            };
            if !inner[from + quote + 1..].starts_with('"') {
                break from + quote;
            }
            from += quote + 2;
        };
        let cell = &inner[..end];
        self.line += cell.matches('\n').count();
        let cell =
            if cell.contains('"') { Cow::Owned(cell.replace("\"\"", "\"")) } else { Cow::Borrowed(cell) };
        let after = self.text[end + 2..].strip_prefix('\r').unwrap_or(&self.text[end + 2..]);
        let skipped = self.text.len() - after.len();
        if !after.is_empty() && !after.starts_with([';', '\n']) {
            return refuse(self.line, "text stands behind a closing quote");
        }
        Ok((cell, self.step_over(skipped)))
    }

    /// Moves past the separator at `end`; whether the row goes on.
    fn step_over(&mut self, end: usize) -> bool {
        let separator = self.text[end..].chars().next();
        self.text = self.text.get(end + 1..).unwrap_or("");
        if separator == Some('\n') {
            self.line += 1;
        }
        separator == Some(';')
    }
}

/// A line number and its cells.
type Row<'a> = (usize, Vec<Cow<'a, str>>);
