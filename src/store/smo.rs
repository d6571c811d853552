//! The register of social-brokerage organisations, whole for each version.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::AccountId;
use crate::domain::recipient::name_key;
use crate::domain::registration::Kvk;
use crate::domain::smo::{Namesake, Party, SmoRegister};
use crate::domain::time::Moment;

/// A version of the register: which, when, by whom and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first.
    pub number: u64,
    /// From when it was the register.
    pub at: Moment,
    /// Who entered it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Every version, the newest first.
pub async fn versions(conn: &mut Conn) -> Result<Vec<Version>, StoreError> {
    let rows = sqlx::query("SELECT number, at, by_actor, reason FROM smo_version ORDER BY number DESC")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        Ok(Version {
            number: row::count(found, "number")?,
            at: row::moment(found, "at")?,
            by: row::text(found, "by_actor")?,
            reason: row::text(found, "reason")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The register that was in force at a moment; empty before the first version.
pub async fn at(conn: &mut Conn, moment: Moment) -> Result<SmoRegister, StoreError> {
    let found = sqlx::query("SELECT COALESCE(MAX(number), 0) AS newest FROM smo_version WHERE at <= $1")
        .bind(moment.micros())
        .fetch_one(&mut *conn)
        .await?;
    let version = row::count(&found, "newest")?;
    of_version(conn, version).await
}

/// The newest register; empty before the first version.
pub async fn newest(conn: &mut Conn) -> Result<SmoRegister, StoreError> {
    let found = sqlx::query("SELECT COALESCE(MAX(number), 0) AS newest FROM smo_version")
        .fetch_one(&mut *conn)
        .await?;
    let version = row::count(&found, "newest")?;
    of_version(conn, version).await
}

async fn of_version(conn: &mut Conn, version: u64) -> Result<SmoRegister, StoreError> {
    let rows = sqlx::query(
        "SELECT number, of_number, name, kvk, iban_last, iban_mark, from_at, until_at FROM smo_party \
         WHERE version = $1 ORDER BY number",
    )
    .bind(row::stored(version))
    .fetch_all(&mut *conn)
    .await?;
    let parties = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(SmoRegister { version, parties, namesakes: namesakes(conn).await? })
}

/// Every organisation of which a person said that it is another one than its name says, in order. What is said of one is
/// so at any moment.
pub async fn namesakes(conn: &mut Conn) -> Result<Vec<Namesake>, StoreError> {
    let rows = sqlx::query("SELECT name, kvk, by_account, at, reason FROM smo_namesake ORDER BY number")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        Ok(Namesake {
            name: row::text(found, "name")?,
            kvk: Kvk::parse(&row::text(found, "kvk")?).map_err(|_| row::corrupt("kvk"))?,
            by: AccountId::new(row::text(found, "by_account")?),
            at: row::moment(found, "at")?,
            reason: row::text(found, "reason")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Appends one. Its number follows the last one.
pub async fn add_namesake(conn: &mut Conn, one: &Namesake) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO smo_namesake (number, name, name_key, kvk, by_account, at, reason) \
         SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, $6 FROM smo_namesake",
    )
    .bind(&one.name)
    .bind(name_key(&one.name))
    .bind(one.kvk.as_str())
    .bind(one.by.as_str())
    .bind(one.at.micros())
    .bind(&one.reason)
    .execute(conn)
    .await?;
    Ok(())
}

fn read(found: &Row) -> Result<Party, StoreError> {
    use sqlx::Row as _;
    let of: Option<i64> = found.try_get("of_number")?;
    let of =
        of.map(|number| usize::try_from(number - 1).map_err(|_| row::corrupt("of_number"))).transpose()?;
    let kvk = row::maybe_text(found, "kvk")?.map(|text| Kvk::parse(&text)).transpose();
    let account = match row::maybe_text(found, "iban_last")? {
        None => None,
        Some(last) => Some((last, row::digest(found, "iban_mark")?)),
    };
    Ok(Party {
        of,
        name: row::text(found, "name")?,
        kvk: kvk.map_err(|_| row::corrupt("kvk"))?,
        account,
        from: row::moment(found, "from_at")?,
        until: row::maybe_moment(found, "until_at")?,
    })
}

/// Writes the register under its number. Refused when that number was taken meanwhile.
pub async fn add(conn: &mut Conn, register: &SmoRegister, version: &Version) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO smo_version (number, at, by_actor, reason) VALUES ($1, $2, $3, $4)")
        .bind(row::stored(version.number))
        .bind(version.at.micros())
        .bind(&version.by)
        .bind(&version.reason)
        .execute(&mut *conn)
        .await?;
    for (number, party) in (1i64..).zip(&register.parties) {
        sqlx::query(
            "INSERT INTO smo_party (version, number, of_number, name, name_key, kvk, iban_last, iban_mark, from_at, \
             until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(row::stored(version.number))
        .bind(number)
        .bind(party.of.map(|place| i64::try_from(place + 1).expect("places in a list fit in 63 bits")))
        .bind(&party.name)
        .bind(name_key(&party.name))
        .bind(party.kvk.as_ref().map(Kvk::as_str))
        .bind(party.account.as_ref().map(|(last, _)| last))
        .bind(party.account.as_ref().map(|(_, mark)| mark.to_string()))
        .bind(party.from.micros())
        .bind(party.until.map(Moment::micros))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
