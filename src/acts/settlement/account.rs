//! The recipient accounts for the grant, or is reminded to.

use jiff::civil::Date;
use serde_json::json;

use super::super::log::Note;
use super::super::payment::hold_grant;
use super::super::{ActError, Context, FieldFault, grant as grants, ledger, plain};
use super::standing::{Standing, held, standing};
use crate::domain::accountability::Waiting;
use crate::domain::grant::GrantStep;
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Draft, PostingKind};
use crate::domain::money::Cents;
use crate::domain::settlement::{Account, Done, Growth};
use crate::store::{grant, settlement};

/// Longest story of what was done, and of a result, in characters.
const MAX_STORY: usize = 4_000;
/// Most people that are believed.
const MAX_REACHED: u64 = 10_000_000;

/// What a recipient hands in.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// When it came.
    pub received_on: Date,
    /// What was spent, where that was asked or told.
    pub spent: Option<Cents>,
    /// How far the activities were carried out.
    pub done: Done,
    /// What was done, in words.
    pub activities: String,
    /// How many people it reached.
    pub reached: u64,
    /// What it did for K1, K2 and K3, in words.
    pub results: [String; 3],
    /// What becomes of it.
    pub growth: Growth,
}

/// Takes in the account of a recipient: what was paid is accounted for, as far as it was spent.
pub async fn receive(ctx: &Context<'_>, id: &GrantId, new: &NewAccount) -> Result<(), ActError> {
    let today = ctx.now.local().date();
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    grants::step(ctx, &mut tx, &record, GrantStep::Account, "").await?;
    let now = standing(&mut tx, &record, today).await?;
    let account = read(new, &now, today)?;
    settlement::add_account(&mut tx, id, &account).await?;
    ledger::hold(&mut tx).await?;
    let mut left = account.spent.unwrap_or(Cents::MAX);
    let mut drafts = Vec::new();
    for year in held(&now.accounts, &now.lines) {
        let part = year.paid.min(left);
        left = left.minus(part).unwrap_or(Cents::ZERO);
        let from = super::super::payment::key_of(&now.accounts, &year.line, AccountKind::Paid)?;
        let to = from.with(AccountKind::Accounted);
        drafts.push(Draft::new(PostingKind::Account, from, to, part));
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    let detail = json!({ "class": account.class.name(), "late": account.is_late });
    ctx.finish(tx, Note::with("grant.account", id, detail)).await
}

fn read(new: &NewAccount, now: &Standing, today: Date) -> Result<Account, ActError> {
    let mut faults = Vec::new();
    let mut refuse = |is_bad: bool, field: &'static str, fault: &'static str| {
        if is_bad {
            faults.push(FieldFault { field, fault });
        }
    };
    let long = |text: &str| text.chars().count() > MAX_STORY;
    refuse(new.received_on > today, "handed_in_on", "pay-future");
    refuse(now.class.asks_spending() && new.spent.is_none(), "spent", "amount");
    refuse(new.activities.trim().is_empty(), "activities", "empty");
    refuse(long(&new.activities), "activities", "long");
    refuse(new.reached > MAX_REACHED, "reached", "number");
    for (result, field) in new.results.iter().zip(["k1", "k2", "k3"]) {
        refuse(long(result), field, "long");
    }
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::texts(&[
        ("activities", &new.activities),
        ("k1", &new.results[0]),
        ("k2", &new.results[1]),
        ("k3", &new.results[2]),
    ])?;
    let due = now.plan.as_ref().map(|plan| now.thresholds.due(plan.ends_on));
    Ok(Account {
        received_on: new.received_on,
        class: now.class,
        spent: new.spent,
        done: new.done,
        activities: new.activities.trim().to_string(),
        reached: new.reached,
        results: new.results.clone().map(|text| text.trim().to_string()),
        growth: new.growth,
        is_late: due.is_some_and(|due| new.received_on > due),
    })
}

/// Notes that a recipient whose account is late was reminded: from now on the last term runs.
pub async fn remind(ctx: &Context<'_>, id: &GrantId) -> Result<(), ActError> {
    let today = ctx.now.local().date();
    let mut tx = ctx.begin().await?;
    let record = hold_grant(ctx, &mut tx, id).await?;
    let now = standing(&mut tx, &record, today).await?;
    let is_awaited = record.state.after(GrantStep::Account).is_ok();
    match now.waiting {
        Some(Waiting::Late(_)) if is_awaited => {}
        Some(
            Waiting::Late(_)
            | Waiting::ForSettlement(_)
            | Waiting::ForAccount(_)
            | Waiting::Reminded(_)
            | Waiting::ExOfficio(_),
        )
        | None => return Err(ActError::WrongState(record.state)),
    }
    if !settlement::add_reminder(&mut tx, id, today, &ctx.actor.name()).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::new("grant.remind", id)).await
}
