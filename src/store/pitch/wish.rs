//! What plans ask for that is no money, and what the office answered. Both only grow; of each wish the last answer counts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::pitch::Content;
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::{Answered, Counted, Met, each_form};
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

/// Keeps which forms of help a version asks for.
pub(super) async fn ask(conn: &mut Conn, id: &PitchId, wishes: &[Wish]) -> Result<(), StoreError> {
    for wish in wishes.iter().collect::<BTreeSet<_>>() {
        sqlx::query(
            "INSERT INTO pitch_asked (pitch_id, version, wish) \
             SELECT $1, MAX(number), $2 FROM pitch_version WHERE pitch_id = $1",
        )
        .bind(id.as_str())
        .bind(wish.name())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Plans of which it stands otherwise than in a text that was sent in: for whoever checks.
pub async fn unfit(conn: &mut Conn) -> Result<BTreeSet<PitchId>, StoreError> {
    let rows = sqlx::query("SELECT pitch_id, version, wish FROM pitch_asked").fetch_all(&mut *conn).await?;
    let mut kept: BTreeMap<(String, u64), BTreeSet<Wish>> = BTreeMap::new();
    for found in &rows {
        let version = (row::text(found, "pitch_id")?, row::count(found, "version")?);
        kept.entry(version).or_default().insert(wish(found)?);
    }
    let rows = sqlx::query("SELECT pitch_id, number, content FROM pitch_version WHERE content <> ''")
        .fetch_all(conn)
        .await?;
    let mut unfit = BTreeSet::new();
    for found in &rows {
        let version = (row::text(found, "pitch_id")?, row::count(found, "number")?);
        let content = Content::read(&row::text(found, "content")?).ok_or_else(|| row::corrupt("content"))?;
        if kept.remove(&version).unwrap_or_default() != content.wishes.iter().copied().collect() {
            unfit.insert(PitchId::new(version.0));
        }
    }
    Ok(unfit)
}

/// What plans asked for in the version that they sent in last before a moment, by form: how often, and the last answer before that
/// moment. A plan that was taken back or went on in another by then is left out where it had no answer.
macro_rules! counted {
    ($of:literal) => {
        concat!(
            "SELECT a.wish, COUNT(*) AS asked, COUNT(CASE WHEN a.met = 'met' THEN 1 END) AS met, \
             COUNT(CASE WHEN a.met = 'unmet' THEN 1 END) AS unmet FROM (SELECT k.wish, \
             (SELECT w.met FROM pitch_wish w WHERE w.pitch_id = k.pitch_id AND w.wish = k.wish AND w.at < $2 \
             ORDER BY w.number DESC LIMIT 1) AS met, \
             (SELECT MAX(e.at) FROM pitch_event e WHERE e.pitch_id = k.pitch_id AND (e.kind = 'withdraw' \
             OR (e.kind = 'merge' AND p.merged_into IS NOT NULL))) AS ended_at \
             FROM pitch p JOIN pitch_asked k ON k.pitch_id = p.id AND k.version = (SELECT MAX(v.number) \
             FROM pitch_version v WHERE v.pitch_id = p.id AND v.at < $2) ",
            $of,
            ") a WHERE a.met IS NOT NULL OR a.ended_at IS NULL \
             OR a.ended_at >= $2 GROUP BY a.wish ORDER BY a.wish"
        )
    };
}

fn read(found: &Row) -> Result<Counted, StoreError> {
    Ok(Counted {
        wish: wish(found)?,
        asked: row::count(found, "asked")?,
        met: row::count(found, "met")?,
        unmet: row::count(found, "unmet")?,
    })
}

/// How often each form of help was asked by the plans that were sent in for a round, and what became of it. A draft asks nothing
/// yet, whatever becomes of it. No text is read.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Counted>, StoreError> {
    let rows = sqlx::query(counted!("WHERE p.round_id = $1"))
        .bind(round.as_str())
        .bind(i64::MAX)
        .fetch_all(conn)
        .await?;
    Ok(each_form(&rows.iter().map(read).collect::<Result<Vec<_>, _>>()?))
}

/// The same of the rounds of a year that were decided before a moment, as it stood then.
pub async fn of_year(conn: &mut Conn, year: i64, before: Moment) -> Result<Vec<Counted>, StoreError> {
    let rows = sqlx::query(counted!(
        "JOIN round r ON r.id = p.round_id JOIN allocation l ON l.id = r.allocation_id \
         JOIN budget_line b ON b.id = l.line_id WHERE b.year = $1 AND r.origin = 'vote' AND EXISTS \
         (SELECT 1 FROM certificate c WHERE c.round_id = r.id AND c.approved_at < $2)"
    ))
    .bind(year)
    .bind(before.micros())
    .fetch_all(conn)
    .await?;
    Ok(each_form(&rows.iter().map(read).collect::<Result<Vec<_>, _>>()?))
}
