//! Links in mail. The key is the hash of the text in the mail, so the table opens nothing.

use crate::domain::digest::Digest;
use crate::domain::id::{InitiativeId, InitiatorId};
use crate::domain::initiator::{MemberRole, Purpose};
use crate::domain::mail::Address;
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// A link.
#[derive(Debug, Clone)]
pub struct Link {
    /// What a page may show of it.
    pub handle: String,
    /// What it opens.
    pub purpose: Purpose,
    /// To which address it was mailed.
    pub email: Address,
    /// The tag of the language in which it was asked for.
    pub language: String,
    /// When it was made.
    pub made: Moment,
    /// Until when it opens.
    pub until: Moment,
    /// Whether it was used.
    pub is_used: bool,
}

/// The columns of a link, read by [`read`].
macro_rules! columns {
    () => {
        "handle, purpose, email, language, initiator_id, initiative_id, role, made_at, until_at, used_at"
    };
}

fn read(found: &Row) -> Result<Link, StoreError> {
    let who = row::maybe_text(found, "initiator_id")?.map(InitiatorId::new);
    let group = row::maybe_text(found, "initiative_id")?.map(InitiativeId::new);
    let role = row::maybe_text(found, "role")?.and_then(|name| MemberRole::named(&name));
    let purpose = match (row::text(found, "purpose")?.as_str(), who, group, role) {
        ("enter", None, None, None) => Purpose::Enter,
        ("join", None, Some(initiative), Some(role)) => Purpose::Join { initiative, role },
        ("move_from", Some(who), None, None) => Purpose::MoveFrom(who),
        ("move_to", Some(who), None, None) => Purpose::MoveTo(who),
        _ => return Err(row::corrupt("purpose")),
    };
    Ok(Link {
        handle: row::text(found, "handle")?,
        purpose,
        email: Address::parse(&row::text(found, "email")?).map_err(|_| row::corrupt("email"))?,
        language: row::text(found, "language")?,
        made: row::moment(found, "made_at")?,
        until: row::moment(found, "until_at")?,
        is_used: row::maybe_moment(found, "used_at")?.is_some(),
    })
}

/// Adds a link.
pub async fn add(conn: &mut Conn, key: &Digest, link: &Link) -> Result<(), StoreError> {
    let (who, group, role) = match &link.purpose {
        Purpose::Enter => (None, None, None),
        Purpose::Join { initiative, role } => (None, Some(initiative.as_str()), Some(role.name())),
        Purpose::MoveFrom(who) | Purpose::MoveTo(who) => (Some(who.as_str()), None, None),
    };
    sqlx::query(
        "INSERT INTO initiator_link (id, handle, purpose, email, language, initiator_id, initiative_id, role, made_at, \
         until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(key.to_string())
    .bind(&link.handle)
    .bind(link.purpose.name())
    .bind(link.email.as_str())
    .bind(&link.language)
    .bind(who)
    .bind(group)
    .bind(role)
    .bind(link.made.micros())
    .bind(link.until.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Finds a link.
pub async fn find(conn: &mut Conn, key: &Digest) -> Result<Option<Link>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM initiator_link WHERE id = $1"))
        .bind(key.to_string())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// Uses a link up; `false` when it was used before or its time has passed.
pub async fn use_up(conn: &mut Conn, key: &Digest, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE initiator_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND until_at > $2",
    )
    .bind(key.to_string())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The invitations of a group that can be used, oldest first.
pub async fn invitations(
    conn: &mut Conn,
    group: &InitiativeId,
    now: Moment,
) -> Result<Vec<Link>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM initiator_link WHERE initiative_id = $1 AND used_at IS NULL AND until_at > $2 \
          ORDER BY made_at, handle"
    ))
    .bind(group.as_str())
    .bind(now.micros())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Takes an invitation of a group back; `false` when there is none of this handle.
pub async fn withdraw(conn: &mut Conn, group: &InitiativeId, handle: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "DELETE FROM initiator_link WHERE initiative_id = $1 AND handle = $2 AND used_at IS NULL",
    )
    .bind(group.as_str())
    .bind(handle)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes the links of a group.
pub async fn remove_of_group(conn: &mut Conn, group: &InitiativeId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM initiator_link WHERE initiative_id = $1")
        .bind(group.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes links and requests for another address whose time passed before a moment; how many.
pub async fn remove_ended(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let links = sqlx::query("DELETE FROM initiator_link WHERE until_at < $1")
        .bind(before.micros())
        .execute(&mut *conn)
        .await?;
    let moves = sqlx::query("DELETE FROM initiator_move WHERE until_at < $1")
        .bind(before.micros())
        .execute(conn)
        .await?;
    Ok(links.rows_affected() + moves.rows_affected())
}
