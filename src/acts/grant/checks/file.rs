//! The file of a grant before its award: whom it is made out to, who shares it, what is paid on, and the terms.

use serde_json::json;

use crate::acts::log::Note;
use crate::acts::{ActError, Context, bounds, interest, plain};
use crate::domain::bounds::BoundsSet;
use crate::domain::check::{Member, Onward, Terms};
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::{GrantId, RecipientId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::recipient::{MAX_NAME, name_key};
use crate::domain::round::Phase;
use crate::store::{Tx, check, grant, recipient, round, slice};

/// Most members of an alliance, and most onward payments.
const MOST: usize = 20;

/// A grant that is not awarded yet, held for this transaction: an award waits.
pub(super) async fn open(ctx: &Context<'_>, tx: &mut Tx, id: &GrantId) -> Result<GrantRecord, ActError> {
    let record = grant::find(tx, id).await?.ok_or(ActError::NotFound)?;
    interest::require_none(ctx, tx, record.source.round()).await?;
    let is_open = matches!(record.state, GrantState::Selected | GrantState::Certified);
    if !is_open || !grant::step(tx, id, record.state, record.state).await? {
        return Err(ActError::WrongState(record.state));
    }
    Ok(record)
}

/// Makes a grant out to a recipient. An alliance that was written down for another one no longer stands.
pub async fn set_recipient(ctx: &Context<'_>, id: &GrantId, to: &RecipientId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    open(ctx, &mut tx, id).await?;
    if recipient::find(&mut tx, to).await?.is_none() {
        return Err(ActError::field("recipient", "choose"));
    }
    recipient::set_of_grant(&mut tx, id, to, ctx.now).await?;
    check::set_members(&mut tx, id, &[]).await?;
    check::file_changed(&mut tx, id).await?;
    let detail = json!({ "recipient": to });
    ctx.finish(tx, Note::with("grant.recipient", id, detail).of_rows(Kept::MadeOut, id)).await
}

/// Writes down the alliance of a grant: who shares the sum and when each consented. Refused unless the recipient leads
/// it and the shares add up to the sum of all years.
pub async fn set_members(ctx: &Context<'_>, id: &GrantId, members: &[Member]) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = open(ctx, &mut tx, id).await?;
    let lead = recipient::of_grant(&mut tx, id).await?.ok_or(ActError::field("members", "recipient"))?;
    let whole = slice::whole(&mut tx, &record).await?;
    let sum = Cents::sum(members.iter().map(|member| member.share)).unwrap_or(Cents::MAX);
    let mut known: Vec<&RecipientId> = members.iter().map(|member| &member.recipient).collect();
    known.sort();
    known.dedup();
    if members.len() > MOST || known.len() != members.len() {
        return Err(ActError::field("members", "members"));
    }
    if !members.is_empty() && (sum != whole.sum() || !known.contains(&&lead.id)) {
        return Err(ActError::field("members", "alliance-shares"));
    }
    for member in members {
        let day = member.consented.as_ref().map(|day| day.parse::<jiff::civil::Date>());
        let is_day = day.is_none_or(|day| day.is_ok_and(|day| day <= ctx.now.local().date()));
        if !is_day || recipient::find(&mut tx, &member.recipient).await?.is_none() {
            return Err(ActError::field("members", "members"));
        }
    }
    check::set_members(&mut tx, id, members).await?;
    check::file_changed(&mut tx, id).await?;
    let detail = json!({ "members": members.len() });
    ctx.finish(tx, Note::with("grant.members", id, detail).of_rows(Kept::MadeOut, id)).await
}

/// Writes down what the recipient declared to pay on to others.
pub async fn set_onward(ctx: &Context<'_>, id: &GrantId, onward: &[Onward]) -> Result<(), ActError> {
    let long = |text: &str| text.chars().count() > MAX_NAME;
    let bad = |one: &Onward| {
        let told = !name_key(&one.name).is_empty() && !one.purpose.trim().is_empty();
        !told || long(&one.name) || long(&one.purpose) || one.amount == Cents::ZERO
    };
    if onward.len() > MOST || onward.iter().any(bad) {
        return Err(ActError::field("onward", "onward"));
    }
    let typed = onward.iter().flat_map(|one| [one.name.as_str(), one.purpose.as_str()]);
    plain::lines(&typed.map(|text| ("onward", text)).collect::<Vec<_>>())?;
    let mut tx = ctx.begin().await?;
    open(ctx, &mut tx, id).await?;
    check::set_onward(&mut tx, id, onward).await?;
    check::file_changed(&mut tx, id).await?;
    let detail = json!({ "payments": onward.len() });
    ctx.finish(tx, Note::with("grant.onward", id, detail).of_rows(Kept::Onward, id)).await
}

/// Sets what a round holds recipients to, until it opens. The share of the year is not among it.
pub async fn set_round_terms(ctx: &Context<'_>, id: &RoundId, terms: &Terms) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if found.phase >= Phase::Open {
        return Err(ActError::Frozen);
    }
    check::set_round_terms(&mut tx, id, terms).await?;
    let detail = json!({ "recipient": terms.of_round.get(), "onward": terms.onward.get(), "integrity": terms.integrity, "classes": terms.class_most });
    ctx.finish(tx, Note::with("round.terms", id, detail).of_rows(Kept::RoundTerms, id)).await
}

/// Sets the most that one recipient may have of the reserved share of a year: a decision that stays, with its reason.
pub async fn set_year_terms(
    ctx: &Context<'_>,
    year: i64,
    of_year: BasisPoints,
    reason: &str,
) -> Result<(), ActError> {
    if !(2000..=2200).contains(&year) {
        return Err(ActError::field("year", "year"));
    }
    let mut tx = ctx.begin().await?;
    bounds::decide(ctx, &mut tx, BoundsSet::Recipient(year, of_year), ("reason", reason)).await?;
    check::set_year_terms(&mut tx, year, of_year).await?;
    let note = Note::with("year.terms", year, json!({ "recipient": of_year.get() }));
    ctx.finish(tx, note.of_rows(Kept::YearTerms, year).of_rows(Kept::Bounds, "all")).await
}
