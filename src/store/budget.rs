//! Budget lines and what areas may spend of them. What they hold stands in the ledger.

mod decision;
mod plan;
mod terms;

pub use decision::{add_decision, decisions};
pub use plan::{add, budget, budgets};
pub use terms::{add_terms, terms};

use std::collections::BTreeMap;

use super::{Conn, Query, Row, StoreError, ledger, row};
use crate::domain::budget::{Allocation, Base, Commitments, Ground, Indexing, Line};
use crate::domain::id::{AllocationId, AreaId, BudgetId, LineId};
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::pot::Pot;

/// What the ledger holds for lines and allocations.
struct Held {
    /// By line: what no area has, and what areas have.
    lines: BTreeMap<LineId, (Cents, Cents)>,
    /// By allocation: what no round takes up, the rest, and how much of the first stands in pots.
    allocations: BTreeMap<AllocationId, (Cents, Cents, Cents)>,
}

impl Held {
    fn of(controls: &[Control]) -> Result<Held, StoreError> {
        let mut held = Held { lines: BTreeMap::new(), allocations: BTreeMap::new() };
        let add = |sum: &mut Cents, more: Cents| -> Result<(), StoreError> {
            *sum = sum.plus(more).map_err(|_| row::corrupt("credit_cents"))?;
            Ok(())
        };
        for control in controls.iter().filter(|control| control.kind.is_reserved()) {
            let line = held.lines.entry(control.line.clone()).or_default();
            let Some(allocation) = &control.allocation else {
                add(&mut line.0, control.balance())?;
                continue;
            };
            add(&mut line.1, control.balance())?;
            let own = held.allocations.entry(allocation.clone()).or_default();
            let part = if control.kind == AccountKind::Area { &mut own.0 } else { &mut own.1 };
            add(part, control.balance())?;
            if control.kind == AccountKind::Area && control.pot != Pot::None {
                add(&mut own.2, control.balance())?;
            }
        }
        Ok(held)
    }
}

/// Budget lines, read by [`read_line`].
macro_rules! select_line {
    ($end:literal) => {
        concat!(
            "SELECT id, budget_id, year, name, total_cents, share_bp, base, base_commitments, base_indexing, ground, \
             ground_date, ground_link, decided_at, is_example FROM budget_line ",
            $end
        )
    };
}

/// All lines, the newest year first.
pub async fn lines(conn: &mut Conn) -> Result<Vec<Line>, StoreError> {
    let controls = ledger::controls(conn).await?;
    lines_with(conn, &controls).await
}

/// All lines, the newest year first, with what these control accounts hold for them: all there are.
pub async fn lines_with(conn: &mut Conn, controls: &[Control]) -> Result<Vec<Line>, StoreError> {
    let held = Held::of(controls)?;
    let rows = sqlx::query(select_line!("ORDER BY year DESC, id")).fetch_all(conn).await?;
    rows.iter().map(|found| read_line(found, &held)).collect()
}

/// One line.
pub async fn line(conn: &mut Conn, id: &LineId) -> Result<Option<Line>, StoreError> {
    let found =
        sqlx::query(select_line!("WHERE id = $1")).bind(id.as_str()).fetch_optional(&mut *conn).await?;
    let Some(found) = found else { return Ok(None) };
    let held = Held::of(&ledger::controls_of_line(conn, id).await?)?;
    Ok(Some(read_line(&found, &held)?))
}

fn read_line(found: &Row, held: &Held) -> Result<Line, StoreError> {
    let id = LineId::new(row::text(found, "id")?);
    let (free, allocated) = held.lines.get(&id).copied().unwrap_or_default();
    Ok(Line {
        id,
        budget: BudgetId::new(row::text(found, "budget_id")?),
        year: row::int(found, "year")?,
        name: row::text(found, "name")?,
        total: row::cents(found, "total_cents")?,
        share: BasisPoints::new(row::int(found, "share_bp")?).map_err(|_| row::corrupt("share_bp"))?,
        base: read_base(found, ["base_commitments", "base_indexing", "base"])?,
        ground: read_ground(found)?,
        decided_at: row::moment(found, "decided_at")?,
        allocated,
        free,
        is_example: row::int(found, "is_example")? == 1,
    })
}

fn read_base(found: &Row, [commitments, indexing, words]: [&str; 3]) -> Result<Base, StoreError> {
    let commitments = Commitments::named(&row::text(found, commitments)?);
    let indexing = Indexing::named(&row::text(found, indexing)?);
    Ok(Base {
        commitments: commitments.ok_or_else(|| row::corrupt("base_commitments"))?,
        indexing: indexing.ok_or_else(|| row::corrupt("base_indexing"))?,
        words: row::text(found, words)?,
    })
}

fn read_ground(found: &Row) -> Result<Ground, StoreError> {
    Ok(Ground {
        name: row::text(found, "ground")?,
        date: row::text(found, "ground_date")?,
        link: row::text(found, "ground_link")?,
    })
}

/// Adds a line without money: what it has comes by postings, and then by [`decide_line`].
pub async fn add_line(conn: &mut Conn, line: &Line) -> Result<(), StoreError> {
    let empty = sqlx::query(
        "INSERT INTO budget_line (id, year, name, total_cents, share_bp, reserved_cents, base, base_commitments, \
         base_indexing, ground, ground_date, ground_link, decided_at, budget_id, is_example) \
         VALUES ($1, $2, $3, 0, $4, 0, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    );
    let empty = empty.bind(line.id.as_str()).bind(line.year).bind(&line.name).bind(line.share.get());
    let empty = bind_ground(empty, line).bind(line.budget.as_str()).bind(i64::from(line.is_example));
    empty.execute(conn).await?;
    Ok(())
}

/// Decides a line. Refused by triggers when total and reserved share are not what the ledger holds, or when less is
/// reserved while a round of the year runs.
pub async fn decide_line(conn: &mut Conn, line: &Line) -> Result<(), StoreError> {
    let decided = sqlx::query(
        "UPDATE budget_line SET total_cents = $2, name = $3, share_bp = $4, base = $5, base_commitments = $6, \
         base_indexing = $7, ground = $8, ground_date = $9, ground_link = $10, decided_at = $11, \
         reserved_cents = $12 WHERE id = $1",
    );
    let total = line.total.get();
    let decided = decided.bind(line.id.as_str()).bind(total).bind(&line.name).bind(line.share.get());
    bind_ground(decided, line).bind(line.reserved().get()).execute(conn).await?;
    Ok(())
}

/// Binds what a line stands on and when it was decided.
fn bind_ground<'q>(query: Query<'q>, line: &'q Line) -> Query<'q> {
    query
        .bind(&line.base.words)
        .bind(line.base.commitments.name())
        .bind(line.base.indexing.name())
        .bind(&line.ground.name)
        .bind(&line.ground.date)
        .bind(&line.ground.link)
        .bind(line.decided_at.micros())
}

/// What areas have of lines, read by [`read_allocation`].
macro_rules! select_allocation {
    ($end:literal) => {
        concat!(
            "SELECT a.id, a.line_id, a.area_id, r.name AS area_name, r.parent_id, l.year \
             FROM allocation a JOIN area r ON r.id = a.area_id JOIN budget_line l ON l.id = a.line_id ",
            $end
        )
    };
}

/// All allocations, by area.
pub async fn allocations(conn: &mut Conn) -> Result<Vec<Allocation>, StoreError> {
    let controls = ledger::controls(conn).await?;
    allocations_with(conn, &controls).await
}

/// All allocations, by area, with what these control accounts hold for them: all there are.
pub async fn allocations_with(conn: &mut Conn, controls: &[Control]) -> Result<Vec<Allocation>, StoreError> {
    let held = Held::of(controls)?;
    let rows = sqlx::query(select_allocation!("")).fetch_all(conn).await?;
    let mut allocations =
        rows.iter().map(|found| read_allocation(found, &held)).collect::<Result<Vec<_>, _>>()?;
    nest(&mut allocations)?;
    allocations.sort_by(|a, b| (b.year, &a.area_name).cmp(&(a.year, &b.area_name)));
    Ok(allocations)
}

/// One allocation.
pub async fn allocation(conn: &mut Conn, id: &AllocationId) -> Result<Option<Allocation>, StoreError> {
    // What a district has inside it stands with its own line.
    let rows = sqlx::query(select_allocation!(
        "WHERE a.line_id = (SELECT own.line_id FROM allocation own WHERE own.id = $1)"
    ))
    .bind(id.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let line = LineId::new(row::text(first, "line_id")?);
    let held = Held::of(&ledger::controls_of_line(conn, &line).await?)?;
    let mut allocations =
        rows.iter().map(|found| read_allocation(found, &held)).collect::<Result<Vec<_>, _>>()?;
    nest(&mut allocations)?;
    Ok(allocations.into_iter().find(|allocation| &allocation.id == id))
}

fn read_allocation(found: &Row, held: &Held) -> Result<Allocation, StoreError> {
    let id = AllocationId::new(row::text(found, "id")?);
    let (free, rounds, pots) = held.allocations.get(&id).copied().unwrap_or_default();
    Ok(Allocation {
        id,
        line: LineId::new(row::text(found, "line_id")?),
        area: AreaId::new(row::text(found, "area_id")?),
        area_name: row::text(found, "area_name")?,
        year: row::int(found, "year")?,
        ceiling: free.plus(rounds).map_err(|_| row::corrupt("credit_cents"))?,
        rounds,
        pots,
        parent: row::maybe_text(found, "parent_id")?.map(AreaId::new),
        inside: Cents::ZERO,
    })
}

/// Notes with each district what areas inside it have.
fn nest(allocations: &mut [Allocation]) -> Result<(), StoreError> {
    let given: Vec<(LineId, AreaId, Cents)> = allocations
        .iter()
        .filter_map(|one| Some((one.line.clone(), one.parent.clone()?, one.ceiling)))
        .collect();
    for (line, district, cents) in given {
        let around = allocations.iter_mut().find(|one| one.line == line && one.area == district);
        if let Some(around) = around {
            around.inside = around.inside.plus(cents).map_err(|_| row::corrupt("credit_cents"))?;
        }
    }
    Ok(())
}

/// Adds an allocation without money: what it has comes by postings.
pub async fn add_allocation(
    conn: &mut Conn,
    id: &AllocationId,
    line: &LineId,
    area: &AreaId,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO allocation (id, line_id, area_id) VALUES ($1, $2, $3)")
        .bind(id.as_str())
        .bind(line.as_str())
        .bind(area.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
