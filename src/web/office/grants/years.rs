//! The years of a grant, and the steps that may be taken now.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::page;
use super::step::Task;
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::budget::Line;
use crate::domain::grant::{GrantRecord, GrantState, Slice, Whole};
use crate::domain::id::GrantId;
use crate::domain::money::Cents;
use crate::store::{self, Conn};
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::Frame;
use crate::web::parts::amount;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, typed_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// The fields of the form, for the years after the first.
const FIELDS: [&str; 5] = ["year-2", "year-3", "year-4", "year-5", "year-6"];

/// The section of the page of a grant.
pub async fn section(visit: &Visit, conn: &mut Conn, grant: &GrantRecord) -> Answer<Markup> {
    let whole = store::slice::whole(conn, grant).await?;
    let notice = store::slice::notice(conn, &grant.id).await?;
    let clock = acts::grant::notice_clock(conn, &grant.id).await?;
    let conditional = acts::grant::conditional_years(conn, grant).await?;
    let called = store::slice::called(conn, &grant.id).await?;
    let tasks: Vec<Task> = Task::all()
        .into_iter()
        .filter(|task| task.may_begin(visit, grant) && (*task != Task::Notice || clock.is_some()))
        .filter(|task| *task != Task::Notice || notice.is_none())
        .collect();
    let id = grant.id.as_str();
    Ok(html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("grant-years")) }
            (table(visit, &whole))
            @if !whole.later().is_empty() { p.sr-small { (visit.say("grant-years-reserve")) } }
            @for (slice, _) in &called {
                p { (visit.text.with("yrs-year-called", &[("amount", visit.text.euros(slice.amount).into()), ("year", slice.year.to_string().into())])) }
            }
            @if !conditional.is_empty() && visit.may(Permission::DecideGrants) {
                p { a.utrecht-link href=(visit.to(paths::GRANT_CONDITION, &[id])) { (visit.say("yrs-condition")) } }
            }
            @if let Some(notice) = &notice {
                p { (visit.text.with("grant-notice-given", &[("date", visit.text.date(notice.at).into())])) " " (notice.reason) }
                @if let Some(clock) = &clock {
                    p { (visit.text.with("wrd-notice-letter", &[("date", visit.text.civil_day(clock.by).into())])) }
                }
            } @else if let Some(clock) = &clock {
                p {
                    (visit.text.with("yrs-notice-by", &[
                        ("years", number(clock.row.try_into().unwrap_or(u64::MAX))),
                        ("date", visit.text.civil_day(clock.by).into()),
                    ]))
                }
            }
            @if grant.state == GrantState::Certified && visit.may(Permission::HandleGrants) {
                p { a.utrecht-link href=(visit.to(paths::GRANT_YEARS, &[id])) { (visit.say("grant-years-set")) } }
            }
        }
        @if !tasks.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("grant-now")) }
                div.utrecht-button-group {
                    @for task in &tasks {
                        a.utrecht-button href=(visit.to(paths::GRANT_STEP, &[id, task.name()])) { (visit.say(&format!("grant-do-{}", task.name()))) }
                    }
                }
            }
        }
    })
}

/// What the grant gets in each year.
pub(super) fn table(visit: &Visit, whole: &Whole) -> Markup {
    let title = visit.say("grant-years");
    form::table(
        &title,
        html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                thead { tr { th scope="col" { (visit.say("grant-year")) } th.sr-number scope="col" { (visit.say("grant-amount")) } } }
                tbody {
                    @for slice in whole.slices() {
                        tr { th scope="row" { (slice.year) } td.sr-number { (amount(visit.text, slice.amount)) } }
                    }
                }
                tfoot { tr { th scope="row" { (visit.say("together")) } td.sr-number { (amount(visit.text, whole.sum())) } } }
            }
        },
    )
}

/// Shows the form for the later years.
pub async fn show(Of(id, _): Of<GrantId>, visit: Visit) -> Answer {
    let (grant, slices, line) = found(&visit, &id).await?;
    let mut form = Form::default();
    for (field, slice) in FIELDS.iter().zip(&slices) {
        form.set(field, typed_amount(slice.amount));
    }
    Ok(page_of(&visit, (&grant, &line), &form, None).into_response())
}

/// Agrees on the later years.
pub async fn set(Of(id, _): Of<GrantId>, visit: Visit, form: Form) -> Answer {
    let (grant, _, line) = found(&visit, &id).await?;
    let mut amounts = Vec::new();
    for field in FIELDS {
        let typed = form.get(field).trim();
        let Ok(read) = (if typed.is_empty() { Ok(Cents::ZERO) } else { Cents::parse_typed(typed) }) else {
            let refused = Refused::field(field, "amount");
            return Ok(answer(Some(&refused), page_of(&visit, (&grant, &line), &form, Some(&refused))));
        };
        amounts.push(read);
    }
    match acts::grant::set_years(&visit.context(), &grant.id, &amounts).await {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::OFFICE_GRANT, &[id.as_str()])).into_response()),
        Err(error) => {
            let refused = Refused::of(error, FIELDS[0])?;
            Ok(answer(Some(&refused), page_of(&visit, (&grant, &line), &form, Some(&refused))))
        }
    }
}

async fn found(visit: &Visit, id: &GrantId) -> Answer<(GrantRecord, Vec<Slice>, Line)> {
    let mut conn = visit.app.store.read().await?;
    let grant = page::find(&mut conn, id).await?;
    if grant.state != GrantState::Certified {
        return Err(Refusal(Kind::WrongState));
    }
    let slices = store::slice::of_grant(&mut conn, &grant.id).await?;
    let line = store::budget::line(&mut conn, &grant.line).await?.ok_or(Refusal::NOT_FOUND)?;
    Ok((grant, slices, line))
}

fn page_of(
    visit: &Visit,
    (grant, line): (&GrantRecord, &Line),
    form: &Form,
    refused: Option<&Refused>,
) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let labels = ["field-year-2", "field-year-3", "field-year-4", "field-year-5", "field-year-6"];
    let content = html! {
        (filled.notice())
        p.utrecht-paragraph {
            (visit.text.with("grant-years-lead", &[
                ("year", line.year.to_string().into()), ("amount", visit.text.euros(grant.amount).into()),
            ]))
        }
        form.sr-stack method="post" action=(visit.to(paths::GRANT_YEARS, &[grant.id.as_str()])) {
            @for (field, label) in FIELDS.into_iter().zip(labels) { (filled.field(&Field::text(field, label))) }
            (form::submit(&visit.say("grant-years-save")))
        }
    };
    let above = vec![
        (visit.say("grants-list-title"), visit.to(paths::GRANTS, &[])),
        (grant.title.clone(), visit.to(paths::OFFICE_GRANT, &[grant.id.as_str()])),
    ];
    let title = visit.say("grant-years-set");
    Frame { menu: paths::GRANTS, title, above, mark: html! {} }.show(visit, content)
}
