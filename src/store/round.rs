//! Rounds.

use super::{Conn, Query, Row, StoreError, row};
use crate::domain::ballot::{BallotForm, Marking};
use crate::domain::count_rule::CountRule;
use crate::domain::digest::Digest;
use crate::domain::id::{AllocationId, AreaId, RoundId};
use crate::domain::round::{Change, Dates, Origin, Phase, Plan, Publish, Regulation, Round};
use crate::domain::time::Moment;

/// A round with its area and year, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT r.id, r.allocation_id, r.origin, r.phase, r.title, r.ceiling_cents, r.objection_cents, \
             r.granted_cents, r.ballot_min, r.ballot_max, r.ballot_form, r.ballot_per_theme, r.count_rule, r.change, r.publish, r.regulation_title, \
             r.regulation_place, r.regulation_date, r.propose_until, r.vote_from, r.vote_until, r.outcome_at, \
             r.rules_hash, r.limits, r.lot, r.deadline, r.extended_until, a.area_id, e.name AS area_name, l.year FROM round r \
             JOIN allocation a ON a.id = r.allocation_id JOIN area e ON e.id = a.area_id \
             JOIN budget_line l ON l.id = a.line_id ",
            $end
        )
    };
}

/// All rounds, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Round>, StoreError> {
    let rows = sqlx::query(select!("")).fetch_all(conn).await?;
    let mut rounds = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    rounds.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(rounds)
}

/// One round.
pub async fn find(conn: &mut Conn, id: &RoundId) -> Result<Option<Round>, StoreError> {
    let found = sqlx::query(select!("WHERE r.id = $1")).bind(id.as_str()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<Round, StoreError> {
    let origin = match row::text(found, "origin")?.as_str() {
        "vote" => Origin::Vote,
        "import" => Origin::Import,
        _ => return Err(row::corrupt("origin")),
    };
    let hash = row::maybe_text(found, "rules_hash")?;
    Ok(Round {
        id: RoundId::new(row::text(found, "id")?),
        allocation: AllocationId::new(row::text(found, "allocation_id")?),
        area: AreaId::new(row::text(found, "area_id")?),
        area_name: row::text(found, "area_name")?,
        year: row::int(found, "year")?,
        origin,
        phase: Phase::named(&row::text(found, "phase")?).ok_or_else(|| row::corrupt("phase"))?,
        plan: read_plan(found)?,
        granted: row::cents(found, "granted_cents")?,
        rules: hash.map(|text| Digest::parse(&text).ok_or_else(|| row::corrupt("rules_hash"))).transpose()?,
        extended: row::maybe_moment(found, "extended_until")?,
    })
}

fn read_plan(found: &Row) -> Result<Plan, StoreError> {
    let change = match row::text(found, "change")?.as_str() {
        "allowed" => Change::Allowed,
        "none" => Change::None,
        _ => return Err(row::corrupt("change")),
    };
    let publish = match row::text(found, "publish")?.as_str() {
        "ballots" => Publish::Ballots,
        "totals" => Publish::Totals,
        _ => return Err(row::corrupt("publish")),
    };
    let regulation = match row::maybe_text(found, "regulation_title")? {
        None => None,
        Some(title) => Some(Regulation {
            title,
            place: row::text(found, "regulation_place")?,
            date: row::text(found, "regulation_date")?,
        }),
    };
    Ok(Plan {
        title: row::text(found, "title")?,
        ceiling: row::cents(found, "ceiling_cents")?,
        objection_reserve: row::cents(found, "objection_cents")?,
        ballot: read_ballot(found)?,
        count: CountRule::parse(&row::text(found, "count_rule")?)
            .ok_or_else(|| row::corrupt("count_rule"))?,
        lot: row::maybe_text(found, "lot")?
            .map(|lot| serde_json::from_str(&lot).map_err(|_| row::corrupt("lot")))
            .transpose()?,
        limits: serde_json::from_str(&row::text(found, "limits")?).map_err(|_| row::corrupt("limits"))?,
        change,
        publish,
        regulation,
        deadline: row::maybe_text(found, "deadline")?
            .map(|text| serde_json::from_str(&text).map_err(|_| row::corrupt("deadline")))
            .transpose()?,
        dates: Dates {
            propose_until: row::maybe_moment(found, "propose_until")?,
            vote_from: row::maybe_moment(found, "vote_from")?,
            vote_until: row::maybe_moment(found, "vote_until")?,
            outcome_at: row::maybe_moment(found, "outcome_at")?,
        },
    })
}

fn read_ballot(found: &Row) -> Result<BallotForm, StoreError> {
    let marking = match row::maybe_text(found, "ballot_form")? {
        None => Marking::Approval,
        Some(form) => serde_json::from_str(&form).map_err(|_| row::corrupt("ballot_form"))?,
    };
    let per_theme = row::maybe_count(found, "ballot_per_theme")?;
    let (min, max) = (row::count(found, "ballot_min")?, row::count(found, "ballot_max")?);
    Ok(BallotForm { min, max, marking, per_theme })
}

/// A form as it is stored: nothing where plans are only chosen.
fn stored_form(marking: &Marking) -> Option<String> {
    let text = || serde_json::to_string(marking).expect("a form is plain data");
    (!marking.is_approval()).then(text)
}

/// Binds a round's id, allocation and plan as `$1` to `$22`.
fn bind_plan<'q>(
    query: &'static str,
    id: &'q RoundId,
    allocation: &'q AllocationId,
    plan: &'q Plan,
) -> Query<'q> {
    let regulation = plan.regulation.as_ref();
    sqlx::query(query)
        .bind(id.as_str())
        .bind(allocation.as_str())
        .bind(&plan.title)
        .bind(plan.ceiling.get())
        .bind(plan.objection_reserve.get())
        .bind(row::stored(plan.ballot.min))
        .bind(row::stored(plan.ballot.max))
        .bind(plan.count.to_text())
        .bind(match plan.publish {
            Publish::Ballots => "ballots",
            Publish::Totals => "totals",
        })
        .bind(regulation.map(|r| r.title.as_str()))
        .bind(regulation.map(|r| r.place.as_str()))
        .bind(regulation.map(|r| r.date.as_str()))
        .bind(plan.dates.propose_until.map(|at| at.micros()))
        .bind(plan.dates.vote_from.map(|at| at.micros()))
        .bind(plan.dates.vote_until.map(|at| at.micros()))
        .bind(plan.dates.outcome_at.map(|at| at.micros()))
        .bind(match plan.change {
            Change::Allowed => "allowed",
            Change::None => "none",
        })
        .bind(serde_json::to_string(&plan.limits).expect("limits are plain data"))
        .bind(plan.lot.as_ref().map(|lot| serde_json::to_string(lot).expect("a source is plain data")))
        .bind(stored_form(&plan.ballot.marking))
        .bind(plan.ballot.per_theme.map(row::stored))
        .bind(plan.deadline.as_ref().map(|one| serde_json::to_string(one).expect("a deadline is plain data")))
}

/// Adds a round in the phase draft; `false` when its name is taken. Refused by a CHECK when the rounds of
/// the area together pass what it may spend.
pub async fn add(
    conn: &mut Conn,
    id: &RoundId,
    allocation: &AllocationId,
    origin: Origin,
    plan: &Plan,
) -> Result<bool, StoreError> {
    let query = bind_plan(
        "INSERT INTO round (id, allocation_id, title, ceiling_cents, objection_cents, ballot_min, ballot_max, \
         count_rule, publish, regulation_title, regulation_place, regulation_date, propose_until, vote_from, \
         vote_until, outcome_at, change, limits, lot, ballot_form, ballot_per_theme, deadline, origin, phase, granted_cents, writer_epoch) VALUES ($1, $2, $3, $4, $5, \
         $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 'draft', 0, 0) ON CONFLICT (id) DO NOTHING",
        id,
        allocation,
        plan,
    );
    let origin = match origin {
        Origin::Vote => "vote",
        Origin::Import => "import",
    };
    Ok(query.bind(origin).execute(conn).await?.rows_affected() == 1)
}

/// Changes what was planned while nothing is frozen; `false` when the phase is past that.
pub async fn set_plan(
    conn: &mut Conn,
    id: &RoundId,
    allocation: &AllocationId,
    plan: &Plan,
) -> Result<bool, StoreError> {
    let query = bind_plan(
        "UPDATE round SET allocation_id = $2, title = $3, ceiling_cents = $4, objection_cents = $5, \
         ballot_min = $6, ballot_max = $7, count_rule = $8, publish = $9, regulation_title = $10, \
         regulation_place = $11, regulation_date = $12, propose_until = $13, vote_from = $14, vote_until = $15, \
         outcome_at = $16, change = $17, limits = $18, lot = $19, ballot_form = $20, \
         ballot_per_theme = $21, deadline = $22 \
         WHERE id = $1 AND phase IN ('draft', 'propose', 'check', 'ready') AND rules_hash IS NULL",
        id,
        allocation,
        plan,
    );
    Ok(query.execute(conn).await?.rows_affected() == 1)
}

/// Moves a round from one phase to another; `false` when it was not in the first. The row stays locked
/// for others until the transaction ends, so every act on a round begins with this or with [`claim`].
pub async fn step(conn: &mut Conn, id: &RoundId, from: Phase, to: Phase) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE round SET phase = $3, writer_epoch = writer_epoch + 1 WHERE id = $1 AND phase = $2",
    )
    .bind(id.as_str())
    .bind(from.name())
    .bind(to.name())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the turn to write in a round that is in this phase; `false` when it is not. The close does the
/// same on the same row, so what is written after a claim stands before the close.
pub async fn claim(conn: &mut Conn, id: &RoundId, phase: Phase) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE round SET writer_epoch = writer_epoch + 1 WHERE id = $1 AND phase = $2")
        .bind(id.as_str())
        .bind(phase.name())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Freezes the rules of a round; `false` when they were frozen before.
pub async fn freeze(conn: &mut Conn, id: &RoundId, rules: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE round SET rules_hash = $2 WHERE id = $1 AND rules_hash IS NULL")
        .bind(id.as_str())
        .bind(rules.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves the last moment of a vote; only later, and only while it is open: the schema refuses anything else.
pub async fn extend(conn: &mut Conn, id: &RoundId, until: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE round SET extended_until = $2 WHERE id = $1 AND phase = 'open'")
        .bind(id.as_str())
        .bind(until.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}
