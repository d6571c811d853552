//! Calling on the condition under which a later year was awarded: its budget holds too little for it.

use jiff::civil::Date;
use serde_json::json;

use crate::acts::decision::Taken;
use crate::acts::log::Note;
use crate::acts::origin::Origin;
use crate::acts::payment::{held_in, hold_grant, key_of};
use crate::acts::{ActError, Context, decision, ledger, plain};
use crate::domain::calendar::day_of;
use crate::domain::decision::facts::{Adoption, Year};
use crate::domain::decision::{Decision, DecisionKind};
use crate::domain::grant::years::condition_until;
use crate::domain::grant::{Called, GrantRecord, GrantState, Slice};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Draft, PostingKind};
use crate::store::{self, Conn, Tx, payment, slice};

/// The later years of a grant that can be taken back: awarded on the condition that their budget holds enough, and not
/// paid in part. Empty for a grant that is not under way.
pub async fn conditional_years(conn: &mut Conn, record: &GrantRecord) -> Result<Vec<Slice>, ActError> {
    let is_under_way = matches!(
        record.state,
        GrantState::Awarded | GrantState::Objection | GrantState::Advances | GrantState::Running
    );
    let Some(award) = award(conn, record).await?.filter(|_| is_under_way) else { return Ok(Vec::new()) };
    let accounts = store::ledger::accounts_of_grant(conn, &record.id).await?;
    let waits = |slice: &Slice| {
        let year = award.facts.years.iter().find(|year| year.year == slice.year);
        year.is_some_and(|year| year.budget == Adoption::Awaited)
            && held_in(&accounts, &slice.line, &[AccountKind::Committed]) == slice.amount
    };
    let mut years = slice::of_grant(conn, &record.id).await?;
    years.retain(waits);
    Ok(years)
}

async fn award(conn: &mut Conn, record: &GrantRecord) -> Result<Option<Decision>, ActError> {
    let taken = store::decision::of_grant(conn, &record.id).await?;
    Ok(taken
        .into_iter()
        .find(|one| one.kind == DecisionKind::Award && one.grant.as_ref() == Some(&record.id)))
}

/// Takes a later year back because its budget, adopted on a day, holds too little for it. The recipient was subsidised
/// in the year before, so that it is a revocation for changed circumstances (Awb art. 4:34, fourth paragraph, and 4:50).
/// Refused more than four weeks after the budget was adopted: then the condition has lapsed (third paragraph).
pub async fn call_on_condition(
    ctx: &Context<'_>,
    id: &GrantId,
    (year, adopted_on): (i64, Date),
    reason: &str,
) -> Result<(), ActError> {
    let (today, reason) = (day_of(ctx.now), plain::reason("reason", reason)?);
    let mut tx = ctx.begin().await?;
    let record = hold_grant(ctx, &mut tx, id).await?;
    ledger::hold(&mut tx).await?;
    let years = conditional_years(&mut tx, &record).await?;
    let slice = years.into_iter().find(|slice| slice.year == year);
    let slice = slice.ok_or(ActError::field("year", "yrs-unconditional"))?;
    let awarded = award(&mut tx, &record).await?.map(|taken| day_of(taken.at));
    if adopted_on > today || awarded.is_some_and(|awarded| adopted_on < awarded) {
        return Err(ActError::field("adopted_on", "yrs-adopted"));
    }
    if today > condition_until(adopted_on) {
        return Err(ActError::field("adopted_on", "yrs-lapsed"));
    }
    drop_planned(&mut tx, id, &slice).await?;
    let told = Year { year, sum: slice.amount, budget: Adoption::Adopted };
    let taken = Taken { grant: &record, kind: DecisionKind::Revocation, sum: slice.amount, reason };
    let number = decision::take_about(ctx, &mut tx, &taken, vec![told]).await?;
    let (at, by, line) = (ctx.now, ctx.actor.name(), slice.line.clone());
    let called = Called { line, decision: number.0.clone(), adopted_on, at, by };
    if !slice::call(&mut tx, id, &called).await? {
        return Err(ActError::DraftChanged);
    }
    let accounts = store::ledger::accounts_of_grant(&mut tx, id).await?;
    let own = key_of(&accounts, &slice.line, AccountKind::Committed)?;
    let back = Origin::of_grant(&mut tx, &record).await?.back(&own, slice.amount).into_iter();
    let release = |(to, sum)| Draft::new(PostingKind::Release, own.clone(), to, sum);
    let drafts: Vec<Draft> = back.map(|one| release(one).referring(number.clone())).collect();
    ledger::post(ctx, &mut tx, &drafts).await?;
    let detail = json!({ "decision": number.0, "year": year, "released": slice.amount });
    ctx.finish(tx, Note::with("grant.condition", id, detail)).await
}

/// Takes out of the plan what was to be paid in a year. Nothing of it was ordered: all of the year is still awarded.
async fn drop_planned(tx: &mut Tx, id: &GrantId, slice: &Slice) -> Result<(), ActError> {
    let orders = payment::orders_of_grant(tx, id).await?;
    for advance in payment::advances(tx, id).await?.iter().filter(|one| one.line == slice.line) {
        // What was ordered once and given up stays in the books, and asks for nothing.
        if orders.iter().all(|order| order.part.number() != advance.number) {
            payment::remove_advance(tx, id, advance.number).await?;
        }
    }
    Ok(())
}
