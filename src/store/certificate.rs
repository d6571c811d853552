//! Certificates, who signed, and the grants that follow.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::grant::Grant;
use crate::domain::id::{AccountId, ProposalId, RoundId};
use crate::domain::time::Moment;

/// A certificate on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// 1 for the first of the round.
    pub number: u64,
    /// SHA-256 of its document.
    pub hash: Digest,
    /// Who put it forward.
    pub proposed_by: AccountId,
    /// When.
    pub proposed_at: Moment,
    /// Who refused it, when, and why.
    pub refused: Option<(AccountId, Moment, String)>,
    /// Who approved it, and when.
    pub approved: Option<(AccountId, Moment)>,
}

/// The certificates of a round in order.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, hash, proposed_by, proposed_at, refused_by, refused_at, reason, approved_by, approved_at \
         FROM certificate WHERE round_id = $1 ORDER BY number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &super::Row) -> Result<Stored, StoreError> {
    let person = |column| Ok::<_, StoreError>(row::maybe_text(found, column)?.map(AccountId::new));
    let refused = match (person("refused_by")?, row::maybe_moment(found, "refused_at")?) {
        (Some(by), Some(at)) => Some((by, at, row::maybe_text(found, "reason")?.unwrap_or_default())),
        _ => None,
    };
    let approved = person("approved_by")?.zip(row::maybe_moment(found, "approved_at")?);
    Ok(Stored {
        number: row::count(found, "number")?,
        hash: row::digest(found, "hash")?,
        proposed_by: AccountId::new(row::text(found, "proposed_by")?),
        proposed_at: row::moment(found, "proposed_at")?,
        refused,
        approved,
    })
}

/// Puts a certificate forward.
pub async fn propose(conn: &mut Conn, round: &RoundId, certificate: &Stored) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO certificate (round_id, number, hash, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(round.as_str())
        .bind(row::stored(certificate.number))
        .bind(certificate.hash.to_string())
        .bind(certificate.proposed_by.as_str())
        .bind(certificate.proposed_at.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Refuses the certificate of this number; `false` when it is not waiting.
pub async fn refuse(
    conn: &mut Conn,
    round: &RoundId,
    number: u64,
    refused: &(AccountId, Moment, String),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE certificate SET refused_by = $3, refused_at = $4, reason = $5 \
         WHERE round_id = $1 AND number = $2 AND refused_by IS NULL AND approved_by IS NULL",
    )
    .bind(round.as_str())
    .bind(row::stored(number))
    .bind(refused.0.as_str())
    .bind(refused.1.micros())
    .bind(&refused.2)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Approves the certificate of this number; `false` when it is not waiting. Refused by a CHECK when the
/// same person put it forward.
pub async fn approve(
    conn: &mut Conn,
    round: &RoundId,
    number: u64,
    by: &AccountId,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE certificate SET approved_by = $3, approved_at = $4 \
         WHERE round_id = $1 AND number = $2 AND refused_by IS NULL AND approved_by IS NULL",
    )
    .bind(round.as_str())
    .bind(row::stored(number))
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Grants money. Refused by a CHECK when the round's ceiling would be passed.
pub async fn grant(conn: &mut Conn, round: &RoundId, grant: &Grant, number: u64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO round_grant (round_id, proposal_id, amount_cents, certificate_number) VALUES ($1, $2, $3, $4)",
    )
    .bind(round.as_str())
    .bind(grant.proposal.as_str())
    .bind(grant.amount.get())
    .bind(row::stored(number))
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a grant back that the certificate in force no longer holds.
pub async fn take_back(conn: &mut Conn, round: &RoundId, proposal: &ProposalId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM round_grant WHERE round_id = $1 AND proposal_id = $2")
        .bind(round.as_str())
        .bind(proposal.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// The grants of a round, by proposal.
pub async fn grants(conn: &mut Conn, round: &RoundId) -> Result<Vec<Grant>, StoreError> {
    let rows = sqlx::query(
        "SELECT proposal_id, amount_cents FROM round_grant WHERE round_id = $1 ORDER BY proposal_id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|found| {
            Ok(Grant {
                proposal: ProposalId::new(row::text(found, "proposal_id")?),
                amount: row::cents(found, "amount_cents")?,
            })
        })
        .collect()
}
