//! The walk of a euro: from the municipal line to its area, its round, its grant and its postings, and back up. Each
//! page is one step; each figure leads to what it is made of. No page names a member of staff.

pub mod all;
pub mod area;
pub mod council;
mod files;
pub mod grant;
pub mod line;
mod people;
mod pictures;
pub mod postings;
pub mod realised;
pub mod report;
mod rooms;
pub mod round;
pub mod scenario;
pub mod shelf;
mod side;

use crate::domain::budget::{Allocation, Budget, Line};
use crate::domain::id::{AllocationId, LineId};
use crate::domain::ledger::Control;
use crate::domain::time::Moment;
use crate::store::report::At;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::paths;
use crate::web::visit::Visit;

/// Until when postings count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Until {
    /// Those before this moment.
    pub before: Moment,
    /// The day that was asked for, as `2027-12-31`; none for now.
    pub day: Option<String>,
}

impl Until {
    /// Reads the day from a query: `op=2027-12-31`, which is the end of that day; today is now. A day that has not begun
    /// is refused: what stands on such a page could still change.
    pub fn of(visit: &Visit, asked: &Form) -> Answer<Until> {
        let day = asked.get("op");
        if day.is_empty() {
            return Ok(Until { before: visit.now.plus_seconds(1), day: None });
        }
        let bad = Refusal(Kind::BadQuery);
        let begin = Moment::parse_local(&format!("{day}T00:00")).filter(|_| day.len() == 10).ok_or(bad)?;
        if visit.now < begin {
            return Err(bad);
        }
        if begin.local().date() == visit.now.local().date() {
            // A day that is not over is how it stands now: the same page and the same files.
            return Ok(Until { before: visit.now.plus_seconds(1), day: None });
        }
        let next = begin.local().date().tomorrow().map_err(|_| bad)?;
        let before = Moment::parse_local(&format!("{next}T00:00")).ok_or(bad)?;
        Ok(Until { before, day: Some(day.to_string()) })
    }

    /// Until a moment of the past, such as the opening of a round.
    pub fn moment(before: Moment) -> Until {
        Until { before, day: Some(before.local().date().to_string()) }
    }

    /// The same for sums that the database makes.
    fn at(&self) -> At {
        if self.day.is_none() { At::Now } else { At::Before(self.before) }
    }

    /// How many postings count.
    async fn postings(&self, conn: &mut Conn) -> Answer<u64> {
        Ok(match self.day {
            None => store::ledger::size(conn).await?,
            Some(_) => store::report::postings_before(conn, self.before).await?,
        })
    }

    /// What goes behind an address to stay at this day.
    pub fn query(&self) -> String {
        self.day.as_ref().map_or_else(String::new, |day| format!("?op={day}"))
    }
}

/// Refuses a day on a page that shows how it stands now: no figure may look as if it were of that day.
fn only_now(visit: &Visit) -> Answer<()> {
    if asked_day(visit).is_empty() { Ok(()) } else { Err(Refusal(Kind::BadQuery)) }
}

/// The day behind the question mark; empty where there is none.
fn asked_day(visit: &Visit) -> String {
    Form::parse(visit.query.as_bytes()).get("op").to_string()
}

/// What is wrong with the day behind the question mark, where it is that.
pub fn day_refused(visit: &Visit) -> Option<String> {
    let form = Form::parse(visit.query.as_bytes());
    let day: String = form.get("op").chars().take(40).collect();
    if day.is_empty() {
        return None;
    }
    if Until::of(visit, &form).is_ok() {
        return Some(visit.say("face-only-now"));
    }
    let example = visit.now.local().date().to_string();
    Some(visit.text.with("face-bad-day", &[("day", day.into()), ("example", example.into())]))
}

/// Lines, what areas have of them, and the control accounts.
pub struct Books {
    /// The lines, the newest year first. Example lines of imported elections are nobody's money.
    pub lines: Vec<Line>,
    /// Their budgets.
    pub budgets: Vec<Budget>,
    /// What areas have, by area.
    pub allocations: Vec<Allocation>,
    /// The sums of the ledger.
    pub controls: Vec<Control>,
}

impl Books {
    /// Reads them as they stand now, or stood at the end of a day.
    pub async fn open(conn: &mut Conn, until: &Until) -> Answer<Books> {
        let now = store::ledger::controls(conn).await?;
        let mut lines = store::budget::lines_with(conn, &now).await?;
        lines.retain(|line| !line.is_example);
        let mut allocations = store::budget::allocations_with(conn, &now).await?;
        allocations.retain(|one| lines.iter().any(|line| line.id == one.line));
        let controls = match until.day {
            None => now,
            Some(_) => store::report::controls_at(conn, until.before).await?,
        };
        if until.day.is_some() {
            // What had no money yet on that day was not there.
            lines.retain(|line| controls.iter().any(|one| one.line == line.id));
            allocations.retain(|part| controls.iter().any(|one| one.allocation.as_ref() == Some(&part.id)));
        }
        let budgets = store::budget::budgets(conn).await?;
        Ok(Books { lines, budgets, allocations, controls })
    }

    /// Reads them as they stand now, for a page that cannot show another day.
    pub async fn now(conn: &mut Conn, visit: &Visit) -> Answer<Books> {
        only_now(visit)?;
        Books::open(conn, &Until { before: visit.now, day: None }).await
    }

    /// One line.
    pub fn line(&self, id: &LineId) -> Answer<&Line> {
        self.lines.iter().find(|line| &line.id == id).ok_or(Refusal::NOT_FOUND)
    }

    /// One allocation.
    pub fn allocation(&self, id: &AllocationId) -> Answer<&Allocation> {
        self.allocations.iter().find(|one| &one.id == id).ok_or(Refusal::NOT_FOUND)
    }

    /// What areas have of a line, by the name of the area.
    pub fn parts_of(&self, line: &LineId) -> Vec<&Allocation> {
        let mut parts: Vec<&Allocation> = self.allocations.iter().filter(|one| &one.line == line).collect();
        parts.sort_by(|a, b| a.area_name.cmp(&b.area_name));
        parts
    }
}

/// The way up from a line, an area or what is in it.
struct Way(Vec<(String, Option<String>)>);

impl Way {
    /// Begins at the page of all money.
    fn top(visit: &Visit) -> Way {
        Way(vec![(visit.say("walk-top"), Some(visit.to(paths::PUBLIC_MONEY, &[])))])
    }

    /// Goes through a line.
    fn line(mut self, visit: &Visit, line: &Line) -> Way {
        let address = visit.to(paths::PUBLIC_LINE, &[line.id.as_str()]);
        self.0.push((line_name(line), Some(address)));
        self
    }

    /// Goes through what an area has of a line.
    fn area(mut self, visit: &Visit, part: &Allocation) -> Way {
        let address = visit.to(paths::PUBLIC_AREA, &[part.line.as_str(), part.area.as_str()]);
        self.0.push((part.area_name.clone(), Some(address)));
        self
    }

    /// Goes through a step of any kind.
    fn step(mut self, words: &str, address: String) -> Way {
        self.0.push((words.to_string(), Some(address)));
        self
    }

    /// Ends at the page itself.
    fn here(mut self) -> Vec<(String, Option<String>)> {
        if let Some(last) = self.0.last_mut() {
            last.1 = None;
        }
        self.0
    }
}

/// A line as people know it.
fn line_name(line: &Line) -> String {
    format!("{} {}", line.name, line.year)
}
