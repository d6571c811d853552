//! The reports of a budget line: the meter, the years ahead, who receives, what for, and for how many residents.

use super::{Cell, KINDS, Meter, Part, Report};
use crate::domain::budget::{Allocation, Budget, Line, lock_in};
use crate::domain::id::AllocationId;
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::Cents;
use crate::domain::time::Moment;

/// A line with the control accounts of all lines, as they stood before a moment.
pub struct Year<'a> {
    /// The line.
    pub line: &'a Line,
    /// All lines.
    pub lines: &'a [Line],
    /// Their budgets.
    pub budgets: &'a [Budget],
    /// What areas have of the line, in the order in which they are shown.
    pub parts: &'a [&'a Allocation],
    /// The control accounts.
    pub controls: &'a [Control],
    /// The moment before which postings count.
    pub before: Moment,
    /// How many postings that were.
    pub postings: u64,
}

/// What was asked and awarded under one theme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Themed {
    /// The theme, as the plans name it.
    pub theme: String,
    /// Plans on the ballot.
    pub plans: u64,
    /// What they asked.
    pub asked: Cents,
    /// Plans with a grant.
    pub grants: u64,
    /// What they were awarded.
    pub awarded: Cents,
    /// What of that was ordered to be paid, was paid or was settled.
    pub spent: Cents,
}

/// An amount for each resident, rounded down to the cent; `None` where nobody lives.
pub fn per_resident(amount: Cents, inhabitants: u64) -> Option<Cents> {
    let each = amount.unsigned().checked_div(inhabitants)?;
    Cents::from_unsigned(each).ok()
}

impl Year<'_> {
    pub(super) fn report(
        &self,
        name: &'static str,
        columns: Vec<&'static str>,
        rows: Vec<Vec<Cell>>,
    ) -> Report {
        let about = vec![
            ("year", Cell::Number(self.line.year)),
            ("line", Cell::Text(self.line.name.clone())),
            ("line_id", Cell::Text(self.line.id.to_string())),
        ];
        Report { name, version: 1, before: self.before, postings: self.postings, about, columns, rows }
    }

    /// The meter of the whole line.
    pub fn whole(&self) -> Meter {
        Meter::of_line(self.controls, &self.line.id)
    }

    /// Where the money of each area stands; then what no area has; then all of it (S30).
    pub fn meter(&self) -> Report {
        let mut columns = vec!["area", "area_name", "reserved"];
        columns.extend(KINDS.iter().map(|kind| match kind {
            AccountKind::Reserve => "undivided",
            AccountKind::Area => "free",
            AccountKind::Round => "in_rounds",
            AccountKind::Objection => "for_objections",
            AccountKind::Selected => "set_aside",
            AccountKind::Committed => "awarded_open",
            AccountKind::Receivable => "to_be_paid_back",
            other => other.name(),
        }));
        columns.push("fixed");
        let row = |id: Cell, name: Cell, meter: &Meter, fixed: Cell| {
            let mut cells = vec![id, name, Cell::Money(meter.reserved())];
            cells.extend(KINDS.iter().map(|kind| Cell::Money(meter.held(*kind))));
            cells.push(fixed);
            cells
        };
        let area = |part: &&Allocation| {
            let meter = Meter::of_allocation(self.controls, &part.id);
            let (id, name) = (Cell::Text(part.area.to_string()), Cell::Text(part.area_name.clone()));
            row(id, name, &meter, Cell::Nothing)
        };
        let mut rows: Vec<Vec<Cell>> = self.parts.iter().map(area).collect();
        let own = self.controls.iter().filter(|one| one.line == self.line.id);
        let undivided = Meter::of(own.filter(|one| one.kind == AccountKind::Reserve));
        rows.push(row(Cell::Nothing, Cell::Word("undivided"), &undivided, Cell::Nothing));
        let whole = self.whole();
        let fixed = Cell::Money(whole.held(AccountKind::Fixed));
        rows.push(row(Cell::Nothing, Cell::Word("together"), &whole, fixed));
        self.report("meter", columns, rows)
    }

    /// What is still free in this year and each year after it, beside the most that was agreed to be bound (S5, S33). A
    /// grant of more years takes its part of each.
    pub fn ahead(&self) -> Report {
        let columns = vec![
            "year",
            "line",
            "total",
            "fixed",
            "reserved",
            "bound",
            "in_rounds",
            "free",
            "free_share",
            "bound_share",
            "agreed_most",
        ];
        let mut lines: Vec<&Line> = self.lines.iter().filter(|line| line.year >= self.line.year).collect();
        lines.sort_by(|a, b| (a.year, &a.name).cmp(&(b.year, &b.name)));
        let row = |line: &&Line| {
            let meter = Meter::of_line(self.controls, &line.id);
            let sum =
                |parts: &[Part]| Cents::sum(parts.iter().map(|part| meter.part(*part))).unwrap_or(Cents::MAX);
            let free = sum(&[Part::Free, Part::Undivided]);
            let lock = lock_in(std::slice::from_ref(*line), self.controls);
            let budget = self.budgets.iter().find(|budget| budget.id == line.budget);
            vec![
                Cell::Number(line.year),
                Cell::Text(line.name.clone()),
                Cell::Money(meter.total()),
                Cell::Money(meter.held(AccountKind::Fixed)),
                Cell::Money(meter.reserved()),
                Cell::Money(sum(&[Part::Spent, Part::Promised, Part::Reclaim])),
                Cell::Money(meter.part(Part::Rounds)),
                Cell::Money(free),
                Cell::share_of(free, meter.reserved()),
                lock.first()
                    .filter(|lock| lock.reserved > Cents::ZERO)
                    .map_or(Cell::Nothing, |lock| Cell::Share(lock.committed_share())),
                budget.map_or(Cell::Nothing, |budget| Cell::Share(budget.warning)),
            ]
        };
        self.report("ahead", columns, lines.iter().map(row).collect())
    }

    /// What was asked and awarded by theme (S23).
    pub fn themes(&self, themed: &[Themed]) -> Report {
        let columns = vec!["theme", "plans", "asked", "grants", "awarded", "spent", "share"];
        let total = Cents::sum(themed.iter().map(|one| one.awarded)).unwrap_or(Cents::MAX);
        let row = |one: &Themed| {
            vec![
                if one.theme.is_empty() { Cell::Word("no_theme") } else { Cell::Text(one.theme.clone()) },
                Cell::Count(one.plans),
                Cell::Money(one.asked),
                Cell::Count(one.grants),
                Cell::Money(one.awarded),
                Cell::Money(one.spent),
                Cell::share_of(one.awarded, total),
            ]
        };
        self.report("themes", columns, themed.iter().map(row).collect())
    }

    /// The meter of an area with what areas inside it have: all that its residents decide about.
    fn with_inside(&self, part: &Allocation) -> Meter {
        let inside = |id: &AllocationId| {
            let known = self.parts.iter().find(|one| &one.id == id);
            known.is_some_and(|one| one.parent.as_ref() == Some(&part.area))
        };
        let own = |one: &&Control| one.allocation.as_ref().is_some_and(|id| id == &part.id || inside(id));
        Meter::of(self.controls.iter().filter(own))
    }

    /// What each area has and was awarded, for each of its residents; the numbers of residents in the order of the
    /// parts, where they are known. A district counts with the areas inside it.
    pub fn residents(&self, inhabitants: &[Option<u64>]) -> Report {
        let columns =
            vec!["area", "area_name", "inhabitants", "reserved", "reserved_each", "awarded", "awarded_each"];
        let each = |amount, people: Option<u64>| Cell::maybe(people.and_then(|n| per_resident(amount, n)));
        let row = |(part, people): (&&Allocation, &Option<u64>)| {
            let meter = self.with_inside(part);
            vec![
                Cell::Text(part.area.to_string()),
                Cell::Text(part.area_name.clone()),
                people.map_or(Cell::Nothing, Cell::Count),
                Cell::Money(meter.reserved()),
                each(meter.reserved(), *people),
                Cell::Money(meter.awarded()),
                each(meter.awarded(), *people),
            ]
        };
        self.report("residents", columns, self.parts.iter().zip(inhabitants).map(row).collect())
    }
}

/// A neighbourhood with the areas that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lived {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many people live there, where that is known.
    pub inhabitants: Option<u64>,
    /// Places of its areas among the parts of the year.
    pub parts: Vec<usize>,
}

impl Year<'_> {
    /// What there is for each resident of a neighbourhood: of each area that it is in, that area's own money divided by
    /// that area's residents; together. Nothing is said where the residents of one of those areas are not known.
    pub fn neighbourhoods(&self, lived: &[Lived], inhabitants: &[Option<u64>]) -> Report {
        let columns =
            vec!["neighbourhood", "neighbourhood_name", "inhabitants", "reserved_each", "awarded_each"];
        let meters: Vec<Meter> =
            self.parts.iter().map(|part| Meter::of_allocation(self.controls, &part.id)).collect();
        let each = |one: &Lived, of: fn(&Meter) -> Cents| -> Option<Cents> {
            let parts = one.parts.iter();
            let sums = parts.map(|place| per_resident(of(&meters[*place]), inhabitants[*place]?));
            Cents::sum(sums.collect::<Option<Vec<Cents>>>()?).ok()
        };
        let row = |one: &Lived| {
            vec![
                Cell::Text(one.code.clone()),
                Cell::Text(one.name.clone()),
                one.inhabitants.map_or(Cell::Nothing, Cell::Count),
                Cell::maybe(each(one, Meter::reserved)),
                Cell::maybe(each(one, Meter::awarded)),
            ]
        };
        self.report("neighbourhoods", columns, lived.iter().map(row).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nobody_lives_nobody_gets_anything() {
        assert_eq!(per_resident(Cents::euros(100), 0), None);
        assert_eq!(per_resident(Cents::euros(100), 3), Cents::new(3_333).ok());
    }
}
