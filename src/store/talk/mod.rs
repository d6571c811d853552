//! What people say about plans.

pub mod contribution;
pub mod endorsement;
pub mod erase;

use std::sync::LazyLock;

use super::chunk::{Chunked, rows, texts};
use super::moderation::stands;
use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, CommentId, PitchId, RoundId};
use crate::domain::mail::Address;
use crate::domain::moderation::Ground;
use crate::domain::talk::{Comment, CommentKind, Counts, Entry, Order, Side};
use crate::domain::time::Moment;

/// The columns of a comment with what was withheld of it, for [`read`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.pitch_id, c.kind, c.parent_id, c.side, c.name, c.words, c.by_actor, c.by_desk, c.at, c.gone_at, \
             w.ground, w.reason, e.answer, e.partner FROM comment c LEFT JOIN endorsement_check e ON e.comment_id = c.id \
             LEFT JOIN withholding w ON w.kind = 'comment' AND w.of_id = c.id AND ",
            $crate::store::moderation::stands!("w"),
            " ",
            $rest
        )
    };
}

use columns;

fn read(found: &Row) -> Result<Comment, StoreError> {
    let withheld = match row::maybe_text(found, "ground")? {
        None => None,
        Some(name) => {
            let ground = Ground::named(&name).ok_or_else(|| row::corrupt("ground"))?;
            Some((ground, row::text(found, "reason")?))
        }
    };
    Ok(Comment {
        id: CommentId::new(row::text(found, "id")?),
        pitch: PitchId::new(row::text(found, "pitch_id")?),
        kind: CommentKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        parent: row::maybe_text(found, "parent_id")?.map(CommentId::new),
        side: Side::named(&row::text(found, "side")?).ok_or_else(|| row::corrupt("side"))?,
        name: row::text(found, "name")?,
        words: row::text(found, "words")?,
        by: row::text(found, "by_actor")?,
        desk: row::maybe_text(found, "by_desk")?.map(AccountId::new),
        at: row::moment(found, "at")?,
        gone: row::maybe_moment(found, "gone_at")?,
        entry: entry(found)?,
        withheld,
    })
}

fn entry(found: &Row) -> Result<Entry, StoreError> {
    if row::text(found, "kind")? != CommentKind::Endorsement.name() {
        return Ok(Entry::Free);
    }
    let partner = row::maybe_count(found, "partner")?;
    match row::maybe_text(found, "answer")?.as_deref() {
        None => Ok(Entry::Waits),
        Some("shown") => Ok(if partner == Some(1) { Entry::Partner } else { Entry::Shown }),
        Some("refused") => Ok(Entry::Refused),
        Some(_) => Err(row::corrupt("answer")),
    }
}

/// One comment.
pub async fn find(conn: &mut Conn, id: &CommentId) -> Result<Option<Comment>, StoreError> {
    let found = sqlx::query(columns!("WHERE c.id = $1")).bind(id.as_str()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// Which comments of a plan are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Of which plan.
    pub pitch: &'a PitchId,
    /// Of which kind; nothing for all but answers.
    pub kind: Option<CommentKind>,
    /// In which order.
    pub order: Order,
    /// How many come before.
    pub skip: u64,
    /// How many at most.
    pub most: u64,
}

/// Comments of a plan that are no answers, in order.
pub async fn of_plan(conn: &mut Conn, wanted: &Wanted<'_>) -> Result<Vec<Comment>, StoreError> {
    let rows = sqlx::query(columns!(
        "WHERE c.pitch_id = $1 AND c.parent_id IS NULL AND c.kind <> 'endorsement' AND ($2 = '' OR c.kind = $2) \
         ORDER BY CASE WHEN $3 = 'oud' THEN c.at ELSE -c.at END, c.id LIMIT $4 OFFSET $5"
    ))
    .bind(wanted.pitch.as_str())
    .bind(wanted.kind.map_or("", CommentKind::name))
    .bind(wanted.order.name())
    .bind(row::stored(wanted.most))
    .bind(row::stored(wanted.skip))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

static ANSWERS: Chunked =
    LazyLock::new(|| texts(columns!("WHERE c.parent_id IN ("), (1, 1), ") ORDER BY c.at, c.id"));

/// The answers to some comments, the oldest first.
pub async fn answers(conn: &mut Conn, parents: &[Comment]) -> Result<Vec<Comment>, StoreError> {
    let ids: Vec<&str> = parents.iter().map(|parent| parent.id.as_str()).collect();
    rows(conn, &ANSWERS, &ids).await?.iter().map(read).collect()
}

/// How many comments a plan has, by kind, without what is gone.
pub async fn counts(conn: &mut Conn, pitch: &PitchId) -> Result<Counts, StoreError> {
    let rows = sqlx::query(
        "SELECT kind, COUNT(*) AS comments FROM comment WHERE pitch_id = $1 AND gone_at IS NULL GROUP BY kind ORDER BY kind",
    )
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let kind = CommentKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?;
        Ok((kind, row::count(found, "comments")?))
    };
    Ok(Counts(rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?))
}

/// How many of a plan everyone reads.
pub async fn shown(conn: &mut Conn, pitch: &PitchId) -> Result<u64, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT COUNT(*) AS comments FROM comment c WHERE c.pitch_id = $1 AND c.gone_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'comment' AND w.of_id = c.id AND ",
        stands!("w"),
        ") AND (c.kind <> 'endorsement' OR EXISTS (SELECT 1 FROM endorsement_check e WHERE e.comment_id = c.id \
         AND e.answer = 'shown'))"
    ))
    .bind(pitch.as_str())
    .fetch_one(conn)
    .await?;
    row::count(&found, "comments")
}

/// How many comments that are no answers a list of a kind has, also what is gone: each keeps its place.
pub async fn listed(conn: &mut Conn, pitch: &PitchId, kind: Option<CommentKind>) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "SELECT COUNT(*) AS comments FROM comment WHERE pitch_id = $1 AND parent_id IS NULL AND kind <> 'endorsement' AND ($2 = '' OR kind = $2)",
    )
    .bind(pitch.as_str())
    .bind(kind.map_or("", CommentKind::name))
    .fetch_one(conn)
    .await?;
    row::count(&found, "comments")
}

/// What the owner of an address said, the newest first.
pub async fn of_mark(conn: &mut Conn, mark: &Digest) -> Result<Vec<Comment>, StoreError> {
    let rows = sqlx::query(columns!("WHERE c.mark = $1 ORDER BY c.at DESC, c.id"))
        .bind(mark.to_string())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// What somebody who was signed in said in a round, the newest first.
pub async fn of_actor(conn: &mut Conn, round: &RoundId, by: &str) -> Result<Vec<Comment>, StoreError> {
    let rows = sqlx::query(columns!(
        "JOIN pitch p ON p.id = c.pitch_id WHERE p.round_id = $1 AND c.by_actor = $2 ORDER BY c.at DESC, c.id LIMIT 200"
    ))
    .bind(round.as_str())
    .bind(by)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The newest comments of a round, answers included: read from the newest on, until there are so many.
pub async fn newest(conn: &mut Conn, round: &RoundId, most: u64) -> Result<Vec<Comment>, StoreError> {
    let rows = sqlx::query(columns!(
        "WHERE EXISTS (SELECT 1 FROM pitch p WHERE p.id = c.pitch_id AND p.round_id = $1) \
         ORDER BY c.at DESC, c.id DESC LIMIT $2"
    ))
    .bind(round.as_str())
    .bind(row::stored(most))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Adds one; whose it is by mail, where it came by mail.
pub async fn add(conn: &mut Conn, new: &Comment, mail: Option<(&Address, &str)>) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO comment (id, pitch_id, kind, parent_id, side, name, words, digest, mark, email, language, by_actor, at, by_desk) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(new.id.as_str())
    .bind(new.pitch.as_str())
    .bind(new.kind.name())
    .bind(new.parent.as_ref().map(CommentId::as_str))
    .bind(new.side.name())
    .bind(&new.name)
    .bind(&new.words)
    .bind(Comment::digest(&new.name, &new.words).to_string())
    .bind(mail.map(|(email, _)| email.mark().to_string()))
    .bind(mail.map(|(email, _)| email.as_str().to_string()))
    .bind(mail.map(|(_, language)| language.to_string()))
    .bind(&new.by)
    .bind(new.at.micros())
    .bind(new.desk.as_ref().map(AccountId::as_str))
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the words out of one, with whose they are; `false` when they were gone.
pub async fn take_back(conn: &mut Conn, id: &CommentId, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE comment SET words = '', name = '', gone_at = $2, mark = NULL, email = NULL, language = NULL \
         WHERE id = $1 AND gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'comment' AND w.of_id = comment.id \
         AND w.appealed_at IS NOT NULL AND w.ruling IS NULL)",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Where the writer of a comment gets mail: the address and the language; nothing for who came otherwise.
pub async fn mailbox(conn: &mut Conn, id: &CommentId) -> Result<Option<(Address, String)>, StoreError> {
    let found = sqlx::query("SELECT email, language FROM comment WHERE id = $1 AND email IS NOT NULL")
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    let read = |found: Row| {
        let email = Address::parse(&row::text(&found, "email")?).map_err(|_| row::corrupt("email"))?;
        Ok((email, row::text(&found, "language")?))
    };
    found.map(read).transpose()
}

/// Whether a comment is that of the owner of an address.
pub async fn is_of(conn: &mut Conn, id: &CommentId, mark: &Digest) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT 1 AS one FROM comment WHERE id = $1 AND mark = $2")
        .bind(id.as_str())
        .bind(mark.to_string())
        .fetch_optional(conn)
        .await?;
    Ok(found.is_some())
}

/// The comments whose words are there, each with the fingerprint that it should have, and those that answer something of
/// another plan: for whoever checks.
pub async fn marked(conn: &mut Conn) -> Result<Vec<(CommentId, Digest, Digest)>, StoreError> {
    let rows = sqlx::query("SELECT id, name, words, digest FROM comment WHERE gone_at IS NULL ORDER BY id")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        let own = Comment::digest(&row::text(found, "name")?, &row::text(found, "words")?);
        Ok((CommentId::new(row::text(found, "id")?), own, row::digest(found, "digest")?))
    };
    rows.iter().map(read).collect()
}

/// Answers that do not stand below something of their own plan.
pub async fn astray(conn: &mut Conn) -> Result<Vec<CommentId>, StoreError> {
    let rows = sqlx::query(
        "SELECT c.id AS id FROM comment c JOIN comment o ON o.id = c.parent_id \
         WHERE o.pitch_id <> c.pitch_id OR o.parent_id IS NOT NULL ORDER BY c.id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(CommentId::new(row::text(found, "id")?))).collect()
}
