//! Grants of several years (Dutch: meerjarige subsidie): a slice of each year's money, and the notice before the
//! last one ends.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::domain::calendar::weeks_after;
use crate::domain::id::LineId;
use crate::domain::money::Cents;
use crate::domain::time::Moment;

/// From so many years on, a recipient may count on notice (Awb art. 4:51).
pub const YEARS_WITH_NOTICE: usize = 3;
/// So many months before the end notice must have been given, unless the regulation says otherwise.
pub const NOTICE_MONTHS: i32 = 12;
/// So many days before the last day for notice it stands on the list of work.
pub const NOTICE_AHEAD_DAYS: i64 = 90;

/// What a grant gets in one of its years (Dutch: jaarschijf).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The line of that year.
    pub line: LineId,
    /// The year.
    pub year: i64,
    /// How much, in whole cents.
    pub amount: Cents,
}

/// A grant over all its years: the one place that says what is granted. Whoever needs one year of it takes a slice;
/// whoever needs what the municipality is bound to takes the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    slices: Vec<Slice>,
}

impl Whole {
    /// Of a first year and those after it, in order.
    pub fn new(first: Slice, later: Vec<Slice>) -> Whole {
        Whole { slices: std::iter::once(first).chain(later).collect() }
    }

    /// Its years, the first one first. There is at least one.
    pub fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// What was certified, in the year of its round.
    pub fn first(&self) -> &Slice {
        self.slices.first().expect("a grant has a first year")
    }

    /// The years after the first.
    pub fn later(&self) -> &[Slice] {
        &self.slices[1..]
    }

    /// The last year.
    pub fn last_year(&self) -> i64 {
        self.slices.iter().map(|slice| slice.year).max().expect("a grant has a first year")
    }

    /// All of it together; [`Cents::MAX`] when that is more than an amount can be, which no mandate and no ceiling
    /// covers.
    pub fn sum(&self) -> Cents {
        Cents::sum(self.slices.iter().map(|slice| slice.amount)).unwrap_or(Cents::MAX)
    }
}

/// A sum divided in proportion to shares, in whole cents that add up to it: what is left when each is rounded down goes, a
/// cent each, to those who lost most by it, and to the first where they lost the same. Shares of nothing get nothing.
pub fn divide(sum: Cents, shares: &[Cents]) -> Vec<Cents> {
    let whole: i128 = shares.iter().map(|share| i128::from(share.get())).sum();
    if whole == 0 {
        return vec![Cents::ZERO; shares.len()];
    }
    let product = |share: &Cents| i128::from(share.get()) * i128::from(sum.get());
    let mut parts: Vec<i128> = shares.iter().map(|share| product(share) / whole).collect();
    let mut most: Vec<usize> = (0..shares.len()).collect();
    most.sort_by_key(|place| std::cmp::Reverse(product(&shares[*place]) % whole));
    let left = i128::from(sum.get()) - parts.iter().sum::<i128>();
    let left = usize::try_from(left).expect("less than a cent is lost for each share");
    for place in most.into_iter().take(left) {
        parts[place] += 1;
    }
    let cents = |part: i128| i64::try_from(part).ok().and_then(|part| Cents::new(part).ok());
    parts.into_iter().map(|part| cents(part).expect("a part is no more than the sum")).collect()
}

/// So many weeks after the budget of a year was adopted the municipality may still call on the condition under which
/// that year was awarded (Awb art. 4:34, third paragraph); then the condition lapses.
pub const CONDITION_WEEKS: i64 = 4;

/// The last day on which a later year can be taken back because the budget of that year, adopted on a day, holds too
/// little for it.
pub fn condition_until(adopted_on: Date) -> Date {
    weeks_after(adopted_on, CONDITION_WEEKS)
}

/// That a later year was taken back because its budget holds too little for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The line of that year.
    pub line: LineId,
    /// The number of the decision.
    pub decision: String,
    /// When the budget of that year was adopted.
    pub adopted_on: Date,
    /// When the year was taken back.
    pub at: Moment,
    /// By whom, as in the staff log.
    pub by: String,
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

/// How many years in a row a recipient had money, up to and with `last`.
pub fn in_a_row(years: &BTreeSet<i64>, last: i64) -> usize {
    (0..).take_while(|back| years.contains(&(last - back))).count()
}

/// The last day on which notice can be given that money will not go on after the year `last`: `months` before its end.
/// `None` when there were too few years in a row for it.
pub fn notice_by(row: usize, last: i64, months: i32) -> Option<Date> {
    if row < YEARS_WITH_NOTICE {
        return None;
    }
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
    fn notice_is_given_a_year_before_the_end_of_three_years_in_a_row_or_more() {
        let of = |years: &[i64]| {
            let years: BTreeSet<i64> = years.iter().copied().collect();
            let last = *years.last().expect("a year");
            notice_by(in_a_row(&years, last), last, NOTICE_MONTHS).map(|date| date.to_string())
        };
        assert_eq!(of(&[2027]), None);
        assert_eq!(of(&[2027, 2028]), None);
        assert_eq!(of(&[2027, 2028, 2029]).as_deref(), Some("2028-12-31"));
        assert_eq!(of(&[2027, 2028, 2029, 2030]).as_deref(), Some("2029-12-31"));
        assert_eq!(of(&[2025, 2026, 2028, 2029]), None, "a year without money breaks the row");
        let shorter = notice_by(3, 2029, 6).map(|date| date.to_string());
        assert_eq!(shorter.as_deref(), Some("2029-06-30"));
    }

    #[test]
    fn the_whole_is_all_its_years_and_who_shares_it_shares_each_year() {
        let whole = Whole::new(slice(2027), vec![slice(2028), slice(2029)]);
        assert_eq!((whole.sum(), whole.last_year(), whole.later().len()), (Cents::euros(300), 2029, 2));
        let shares = [100, 100, 100].map(Cents::euros);
        let cents = [3_334, 3_333, 3_333].map(|cents| Cents::new(cents).unwrap());
        assert_eq!(divide(whole.first().amount, &shares), cents, "the cent that is left goes to one");
        assert_eq!(divide(whole.first().amount, &[whole.sum()]), [Cents::euros(100)]);
        assert_eq!(divide(Cents::euros(1), &[Cents::ZERO, Cents::ZERO]), [Cents::ZERO; 2]);
    }

    proptest::proptest! {
        #[test]
        fn parts_add_up_and_each_is_within_a_cent_of_its_share(
            sum in 0i64..1_000_000_000_000, shares in proptest::collection::vec(0i64..1_000_000_000_000, 1..20),
        ) {
            let whole: i128 = shares.iter().map(|share| i128::from(*share)).sum();
            proptest::prop_assume!(whole > 0);
            let cents: Vec<Cents> = shares.iter().map(|share| Cents::new(*share).unwrap()).collect();
            let parts = divide(Cents::new(sum).unwrap(), &cents);
            proptest::prop_assert_eq!(parts.iter().map(|part| part.get()).sum::<i64>(), sum);
            for (part, share) in parts.iter().zip(&shares) {
                let off = i128::from(part.get()) * whole - i128::from(*share) * i128::from(sum);
                proptest::prop_assert!(off.abs() < whole, "{} of {}", part, share);
            }
        }
    }

    #[test]
    fn the_condition_of_a_year_lapses_four_weeks_after_its_budget_was_adopted() {
        let until = |day: &str| condition_until(day.parse().expect("a date")).to_string();
        assert_eq!(until("2027-11-04"), "2027-12-02");
        assert_eq!(until("2027-11-27"), "2027-12-27", "a Saturday and two days of Christmas");
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
