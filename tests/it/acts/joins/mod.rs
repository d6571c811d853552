//! Nothing joins a letter and a ballot once the round is sealed. Forty ballots are cast in a known order under
//! known letters, each with its own choices; then everything that a database keeps beside its rows is asked for
//! that order: places, keys, transactions, times, counters. What finds something while the vote is open must find
//! nothing afterwards.

mod lines;
mod orders;
mod remains;

use std::collections::{BTreeMap, BTreeSet};

use schuifruimte::acts::ballot::{Vote, Who};
use schuifruimte::domain::ballot_box::Owner;
use schuifruimte::domain::digest::{Digest, hex};
use schuifruimte::domain::id::{CastId, ProposalId};
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::time::Moment;
use schuifruimte::store::{Row, ballot, register};
use sqlx::{AssertSqlSafe, Row as _};

use crate::support::{OpenRound, Place, Town, days};

/// Ballots of a round: there are forty-one ways to choose one to three of six plans.
const VOTERS: usize = 40;
/// What is true about one ballot, known to this test alone.
#[derive(Debug, Clone)]
struct Truth {
    /// Its place among all ballots of the round, from 0.
    cast: usize,
    /// The number on the letter.
    control: String,
    /// The name of the letter in the database.
    letter: String,
    /// What the browser sent along.
    cast_id: String,
    /// The canonical choices.
    choices: String,
    /// The commitment.
    commitment: String,
    /// The random bytes of the commitment.
    nonce: [u8; 32],
    /// The ballot as it lay in the box.
    locked: Vec<u8>,
    /// The keyed hash of the code.
    code: String,
}

/// All ways to choose one to three of six plans.
fn all_choices() -> Vec<Vec<String>> {
    let of =
        |mask: u32| (1..=6).filter(move |plan| mask >> (plan - 1) & 1 == 1).map(|plan| format!("{plan:02}"));
    (1..64_u32).filter(|mask| mask.count_ones() <= 3).map(|mask| of(mask).collect()).collect()
}

fn shuffled(number: usize, seed: &mut Seed) -> Vec<usize> {
    let mut order: Vec<(String, usize)> = (0..number).map(|one| (seed.id(), one)).collect();
    order.sort();
    order.into_iter().map(|(_, one)| one).collect()
}

fn vote(round: &OpenRound, letter: usize, choices: &[String], cast: String) -> Vote {
    let choices = choices.iter().map(|id| ProposalId::new(id.as_str()).into()).collect();
    Vote { choices, who: round.letter(letter), cast: CastId::new(cast) }
}

/// The moment of the ballot that is cast as number `place`: nothing else happens in those days.
fn moment(place: usize) -> Moment {
    days(1).plus_minutes(i64::try_from(place).expect("small") * 17)
}

/// Forty voters, one after the other; every fifth one changes the ballot later on.
async fn cast_forty(town: &Town, round: &OpenRound) -> Vec<Truth> {
    let mut seed = Seed::new(*Digest::of(round.id.as_str().as_bytes()).bytes());
    let (letters, ways) = (shuffled(VOTERS, &mut seed), shuffled(VOTERS, &mut seed));
    let all = all_choices();
    let mut receipts = BTreeMap::new();
    for (place, (&letter, &way)) in letters.iter().zip(&ways).enumerate() {
        let choices = if place % 5 == 0 { &all[VOTERS] } else { &all[way] };
        let vote = vote(round, letter, choices, format!("{place:02}{}", seed.id()));
        let receipt = town.cast_at(round, vote, moment(place)).await.expect("a receipt");
        receipts.insert(place, receipt);
    }
    for place in (0..VOTERS).step_by(5) {
        let mut vote = vote(round, letters[place], &all[ways[place]], format!("w{place:02}{}", seed.id()));
        let Who::Letter { code, .. } = vote.who else { panic!("a letter") };
        vote.who = Who::Letter { code, change: receipts[&place].change.clone() };
        town.cast_at(round, vote, moment(VOTERS + place)).await.expect("a changed ballot");
    }
    let order: BTreeMap<String, usize> = letters
        .iter()
        .enumerate()
        .map(|(place, &letter)| (round.letters.printed[letter].1.to_string(), place))
        .collect();
    truths(&town.place, round, &order).await
}

/// What the box holds, opened with its key: while the vote is open that joins everything.
async fn truths(place: &Place, round: &OpenRound, order: &BTreeMap<String, usize>) -> Vec<Truth> {
    let mut conn = place.store.read().await.expect("a connection");
    let stored = ballot::list(&mut conn, &round.id).await.expect("ballots");
    let codes = register::letters(&mut conn, &round.id).await.expect("letters");
    let mut truths: Vec<Truth> = stored
        .into_iter()
        .map(|voter| {
            let one = voter.ballot.expect("listed");
            let owner = Owner { letter: &voter.letter, control: voter.control };
            let opened = round.ballots.open(owner, &one.locked).expect("the key opens it");
            let code = codes.iter().find(|letter| letter.control == voter.control).expect("a letter");
            Truth {
                cast: order[&voter.control.to_string()],
                control: voter.control.to_string(),
                letter: voter.letter.to_string(),
                cast_id: one.cast.to_string(),
                choices: opened.ballot.canonical(),
                commitment: one.locked.commitment.to_string(),
                nonce: opened.nonce,
                locked: one.locked.bytes,
                code: code.code_mac.to_string(),
            }
        })
        .collect();
    truths.sort_by_key(|truth| truth.cast);
    assert_eq!(truths.iter().map(|truth| &truth.choices).collect::<BTreeSet<_>>().len(), VOTERS);
    truths
}

/// Rows of a query as texts.
async fn rows(place: &Place, query: String) -> Vec<Vec<String>> {
    let mut conn = place.store.read().await.expect("a connection");
    let rows = sqlx::query(AssertSqlSafe(query.clone())).fetch_all(&mut *conn).await;
    let rows = rows.unwrap_or_else(|error| panic!("{query}: {error}"));
    let cell = |row: &Row, column: usize| {
        let text = row.try_get::<Option<String>, _>(column).map(Option::unwrap_or_default);
        let number = || {
            let found = row.try_get::<Option<i64>, _>(column);
            found.map(|number| number.map(|number| number.to_string()).unwrap_or_default())
        };
        text.or_else(|_| number()).or_else(|_| row.try_get::<Vec<u8>, _>(column).map(|bytes| hex(&bytes)))
    };
    rows.iter()
        .map(|row| (0..row.len()).map(|column| cell(row, column).expect("a text, number or bytes")).collect())
        .collect()
}
