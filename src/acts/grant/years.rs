//! The later years of a grant, and the notice before it ends.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::json;

use crate::acts::log::{Note, size};
use crate::acts::{ActError, Context, interest, plain};
use crate::domain::budget::{CeilingExceeded, Line};
use crate::domain::grant::years::{NOTICE_MONTHS, YEARS_WITH_NOTICE, in_a_row, is_due, notice_by, slices};
use crate::domain::grant::{GrantRecord, GrantState, Notice, Slice, Whole, YearsFault};
use crate::domain::id::{AllocationId, AreaId, GrantId, LineId};
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind};
use crate::domain::log::kept::Kept;
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::time::Moment;
use crate::store::slice::Lasting;
use crate::store::{Conn, Tx, budget, check, grant, ledger, round, slice};

/// Agrees on what a grant gets in the years after its first, before the award. `amounts` are those of the next years
/// in order; the last ones may be nothing. Refused for a year for which there is no budget, and for more than was
/// certified for the first year: a plan says on the ballot what it asks a year, and gets no more in any year. Other years
/// than before ask for the checks of the sum anew. In a round that tells proven groups from new ones, years are for proven ones.
pub async fn set_years(ctx: &Context<'_>, id: &GrantId, amounts: &[Cents]) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    hold_certified(ctx, &mut tx, &record).await?;
    if amounts.iter().any(|amount| *amount > Cents::ZERO) {
        require_proven(&mut tx, &record).await?;
    }
    let lines = budget::lines(&mut tx).await?;
    let first = lines.iter().find(|line| line.id == record.line).ok_or(ActError::NotFound)?;
    let found =
        slices(first.year, amounts, |year| line_of(&lines, first, year)).map_err(|fault| match fault {
            YearsFault::Gap => ActError::field("years", "gap"),
            YearsFault::NoLine(_) => ActError::field("years", "no-line"),
        })?;
    if found.iter().any(|one| one.amount > record.amount) {
        return Err(ActError::field("years", "qck-year-more"));
    }
    if found != slice::of_grant(&mut tx, id).await? {
        slice::agree(&mut tx, id, ctx.now, &ctx.actor.name()).await?;
    }
    slice::set(&mut tx, id, &found).await?;
    let whole = slice::whole(&mut tx, &record).await?;
    within_budget(&mut tx, &record, &whole).await?;
    // Whoever shares the sum agreed on another one.
    check::set_members(&mut tx, id, &[]).await?;
    let detail: Vec<_> = found.iter().map(|one| json!({ "year": one.year, "amount": one.amount })).collect();
    ctx.finish(tx, Note::with("grant.years", id, json!(detail)).of_rows(Kept::MadeOut, id)).await
}

/// Refuses later years for who is not proven in a round that tells proven groups from new ones (S20): years are for who shares in
/// the money for what goes on.
async fn require_proven(tx: &mut Tx, record: &GrantRecord) -> Result<(), ActError> {
    let known = round::find(tx, record.source.round()).await?;
    let tells_apart = known.is_some_and(|round| round.plan.limits.takes(Pot::Continuity));
    match tells_apart && record.source.proposal().is_some() && record.pot != Pot::Continuity {
        true => Err(ActError::field("years", "years-unproven")),
        false => Ok(()),
    }
}

/// Refuses years past the horizon of the budget that the grant comes from (S14).
pub(super) async fn within_budget(tx: &mut Tx, record: &GrantRecord, whole: &Whole) -> Result<(), ActError> {
    let line = budget::line(tx, &record.line).await?.ok_or(ActError::NotFound)?;
    let known = budget::budget(tx, &line.budget).await?.ok_or(ActError::NotFound)?;
    if whole.last_year() > known.last_year() {
        return Err(ActError::field("years", "no-line"));
    }
    Ok(())
}

/// The line of the same budget in another year.
fn line_of(lines: &[Line], first: &Line, year: i64) -> Option<LineId> {
    lines.iter().find(|line| line.year == year && line.budget == first.budget).map(|line| line.id.clone())
}

async fn hold_certified(ctx: &Context<'_>, tx: &mut Tx, record: &GrantRecord) -> Result<(), ActError> {
    interest::require_none(ctx, tx, record.source.round()).await?;
    let certified = GrantState::Certified;
    if !grant::step(tx, &record.id, certified, certified).await? {
        return Err(ActError::WrongState(record.state));
    }
    Ok(())
}

/// The postings that take the later years: first what the area has free in that year, then what no area has. The
/// ledger is held.
pub(super) async fn take(
    tx: &mut Tx,
    record: &GrantRecord,
    slices: &[Slice],
) -> Result<Vec<Draft>, ActError> {
    let mut drafts = Vec::new();
    if slices.is_empty() {
        return Ok(drafts);
    }
    let area = budget::allocation(tx, &record.allocation).await?.ok_or(ActError::NotFound)?.area;
    for slice in slices {
        let allocation = allocation_of(tx, &slice.line, &area).await?;
        let (own, reserve) = (AccountKey::area(&slice.line, &allocation), AccountKey::reserve(&slice.line));
        let free = ledger::balance(tx, &own).await?;
        let from_area = free.min(slice.amount);
        let rest = slice.amount.minus(from_area).unwrap_or(Cents::ZERO);
        let spare = ledger::balance(tx, &reserve).await?;
        if spare < rest {
            let room = free.plus(spare).unwrap_or(Cents::MAX);
            return Err(ActError::Ceiling(CeilingExceeded { room }));
        }
        let to = record.account_in(&slice.line, &allocation, AccountKind::Committed);
        drafts.push(Draft::new(PostingKind::Award, own, to.clone(), from_area));
        drafts.push(Draft::new(PostingKind::Award, reserve, to, rest));
    }
    Ok(drafts)
}

/// What the area has of a line; without money when nobody gave it any yet.
async fn allocation_of(tx: &mut Tx, line: &LineId, area: &AreaId) -> Result<AllocationId, ActError> {
    let all = budget::allocations(tx).await?;
    if let Some(found) = all.into_iter().find(|one| &one.line == line && &one.area == area) {
        return Ok(found.id);
    }
    let id = AllocationId::new(format!("{line}.{area}"));
    budget::add_allocation(tx, &id, line, area).await?;
    Ok(id)
}

/// Gives notice that a grant will not go on after its last year (Awb art. 4:51). Refused when its recipient has no money
/// for so many years in a row that there is to be notice, and when another grant of that row ends later.
pub async fn give_notice(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<(), ActError> {
    let reason = plain::reason("reason", reason)?;
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    interest::require_none(ctx, &mut tx, record.source.round()).await?;
    if !record.state.is_awarded() || record.state.is_over() {
        return Err(ActError::WrongState(record.state));
    }
    if notice_clock(&mut tx, id).await?.is_none() {
        return Err(ActError::field("reason", "qck-no-notice"));
    }
    let notice = Notice { at: ctx.now, by: ctx.actor.name(), reason: reason.to_string() };
    if !slice::give_notice(&mut tx, id, &notice).await? {
        return Err(ActError::WrongState(record.state));
    }
    ctx.finish(tx, Note::new("grant.notice", id)).await
}

/// A running grant about which notice is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDue {
    /// The grant.
    pub grant: GrantRecord,
    /// How many years in a row its recipient has money, up to the last year of the grant.
    pub row: usize,
    /// The last day for notice.
    pub by: Date,
}

/// The grants whose notice is due, the most urgent first: of those whose recipient has money for three years in a row or
/// more, by one grant or by several, the one that ends last (Awb art. 4:51).
pub async fn notices_due(conn: &mut Conn, now: Moment) -> Result<Vec<NoticeDue>, ActError> {
    let (mut due, told) = every_clock(conn).await?;
    due.retain(|clock| {
        !clock.grant.state.is_over() && !told.contains(&clock.grant.id) && is_due(clock.by, now)
    });
    due.sort_by(|a, b| (a.by, &a.grant.id).cmp(&(b.by, &b.grant.id)));
    Ok(due)
}

/// The grants that stop by a notice, until the last day on which their recipients must know, the first day first. No
/// letter is made about a notice: whoever handles the grant writes it.
pub async fn notices_to_tell(conn: &mut Conn, now: Moment) -> Result<Vec<NoticeDue>, ActError> {
    let (mut given, told) = every_clock(conn).await?;
    given.retain(|clock| {
        !clock.grant.state.is_over() && told.contains(&clock.grant.id) && clock.by >= now.local().date()
    });
    given.sort_by(|a, b| (a.by, &a.grant.id).cmp(&(b.by, &b.grant.id)));
    Ok(given)
}

/// The clock of every grant that has one, and the grants about which notice was given.
async fn every_clock(conn: &mut Conn) -> Result<(Vec<NoticeDue>, BTreeSet<GrantId>), ActError> {
    let lasting = slice::lasting(conn, size(YEARS_WITH_NOTICE)).await?;
    let told = lasting.iter().filter(|one| one.has_notice).map(|one| one.grant.id.clone()).collect();
    Ok((clocks(conn, lasting).await?, told))
}

/// The clock of a grant, whether notice is due or not; `None` when its years are too few, or when the same recipient
/// has a grant that ends later in the same row of years.
pub async fn notice_clock(conn: &mut Conn, id: &GrantId) -> Result<Option<NoticeDue>, ActError> {
    let lasting = slice::lasting_with(conn, id).await?;
    Ok(clocks(conn, lasting).await?.into_iter().find(|clock| &clock.grant.id == id))
}

/// Those of the grants that the municipality is bound to whose years in a row ask for notice before it ends; all
/// grants of each recipient are among them. Which activities are the same is for a person to say, so each year of the
/// same recipient counts: rather notice too many than a recipient without it.
async fn clocks(conn: &mut Conn, lasting: Vec<Lasting>) -> Result<Vec<NoticeDue>, ActError> {
    let (records, whose): (Vec<GrantRecord>, Vec<String>) =
        lasting.into_iter().map(|one| (one.grant, one.who)).unzip();
    let wholes = slice::wholes(conn, &records).await?;
    let mut rows: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    let mut bound = Vec::new();
    for ((record, who), whole) in records.into_iter().zip(whose).zip(wholes) {
        rows.entry(who.clone()).or_default().extend(whole.slices().iter().map(|slice| slice.year));
        bound.push((record, who, whole.last_year()));
    }
    let clock = |(grant, who, last): (GrantRecord, String, i64)| {
        let years = &rows[&who];
        if years.contains(&(last + 1)) {
            return None;
        }
        let row = in_a_row(years, last);
        notice_by(row, last, NOTICE_MONTHS).map(|by| NoticeDue { grant, row, by })
    };
    Ok(bound.into_iter().filter_map(clock).collect())
}
