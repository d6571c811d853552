//! The chain of ceilings: municipal line, its reserved share, what each area may spend of it, what each
//! round may spend of that, and the grants of the round. Each part must fit in the whole above it.

mod decision;
mod lock_in;
mod plan;
mod terms;

pub use decision::{Decision, ShareKept, Stand, may_become};
pub use lock_in::{YearLock, lock_in};
pub use plan::{Base, Budget, BudgetPlan, Commitments, Ground, Indexing, YearPlan, ground_fault, read_years};
pub use terms::{Terms, TermsDecision};

use super::id::{AllocationId, AreaId, BudgetId, LineId};
use super::ledger::AccountKey;
use super::money::{BasisPoints, Cents};
use super::time::Moment;

/// A yearly line of the municipal budget: one year of a [`Budget`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which line.
    pub id: LineId,
    /// The budget that it is a year of.
    pub budget: BudgetId,
    /// Calendar year.
    pub year: i64,
    /// Name in the budget.
    pub name: String,
    /// All money of the line.
    pub total: Cents,
    /// The share set aside for residents' plans (Dutch: flexibel deel).
    pub share: BasisPoints,
    /// What the share is taken of.
    pub base: Base,
    /// The decision behind it.
    pub ground: Ground,
    /// When it was last decided.
    pub decided_at: Moment,
    /// What areas have of the share, together, wherever it stands by now.
    pub allocated: Cents,
    /// What no area has yet.
    pub free: Cents,
    /// Whether it stands for an imported election: then it is nobody's money, and counts for nothing.
    pub is_example: bool,
}

impl Line {
    /// The reserved share in cents, rounded down.
    pub fn reserved(&self) -> Cents {
        self.share.of(self.total)
    }

    /// The part of the line that stays where it is.
    pub fn fixed(&self) -> Cents {
        self.total.minus(self.reserved()).unwrap_or(Cents::ZERO)
    }

    /// What was decided about it.
    pub fn stand(&self) -> Stand {
        Stand { total: self.total, share: self.share, base: self.base.clone() }
    }

    /// What is not yet given to an area.
    pub fn room(&self) -> Cents {
        self.free
    }

    /// What came from other years (positive) or went to them (negative), in cents.
    pub fn carried(&self) -> i64 {
        self.allocated.get() + self.free.get() - self.reserved().get()
    }
}

/// The line of a year out of many: of that year, or else the last one before it, or else the first one after it.
pub fn of_year(lines: &[Line], year: i64) -> Option<&Line> {
    let before = lines.iter().filter(|line| line.year <= year).max_by_key(|line| line.year);
    before.or_else(|| lines.iter().min_by_key(|line| line.year))
}

/// What an area may spend of a line's reserved share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// Which allocation.
    pub id: AllocationId,
    /// Of which line.
    pub line: LineId,
    /// For which area.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Year of the line.
    pub year: i64,
    /// What the area has, wherever it stands by now: the most that its rounds may spend, together.
    pub ceiling: Cents,
    /// What rounds and grants take up of it.
    pub rounds: Cents,
    /// What was set apart in pots, of what no round takes up.
    pub pots: Cents,
    /// The district around the area, out of whose part it came; `None` when it came out of the reserved share.
    pub parent: Option<AreaId>,
    /// What this district gave to areas inside it: no longer in its own ceiling.
    pub inside: Cents,
}

impl Allocation {
    /// The account of what no round takes up yet.
    pub fn account(&self) -> AccountKey {
        AccountKey::area(&self.line, &self.id)
    }

    /// The whole part: what it has itself, and what areas inside it have.
    pub fn whole(&self) -> Cents {
        self.ceiling.plus(self.inside).unwrap_or(Cents::MAX)
    }

    /// The least that the whole part can become: what rounds, grants, pots and areas inside it take up.
    pub fn least(&self) -> Cents {
        Cents::sum([self.rounds, self.pots, self.inside]).unwrap_or(Cents::MAX)
    }

    /// What no round takes up yet.
    pub fn room(&self) -> Cents {
        self.ceiling.minus(self.rounds).unwrap_or(Cents::ZERO)
    }
}

/// A part does not fit in the whole above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CeilingExceeded {
    /// The most that would have fitted.
    pub room: Cents,
}

/// Whether a part may become `wanted` when the other parts take up `others` of `ceiling`.
pub fn fits(ceiling: Cents, others: Cents, wanted: Cents) -> Result<(), CeilingExceeded> {
    let room = ceiling.minus(others).unwrap_or(Cents::ZERO);
    if wanted <= room { Ok(()) } else { Err(CeilingExceeded { room }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_million_at_thirty_percent_holds_two_million_one_hundred_thousand_and_no_cent_more() {
        let reserved = BasisPoints::new(3_000).unwrap().of(Cents::euros(7_000_000));
        assert_eq!(fits(reserved, Cents::ZERO, Cents::euros(2_100_000)), Ok(()));
        let cent_more = Cents::new(210_000_001).unwrap();
        assert_eq!(fits(reserved, Cents::ZERO, cent_more), Err(CeilingExceeded { room: reserved }));
        assert_eq!(
            fits(reserved, Cents::new(1).unwrap(), Cents::euros(2_100_000)).unwrap_err().room,
            Cents::new(209_999_999).unwrap()
        );
    }
}
