//! The room meter (Dutch: ruimtemeter, S30): six figures for each area and year, beside the fixed part of the year.

use super::{Cell, Meter, Part, Report, Year};
use crate::domain::budget::Allocation;
use crate::domain::ledger::AccountKind;
use crate::domain::money::Cents;

/// The six figures. Each but the first and the last is a part of the one before it: what is settled was paid, what is
/// paid was granted, what is granted went through a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// All of it.
    pub reserved: Cents,
    /// What rounds have or had: reserved less free.
    pub allocated: Cents,
    /// Awarded and not taken back.
    pub granted: Cents,
    /// Of that: paid.
    pub paid: Cents,
    /// Of that: settled.
    pub settled: Cents,
    /// What no round has.
    pub free: Cents,
}

impl Room {
    /// The six figures of a meter.
    pub fn of(meter: &Meter) -> Room {
        let sum = |kinds: &[AccountKind]| {
            Cents::sum(kinds.iter().map(|kind| meter.held(*kind))).unwrap_or(Cents::MAX)
        };
        let free = meter.part(Part::Free).plus(meter.part(Part::Undivided)).unwrap_or(Cents::MAX);
        Room {
            reserved: meter.reserved(),
            allocated: meter.reserved().minus(free).unwrap_or(Cents::ZERO),
            granted: meter.awarded(),
            paid: sum(&[AccountKind::Paid, AccountKind::Accounted, AccountKind::Settled]),
            settled: meter.held(AccountKind::Settled),
            free,
        }
    }

    fn cells(self) -> [Cell; 6] {
        [self.reserved, self.allocated, self.granted, self.paid, self.settled, self.free].map(Cell::Money)
    }
}

impl Year<'_> {
    /// The six figures of each area in each year, the areas by name, the years from the first on; then those of each
    /// year together, with the fixed part beside them. `parts` are what areas have of all lines.
    pub fn room(&self, parts: &[Allocation]) -> Report {
        let columns = vec![
            "area",
            "area_name",
            "year",
            "line",
            "reserved",
            "allocated",
            "granted",
            "paid",
            "settled",
            "free",
            "fixed",
        ];
        let row = |area: [Cell; 2], (year, line): (i64, &str), meter: &Meter, fixed: Cell| {
            let mut cells = Vec::from(area);
            cells.extend([Cell::Number(year), Cell::Text(line.to_string())]);
            cells.extend(Room::of(meter).cells());
            cells.push(fixed);
            cells
        };
        let name = |part: &Allocation| {
            self.lines.iter().find(|line| line.id == part.line).map_or("", |line| line.name.as_str())
        };
        let mut parts: Vec<&Allocation> = parts.iter().collect();
        parts.sort_by(|a, b| (&a.area_name, a.year, name(a)).cmp(&(&b.area_name, b.year, name(b))));
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for part in parts {
            let meter = Meter::of_allocation(self.controls, &part.id);
            if meter.reserved() > Cents::ZERO {
                let area = [Cell::Text(part.area.to_string()), Cell::Text(part.area_name.clone())];
                rows.push(row(area, (part.year, name(part)), &meter, Cell::Nothing));
            }
        }
        let mut lines: Vec<_> = self.lines.iter().collect();
        lines.sort_by(|a, b| (a.year, &a.name).cmp(&(b.year, &b.name)));
        for line in lines {
            let meter = Meter::of_line(self.controls, &line.id);
            let fixed = Cell::Money(meter.held(AccountKind::Fixed));
            rows.push(row([Cell::Nothing, Cell::Word("together")], (line.year, &line.name), &meter, fixed));
        }
        self.report("room", columns, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_is_a_part_of_the_one_before_it() {
        let held = [
            (AccountKind::Area, 100),
            (AccountKind::Round, 20),
            (AccountKind::Committed, 8),
            (AccountKind::Payable, 4),
            (AccountKind::Paid, 2),
            (AccountKind::Settled, 1),
        ];
        let meter: Meter = held.into_iter().map(|(kind, euros)| (kind, Cents::euros(euros))).collect();
        let room = Room::of(&meter);
        let told = [room.reserved, room.allocated, room.granted, room.paid, room.settled, room.free];
        assert_eq!(told, [135, 35, 15, 3, 1, 100].map(Cents::euros));
    }
}
