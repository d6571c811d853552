//! What becomes of a plan after the vote: which group carries it out, milestones, reports, requests to change something.

pub mod change;
pub mod milestone;
pub mod report;

use super::payment::day;
use super::{Conn, Row, StoreError, row};
use crate::domain::grant::GrantRecord;
use crate::domain::id::{GrantId, InitiativeId};
use crate::domain::initiator::Initiative;
use crate::domain::progress::Side;
use crate::domain::time::Moment;

/// Who wrote something down, and when.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// On which side the person stands.
    pub side: Side,
    /// Who, as in the staff log.
    pub by: &'a str,
    /// When.
    pub at: Moment,
}

fn side(found: &Row) -> Result<Side, StoreError> {
    Side::named(&row::text(found, "side")?).ok_or_else(|| row::corrupt("side"))
}

/// Says which group carries out a grant, in the place of another one.
pub async fn set_group(
    conn: &mut Conn,
    grant: &GrantId,
    group: &InitiativeId,
    (by, at): (&str, Moment),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_group (grant_id, initiative_id, set_by, set_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (grant_id) DO UPDATE SET initiative_id = $2, set_by = $3, set_at = $4",
    )
    .bind(grant.as_str())
    .bind(group.as_str())
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// The group that carries out a grant: the one that an officer named, or the one that wrote its plan.
pub async fn group(conn: &mut Conn, grant: &GrantId) -> Result<Option<Initiative>, StoreError> {
    let found = sqlx::query(
        "SELECT i.id, i.name FROM initiative i WHERE i.id = COALESCE(\
         (SELECT initiative_id FROM grant_group WHERE grant_id = $1), \
         (SELECT p.initiative_id FROM grant_record g JOIN pitch p ON p.round_id = g.round_id AND p.proposal_id = g.proposal_id \
          WHERE g.id = $1))",
    )
    .bind(grant.as_str())
    .fetch_optional(conn)
    .await?;
    let read = |found: Row| {
        Ok(Initiative { id: InitiativeId::new(row::text(&found, "id")?), name: row::text(&found, "name")? })
    };
    found.map(read).transpose()
}

/// The grants that a group carries out, by name.
pub async fn of_group(conn: &mut Conn, group: &InitiativeId) -> Result<Vec<GrantRecord>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id FROM grant_group WHERE initiative_id = $1 \
         UNION SELECT g.id FROM grant_record g JOIN pitch p ON p.round_id = g.round_id AND p.proposal_id = g.proposal_id \
         WHERE p.initiative_id = $1 AND NOT EXISTS (SELECT 1 FROM grant_group o WHERE o.grant_id = g.id) ORDER BY grant_id",
    )
    .bind(group.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let mut grants = Vec::new();
    for found in &rows {
        let id = GrantId::new(row::text(found, "grant_id")?);
        grants.extend(super::grant::find(conn, &id).await?);
    }
    Ok(grants)
}

/// Forgets a group that is gone.
pub async fn forget_group(conn: &mut Conn, group: &InitiativeId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM grant_group WHERE initiative_id = $1")
        .bind(group.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
