//! Words that people wrote about a grant or a round, and who asked for quick response: the mark in their place. Triggers
//! refuse it as long as the grant or the round goes on, and refuse any other change.

use jiff::civil::Date;

use super::super::{Conn, Row, StoreError, decision, row};
use crate::domain::calendar::parse_day;
use crate::domain::decision::{Decision, DecisionNumber};
use crate::domain::id::{GrantId, RoundId};
use crate::domain::retention::ERASED;
use crate::domain::time::Moment;

/// A request for quick response that was refused and still says who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The standing round.
    pub round: RoundId,
    /// Its number.
    pub number: u64,
    /// When it was refused.
    pub at: Moment,
    /// The end of the objection term; `None` when it was refused before a refusal was a decision with a letter.
    pub objection_until: Option<Date>,
}

/// One statement with the grant as `$1` and the mark as `$2`.
async fn erase(conn: &mut Conn, query: super::super::Query<'_>, grant: &str) -> Result<u64, StoreError> {
    Ok(query.bind(grant.to_string()).bind(ERASED).execute(conn).await?.rows_affected())
}

/// Erases the words about a grant: of its steps, postings, plan, payments, account, settlement, decisions and objections.
/// In how many rows there were any.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<u64, StoreError> {
    let id = grant.as_str();
    let rows = [
        sqlx::query("UPDATE grant_event SET reason = $2 WHERE grant_id = $1 AND reason NOT IN ('', $2)"),
        sqlx::query("UPDATE grant_notice SET reason = $2 WHERE grant_id = $1 AND reason NOT IN ('', $2)"),
        sqlx::query("UPDATE advance SET condition = $2 WHERE grant_id = $1 AND condition NOT IN ('', $2)"),
        sqlx::query(
            "UPDATE payment_order SET return_reason = CASE WHEN return_reason = '' THEN '' ELSE $2 END, \
             reference = CASE WHEN reference = '' THEN '' ELSE $2 END, \
             return_reference = CASE WHEN return_reference = '' THEN '' ELSE $2 END \
             WHERE grant_id = $1 AND (return_reason NOT IN ('', $2) OR reference NOT IN ('', $2) \
             OR return_reference NOT IN ('', $2))",
        ),
        sqlx::query(
            "UPDATE grant_account SET activities = CASE WHEN activities = '' THEN '' ELSE $2 END, \
             result_k1 = CASE WHEN result_k1 = '' THEN '' ELSE $2 END, \
             result_k2 = CASE WHEN result_k2 = '' THEN '' ELSE $2 END, \
             result_k3 = CASE WHEN result_k3 = '' THEN '' ELSE $2 END \
             WHERE grant_id = $1 AND (activities NOT IN ('', $2) OR result_k1 NOT IN ('', $2) \
             OR result_k2 NOT IN ('', $2) OR result_k3 NOT IN ('', $2))",
        ),
        sqlx::query("UPDATE settlement SET reason = $2 WHERE grant_id = $1 AND reason NOT IN ('', $2)"),
        sqlx::query("UPDATE reclaim SET reason = $2 WHERE grant_id = $1 AND reason NOT IN ('', $2)"),
        sqlx::query(
            "UPDATE posting SET reason = $2 WHERE reason NOT IN ('', $2) \
             AND (debit_id IN (SELECT id FROM ledger_account WHERE grant_id = $1) \
             OR credit_id IN (SELECT id FROM ledger_account WHERE grant_id = $1))",
        ),
        sqlx::query(
            "UPDATE objection_extension SET reason = $2 WHERE reason NOT IN ('', $2) AND objection_number IN \
             (SELECT o.number FROM objection o JOIN decision d ON d.number = o.decision_number WHERE d.grant_id = $1)",
        ),
        sqlx::query(
            "UPDATE objection_outcome SET reason = $2 WHERE reason NOT IN ('', $2) AND objection_number IN \
             (SELECT o.number FROM objection o JOIN decision d ON d.number = o.decision_number WHERE d.grant_id = $1)",
        ),
        sqlx::query("UPDATE decision SET reason = $2 WHERE grant_id = $1 AND reason NOT IN ('', $2)"),
        sqlx::query(
            "UPDATE quick_request SET applicant = $2, reason = $2, place = CASE WHEN place = '' THEN '' ELSE $2 END \
             WHERE grant_id = $1 AND (applicant <> $2 OR reason <> $2 OR place NOT IN ('', $2))",
        ),
        sqlx::query(
            "UPDATE quick_request SET applicant = $2, reason = $2, place = CASE WHEN place = '' THEN '' ELSE $2 END \
             WHERE decision = 'refused' AND standing_id || '.' || CAST(number AS TEXT) = $1 AND applicant <> $2",
        ),
        sqlx::query(
            "UPDATE grant_record SET applicant = $2 WHERE id = $1 AND standing_id IS NOT NULL AND applicant <> $2",
        ),
    ];
    let mut done = 0;
    for query in rows.into_iter().chain(course()) {
        done += erase(conn, query, id).await?;
    }
    Ok(done + applicants(conn, grant).await?)
}

/// The same of what was told of its course.
fn course() -> [super::super::Query<'static>; 4] {
    [
        sqlx::query("UPDATE grant_evaluation SET reason = $2 WHERE grant_id = $1 AND reason <> $2"),
        sqlx::query(
            "UPDATE grant_milestone_event SET reason = $2 WHERE grant_id = $1 AND reason NOT IN ('', $2)",
        ),
        sqlx::query(
            "UPDATE grant_report SET title = $2, story = $2, \
             withheld_why = CASE WHEN withheld_why IS NULL THEN NULL ELSE $2 END \
             WHERE grant_id = $1 AND (title <> $2 OR story <> $2 OR withheld_why <> $2)",
        ),
        sqlx::query(
            "UPDATE grant_change SET what = $2, why = $2, reason = CASE WHEN reason = '' THEN '' ELSE $2 END \
             WHERE grant_id = $1 AND (what <> $2 OR why <> $2 OR reason NOT IN ('', $2))",
        ),
    ]
}

/// Erases who asked for quick response from the facts of the decisions about it; what stood there keeps its fingerprint.
async fn applicants(conn: &mut Conn, grant: &GrantId) -> Result<u64, StoreError> {
    let mut done = 0;
    for taken in decision::of_grant(conn, grant).await? {
        done += applicant(conn, taken).await?;
    }
    Ok(done)
}

/// The same of one decision, unless it is about a plan that was on a ballot: who signed for that is public.
async fn applicant(conn: &mut Conn, taken: Decision) -> Result<u64, StoreError> {
    if taken.proposal.is_some() || taken.facts.plan.applicant == ERASED {
        return Ok(0);
    }
    let mut facts = taken.facts;
    facts.plan.applicant = ERASED.to_string();
    let done = sqlx::query("UPDATE decision SET facts = $2 WHERE number = $1")
        .bind(taken.number.0)
        .bind(facts.write())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// Erases the words of a decision about a plan or a request that never had a grant, who asked for quick response, and the
/// words of the objections against it.
pub async fn of_decision(conn: &mut Conn, number: &str) -> Result<u64, StoreError> {
    let rows = [
        sqlx::query("UPDATE decision SET reason = $2 WHERE number = $1 AND reason NOT IN ('', $2)"),
        sqlx::query(
            "UPDATE objection_extension SET reason = $2 WHERE reason NOT IN ('', $2) \
             AND objection_number IN (SELECT number FROM objection WHERE decision_number = $1)",
        ),
        sqlx::query(
            "UPDATE objection_outcome SET reason = $2 WHERE reason NOT IN ('', $2) \
             AND objection_number IN (SELECT number FROM objection WHERE decision_number = $1)",
        ),
    ];
    let mut done = 0;
    for query in rows {
        done += erase(conn, query, number).await?;
    }
    match decision::find(conn, &DecisionNumber(number.to_string())).await? {
        Some(taken) => Ok(done + applicant(conn, taken).await?),
        None => Ok(done),
    }
}

/// The decisions about the request of a grant from before there was a grant: its refusal, and the one on the objection.
pub async fn before_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<String>, StoreError> {
    let taken = decision::of_grant(conn, grant).await?.into_iter();
    Ok(taken.filter(|one| one.request.is_some()).map(|one| one.number.0).collect())
}

/// The requests that were refused and still say who asked, about which nothing more can come: an objection that is open
/// or was right keeps them, and so does a letter that was not sent.
pub async fn refused(conn: &mut Conn) -> Result<Vec<Refused>, StoreError> {
    let rows = sqlx::query(
        "SELECT q.standing_id, q.number, q.decided_at, (SELECT MAX(s.objection_until) FROM decision d \
         JOIN decision_sending s ON s.decision_number = d.number WHERE d.standing_id = q.standing_id \
         AND d.request_number = q.number) AS objection_until FROM quick_request q WHERE q.decision = 'refused' \
         AND (q.applicant <> $1 OR q.reason <> $1 OR q.place NOT IN ('', $1)) \
         AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.standing_id = q.standing_id AND d.request_number = q.number \
         AND (NOT EXISTS (SELECT 1 FROM decision_sending s WHERE s.decision_number = d.number) \
         OR EXISTS (SELECT 1 FROM objection o LEFT JOIN objection_outcome x ON x.objection_number = o.number \
         WHERE o.decision_number = d.number AND (x.outcome IS NULL OR x.grant_id IS NOT NULL)))) \
         ORDER BY q.standing_id, q.number",
    )
    .bind(ERASED)
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let until = row::maybe_text(found, "objection_until")?;
        Ok(Refused {
            round: RoundId::new(row::text(found, "standing_id")?),
            number: row::count(found, "number")?,
            at: row::moment(found, "decided_at")?,
            objection_until: until
                .map(|text| parse_day(&text).ok_or_else(|| row::corrupt("objection_until")))
                .transpose()?,
        })
    };
    rows.iter().map(read).collect()
}

/// Erases who asked, where, and why it was refused.
pub async fn of_request(conn: &mut Conn, one: &Refused) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE quick_request SET applicant = $3, reason = $3, place = CASE WHEN place = '' THEN '' ELSE $3 END \
         WHERE standing_id = $1 AND number = $2",
    )
    .bind(one.round.as_str())
    .bind(row::stored(one.number))
    .bind(ERASED)
    .execute(conn)
    .await?;
    Ok(())
}

/// Erases the words of feasibility checks, of certificates that were refused, of the end of a reserve list and of what a
/// round gave back, from before a moment, in rounds that are over. In how many rows there were any.
pub async fn of_rounds(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let rows = [
        sqlx::query(
            "UPDATE plan_check SET reason = $2 WHERE at < $1 AND reason NOT IN ('', $2) \
             AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
        ),
        sqlx::query(
            "UPDATE certificate SET reason = $2 WHERE refused_at < $1 AND reason NOT IN ('', $2) \
             AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
        ),
        sqlx::query(
            "UPDATE posting SET reason = $2 WHERE kind = 'release' AND at < $1 AND reason NOT IN ('', $2) \
             AND debit_id IN (SELECT a.id FROM ledger_account a JOIN round r ON r.id = a.round_id \
             WHERE a.grant_id IS NULL AND r.phase IN ('certified', 'final', 'cancelled'))",
        ),
        sqlx::query(
            "UPDATE reserve_list_end SET reason = $2 WHERE at < $1 AND reason NOT IN ('', $2) \
             AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
        ),
    ];
    let mut done = 0;
    for query in rows {
        done += query.bind(before.micros()).bind(ERASED).execute(&mut *conn).await?.rows_affected();
    }
    Ok(done)
}

/// What was erased although the grant, the request or the round it is about goes on: where.
pub async fn too_early(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT 'grant ' || w.grant_id AS place FROM (\
         SELECT grant_id FROM grant_event WHERE reason = $1 \
         UNION SELECT grant_id FROM grant_notice WHERE reason = $1 \
         UNION SELECT grant_id FROM settlement WHERE reason = $1 \
         UNION SELECT grant_id FROM reclaim WHERE reason = $1 \
         UNION SELECT grant_id FROM advance WHERE condition = $1 \
         UNION SELECT grant_id FROM payment_order WHERE reference = $1 OR return_reason = $1 \
         OR return_reference = $1 \
         UNION SELECT grant_id FROM grant_account WHERE $1 IN (activities, result_k1, result_k2, result_k3) \
         UNION SELECT grant_id FROM decision WHERE reason = $1 AND grant_id IS NOT NULL \
         UNION SELECT grant_id FROM quick_request WHERE applicant = $1 AND grant_id IS NOT NULL \
         UNION SELECT id FROM grant_record WHERE applicant = $1 \
         UNION SELECT a.grant_id FROM posting p JOIN ledger_account a ON a.id IN (p.debit_id, p.credit_id) \
         WHERE p.reason = $1 AND a.grant_id IS NOT NULL) w JOIN grant_record g ON g.id = w.grant_id \
         WHERE g.state NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') \
         UNION SELECT 'a request of ' || standing_id FROM quick_request WHERE applicant = $1 AND decision = 'waits' \
         UNION SELECT 'round ' || r.id FROM round r JOIN plan_check c ON c.round_id = r.id WHERE c.reason = $1 \
         AND r.phase NOT IN ('certified', 'final', 'cancelled') \
         UNION SELECT 'recipient ' || r.id FROM recipient r JOIN grant_recipient m ON m.recipient_id = r.id \
         JOIN grant_record g ON g.id = m.grant_id WHERE r.erased_at IS NOT NULL \
         AND g.state NOT IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed') ORDER BY 1",
    )
    .bind(ERASED)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| row::text(found, "place")).collect()
}

/// The recipients that were erased and of which something is left all the same.
pub async fn left_of_recipients(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.id FROM recipient r WHERE r.erased_at IS NOT NULL AND (r.street <> '' OR r.postcode <> '' \
         OR r.place <> '' OR r.iban IS NOT NULL OR r.account_name <> '' OR r.account_key <> '' \
         OR (r.kind NOT IN ('association', 'foundation', 'cooperative') AND (r.name <> $1 OR r.name_key <> '')) \
         OR EXISTS (SELECT 1 FROM recipient_signer s WHERE s.recipient_id = r.id) \
         OR EXISTS (SELECT 1 FROM recipient_payee p WHERE p.recipient_id = r.id \
         AND (p.iban_last IS NOT NULL OR p.ground <> ''))) ORDER BY r.id",
    )
    .bind(ERASED)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| row::text(found, "id")).collect()
}
