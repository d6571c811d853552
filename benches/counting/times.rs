//! Measuring and writing times. All numbers are whole until they are written: a time is in picoseconds.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What is shorter than this is done again and again until it took so long, as often as that needs.
const LEAST: Duration = Duration::from_millis(1);

/// What has taken so long in all rounds together is not measured again.
const ENOUGH: u64 = 12_000_000_000_000;

/// The time of one call, in picoseconds.
pub fn of<T>(mut call: impl FnMut() -> T) -> u64 {
    let (mut calls, mut batch) = (0_u64, 1_u64);
    let start = Instant::now();
    loop {
        for _ in 0..batch {
            black_box(call());
        }
        calls += batch;
        let elapsed = start.elapsed();
        if elapsed >= LEAST {
            return picos(elapsed) / calls;
        }
        batch *= 2;
    }
}

/// The time of one call that is not repeated, in picoseconds, and what it gave.
pub fn once<T>(call: impl FnOnce() -> T) -> (u64, T) {
    let start = Instant::now();
    let given = black_box(call());
    (picos(start.elapsed()), given)
}

fn picos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).expect("a measurement is short") * 1_000
}

/// The times of the rounds, in picoseconds.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<u64>);

impl Times {
    /// Notes one.
    pub fn add(&mut self, time: u64) {
        self.0.push(time);
        self.0.sort_unstable();
    }

    /// The shortest, in picoseconds.
    pub fn best(&self) -> Option<u64> {
        self.0.first().copied()
    }

    /// The one in the middle, in picoseconds.
    pub fn middle(&self) -> Option<u64> {
        self.0.get(self.0.len() / 2).copied()
    }

    /// Whether another round would take too long.
    pub fn is_enough(&self) -> bool {
        self.0.iter().sum::<u64>() >= ENOUGH
    }

    /// The best in milliseconds, the one in the middle and the longest in brackets.
    pub fn cell(&self) -> String {
        match (self.best(), self.middle(), self.0.last()) {
            (Some(best), Some(middle), Some(&worst)) => {
                format!("{} ({}, {})", millis(best), millis(middle), millis(worst))
            }
            _ => "–".to_string(),
        }
    }
}

/// Picoseconds as milliseconds, with about three digits that count.
pub fn millis(picos: u64) -> String {
    let places = match picos {
        0..1_000_000_000 => 4,
        1_000_000_000..10_000_000_000 => 2,
        10_000_000_000..100_000_000_000 => 1,
        _ => 0,
    };
    decimal(picos / 10_u64.pow(9 - places), places)
}

/// How many times the second the first is, with two digits behind the point.
pub fn ratio(one: Option<u64>, other: Option<u64>) -> String {
    match one.zip(other.filter(|&other| other > 0)) {
        Some((one, other)) => {
            let hundredths = u128::from(one) * 100 / u128::from(other);
            decimal(u64::try_from(hundredths).unwrap_or(u64::MAX), 2)
        }
        None => "–".to_string(),
    }
}

/// A number of which so many digits stand behind the point.
pub fn decimal(value: u64, places: u32) -> String {
    let places = usize::try_from(places).expect("a few");
    let text = format!("{value:0>width$}", width = places + 1);
    let (whole, rest) = text.split_at(text.len() - places);
    if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") }
}
