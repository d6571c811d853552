//! What was proposed for accounts, and which accounts are of one human.

use std::collections::{BTreeMap, BTreeSet};

use super::{Conn, Row, StoreError, account, row};
use crate::domain::account::{Account, Change, ChangeKind, Role, Scope};
use crate::domain::id::AccountId;
use crate::domain::time::Moment;

fn read(found: &Row, scope: Scope) -> Result<Change, StoreError> {
    Ok(Change {
        number: row::count(found, "number")?,
        account: AccountId::new(row::text(found, "account_id")?),
        kind: ChangeKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        role: Role::named(&row::text(found, "role")?).ok_or_else(|| row::corrupt("role"))?,
        scope,
        by: AccountId::new(row::text(found, "proposed_by")?),
        at: row::moment(found, "proposed_at")?,
    })
}

/// Proposes a change; `false` when one waits for this account.
pub async fn propose(
    conn: &mut Conn,
    of: &Account,
    kind: ChangeKind,
    (by, at): (&AccountId, Moment),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO account_change (number, account_id, role, kind, proposed_by, proposed_at) \
         SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5 FROM account_change \
         HAVING NOT EXISTS (SELECT 1 FROM account_change w WHERE w.account_id = $1 AND w.outcome IS NULL)",
    )
    .bind(of.id.as_str())
    .bind(of.role.name())
    .bind(kind.name())
    .bind(by.as_str())
    .bind(at.micros())
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    for place in account::places(&of.scope) {
        sqlx::query(
            "INSERT INTO account_change_place (change_number, place) \
             SELECT number, $2 FROM account_change WHERE account_id = $1 AND outcome IS NULL",
        )
        .bind(of.id.as_str())
        .bind(place)
        .execute(&mut *conn)
        .await?;
    }
    Ok(true)
}

/// What waits for a second person, the oldest first.
pub async fn waiting(conn: &mut Conn) -> Result<Vec<Change>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, account_id, role, kind, proposed_by, proposed_at FROM account_change \
         WHERE outcome IS NULL ORDER BY number",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut changes = Vec::with_capacity(rows.len());
    for found in &rows {
        let number = row::count(found, "number")?;
        let places = sqlx::query("SELECT place FROM account_change_place WHERE change_number = $1")
            .bind(row::stored(number))
            .fetch_all(&mut *conn)
            .await?;
        let places = places.iter().map(|found| row::text(found, "place")).collect::<Result<_, _>>()?;
        changes.push(read(found, account::scope(places))?);
    }
    Ok(changes)
}

/// Ends the waiting of a change; `false` when it did not wait.
pub async fn decide(
    conn: &mut Conn,
    number: u64,
    outcome: &'static str,
    (by, at): (&AccountId, Moment),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE account_change SET outcome = $2, decided_by = $3, decided_at = $4 \
         WHERE number = $1 AND outcome IS NULL",
    )
    .bind(row::stored(number))
    .bind(outcome)
    .bind(by.as_str())
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends what waits for an account, if anything does, as refused by someone: by nobody means by who proposed it, whose
/// proposal is taken back.
pub async fn end(
    conn: &mut Conn,
    account: &AccountId,
    (by, at): (Option<&AccountId>, Moment),
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE account_change SET outcome = 'refused', decided_by = COALESCE($2, proposed_by), decided_at = $3 \
         WHERE account_id = $1 AND outcome IS NULL",
    )
    .bind(account.as_str())
    .bind(by.map(AccountId::as_str))
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends what waits since before a moment, as taken back by who proposed it: for which accounts.
pub async fn end_old(conn: &mut Conn, before: Moment, now: Moment) -> Result<Vec<AccountId>, StoreError> {
    let rows = sqlx::query(
        "UPDATE account_change SET outcome = 'refused', decided_by = proposed_by, decided_at = $2 \
         WHERE outcome IS NULL AND proposed_at < $1 RETURNING account_id",
    )
    .bind(before.micros())
    .bind(now.micros())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(AccountId::new(row::text(found, "account_id")?))).collect()
}

/// Everyone who ever proposed that an account opens, whatever came of it; nobody for one of the command line.
pub async fn proposers(conn: &mut Conn, account: &AccountId) -> Result<Vec<AccountId>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT proposed_by FROM account_change WHERE account_id = $1 AND kind = 'open' ORDER BY proposed_by",
    )
    .bind(account.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(AccountId::new(row::text(found, "proposed_by")?))).collect()
}

/// By account the human behind it, of those of whom someone said so.
pub async fn people(conn: &mut Conn) -> Result<BTreeMap<AccountId, AccountId>, StoreError> {
    let rows = sqlx::query("SELECT account_id, person FROM account_person").fetch_all(conn).await?;
    let read = |found: &Row| {
        let person = AccountId::new(row::text(found, "person")?);
        Ok((AccountId::new(row::text(found, "account_id")?), person))
    };
    rows.iter().map(read).collect()
}

/// The accounts of the human behind an account, that one among them.
pub async fn identities(conn: &mut Conn, id: &AccountId) -> Result<BTreeSet<AccountId>, StoreError> {
    let rows = sqlx::query(
        "SELECT o.account_id FROM account_person p JOIN account_person o ON o.person = p.person WHERE p.account_id = $1",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    let others = rows.iter().map(|found| Ok(AccountId::new(row::text(found, "account_id")?)));
    let mut all = others.collect::<Result<BTreeSet<_>, StoreError>>()?;
    all.insert(id.clone());
    Ok(all)
}

/// Says that all of these are of one human.
pub async fn join(
    conn: &mut Conn,
    all: &BTreeSet<AccountId>,
    (by, at): (&str, Moment),
) -> Result<(), StoreError> {
    let Some(person) = all.first() else { return Ok(()) };
    for one in all {
        sqlx::query(
            "INSERT INTO account_person (account_id, person, said_by, said_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (account_id) DO UPDATE SET person = $2",
        )
        .bind(one.as_str())
        .bind(person.as_str())
        .bind(by)
        .bind(at.micros())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
