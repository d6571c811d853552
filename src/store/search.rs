//! The words of plans, kept with the texts that they are of: whatever changes a text comes by [`keep`] in its transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::moderation::stands;
use super::{Conn, Row, Store, StoreError, commit, row};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::{Content, State};
use crate::domain::search::{self, Query};
use crate::domain::time::Moment;

/// The words that a plan should have: none of one that nobody sees.
async fn wanted(conn: &mut Conn, id: &PitchId) -> Result<Option<(RoundId, BTreeSet<String>)>, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT p.round_id, p.applicant, p.state, p.submitted_at, v.content, (SELECT COUNT(*) FROM withholding w \
         WHERE w.kind = 'plan' AND w.of_id = p.id || '.' || CAST(v.number AS TEXT) AND ",
        stands!("w"),
        ") AS off FROM pitch p JOIN pitch_version v ON v.pitch_id = p.id WHERE p.id = $1 ORDER BY v.number DESC LIMIT 1"
    ))
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let round = RoundId::new(row::text(&found, "round_id")?);
    let text = row::text(&found, "content")?;
    let is_hidden = text.is_empty()
        || row::text(&found, "state")? == State::Withdrawn.name()
        || row::maybe_moment(&found, "submitted_at")?.is_none();
    if is_hidden {
        return Ok(Some((round, BTreeSet::new())));
    }
    let mut content = Content::read(&text).ok_or_else(|| row::corrupt("content"))?;
    if row::count(&found, "off")? > 0 {
        // Nobody reads these, so nobody finds it by them.
        content.summary.clear();
        content.text.clear();
    }
    Ok(Some((round, search::words(&content, &row::text(&found, "applicant")?))))
}

async fn known(conn: &mut Conn, id: &PitchId) -> Result<BTreeSet<String>, StoreError> {
    let rows = sqlx::query("SELECT word FROM pitch_word WHERE pitch_id = $1")
        .bind(id.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|found| row::text(found, "word")).collect()
}

/// Brings the words of a plan to what everyone reads of it now.
pub async fn keep(conn: &mut Conn, id: &PitchId) -> Result<(), StoreError> {
    let Some((round, wanted)) = wanted(conn, id).await? else { return Ok(()) };
    let known = known(conn, id).await?;
    for word in known.difference(&wanted) {
        sqlx::query("DELETE FROM pitch_word WHERE round_id = $1 AND word = $2 AND pitch_id = $3")
            .bind(round.as_str())
            .bind(word)
            .bind(id.as_str())
            .execute(&mut *conn)
            .await?;
    }
    for word in wanted.difference(&known) {
        sqlx::query("INSERT INTO pitch_word (round_id, word, pitch_id) VALUES ($1, $2, $3)")
            .bind(round.as_str())
            .bind(word)
            .bind(id.as_str())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Adds the words of plans that have none: what was sent in before there was this table.
pub(super) async fn refresh(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let rows = sqlx::query(
        "SELECT p.id FROM pitch p WHERE p.submitted_at IS NOT NULL AND p.erased_at IS NULL AND p.state <> 'withdrawn' \
         AND NOT EXISTS (SELECT 1 FROM pitch_word w WHERE w.pitch_id = p.id) ORDER BY p.id",
    )
    .fetch_all(&mut *tx)
    .await?;
    for found in &rows {
        keep(&mut tx, &PitchId::new(row::text(found, "id")?)).await?;
    }
    commit(tx).await
}

/// Plans whose words are not those of their texts: for whoever checks.
pub async fn unfit(conn: &mut Conn) -> Result<Vec<PitchId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM pitch WHERE submitted_at IS NOT NULL ORDER BY id")
        .fetch_all(&mut *conn)
        .await?;
    let mut unfit = Vec::new();
    for found in &rows {
        let id = PitchId::new(row::text(found, "id")?);
        let wanted = wanted(conn, &id).await?.map(|(_, words)| words).unwrap_or_default();
        if wanted != known(conn, &id).await? {
            unfit.push(id);
        }
    }
    Ok(unfit)
}

/// The plans of a round that everyone sees, each with when it was sent in first.
pub async fn listed(conn: &mut Conn, round: &RoundId) -> Result<Vec<(PitchId, Moment)>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, submitted_at FROM pitch WHERE round_id = $1 AND submitted_at IS NOT NULL AND erased_at IS NULL \
         AND state <> 'withdrawn' ORDER BY id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| Ok((PitchId::new(row::text(found, "id")?), row::moment(found, "submitted_at")?));
    rows.iter().map(read).collect()
}

/// The plans of a round that have every word of a query.
pub async fn find(conn: &mut Conn, round: &RoundId, query: &Query) -> Result<BTreeSet<PitchId>, StoreError> {
    let mut found: Option<BTreeSet<PitchId>> = None;
    let whole = query.whole.iter().map(|word| (word.as_str(), word.clone()));
    let begun = query.begun.iter().map(|word| (word.as_str(), search::behind(word)));
    for (from, to) in whole.chain(begun) {
        let rows = sqlx::query(
            "SELECT DISTINCT pitch_id FROM pitch_word WHERE round_id = $1 AND word >= $2 AND word <= $3",
        )
        .bind(round.as_str())
        .bind(from)
        .bind(to)
        .fetch_all(&mut *conn)
        .await?;
        let having: BTreeSet<PitchId> = rows
            .iter()
            .map(|one| Ok(PitchId::new(row::text(one, "pitch_id")?)))
            .collect::<Result<_, StoreError>>()?;
        found = Some(match found {
            None => having,
            Some(before) => before.intersection(&having).cloned().collect(),
        });
    }
    Ok(found.unwrap_or_default())
}

/// How many plans of a round have each of some words, which are near each other in order: the codes of neighbourhoods.
pub async fn counts(
    conn: &mut Conn,
    round: &RoundId,
    words: &[String],
) -> Result<BTreeMap<String, u64>, StoreError> {
    let (Some(first), Some(last)) = (words.iter().min(), words.iter().max()) else {
        return Ok(BTreeMap::new());
    };
    let rows = sqlx::query(
        "SELECT word, COUNT(*) AS plans FROM pitch_word WHERE round_id = $1 AND word >= $2 AND word <= $3 \
         GROUP BY word ORDER BY word",
    )
    .bind(round.as_str())
    .bind(first)
    .bind(last)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((row::text(found, "word")?, row::count(found, "plans")?))).collect()
}
