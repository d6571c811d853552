//! Whether the group of a plan is proven: what it stated, what is missing, and a colleague who holds it against what is
//! known.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::rounds;
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::id::{GrantId, ProposalId, RoundId};
use crate::domain::proposal::Proposal;
use crate::domain::proven::{Statement, Unproven};
use crate::domain::round::Round;
use crate::store;
use crate::store::proven::Stored;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page is about.
struct Asked {
    round: Round,
    plan: Proposal,
    stored: Option<Stored>,
    missing: Vec<Unproven>,
}

/// Shows it.
pub async fn show(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit) -> Answer {
    let asked = find(&visit, &id, &plan).await?;
    Ok(page(&visit, &asked, &known(&asked), None).into_response())
}

/// Enters what the group states.
pub async fn state(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit, form: Form) -> Answer {
    let asked = find(&visit, &id, &plan).await?;
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok(statement) => {
            let done =
                acts::pot::state_proven(&visit.context(), &asked.round.id, &asked.plan.id, statement).await;
            match done {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "since")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(again(&visit, &asked)),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &asked, &form, Some(&refused)))),
    }
}

/// Holds it against what is known, as a second person.
pub async fn check(Of((id, plan), _): Of<(RoundId, ProposalId)>, visit: Visit) -> Answer {
    let asked = find(&visit, &id, &plan).await?;
    match acts::pot::check_proven(&visit.context(), &asked.round.id, &asked.plan.id).await {
        Ok(()) => Ok(again(&visit, &asked)),
        Err(error) => {
            let refused = Refused::of(error, "since")?;
            Ok(answer(Some(&refused), page(&visit, &asked, &known(&asked), Some(&refused))))
        }
    }
}

fn again(visit: &Visit, asked: &Asked) -> Response {
    let parts = [asked.round.id.as_str(), asked.plan.id.as_str()];
    Redirect::to(&visit.to(paths::PROVEN, &parts)).into_response()
}

async fn find(visit: &Visit, id: &RoundId, plan: &ProposalId) -> Answer<Asked> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let mut plans = store::proposal::list(&mut conn, &round.id).await?.into_iter();
    let plan = plans.find(|one| &one.id == plan).ok_or(Refusal::NOT_FOUND)?;
    let mut statements = store::proven::list(&mut conn, &round.id).await?.into_iter();
    let stored = statements.find(|one| one.proposal == plan.id);
    let missing = match &stored {
        None => Vec::new(),
        Some(stored) => acts::pot::missing(&mut conn, &stored.statement, round.year).await?,
    };
    Ok(Asked { round, plan, stored, missing })
}

fn read(form: &Form) -> Result<Statement, Refused> {
    let since = form.get("since").trim().parse().map_err(|_| Refused::field("since", "year"))?;
    Ok(Statement {
        since,
        earlier: form.get("earlier").split_whitespace().map(GrantId::new).collect(),
        reference: form.get("reference").trim().to_string(),
        text: form.get("statement").trim().to_string(),
    })
}

fn known(asked: &Asked) -> Form {
    let mut form = Form::default();
    if let Some(Stored { statement, .. }) = &asked.stored {
        let earlier: Vec<&str> = statement.earlier.iter().map(GrantId::as_str).collect();
        form.set("since", statement.since.to_string());
        form.set("earlier", earlier.join(" "));
        form.set("reference", &statement.reference);
        form.set("statement", &statement.text);
    }
    form
}

fn page(visit: &Visit, asked: &Asked, form: &Form, refused: Option<&Refused>) -> Markup {
    let parts = [asked.round.id.as_str(), asked.plan.id.as_str()];
    let filled = Filled::new(visit.text, form, refused);
    let may = visit.may(Permission::RunRounds) && asked.round.rules.is_none();
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("proven-line")) }
            (filled.notice())
            @if let Some(stored) = &asked.stored { (verdict(visit, asked, stored)) }
            @if may {
                form.sr-stack method="post" action=(visit.to(paths::PROVEN, &parts)) {
                    (filled.field(&Field::of("number", "since", "field-since")))
                    (filled.field(&Field::text("earlier", "field-earlier")))
                    (filled.field(&Field::text("reference", "field-proven-reference")))
                    (filled.field(&Field::of("area", "statement", "field-statement")))
                    (form::submit(&visit.say("save")))
                }
            }
            @if may && asked.stored.as_ref().is_some_and(|stored| stored.checked.is_none()) {
                form.sr-stack method="post" action=(visit.to(paths::PROVEN_CHECK, &parts)) {
                    p.utrecht-paragraph { (visit.say("proven-check-line")) }
                    (form::submit(&visit.say("proven-check")))
                }
            }
        }
    };
    let mut frame = Frame::below_round(visit, &asked.round, visit.say("proven-title"));
    frame.above.push((asked.plan.title.clone(), visit.to(paths::ROUND_PROPOSAL, &parts)));
    frame.show(visit, content)
}

fn verdict(visit: &Visit, asked: &Asked, stored: &Stored) -> Markup {
    let text = visit.text;
    html! {
        (facts(&[
            (text.get("proven-stated"), html! { (text.moment(stored.stated_at)) }),
            (text.get("proven-checked"), html! {
                @match &stored.checked {
                    Some((_, at)) => (text.moment(*at)),
                    None => (text.get("proven-waits")),
                }
            }),
        ]))
        @if !asked.missing.is_empty() {
            section.sr-stack.sr-stack--tight {
                h2.utrecht-heading-3 { (text.get("proven-missing")) }
                ul { @for one in &asked.missing { li { (words(visit, one)) } } }
            }
        }
    }
}

fn words(visit: &Visit, missing: &Unproven) -> String {
    let text = visit.text;
    match missing {
        Unproven::TooYoung => text.get("proven-young"),
        Unproven::NoGrant => text.get("proven-no-grant"),
        Unproven::Unknown(id) => text.with("proven-unknown", &[("grant", id.as_str().into())]),
        Unproven::NotSettled(id) => text.with("proven-unsettled", &[("grant", id.as_str().into())]),
    }
}
