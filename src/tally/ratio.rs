//! Exact fractions of cents.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

/// A fraction that is never negative, kept in lowest terms so that equal values have equal parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    numerator: BigUint,
    denominator: BigUint,
}

impl Ratio {
    /// `numerator / denominator` in lowest terms. The denominator is not zero.
    pub fn new(numerator: BigUint, denominator: BigUint) -> Ratio {
        assert!(!denominator.is_zero(), "a fraction has a denominator");
        if let (Ok(a), Ok(b)) = (u64::try_from(&numerator), u64::try_from(&denominator)) {
            return Ratio::of(a, b);
        }
        let divisor = numerator.gcd(&denominator);
        if divisor.is_one() {
            return Ratio { numerator, denominator };
        }
        Ratio { numerator: numerator / &divisor, denominator: denominator / &divisor }
    }

    /// A whole number.
    pub fn whole(value: u64) -> Ratio {
        Ratio { numerator: value.into(), denominator: BigUint::one() }
    }

    /// `a / b` for two whole numbers. `b` is not zero.
    pub fn of(a: u64, b: u64) -> Ratio {
        assert!(b > 0, "a fraction has a denominator");
        let divisor = a.gcd(&b);
        Ratio { numerator: (a / divisor).into(), denominator: (b / divisor).into() }
    }

    /// The same for wider ones.
    pub fn of_wide(a: u128, b: u128) -> Ratio {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return Ratio::of(a, b);
        }
        assert!(b > 0, "a fraction has a denominator");
        let divisor = common(a, b);
        Ratio { numerator: (a / divisor).into(), denominator: (b / divisor).into() }
    }

    /// The part above the line.
    pub fn numerator(&self) -> &BigUint {
        &self.numerator
    }

    /// The part below the line.
    pub fn denominator(&self) -> &BigUint {
        &self.denominator
    }

    /// The largest whole number that is not above this one; the largest `u64` if it does not fit.
    pub fn floor(&self) -> u64 {
        u64::try_from(&self.numerator / &self.denominator).unwrap_or(u64::MAX)
    }

    /// This fraction and a whole number added.
    pub fn plus(&self, whole: u64) -> Ratio {
        Ratio::new(&self.numerator + &self.denominator * whole, self.denominator.clone())
    }

    /// This fraction less another that is not above it.
    pub fn minus(&self, other: &Ratio) -> Ratio {
        let (more, less) = (&self.numerator * &other.denominator, &other.numerator * &self.denominator);
        Ratio::new(more - less, &self.denominator * &other.denominator)
    }
}

/// The greatest common divisor: in 64 bits where that can be, which is many times faster. `b` is not zero.
pub fn common(a: u128, b: u128) -> u128 {
    match (u64::try_from(a), u64::try_from(b)) {
        (Ok(a), Ok(b)) => a.gcd(&b).into(),
        (Err(_), Ok(b)) => b.gcd(&u64::try_from(a % u128::from(b)).expect("less than the divisor")).into(),
        (_, Err(_)) => a.gcd(&b),
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator.is_one() {
            write!(f, "{}", self.numerator)
        } else {
            write!(f, "{}/{}", self.numerator, self.denominator)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_equal_parts_and_order_is_exact() {
        assert_eq!(Ratio::of(6, 4), Ratio::of(3, 2));
        assert_eq!(Ratio::of(6, 4).to_string(), "3/2");
        assert_eq!(Ratio::of(8, 4).to_string(), "2");
        assert!(Ratio::of(u64::MAX, u64::MAX - 1) > Ratio::whole(1));
        assert_eq!(Ratio::of(7, 2).floor(), 3);
        assert_eq!(Ratio::of(7, 2).plus(1), Ratio::of(9, 2));
    }
}
