//! The lock-in curve (S5, S33): how much of each year is fixed already, and how much can still shift.

use super::Line;
use crate::domain::id::LineId;
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::{BasisPoints, Cents};

/// How much of a year is fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearLock {
    /// The line.
    pub line: LineId,
    /// Calendar year.
    pub year: i64,
    /// All money of the line.
    pub total: Cents,
    /// What stays where it is, outside the reserved share.
    pub fixed: Cents,
    /// What the reserved share holds, with what came from other years or less what went there.
    pub reserved: Cents,
    /// Of that: what is set aside for grants or further.
    pub committed: Cents,
    /// Of that: what rounds hold and nobody is promised yet.
    pub in_rounds: Cents,
    /// Of that: what nothing holds.
    pub free: Cents,
}

impl YearLock {
    /// What is not promised to anyone: it can still shift.
    pub fn uncommitted(&self) -> Cents {
        self.reserved.minus(self.committed).unwrap_or(Cents::ZERO)
    }

    /// The part of the reserved share that is promised, rounded up to a hundredth of a percent: a warning comes
    /// sooner, never later.
    pub fn committed_share(&self) -> BasisPoints {
        part(self.committed, self.reserved)
    }

    /// Whether more of the reserved share is promised than this.
    pub fn is_above(&self, warning: BasisPoints) -> bool {
        i128::from(self.committed.get()) * 10_000
            > i128::from(self.reserved.get()) * i128::from(warning.get())
    }
}

fn part(part: Cents, whole: Cents) -> BasisPoints {
    let points = match i128::from(whole.get()) {
        0 => 0,
        whole => (i128::from(part.get()) * 10_000 + whole - 1) / whole,
    };
    let points = i64::try_from(points).unwrap_or(10_000).min(10_000);
    BasisPoints::new(points).expect("at most ten thousand")
}

/// The curve over these lines, by year.
pub fn lock_in(lines: &[Line], controls: &[Control]) -> Vec<YearLock> {
    let mut years: Vec<YearLock> = lines.iter().map(|line| of_line(line, controls)).collect();
    years.sort_by(|a, b| (a.year, &a.line).cmp(&(b.year, &b.line)));
    years
}

fn of_line(line: &Line, controls: &[Control]) -> YearLock {
    let held = |wanted: fn(AccountKind) -> bool| {
        let own = controls.iter().filter(|one| one.line == line.id && wanted(one.kind));
        Cents::sum(own.map(Control::balance)).unwrap_or(Cents::MAX)
    };
    YearLock {
        line: line.id.clone(),
        year: line.year,
        total: line.total,
        fixed: line.fixed(),
        reserved: held(AccountKind::is_reserved),
        committed: held(AccountKind::is_of_grant),
        in_rounds: held(|kind| matches!(kind, AccountKind::Round | AccountKind::Objection)),
        free: held(|kind| matches!(kind, AccountKind::Reserve | AccountKind::Area)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::budget::{Base, Ground};
    use crate::domain::id::BudgetId;
    use crate::domain::pot::Pot;
    use crate::domain::time::Moment;

    fn line(year: i64) -> Line {
        Line {
            id: LineId::new(year.to_string()),
            budget: BudgetId::new("b"),
            year,
            name: "Sociaal makelen".to_string(),
            total: Cents::euros(1_000),
            share: BasisPoints::new(3_000).unwrap(),
            base: Base::told("alles"),
            ground: Ground::named("besluit"),
            decided_at: Moment::from_micros(0),
            allocated: Cents::ZERO,
            free: Cents::ZERO,
            is_example: false,
        }
    }

    fn holds(year: i64, kind: AccountKind, euros: u32) -> Control {
        let debit = Cents::euros(5);
        let credit = Cents::euros(euros + 5);
        Control { kind, line: LineId::new(year.to_string()), allocation: None, pot: Pot::None, debit, credit }
    }

    #[test]
    fn what_is_promised_in_a_later_year_is_locked_and_the_rest_can_shift() {
        let controls = [
            holds(2028, AccountKind::Fixed, 700),
            holds(2028, AccountKind::Reserve, 100),
            holds(2028, AccountKind::Round, 49),
            holds(2028, AccountKind::Committed, 151),
            holds(2027, AccountKind::Area, 300),
        ];
        let curve = lock_in(&[line(2028), line(2027)], &controls);
        assert_eq!(curve.iter().map(|one| one.year).collect::<Vec<_>>(), [2027, 2028]);
        let year = &curve[1];
        assert_eq!((year.reserved, year.fixed), (Cents::euros(300), Cents::euros(700)));
        assert_eq!((year.committed, year.in_rounds), (Cents::euros(151), Cents::euros(49)));
        assert_eq!((year.free, year.uncommitted()), (Cents::euros(100), Cents::euros(149)));
        assert_eq!(year.committed_share(), BasisPoints::new(5_034).unwrap(), "50.333 percent, rounded up");
        let half = BasisPoints::new(5_000).unwrap();
        assert!(year.is_above(half) && !curve[0].is_above(half));
        assert_eq!(curve[0].uncommitted(), Cents::euros(300));
    }
}
