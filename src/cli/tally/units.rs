//! Amounts in units of the currency, as people read them.

use crate::tally::Ratio;

/// Price divided by the highest payment: how many equal full payers would have paid as much each.
pub(super) fn effective_votes(cost: u64, highest: &Ratio) -> Ratio {
    Ratio::new(highest.denominator() * cost, highest.numerator().clone())
}

/// An amount in units of the currency, without decimals when it is whole.
pub(super) fn amount(cents: u64) -> String {
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
