//! Who may sign which decision, up to which sum.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, FieldFault, ledger, plain};
use crate::domain::calendar::{day_of, parse_day, start_of};
use crate::domain::decision::DecisionKind;
use crate::domain::id::AccountId;
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::mandate::{Mandate, covering};
use crate::domain::money::Cents;
use crate::domain::time::Moment;
use crate::store::{Tx, account, mandate};

/// Longest name of the decision that a mandate rests on, in characters.
const MAX_GROUND: usize = 200;

/// A mandate that is to be entered.
pub struct Wanted {
    /// Who may sign.
    pub account: AccountId,
    /// Which decisions.
    pub kinds: Vec<DecisionKind>,
    /// Up to which sum of one decision, in cents.
    pub up_to: Cents,
    /// From when; not before the day on which it is entered.
    pub from: Moment,
    /// Until when, if an end is set.
    pub until: Option<Moment>,
    /// The decision that it rests on (Dutch: mandaatbesluit).
    pub ground: String,
    /// Its date, as `2027-01-01`.
    pub ground_date: String,
}

/// Enters a mandate for each kind of decision; it ends what the person held for these kinds, from when it begins.
/// Nobody gives a mandate to themselves, and none reaches back.
pub async fn enter(ctx: &Context<'_>, wanted: &Wanted) -> Result<(), ActError> {
    let faults = faults(ctx, wanted);
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::lines(&[("mandate_ground", &wanted.ground)])?;
    if ctx.actor == Actor::Staff(wanted.account.clone()) {
        return Err(ActError::FourEyes);
    }
    let mut tx = ctx.begin().await?;
    // Decisions hold the ledger: none of them crosses a change of the register.
    ledger::hold(&mut tx).await?;
    let holder = account::find(&mut tx, &wanted.account).await?.ok_or(ActError::NotFound)?;
    for kind in &wanted.kinds {
        let row = Mandate {
            number: 0,
            account: holder.id.clone(),
            kind: *kind,
            up_to: wanted.up_to,
            from: wanted.from,
            until: wanted.until,
            ground: wanted.ground.trim().to_string(),
            ground_date: wanted.ground_date.clone(),
            entered_at: ctx.now,
            entered_by: ctx.actor.name(),
        };
        mandate::add(&mut tx, &row).await?;
    }
    let kinds: Vec<&str> = wanted.kinds.iter().map(|kind| kind.name()).collect();
    let detail = json!({ "kinds": kinds, "up_to": wanted.up_to, "from": wanted.from, "until": wanted.until });
    ctx.finish(
        tx,
        Note::with("mandate.enter", &wanted.account, detail).of_rows(Kept::Mandate, &wanted.account),
    )
    .await
}

/// Ends a mandate at once. Refused for a row that a later one ended already: ending it again would end the later one.
pub async fn end(ctx: &Context<'_>, number: u64) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let found = mandate::find(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let register = mandate::of(&mut tx, &found.account).await?;
    if register.iter().any(|row| row.kind == found.kind && row.number > number) {
        return Err(ActError::DraftChanged);
    }
    let (from, until, entered_at) = (ctx.now, Some(ctx.now), ctx.now);
    let row = Mandate { from, until, entered_at, entered_by: ctx.actor.name(), up_to: Cents::ZERO, ..found };
    mandate::add(&mut tx, &row).await?;
    let detail = json!({ "kind": row.kind.name(), "mandate": number });
    ctx.finish(tx, Note::with("mandate.end", &row.account, detail).of_rows(Kept::Mandate, &row.account)).await
}

fn faults(ctx: &Context<'_>, wanted: &Wanted) -> Vec<FieldFault> {
    let ground = wanted.ground.trim();
    let dated = parse_day(&wanted.ground_date).is_some_and(|day| day <= day_of(ctx.now));
    [
        (wanted.kinds.is_empty(), "mandate_kind", "choose"),
        (wanted.up_to == Cents::ZERO, "mandate_up_to", "amount"),
        (wanted.from < start_of(day_of(ctx.now)), "mandate_from", "past"),
        (wanted.until.is_some_and(|until| until <= wanted.from), "mandate_until", "before"),
        (ground.is_empty() || ground.chars().count() > MAX_GROUND, "mandate_ground", "empty"),
        (!dated, "mandate_date", "date"),
    ]
    .into_iter()
    .filter_map(|(wrong, field, fault)| wrong.then_some(FieldFault { field, fault }))
    .collect()
}

/// The mandate under which who acts takes this decision; refused when there is none for this sum at this moment. Only
/// a person signs: neither the service nor the command line has a mandate.
pub(super) async fn require(
    ctx: &Context<'_>,
    tx: &mut Tx,
    kind: DecisionKind,
    sum: Cents,
) -> Result<Mandate, ActError> {
    let Actor::Staff(who) = &ctx.actor else { return Err(ActError::NoMandate) };
    let register = mandate::of(tx, who).await?;
    covering(&register, who, kind, sum, ctx.now).cloned().ok_or(ActError::NoMandate)
}
