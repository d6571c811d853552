//! Recipients, who belongs with whom, and which recipient a grant has.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::recipient::{
    Address, Affiliation, Aid, Parting, PayBy, ProviderClass, Recipient, RecipientKind, name_key,
};
use crate::domain::registration::{Kvk, Rsin};
use crate::domain::time::Moment;
use crate::domain::vault::LockedIban;

/// A recipient without its signers, read by [`read`]; `$first` names columns before its own.
macro_rules! select {
    ($end:literal) => {
        select!("", $end)
    };
    ($first:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $first,
            "r.id, r.kind, r.class, r.name, r.street, r.postcode, r.place, r.kvk, r.rsin, r.pay_by, r.iban, \
             r.iban_last, r.iban_mark, r.account_name, r.is_enterprise, r.family_id, r.revision FROM recipient r ",
            $end
        )
    };
}

mod made_out;
pub mod named;

pub use made_out::{grants_of, of_grants, of_some, set_of_grant};

fn read(found: &Row) -> Result<Recipient, StoreError> {
    let kvk = row::maybe_text(found, "kvk")?.map(|text| Kvk::parse(&text)).transpose();
    let rsin = row::maybe_text(found, "rsin")?.map(|text| Rsin::parse(&text)).transpose();
    let iban = match row::maybe_text(found, "iban_last")? {
        None => None,
        Some(last_four) => Some(LockedIban {
            bytes: row::bytes(found, "iban")?,
            last_four,
            mark: row::digest(found, "iban_mark")?,
        }),
    };
    let named = |column: &str| row::text(found, column);
    Ok(Recipient {
        id: RecipientId::new(named("id")?),
        kind: RecipientKind::named(&named("kind")?).ok_or_else(|| row::corrupt("kind"))?,
        class: ProviderClass::named(&named("class")?).ok_or_else(|| row::corrupt("class"))?,
        name: named("name")?,
        address: Address { street: named("street")?, postcode: named("postcode")?, place: named("place")? },
        kvk: kvk.map_err(|_| row::corrupt("kvk"))?,
        rsin: rsin.map_err(|_| row::corrupt("rsin"))?,
        pay_by: PayBy::named(&named("pay_by")?).ok_or_else(|| row::corrupt("pay_by"))?,
        iban,
        account_name: named("account_name")?,
        is_enterprise: row::int(found, "is_enterprise")? == 1,
        signers: Vec::new(),
        family: RecipientId::new(named("family_id")?),
        revision: row::count(found, "revision")?,
    })
}

/// A recipient with the people who may sign for it.
async fn with_signers(conn: &mut Conn, found: Option<Row>) -> Result<Option<Recipient>, StoreError> {
    let Some(found) = found else { return Ok(None) };
    let mut recipient = read(&found)?;
    let rows = sqlx::query("SELECT name FROM recipient_signer WHERE recipient_id = $1 ORDER BY number")
        .bind(recipient.id.as_str())
        .fetch_all(conn)
        .await?;
    recipient.signers = rows.iter().map(|found| row::text(found, "name")).collect::<Result<_, _>>()?;
    Ok(Some(recipient))
}

/// The recipient of a grant, once it is known.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Option<Recipient>, StoreError> {
    let found = sqlx::query(select!("JOIN grant_recipient g ON g.recipient_id = r.id WHERE g.grant_id = $1"))
        .bind(grant.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    with_signers(conn, found).await
}

/// One recipient.
pub async fn find(conn: &mut Conn, id: &RecipientId) -> Result<Option<Recipient>, StoreError> {
    let found = sqlx::query(select!("WHERE r.id = $1")).bind(id.as_str()).fetch_optional(&mut *conn).await?;
    with_signers(conn, found).await
}

/// All recipients by name, without the people who sign.
pub async fn list(conn: &mut Conn) -> Result<Vec<Recipient>, StoreError> {
    let rows = sqlx::query(select!("")).fetch_all(conn).await?;
    let mut recipients = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    recipients.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(recipients)
}

/// The recipients after one of them, at most so many, by name, without the people who sign. `find`: only those with this
/// in their name, or as their number in the trade register; empty for all.
pub async fn page(
    conn: &mut Conn,
    find: &str,
    after: &str,
    viewer: &str,
    most: u64,
) -> Result<Vec<Recipient>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE ($1 = '' OR (r.name_key, r.id) > (SELECT k.name_key, k.id FROM recipient k WHERE k.id = $1)) \
         AND ($2 = '' OR r.name_key LIKE $3 ESCAPE '!' OR r.kvk = $2) \
         AND ($5 = '' OR NOT EXISTS (SELECT 1 FROM recipient_area p WHERE p.recipient_id = r.id) \
         OR EXISTS (SELECT 1 FROM recipient_area p JOIN account_area v ON v.area_id = p.area_id \
         WHERE p.recipient_id = r.id AND v.account_id = $5)) ORDER BY r.name_key, r.id LIMIT $4"
    ))
    .bind(after)
    .bind(find)
    .bind(row::within(&name_key(find)))
    .bind(row::stored(most))
    .bind(viewer)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// When each recipient was last changed.
pub async fn changed(conn: &mut Conn) -> Result<BTreeMap<RecipientId, Moment>, StoreError> {
    let rows = sqlx::query("SELECT id, changed_at FROM recipient").fetch_all(conn).await?;
    let read =
        |found: &Row| Ok((RecipientId::new(row::text(found, "id")?), row::moment(found, "changed_at")?));
    rows.iter().map(read).collect()
}

/// The name of each recipient that a viewer sees, by name; of all for an empty viewer.
pub async fn names(conn: &mut Conn, viewer: &str) -> Result<Vec<(RecipientId, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.id, r.name FROM recipient r \
         WHERE $1 = '' OR NOT EXISTS (SELECT 1 FROM recipient_area p WHERE p.recipient_id = r.id) \
         OR EXISTS (SELECT 1 FROM recipient_area p JOIN account_area v ON v.area_id = p.area_id \
         WHERE p.recipient_id = r.id AND v.account_id = $1)",
    )
    .bind(viewer)
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| Ok((row::text(found, "name")?, RecipientId::new(row::text(found, "id")?)));
    let mut names = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    names.sort();
    Ok(names.into_iter().map(|(name, id)| (id, name)).collect())
}

/// The recipients under a number of the trade register.
pub async fn of_kvk(conn: &mut Conn, kvk: &Kvk) -> Result<Vec<RecipientId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM recipient WHERE kvk = $1 ORDER BY id")
        .bind(kvk.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|found| Ok(RecipientId::new(row::text(found, "id")?))).collect()
}

/// Everyone who counts as one with a recipient, itself included, without the people who sign.
pub async fn family(conn: &mut Conn, family: &RecipientId) -> Result<Vec<Recipient>, StoreError> {
    let rows = sqlx::query(select!("WHERE r.family_id = $1 ORDER BY r.id"))
        .bind(family.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The families of the recipients that someone who is named may be: of a name with that key, or with that number.
pub async fn families_named(
    conn: &mut Conn,
    key: &str,
    kvk: Option<&Kvk>,
) -> Result<Vec<RecipientId>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT family_id FROM recipient WHERE kvk = $1 OR (name_key = $2 AND name_key <> '') \
         ORDER BY family_id",
    )
    .bind(kvk.map(Kvk::as_str))
    .bind(key)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(RecipientId::new(row::text(found, "family_id")?))).collect()
}

/// The families of the recipients that have an account.
pub async fn families_on(conn: &mut Conn, mark: &Digest) -> Result<Vec<RecipientId>, StoreError> {
    let rows =
        sqlx::query("SELECT DISTINCT family_id FROM recipient WHERE iban_mark = $1 ORDER BY family_id")
            .bind(mark.to_string())
            .fetch_all(conn)
            .await?;
    rows.iter().map(|found| Ok(RecipientId::new(row::text(found, "family_id")?))).collect()
}

/// Adds a recipient.
pub async fn add(conn: &mut Conn, recipient: &Recipient, now: Moment) -> Result<(), StoreError> {
    let insert = sqlx::query(
        "INSERT INTO recipient (id, kind, class, name, name_key, street, postcode, place, kvk, rsin, pay_by, iban, \
         iban_last, iban_mark, account_name, account_key, is_enterprise, revision, changed_at, family_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
    );
    written(insert, recipient, now).bind(recipient.family.as_str()).execute(&mut *conn).await?;
    add_signers(conn, recipient).await
}

/// Writes a recipient anew; `false` when it is not the revision before this one any more.
pub async fn change(conn: &mut Conn, recipient: &Recipient, now: Moment) -> Result<bool, StoreError> {
    let update = sqlx::query(
        "UPDATE recipient SET kind = $2, class = $3, name = $4, name_key = $5, street = $6, postcode = $7, place = $8, \
         kvk = $9, rsin = $10, pay_by = $11, iban = $12, iban_last = $13, iban_mark = $14, account_name = $15, \
         account_key = $16, is_enterprise = $17, revision = $18, changed_at = $19, \
         erased_at = NULL WHERE id = $1 AND revision = $18 - 1",
    );
    let done = written(update, recipient, now).execute(&mut *conn).await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM recipient_signer WHERE recipient_id = $1")
        .bind(recipient.id.as_str())
        .execute(&mut *conn)
        .await?;
    add_signers(conn, recipient).await?;
    Ok(true)
}

fn written<'q>(query: super::Query<'q>, recipient: &'q Recipient, now: Moment) -> super::Query<'q> {
    let iban = recipient.iban.as_ref();
    query
        .bind(recipient.id.as_str())
        .bind(recipient.kind.name())
        .bind(recipient.class.name())
        .bind(&recipient.name)
        .bind(name_key(&recipient.name))
        .bind(&recipient.address.street)
        .bind(&recipient.address.postcode)
        .bind(&recipient.address.place)
        .bind(recipient.kvk.as_ref().map(Kvk::as_str))
        .bind(recipient.rsin.as_ref().map(Rsin::as_str))
        .bind(recipient.pay_by.name())
        .bind(iban.map(|iban| iban.bytes.clone()))
        .bind(iban.map(|iban| iban.last_four.clone()))
        .bind(iban.map(|iban| iban.mark.to_string()))
        .bind(&recipient.account_name)
        .bind(name_key(&recipient.account_name))
        .bind(i64::from(recipient.is_enterprise))
        .bind(row::stored(recipient.revision))
        .bind(now.micros())
}

async fn add_signers(conn: &mut Conn, recipient: &Recipient) -> Result<(), StoreError> {
    for (number, name) in (1i64..).zip(&recipient.signers) {
        sqlx::query("INSERT INTO recipient_signer (recipient_id, number, name) VALUES ($1, $2, $3)")
            .bind(recipient.id.as_str())
            .bind(number)
            .bind(name)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Every affiliation there ever was, by pair and time.
pub async fn affiliations(conn: &mut Conn) -> Result<Vec<Affiliation>, StoreError> {
    let rows = sqlx::query(
        "SELECT one_id, other_id, since_at, ended_at, ground, asked_at, asked_by, part_reason, ended_by \
         FROM recipient_affiliate ORDER BY one_id, other_id, since_at",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let id = |column| Ok::<_, StoreError>(RecipientId::new(row::text(found, column)?));
        Ok(Affiliation {
            pair: (id("one_id")?, id("other_id")?),
            since: row::moment(found, "since_at")?,
            ended: row::maybe_moment(found, "ended_at")?,
            ground: row::text(found, "ground")?,
            parting: match row::maybe_moment(found, "asked_at")? {
                None => None,
                Some(at) => Some(Parting {
                    at,
                    by: row::text(found, "asked_by")?,
                    reason: row::text(found, "part_reason")?,
                    ended_by: row::maybe_text(found, "ended_by")?,
                }),
            },
        })
    };
    rows.iter().map(read).collect()
}

/// Adds an affiliation, and who entered it.
pub async fn affiliate(conn: &mut Conn, link: &Affiliation, by: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO recipient_affiliate (one_id, other_id, since_at, ground, by_account) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(link.pair.0.as_str())
    .bind(link.pair.1.as_str())
    .bind(link.since.micros())
    .bind(&link.ground)
    .bind(by)
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes who asked to end an affiliation that holds, and why.
pub async fn ask_to_part(
    conn: &mut Conn,
    pair: (&RecipientId, &RecipientId),
    asked: &Parting,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE recipient_affiliate SET asked_at = $3, asked_by = $4, part_reason = $5 \
         WHERE one_id = $1 AND other_id = $2 AND ended_at IS NULL",
    )
    .bind(pair.0.as_str())
    .bind(pair.1.as_str())
    .bind(asked.at.micros())
    .bind(&asked.by)
    .bind(&asked.reason)
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends an affiliation that holds, and writes by whom.
pub async fn part(
    conn: &mut Conn,
    pair: (&RecipientId, &RecipientId),
    by: &str,
    at: Moment,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE recipient_affiliate SET ended_at = $4, ended_by = $3 \
         WHERE one_id = $1 AND other_id = $2 AND ended_at IS NULL",
    )
    .bind(pair.0.as_str())
    .bind(pair.1.as_str())
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes with whom a recipient counts as one.
pub async fn set_family(conn: &mut Conn, id: &RecipientId, family: &RecipientId) -> Result<(), StoreError> {
    sqlx::query("UPDATE recipient SET family_id = $2 WHERE id = $1 AND family_id <> $2")
        .bind(id.as_str())
        .bind(family.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// The aid that the recipients of a family declared, by recipient and in order.
pub async fn aid(conn: &mut Conn, family: &RecipientId) -> Result<Vec<(RecipientId, Aid)>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.recipient_id, a.day, a.amount_cents, a.giver FROM recipient_aid a \
         JOIN recipient r ON r.id = a.recipient_id WHERE r.family_id = $1 ORDER BY a.recipient_id, a.number",
    )
    .bind(family.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let (day, giver) = (row::text(found, "day")?, row::text(found, "giver")?);
        let aid = Aid { day, amount: row::cents(found, "amount_cents")?, giver };
        Ok((RecipientId::new(row::text(found, "recipient_id")?), aid))
    };
    rows.iter().map(read).collect()
}

/// Writes the aid that a recipient declared, in the place of what it declared before.
pub async fn set_aid(conn: &mut Conn, id: &RecipientId, aid: &[Aid]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM recipient_aid WHERE recipient_id = $1")
        .bind(id.as_str())
        .execute(&mut *conn)
        .await?;
    for (number, one) in (1i64..).zip(aid) {
        sqlx::query(
            "INSERT INTO recipient_aid (recipient_id, number, day, amount_cents, giver) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id.as_str())
        .bind(number)
        .bind(&one.day)
        .bind(one.amount.get())
        .bind(&one.giver)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
