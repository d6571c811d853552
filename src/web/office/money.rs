//! Budget lines: all of them as bars, and the form for a new one.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use crate::acts::budget::{LineDecision, decide_line};
use crate::acts::{ActError, FieldFault};
use crate::domain::account::Permission;
use crate::domain::budget::{CeilingExceeded, Line};
use crate::domain::id::LineId;
use crate::domain::money::{BasisPoints, Cents};
use crate::store;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::parts::bar::{Bar, Look, legend};
use crate::web::parts::form::{self, Field, Filled, Refused, answer, typed_amount};
use crate::web::parts::{amount, large_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the lines.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, &Form::default(), None).await?.into_response())
}

/// Decides a new line.
pub async fn add(visit: Visit, form: Form) -> Answer {
    match decide(&visit, None, &form).await? {
        Ok(line) => Ok(Redirect::to(&visit.to(paths::LINE, &[line.as_str()])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?)),
    }
}

/// Decides what a form says about a line, new or known.
pub async fn decide(visit: &Visit, id: Option<LineId>, form: &Form) -> Answer<Result<LineId, Refused>> {
    let decision = match read(id, form) {
        Ok(decision) => decision,
        Err(refused) => return Ok(Err(refused)),
    };
    match decide_line(&mut visit.context(), decision).await {
        Ok(line) => Ok(Ok(line)),
        // The share would become less than what areas have already.
        Err(ActError::Ceiling(CeilingExceeded { room })) => {
            let faults = vec![FieldFault { field: "share", fault: "below-areas" }];
            Ok(Err(Refused { kind: Kind::CeilingExceeded, faults, room: Some(room) }))
        }
        Err(error) => Refused::of(error, "share").map(Err),
    }
}

fn read(id: Option<LineId>, form: &Form) -> Result<LineDecision, Refused> {
    let year = form.get("year").trim().parse::<i64>().map_err(|_| "year");
    let total = Cents::parse_typed(form.get("total")).map_err(|_| "amount");
    let share = BasisPoints::parse_typed(form.get("share")).map_err(|_| "percent");
    match (year, total, share) {
        (Ok(year), Ok(total), Ok(share)) => Ok(LineDecision {
            id,
            year,
            name: form.get("name").trim().to_string(),
            total,
            share,
            base: form.get("base").trim().to_string(),
            ground: form.get("ground").trim().to_string(),
        }),
        (year, total, share) => {
            let faults = [("year", year.err()), ("total", total.err()), ("share", share.err())];
            let named = |(field, fault): (&'static str, Option<&'static str>)| {
                fault.map(|fault| FieldFault { field, fault })
            };
            Err(Refused::fields(faults.into_iter().filter_map(named).collect()))
        }
    }
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let lines = store::budget::lines(&mut *visit.app.store.read().await?).await?;
    let text = visit.text;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (text.get("money-line")) }
            @if lines.is_empty() { p { (text.get("money-none")) } }
            @for line in &lines {
                section.sr-stack {
                    div.sr-between {
                        h2.utrecht-heading-2 {
                            a.utrecht-link href=(visit.to(paths::LINE, &[line.id.as_str()])) { (name(line)) }
                        }
                        p { (large_amount(text, line.total)) }
                    }
                    (bar(visit, line))
                }
            }
            @if visit.may(Permission::ManageMoney) {
                details open[refused.is_some() || lines.is_empty()] {
                    summary { (text.get("line-add")) }
                    (line_form(visit, &Filled::new(text, form, refused), &visit.to(paths::MONEY, &[])))
                }
            }
        }
    };
    Ok(Frame::menu(paths::MONEY, text.get("money-title")).show(visit, content))
}

/// Name and year of a line.
pub fn name(line: &Line) -> String {
    format!("{} {}", line.name, line.year)
}

/// A line as a bar, with its numbers.
pub fn bar(visit: &Visit, line: &Line) -> Markup {
    let text = visit.text;
    let bar = Bar::of(line.total)
        .money(Look::Fixed, line.fixed())
        .grip()
        .money(Look::Main, line.allocated)
        .money(Look::Room, line.room());
    let numbers = [
        (text.get("money-fixed"), line.fixed()),
        (text.with("money-reserved", &[("share", text.percent(line.share).into())]), line.reserved()),
        (text.get("money-allocated"), line.allocated),
        (text.get("money-room"), line.room()),
    ];
    html! {
        div.sr-bar {
            (bar.draw())
            (legend(&[
                (Look::Fixed, text.get("money-fixed")),
                (Look::Main, text.get("money-allocated")),
                (Look::Room, text.get("money-room")),
            ]))
        }
        (form::table(&name(line), html! {
            table.utrecht-table {
                caption.sr-hidden { (name(line)) }
                tbody {
                    @for (words, sum) in numbers {
                        tr { th scope="row" { (words) } td.sr-number { (amount(text, sum)) } }
                    }
                }
                tfoot { tr { th scope="row" { (text.get("together-line")) } td.sr-number { (amount(text, line.total)) } } }
            }
        }))
    }
}

/// The form of a line.
pub fn line_form(visit: &Visit, filled: &Filled<'_>, action: &str) -> Markup {
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(action) {
            (filled.field(&Field::text("name", "field-line")))
            (filled.field(&Field::of("number", "year", "field-year")))
            (filled.field(&Field::text("total", "field-total")))
            (filled.field(&Field::text("share", "field-share")))
            (filled.field(&Field::text("base", "field-base")))
            (filled.field(&Field::text("ground", "field-ground")))
            (form::submit(&visit.say("line-save")))
        }
    }
}

/// What stands in the form of a line that is known.
pub fn known(visit: &Visit, line: &Line) -> Form {
    let mut form = Form::default();
    form.set("name", &line.name);
    form.set("year", line.year.to_string());
    form.set("total", typed_amount(line.total));
    form.set("share", percent(visit, line.share));
    form.set("base", &line.base);
    form.set("ground", &line.ground);
    form
}

/// Percentages are typed with a comma in any language.
fn percent(visit: &Visit, share: BasisPoints) -> String {
    visit.text.percent(share).replace('.', ",")
}

/// The line of an address.
pub async fn find(visit: &Visit, id: &str) -> Answer<Line> {
    let mut conn = visit.app.store.read().await?;
    store::budget::line(&mut conn, &LineId::new(id)).await?.ok_or(Refusal::NOT_FOUND)
}
