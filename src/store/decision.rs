//! Decisions, and the letters about them that were sent.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::calendar::parse_day;
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber, Facts, Means, Sending, facts};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, GrantId, ProposalId, RoundId};
use crate::domain::letter::Letter;
use crate::domain::round::Regulation;
use crate::domain::time::Moment;

/// Decisions, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT number, kind, grant_id, COALESCE(round_id, standing_id) AS round_id, proposal_id, sum_cents, at, \
             by_account, job, mandate_number, reason, facts, facts_hash FROM decision ",
            $end
        )
    };
}

/// All decisions, the oldest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY year, seq")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// The decisions about a grant, the oldest first: also those about its plan from before there was a grant.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE grant_id = $1 OR EXISTS (SELECT 1 FROM grant_record g WHERE g.id = $1 \
         AND g.round_id = decision.round_id AND g.proposal_id = decision.proposal_id) ORDER BY year, seq"
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

/// One decision.
pub async fn find(conn: &mut Conn, number: &DecisionNumber) -> Result<Option<Decision>, StoreError> {
    let found = sqlx::query(select!("WHERE number = $1")).bind(&number.0).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// The decisions whose letter is due, the oldest first; at most `most`. An award that came to nothing before its letter
/// was sent has none. Without a `viewer` it is all of them, else what lies where that account works; the same below.
pub async fn due(conn: &mut Conn, most: u64, viewer: &str) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE NOT EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = decision.number) \
         AND NOT (kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = decision.grant_id \
         AND g.state <> 'awarded')) AND ($2 = '' OR decision.number IN (SELECT v.number FROM account_decision v \
         WHERE v.account_id = $2)) ORDER BY year, seq LIMIT $1"
    ))
    .bind(row::stored(most))
    .bind(viewer)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The decisions of a round or standing round whose letter is due, the oldest first.
pub async fn due_of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE COALESCE(round_id, standing_id) = $1 \
         AND NOT EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = decision.number) \
         AND NOT (kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = decision.grant_id \
         AND g.state <> 'awarded')) ORDER BY year, seq"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Letters due of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundDue {
    /// The round or standing round.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// How many letters.
    pub count: u64,
    /// When the oldest of these decisions was taken.
    pub since: Moment,
}

/// The rounds of which letters are due, the longest waiting first.
pub async fn due_by_round(conn: &mut Conn, viewer: &str) -> Result<Vec<RoundDue>, StoreError> {
    let rows = sqlx::query(
        "SELECT COALESCE(d.round_id, d.standing_id) AS round, MIN(COALESCE(r.title, s.title)) AS title, \
         COUNT(*) AS number, MIN(d.at) AS since FROM decision d LEFT JOIN round r ON r.id = d.round_id \
         LEFT JOIN standing_round s ON s.id = d.standing_id \
         WHERE NOT EXISTS (SELECT 1 FROM decision_sending l WHERE l.decision_number = d.number) \
         AND NOT (d.kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = d.grant_id \
         AND g.state <> 'awarded')) AND ($1 = '' OR d.number IN (SELECT v.number FROM account_decision v \
         WHERE v.account_id = $1)) GROUP BY COALESCE(d.round_id, d.standing_id) ORDER BY MIN(d.at), 1",
    )
    .bind(viewer)
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(RoundDue {
            round: RoundId::new(row::text(found, "round")?),
            title: row::text(found, "title")?,
            count: row::count(found, "number")?,
            since: row::moment(found, "since")?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many letters were not sent.
pub async fn count_due(conn: &mut Conn, viewer: &str) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "SELECT COUNT(*) AS number FROM decision \
         WHERE NOT EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = decision.number) \
         AND NOT (kind = 'award' AND EXISTS (SELECT 1 FROM grant_record g WHERE g.id = decision.grant_id \
         AND g.state <> 'awarded')) AND ($1 = '' OR decision.number IN (SELECT v.number FROM account_decision v \
         WHERE v.account_id = $1))",
    )
    .bind(viewer)
    .fetch_one(conn)
    .await?;
    row::count(&found, "number")
}

/// The newest decisions whose letter was sent, the newest first; at most `most`.
pub async fn sent(conn: &mut Conn, most: u64, viewer: &str) -> Result<Vec<(Decision, Sending)>, StoreError> {
    let rows = sqlx::query(
        "SELECT d.number, d.kind, d.grant_id, COALESCE(d.round_id, d.standing_id) AS round_id, d.proposal_id, \
         d.sum_cents, d.at, d.by_account, d.job, d.mandate_number, d.reason, d.facts, d.facts_hash, \
         s.decision_number, s.sent_on, s.means, s.objection_until, s.at AS noted_at, s.by_account AS sent_by, \
         s.letter_hash \
         FROM decision d JOIN decision_sending s ON s.decision_number = d.number \
         WHERE $2 = '' OR d.number IN (SELECT v.number FROM account_decision v WHERE v.account_id = $2) \
         ORDER BY d.year DESC, d.seq DESC LIMIT $1",
    )
    .bind(row::stored(most))
    .bind(viewer)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((read(found)?, read_sending(found)?))).collect()
}

fn read(found: &Row) -> Result<Decision, StoreError> {
    Ok(Decision {
        number: DecisionNumber(row::text(found, "number")?),
        kind: DecisionKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        grant: row::maybe_text(found, "grant_id")?.map(GrantId::new),
        round: RoundId::new(row::text(found, "round_id")?),
        proposal: row::maybe_text(found, "proposal_id")?.map(ProposalId::new),
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
        "INSERT INTO decision (number, year, seq, kind, grant_id, round_id, standing_id, proposal_id, sum_cents, at, \
         by_account, job, mandate_number, reason, facts, facts_hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(&decision.number.0)
    .bind(place.0)
    .bind(row::stored(place.1))
    .bind(decision.kind.name())
    .bind(decision.grant.as_ref().map(GrantId::as_str))
    .bind(round)
    .bind(standing)
    .bind(decision.proposal.as_ref().map(ProposalId::as_str))
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
