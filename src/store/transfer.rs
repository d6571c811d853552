//! Transfers: proposed by one person, decided by another one, never changed after that.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, AreaId, LineId};
use crate::domain::ledger::PostingKind;
use crate::domain::pot::Pot;
use crate::domain::transfer::{Place, ProposedTransfer, Signed, Transfer, TransferState};

/// A transfer, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT number, kind, from_line_id, from_area_id, from_pot, to_line_id, to_area_id, to_pot, amount_cents, \
             reason, proposed_by, proposed_function, proposed_at, state, decided_by, decided_function, decided_at, \
             decided_reason, posting_seq FROM transfer ",
            $end
        )
    };
}

/// All transfers, the newest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<Transfer>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY number DESC")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// One transfer.
pub async fn find(conn: &mut Conn, number: u64) -> Result<Option<Transfer>, StoreError> {
    let Ok(number) = i64::try_from(number) else { return Ok(None) };
    let found = sqlx::query(select!("WHERE number = $1")).bind(number).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<Transfer, StoreError> {
    let decided = match row::maybe_text(found, "decided_by")? {
        None => None,
        Some(by) => Some((
            Signed {
                by: AccountId::new(by),
                function: row::text(found, "decided_function")?,
                at: row::moment(found, "decided_at")?,
            },
            row::text(found, "decided_reason")?,
        )),
    };
    let state = TransferState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?;
    let posting = match state {
        TransferState::Confirmed => Some(row::count(found, "posting_seq")?),
        TransferState::Proposed | TransferState::Refused | TransferState::Withdrawn => None,
    };
    Ok(Transfer {
        number: row::count(found, "number")?,
        kind: PostingKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        proposal: ProposedTransfer {
            from: place(found, ["from_line_id", "from_area_id", "from_pot"])?,
            to: place(found, ["to_line_id", "to_area_id", "to_pot"])?,
            amount: row::cents(found, "amount_cents")?,
            reason: row::text(found, "reason")?,
        },
        proposed: Signed {
            by: AccountId::new(row::text(found, "proposed_by")?),
            function: row::text(found, "proposed_function")?,
            at: row::moment(found, "proposed_at")?,
        },
        state,
        decided,
        posting,
    })
}

fn place(found: &Row, [line, area, pot]: [&str; 3]) -> Result<Place, StoreError> {
    Ok(Place {
        line: LineId::new(row::text(found, line)?),
        area: row::maybe_text(found, area)?.map(AreaId::new),
        pot: Pot::named(&row::text(found, pot)?).ok_or_else(|| row::corrupt(pot))?,
    })
}

/// Adds a proposal under the next number. The caller holds the ledger, so nobody takes the same number.
pub async fn propose(
    conn: &mut Conn,
    kind: PostingKind,
    proposal: &ProposedTransfer,
    by: &Signed,
) -> Result<u64, StoreError> {
    let ProposedTransfer { from, to, amount, reason } = proposal;
    let found = sqlx::query(
        "INSERT INTO transfer (number, kind, from_line_id, from_area_id, from_pot, to_line_id, to_area_id, to_pot, \
         amount_cents, reason, proposed_by, proposed_function, proposed_at, state) \
         VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM transfer), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
         $12, 'proposed') RETURNING number",
    )
    .bind(kind.name())
    .bind(from.line.as_str())
    .bind(from.area.as_ref().map(AreaId::as_str))
    .bind(from.pot.name())
    .bind(to.line.as_str())
    .bind(to.area.as_ref().map(AreaId::as_str))
    .bind(to.pot.name())
    .bind(amount.get())
    .bind(reason)
    .bind(by.by.as_str())
    .bind(&by.function)
    .bind(by.at.micros())
    .fetch_one(conn)
    .await?;
    row::count(&found, "number")
}

/// Decides a proposal, with the posting that moved the money if it did; `false` when it was decided before.
pub async fn decide(
    conn: &mut Conn,
    number: u64,
    state: TransferState,
    (by, reason): (&Signed, &str),
    posting: Option<u64>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE transfer SET state = $2, decided_by = $3, decided_function = $4, decided_at = $5, \
         decided_reason = $6, posting_seq = $7 WHERE number = $1 AND state = 'proposed'",
    )
    .bind(row::stored(number))
    .bind(state.name())
    .bind(by.by.as_str())
    .bind(&by.function)
    .bind(by.at.micros())
    .bind(reason)
    .bind(posting.map(row::stored))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
