//! Where things lie, for who may see and change them.

use std::collections::BTreeSet;

use super::{Conn, StoreError, area, neighbourhood, row};
use crate::domain::account::{Reaches, Subject};
use crate::domain::id::{AccountId, AllocationId, AreaId};

/// Where every area lies.
pub async fn reaches(conn: &mut Conn) -> Result<Reaches, StoreError> {
    let areas = area::list(conn).await?;
    let members = area::members(conn).await?;
    Ok(Reaches::of(&areas, &members, &neighbourhood::list(conn).await?))
}

/// The areas that a thing is about, by what its address calls it. None when it is about no area, or does not exist.
pub async fn areas(conn: &mut Conn, subject: Subject, key: &str) -> Result<Vec<AreaId>, StoreError> {
    let query = match subject {
        Subject::Area => return Ok(vec![AreaId::new(key)]),
        Subject::Round => sqlx::query(
            "SELECT a.area_id FROM round r JOIN allocation a ON a.id = r.allocation_id WHERE r.id = $1",
        ),
        Subject::Standing => sqlx::query(
            "SELECT a.area_id FROM standing_round s JOIN allocation a ON a.id = s.allocation_id WHERE s.id = $1",
        ),
        Subject::Grant => sqlx::query(
            "SELECT a.area_id FROM grant_record g JOIN allocation a ON a.id = g.allocation_id WHERE g.id = $1",
        ),
        Subject::Decision => sqlx::query("SELECT area_id FROM decision_area WHERE number = $1"),
        Subject::Objection => sqlx::query(
            "SELECT d.area_id FROM objection o JOIN decision_area d ON d.number = o.decision_number WHERE o.number = $1",
        ),
        Subject::Transfer => sqlx::query(
            "SELECT a.id AS area_id FROM transfer t JOIN area a ON a.id = t.from_area_id OR a.id = t.to_area_id \
             WHERE CAST(t.number AS TEXT) = $1",
        ),
        Subject::Initiator => sqlx::query(
            "SELECT s.place AS area_id FROM initiator i JOIN account_scope s ON s.account_id = i.opened_by \
             WHERE i.id = $1 AND i.email IS NULL",
        ),
        Subject::Recipient => sqlx::query("SELECT area_id FROM recipient_area WHERE recipient_id = $1"),
    };
    let rows = query.bind(key.to_string()).fetch_all(conn).await?;
    rows.iter().map(|found| Ok(AreaId::new(row::text(found, "area_id")?))).collect()
}

/// What someone sees who does not work everywhere.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The areas.
    pub areas: BTreeSet<AreaId>,
    /// What these may spend, of all years.
    pub allocations: BTreeSet<AllocationId>,
}

/// The areas of which someone sees what lies there.
pub async fn seen(conn: &mut Conn, account: &AccountId) -> Result<Seen, StoreError> {
    let rows = sqlx::query(
        "SELECT v.area_id, a.id AS allocation_id FROM account_area v LEFT JOIN allocation a ON a.area_id = v.area_id \
         WHERE v.account_id = $1",
    )
    .bind(account.as_str())
    .fetch_all(conn)
    .await?;
    let mut seen = Seen::default();
    for found in &rows {
        seen.areas.insert(AreaId::new(row::text(found, "area_id")?));
        seen.allocations.extend(row::maybe_text(found, "allocation_id")?.map(AllocationId::new));
    }
    Ok(seen)
}
