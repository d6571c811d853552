//! Where an answer changes.

use std::cell::Cell;

/// A guess is either right or wrong by some part of itself: after its neighbour, steps begin at this part.
const COARSE: u64 = 32;

/// A number from 1 to `most` at which `wins` holds and just below which it does not; 0 is known to lose.
/// Looked for from the guesses, in growing steps away from them, and then by halves. `None` when none was
/// found within so many `trials`, or when no guess and not even `most` wins.
pub fn threshold(guesses: &[u64], most: u64, trials: u64, wins: impl Fn(u64) -> bool) -> Option<u64> {
    if most == 0 {
        return None;
    }
    let left = Cell::new(trials);
    let try_at = |number: u64| {
        left.set(left.get().checked_sub(1)?);
        Some(wins(number))
    };
    let mut guesses: Vec<u64> = guesses.iter().map(|&guess| guess.clamp(1, most)).collect();
    guesses.sort_unstable();
    guesses.dedup();
    let mut losing = 0;
    for guess in guesses {
        if try_at(guess)? {
            return downward(losing, guess, try_at);
        }
        losing = guess;
    }
    let (losing, winning) = upward(losing, most, try_at)?;
    halves(losing, winning, try_at)
}

/// Goes up from a number that loses, in growing steps: the last that lost and the first that won.
fn upward(mut losing: u64, most: u64, try_at: impl Fn(u64) -> Option<bool>) -> Option<(u64, u64)> {
    for step in [1, 2] {
        let next = losing.saturating_add(step).min(most);
        if next == losing {
            return None;
        }
        if try_at(next)? {
            return Some((losing, next));
        }
        losing = next;
    }
    // Where nothing helps, not even all there is does: ask that before the long way.
    if losing == most || !try_at(most)? {
        return None;
    }
    let mut step = (losing / COARSE).max(8);
    loop {
        let next = losing.saturating_add(step).min(most);
        if next == most || try_at(next)? {
            return Some((losing, next));
        }
        (losing, step) = (next, step.saturating_mul(2));
    }
}

/// Goes down from a number that wins, in growing steps and not below one that loses, then halves.
fn downward(mut losing: u64, mut winning: u64, try_at: impl Fn(u64) -> Option<bool>) -> Option<u64> {
    let mut step = 1;
    while winning - losing > 1 {
        let lower = winning.saturating_sub(step).max(losing + 1);
        if !try_at(lower)? {
            losing = lower;
            break;
        }
        step = (step * 2).max(winning / COARSE);
        winning = lower;
    }
    halves(losing, winning, try_at)
}

/// Halves what lies between a number that loses and one that wins until they are neighbours.
fn halves(mut losing: u64, mut winning: u64, try_at: impl Fn(u64) -> Option<bool>) -> Option<u64> {
    while winning - losing > 1 {
        let middle = losing + (winning - losing) / 2;
        if try_at(middle)? { winning = middle } else { losing = middle }
    }
    Some(winning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_where_the_answer_changes() {
        for truth in [1, 2, 17, 100] {
            for guess in [1, 5, 17, 99, 100, 1000] {
                assert_eq!(threshold(&[guess], 100, 48, |n| n >= truth), Some(truth), "{truth} from {guess}");
                assert_eq!(threshold(&[], 100, 48, |n| n >= truth), Some(truth), "{truth} from nothing");
                assert_eq!(threshold(&[1, guess], 100, 48, |n| n >= truth), Some(truth));
            }
        }
        assert_eq!(threshold(&[3], 100, 48, |_| false), None);
        assert_eq!(threshold(&[3], 0, 48, |_| true), None);
    }

    #[test]
    fn a_good_guess_costs_two_trials_and_a_bad_one_few() {
        let trials = |guesses: &[u64], truth: u64| {
            let asked = Cell::new(0);
            let found = threshold(guesses, 10_000_000, 48, |n| {
                asked.set(asked.get() + 1);
                n >= truth
            });
            assert_eq!(found, Some(truth));
            asked.get()
        };
        assert_eq!(trials(&[5_000], 5_000), 2);
        assert_eq!(trials(&[5_000], 5_001), 2);
        // Two, three growing steps to what loses, and ten halves of the last step.
        assert_eq!(trials(&[5_000], 4_500), 15);
        assert!(trials(&[], 7_654_321) <= 48);
    }
}
