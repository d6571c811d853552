//! All rounds, and making a new one.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::plan;
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::budget::Allocation;
use crate::domain::id::RoundId;
use crate::domain::round::Round;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::{amount, round as round_parts};
use crate::web::paths;
use crate::web::sight::Sight;
use crate::web::visit::Visit;

/// Shows the rounds.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &plan::new(), None).await?.into_response())
}

/// Makes a round.
pub async fn add(visit: Visit, form: Form) -> Answer {
    match create(&visit, &form).await? {
        Ok(id) => Ok(Redirect::to(&visit.to(paths::OFFICE_ROUND, &[id.as_str()])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?)),
    }
}

async fn create(visit: &Visit, form: &Form) -> Answer<Result<RoundId, Refused>> {
    let id = RoundId::new(form.get("id").trim());
    let (allocation, plan) = match plan::read(form) {
        Ok(planned) => planned,
        Err(refused) => return Ok(Err(refused)),
    };
    if !visit.may_spend(&allocation).await? {
        return Ok(Err(Refused::field("allocation", "choose")));
    }
    match acts::round::create(&visit.context(), &id, &allocation, &plan).await {
        Ok(()) => Ok(Ok(id)),
        Err(error) => Refused::of(error, "ceiling").map(Err),
    }
}

/// The round of an address.
pub async fn find(conn: &mut store::Conn, id: &RoundId) -> Answer<Round> {
    store::round::find(conn, id).await?.ok_or(Refusal::NOT_FOUND)
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let sight = Sight::of(visit, &mut conn).await?;
    let mut rounds = store::round::list(&mut conn).await?;
    rounds.retain(|round| sight.has_area(&round.area));
    let mut allocations = store::budget::allocations(&mut conn).await?;
    allocations.retain(|one| sight.has_area(&one.area));
    let title = visit.say("office-rounds-title");
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-button-group {
                a.utrecht-link href=(visit.to(paths::OFFICE_MIX, &[])) { (visit.say("mix-office-title")) }
                a.utrecht-link href=(visit.to(paths::OFFICE_QUICK, &[])) { (visit.say("quick-title")) }
                @if visit.may(Permission::ViewGrants) { a.utrecht-link href=(visit.to(paths::OFFICE_TASKS, &[])) { (visit.say("tasks-title")) } }
            }
            @if rounds.is_empty() { p { (visit.say("rounds-none")) } } @else { (table(visit, &title, &rounds)) }
            @if visit.may(Permission::RunRounds) {
                details #nieuw open[rounds.is_empty() || refused.is_some()] {
                    summary { (visit.say("round-new")) }
                    (new_round(visit, &Filled::new(visit.text, form, refused), &allocations))
                }
            }
        }
    };
    Ok(Frame::menu(paths::ROUNDS, title).show(visit, content))
}

/// Rounds as a table.
pub fn table(visit: &Visit, title: &str, rounds: &[Round]) -> Markup {
    let text = visit.text;
    form::table(
        title,
        html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (text.get("round")) }
                        th scope="col" { (text.get("area")) }
                        th scope="col" { (text.get("state")) }
                        th.sr-number scope="col" { (text.get("field-ceiling")) }
                    }
                }
                tbody {
                    @for round in rounds {
                        tr {
                            th scope="row" { a.utrecht-link href=(visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])) { (round.plan.title) } }
                            td { (round.area_name) }
                            td { (round_parts::badge(text, round, visit.now)) }
                            td.sr-number { (amount(text, round.plan.ceiling)) }
                        }
                    }
                }
            }
        },
    )
}

fn new_round(visit: &Visit, filled: &Filled<'_>, allocations: &[Allocation]) -> Markup {
    html! {
        div.sr-stack {
            @if allocations.is_empty() { p { (visit.say("round-no-allocation")) } } @else {
                p.utrecht-paragraph { (visit.say("round-new-line")) }
                (filled.notice())
                form.sr-stack.sr-stack--mid method="post" action=(visit.to(paths::ROUNDS, &[])) {
                    (filled.field(&Field::text("id", "field-id")))
                    (plan::fields(visit, filled, allocations))
                    (form::submit(&visit.say("round-add")))
                }
            }
        }
    }
}
