//! Records of grants and their history.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::chunk::{self, Chunked};
use super::{Conn, Row, StoreError, row};
use crate::domain::grant::{GrantRecord, GrantState, GrantStep, Source};
use crate::domain::id::{AllocationId, GrantId, LineId, ProposalId, RoundId};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::time::Moment;

/// A step that a grant took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// 1 for the first of the grant.
    pub number: u64,
    /// What was done.
    pub step: GrantStep,
    /// Where the grant stood.
    pub from: GrantState,
    /// Where it stands since.
    pub to: GrantState,
    /// When.
    pub at: Moment,
    /// Who, as in the staff log.
    pub by: String,
    /// Why, where there is something to say.
    pub reason: String,
}

/// A grant with the line of its allocation, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT g.id, a.line_id, g.allocation_id, g.round_id, g.standing_id, g.proposal_id, \
             g.certificate_number, g.pot, g.title, g.applicant, g.amount_cents, g.state \
             FROM grant_record g JOIN allocation a ON a.id = g.allocation_id ",
            $end
        )
    };
}

/// All grants, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<GrantRecord>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY g.id")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// The grants after a name, at most so many, by name. `find`: only those with this in the title, the name of the
/// applicant, the name of the grant, or as the number of a decision; empty for all.
pub async fn page(
    conn: &mut Conn,
    find: &str,
    after: &str,
    viewer: &str,
    most: u64,
) -> Result<Vec<GrantRecord>, StoreError> {
    let rows = sqlx::query(select!(
        "WHERE g.id > $1 AND ($2 = '' OR g.title LIKE $3 ESCAPE '!' OR LOWER(g.title) LIKE $4 ESCAPE '!' \
         OR g.applicant LIKE $3 ESCAPE '!' OR LOWER(g.applicant) LIKE $4 ESCAPE '!' OR g.id LIKE $3 ESCAPE '!' \
         OR EXISTS (SELECT 1 FROM decision d WHERE d.grant_id = g.id AND d.number = $2)) \
         AND ($6 = '' OR EXISTS (SELECT 1 FROM account_area v WHERE v.area_id = a.area_id AND v.account_id = $6)) \
         ORDER BY g.id LIMIT $5"
    ))
    .bind(after)
    .bind(find)
    .bind(row::within(find))
    .bind(row::within(&find.to_lowercase()))
    .bind(row::stored(most))
    .bind(viewer)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The grants of a round or a standing round, by name.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<GrantRecord>, StoreError> {
    let rows = sqlx::query(select!("WHERE g.round_id = $1 OR g.standing_id = $1 ORDER BY g.id"))
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// One grant.
pub async fn find(conn: &mut Conn, id: &GrantId) -> Result<Option<GrantRecord>, StoreError> {
    let found = sqlx::query(select!("WHERE g.id = $1")).bind(id.as_str()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// These grants.
static SOME: Chunked = LazyLock::new(|| chunk::texts(select!("WHERE g.id IN ("), (1, 1), ")"));

/// Those of these grants that there are, in few statements.
pub async fn some<'a>(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = &'a GrantId>,
) -> Result<BTreeMap<GrantId, GrantRecord>, StoreError> {
    let ids: Vec<&str> = ids.into_iter().map(GrantId::as_str).collect();
    let rows = chunk::rows(conn, &SOME, &ids).await?;
    let records = rows.iter().map(|found| read(found).map(|record| (record.id.clone(), record)));
    records.collect()
}

/// A row with the columns of a grant and the line of its allocation.
pub(super) fn read(found: &Row) -> Result<GrantRecord, StoreError> {
    let standing = row::maybe_text(found, "standing_id")?.map(RoundId::new);
    let source = match standing {
        Some(round) => Source::Standing { round },
        None => Source::Vote {
            round: RoundId::new(row::text(found, "round_id")?),
            proposal: ProposalId::new(row::text(found, "proposal_id")?),
            certificate: row::count(found, "certificate_number")?,
        },
    };
    Ok(GrantRecord {
        id: GrantId::new(row::text(found, "id")?),
        line: LineId::new(row::text(found, "line_id")?),
        allocation: AllocationId::new(row::text(found, "allocation_id")?),
        source,
        pot: Pot::named(&row::text(found, "pot")?).ok_or_else(|| row::corrupt("pot"))?,
        title: row::text(found, "title")?,
        applicant: row::text(found, "applicant")?,
        amount: row::cents(found, "amount_cents")?,
        state: GrantState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
    })
}

/// Adds a grant. Refused by a trigger when its round was not held to its end.
pub async fn add(conn: &mut Conn, grant: &GrantRecord) -> Result<(), StoreError> {
    let (round, standing, proposal, certificate) = match &grant.source {
        Source::Vote { round, proposal, certificate } => {
            (Some(round.as_str()), None, Some(proposal.as_str()), Some(row::stored(*certificate)))
        }
        Source::Standing { round } => (None, Some(round.as_str()), None, None),
    };
    sqlx::query(
        "INSERT INTO grant_record (id, allocation_id, round_id, standing_id, proposal_id, certificate_number, pot, \
         title, applicant, amount_cents, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(grant.id.as_str())
    .bind(grant.allocation.as_str())
    .bind(round)
    .bind(standing)
    .bind(proposal)
    .bind(certificate)
    .bind(grant.pot.name())
    .bind(&grant.title)
    .bind(&grant.applicant)
    .bind(grant.amount.get())
    .bind(grant.state.name())
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets aside another sum for a grant than was certified, by a decision on an objection.
pub async fn set_amount(conn: &mut Conn, id: &GrantId, amount: Cents) -> Result<(), StoreError> {
    sqlx::query("UPDATE grant_record SET amount_cents = $2 WHERE id = $1 AND state = 'certified'")
        .bind(id.as_str())
        .bind(amount.get())
        .execute(conn)
        .await?;
    Ok(())
}

/// Moves a grant from one state to another; `false` when it was not in the first. The row stays locked for others
/// until the transaction ends.
pub async fn step(
    conn: &mut Conn,
    id: &GrantId,
    from: GrantState,
    to: GrantState,
) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE grant_record SET state = $3 WHERE id = $1 AND state = $2")
        .bind(id.as_str())
        .bind(from.name())
        .bind(to.name())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Appends to the history of a grant. Its number follows the last one.
pub async fn note(conn: &mut Conn, id: &GrantId, event: &Event) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_event (grant_id, number, step, from_state, to_state, at, by_actor, reason) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7 FROM grant_event WHERE grant_id = $1",
    )
    .bind(id.as_str())
    .bind(event.step.name())
    .bind(event.from.name())
    .bind(event.to.name())
    .bind(event.at.micros())
    .bind(&event.by)
    .bind(&event.reason)
    .execute(conn)
    .await?;
    Ok(())
}

/// The history of a grant, in order.
pub async fn history(conn: &mut Conn, id: &GrantId) -> Result<Vec<Event>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, number, step, from_state, to_state, at, by_actor, reason FROM grant_event \
         WHERE grant_id = $1 ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(read_event(found)?.1)).collect()
}

/// The history of every grant, each in order.
pub async fn histories(conn: &mut Conn) -> Result<BTreeMap<GrantId, Vec<Event>>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, number, step, from_state, to_state, at, by_actor, reason FROM grant_event \
         ORDER BY grant_id, number",
    )
    .fetch_all(conn)
    .await?;
    let mut histories: BTreeMap<GrantId, Vec<Event>> = BTreeMap::new();
    for found in &rows {
        let (grant, event) = read_event(found)?;
        histories.entry(grant).or_default().push(event);
    }
    Ok(histories)
}

/// When these grants were awarded.
static AWARDED: Chunked = LazyLock::new(|| {
    chunk::texts(
        "SELECT grant_id, MIN(at) AS at FROM grant_event WHERE step = 'award' AND grant_id IN (",
        (1, 1),
        ") GROUP BY grant_id",
    )
});

/// When those of these grants were awarded that were, in few statements.
pub async fn awarded_at<'a>(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = &'a GrantId>,
) -> Result<BTreeMap<GrantId, Moment>, StoreError> {
    let ids: Vec<&str> = ids.into_iter().map(GrantId::as_str).collect();
    let rows = chunk::rows(conn, &AWARDED, &ids).await?;
    let known =
        rows.iter().map(|found| Ok((GrantId::new(row::text(found, "grant_id")?), row::moment(found, "at")?)));
    known.collect()
}

fn read_event(found: &Row) -> Result<(GrantId, Event), StoreError> {
    let state = |text: String| GrantState::named(&text).ok_or_else(|| row::corrupt("state"));
    let event = Event {
        number: row::count(found, "number")?,
        step: GrantStep::named(&row::text(found, "step")?).ok_or_else(|| row::corrupt("step"))?,
        from: state(row::text(found, "from_state")?)?,
        to: state(row::text(found, "to_state")?)?,
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
        reason: row::text(found, "reason")?,
    };
    Ok((GrantId::new(row::text(found, "grant_id")?), event))
}
