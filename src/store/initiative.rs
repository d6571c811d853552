//! Groups that pitch, and who is in them.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{InitiativeId, InitiatorId};
use crate::domain::initiator::{Initiative, Member, MemberRole};
use crate::domain::time::Moment;

/// Adds a group with its owner.
pub async fn add(
    conn: &mut Conn,
    group: &Initiative,
    owner: &InitiatorId,
    now: Moment,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO initiative (id, name, made_at) VALUES ($1, $2, $3)")
        .bind(group.id.as_str())
        .bind(&group.name)
        .bind(now.micros())
        .execute(&mut *conn)
        .await?;
    join(conn, &group.id, owner, MemberRole::Owner, now).await?;
    Ok(())
}

/// One group.
pub async fn find(conn: &mut Conn, id: &InitiativeId) -> Result<Option<Initiative>, StoreError> {
    let found = sqlx::query("SELECT id, name FROM initiative WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// The groups of this very name, however its letters are written, two at most: one is meant only where there is one.
pub async fn of_name(conn: &mut Conn, name: &str) -> Result<Vec<Initiative>, StoreError> {
    let rows =
        sqlx::query("SELECT id, name FROM initiative WHERE LOWER(name) = LOWER($1) ORDER BY id LIMIT 2")
            .bind(name.trim())
            .fetch_all(conn)
            .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Initiative, StoreError> {
    Ok(Initiative { id: InitiativeId::new(row::text(found, "id")?), name: row::text(found, "name")? })
}

fn role(found: &Row) -> Result<MemberRole, StoreError> {
    MemberRole::named(&row::text(found, "role")?).ok_or_else(|| row::corrupt("role"))
}

/// The groups of a person with the own role, by name.
pub async fn of(conn: &mut Conn, who: &InitiatorId) -> Result<Vec<(Initiative, MemberRole)>, StoreError> {
    let rows = sqlx::query(
        "SELECT g.id, g.name, m.role FROM initiative_member m JOIN initiative g ON g.id = m.initiative_id \
         WHERE m.initiator_id = $1 ORDER BY g.made_at, g.id",
    )
    .bind(who.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((read(found)?, role(found)?))).collect()
}

/// The members of a group, owner first, then by how long they are in it.
pub async fn members(conn: &mut Conn, group: &InitiativeId) -> Result<Vec<Member>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.initiator_id, i.name, m.role, m.since_at FROM initiative_member m \
         JOIN initiator i ON i.id = m.initiator_id WHERE m.initiative_id = $1 ORDER BY m.since_at, m.initiator_id",
    )
    .bind(group.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Member {
            who: InitiatorId::new(row::text(found, "initiator_id")?),
            name: row::text(found, "name")?,
            role: role(found)?,
            since: row::moment(found, "since_at")?,
        })
    };
    let mut members = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    members.sort_by_key(|member| member.role);
    Ok(members)
}

/// What a person may do in a group; `None` for who is not in it.
pub async fn role_of(
    conn: &mut Conn,
    group: &InitiativeId,
    who: &InitiatorId,
) -> Result<Option<MemberRole>, StoreError> {
    let found =
        sqlx::query("SELECT role FROM initiative_member WHERE initiative_id = $1 AND initiator_id = $2")
            .bind(group.as_str())
            .bind(who.as_str())
            .fetch_optional(conn)
            .await?;
    found.as_ref().map(role).transpose()
}

/// Puts a person in a group; `false` when the person is in it.
pub async fn join(
    conn: &mut Conn,
    group: &InitiativeId,
    who: &InitiatorId,
    role: MemberRole,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO initiative_member (initiative_id, initiator_id, role, since_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (initiative_id, initiator_id) DO NOTHING",
    )
    .bind(group.as_str())
    .bind(who.as_str())
    .bind(role.name())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a member another role; `false` when who it is has not the role that was thought.
pub async fn set_role(
    conn: &mut Conn,
    group: &InitiativeId,
    who: &InitiatorId,
    (before, after): (MemberRole, MemberRole),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE initiative_member SET role = $4 WHERE initiative_id = $1 AND initiator_id = $2 AND role = $3",
    )
    .bind(group.as_str())
    .bind(who.as_str())
    .bind(before.name())
    .bind(after.name())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a person out of a group; `false` when the person was not in it.
pub async fn leave(conn: &mut Conn, group: &InitiativeId, who: &InitiatorId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM initiative_member WHERE initiative_id = $1 AND initiator_id = $2")
        .bind(group.as_str())
        .bind(who.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a group without members.
pub async fn remove(conn: &mut Conn, group: &InitiativeId) -> Result<(), StoreError> {
    super::initiator::link::remove_of_group(conn, group).await?;
    super::progress::forget_group(conn, group).await?;
    sqlx::query("DELETE FROM initiative WHERE id = $1").bind(group.as_str()).execute(conn).await?;
    Ok(())
}
