//! What was aimed at, beside what was measured. A figure that misses its goal is shown and never asserted:
//! a machine has its days.

use super::database::Kind;
use super::table::{Row, count, decimal};

/// Clients for which the goals are set.
const CLIENTS: usize = 64;
/// Ballots that are few, and many.
const STORED: [usize; 2] = [1_000, 1_000_000];

/// Prints each goal for which there are figures.
pub fn print(rows: &[Row]) {
    let vote = |kind: Kind, stored: usize| {
        let is_it = |row: &&Row| {
            row.what == "vote"
                && (row.database, row.stored, row.clients) == (Some(kind), Some(stored), Some(CLIENTS))
        };
        rows.iter().find(is_it)
    };
    println!("\n| goal, {CLIENTS} clients | at least or at most | measured |\n|---|---|---|");
    let [few, many] = STORED;
    if let Some(row) = vote(Kind::Sqlite, few) {
        tell("SQLite, of hello", "at least 0.150", ratio(row.rate(), row.hello.unwrap_or(0)));
        let beside = format!("{} where hello gives {}", count(row.rate()), count(row.hello.unwrap_or(0)));
        tell("SQLite, votes a second", "4,000 where hello gives 35,000", beside);
        tell("SQLite, p99 ms", "at most 50", decimal(row.p99() / 10, 2));
    }
    if let Some((sqlite, postgres)) = vote(Kind::Sqlite, few).zip(vote(Kind::Postgres, few)) {
        tell("PostgreSQL, of SQLite", "at least 0.500", ratio(postgres.rate(), sqlite.rate()));
    }
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let (few, many) = (vote(kind, few), vote(kind, many));
        if let Some((few, many)) = few.zip(many) {
            let what = format!("{}, 1,000,000 stored, of 1,000 stored", kind.name());
            tell(&what, "at least 0.900", ratio(many.rate(), few.rate()));
        }
        if let Some(row) = few {
            let what = format!("{}, CPU of service and database, ms a vote", kind.name());
            tell(&what, "at most 0.400", decimal(row.cost(), 3));
        }
    }
}

fn tell(what: &str, goal: &str, measured: String) {
    println!("| {what} | {goal} | {measured} |");
}

fn ratio(of: u64, whole: u64) -> String {
    decimal(of * 1_000 / whole.max(1), 3)
}
