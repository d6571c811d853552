//! The last step of a division: exact parts become whole cents that add up.

use crate::domain::fraction::Fraction;

/// Rounds parts that together are `total` to whole numbers that are `total` as well: each down, and one more for those
/// with the largest remainders. Parts with the same remainder go by their order. `None` when the parts are not
/// `total`, or one is below zero.
///
/// A larger total can, by the nature of the method, give a part one cent less; never more than that, since each part
/// stays within one cent of its exact value.
pub fn largest_remainder(parts: &[Fraction], total: i64) -> Option<Vec<i64>> {
    if Fraction::sum(parts) != Fraction::whole(total) || parts.iter().any(|part| *part < Fraction::whole(0)) {
        return None;
    }
    let mut whole = parts.iter().map(Fraction::floor).collect::<Option<Vec<i64>>>()?;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rests: Vec<Fraction> = parts.iter().map(Fraction::rest).collect();
    order.sort_by(|a, b| rests[*b].cmp(&rests[*a]).then(a.cmp(b)));
    let missing = usize::try_from(total - whole.iter().sum::<i64>()).ok()?;
    for place in order.into_iter().take(missing) {
        whole[place] += 1;
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_add_up_and_ties_go_by_order() {
        let third = Fraction::of(100, 3);
        let parts = vec![third.clone(), third.clone(), third];
        assert_eq!(largest_remainder(&parts, 100), Some(vec![34, 33, 33]));
        let parts = vec![Fraction::of(1, 4), Fraction::of(3, 4), Fraction::whole(0)];
        assert_eq!(largest_remainder(&parts, 1), Some(vec![0, 1, 0]));
        assert_eq!(largest_remainder(&parts, 2), None);
        assert_eq!(largest_remainder(&[Fraction::whole(-1), Fraction::whole(1)], 0), None);
    }
}
