//! Decisions on bounds that hold for more than one round: what one recipient may have of a year, and what a regulation asks
//! an account of. Each stays, with who took it, when and why.

use super::accountability::Thresholds;
use super::money::{BasisPoints, Cents};
use super::time::Moment;

/// What was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoundsSet {
    /// The most that one recipient may have of the reserved share of a year.
    Recipient(i64, BasisPoints),
    /// What must be handed in under a regulation, from a year on.
    Accountability(Thresholds),
}

/// A decision on bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundsDecision {
    /// Its number, from 1.
    pub number: u64,
    /// What was set.
    pub set: BoundsSet,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
    /// By whom, as in the staff log.
    pub by: String,
    /// The function of who decided, as it was; empty for the command line.
    pub function: String,
}

impl BoundsSet {
    /// Its kind by the name that the database has.
    pub fn kind(&self) -> &'static str {
        match self {
            BoundsSet::Recipient(..) => "recipient",
            BoundsSet::Accountability(_) => "accountability",
        }
    }

    /// The title of the regulation; empty where it is about all of them.
    pub fn regulation(&self) -> &str {
        match self {
            BoundsSet::Recipient(..) => "",
            BoundsSet::Accountability(row) => &row.regulation,
        }
    }

    /// The year that it holds for, or from which on.
    pub fn year(&self) -> i64 {
        match self {
            BoundsSet::Recipient(year, _) => *year,
            BoundsSet::Accountability(row) => row.year,
        }
    }

    /// Its figures, in the order in which they are stored: basis points, or cents, basis points and weeks.
    pub fn figures(&self) -> Vec<i64> {
        match self {
            BoundsSet::Recipient(_, share) => vec![share.get()],
            BoundsSet::Accountability(row) => {
                let sums = [row.direct, row.report, row.financial, row.audited];
                let rest = [row.income.get(), row.weeks, row.reminder_weeks];
                sums.map(Cents::get).into_iter().chain(rest).collect()
            }
        }
    }

    /// Reads what is stored; `None` of anything that this program does not write.
    pub fn read(kind: &str, regulation: &str, year: i64, figures: &[i64]) -> Option<BoundsSet> {
        match (kind, figures) {
            ("recipient", [share]) => Some(BoundsSet::Recipient(year, BasisPoints::new(*share).ok()?)),
            ("accountability", [direct, report, financial, audited, income, weeks, reminder_weeks]) => {
                let sum = |cents: &i64| Cents::new(*cents).ok();
                Some(BoundsSet::Accountability(Thresholds {
                    regulation: regulation.to_string(),
                    year,
                    direct: sum(direct)?,
                    report: sum(report)?,
                    financial: sum(financial)?,
                    audited: sum(audited)?,
                    income: BasisPoints::new(*income).ok()?,
                    weeks: *weeks,
                    reminder_weeks: *reminder_weeks,
                }))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_again() {
        let share = BasisPoints::new(1_000).expect("a share");
        for set in [BoundsSet::Recipient(2027, share), BoundsSet::Accountability(Thresholds::usual())] {
            let read = BoundsSet::read(set.kind(), set.regulation(), set.year(), &set.figures());
            assert_eq!(read, Some(set));
        }
        assert_eq!(BoundsSet::read("recipient", "", 2027, &[10_001]), None);
    }
}
