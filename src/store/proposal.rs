//! Proposals on the ballot.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::pot::Pot;
use crate::domain::proposal::Proposal;

fn read(found: &Row) -> Result<Proposal, StoreError> {
    Ok(Proposal {
        id: ProposalId::new(row::text(found, "id")?),
        title: row::text(found, "title")?,
        summary: row::text(found, "summary")?,
        text: row::text(found, "body")?,
        applicant: row::text(found, "applicant")?,
        place: row::text(found, "place")?,
        category: row::text(found, "category")?,
        amount: row::cents(found, "amount_cents")?,
        pot: Pot::named(&row::text(found, "pot")?).ok_or_else(|| row::corrupt("pot"))?,
    })
}

/// The proposals of a round that were not withdrawn, by id.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Proposal>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, title, summary, body, applicant, place, category, amount_cents, pot FROM proposal \
         WHERE round_id = $1 AND status = 'on-ballot'",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let mut proposals = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    proposals.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(proposals)
}

/// What a proposal is called; nothing when it is not on the ballot.
pub async fn title(conn: &mut Conn, round: &RoundId, id: &ProposalId) -> Result<Option<String>, StoreError> {
    let found =
        sqlx::query("SELECT title FROM proposal WHERE round_id = $1 AND id = $2 AND status = 'on-ballot'")
            .bind(round.as_str())
            .bind(id.as_str())
            .fetch_optional(conn)
            .await?;
    found.map(|found| row::text(&found, "title")).transpose()
}

/// How many proposals that were not withdrawn each round has; a round without any is not there.
pub async fn counts(conn: &mut Conn) -> Result<BTreeMap<RoundId, u64>, StoreError> {
    let rows = sqlx::query(
        "SELECT round_id, COUNT(*) AS number FROM proposal WHERE status = 'on-ballot' GROUP BY round_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|found| Ok((RoundId::new(row::text(found, "round_id")?), row::count(found, "number")?)))
        .collect()
}

/// How many proposals a round ever had, withdrawn ones included.
pub async fn count_all(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT COUNT(*) AS number FROM proposal WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_one(conn)
        .await?;
    row::count(&found, "number")
}

/// Adds a proposal; `false` when its id is taken.
pub async fn add(conn: &mut Conn, round: &RoundId, proposal: &Proposal) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO proposal (round_id, id, title, summary, body, applicant, place, category, amount_cents, pot, status) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'on-ballot') ON CONFLICT DO NOTHING",
    )
    .bind(round.as_str())
    .bind(proposal.id.as_str())
    .bind(&proposal.title)
    .bind(&proposal.summary)
    .bind(&proposal.text)
    .bind(&proposal.applicant)
    .bind(&proposal.place)
    .bind(&proposal.category)
    .bind(proposal.amount.get())
    .bind(proposal.pot.name())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes a proposal; `false` when there is none of this id.
pub async fn set(conn: &mut Conn, round: &RoundId, proposal: &Proposal) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE proposal SET title = $3, summary = $4, body = $5, applicant = $6, place = $7, category = $8, \
         amount_cents = $9, pot = $10 WHERE round_id = $1 AND id = $2 AND status = 'on-ballot'",
    )
    .bind(round.as_str())
    .bind(proposal.id.as_str())
    .bind(&proposal.title)
    .bind(&proposal.summary)
    .bind(&proposal.text)
    .bind(&proposal.applicant)
    .bind(&proposal.place)
    .bind(&proposal.category)
    .bind(proposal.amount.get())
    .bind(proposal.pot.name())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a proposal off the ballot; `false` when it is not on it.
pub async fn withdraw(conn: &mut Conn, round: &RoundId, id: &ProposalId) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE proposal SET status = 'withdrawn' WHERE round_id = $1 AND id = $2 AND status = 'on-ballot'",
    )
    .bind(round.as_str())
    .bind(id.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
