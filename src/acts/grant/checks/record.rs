//! Writing down what was checked, by whom and why.

use serde_json::json;

use super::dossier;
use super::file::open;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, plain};
use crate::domain::check::{Answer, Answered, CheckKind, CheckedBy, Dossier, Finding, Need};
use crate::domain::id::{AccountId, GrantId};
use crate::domain::interest::MAX_REASON;
use crate::domain::log::kept::Kept;
use crate::store::check;

/// Answers a check that a person does. Whoever answers does not award.
pub async fn answer(
    ctx: &Context<'_>,
    id: &GrantId,
    kind: CheckKind,
    answer: Answer,
    reason: &str,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("check_why", reason, MAX_REASON)?;
    let mut tx = ctx.begin().await?;
    let record = open(ctx, &mut tx, id).await?;
    let dossier = dossier(&mut tx, &record).await?.ok_or(ActError::field("recipient", "choose"))?;
    let need = kind.need(&dossier);
    let may = kind.checked_by() == CheckedBy::Person
        && need != Need::NotAsked
        && (answer != Answer::NotApplicable || need == Need::MayNotMatter);
    if !may {
        return Err(ActError::field("answer", "choose"));
    }
    let given = given(ctx, &dossier, kind, (by, answer, reason.to_string()));
    check::answer(&mut tx, id, &given).await?;
    let detail = json!({ "check": kind.name(), "answer": answer.name() });
    ctx.finish(tx, Note::with("grant.check", id, detail).of_rows(Kept::Checks, id)).await
}

/// Computes every check that follows from what is stored, and writes down what it says with the figures behind it. The
/// award computes them once more.
pub async fn compute(ctx: &Context<'_>, id: &GrantId) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let record = open(ctx, &mut tx, id).await?;
    crate::acts::ledger::hold(&mut tx).await?;
    let dossier = dossier(&mut tx, &record).await?.ok_or(ActError::field("recipient", "choose"))?;
    let mut fails = Vec::new();
    let computed = CheckKind::all().filter(|kind| kind.checked_by() == CheckedBy::Computed);
    for kind in computed.filter(|kind| kind.need(&dossier) != Need::NotAsked) {
        let outcome = dossier.compute(kind, ctx.now);
        let answer = if outcome.holds { Answer::Yes } else { Answer::No };
        if !outcome.holds {
            fails.push(kind.name());
        }
        let given = given(ctx, &dossier, kind, (by.clone(), answer, told(&dossier, kind, outcome)));
        check::answer(&mut tx, id, &given).await?;
    }
    ctx.finish(tx, Note::with("grant.compute", id, json!({ "fails": fails })).of_rows(Kept::Checks, id)).await
}

fn given(
    ctx: &Context<'_>,
    dossier: &Dossier,
    kind: CheckKind,
    (by, answer, reason): (AccountId, Answer, String),
) -> Answered {
    let about = (dossier.recipient.id.clone(), dossier.recipient.revision);
    Answered { kind, answer, about, file: dossier.mark(kind), by, at: ctx.now, reason }
}

/// What a computation rests on: `2500.00 / 5000.00`, or the version of the register.
fn told(dossier: &Dossier, kind: CheckKind, outcome: Finding) -> String {
    match (kind, outcome.figures) {
        (_, Some(figures)) => format!("{} / {}", figures.sum, figures.most),
        (CheckKind::Smo, None) => format!("register {}", dossier.register.version),
        (_, None) => String::new(),
    }
}
