//! Stacks of paper ballots, their papers, and what was read off them as long as it waits.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, PaperBatchId, PaperId, RoundId};
use crate::domain::paper::{Batch, Dispute, Paper, Rejection, State};

/// Takes in a stack, with a row for each of its papers, named by `papers`.
pub async fn add(
    conn: &mut Conn,
    round: &RoundId,
    batch: &Batch,
    (papers, state, reason): (&[PaperId], State, Option<Rejection>),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO paper_batch (id, round_id, number, papers, late, received_by, received_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(batch.id.as_str())
    .bind(round.as_str())
    .bind(row::stored(batch.number))
    .bind(row::stored(batch.papers))
    .bind(i64::from(batch.late))
    .bind(batch.received_by.as_str())
    .bind(batch.received_at.micros())
    .execute(&mut *conn)
    .await?;
    for (number, paper) in (1_i64..).zip(papers) {
        sqlx::query("INSERT INTO paper (id, batch_id, number, state, reason) VALUES ($1, $2, $3, $4, $5)")
            .bind(paper.as_str())
            .bind(batch.id.as_str())
            .bind(number)
            .bind(state.name())
            .bind(reason.map(Rejection::name))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// The stacks of a round, in order.
pub async fn batches(conn: &mut Conn, round: &RoundId) -> Result<Vec<Batch>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, number, papers, late, received_by, received_at FROM paper_batch WHERE round_id = $1 \
         ORDER BY number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|found| {
            Ok(Batch {
                id: PaperBatchId::new(row::text(found, "id")?),
                number: row::count(found, "number")?,
                papers: row::count(found, "papers")?,
                late: row::int(found, "late")? == 1,
                received_by: AccountId::new(row::text(found, "received_by")?),
                received_at: row::moment(found, "received_at")?,
            })
        })
        .collect()
}

/// The columns of a paper, read by [`read`].
macro_rules! select_paper {
    ($end:literal) => {
        concat!(
            "SELECT p.id, p.batch_id, p.number, p.state, p.reason, p.dispute, p.first_by, p.second_by, p.third_by \
             FROM paper p JOIN paper_batch b ON b.id = p.batch_id WHERE b.round_id = $1 ",
            $end
        )
    };
}

/// All papers of a round, stack by stack.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Paper>, StoreError> {
    let rows = sqlx::query(select_paper!("ORDER BY b.number, p.number"))
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// How many papers of a round do not count, by the reason.
pub async fn rejected(conn: &mut Conn, round: &RoundId) -> Result<BTreeMap<Rejection, u64>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.reason AS reason, CAST(COUNT(*) AS BIGINT) AS papers FROM paper p JOIN paper_batch b ON b.id = p.batch_id \
         WHERE b.round_id = $1 AND p.reason IS NOT NULL GROUP BY p.reason",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found| {
        let reason = Rejection::named(&row::text(found, "reason")?).ok_or_else(|| row::corrupt("reason"))?;
        Ok((reason, row::count(found, "papers")?))
    };
    rows.iter().map(read).collect()
}

/// One paper, by its stack and its number in it.
pub async fn find(
    conn: &mut Conn,
    round: &RoundId,
    batch: &PaperBatchId,
    number: u64,
) -> Result<Option<Paper>, StoreError> {
    let found = sqlx::query(select_paper!("AND p.batch_id = $2 AND p.number = $3"))
        .bind(round.as_str())
        .bind(batch.as_str())
        .bind(i64::try_from(number).unwrap_or(i64::MAX))
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<Paper, StoreError> {
    let state = row::text(found, "state")?;
    let reason = row::maybe_text(found, "reason")?;
    let dispute = row::maybe_text(found, "dispute")?;
    let mut by = Vec::new();
    for column in ["first_by", "second_by", "third_by"] {
        by.extend(row::maybe_text(found, column)?.map(AccountId::new));
    }
    Ok(Paper {
        id: PaperId::new(row::text(found, "id")?),
        batch: PaperBatchId::new(row::text(found, "batch_id")?),
        number: row::count(found, "number")?,
        state: State::named(&state).ok_or_else(|| row::corrupt("state"))?,
        reason: reason
            .map(|name| Rejection::named(&name).ok_or_else(|| row::corrupt("reason")))
            .transpose()?,
        dispute: dispute
            .map(|name| Dispute::named(&name).ok_or_else(|| row::corrupt("dispute")))
            .transpose()?,
        by,
    })
}

/// Notes that someone entered a paper first; `false` when someone else was before.
pub async fn enter_first(conn: &mut Conn, paper: &PaperId, by: &AccountId) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE paper SET state = 'once', first_by = $2 WHERE id = $1 AND state = 'waiting'");
    let done = done.bind(paper.as_str()).bind(by.as_str()).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that someone entered a paper second, and whether alike; `false` when someone else was before.
pub async fn enter_second(
    conn: &mut Conn,
    paper: &PaperId,
    by: &AccountId,
    state: State,
) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE paper SET state = $3, second_by = $2 WHERE id = $1 AND state = 'once'");
    let done = done.bind(paper.as_str()).bind(by.as_str()).bind(state.name()).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a third person decided between two entries; `false` when someone else was before.
pub async fn enter_third(
    conn: &mut Conn,
    paper: &PaperId,
    by: &AccountId,
    dispute: Dispute,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE paper SET state = 'equal', third_by = $2, dispute = $3 WHERE id = $1 AND state = 'differs'",
    );
    let done = done.bind(paper.as_str()).bind(by.as_str()).bind(dispute.name()).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a paper is on its way to the box.
pub async fn is_equal(conn: &mut Conn, paper: &PaperId) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT id FROM paper WHERE id = $1 AND state = 'equal'");
    Ok(found.bind(paper.as_str()).fetch_optional(conn).await?.is_some())
}

/// Notes that a paper is in the box, and forgets what was read off it; `false` when it was not on its way.
pub async fn cast(conn: &mut Conn, paper: &PaperId) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE paper SET state = 'cast' WHERE id = $1 AND state = 'equal'");
    let done = done.bind(paper.as_str()).execute(&mut *conn).await?.rows_affected() == 1;
    if done {
        forget(conn, paper).await?;
    }
    Ok(done)
}

/// Notes that a paper does not count, and forgets what was read off it; `false` when it had come to an end.
pub async fn reject(conn: &mut Conn, paper: &PaperId, reason: Rejection) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE paper SET state = 'rejected', reason = $2 WHERE id = $1 AND state NOT IN ('cast', 'rejected')",
    );
    let done = done.bind(paper.as_str()).bind(reason.name()).execute(&mut *conn).await?.rows_affected() == 1;
    if done {
        forget(conn, paper).await?;
    }
    Ok(done)
}

/// Keeps what one person read off a paper, locked.
pub async fn keep(conn: &mut Conn, paper: &PaperId, half: i64, locked: &[u8]) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO paper_entry (paper_id, half, locked) VALUES ($1, $2, $3)")
        .bind(paper.as_str())
        .bind(half)
        .bind(locked)
        .execute(conn)
        .await?;
    Ok(())
}

/// What was read off a paper, locked: by which person it was, and the bytes.
pub async fn entries(conn: &mut Conn, paper: &PaperId) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let rows = sqlx::query("SELECT half, locked FROM paper_entry WHERE paper_id = $1 ORDER BY half")
        .bind(paper.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|found| Ok((row::int(found, "half")?, row::bytes(found, "locked")?))).collect()
}

/// Forgets what was read off a paper.
pub async fn forget(conn: &mut Conn, paper: &PaperId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM paper_entry WHERE paper_id = $1").bind(paper.as_str()).execute(conn).await?;
    Ok(())
}
