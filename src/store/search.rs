//! The words of plans, kept with the texts that they are of: whatever changes a text comes by [`keep`] in its transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::moderation::stands;
use super::{Conn, Row, Store, StoreError, commit, row};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::similar::{MOST_PLANS, MOST_WORDS};
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
        content = content.without_words();
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

/// How many words of one are looked up by one statement of [`alike`].
const AT_ONCE: usize = 32;

/// The plans of a round that have some words, each with how many of them: without one of its own, and without words that many plans
/// have. What plans say is not read.
pub async fn alike(
    conn: &mut Conn,
    (round, own): (&RoundId, &PitchId),
    words: &[String],
) -> Result<BTreeMap<PitchId, u64>, StoreError> {
    let mut shared = BTreeMap::new();
    for part in words[..words.len().min(MOST_WORDS)].chunks(AT_ONCE) {
        let query = sqlx::query(
            "WITH own (word) AS (VALUES ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12), ($13), ($14), ($15), ($16), ($17), \
             ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25), ($26), ($27), ($28), ($29), ($30), \
             ($31), ($32), ($33), ($34), ($35)), \
             said (word) AS (SELECT DISTINCT word FROM own WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM pitch_word c \
             WHERE c.round_id = $1 AND c.word = own.word LIMIT $3 + 1) few) <= $3) \
             SELECT o.pitch_id, COUNT(*) AS shared FROM said JOIN pitch_word o ON o.round_id = $1 AND o.word = said.word \
             WHERE o.pitch_id <> $2 GROUP BY o.pitch_id ORDER BY o.pitch_id",
        );
        let query = query.bind(round.as_str()).bind(own.as_str()).bind(MOST_PLANS);
        // No word is empty.
        let filled = part.iter().map(String::as_str).chain(std::iter::repeat("")).take(AT_ONCE);
        let rows = filled.fold(query, |query, word| query.bind(word)).fetch_all(&mut *conn).await?;
        for found in &rows {
            let id = PitchId::new(row::text(found, "pitch_id")?);
            *shared.entry(id).or_insert(0) += row::count(found, "shared")?;
        }
    }
    Ok(shared)
}

/// The plans with a word about which nobody decided, on one side of a plan of its own.
macro_rules! undecided {
    ($side:literal) => {
        concat!(
            "SELECT w.pitch_id FROM pitch_word w JOIN pitch p ON p.id = w.pitch_id WHERE w.round_id = $1 AND w.word = $2 \
             AND w.pitch_id ",
            $side,
            " $3 AND p.state IN ('submitted', 'incomplete') AND p.initiative_id IS NOT NULL ORDER BY w.pitch_id LIMIT $4"
        )
    };
}

/// Some plans of a round that have a word, of those about which nobody decided: in order of their names, which are random, from one
/// of its own on. So each plan meets others, and the same ones every time.
pub async fn undecided(
    conn: &mut Conn,
    (round, own): (&RoundId, &PitchId),
    word: &str,
    most: usize,
) -> Result<Vec<PitchId>, StoreError> {
    let mut all = Vec::new();
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    for side in [undecided!(">"), undecided!("<")] {
        let query = sqlx::query(side).bind(round.as_str()).bind(word).bind(own.as_str()).bind(limit);
        for found in &query.fetch_all(&mut *conn).await? {
            all.push(PitchId::new(row::text(found, "pitch_id")?));
        }
    }
    all.truncate(most);
    Ok(all)
}
