//! Orders, keys, transactions, lengths, counters, numbers and times.

use std::collections::{BTreeMap, BTreeSet};

use schuifruimte::acts;
use schuifruimte::acts::ballot::Who;
use schuifruimte::domain::digest::{Digest, hex};
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::store::{Backend, schema};

use super::{Truth, VOTERS, cast_forty, moment, rows, vote};
use crate::support::{OpenRound, Place, Town, days, now, on_both};

/// Rounds, each with its own randomness.
const ROUNDS: [&str; 4] = ["elinkwijk", "ondiep", "pijlsweerd", "zuilen"];
/// How much two orders may agree by chance, in thousandths, as a mean over the four rounds: forty pairs that have
/// nothing to do with each other give 130 or so, and one mean in many thousands is above this.
const BY_CHANCE: u64 = 350;

/// How far two orders agree, in thousandths: 1000 entirely, 0 not at all, -1000 the other way round (Spearman's rank
/// correlation).
fn agreement(pairs: &[(usize, usize)]) -> i64 {
    let ranks = |values: Vec<usize>| -> Vec<usize> {
        let sorted: BTreeSet<usize> = values.iter().copied().collect();
        let rank: BTreeMap<usize, usize> = sorted.into_iter().zip(0..).collect();
        values.iter().map(|value| rank[value]).collect()
    };
    let left = ranks(pairs.iter().map(|pair| pair.0).collect());
    let right = ranks(pairs.iter().map(|pair| pair.1).collect());
    let squares: usize = left.iter().zip(&right).map(|(a, b)| a.abs_diff(*b).pow(2)).sum();
    let number = pairs.len();
    let apart = 6_000 * squares / (number * (number * number - 1));
    1_000 - i64::try_from(apart).expect("at most two thousand")
}

/// An order in which something can be listed, and the list.
type Order = (&'static str, Vec<String>);

async fn listed(place: &Place, queries: Vec<(&'static str, String)>) -> Vec<Order> {
    let mut orders = Vec::new();
    for (name, query) in queries {
        let list = rows(place, query).await;
        orders.push((name, list.into_iter().map(|mut row| row.remove(0)).collect()));
    }
    orders
}

/// Letters, by their numbers, in every order that the database can give.
async fn letters(place: &Place, round: &OpenRound) -> Vec<Order> {
    let from = format!("FROM letter WHERE round_id = '{}'", round.id);
    let mut queries = vec![
        ("letters as they lie", format!("SELECT control_no {from}")),
        ("letters by name", format!("SELECT control_no {from} ORDER BY id")),
        ("letters by number", format!("SELECT control_no {from} ORDER BY control_no")),
    ];
    if place.store.backend() == Backend::Postgres {
        queries.push(("letters by place", format!("SELECT control_no {from} ORDER BY ctid")));
    }
    let mut orders = listed(place, queries).await;
    let mut conn = place.store.read().await.expect("a connection");
    let entries = acts::log::entries(&mut conn, &round.id).await.expect("a log");
    let leaves: Vec<(String, String)> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Ballot { control, commitment, .. } => Some((commitment.to_string(), control.to_string())),
            _ => None,
        })
        .collect();
    orders.push(("letters by their entries in the log", leaves.iter().map(|leaf| leaf.1.clone()).collect()));
    let sorted: BTreeSet<(String, String)> = leaves.into_iter().collect();
    orders.push(("letters by commitment", sorted.into_iter().map(|leaf| leaf.1).collect()));
    orders
}

/// Sealed choices in every order that the database can give.
async fn choices(place: &Place, round: &OpenRound) -> Vec<Order> {
    let from = format!("FROM sealed_ballot WHERE round_id = '{}'", round.id);
    let mut queries = vec![
        ("choices as they lie", format!("SELECT choices {from}")),
        ("choices by number", format!("SELECT choices {from} ORDER BY number")),
        ("choices by digest", format!("SELECT choices {from} ORDER BY digest")),
    ];
    if place.store.backend() == Backend::Postgres {
        queries.push(("choices by place", format!("SELECT choices {from} ORDER BY ctid")));
    }
    listed(place, queries).await
}

/// For each pair of orders, and for each order beside that of the votes: how far they agree in this round.
fn compare(truths: &[Truth], letters: &[Order], choices: &[Order]) -> Vec<(String, i64)> {
    let place = |order: &Order, one: &String| order.1.iter().position(|other| other == one).expect("listed");
    let mut found = Vec::new();
    for left in letters {
        let pairs: Vec<_> = truths.iter().map(|truth| (place(left, &truth.control), truth.cast)).collect();
        found.push((format!("{} | the votes", left.0), agreement(&pairs)));
        for right in choices {
            let pair = |truth: &Truth| (place(left, &truth.control), place(right, &truth.choices));
            found.push((
                format!("{} | {}", left.0, right.0),
                agreement(&truths.iter().map(pair).collect::<Vec<_>>()),
            ));
        }
    }
    for right in choices {
        let pairs: Vec<_> = truths.iter().map(|truth| (place(right, &truth.choices), truth.cast)).collect();
        found.push((format!("{} | the votes", right.0), agreement(&pairs)));
    }
    found
}

/// While the vote is open PostgreSQL tells the order of the votes: by transaction.
async fn assert_order_is_there_while_open(place: &Place, truths: &[Truth]) {
    if place.store.backend() == Backend::Sqlite {
        return;
    }
    // A changed ballot is a new version of its row, in a later transaction.
    let once: Vec<Truth> = truths.iter().filter(|truth| truth.cast % 5 != 0).cloned().collect();
    let query =
        "SELECT l.control_no FROM ballot b JOIN letter l ON l.id = b.letter_id ORDER BY b.xmin::text::bigint";
    let found = listed(place, vec![("ballots", query.to_string())]).await;
    assert_eq!(compare(&once, &found, &[])[0].1, 1_000, "the probe finds the order by transaction");
}

#[test]
fn no_order_in_the_database_follows_the_votes_or_leads_from_letters_to_ballots() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let mut found: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for name in ROUNDS {
            let round = town.open_round(name).await;
            let truths = cast_forty(&town, &round).await;
            assert_order_is_there_while_open(&place, &truths).await;
            town.close_and_seal(&round.id).await;
            let hash = town.count_and_propose(&round.id).await;
            acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash)
                .await
                .expect("certified");
            let (letters, choices) = (letters(&place, &round).await, choices(&place, &round).await);
            for (orders, agrees) in compare(&truths, &letters, &choices) {
                found.entry(orders).or_default().push(agrees);
            }
        }
        for (orders, agrees) in &found {
            let mean = agrees.iter().map(|one| one.unsigned_abs()).sum::<u64>() / 4;
            assert!(mean < BY_CHANCE, "{orders}: {agrees:?}");
        }
        let most =
            found.iter().max_by_key(|(_, agrees)| agrees.iter().map(|one| one.unsigned_abs()).sum::<u64>());
        eprintln!("{} pairs of orders; the two that agree most: {most:?}", found.len());
    });
}

#[test]
fn no_transaction_number_or_counter_sets_one_letter_or_ballot_apart() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let truths = cast_forty(&town, &round).await;
        let count = |query: &str| place.number(query.to_string());
        // A wrong change code is counted on the ballot, so that someone with the database can see whose it was.
        let letter = round.letters.printed.iter().position(|one| one.1.to_string() == truths[3].control);
        let mut wrong = vote(&round, letter.expect("a letter"), &["06".to_string()], "wrong".to_string());
        let Who::Letter { code, .. } = wrong.who else { panic!("a letter") };
        let other = Digest::parse(&truths[4].commitment).expect("a commitment");
        wrong.who = Who::Letter { code, change: Some(round.ballots.change_code(&other)) };
        town.cast_at(&round, wrong, moment(3)).await.expect_err("a wrong change code");
        let marked = "SELECT CAST(COUNT(*) AS BIGINT) FROM ballot WHERE wrong_change_codes > 0";
        assert_eq!(count(marked).await, 1, "the probe finds it");
        // All locked ballots are equally long, whatever is in them.
        assert_eq!(count("SELECT CAST(COUNT(DISTINCT LENGTH(locked)) AS BIGINT) FROM ballot").await, 1);
        let is_server = place.store.backend() == Backend::Postgres;
        let transactions =
            |table: &str| format!("SELECT CAST(COUNT(DISTINCT xmin::text) AS BIGINT) FROM {table}");
        if is_server {
            let votes = i64::try_from(VOTERS).expect("small");
            assert_eq!(count(&transactions("ballot")).await, votes, "the probe finds a transaction a ballot");
        }
        town.close_and_seal(&round.id).await;
        for table in ["ballot", "leaf_queue"] {
            assert_eq!(count(&format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await, 0, "{table}");
        }
        let lengths =
            count("SELECT CAST(COUNT(DISTINCT LENGTH(choices)) AS BIGINT) FROM sealed_ballot").await;
        assert_eq!(lengths, 3, "the choices themselves differ in length");
        if is_server {
            let leaves = "round_log WHERE seq > 3 AND seq <= 51";
            for table in ["letter", "sealed_ballot", leaves] {
                assert_eq!(count(&transactions(table)).await, 1, "{table}: all in one transaction");
            }
        }
        let numbered = "SELECT CAST(COUNT(*) AS BIGINT) FROM sealed_ballot WHERE number BETWEEN 1 AND 40";
        assert_eq!(count(numbered).await, 40, "no gaps between the numbers");
        let sequences = match place.store.backend() {
            Backend::Sqlite => {
                "SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_schema WHERE name = 'sqlite_sequence'"
            }
            Backend::Postgres => "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_class WHERE relkind = 'S'",
        };
        assert_eq!(count(sequences).await, 0, "nothing is numbered as it comes");
    });
}

/// Every value in the database, with the table it stands in.
async fn values(place: &Place) -> Vec<(String, String)> {
    let columns = schema::columns(&place.store).await.expect("columns");
    let tables: BTreeSet<&str> = columns.iter().filter_map(|column| column.split('.').next()).collect();
    let mut values = Vec::new();
    for table in tables {
        for row in rows(place, format!("SELECT * FROM {table}")).await {
            values.extend(row.into_iter().map(|value| (table.to_string(), value)));
        }
    }
    values
}

/// The tables with a time between two moments: as microseconds, or as a text with one of the days.
fn with_a_time(values: &[(String, String)], from: i64, to: i64, days: &[&str]) -> BTreeSet<String> {
    let hex_days: Vec<String> = days.iter().map(|day| hex(day.as_bytes())).collect();
    let is_time = |value: &String| {
        let number = value.parse::<i64>().is_ok_and(|number| {
            [1, 1_000, 1_000_000].iter().any(|unit| (from..=to).contains(&number.saturating_mul(*unit)))
        });
        number || days.iter().any(|day| value.contains(day)) || hex_days.iter().any(|day| value.contains(day))
    };
    values.iter().filter(|(_, value)| is_time(value)).map(|(table, _)| table.clone()).collect()
}

#[test]
fn no_value_in_the_database_is_a_time_at_which_someone_voted() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        cast_forty(&town, &round).await;
        let (from, to) = (moment(0).micros(), moment(2 * VOTERS).micros());
        let vote_days = ["2027-03-02", "2027-03-03"];
        assert_eq!(with_a_time(&values(&place).await, from, to, &vote_days), BTreeSet::new(), "while open");
        town.close_and_seal(&round.id).await;
        let values = values(&place).await;
        assert_eq!(with_a_time(&values, from, to, &vote_days), BTreeSet::new());
        let opening = now().micros();
        let told = with_a_time(&values, opening, opening, &["2027-03-01T12:00"]);
        assert!(
            told.contains("round") && told.contains("round_log") && told.contains("staff_log"),
            "{told:?}"
        );
    });
}

#[test]
fn no_value_stands_both_beside_a_letter_and_beside_its_choices() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        cast_forty(&town, &round).await;
        let of = async |tables: &[&str]| -> BTreeSet<String> {
            let all = values(&place).await.into_iter().filter(|(table, _)| tables.contains(&table.as_str()));
            // What is shorter than a name says nothing about one row: a state, a number, the name of the round.
            all.map(|(_, value)| value).filter(|value| value.len() > 6).collect()
        };
        let shared = |left: BTreeSet<String>, right: BTreeSet<String>| left.intersection(&right).count();
        assert_eq!(
            shared(of(&["letter"]).await, of(&["ballot"]).await),
            VOTERS,
            "the probe joins every ballot"
        );
        town.close_and_seal(&round.id).await;
        let beside_letters = of(&["letter", "round_log", "register", "leaf_queue", "checkpoint"]).await;
        assert_eq!(shared(beside_letters, of(&["sealed_ballot", "seal", "ballot"]).await), 0);
    });
}
