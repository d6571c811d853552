//! Reading rows: columns as domain values, by hand.

use sqlx::Row as _;

use super::{Row, StoreError};
use crate::domain::digest::Digest;
use crate::domain::money::Cents;
use crate::domain::time::Moment;

/// A text.
pub fn text(row: &Row, column: &str) -> Result<String, StoreError> {
    Ok(row.try_get(column)?)
}

/// A text that may be absent.
pub fn maybe_text(row: &Row, column: &str) -> Result<Option<String>, StoreError> {
    Ok(row.try_get(column)?)
}

/// A whole number.
pub fn int(row: &Row, column: &str) -> Result<i64, StoreError> {
    Ok(row.try_get(column)?)
}

/// A number of things: never below zero.
pub fn count(row: &Row, column: &str) -> Result<u64, StoreError> {
    u64::try_from(int(row, column)?).map_err(|_| corrupt(column))
}

/// A number of things that may be absent.
pub fn maybe_count(row: &Row, column: &str) -> Result<Option<u64>, StoreError> {
    let found: Option<i64> = row.try_get(column)?;
    found.map(|count| u64::try_from(count).map_err(|_| corrupt(column))).transpose()
}

/// Bytes.
pub fn bytes(row: &Row, column: &str) -> Result<Vec<u8>, StoreError> {
    Ok(row.try_get(column)?)
}

/// An amount.
pub fn cents(row: &Row, column: &str) -> Result<Cents, StoreError> {
    Cents::new(int(row, column)?).map_err(|_| corrupt(column))
}

/// A moment.
pub fn moment(row: &Row, column: &str) -> Result<Moment, StoreError> {
    Ok(Moment::from_micros(int(row, column)?))
}

/// A moment that may be absent.
pub fn maybe_moment(row: &Row, column: &str) -> Result<Option<Moment>, StoreError> {
    let micros: Option<i64> = row.try_get(column)?;
    Ok(micros.map(Moment::from_micros))
}

/// A fingerprint.
pub fn digest(row: &Row, column: &str) -> Result<Digest, StoreError> {
    Digest::parse(&text(row, column)?).ok_or_else(|| corrupt(column))
}

/// The column holds what this program never writes.
pub fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt(format!("column {column}"))
}

/// A count as the database keeps it.
pub fn stored(count: u64) -> i64 {
    i64::try_from(count).expect("counts of things in memory fit in 63 bits")
}

/// The pattern of LIKE for a text that has these words somewhere, with `!` before what else means something there.
pub fn within(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
