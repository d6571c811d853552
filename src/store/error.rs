//! What can go wrong between the program and its database: four cases.

use std::fmt;

use sqlx::error::ErrorKind;

/// Why the database did not do what was asked.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// It is occupied; the same again may work.
    Busy(Wait),
    /// A constraint, trigger or guard of the schema refused: the rule behind it, as far as known.
    Refused(Guard),
    /// It cannot be reached or used.
    Unavailable(Outage),
    /// It holds something that this program cannot have written.
    Corrupt(String),
}

/// What stood in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Another transaction crossed this one: the same can go on at once.
    Crossed,
    /// A lock, a place in a queue or a connection, for as long as anyone should wait for it.
    Long,
}

/// Why it cannot be used: each with what the database said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outage {
    /// What may pass: a server that is away, a connection that broke, a disk that is full.
    Passing(String),
    /// The disk under this process failed to read or to keep something. Asking it again proves nothing: a disk
    /// that failed once to keep a page may say afterwards that all is well (the kernel forgets the page). What is
    /// true stands on the disk, and is read anew by a process that starts.
    Disk(String),
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
const TRIGGER_WORDS: &[&str] = &[
    "round_frozen",
    "round_closed",
    "round_sealed",
    "append_only",
    "certificate_final",
    "imported_round",
    "round_unvoted",
    "outside_reserve",
    "outside_year",
    "grant_not_empty",
    "round_running",
    "no_mandate",
    "own_decision",
    "astray",
];

/// The word of a trigger that guards a sum: the same as a CHECK that would be passed.
const CEILING_WORD: &str = "ceiling_exceeded";
/// The word of a trigger that guards a key against INSERT OR REPLACE: the same as a key that exists already.
const KEY_WORD: &str = "key_taken";

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Busy(_) => f.write_str("the database is busy"),
            StoreError::Refused(guard) => write!(f, "the database refused: {guard:?}"),
            StoreError::Unavailable(Outage::Passing(reason)) => {
                write!(f, "the database cannot be used: {reason}")
            }
            StoreError::Unavailable(Outage::Disk(reason)) => {
                write!(f, "the disk under the database failed: {reason}")
            }
            StoreError::Corrupt(what) => write!(f, "the database holds something unexpected: {what}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// It cannot be used now, for this reason.
    pub fn passing(reason: impl Into<String>) -> StoreError {
        StoreError::Unavailable(Outage::Passing(reason.into()))
    }
}

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
            (true, _) => StoreError::Busy(Wait::Long),
            (false, true) => StoreError::Corrupt(text),
            (false, false) => StoreError::passing(text),
        }
    }
}

fn from_database(refusal: &dyn sqlx::error::DatabaseError) -> StoreError {
    let message = refusal.message();
    if message.contains(CEILING_WORD) {
        return StoreError::Refused(Guard::Check);
    }
    if message.contains(KEY_WORD) {
        return StoreError::Refused(Guard::Unique);
    }
    if let Some(word) = TRIGGER_WORDS.iter().find(|word| message.contains(**word)) {
        return StoreError::Refused(Guard::Trigger((*word).to_string()));
    }
    let code = refusal.code().unwrap_or_default();
    by_code(&code, message).unwrap_or_else(|| match refusal.kind() {
        ErrorKind::UniqueViolation => StoreError::Refused(Guard::Unique),
        ErrorKind::ForeignKeyViolation => StoreError::Refused(Guard::Reference),
        ErrorKind::CheckViolation => StoreError::Refused(Guard::Check),
        _ => StoreError::passing(message),
    })
}

/// What a code means that says more than its kind. SQLite gives numbers (the lowest byte is the family), PostgreSQL
/// five letters and digits (the first two are the class).
fn by_code(code: &str, message: &str) -> Option<StoreError> {
    match code {
        // A read that another writer overtook; a serialization failure, a deadlock.
        "517" | "40001" | "40P01" => return Some(StoreError::Busy(Wait::Crossed)),
        // A lock that was not free in time; no connection left.
        "55P03" | "53300" => return Some(StoreError::Busy(Wait::Long)),
        // A trigger that raises another word: it is about this row, not about the database.
        "1811" | "P0001" => return Some(StoreError::Refused(Guard::Trigger(message.to_string()))),
        // What was sent is not what the column holds: one row, not the database.
        _ if code.len() == 5 && code.starts_with("22") => {
            return Some(StoreError::Corrupt(message.to_string()));
        }
        _ => {}
    }
    // The codes of PostgreSQL have five characters, those of SQLite are smaller than 10,000.
    let code = code.parse::<u32>().ok().filter(|_| code.len() < 5)?;
    match code & 0xff {
        SQLITE_BUSY | SQLITE_LOCKED => Some(StoreError::Busy(Wait::Long)),
        SQLITE_IOERR if NO_DISK_FAILED.contains(&code) => Some(StoreError::passing(message)),
        SQLITE_IOERR => Some(StoreError::Unavailable(Outage::Disk(format!("{message} (code {code})")))),
        SQLITE_CORRUPT | SQLITE_NOTADB => Some(StoreError::Corrupt(message.to_string())),
        _ => None,
    }
}

/// Families of results, from <https://www.sqlite.org/rescode.html>.
const SQLITE_BUSY: u32 = 5;
const SQLITE_LOCKED: u32 = 6;
const SQLITE_IOERR: u32 = 10;
const SQLITE_CORRUPT: u32 = 11;
const SQLITE_NOTADB: u32 = 26;
/// Results of the family of I/O errors that are none of a disk: no memory, no room for the shared index of the
/// write-ahead log, no folder for temporary files.
const NO_DISK_FAILED: [u32; 3] = [3_082, 4_874, 6_410];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failed_disk_is_a_failed_disk() {
        for code in ["10", "266", "522", "778", "1034", "1290", "3850"] {
            let found = by_code(code, "disk I/O error");
            assert!(matches!(found, Some(StoreError::Unavailable(Outage::Disk(_)))), "{code}");
        }
        for code in ["13", "14", "8", "53100", "58030", "57P01", "08006"] {
            assert!(by_code(code, "").is_none(), "{code} passes");
        }
        for code in ["3082", "4874", "6410"] {
            let found = by_code(code, "");
            assert!(matches!(found, Some(StoreError::Unavailable(Outage::Passing(_)))), "{code} passes");
        }
    }

    #[test]
    fn one_bad_row_is_not_taken_for_an_outage() {
        for code in ["22021", "22P02", "22003", "11", "267", "26"] {
            assert!(matches!(by_code(code, ""), Some(StoreError::Corrupt(_))), "{code}");
        }
    }

    #[test]
    fn only_who_was_crossed_goes_on_at_once() {
        for code in ["517", "40001", "40P01"] {
            assert!(matches!(by_code(code, ""), Some(StoreError::Busy(Wait::Crossed))), "{code}");
        }
        for code in ["5", "6", "261", "262", "773", "55P03", "53300"] {
            assert!(matches!(by_code(code, ""), Some(StoreError::Busy(Wait::Long))), "{code}");
        }
    }
}
