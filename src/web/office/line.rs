//! One budget line: what each area may spend of it, and deciding it anew.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{budgets, money};
use crate::acts::budget::allocate;
use crate::domain::account::Permission;
use crate::domain::area::Area;
use crate::domain::budget::{Allocation, Line, lock_in};
use crate::domain::id::{AreaId, LineId};
use crate::domain::money::Cents;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::{amount, lock};
use crate::web::paths;
use crate::web::visit::Visit;

/// Which form of the page comes back, with what was typed.
enum Back<'a> {
    Nothing,
    Line(&'a Form, &'a Refused),
    Allocation(&'a Form, &'a Refused),
}

/// Shows a line.
pub async fn show(Of(id, _): Of<LineId>, visit: Visit) -> Answer {
    let line = money::find(&visit, &id).await?;
    Ok(page(&visit, &line, &Back::Nothing).await?.into_response())
}

/// Decides a line anew.
pub async fn change(Of(id, _): Of<LineId>, visit: Visit, form: Form) -> Answer {
    let line = money::find(&visit, &id).await?;
    match money::decide(&visit, &line, &form).await? {
        Ok(id) => Ok(Redirect::to(&visit.to(paths::LINE, &[id.as_str()])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &line, &Back::Line(&form, &refused)).await?)),
    }
}

/// Sets what an area may spend.
pub async fn set_allocation(Of(id, _): Of<LineId>, visit: Visit, form: Form) -> Answer {
    let line = money::find(&visit, &id).await?;
    let done = match Cents::parse_typed(form.get("ceiling")) {
        Err(_) => Err(Refused::field("ceiling", "amount")),
        Ok(ceiling) => {
            let area = AreaId::new(form.get("area"));
            match allocate(&mut visit.context(), &line.id, &area, ceiling, form.get("why")).await {
                Ok(_) => Ok(()),
                Err(error) => Err(Refused::of(error, "ceiling")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::LINE, &[line.id.as_str()])).into_response()),
        Err(refused) => {
            Ok(answer(Some(&refused), page(&visit, &line, &Back::Allocation(&form, &refused)).await?))
        }
    }
}

async fn page(visit: &Visit, line: &Line, back: &Back<'_>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let areas = store::area::list(&mut conn).await?;
    let mut allocations = store::budget::allocations(&mut conn).await?;
    allocations.retain(|allocation| allocation.line == line.id);
    let mut decisions = store::budget::decisions(&mut conn).await?;
    decisions.retain(|one| one.line == line.id);
    let whole = store::budget::budget(&mut conn, &line.budget).await?.ok_or(Refusal::NOT_FOUND)?;
    let locks = lock_in(std::slice::from_ref(line), &store::ledger::controls(&mut conn).await?);
    drop(conn);
    let text = visit.text;
    let manages = visit.may(Permission::ManageMoney);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            div.sr-stack {
                (money::bar(visit, line))
                (lock::warnings(visit, &whole, &locks, visit.now.local().year().into()))
                p { a.utrecht-link href=(visit.to(paths::TRANSFERS, &[])) { (text.get("transfers-link")) } }
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("allocations-title")) }
                (table(visit, &allocations))
                p { a.utrecht-link href=(visit.to(paths::DIVISIONS, &[])) { (text.get("division-title")) } }
                @if manages { (allocation_form(visit, line, &areas, back)) }
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (text.get("decision-title")) }
                (facts(&[
                    (text.get("field-ground"), money::ground(visit, &line.ground)),
                    (text.get("field-base"), money::base(visit, &line.base)),
                    (text.get("decided-at"), html! { (text.moment(line.decided_at)) }),
                ]))
                @if manages { (decision_form(visit, line, back)) }
            }
            (budgets::history(visit, &decisions, &[]))
        }
    };
    let above = vec![
        (text.get("money-title"), visit.to(paths::MONEY, &[])),
        (budgets::name(&whole), visit.to(paths::BUDGET, &[whole.id.as_str()])),
    ];
    Ok(Frame { menu: paths::MONEY, title: money::name(line), above, mark: html! {} }.show(visit, content))
}

fn table(visit: &Visit, allocations: &[Allocation]) -> Markup {
    let text = visit.text;
    html! {
        @if allocations.is_empty() { p { (text.get("allocations-none")) } } @else {
            (form::table(&text.get("allocations-title"), html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("allocations-title")) }
                    thead {
                        tr {
                            th scope="col" { (text.get("area")) }
                            th.sr-number scope="col" { (text.get("field-ceiling")) }
                            th.sr-number scope="col" { (text.get("money-in-rounds")) }
                            th.sr-number scope="col" { (text.get("money-free")) }
                            th scope="col" { span.sr-hidden { (text.get("money-bar")) } }
                        }
                    }
                    tbody { @for allocation in nested(allocations) { (row(visit, allocation)) } }
                    tfoot { (sums(visit, allocations)) }
                }
            }))
            (legend(&[(Look::Main, text.get("money-in-rounds")), (Look::Room, text.get("money-free"))]))
        }
    }
}

/// Districts, each with the areas inside it below it.
fn nested(allocations: &[Allocation]) -> Vec<&Allocation> {
    let mut order = Vec::new();
    let around = |one: &&Allocation| allocations.iter().any(|other| one.parent.as_ref() == Some(&other.area));
    for top in allocations.iter().filter(|one| !around(one)) {
        order.push(top);
        order.extend(allocations.iter().filter(|one| one.parent.as_ref() == Some(&top.area)));
    }
    order
}

fn row(visit: &Visit, allocation: &Allocation) -> Markup {
    let text = visit.text;
    html! {
        tr {
            th scope="row" {
                @if allocation.parent.is_some() { span aria-hidden="true" { "↳ " } }
                (allocation.area_name)
                @if allocation.inside > Cents::ZERO {
                    p.sr-small { (text.with("allocation-whole", &[("whole", text.euros(allocation.whole()).into())])) }
                }
            }
            td.sr-number { (amount(text, allocation.ceiling)) }
            td.sr-number { (amount(text, allocation.rounds)) }
            td.sr-number { (amount(text, allocation.room())) }
            td.sr-meter {
                div.sr-bar.sr-bar--thin {
                    (Bar::of(allocation.ceiling).thin().money(Look::Main, allocation.rounds).money(Look::Room, allocation.room()).draw())
                }
            }
        }
    }
}

fn sums(visit: &Visit, allocations: &[Allocation]) -> Markup {
    let sum = |of: fn(&Allocation) -> Cents| Cents::sum(allocations.iter().map(of)).unwrap_or(Cents::MAX);
    html! {
        tr {
            th scope="row" { (visit.say("together")) }
            @for one in [sum(|one| one.ceiling), sum(|one| one.rounds), sum(Allocation::room)] {
                td.sr-number { (amount(visit.text, one)) }
            }
            td {}
        }
    }
}

fn allocation_form(visit: &Visit, line: &Line, areas: &[Area], back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, refused) = match back {
        Back::Allocation(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Line(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("area-");
    let options: Vec<(String, String)> =
        areas.iter().map(|area| (area.id.to_string(), area.name.clone())).collect();
    html! {
        @if options.is_empty() {
            p { a.utrecht-link href=(visit.to(paths::MUNICIPALITY, &[])) { (visit.say("task-areas")) } }
        } @else {
            h3.utrecht-heading-3 { (visit.say("allocation-set")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::ALLOCATIONS, &[line.id.as_str()])) {
                (filled.choice("area", "field-area", &options))
                (filled.field(&Field::text("ceiling", "field-allocation-ceiling")))
                (filled.field(&Field::text("why", "field-why")))
                (form::submit(&visit.say("allocation-save")))
            }
        }
    }
}

fn decision_form(visit: &Visit, line: &Line, back: &Back<'_>) -> Markup {
    let known = money::known(visit, line);
    let (form, refused) = match back {
        Back::Line(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Allocation(..) => (&known, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("line-");
    html! {
        details open[refused.is_some()] {
            summary { (visit.say("line-change")) }
            (money::line_form(visit, &filled, &visit.to(paths::LINE, &[line.id.as_str()])))
        }
    }
}
