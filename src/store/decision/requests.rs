//! Refusals of requests for quick response.

use jiff::civil::Date;

use super::super::{Conn, Row, StoreError, row};
use crate::domain::calendar::parse_day;
use crate::domain::decision::DecisionNumber;
use crate::domain::id::RoundId;
use crate::domain::retention::ERASED;

/// The refusal of a request to a standing round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Of which request.
    pub request: u64,
    /// The decision.
    pub decision: DecisionNumber,
    /// The last day for objections; `None` as long as its letter was not sent.
    pub objection_until: Option<Date>,
}

/// The refusals of requests to a standing round, by the number of the request.
pub async fn refusals(conn: &mut Conn, standing: &RoundId) -> Result<Vec<Refusal>, StoreError> {
    let rows = sqlx::query(
        "SELECT d.request_number, d.number, s.objection_until FROM decision d \
         LEFT JOIN decision_sending s ON s.decision_number = d.number \
         WHERE d.standing_id = $1 AND d.request_number IS NOT NULL AND d.kind = 'refusal' ORDER BY d.request_number",
    )
    .bind(standing.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let until = row::maybe_text(found, "objection_until")?;
        Ok(Refusal {
            request: row::count(found, "request_number")?,
            decision: DecisionNumber(row::text(found, "number")?),
            objection_until: until
                .map(|text| parse_day(&text).ok_or_else(|| row::corrupt("objection_until")))
                .transpose()?,
        })
    };
    rows.iter().map(read).collect()
}

/// Requests that were refused before a refusal was a decision, and that still have none: by standing round, how many.
pub async fn unanswered(conn: &mut Conn) -> Result<Vec<(RoundId, u64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT q.standing_id, COUNT(*) AS number FROM quick_request q WHERE q.decision = 'refused' \
         AND q.applicant <> $1 AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.standing_id = q.standing_id \
         AND d.request_number = q.number) GROUP BY q.standing_id ORDER BY q.standing_id",
    )
    .bind(ERASED)
    .fetch_all(conn)
    .await?;
    let read =
        |found: &Row| Ok((RoundId::new(row::text(found, "standing_id")?), row::count(found, "number")?));
    rows.iter().map(read).collect()
}
