//! A report as rows of cells.

use crate::domain::money::{BasisPoints, Cents};
use crate::domain::time::Moment;

/// One value of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, as they stand.
    Text(String),
    /// A word that has a sentence in each language, by its key; files carry the word itself.
    Word(&'static str),
    /// An amount.
    Money(Cents),
    /// An amount that may be below nothing, in cents.
    Change(i64),
    /// A number of things.
    Count(u64),
    /// A number that names something, such as a year.
    Number(i64),
    /// A share.
    Share(BasisPoints),
    /// A difference of shares, which may be below nothing, in basis points.
    Shift(i64),
    /// Not known, or not measured yet.
    Nothing,
}

impl Cell {
    /// An amount, where there is one.
    pub fn maybe(amount: Option<Cents>) -> Cell {
        amount.map_or(Cell::Nothing, Cell::Money)
    }

    /// The share of a part in a whole, rounded down; nothing where there is no whole.
    pub fn share_of(part: Cents, whole: Cents) -> Cell {
        share(part, whole).map_or(Cell::Nothing, Cell::Share)
    }
}

/// The share of a part in a whole, rounded down to a hundredth of a percent; `None` where there is no whole, or where
/// the part is more.
pub fn share(part: Cents, whole: Cents) -> Option<BasisPoints> {
    if whole == Cents::ZERO {
        return None;
    }
    let share = i128::from(part.get()) * 10_000 / i128::from(whole.get());
    BasisPoints::new(i64::try_from(share).ok()?).ok()
}

/// The mean of a sum over so many, rounded to the nearest cent, half a cent up; `None` where there are none.
pub fn mean(sum: Cents, count: u64) -> Option<Cents> {
    let (sum, count) = (u128::from(sum.unsigned()), u128::from(count));
    let cents = (2 * sum + count).checked_div(2 * count)?;
    Cents::from_unsigned(u64::try_from(cents).ok()?).ok()
}

/// A table with its name. Columns are only ever added to a name with a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name, such as `meter`.
    pub name: &'static str,
    /// Version of its columns.
    pub version: u32,
    /// The moment before which postings count.
    pub before: Moment,
    /// How many postings that were.
    pub postings: u64,
    /// What it is about, such as the year and the line.
    pub about: Vec<(&'static str, Cell)>,
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows: a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

impl Report {
    /// The name of its form, as in the JSON.
    pub fn format(&self) -> String {
        format!("schuifruimte-report-{}/{}", self.name, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_the_nearest_cent_and_never_of_nothing() {
        let told = |cents, count| mean(Cents::new(cents).expect("an amount"), count).map(Cents::get);
        assert_eq!((told(1_000, 3), told(2_000, 3)), (Some(333), Some(667)));
        assert_eq!((told(1, 2), told(3, 2)), (Some(1), Some(2)), "half a cent goes up");
        assert_eq!((told(100, 0), told(0, 4)), (None, Some(0)));
        assert_eq!(mean(Cents::MAX, 1), Some(Cents::MAX), "no sum is too large");
    }

    #[test]
    fn a_share_is_rounded_down_and_never_of_nothing() {
        let share_of = |part, whole| share(Cents::euros(part), Cents::euros(whole)).map(BasisPoints::get);
        assert_eq!(share_of(1, 3), Some(3_333));
        assert_eq!(share_of(3, 3), Some(10_000));
        assert_eq!((share_of(0, 0), share_of(4, 3)), (None, None));
    }
}
