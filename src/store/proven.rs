//! What shows that a group is proven in its wijk.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{GrantId, ProposalId, RoundId};
use crate::domain::proven::Statement;
use crate::domain::time::Moment;

/// A statement as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// For which plan.
    pub proposal: ProposalId,
    /// What was stated.
    pub statement: Statement,
    /// Who entered it, as in the staff log.
    pub stated_by: String,
    /// When.
    pub stated_at: Moment,
    /// Who held it against what is known, and when; once that was done.
    pub checked: Option<(String, Moment)>,
}

/// The statements of a round, by plan.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(
        "SELECT proposal_id, since_year, earlier, reference, body, stated_by, stated_at, checked_by, checked_at \
         FROM proven_statement WHERE round_id = $1 ORDER BY proposal_id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Stored, StoreError> {
    let earlier = row::text(found, "earlier")?;
    let checked = match row::maybe_text(found, "checked_by")? {
        None => None,
        Some(by) => Some((by, row::moment(found, "checked_at")?)),
    };
    Ok(Stored {
        proposal: ProposalId::new(row::text(found, "proposal_id")?),
        statement: Statement {
            since: row::int(found, "since_year")?,
            earlier: earlier.split_whitespace().map(GrantId::new).collect(),
            reference: row::text(found, "reference")?,
            text: row::text(found, "body")?,
        },
        stated_by: row::text(found, "stated_by")?,
        stated_at: row::moment(found, "stated_at")?,
        checked,
    })
}

/// Keeps a statement; it takes the place of the one before, which was then not checked any more.
pub async fn set(conn: &mut Conn, round: &RoundId, stored: &Stored) -> Result<(), StoreError> {
    let earlier: Vec<&str> = stored.statement.earlier.iter().map(GrantId::as_str).collect();
    sqlx::query(
        "INSERT INTO proven_statement (round_id, proposal_id, since_year, earlier, reference, body, stated_by, stated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (round_id, proposal_id) DO UPDATE SET \
         since_year = excluded.since_year, earlier = excluded.earlier, reference = excluded.reference, \
         body = excluded.body, stated_by = excluded.stated_by, stated_at = excluded.stated_at, checked_by = NULL, \
         checked_at = NULL",
    )
    .bind(round.as_str())
    .bind(stored.proposal.as_str())
    .bind(stored.statement.since)
    .bind(earlier.join(" "))
    .bind(&stored.statement.reference)
    .bind(&stored.statement.text)
    .bind(&stored.stated_by)
    .bind(stored.stated_at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that a statement was held against what is known; `false` when there is none that waits.
pub async fn check(
    conn: &mut Conn,
    round: &RoundId,
    proposal: &ProposalId,
    by: &str,
    at: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE proven_statement SET checked_by = $3, checked_at = $4 WHERE round_id = $1 AND proposal_id = $2 \
         AND checked_by IS NULL",
    )
    .bind(round.as_str())
    .bind(proposal.as_str())
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
