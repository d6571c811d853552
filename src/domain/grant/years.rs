//! Grants of several years (Dutch: meerjarige subsidie): a slice of each year's money, and the notice before the
//! last one ends.

use jiff::civil::Date;

use crate::domain::id::LineId;
use crate::domain::money::{BadAmount, Cents};
use crate::domain::time::Moment;

/// From so many years on, a recipient may count on notice (Awb art. 4:51).
pub const YEARS_WITH_NOTICE: usize = 3;
/// So many months before the end notice must have been given, unless the regulation says otherwise.
pub const NOTICE_MONTHS: i32 = 12;
/// So many days before the last day for notice it stands on the list of work.
pub const NOTICE_AHEAD_DAYS: i64 = 90;

/// What a grant gets in one of its later years (Dutch: jaarschijf).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The line of that year.
    pub line: LineId,
    /// The year.
    pub year: i64,
    /// How much, in whole cents.
    pub amount: Cents,
}

/// Notice that a grant will not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// When it was given.
    pub at: Moment,
    /// Who gave it, as in the staff log.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Why years cannot be agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearsFault {
    /// A year follows no other: years are without gaps, from the one after the first.
    Gap,
    /// There is no budget for this year.
    NoLine(i64),
}

/// What a grant gets in all its years together.
pub fn total(first: Cents, slices: &[Slice]) -> Result<Cents, BadAmount> {
    Cents::sum(std::iter::once(first).chain(slices.iter().map(|slice| slice.amount)))
}

/// The slices of later years, each on the line of its year: `amounts` are those of the years after `first`, in
/// order; `line` gives the line of a year.
pub fn slices(
    first: i64,
    amounts: &[Cents],
    line: impl Fn(i64) -> Option<LineId>,
) -> Result<Vec<Slice>, YearsFault> {
    let last = amounts.iter().rposition(|amount| *amount > Cents::ZERO).map_or(0, |last| last + 1);
    let mut found = Vec::new();
    for (year, amount) in (first + 1..).zip(&amounts[..last]) {
        if *amount == Cents::ZERO {
            return Err(YearsFault::Gap);
        }
        found.push(Slice { line: line(year).ok_or(YearsFault::NoLine(year))?, year, amount: *amount });
    }
    Ok(found)
}

/// The last day on which notice can be given that a grant of so many years will not go on: `months` before the end of
/// its last year. `None` for a grant that is too short for it.
pub fn notice_by(first: i64, slices: &[Slice], months: i32) -> Option<Date> {
    if slices.len() + 1 < YEARS_WITH_NOTICE {
        return None;
    }
    let last = slices.iter().map(|slice| slice.year).max().unwrap_or(first);
    let end = Date::new(i16::try_from(last).ok()?, 12, 31).ok()?;
    end.checked_sub(jiff::Span::new().months(months)).ok()
}

/// Whether notice is due: the last day for it is near, or past.
pub fn is_due(by: Date, now: Moment) -> bool {
    let ahead = now.plus_minutes(NOTICE_AHEAD_DAYS * 24 * 60);
    ahead.local().date() >= by
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(year: i64) -> Slice {
        Slice { line: LineId::new(format!("line-{year}")), year, amount: Cents::euros(100) }
    }

    fn moment(text: &str) -> Moment {
        Moment::parse_local(text).expect("a moment")
    }

    #[test]
    fn notice_is_given_a_year_before_the_end_of_a_grant_of_three_years_or_more() {
        let of = |years: &[i64]| {
            let slices: Vec<Slice> = years.iter().copied().map(slice).collect();
            notice_by(2027, &slices, NOTICE_MONTHS).map(|date| date.to_string())
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[2028]), None);
        assert_eq!(of(&[2028, 2029]).as_deref(), Some("2028-12-31"));
        assert_eq!(of(&[2028, 2029, 2030]).as_deref(), Some("2029-12-31"));
        let shorter = notice_by(2027, &[slice(2028), slice(2029)], 6).map(|date| date.to_string());
        assert_eq!(shorter.as_deref(), Some("2029-06-30"));
    }

    #[test]
    fn notice_is_due_some_months_ahead_and_stays_due() {
        let by = Date::new(2029, 12, 31).expect("a date");
        assert!(!is_due(by, moment("2029-09-01T12:00")));
        assert!(is_due(by, moment("2029-10-02T12:00")) && is_due(by, moment("2030-03-01T12:00")));
    }

    #[test]
    fn years_have_no_gaps_and_each_has_its_line() {
        let line = |year: i64| (year <= 2029).then(|| LineId::new(format!("line-{year}")));
        let euros = |amounts: &[u32]| amounts.iter().map(|n| Cents::euros(*n)).collect::<Vec<_>>();
        assert_eq!(slices(2027, &euros(&[100, 100, 0]), line), Ok(vec![slice(2028), slice(2029)]));
        assert_eq!(slices(2027, &euros(&[0, 100]), line), Err(YearsFault::Gap));
        assert_eq!(slices(2027, &euros(&[100, 100, 100]), line), Err(YearsFault::NoLine(2030)));
        assert_eq!(slices(2027, &[], line), Ok(Vec::new()));
    }
}
