//! Floats, which steer the count and never decide it. Every bound here is rounded to the safe side.

#![expect(
    clippy::float_arithmetic,
    reason = "bounds that steer; what they cannot separate is decided exactly"
)]

use super::field::Supporters;

/// More than the error of any one rounding, relative.
pub const ROUNDING: f64 = 2.0 * f64::EPSILON;

/// An amount in parts of two to the power `-shift` of a cent, in cents, to one rounding.
pub fn cents(parts: i128, shift: u32) -> f64 {
    near(parts) * power(shift)
}

/// Two to the power `-shift`, exactly. `shift` is below 1000.
fn power(shift: u32) -> f64 {
    f64::from_bits((1023 - u64::from(shift)) << 52)
}

/// The nearest float.
#[expect(clippy::cast_precision_loss, reason = "the one place where a whole number becomes a float")]
pub fn near(value: i128) -> f64 {
    value as f64
}

/// The same for numbers without a sign.
#[expect(clippy::cast_precision_loss, reason = "as above")]
pub fn near_unsigned(value: u128) -> f64 {
    value as f64
}

/// A float times a whole number.
pub fn times(value: f64, factor: u64) -> f64 {
    value * near_unsigned(factor.into())
}

/// Lower and upper end of `value ± error` in parts, divided by `per`, in cents.
pub fn interval(value: i128, error: u64, shift: u32, per: u64) -> (f64, f64) {
    let (error, per) = (i128::from(error) + 1, near(i128::from(per)));
    let (low, high) = (cents(value - error, shift) / per, cents(value + error, shift) / per);
    (low * (1.0 - 2.0 * ROUNDING), high * (1.0 + 2.0 * ROUNDING))
}

/// Whether a balance looks smaller than `rho` times what the project is worth to its holder.
pub fn is_below(balance: f64, rho: f64, worth: u32) -> bool {
    balance < rho * f64::from(worth)
}

/// The first bound: the price divided by what the project is worth to all, and by `per`.
pub fn first_bound(cost: u64, total: u128, per: u64) -> f64 {
    near_unsigned(cost.into()) / near_unsigned(total) / near_unsigned(per.into()) * (1.0 - 4.0 * ROUNDING)
}

/// A project as the floats see it.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// Who wants it.
    pub supporters: Supporters<'a>,
    /// Its price in cents.
    pub cost: f64,
    /// The sum over all supporters of what it is worth to them.
    pub total: f64,
    /// What ρ is divided by to compare projects.
    pub per: f64,
}

/// What one look at a project gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Look {
    /// ρ divided by `per` is at least this.
    AtLeast {
        /// This.
        bound: f64,
        /// The threshold that gave it, as ρ in cents; `None` when it was known before.
        threshold: Option<f64>,
    },
    /// Its supporters hold less than its price.
    TooPoor,
    /// Its supporters hold its price or nearly so; only an exact look can tell.
    Unclear,
}

/// What supporters hold and are worth on the poor side of a threshold.
#[derive(Default)]
struct Poor {
    held: f64,
    worth: f64,
}

/// A lower bound of ρ from any threshold: those who hold less than `threshold` times what the project is
/// worth to them give all they hold, the others share the rest. Whoever is put on the wrong side makes the
/// bound lower, never too high. Each error of a balance is at most `slack` cents and one rounding.
fn look(question: &Question, balances: &[f64], slack: f64, threshold: f64) -> Look {
    let supporters = &question.supporters;
    let poor = if supporters.worths.is_empty() {
        poor_of_equals(supporters, balances, threshold)
    } else {
        poor_of(supporters, balances, threshold)
    };
    let terms = f64::from(u32::try_from(supporters.len()).unwrap_or(u32::MAX)) + 4.0;
    let error = poor.held * terms * ROUNDING + poor.worth * slack;
    let due = question.cost - poor.held;
    let rest = question.total - poor.worth;
    if rest <= 0.0 {
        return if due > error + question.cost * ROUNDING { Look::TooPoor } else { Look::Unclear };
    }
    let rest =
        rest + question.total * terms * ROUNDING * if supporters.worths.is_empty() { 0.0 } else { 1.0 };
    let bound = (due - error - question.cost * ROUNDING) / rest;
    Look::AtLeast { bound: bound * (1.0 - 4.0 * ROUNDING), threshold: Some(threshold) }
}

fn poor_of_equals(supporters: &Supporters, balances: &[f64], threshold: f64) -> Poor {
    let held = |group: u32| {
        let balance = balances[group as usize];
        if balance < threshold { (balance, 1_u32) } else { (0.0, 0) }
    };
    let (mut sums, mut counts) = ([0.0; 4], [0_u32; 4]);
    let (fours, last) = supporters.singles.as_chunks::<4>();
    for four in fours {
        for lane in 0..4 {
            let (balance, one) = held(four[lane]);
            sums[lane] += balance;
            counts[lane] += one;
        }
    }
    for (lane, &group) in last.iter().enumerate() {
        let (balance, one) = held(group);
        sums[lane] += balance;
        counts[lane] += one;
    }
    let mut poor = Poor { held: (sums[0] + sums[1]) + (sums[2] + sums[3]), worth: 0.0 };
    poor.worth = counts.into_iter().map(f64::from).sum();
    for (&group, &weight) in supporters.heavies.iter().zip(supporters.weights) {
        let (balance, one) = held(group);
        poor.held += balance * f64::from(weight);
        poor.worth += f64::from(one * weight);
    }
    poor
}

fn poor_of(supporters: &Supporters, balances: &[f64], threshold: f64) -> Poor {
    let mut poor = Poor::default();
    let (singles, heavies) = supporters.worths.split_at(supporters.singles.len());
    for (&group, &worth) in supporters.singles.iter().zip(singles) {
        let (balance, worth) = (balances[group as usize], f64::from(worth));
        if balance < threshold * worth {
            poor.held += balance;
            poor.worth += worth;
        }
    }
    for ((&group, &weight), &worth) in supporters.heavies.iter().zip(supporters.weights).zip(heavies) {
        let (balance, worth, weight) = (balances[group as usize], f64::from(worth), f64::from(weight));
        if balance < threshold * worth {
            poor.held += balance * weight;
            poor.worth += worth * weight;
        }
    }
    poor
}

/// Looks until the bound no longer rises, or until it is above `limit`, which is enough to know that the
/// project is not the best. `from` is a bound that was once right: balances only fall, so it still is.
/// All three are ρ divided by `per`.
pub fn evaluate(question: &Question, balances: &[f64], slack: f64, from: f64, limit: f64) -> Look {
    let (mut bound, mut source) = (from, None);
    let mut at = if limit.is_finite() { limit } else { from };
    loop {
        match look(question, balances, slack, at * question.per) {
            Look::AtLeast { bound: found, threshold } => {
                let found = found / question.per * (1.0 - ROUNDING);
                let risen = found > bound * (1.0 + 1e-13);
                if found > bound {
                    (bound, source) = (found, threshold);
                }
                if bound > limit || (!risen && at <= bound) {
                    return Look::AtLeast { bound, threshold: source };
                }
                at = bound;
            }
            // This was not yet a bound: all hold less than it, and still enough.
            Look::Unclear if at > bound => at = bound,
            other => return other,
        }
    }
}

/// The largest whole number not above a float, between 0 and the largest of its kind.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates at both ends")]
pub fn whole(value: f64) -> u64 {
    value as u64
}
