//! What plans ask for that is no money, and what the office answered. It only grows; of each wish the last answer counts.

use std::collections::BTreeMap;

use super::super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::pitch::Content;
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::{Answered, Counted, Met, counted};
use crate::domain::time::Moment;

/// What was answered about a plan, in order.
pub async fn of(conn: &mut Conn, id: &PitchId) -> Result<Vec<Answered>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, wish, met, words, at, by_function FROM pitch_wish WHERE pitch_id = $1 ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Answered {
            number: row::count(found, "number")?,
            wish: wish(found)?,
            met: met(found)?,
            words: row::text(found, "words")?,
            at: row::moment(found, "at")?,
            function: row::text(found, "by_function")?,
        })
    };
    rows.iter().map(read).collect()
}

fn wish(found: &Row) -> Result<Wish, StoreError> {
    Wish::named(&row::text(found, "wish")?).ok_or_else(|| row::corrupt("wish"))
}

fn met(found: &Row) -> Result<Met, StoreError> {
    Met::named(&row::text(found, "met")?).ok_or_else(|| row::corrupt("met"))
}

/// Keeps an answer.
pub async fn add(conn: &mut Conn, id: &PitchId, new: &Answered, by: &AccountId) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_wish (pitch_id, number, wish, met, words, at, by_account, by_function) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.as_str())
    .bind(row::stored(new.number))
    .bind(new.wish.name())
    .bind(new.met.name())
    .bind(&new.words)
    .bind(new.at.micros())
    .bind(by.as_str())
    .bind(&new.function)
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes the words about plans of rounds that are over; what became of each wish stays.
pub async fn erase(conn: &mut Conn, before: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pitch_wish SET words = '' WHERE at < $1 AND words <> '' AND pitch_id IN (SELECT p.id FROM pitch p \
         JOIN round r ON r.id = p.round_id WHERE r.phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// How often each form of help was asked by the plans that were sent in for a round, and what became of it. A draft asks nothing
/// yet, whatever becomes of it. Only texts with a wish in them are read.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Counted>, StoreError> {
    let asked = sqlx::query(
        "SELECT v.pitch_id, v.content FROM pitch_version v JOIN pitch p ON p.id = v.pitch_id \
         WHERE p.round_id = $1 AND v.content LIKE '%\"wishes\":[\"%' AND v.number = \
         (SELECT MAX(n.number) FROM pitch_version n WHERE n.pitch_id = v.pitch_id) ORDER BY v.pitch_id",
    )
    .bind(round.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let answers = sqlx::query(
        "SELECT w.pitch_id, w.wish, w.met FROM pitch_wish w JOIN pitch p ON p.id = w.pitch_id \
         WHERE p.round_id = $1 ORDER BY w.pitch_id, w.number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    together(&asked, &answers)
}

/// The same of the rounds of a year that were decided before a moment, as it stood then.
pub async fn of_year(conn: &mut Conn, year: i64, before: Moment) -> Result<Vec<Counted>, StoreError> {
    let asked = sqlx::query(
        "SELECT v.pitch_id, v.content FROM pitch_version v JOIN pitch p ON p.id = v.pitch_id \
         JOIN round r ON r.id = p.round_id JOIN allocation a ON a.id = r.allocation_id \
         JOIN budget_line l ON l.id = a.line_id WHERE l.year = $1 AND r.origin = 'vote' AND EXISTS \
         (SELECT 1 FROM certificate c WHERE c.round_id = r.id AND c.approved_at < $2) \
         AND v.content LIKE '%\"wishes\":[\"%' AND v.number = \
         (SELECT MAX(n.number) FROM pitch_version n WHERE n.pitch_id = v.pitch_id AND n.at < $2) ORDER BY v.pitch_id",
    )
    .bind(year)
    .bind(before.micros())
    .fetch_all(&mut *conn)
    .await?;
    let answers = sqlx::query(
        "SELECT w.pitch_id, w.wish, w.met FROM pitch_wish w JOIN pitch p ON p.id = w.pitch_id \
         JOIN round r ON r.id = p.round_id JOIN allocation a ON a.id = r.allocation_id \
         JOIN budget_line l ON l.id = a.line_id WHERE l.year = $1 AND w.at < $2 ORDER BY w.pitch_id, w.number",
    )
    .bind(year)
    .bind(before.micros())
    .fetch_all(conn)
    .await?;
    together(&asked, &answers)
}

/// What was asked with the last answer to it.
fn together(asked: &[Row], answers: &[Row]) -> Result<Vec<Counted>, StoreError> {
    let mut last: BTreeMap<(String, Wish), Met> = BTreeMap::new();
    for found in answers {
        last.insert((row::text(found, "pitch_id")?, wish(found)?), met(found)?);
    }
    let mut all = Vec::new();
    for found in asked {
        let pitch = row::text(found, "pitch_id")?;
        let content = Content::read(&row::text(found, "content")?).ok_or_else(|| row::corrupt("content"))?;
        let told = content.wishes.iter().map(|wish| (*wish, last.get(&(pitch.clone(), *wish)).copied()));
        all.extend(told);
    }
    Ok(counted(&all))
}
