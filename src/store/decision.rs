//! Decisions, and the letters about them that were sent.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::calendar::parse_day;
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber, Facts, Means, Sending, facts};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, GrantId, ProposalId, RoundId};
use crate::domain::letter::Letter;
use crate::domain::round::Regulation;

/// Decisions, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT number, kind, grant_id, COALESCE(round_id, standing_id) AS round_id, proposal_id, \
             request_number, sum_cents, at, by_account, job, mandate_number, reason, facts, facts_hash FROM decision ",
            $end
        )
    };
}

// Below the macro, which both read with.
pub mod letters;
pub mod requests;

/// All decisions, the oldest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY year, seq")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// The decisions about a grant, the oldest first: also those about its plan or its request from before there was a grant.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE grant_id = $1 OR EXISTS (SELECT 1 FROM grant_record g WHERE g.id = $1 \
         AND ((g.round_id = decision.round_id AND g.proposal_id = decision.proposal_id) \
         OR (g.standing_id = decision.standing_id \
         AND g.id = decision.standing_id || '.' || CAST(decision.request_number AS TEXT)))) ORDER BY year, seq"
    ))
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The decisions about plans of a round, the oldest first.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!("WHERE round_id = $1 ORDER BY year, seq"))
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The decisions about requests to a standing round that led to no grant, the oldest first.
pub async fn of_requests(conn: &mut Conn, standing: &RoundId) -> Result<Vec<Decision>, StoreError> {
    let rows =
        sqlx::query(select!("WHERE standing_id = $1 AND request_number IS NOT NULL ORDER BY year, seq"))
            .bind(standing.as_str())
            .fetch_all(conn)
            .await?;
    rows.iter().map(read).collect()
}

/// One decision.
pub async fn find(conn: &mut Conn, number: &DecisionNumber) -> Result<Option<Decision>, StoreError> {
    let found = sqlx::query(select!("WHERE number = $1")).bind(&number.0).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<Decision, StoreError> {
    Ok(Decision {
        number: DecisionNumber(row::text(found, "number")?),
        kind: DecisionKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        grant: row::maybe_text(found, "grant_id")?.map(GrantId::new),
        round: RoundId::new(row::text(found, "round_id")?),
        proposal: row::maybe_text(found, "proposal_id")?.map(ProposalId::new),
        request: row::maybe_count(found, "request_number")?,
        sum: row::cents(found, "sum_cents")?,
        at: row::moment(found, "at")?,
        by: AccountId::new(row::text(found, "by_account")?),
        function: row::text(found, "job")?,
        mandate: row::count(found, "mandate_number")?,
        reason: row::text(found, "reason")?,
        facts: Facts::parse(&row::text(found, "facts")?).ok_or_else(|| row::corrupt("facts"))?,
        digest: row::digest(found, "facts_hash")?,
    })
}

/// A standing round as letters tell of it, without the names of its area and its line.
pub async fn standing(conn: &mut Conn, round: &RoundId) -> Result<Option<facts::Round>, StoreError> {
    let found = sqlx::query(
        "SELECT title, ceiling_cents, regulation_title, regulation_place, regulation_date FROM standing_round \
         WHERE id = $1",
    )
    .bind(round.as_str())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(facts::Round {
        id: round.clone(),
        title: row::text(&found, "title")?,
        area: String::new(),
        line: String::new(),
        year: 0,
        regulation: Some(Regulation {
            title: row::text(&found, "regulation_title")?,
            place: row::text(&found, "regulation_place")?,
            date: row::text(&found, "regulation_date")?,
        }),
        ceiling: row::cents(&found, "ceiling_cents")?,
        asked_until: None,
        certificate: None,
    }))
}

/// The next number in a year. Asked while the turn of the ledger is held.
pub async fn next(conn: &mut Conn, year: i64) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT COALESCE(MAX(seq), 0) + 1 AS seq FROM decision WHERE year = $1")
        .bind(year)
        .fetch_one(conn)
        .await?;
    row::count(&found, "seq")
}

/// Where a decision comes from.
pub enum From {
    /// A round with a vote.
    Vote,
    /// A standing round.
    Standing,
}

/// Adds a decision. Refused by triggers when its number leaves a gap or when no mandate covers it.
pub async fn add(
    conn: &mut Conn,
    decision: &Decision,
    from: &From,
    place: (i64, u64),
) -> Result<(), StoreError> {
    let (round, standing) = match from {
        From::Vote => (Some(decision.round.as_str()), None),
        From::Standing => (None, Some(decision.round.as_str())),
    };
    sqlx::query(
        "INSERT INTO decision (number, year, seq, kind, grant_id, round_id, standing_id, proposal_id, request_number, \
         sum_cents, at, by_account, job, mandate_number, reason, facts, facts_hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(&decision.number.0)
    .bind(place.0)
    .bind(row::stored(place.1))
    .bind(decision.kind.name())
    .bind(decision.grant.as_ref().map(GrantId::as_str))
    .bind(round)
    .bind(standing)
    .bind(decision.proposal.as_ref().map(ProposalId::as_str))
    .bind(decision.request.map(row::stored))
    .bind(decision.sum.get())
    .bind(decision.at.micros())
    .bind(decision.by.as_str())
    .bind(&decision.function)
    .bind(row::stored(decision.mandate))
    .bind(&decision.reason)
    .bind(decision.facts.write())
    .bind(decision.digest.to_string())
    .execute(conn)
    .await?;
    Ok(())
}

fn read_sending(found: &Row) -> Result<Sending, StoreError> {
    let day = |column: &str| {
        let text = row::text(found, column)?;
        parse_day(&text).ok_or_else(|| row::corrupt(column))
    };
    Ok(Sending {
        decision: DecisionNumber(row::text(found, "decision_number")?),
        on: day("sent_on")?,
        means: Means::named(&row::text(found, "means")?).ok_or_else(|| row::corrupt("means"))?,
        objection_until: day("objection_until")?,
        at: row::moment(found, "noted_at")?,
        by: AccountId::new(row::text(found, "sent_by")?),
        letter: row::digest(found, "letter_hash")?,
    })
}

/// That the letter about a decision was sent.
pub async fn sending(conn: &mut Conn, number: &DecisionNumber) -> Result<Option<Sending>, StoreError> {
    let found = sqlx::query(
        "SELECT decision_number, sent_on, means, objection_until, at AS noted_at, by_account AS sent_by, letter_hash \
         FROM decision_sending WHERE decision_number = $1",
    )
    .bind(&number.0)
    .fetch_optional(conn)
    .await?;
    found.as_ref().map(read_sending).transpose()
}

/// All letters that were sent, each with its stored text.
pub async fn sendings(conn: &mut Conn) -> Result<BTreeMap<DecisionNumber, (Sending, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT decision_number, sent_on, means, objection_until, at AS noted_at, by_account AS sent_by, letter_hash, \
         letter FROM decision_sending ORDER BY decision_number",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let sending = read_sending(found)?;
        Ok((sending.decision.clone(), (sending, row::text(found, "letter")?)))
    };
    rows.iter().map(read).collect()
}

/// The stored text of a letter that was sent; empty when it was erased after its term of keeping.
pub async fn letter(conn: &mut Conn, number: &DecisionNumber) -> Result<Option<String>, StoreError> {
    let found = sqlx::query("SELECT letter FROM decision_sending WHERE decision_number = $1")
        .bind(&number.0)
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::text(&found, "letter")).transpose()
}

/// Notes that a letter was sent, and keeps it; `false` when one was sent already.
pub async fn send(conn: &mut Conn, sending: &Sending, letter: &Letter) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO decision_sending (decision_number, sent_on, means, objection_until, at, by_account, letter, \
         letter_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(&sending.decision.0)
    .bind(sending.on.to_string())
    .bind(sending.means.name())
    .bind(sending.objection_until.to_string())
    .bind(sending.at.micros())
    .bind(sending.by.as_str())
    .bind(letter.write())
    .bind(Digest::of(letter.write().as_bytes()).to_string())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
