//! What an award asks of the recipient, and until when, where the recipient's file says nothing else.

use jiff::civil::Date;

use super::Decision;
use crate::domain::accountability::{Class, Thresholds};
use crate::domain::calendar::{day_of, days_after, end_of_term};
use crate::domain::money::Cents;
use crate::domain::payment::Payer;

/// Days in which a plan must at least be able to be carried out: 13 weeks.
const LEAST_DAYS: i64 = 91;
/// Days after the end within which the recipient accounts: 13 weeks.
const ACCOUNT_DAYS: i64 = 91;

/// What the recipient must hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Papers {
    /// Nothing; a spot check may look.
    None,
    /// What was done.
    Activities,
    /// What was done and what it cost.
    Finances,
    /// The same with the statement of an auditor.
    Auditor,
}

/// The terms of an award, and of paying back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub until: Date,
    /// The last day on which the account may come in.
    pub account_by: Date,
    /// What must be in it.
    pub papers: Papers,
    /// What is paid before the account, from which day on; nothing when that is not planned yet.
    pub advances: Vec<(Date, Cents)>,
    /// The account of the municipality, on which who must pay back pays.
    pub payer: Option<Payer>,
}

impl From<Class> for Papers {
    fn from(class: Class) -> Papers {
        match class {
            Class::Direct => Papers::None,
            Class::Report => Papers::Activities,
            Class::Financial => Papers::Finances,
            Class::Audited | Class::Full => Papers::Auditor,
        }
    }
}

impl Terms {
    /// The usual terms: to the end of the last year that the money is from, or of the next one when less than 13 weeks are
    /// left; the account 13 weeks later; what is in it by the sum of its largest year.
    pub fn usual(decision: &Decision) -> Terms {
        let from = day_of(decision.at);
        let facts = &decision.facts;
        let last = facts.years.iter().map(|year| year.year).max().unwrap_or(facts.round.year);
        let year = i16::try_from(last).unwrap_or(from.year()).max(from.year());
        let end = |year: i16| Date::new(year, 12, 31).expect("every year has a last day");
        let until = if days_after(from, LEAST_DAYS) <= end(year) { end(year) } else { end(year + 1) };
        let papers =
            Papers::from(Thresholds::usual().class(facts.largest_year().unwrap_or(decision.sum), None));
        let account_by = end_of_term(days_after(until, ACCOUNT_DAYS));
        Terms { from, until, account_by, papers, advances: Vec::new(), payer: None }
    }
}
