//! What can go wrong between the program and its database: four cases.

use std::fmt;

use sqlx::error::ErrorKind;

/// Why the database did not do what was asked.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// It is occupied; the same again may work.
    Busy,
    /// A constraint, trigger or guard of the schema refused: the rule behind it, as far as known.
    Refused(Guard),
    /// It cannot be reached or used.
    Unavailable(String),
    /// It holds something that this program cannot have written.
    Corrupt(String),
}

/// What kind of guard refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// A key that exists already.
    Unique,
    /// A row that something refers to is not there.
    Reference,
    /// A CHECK: for sums, a ceiling would be passed.
    Check,
    /// A trigger of the schema, by the word it raises.
    Trigger(String),
}

/// The words that triggers raise.
const TRIGGER_WORDS: [&str; 6] =
    ["round_frozen", "round_closed", "round_sealed", "append_only", "certificate_final", "imported_round"];

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Busy => f.write_str("the database is busy"),
            StoreError::Refused(guard) => write!(f, "the database refused: {guard:?}"),
            StoreError::Unavailable(reason) => write!(f, "the database cannot be used: {reason}"),
            StoreError::Corrupt(what) => write!(f, "the database holds something unexpected: {what}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        if let sqlx::Error::Database(refusal) = &error {
            return from_database(refusal.as_ref());
        }
        let text = error.to_string();
        let unreadable = matches!(
            error,
            sqlx::Error::RowNotFound
                | sqlx::Error::ColumnNotFound(_)
                | sqlx::Error::ColumnDecode { .. }
                | sqlx::Error::Decode(_)
        );
        match (matches!(error, sqlx::Error::PoolTimedOut), unreadable) {
            (true, _) => StoreError::Busy,
            (false, true) => StoreError::Corrupt(text),
            (false, false) => StoreError::Unavailable(text),
        }
    }
}

fn from_database(refusal: &dyn sqlx::error::DatabaseError) -> StoreError {
    let message = refusal.message();
    if let Some(word) = TRIGGER_WORDS.iter().find(|word| message.contains(**word)) {
        return StoreError::Refused(Guard::Trigger((*word).to_string()));
    }
    // SQLite: busy and locked, with their extended forms. PostgreSQL: serialization failure, deadlock, lock not available.
    let code = refusal.code().unwrap_or_default();
    if ["5", "6", "261", "262", "517", "773", "40001", "40P01", "55P03", "53300"].contains(&code.as_ref()) {
        return StoreError::Busy;
    }
    // A trigger that raises another word: it is about this row, not about the database.
    if ["1811", "P0001"].contains(&code.as_ref()) {
        return StoreError::Refused(Guard::Trigger(message.to_string()));
    }
    match refusal.kind() {
        ErrorKind::UniqueViolation => StoreError::Refused(Guard::Unique),
        ErrorKind::ForeignKeyViolation => StoreError::Refused(Guard::Reference),
        ErrorKind::CheckViolation => StoreError::Refused(Guard::Check),
        _ => StoreError::Unavailable(message.to_string()),
    }
}
