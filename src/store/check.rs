//! What the checks of a grant rest on, and how they were answered.

use super::{Conn, Row, StoreError, row};
use crate::domain::check::{Answer, Answered, CheckKind, ClassLimits, Member, Onward, Terms};
use crate::domain::id::{AccountId, GrantId, RecipientId, RoundId};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::recipient::name_key;
use crate::domain::registration::Kvk;

/// The answers about a grant, in order.
pub async fn answers(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Answered>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, kind, answer, recipient_id, revision, file, by_account, at, reason FROM grant_check \
         WHERE grant_id = $1 ORDER BY number",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(read_answer(found)?.1)).collect()
}

/// The answers to the checks of all grants, by grant, in order.
pub async fn all_answers(conn: &mut Conn) -> Result<Vec<(GrantId, Answered)>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, kind, answer, recipient_id, revision, file, by_account, at, reason FROM grant_check \
         ORDER BY grant_id, number",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_answer).collect()
}

fn read_answer(found: &Row) -> Result<(GrantId, Answered), StoreError> {
    let answer = Answered {
        kind: CheckKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        answer: Answer::named(&row::text(found, "answer")?).ok_or_else(|| row::corrupt("answer"))?,
        about: (RecipientId::new(row::text(found, "recipient_id")?), row::count(found, "revision")?),
        file: row::text(found, "file")?,
        by: AccountId::new(row::text(found, "by_account")?),
        at: row::moment(found, "at")?,
        reason: row::text(found, "reason")?,
    };
    Ok((GrantId::new(row::text(found, "grant_id")?), answer))
}

/// Appends an answer. Its number follows the last one.
pub async fn answer(conn: &mut Conn, grant: &GrantId, given: &Answered) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_check (grant_id, number, kind, answer, recipient_id, revision, by_account, at, reason, file) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM grant_check WHERE grant_id = $1",
    )
    .bind(grant.as_str())
    .bind(given.kind.name())
    .bind(given.answer.name())
    .bind(given.about.0.as_str())
    .bind(row::stored(given.about.1))
    .bind(given.by.as_str())
    .bind(given.at.micros())
    .bind(&given.reason)
    .bind(&given.file)
    .execute(conn)
    .await?;
    Ok(())
}

/// The alliance of a grant, by recipient; empty when there is none.
pub async fn members(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Member>, StoreError> {
    let rows = sqlx::query(
        "SELECT recipient_id, share_cents, consented_on FROM grant_member WHERE grant_id = $1 ORDER BY recipient_id",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Member {
            recipient: RecipientId::new(row::text(found, "recipient_id")?),
            share: row::cents(found, "share_cents")?,
            consented: row::maybe_text(found, "consented_on")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Writes the alliance of a grant in the place of what it was. Refused by a trigger once it is awarded.
pub async fn set_members(conn: &mut Conn, grant: &GrantId, members: &[Member]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM grant_member WHERE grant_id = $1")
        .bind(grant.as_str())
        .execute(&mut *conn)
        .await?;
    for member in members {
        sqlx::query(
            "INSERT INTO grant_member (grant_id, recipient_id, share_cents, consented_on) VALUES ($1, $2, $3, $4)",
        )
        .bind(grant.as_str())
        .bind(member.recipient.as_str())
        .bind(member.share.get())
        .bind(member.consented.as_deref())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// What the recipient of a grant declared to pay on, in order.
pub async fn onward(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Onward>, StoreError> {
    let rows = sqlx::query(
        "SELECT name, kvk, amount_cents, purpose FROM grant_onward WHERE grant_id = $1 ORDER BY number",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let kvk = row::maybe_text(found, "kvk")?.map(|text| Kvk::parse(&text)).transpose();
        Ok(Onward {
            name: row::text(found, "name")?,
            kvk: kvk.map_err(|_| row::corrupt("kvk"))?,
            amount: row::cents(found, "amount_cents")?,
            purpose: row::text(found, "purpose")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Writes the onward payments of a grant in the place of what they were. Refused by a trigger once it is awarded.
pub async fn set_onward(conn: &mut Conn, grant: &GrantId, onward: &[Onward]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM grant_onward WHERE grant_id = $1")
        .bind(grant.as_str())
        .execute(&mut *conn)
        .await?;
    for (number, one) in (1i64..).zip(onward) {
        sqlx::query(
            "INSERT INTO grant_onward (grant_id, number, name, name_key, kvk, amount_cents, purpose) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(grant.as_str())
        .bind(number)
        .bind(&one.name)
        .bind(name_key(&one.name))
        .bind(one.kvk.as_ref().map(Kvk::as_str))
        .bind(one.amount.get())
        .bind(&one.purpose)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// How often the file of a grant changed; 0 when it never did since changes are counted.
pub async fn file(conn: &mut Conn, grant: &GrantId) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT revision FROM grant_file WHERE grant_id = $1")
        .bind(grant.as_str())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map_or(Ok(0), |found| row::count(found, "revision"))
}

/// Counts a change of the file of a grant: what was answered about it is no longer about it.
pub async fn file_changed(conn: &mut Conn, grant: &GrantId) -> Result<(), StoreError> {
    let counted = sqlx::query("UPDATE grant_file SET revision = revision + 1 WHERE grant_id = $1")
        .bind(grant.as_str())
        .execute(&mut *conn)
        .await?;
    if counted.rows_affected() == 0 {
        sqlx::query("INSERT INTO grant_file (grant_id, revision) VALUES ($1, 1)")
            .bind(grant.as_str())
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// What a round and a year hold recipients to: the defaults where nothing else was set.
pub async fn terms(conn: &mut Conn, round: &RoundId, year: i64) -> Result<Terms, StoreError> {
    let (mut terms, share) = (Terms::default(), |found: &Row, column: &str| {
        BasisPoints::new(row::int(found, column)?).map_err(|_| row::corrupt(column))
    });
    let of_round = sqlx::query(
        "SELECT recipient_bp, onward_bp, integrity_cents, resident_most_cents, \
         professional_most_cents, other_most_cents FROM round_terms WHERE round_id = $1",
    )
    .bind(round.as_str())
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(found) = &of_round {
        terms.of_round = share(found, "recipient_bp")?;
        terms.onward = share(found, "onward_bp")?;
        terms.integrity = row::cents(found, "integrity_cents")?;
        let most = |column| {
            let most = sqlx::Row::try_get::<Option<i64>, _>(found, column)?.map(Cents::new).transpose();
            most.map_err(|_| row::corrupt(column))
        };
        terms.class_most = ClassLimits {
            resident: most("resident_most_cents")?,
            professional: most("professional_most_cents")?,
            other: most("other_most_cents")?,
        };
    }
    let of_year = sqlx::query("SELECT recipient_bp FROM year_terms WHERE year = $1")
        .bind(year)
        .fetch_optional(conn)
        .await?;
    if let Some(found) = &of_year {
        terms.of_year = share(found, "recipient_bp")?;
    }
    Ok(terms)
}

/// Writes what a round holds recipients to. Refused by a trigger from its opening on.
pub async fn set_round_terms(conn: &mut Conn, round: &RoundId, terms: &Terms) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO round_terms (round_id, recipient_bp, onward_bp, integrity_cents, resident_most_cents, \
         professional_most_cents, other_most_cents) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (round_id) DO UPDATE SET recipient_bp = $2, onward_bp = $3, integrity_cents = $4, \
         resident_most_cents = $5, professional_most_cents = $6, other_most_cents = $7",
    )
    .bind(round.as_str())
    .bind(terms.of_round.get())
    .bind(terms.onward.get())
    .bind(terms.integrity.get())
    .bind(terms.class_most.resident.map(Cents::get))
    .bind(terms.class_most.professional.map(Cents::get))
    .bind(terms.class_most.other.map(Cents::get))
    .execute(conn)
    .await?;
    Ok(())
}

/// What one recipient may have of each year for which that is set, the first year first.
pub async fn year_terms(conn: &mut Conn) -> Result<Vec<(i64, BasisPoints)>, StoreError> {
    let rows = sqlx::query("SELECT year, recipient_bp FROM year_terms ORDER BY year").fetch_all(conn).await?;
    let read = |found: &Row| {
        let share = BasisPoints::new(row::int(found, "recipient_bp")?);
        Ok((row::int(found, "year")?, share.map_err(|_| row::corrupt("recipient_bp"))?))
    };
    rows.iter().map(read).collect()
}

/// Writes what a year holds recipients to.
pub async fn set_year_terms(conn: &mut Conn, year: i64, of_year: BasisPoints) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO year_terms (year, recipient_bp) VALUES ($1, $2) \
         ON CONFLICT (year) DO UPDATE SET recipient_bp = $2",
    )
    .bind(year)
    .bind(of_year.get())
    .execute(conn)
    .await?;
    Ok(())
}

/// The ceiling of the round or standing round that a grant comes from.
pub async fn round_ceiling(conn: &mut Conn, round: &RoundId) -> Result<Cents, StoreError> {
    let found = sqlx::query(
        "SELECT ceiling_cents FROM round WHERE id = $1 UNION ALL SELECT ceiling_cents FROM standing_round WHERE id = $1",
    )
    .bind(round.as_str())
    .fetch_one(conn)
    .await?;
    row::cents(&found, "ceiling_cents")
}
