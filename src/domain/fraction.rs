//! Exact fractions with a sign, for reckonings that must come out the same for whoever repeats them.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{One as _, Signed as _, ToPrimitive as _, Zero as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A fraction in lowest terms, the sign above the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fraction {
    above: BigInt,
    below: BigInt,
}

impl Fraction {
    /// `above / below`; `below` is not zero.
    pub fn new(above: BigInt, below: BigInt) -> Fraction {
        assert!(!below.is_zero(), "a fraction has a denominator");
        let divisor = above.gcd(&below);
        let divisor = if below.sign() == Sign::Minus { -divisor } else { divisor };
        Fraction { above: above / &divisor, below: below / divisor }
    }

    /// A whole number.
    pub fn whole(value: i64) -> Fraction {
        Fraction { above: value.into(), below: BigInt::one() }
    }

    /// `above / below`; `below` is not zero.
    pub fn of(above: i64, below: i64) -> Fraction {
        Fraction::new(above.into(), below.into())
    }

    /// The sum.
    pub fn plus(&self, other: &Fraction) -> Fraction {
        let above = &self.above * &other.below + &other.above * &self.below;
        Fraction::new(above, &self.below * &other.below)
    }

    /// The difference.
    pub fn minus(&self, other: &Fraction) -> Fraction {
        let above = &self.above * &other.below - &other.above * &self.below;
        Fraction::new(above, &self.below * &other.below)
    }

    /// The product.
    pub fn times(&self, other: &Fraction) -> Fraction {
        Fraction::new(&self.above * &other.above, &self.below * &other.below)
    }

    /// The quotient; `other` is not zero.
    pub fn over(&self, other: &Fraction) -> Fraction {
        Fraction::new(&self.above * &other.below, &self.below * &other.above)
    }

    /// The sum of many.
    pub fn sum<'a>(parts: impl IntoIterator<Item = &'a Fraction>) -> Fraction {
        parts.into_iter().fold(Fraction::whole(0), |sum, part| sum.plus(part))
    }

    /// Whether it is nothing.
    pub fn is_zero(&self) -> bool {
        self.above.is_zero()
    }

    /// The largest whole number that is not above it, if that fits.
    pub fn floor(&self) -> Option<i64> {
        self.above.div_floor(&self.below).to_i64()
    }

    /// What is left above the largest whole number.
    pub fn rest(&self) -> Fraction {
        Fraction::new(self.above.mod_floor(&self.below), self.below.clone())
    }

    /// For reading: rounded to so many decimals, halves away from zero, with a point.
    pub fn rounded(&self, decimals: u32) -> String {
        let scale = BigInt::from(10).pow(decimals);
        let twice: BigInt = (self.above.abs() * &scale * 2 + &self.below) / (&self.below * 2);
        let (whole, part) = twice.div_rem(&scale);
        let sign = if self.above.is_negative() && !twice.is_zero() { "-" } else { "" };
        match usize::try_from(decimals).expect("few decimals") {
            0 => format!("{sign}{whole}"),
            width => format!("{sign}{whole}.{part:0>width$}"),
        }
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Fraction> {
        let (above, below) = text.split_once('/').unwrap_or((text, "1"));
        let (above, below): (BigInt, BigInt) = (above.parse().ok()?, below.parse().ok()?);
        below.is_positive().then(|| Fraction::new(above, below))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.above * &other.below).cmp(&(&other.above * &self.below))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.below.is_one() {
            write!(f, "{}", self.above)
        } else {
            write!(f, "{}/{}", self.above, self.below)
        }
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fraction, D::Error> {
        let text = String::deserialize(deserializer)?;
        Fraction::parse(&text).ok_or_else(|| serde::de::Error::custom("not a fraction like -3/4"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_exact_and_read_back() {
        let third = Fraction::of(1, -3);
        assert_eq!(third.to_string(), "-1/3");
        assert_eq!(Fraction::parse("-1/3"), Some(third.clone()));
        assert_eq!(Fraction::sum([&third, &third, &third]), Fraction::whole(-1));
        assert_eq!((third.floor(), third.rest()), (Some(-1), Fraction::of(2, 3)));
        assert_eq!(third.rounded(4), "-0.3333");
        assert_eq!(Fraction::of(5, 1000).rounded(2), "0.01");
        assert_eq!(Fraction::of(-1, 1000).rounded(2), "0.00");
        assert_eq!(Fraction::of(199, 100).rounded(0), "2");
        assert!(third < Fraction::of(-1, 4));
        assert_eq!(Fraction::parse("1/0"), None);
    }
}
