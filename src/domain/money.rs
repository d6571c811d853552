//! Money: whole cents, never a float, never below zero.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount in euro cents, from 0 to [`Cents::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cents(i64);

/// Why a text or number is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadAmount;

impl Cents {
    /// Nothing.
    pub const ZERO: Cents = Cents(0);
    /// One million million euro. Products with basis points stay far inside 64 bits.
    pub const MAX: Cents = Cents(100_000_000_000_000);

    /// A number of cents.
    pub fn new(cents: i64) -> Result<Cents, BadAmount> {
        if (0..=Cents::MAX.0).contains(&cents) { Ok(Cents(cents)) } else { Err(BadAmount) }
    }

    /// Whole euros, for constants in examples. At most [`Cents::MAX`].
    pub const fn euros(euros: u32) -> Cents {
        Cents(euros as i64 * 100)
    }

    /// The number of cents.
    pub fn get(self) -> i64 {
        self.0
    }

    /// The number of cents as the counting engine wants it.
    pub fn unsigned(self) -> u64 {
        self.0.unsigned_abs()
    }

    /// What the counting engine gave back.
    pub fn from_unsigned(cents: u64) -> Result<Cents, BadAmount> {
        i64::try_from(cents).map_err(|_| BadAmount).and_then(Cents::new)
    }

    /// The sum, unless it is above [`Cents::MAX`].
    pub fn plus(self, other: Cents) -> Result<Cents, BadAmount> {
        Cents::new(self.0 + other.0)
    }

    /// The difference, unless `other` is more.
    pub fn minus(self, other: Cents) -> Result<Cents, BadAmount> {
        Cents::new(self.0 - other.0)
    }

    /// The sum of many amounts, unless it is above [`Cents::MAX`].
    pub fn sum(amounts: impl IntoIterator<Item = Cents>) -> Result<Cents, BadAmount> {
        amounts.into_iter().try_fold(Cents::ZERO, Cents::plus)
    }

    /// Reads an amount as people in the Netherlands type it: `2500`, `2.500`, `2500,50`, `€ 2.500,50`.
    /// A point is only taken between thousands; `2500.50` is refused, because it may mean either.
    pub fn parse_typed(text: &str) -> Result<Cents, BadAmount> {
        let text = text.trim();
        let text = text.strip_prefix('€').unwrap_or(text).trim();
        let (whole, cents) = text.split_once(',').unwrap_or((text, "00"));
        let whole = whole.strip_suffix('.').map_or(whole, |_| "x");
        let groups: Vec<&str> = whole.split('.').collect();
        // In front of a point stand one to three digits that do not begin with a zero: `0.500` may mean half a euro.
        let begins = (1..=3).contains(&groups[0].len()) && !groups[0].starts_with('0');
        let grouped = groups.len() == 1 || (begins && groups[1..].iter().all(|group| group.len() == 3));
        let cents = if cents == "-" { "00" } else { cents };
        if !grouped || cents.len() != 2 {
            return Err(BadAmount);
        }
        Cents::from_digits(&groups.concat(), cents)
    }

    /// Reads the form used in published documents: `2500.00`.
    pub fn parse_plain(text: &str) -> Result<Cents, BadAmount> {
        let (whole, cents) = text.split_once('.').ok_or(BadAmount)?;
        if cents.len() != 2 || (whole.len() > 1 && whole.starts_with('0')) {
            return Err(BadAmount);
        }
        Cents::from_digits(whole, cents)
    }

    fn from_digits(whole: &str, cents: &str) -> Result<Cents, BadAmount> {
        let digits = format!("{whole}{cents}");
        let all_digits = !whole.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits || digits.len() > 18 {
            return Err(BadAmount);
        }
        digits.parse().map_err(|_| BadAmount).and_then(Cents::new)
    }
}

/// The form used in published documents: `2500.00`.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Cents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cents, D::Error> {
        let text = String::deserialize(deserializer)?;
        Cents::parse_plain(&text).map_err(|BadAmount| serde::de::Error::custom("not an amount like 2500.00"))
    }
}

/// A share in hundredths of a percent, from 0 to 10,000; in published documents that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct BasisPoints(i64);

impl From<BasisPoints> for i64 {
    fn from(share: BasisPoints) -> i64 {
        share.0
    }
}

impl TryFrom<i64> for BasisPoints {
    type Error = &'static str;

    fn try_from(points: i64) -> Result<BasisPoints, &'static str> {
        BasisPoints::new(points).map_err(|BadAmount| "not a share between 0 and 10000")
    }
}

impl BasisPoints {
    /// A number of basis points: 3,000 is 30%.
    pub fn new(points: i64) -> Result<BasisPoints, BadAmount> {
        if (0..=10_000).contains(&points) { Ok(BasisPoints(points)) } else { Err(BadAmount) }
    }

    /// The number of basis points.
    pub fn get(self) -> i64 {
        self.0
    }

    /// This share of an amount, rounded down to whole cents.
    pub fn of(self, amount: Cents) -> Cents {
        Cents(amount.0 * self.0 / 10_000)
    }

    /// Reads a percentage as people type it: `30`, `30%`, `12,5`.
    pub fn parse_typed(text: &str) -> Result<BasisPoints, BadAmount> {
        let text = text.trim().trim_end_matches('%').trim();
        let (whole, decimals) = text.split_once(',').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
            return Err(BadAmount);
        }
        format!("{whole}{decimals:0<2}").parse().map_err(|_| BadAmount).and_then(BasisPoints::new)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, cents) in [
            ("2500", 250_000),
            ("2.500", 250_000),
            ("€ 2.500,50", 250_050),
            ("2500,5", -1),
            ("2500,05", 250_005),
            ("7.000.000", 700_000_000),
            ("2500,-", 250_000),
            ("2500.50", -1),
            ("25.00", -1),
            ("2.5000", -1),
            ("-5", -1),
            ("", -1),
            ("1e3", -1),
            ("2.500.", -1),
            ("0.500", -1),
            (".500", -1),
            ("012.500", -1),
            ("€€1", -1),
            ("€ € 1", -1),
            ("0", 0),
            ("0,50", 50),
            ("999999999999999999999", -1),
        ] {
            let expected = if cents < 0 { Err(BadAmount) } else { Cents::new(cents) };
            assert_eq!(Cents::parse_typed(typed), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_with_points_reads_back_and_nothing_else_does(cents in 0i64..=Cents::MAX.0, text in "€{0,2} ?[0-9.]{1,9}(,[0-9]{2})?") {
            let amount = Cents::new(cents).unwrap();
            let (grouped, digits, rest) = (written(amount), cents / 100, cents % 100);
            prop_assert_eq!(Cents::parse_typed(&format!("€ {grouped},{rest:02}")), Ok(amount));
            prop_assert_eq!(Cents::parse_typed(&format!("{digits},{rest:02}")), Ok(amount));
            if let Ok(read) = Cents::parse_typed(&text) {
                prop_assert!(text.matches('€').count() <= 1, "{text}");
                let bare = text.trim_start_matches(['€', ' ']);
                let whole = bare.split(',').next().unwrap_or("");
                let written = if whole.contains('.') { written(read) } else { (read.get() / 100).to_string() };
                prop_assert_eq!(whole.trim_start_matches('0'), written.trim_start_matches('0'));
                prop_assert!(!whole.contains('.') || !whole.starts_with(['0', '.']), "{text}");
            }
        }
    }

    /// The whole euros with a point between thousands.
    fn written(amount: Cents) -> String {
        let (mut whole, mut groups) = (amount.get() / 100, Vec::new());
        while whole >= 1000 {
            groups.push(format!("{:03}", whole % 1000));
            whole /= 1000;
        }
        groups.push(whole.to_string());
        groups.reverse();
        groups.join(".")
    }

    #[test]
    fn the_published_form_reads_back() {
        for cents in [0, 5, 100, 210_000_000, 210_000_001] {
            let amount = Cents::new(cents).unwrap();
            assert_eq!(Cents::parse_plain(&amount.to_string()), Ok(amount));
        }
        assert_eq!(Cents::parse_plain("007.00"), Err(BadAmount));
        assert_eq!(Cents::parse_plain("7"), Err(BadAmount));
    }

    #[test]
    fn a_share_is_rounded_down() {
        let thirty = BasisPoints::parse_typed("30%").unwrap();
        assert_eq!(thirty.of(Cents::euros(7_000_000)), Cents::euros(2_100_000));
        assert_eq!(
            BasisPoints::parse_typed("33,33").unwrap().of(Cents::new(100).unwrap()),
            Cents::new(33).unwrap()
        );
        assert_eq!(BasisPoints::parse_typed("100,01"), Err(BadAmount));
        assert_eq!(BasisPoints::new(10_000).unwrap().of(Cents::MAX), Cents::MAX);
    }
}
