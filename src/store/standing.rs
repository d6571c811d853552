//! Standing rounds for quick response, and the requests to them.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AllocationId, AreaId, GrantId, LineId, RoundId};
use crate::domain::round::Regulation;
use crate::domain::standing::{Asked, Decided, QuickRequest, StandingPlan, StandingRound};
use crate::domain::time::Moment;

/// A standing round with its area and year, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT s.id, a.line_id, s.allocation_id, a.area_id, e.name AS area_name, l.year, s.title, s.ceiling_cents, \
             s.most_cents, s.term_days, s.regulation_title, s.regulation_place, s.regulation_date, s.opened_at, \
             s.ended_at FROM standing_round s JOIN allocation a ON a.id = s.allocation_id \
             JOIN area e ON e.id = a.area_id JOIN budget_line l ON l.id = a.line_id ",
            $end
        )
    };
}

/// All standing rounds, the newest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<StandingRound>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY s.opened_at DESC, s.id")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// One standing round.
pub async fn find(conn: &mut Conn, id: &RoundId) -> Result<Option<StandingRound>, StoreError> {
    let found = sqlx::query(select!("WHERE s.id = $1")).bind(id.as_str()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<StandingRound, StoreError> {
    Ok(StandingRound {
        id: RoundId::new(row::text(found, "id")?),
        line: LineId::new(row::text(found, "line_id")?),
        allocation: AllocationId::new(row::text(found, "allocation_id")?),
        area: AreaId::new(row::text(found, "area_id")?),
        area_name: row::text(found, "area_name")?,
        year: row::int(found, "year")?,
        plan: StandingPlan {
            title: row::text(found, "title")?,
            ceiling: row::cents(found, "ceiling_cents")?,
            most: row::cents(found, "most_cents")?,
            term_days: row::count(found, "term_days")?,
            regulation: Regulation {
                title: row::text(found, "regulation_title")?,
                place: row::text(found, "regulation_place")?,
                date: row::text(found, "regulation_date")?,
            },
        },
        opened_at: row::moment(found, "opened_at")?,
        ended_at: row::maybe_moment(found, "ended_at")?,
    })
}

/// Opens a standing round. Refused by a trigger when the ledger holds less for it than its ceiling.
pub async fn add(
    conn: &mut Conn,
    id: &RoundId,
    allocation: &AllocationId,
    plan: &StandingPlan,
    at: Moment,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO standing_round (id, allocation_id, title, ceiling_cents, most_cents, term_days, \
         regulation_title, regulation_place, regulation_date, opened_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id.as_str())
    .bind(allocation.as_str())
    .bind(&plan.title)
    .bind(plan.ceiling.get())
    .bind(plan.most.get())
    .bind(row::stored(plan.term_days))
    .bind(&plan.regulation.title)
    .bind(&plan.regulation.place)
    .bind(&plan.regulation.date)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the turn to write in a standing round that has not ended; `false` when it has.
pub async fn claim(conn: &mut Conn, id: &RoundId) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE standing_round SET ended_at = NULL WHERE id = $1 AND ended_at IS NULL")
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a standing round; `false` when it has ended.
pub async fn end(conn: &mut Conn, id: &RoundId, at: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE standing_round SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(id.as_str())
        .bind(at.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The requests to a standing round, by number.
pub async fn requests(conn: &mut Conn, round: &RoundId) -> Result<Vec<QuickRequest>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, applicant, title, place, amount_cents, received_at, due_at, entered_by, decision, reason, \
         decided_by, decided_at, grant_id FROM quick_request WHERE standing_id = $1 ORDER BY number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_request).collect()
}

fn read_request(found: &Row) -> Result<QuickRequest, StoreError> {
    let decided = match row::text(found, "decision")?.as_str() {
        "waits" => None,
        "granted" | "refused" => Some(Decided {
            grant: row::maybe_text(found, "grant_id")?.map(GrantId::new),
            reason: row::text(found, "reason")?,
            by: row::text(found, "decided_by")?,
            at: row::moment(found, "decided_at")?,
        }),
        _ => return Err(row::corrupt("decision")),
    };
    Ok(QuickRequest {
        number: row::count(found, "number")?,
        asked: Asked {
            applicant: row::text(found, "applicant")?,
            title: row::text(found, "title")?,
            place: row::text(found, "place")?,
            amount: row::cents(found, "amount_cents")?,
            received_at: row::moment(found, "received_at")?,
        },
        due_at: row::moment(found, "due_at")?,
        entered_by: row::text(found, "entered_by")?,
        decided,
    })
}

/// Enters a request.
pub async fn ask(conn: &mut Conn, round: &RoundId, request: &QuickRequest) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO quick_request (standing_id, number, applicant, title, place, amount_cents, received_at, due_at, \
         entered_by, decision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waits')",
    )
    .bind(round.as_str())
    .bind(row::stored(request.number))
    .bind(&request.asked.applicant)
    .bind(&request.asked.title)
    .bind(&request.asked.place)
    .bind(request.asked.amount.get())
    .bind(request.asked.received_at.micros())
    .bind(request.due_at.micros())
    .bind(&request.entered_by)
    .execute(conn)
    .await?;
    Ok(())
}

/// Decides a request; `false` when it was decided before.
pub async fn decide(
    conn: &mut Conn,
    round: &RoundId,
    number: u64,
    decided: &Decided,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE quick_request SET decision = $3, reason = $4, decided_by = $5, decided_at = $6, grant_id = $7 \
         WHERE standing_id = $1 AND number = $2 AND decision = 'waits'",
    )
    .bind(round.as_str())
    .bind(row::stored(number))
    .bind(if decided.grant.is_some() { "granted" } else { "refused" })
    .bind(&decided.reason)
    .bind(&decided.by)
    .bind(decided.at.micros())
    .bind(decided.grant.as_ref().map(GrantId::as_str))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
