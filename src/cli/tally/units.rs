//! Amounts in units of the currency, as people read them.

use crate::tally::Ratio;
use crate::tally::rule::{Method, Utility};

/// An amount in units of the currency, without decimals when it is whole.
pub(super) fn amount(cents: u64) -> String {
    wide_amount(cents.into())
}

fn wide_amount(cents: u128) -> String {
    if cents.is_multiple_of(100) {
        (cents / 100).to_string()
    } else {
        format!("{}.{:02}", cents / 100, cents % 100)
    }
}

/// An exact amount in units of the currency.
pub(super) fn exact(cents: &Ratio) -> String {
    let units = Ratio::new(cents.numerator().clone(), cents.denominator() * 100_u32);
    units.to_string()
}

/// A number with two decimals, rounded down, for people.
pub(super) fn places(number: &Ratio) -> String {
    let hundredths = Ratio::new(number.numerator() * 100_u32, number.denominator().clone()).floor();
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// What the winners are worth to all voters: an amount where a project is worth its price.
pub(super) fn worth(value: u128, method: &Method) -> String {
    match method {
        Method::MaxWelfare(Utility::Cost) => wide_amount(value),
        Method::MaxWelfare(_)
        | Method::Greedy(_)
        | Method::EqualShares(_)
        | Method::ExactEqualShares(_)
        | Method::Phragmen(_)
        | Method::MaximinSupport
        | Method::BoundedOverspending(_) => value.to_string(),
    }
}
