//! META and PROJECTS.

use std::collections::HashSet;

use super::rows::{Columns, Rows};
use super::{Listing, PbError, VoteType, cents, refuse};
use crate::tally::Project;

/// The most META rows and the most projects: far above any real election, so that what is kept of each does
/// not add up.
const MAX_META: usize = 1_000;
const MAX_PROJECTS: usize = 10_000;

/// The keys whose value is an amount.
const AMOUNTS: [&str; 5] = ["budget", "min_sum_cost", "max_sum_cost", "min_project_cost", "max_project_cost"];

/// The META rows and their lines.
pub struct Meta {
    /// Keys and values.
    pub rows: Vec<(String, String)>,
    lines: Vec<usize>,
    first: usize,
}

impl Meta {
    /// Reads the section and the title of the next.
    pub fn read(rows: &mut Rows<'_>) -> Result<Meta, PbError> {
        rows.title("META")?;
        let mut meta = Meta { rows: Vec::new(), lines: Vec::new(), first: rows.line };
        rows.header()?;
        while let Some(line) = rows.until("PROJECTS")? {
            let [key, value] = rows.cells.as_slice() else {
                return refuse(line, "a META row is 'key;value'");
            };
            if key.is_empty() {
                return refuse(line, "a META row has no key");
            }
            if meta.rows.iter().any(|(known, _)| known == key) {
                return refuse(line, format!("META names '{key}' twice"));
            }
            if meta.rows.len() == MAX_META {
                return refuse(line, format!("META has more than {MAX_META} rows"));
            }
            let amount = AMOUNTS.contains(&key.as_ref()) && cents(value).is_some();
            let value = if amount { value.replace(',', ".") } else { value.to_string() };
            meta.rows.push((key.to_string(), value));
            meta.lines.push(line);
        }
        Ok(meta)
    }

    fn value(&self, key: &str) -> Option<(usize, &str)> {
        let place = self.rows.iter().position(|(known, _)| known == key)?;
        Some((self.lines[place], self.rows[place].1.as_str()))
    }

    fn required(&self, key: &str) -> Result<(usize, &str), PbError> {
        self.value(key).ok_or_else(|| PbError { line: self.first, reason: format!("META has no {key}") })
    }

    /// In cents.
    pub fn budget(&self) -> Result<u64, PbError> {
        let (line, text) = self.required("budget")?;
        let amount = cents(text);
        amount.ok_or_else(|| PbError { line, reason: not_an_amount("budget", text) })
    }

    /// How ballots are to be understood.
    pub fn vote_type(&self) -> Result<VoteType, PbError> {
        let (line, name) = self.required("vote_type")?;
        VoteType::named(name).ok_or_else(|| PbError {
            line,
            reason: format!(
                "the vote_type '{name}' is none of approval, choose-1, ordinal, cumulative, scoring"
            ),
        })
    }

    /// Refuses a file in which something stands more or less often than META tells.
    pub fn holds(&self, key: &str, found: usize) -> Result<(), PbError> {
        match self.value(key) {
            Some((line, told)) if told.parse() != Ok(found) => {
                refuse(line, format!("{key} is {told} but the file has {found}"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn not_an_amount(what: &str, text: &str) -> String {
    format!("the {what} '{text}' is not an amount with at most two decimals")
}

/// Where the cells of a [`Listing`] stand.
struct Places([Option<usize>; 14]);

impl Places {
    fn new(columns: &Columns) -> Places {
        Places(COLUMNS.map(|name| columns.place(name)))
    }

    fn listing(&self, rows: &Rows<'_>) -> Listing {
        let cell = |place: usize| rows.cells[place].to_string();
        let mut texts = self.0.map(|place| place.map(cell).filter(|text| !text.is_empty())).into_iter();
        let mut text = || texts.next().flatten();
        Listing {
            votes: text(),
            score: text(),
            name: text(),
            category: text(),
            beneficiaries: text(),
            selected: text().map(|mark| mark == "1"),
            neighborhood: text(),
            subunit: text(),
            district: text(),
            description: text(),
            proposer: text(),
            public_id: text(),
            latitude: text(),
            longitude: text(),
        }
    }
}

/// The columns of a [`Listing`], in the order that the format prescribes.
pub const COLUMNS: [&str; 14] = [
    "votes",
    "score",
    "name",
    "category",
    "beneficiaries",
    "selected",
    "neighborhood",
    "subunit",
    "district",
    "description",
    "proposer",
    "public_id",
    "latitude",
    "longitude",
];

/// Reads PROJECTS and the title of the next section.
pub fn projects(rows: &mut Rows<'_>) -> Result<(Vec<Project>, Vec<Listing>), PbError> {
    let columns = rows.header()?;
    let (id, cost) = (columns.required("project_id")?, columns.required("cost")?);
    let places = Places::new(&columns);
    let mut projects: Vec<Project> = Vec::new();
    let mut listings = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    while let Some(line) = rows.until("VOTES")? {
        columns.check(line, &rows.cells)?;
        let project = rows.cells[id].to_string();
        if project.is_empty() || project.contains(',') {
            return refuse(line, format!("'{project}' cannot be the id of a project"));
        }
        let Some(cost) = cents(&rows.cells[cost]) else {
            return refuse(line, not_an_amount("cost", &rows.cells[cost]));
        };
        if !seen.insert(project.clone()) {
            return refuse(line, format!("project '{project}' stands here for the second time"));
        }
        if projects.len() == MAX_PROJECTS {
            return refuse(line, format!("more than {MAX_PROJECTS} projects"));
        }
        projects.push(Project { id: project, cost });
        listings.push(places.listing(rows));
    }
    Ok((projects, listings))
}
