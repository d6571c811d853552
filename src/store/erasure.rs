//! What names people and has a term: which grants are over, and taking out what has had its time.

pub mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Conn, Row, StoreError, row};
use crate::domain::calendar::parse_day;
use crate::domain::grant::GrantState;
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::retention::{ERASED, Ended};
use crate::domain::time::Moment;

/// A grant, for the terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Which.
    pub grant: GrantId,
    /// How it ended; `None` as long as it goes on.
    pub ended: Option<Ended>,
    /// Letters, checks, onward payments, steps, postings and other rows that still hold words.
    pub left: u64,
}

/// A recipient that was not erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Which.
    pub id: RecipientId,
    /// When it was last changed.
    pub changed: Moment,
    /// The grants that are made out to it or shared with it.
    pub grants: Vec<GrantId>,
}

/// A decision about a plan that never had a grant, which still has its letter or its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lone {
    /// The number of its decision.
    pub decision: String,
    /// The last day for objections.
    pub objection_until: Date,
    /// Objections that are not decided.
    pub objections: u64,
}

/// All grants, by name.
pub async fn grants(conn: &mut Conn) -> Result<Vec<Term>, StoreError> {
    let rows = sqlx::query(
        "SELECT g.id, g.state, \
         (SELECT MAX(e.at) FROM grant_event e WHERE e.grant_id = g.id) AS ended_at, \
         (SELECT COUNT(*) FROM grant_event e WHERE e.grant_id = g.id AND e.step = 'award') AS awards, \
         (SELECT MAX(s.objection_until) FROM decision d JOIN decision_sending s ON s.decision_number = d.number \
         WHERE d.grant_id = g.id) AS objection_until, \
         (SELECT COUNT(*) FROM decision d JOIN objection o ON o.decision_number = d.number WHERE d.grant_id = g.id \
         AND NOT EXISTS (SELECT 1 FROM objection_outcome x WHERE x.objection_number = o.number)) AS objections, \
         (SELECT COUNT(*) FROM decision d JOIN decision_sending s ON s.decision_number = d.number \
         WHERE d.grant_id = g.id AND s.letter <> '') \
         + (SELECT COUNT(*) FROM grant_check c WHERE c.grant_id = g.id AND c.reason <> '') \
         + (SELECT COUNT(*) FROM grant_onward o WHERE o.grant_id = g.id AND (o.name <> '' OR o.purpose <> '')) \
         + (SELECT COUNT(*) FROM grant_event e WHERE e.grant_id = g.id AND e.reason NOT IN ('', $1)) \
         + (SELECT COUNT(*) FROM grant_notice n WHERE n.grant_id = g.id AND n.reason NOT IN ('', $1)) \
         + (SELECT COUNT(*) FROM advance a WHERE a.grant_id = g.id AND a.condition NOT IN ('', $1)) \
         + (SELECT COUNT(*) FROM payment_order o WHERE o.grant_id = g.id AND (o.return_reason NOT IN ('', $1) \
         OR o.reference NOT IN ('', $1) OR o.return_reference NOT IN ('', $1))) \
         + (SELECT COUNT(*) FROM grant_account t WHERE t.grant_id = g.id AND (t.activities NOT IN ('', $1) \
         OR t.result_k1 NOT IN ('', $1) OR t.result_k2 NOT IN ('', $1) OR t.result_k3 NOT IN ('', $1))) \
         + (SELECT COUNT(*) FROM settlement s WHERE s.grant_id = g.id AND s.reason NOT IN ('', $1)) \
         + (SELECT COUNT(*) FROM reclaim r WHERE r.grant_id = g.id AND r.reason NOT IN ('', $1)) \
         + (SELECT COUNT(*) FROM grant_milestone_event v WHERE v.grant_id = g.id AND v.reason NOT IN ('', $1)) \
         + (SELECT COUNT(*) FROM grant_report v WHERE v.grant_id = g.id AND (v.title <> $1 OR v.story <> $1 \
         OR v.withheld_why <> $1)) \
         + (SELECT COUNT(*) FROM grant_evaluation v WHERE v.grant_id = g.id AND v.reason <> $1) \
         + (SELECT COUNT(*) FROM grant_change v WHERE v.grant_id = g.id AND (v.what <> $1 OR v.why <> $1 \
         OR v.reason NOT IN ('', $1))) \
         + (SELECT COUNT(*) FROM decision d WHERE d.grant_id = g.id AND d.reason NOT IN ('', $1)) \
         + (SELECT COUNT(*) FROM quick_request q WHERE q.grant_id = g.id AND q.applicant <> $1) \
         + (SELECT COUNT(*) FROM quick_request q WHERE q.standing_id = g.standing_id AND q.decision = 'refused' \
         AND g.id = q.standing_id || '.' || CAST(q.number AS TEXT) AND q.applicant <> $1) \
         + (SELECT COUNT(*) FROM ledger_account l JOIN posting p ON p.debit_id = l.id OR p.credit_id = l.id \
         WHERE l.grant_id = g.id AND p.reason NOT IN ('', $1)) AS held \
         FROM grant_record g ORDER BY g.id",
    )
    .bind(ERASED)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Term, StoreError> {
    let state = GrantState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?;
    let until = row::maybe_text(found, "objection_until")?;
    let until =
        until.map(|text| parse_day(&text).ok_or_else(|| row::corrupt("objection_until"))).transpose()?;
    let ended = match row::maybe_moment(found, "ended_at")?.filter(|_| state.is_over()) {
        None => None,
        Some(at) => Some(Ended {
            at,
            awards: row::count(found, "awards")?,
            objection_until: until,
            objections: row::count(found, "objections")?,
        }),
    };
    Ok(Term { grant: GrantId::new(row::text(found, "id")?), ended, left: row::count(found, "held")? })
}

/// The recipients that were not erased.
pub async fn recipients(conn: &mut Conn) -> Result<Vec<Named>, StoreError> {
    let rows = sqlx::query(
        "SELECT recipient_id, grant_id FROM grant_recipient UNION SELECT recipient_id, grant_id FROM grant_member \
         ORDER BY 1, 2",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut grants: BTreeMap<String, Vec<GrantId>> = BTreeMap::new();
    for found in &rows {
        let grant = GrantId::new(row::text(found, "grant_id")?);
        grants.entry(row::text(found, "recipient_id")?).or_default().push(grant);
    }
    let rows = sqlx::query("SELECT id, changed_at FROM recipient WHERE erased_at IS NULL ORDER BY id")
        .fetch_all(conn)
        .await?;
    let mut read = |found: &Row| {
        let id = row::text(found, "id")?;
        let grants = grants.remove(&id).unwrap_or_default();
        Ok(Named { id: RecipientId::new(id), changed: row::moment(found, "changed_at")?, grants })
    };
    rows.iter().map(&mut read).collect()
}

/// The decisions about plans and requests that never had a grant, with a letter that was sent.
pub async fn lone_letters(conn: &mut Conn) -> Result<Vec<Lone>, StoreError> {
    let rows = sqlx::query(
        "SELECT d.number, s.objection_until, (SELECT COUNT(*) FROM objection o WHERE o.decision_number = d.number \
         AND NOT EXISTS (SELECT 1 FROM objection_outcome x WHERE x.objection_number = o.number)) AS objections \
         FROM decision d JOIN decision_sending s ON s.decision_number = d.number \
         WHERE d.grant_id IS NULL AND (s.letter <> '' OR d.reason NOT IN ('', $1)) \
         AND NOT EXISTS (SELECT 1 FROM grant_record g WHERE g.standing_id = d.standing_id \
         AND g.id = d.standing_id || '.' || CAST(d.request_number AS TEXT)) ORDER BY d.number",
    )
    .bind(ERASED)
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let until = row::text(found, "objection_until")?;
        Ok(Lone {
            decision: row::text(found, "number")?,
            objection_until: parse_day(&until).ok_or_else(|| row::corrupt("objection_until"))?,
            objections: row::count(found, "objections")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Empties the letter about a decision; its fingerprint stays. How many had a text.
pub async fn empty_letter(conn: &mut Conn, decision: &str) -> Result<u64, StoreError> {
    let done =
        sqlx::query("UPDATE decision_sending SET letter = '' WHERE decision_number = $1 AND letter <> ''")
            .bind(decision)
            .execute(conn)
            .await?;
    Ok(done.rows_affected())
}

/// Empties the letters about a grant, the words of its checks, and whom is paid on to. How many letters had a text.
/// Refused by triggers when the grant goes on.
pub async fn empty_grant(conn: &mut Conn, grant: &GrantId) -> Result<u64, StoreError> {
    sqlx::query("UPDATE grant_check SET reason = '' WHERE grant_id = $1 AND reason <> ''")
        .bind(grant.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE grant_onward SET name = '', name_key = '', kvk = NULL, purpose = '' \
         WHERE grant_id = $1 AND (name <> '' OR purpose <> '')",
    )
    .bind(grant.as_str())
    .execute(&mut *conn)
    .await?;
    let done = sqlx::query(
        "UPDATE decision_sending SET letter = '' WHERE letter <> '' \
         AND decision_number IN (SELECT number FROM decision WHERE grant_id = $1)",
    )
    .bind(grant.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Takes out of a recipient what names people; `false` when that was done before, or when a grant of it goes on. An
/// association by deed, a foundation and a cooperative keep their own name and numbers: those name no person.
pub async fn empty_recipient(conn: &mut Conn, id: &RecipientId, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE recipient SET street = '', postcode = '', place = '', iban = NULL, iban_last = NULL, iban_mark = NULL, \
         account_name = '', account_key = '', erased_at = $2, \
         name = CASE WHEN kind IN ('association', 'foundation', 'cooperative') THEN name ELSE $3 END, \
         name_key = CASE WHEN kind IN ('association', 'foundation', 'cooperative') THEN name_key ELSE '' END, \
         kvk = CASE WHEN kind IN ('association', 'foundation', 'cooperative') THEN kvk ELSE NULL END, \
         rsin = CASE WHEN kind IN ('association', 'foundation', 'cooperative') THEN rsin ELSE NULL END \
         WHERE id = $1 AND erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM grant_record g \
         WHERE g.state NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') \
         AND (g.id IN (SELECT grant_id FROM grant_recipient WHERE recipient_id = $1) \
         OR g.id IN (SELECT grant_id FROM grant_member WHERE recipient_id = $1)))",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .bind(ERASED)
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM recipient_signer WHERE recipient_id = $1")
        .bind(id.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE recipient_payee SET iban_mark = NULL, iban_last = NULL, ground = '' WHERE recipient_id = $1",
    )
    .bind(id.as_str())
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE recipient_affiliate SET ground = '', part_reason = '' WHERE one_id = $1 OR other_id = $1",
    )
    .bind(id.as_str())
    .execute(conn)
    .await?;
    Ok(true)
}

/// Removes declared aid from before a day. How many lines.
pub async fn remove_aid(conn: &mut Conn, before: Date) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM recipient_aid WHERE day < $1")
        .bind(before.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// Empties the words of interests that were stated before a moment, in rounds that are over. How many.
pub async fn empty_interests(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE interest SET reason = '' WHERE reason <> '' AND at < $1 \
         AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .execute(&mut *conn)
    .await?;
    let quick = sqlx::query(
        "UPDATE standing_interest SET reason = '' WHERE reason <> '' AND at < $1 \
         AND standing_id IN (SELECT id FROM standing_round WHERE ended_at IS NOT NULL)",
    )
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() + quick.rows_affected())
}
