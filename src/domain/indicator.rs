//! Figures per neighbourhood (Dutch: cijfers per buurt): what an allocation key and a report rest on. A data set is a
//! version that never changes; a neighbourhood without a figure is "not published", which is never zero.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::digest::Digest;
use super::fraction::Fraction;
use super::id::{DataSetId, NeighbourhoodId};
use super::time::Moment;

/// A published figure: a decimal number with at most six decimals, kept in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(i64);

/// Millionths in one.
const ONE: i64 = 1_000_000;
/// Largest figure, on either side of zero: every sum over a country still fits.
const MOST: i64 = 1_000_000_000 * ONE;

impl Number {
    /// One.
    pub const ONE: Number = Number(ONE);
    /// Zero: a published figure like any other.
    pub const ZERO: Number = Number(0);

    /// From millionths, as the database keeps it.
    pub fn from_millionths(millionths: i64) -> Option<Number> {
        (-MOST..=MOST).contains(&millionths).then_some(Number(millionths))
    }

    /// A whole number.
    pub fn whole(value: i32) -> Number {
        Number(i64::from(value) * ONE)
    }

    /// Its millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// The same as a fraction.
    pub fn fraction(self) -> Fraction {
        Fraction::of(self.0, ONE)
    }

    /// Reads digits with at most one decimal mark and six decimals: `-0.07`, `1855`. A number that begins with a
    /// needless zero is a code and no figure.
    pub fn parse(text: &str) -> Option<Number> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !plain(whole, 10) || !plain(part, 6) || (whole.len() > 1 && whole.starts_with('0')) {
            return None;
        }
        let millionths: i64 = format!("{whole}{part:0<6}").parse().ok()?;
        Number::from_millionths(sign * millionths)
    }

    /// Reads a number as people type it, with a comma or a point before the decimals.
    pub fn parse_typed(text: &str) -> Option<Number> {
        Number::parse(&text.trim().replacen(',', ".", 1))
    }
}

/// With a point and no needless zeros.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, part) = (size / 1_000_000, size % 1_000_000);
        match format!("{part:06}").trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let text = String::deserialize(deserializer)?;
        Number::parse(&text).ok_or_else(|| serde::de::Error::custom("not a number like -0.07"))
    }
}

/// Figures: by neighbourhood, by column. What is not published is not there.
pub type Values = BTreeMap<NeighbourhoodId, BTreeMap<String, Number>>;

/// A data set without its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSet {
    /// Which.
    pub id: DataSetId,
    /// What it is called, such as `Kerncijfers buurten`.
    pub name: String,
    /// From 1 for the first of this name.
    pub version: u64,
    /// The year that the figures are about.
    pub year: i64,
    /// Who published them.
    pub source: String,
    /// Under which licence.
    pub licence: String,
    /// Fingerprint of the file.
    pub file: Digest,
    /// Fingerprint of the figures as they were read: see [`fingerprint`].
    pub figures: Digest,
    /// The columns, as in the file.
    pub columns: Vec<String>,
    /// When it was brought.
    pub at: Moment,
    /// By whom, as in the staff log.
    pub by: String,
}

/// The fingerprint of figures: one line a figure, in order of neighbourhood and column.
pub fn fingerprint(values: &Values) -> Digest {
    let lines = values.iter().flat_map(|(code, own)| {
        own.iter().map(move |(column, number)| format!("{code}\t{column}\t{number}\n"))
    });
    Digest::of_all(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_exactly_and_codes_are_not_figures() {
        for (text, millionths) in
            [("1855", 1_855_000_000), ("-0.07", -70_000), ("0", 0), ("2.500001", 2_500_001)]
        {
            let number = Number::parse(text).unwrap();
            assert_eq!((number.millionths(), number.to_string()), (millionths, text.to_string()));
        }
        for bad in
            ["", "-", ".", "0344011", "1e3", "1.", ".5", "1.2345678", "1,5", "NaN", "+1", "99999999999"]
        {
            assert_eq!(Number::parse(bad), None, "{bad}");
        }
        assert_eq!(Number::parse_typed(" 0,5 "), Number::parse("0.5"));
        assert_eq!(Number::parse("1.50").unwrap().to_string(), "1.5");
    }
}
