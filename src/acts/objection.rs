//! Objections: they come in, get more time, and are decided on by someone else than who took the decision.

use jiff::civil::Date;
use serde_json::json;

use super::decision::take_on_objection;
use super::interest::{require_none, require_stated};
use super::log::Note;
use super::person::require_other;
use super::{ActError, Context, grant as grants, ledger, plain};
use crate::domain::calendar::day_of;
use crate::domain::decision::facts::Earlier;
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber};
use crate::domain::grant::{GrantRecord, GrantState, GrantStep, Source};
use crate::domain::id::{AccountId, GrantId, ProposalId, RoundId};
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind};
use crate::domain::log::kept::Kept;
use crate::domain::money::Cents;
use crate::domain::objection::{Advice, Ended, Extension, Objection, Outcome, closes_on};
use crate::domain::pot::Pot;
use crate::store::{
    Conn, Tx, budget, certificate, check, decision, grant, objection, proposal, round, slice, standing,
};

/// Longest reference, in characters.
const MAX_REFERENCE: usize = 60;

/// An objection that came in.
pub struct Received {
    /// Against which decision.
    pub decision: DecisionNumber,
    /// When it came in.
    pub received: Date,
    /// The day on the postmark, when it came by post.
    pub posted: Option<Date>,
    /// The number under which the letter is kept; never a name.
    pub reference: String,
    /// Who advises.
    pub advice: Advice,
}

/// Enters an objection: its number.
pub async fn receive(ctx: &Context<'_>, wanted: &Received) -> Result<String, ActError> {
    let by = ctx.signer()?.clone();
    let reference = wanted.reference.trim();
    if reference.is_empty() || reference.chars().count() > MAX_REFERENCE {
        return Err(ActError::field("letter_reference", "empty"));
    }
    plain::lines(&[("letter_reference", reference)])?;
    let today = day_of(ctx.now);
    if wanted.received > today {
        return Err(ActError::field("received_on", "future"));
    }
    if wanted.posted.is_some_and(|day| day > wanted.received) {
        return Err(ActError::field("posted_on", "after-receipt"));
    }
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let taken = decision::find(&mut tx, &wanted.decision).await?;
    let taken = taken.ok_or(ActError::field("objected", "unknown"))?;
    require_none(ctx, &mut tx, &taken.round).await?;
    if wanted.received < day_of(taken.at) {
        return Err(ActError::field("received_on", "before-decision"));
    }
    let year = i64::from(today.year());
    let seq = objection::next(&mut tx, year).await?;
    let entered = Objection {
        number: format!("B{year}-{seq:05}"),
        decision: taken.number.clone(),
        received: wanted.received,
        posted: wanted.posted,
        reference: reference.to_string(),
        advice: wanted.advice,
        at: ctx.now,
        by,
        extensions: Vec::new(),
        ended: None,
    };
    objection::add(&mut tx, &entered, (year, seq)).await?;
    let detail = json!({ "decision": taken.number.0, "received": entered.received.to_string() });
    ctx.finish(tx, Note::with("objection.receive", &entered.number, detail)).await?;
    Ok(entered.number)
}

/// Who agreed to more time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreed {
    /// Nobody had to: the municipality takes at most six weeks, once (Awb art. 7:10, third paragraph).
    Nobody,
    /// Who objected (Awb art. 7:10, fourth paragraph).
    Objector,
}

/// Gives the decision on an objection more time.
pub async fn extend(
    ctx: &Context<'_>,
    number: &str,
    until: Date,
    reason: &str,
    agreed: Agreed,
) -> Result<(), ActError> {
    let by = ctx.signer()?.clone();
    let reason = plain::reason("motive", reason)?.to_string();
    let mut tx = ctx.begin().await?;
    let found = open(ctx, &mut tx, number).await?;
    let sending = decision::sending(&mut tx, &found.decision).await?;
    let now_until = found.decide_by(sending.as_ref()).ok_or(ActError::field("extended_until", "not-sent"))?;
    if until <= now_until {
        return Err(ActError::field("extended_until", "not-later"));
    }
    let alone = found.may_extend_to(sending.as_ref()).is_some_and(|last| until <= last);
    if agreed == Agreed::Nobody && !alone {
        return Err(ActError::field("extended_until", "agree"));
    }
    if !objection::extend(&mut tx, number, &Extension { until, reason, at: ctx.now, by }).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "until": until.to_string() });
    ctx.finish(tx, Note::with("objection.extend", number, detail)).await
}

/// What is decided on an objection.
pub struct Verdict {
    /// The outcome.
    pub outcome: Outcome,
    /// Why, for who objected to read.
    pub reason: String,
    /// What a refused plan gets from what the round held back for objections.
    pub pay: Option<Cents>,
}

/// Decides on an objection, or notes that it was taken back. A plan that was refused and is right can get money
/// from what the round held back: it goes on as any plan in a certificate does, with its checks and its award. Refused
/// for who took the decision or refused the request; money goes only by the hand of who stated an interest or none.
pub async fn decide(ctx: &Context<'_>, number: &str, verdict: &Verdict) -> Result<(), ActError> {
    let by = ctx.signer()?.clone();
    let reason = plain::reason("motive", &verdict.reason)?.to_string();
    let mut tx = ctx.begin().await?;
    let found = open(ctx, &mut tx, number).await?;
    let taken = decision::find(&mut tx, &found.decision).await?.ok_or(ActError::NotFound)?;
    if verdict.pay.is_some() && verdict.outcome != Outcome::Founded {
        return Err(ActError::field("uphold_pay", "not-founded"));
    }
    if verdict.pay.is_some() {
        require_stated(ctx, &mut tx, &taken.round).await?;
    }
    let (mut number_of_decision, mut paid) = (None, None);
    if verdict.outcome != Outcome::Withdrawn {
        for who in refusers(&mut tx, &taken).await? {
            require_other(ctx, &mut tx, &who).await?;
        }
        if let Some(amount) = verdict.pay {
            paid = Some(uphold(ctx, &mut tx, &taken, amount, number).await?);
        }
        let earlier = Earlier {
            number: taken.number.0.clone(),
            at: taken.at,
            objection: number.to_string(),
            outcome: verdict.outcome.name().to_string(),
        };
        number_of_decision = Some(take_on_objection(ctx, &mut tx, &taken, earlier, &reason).await?);
    }
    let (outcome, at) = (verdict.outcome, ctx.now);
    let ended = Ended { outcome, decision: number_of_decision, grant: paid, reason, at, by };
    if !objection::end(&mut tx, number, &ended).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "outcome": outcome.name(), "grant": ended.grant, "amount": verdict.pay });
    let mut note = Note::with("objection.decide", number, detail);
    if let Some(grant) = &ended.grant {
        // Who shared a grant that goes on again does so no more.
        note = note.of_rows(Kept::MadeOut, grant);
    }
    ctx.finish(tx, note).await
}

/// Who refused what an objection is about: who took the decision, and who decided about the request before there were
/// decisions about them. None of them judges it (Awb art. 10:3, third paragraph).
async fn refusers(tx: &mut Tx, taken: &Decision) -> Result<Vec<AccountId>, ActError> {
    let mut refusers = vec![taken.by.clone()];
    if let Some(number) = taken.request {
        let known = standing::requests(tx, &taken.round).await?;
        let asked = known.into_iter().find(|one| one.number == number);
        refusers.extend(asked.and_then(|one| one.decided).map(|decided| AccountId::new(decided.by)));
    }
    Ok(refusers)
}

/// Sets money aside for a refused plan out of what the round held back for objections, and for a refused request out of
/// what its quick pot or its area has left. A plan that was never selected gets a grant under the certificate of the round
/// that holds, a request one of its own; the grant of what was selected and then refused goes on with another sum. All are
/// awarded as any other.
async fn uphold(
    ctx: &Context<'_>,
    tx: &mut Tx,
    taken: &Decision,
    amount: Cents,
    number: &str,
) -> Result<GrantId, ActError> {
    if taken.kind != DecisionKind::Refusal {
        return Err(ActError::field("uphold_pay", "no-refusal"));
    }
    if amount == Cents::ZERO || amount > taken.facts.plan.asked {
        return Err(ActError::field("uphold_pay", "more-than-asked"));
    }
    let id = match (&taken.grant, &taken.proposal, taken.request) {
        (Some(id), _, _) => id.clone(),
        (None, Some(plan), _) => GrantRecord::id_of(&taken.round, plan),
        (None, None, Some(request)) => {
            return uphold_request(ctx, tx, (taken, request), amount, number).await;
        }
        (None, None, None) => return Err(ActError::field("uphold_pay", "no-refusal")),
    };
    match (grant::find(tx, &id).await?, &taken.proposal) {
        (Some(record), _) if record.state == GrantState::Refused => {
            revive(ctx, tx, &record, amount, (taken, number)).await?;
        }
        (Some(_), _) => return Err(ActError::field("uphold_pay", "has-grant")),
        (None, Some(plan)) => set_aside(ctx, tx, plan, amount, (taken, number)).await?,
        (None, None) => return Err(ActError::field("uphold_pay", "no-refusal")),
    }
    Ok(id)
}

/// The same for a request that got no grant: once.
async fn uphold_request(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (taken, request): (&Decision, u64),
    amount: Cents,
    number: &str,
) -> Result<GrantId, ActError> {
    let known = standing::requests(tx, &taken.round).await?;
    let own = known.iter().find(|one| one.number == request).ok_or(ActError::NotFound)?;
    if grant::find(tx, &own.grant(&taken.round)).await?.is_some() {
        return Err(ActError::field("uphold_pay", "has-grant"));
    }
    super::standing::uphold(ctx, tx, (taken, request), (amount, number)).await
}

/// Lets a grant go on that was refused, with this sum for its first year. What was agreed on about another sum is void.
async fn revive(
    ctx: &Context<'_>,
    tx: &mut Tx,
    refused: &GrantRecord,
    amount: Cents,
    (taken, number): (&Decision, &str),
) -> Result<(), ActError> {
    let state = grants::step(ctx, tx, refused, GrantStep::Uphold, number).await?;
    let record = GrantRecord { amount, state, ..refused.clone() };
    grant::set_amount(tx, &record.id, amount).await?;
    slice::agree(tx, &record.id, ctx.now, &ctx.actor.name()).await?;
    slice::set(tx, &record.id, &[]).await?;
    check::set_members(tx, &record.id, &[]).await?;
    check::file_changed(tx, &record.id).await?;
    let Source::Vote { round, .. } = &record.source else {
        return super::standing::pay_upheld(ctx, tx, &record, taken).await;
    };
    let from = AccountKey::objection(&record.line, &record.allocation, round);
    let own = record.account(AccountKind::Selected);
    let posting = Draft::new(PostingKind::Select, from, own, amount).referring(taken.number.clone());
    ledger::post(ctx, tx, &[posting]).await
}

/// Adds the grant of a plan that was never selected.
async fn set_aside(
    ctx: &Context<'_>,
    tx: &mut Tx,
    plan: &ProposalId,
    amount: Cents,
    (taken, number): (&Decision, &str),
) -> Result<(), ActError> {
    let found = round::find(tx, &taken.round).await?.ok_or(ActError::NotFound)?;
    if !round::claim(tx, &found.id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    let part = budget::allocation(tx, &found.allocation).await?.ok_or(ActError::NotFound)?;
    let certificates = certificate::list(tx, &found.id).await?;
    let certificate = certificates.iter().rev().find(|one| one.approved.is_some());
    let certificate = certificate.ok_or(ActError::NotFound)?.number;
    let plans = proposal::list(tx, &taken.round).await?;
    let pot = plans.iter().find(|one| &one.id == plan).map_or(Pot::None, |one| one.pot);
    let record = GrantRecord {
        id: GrantRecord::id_of(&taken.round, plan),
        line: part.line,
        allocation: found.allocation,
        source: Source::Vote { round: taken.round.clone(), proposal: plan.clone(), certificate },
        pot,
        title: taken.facts.plan.title.clone(),
        applicant: taken.facts.plan.applicant.clone(),
        amount,
        state: GrantState::Selected,
    };
    grant::add(tx, &record).await?;
    grants::step(ctx, tx, &record, GrantStep::Certify, number).await?;
    let held_back = AccountKey::objection(&record.line, &record.allocation, &taken.round);
    let own = record.account(AccountKind::Selected);
    let posting = Draft::new(PostingKind::Select, held_back, own, amount).referring(taken.number.clone());
    ledger::post(ctx, tx, &[posting]).await
}

/// What may still be needed of what a round held back: the sum that was asked for every plan without a grant that goes
/// on, that was not refused yet, whose term for objections runs, or about which an objection is open.
pub async fn still_needed(conn: &mut Conn, id: &RoundId, today: Date) -> Result<Cents, ActError> {
    let grants = grant::of_round(conn, id).await?;
    let mut refusals = decision::of_round(conn, id).await?;
    refusals.retain(|taken| taken.kind == DecisionKind::Refusal);
    let mut needed = Vec::new();
    for plan in proposal::list(conn, id).await? {
        let goes_on = |one: &&GrantRecord| one.state != GrantState::Refused;
        if grants.iter().filter(goes_on).any(|one| one.source.proposal() == Some(&plan.id)) {
            continue;
        }
        let refusal = refusals.iter().rev().find(|taken| taken.proposal.as_ref() == Some(&plan.id));
        let may_come = match refusal {
            None => true,
            Some(taken) => may_be_upheld(conn, taken, today).await?,
        };
        needed.extend(may_come.then_some(plan.amount));
    }
    Ok(Cents::sum(needed).unwrap_or(Cents::MAX))
}

/// Whether money may still follow from an objection against a refusal.
async fn may_be_upheld(conn: &mut Conn, taken: &Decision, today: Date) -> Result<bool, ActError> {
    let sending = decision::sending(conn, &taken.number).await?;
    let has_term = closes_on(sending.as_ref()).is_none_or(|last| today <= last);
    let entered = objection::of_decision(conn, &taken.number).await?;
    Ok(has_term || entered.iter().any(|one| one.ended.is_none()))
}

/// An objection on which nothing was decided, for who has no interest in its round.
async fn open(ctx: &Context<'_>, tx: &mut Tx, number: &str) -> Result<Objection, ActError> {
    let found = objection::find(tx, number).await?.ok_or(ActError::NotFound)?;
    let about = decision::find(tx, &found.decision).await?.ok_or(ActError::NotFound)?;
    require_none(ctx, tx, &about.round).await?;
    if found.ended.is_some() { Err(ActError::DraftChanged) } else { Ok(found) }
}
