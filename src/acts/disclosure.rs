//! Writing down what an applicant states about a plan.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, plain};
use crate::domain::disclosure::{Disclosure, Help, MAX_PAID};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::recipient::ProviderClass;
use crate::store::{check, disclosure, proposal, round};

/// What an applicant states.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What kind of applicant it is.
    pub class: ProviderClass,
    /// Who helped.
    pub help: Help,
    /// Who is paid by the plan and for what; empty when nobody is.
    pub paid: String,
}

/// Writes it down, until the round opens: who votes sees it beside the plan.
pub async fn state(
    ctx: &Context<'_>,
    id: &RoundId,
    plan: &ProposalId,
    wanted: &Wanted,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let paid = wanted.paid.trim();
    if paid.chars().count() > MAX_PAID {
        return Err(ActError::field("chk_paid", "long"));
    }
    plain::texts(&[("chk_paid", paid)])?;
    let mut tx = ctx.begin().await?;
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if found.rules.is_some() {
        return Err(ActError::Frozen);
    }
    let plans = proposal::list(&mut tx, id).await?;
    let entered = plans.iter().find(|one| &one.id == plan).ok_or(ActError::NotFound)?;
    super::proposal::not_of_a_group(&mut tx, id, plan, "chk_class").await?;
    let terms = check::terms(&mut tx, id, found.year).await?;
    if !terms.class_most.allows(wanted.class, entered.amount) {
        return Err(ActError::field("chk_class", "class-most"));
    }
    let Wanted { class, help, .. } = *wanted;
    let stated = Disclosure { plan: plan.clone(), class, help, paid: paid.to_string(), by, at: ctx.now };
    disclosure::add(&mut tx, id, &stated).await?;
    // The text names people: the log of staff holds none.
    let detail = json!({ "class": class.name(), "help": help.name(), "is_paid": !paid.is_empty() });
    ctx.finish(tx, Note::with("plan.disclose", format!("{id}/{plan}"), detail)).await
}
