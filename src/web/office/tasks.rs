//! The tasks that residents can take over, as the city keeps them.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use crate::acts::bid::task as acts;
use crate::domain::account::Permission;
use crate::domain::bid::task::{CostStatus, Facts, Task, sort};
use crate::domain::id::TaskId;
use crate::domain::money::Cents;
use crate::domain::plain::kept;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::bid as parts;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit, typed_amount};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the list.
pub async fn show(visit: Visit) -> Answer {
    Ok(answer(None, page(&visit, &Form::default(), None).await?))
}

/// Puts a task in it.
pub async fn add(visit: Visit, form: Form) -> Answer {
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok(facts) => match acts::add(&mut visit.context(), facts).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refused::of(error, "task_cost")?),
        },
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::OFFICE_TASKS, &[])).into_response()),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &form, Some(&refused)).await?)),
    }
}

/// Shows one task, with what was said of it before.
pub async fn one(Of(id, _): Of<TaskId>, visit: Visit) -> Answer {
    let history = find(&visit, &id).await?;
    Ok(answer(None, one_page(&visit, &history, &known(&history[0]), None)))
}

/// Says something else of it.
pub async fn change(Of(id, _): Of<TaskId>, visit: Visit, form: Form) -> Answer {
    let seen = form.get("task_seen").parse().unwrap_or(0);
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok(facts) => match acts::change(&visit.context(), &id, seen, facts).await {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused::of(error, "task_cost")?),
        },
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::OFFICE_TASK, &[id.as_str()])).into_response()),
        Err(refused) => {
            let history = find(&visit, &id).await?;
            Ok(answer(Some(&refused), one_page(&visit, &history, &form, Some(&refused))))
        }
    }
}

async fn find(visit: &Visit, id: &TaskId) -> Answer<Vec<Task>> {
    let history = store::bid::task::history(&mut *visit.app.store.read().await?, id).await?;
    if history.is_empty() { Err(Refusal::NOT_FOUND) } else { Ok(history) }
}

fn read(form: &Form) -> Result<Facts, Refused> {
    let text = |name: &str| kept(form.get(name));
    let status = CostStatus::named(form.get("task_status"));
    let cost = match form.get("task_cost").trim() {
        "" => None,
        typed => Some(Cents::parse_typed(typed).map_err(|_| Refused::field("task_cost", "amount"))?),
    };
    Ok(Facts {
        name: text("task_name"),
        about: text("task_about"),
        place: text("task_place"),
        executor: text("task_executor"),
        contract_until: text("task_until"),
        cost,
        status: status.ok_or_else(|| Refused::field("task_status", "choose"))?,
        source: text("task_source"),
        is_open: form.get("task_open") != "no",
    })
}

fn known(task: &Task) -> Form {
    let (mut form, facts) = (Form::default(), &task.facts);
    form.set("task_name", facts.name.as_str());
    form.set("task_about", facts.about.as_str());
    form.set("task_place", facts.place.as_str());
    form.set("task_executor", facts.executor.as_str());
    form.set("task_until", facts.contract_until.as_str());
    form.set("task_cost", facts.cost.map(typed_amount).unwrap_or_default());
    form.set("task_status", facts.status.name());
    form.set("task_source", facts.source.as_str());
    form.set("task_open", if facts.is_open { "yes" } else { "no" });
    form
}

async fn page(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut tasks = store::bid::task::list(&mut *visit.app.store.read().await?).await?;
    sort(&mut tasks);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("tasks-office-lead")) }
            p { a.utrecht-link href=(visit.to(paths::TASKS, &[])) { (visit.say("tasks-to-list")) } }
            @if tasks.is_empty() { p { (visit.say("tasks-none")) } } @else { (table(visit, &tasks)) }
            @if visit.may(Permission::HandleGrants) {
                section.sr-stack {
                    h2.utrecht-heading-2 { (visit.say("tasks-new")) }
                    (fields(visit, form, refused, (visit.to(paths::OFFICE_TASKS, &[]), 0)))
                }
            }
        }
    };
    Ok(Frame::menu(paths::ROUNDS, visit.say("tasks-title")).show(visit, content))
}

fn table(visit: &Visit, tasks: &[Task]) -> Markup {
    let title = visit.say("tasks-title");
    form::table(
        &title,
        html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (visit.say("field-task_name")) }
                        th scope="col" { (visit.say("field-task_executor")) }
                        th scope="col" { (visit.say("field-task_until")) }
                        th scope="col" { (visit.say("field-task_cost")) }
                        th scope="col" { (visit.say("field-task_open")) }
                    }
                }
                tbody {
                    @for task in tasks {
                        tr {
                            th scope="row" {
                                a.utrecht-link href=(visit.to(paths::OFFICE_TASK, &[task.id.as_str()])) { (task.facts.name) }
                                br; span.sr-small { (task.facts.place) }
                            }
                            td { (task.facts.executor) }
                            td { (parts::contract(visit, &task.facts)) }
                            td { (parts::cost(visit, &task.facts)) }
                            td { (visit.say(if task.facts.is_open { "bid-answer-yes" } else { "bid-answer-no" })) }
                        }
                    }
                }
            }
        },
    )
}

fn one_page(visit: &Visit, history: &[Task], form: &Form, refused: Option<&Refused>) -> Markup {
    let newest = &history[0];
    let to = visit.to(paths::OFFICE_TASK, &[newest.id.as_str()]);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            @if visit.may(Permission::HandleGrants) { (fields(visit, form, refused, (to, newest.number))) }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("tasks-history")) }
                @for task in history { (said(visit, task)) }
            }
        }
    };
    let above = vec![(visit.say("tasks-title"), visit.to(paths::OFFICE_TASKS, &[]))];
    Frame { above, ..Frame::menu(paths::ROUNDS, newest.facts.name.clone()) }.show(visit, content)
}

fn said(visit: &Visit, task: &Task) -> Markup {
    let known = &task.facts;
    html! {
        details {
            summary { (visit.text.moment(task.at)) ", " (task.function) }
            (facts(&[
                (visit.say("field-task_name"), html! { (known.name) ", " (known.place) }),
                (visit.say("field-task_executor"), html! { (known.executor) }),
                (visit.say("field-task_until"), html! { (parts::contract(visit, known)) }),
                (visit.say("field-task_cost"), html! { (parts::cost(visit, known)) " " (known.source) }),
                (visit.say("field-task_about"), html! { span.sr-prewrap { (known.about) } }),
            ]))
        }
    }
}

fn fields(visit: &Visit, form: &Form, refused: Option<&Refused>, (to, seen): (String, u64)) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let status: Vec<(String, String)> = CostStatus::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), visit.say(&format!("task-status-{name}"))))
        .collect();
    let open = ["yes", "no"].map(|name| (name.to_string(), visit.say(&format!("bid-answer-{name}"))));
    html! {
        (filled.notice())
        form.sr-stack method="post" action=(to) {
            input type="hidden" name="task_seen" value=(seen);
            (filled.field(&Field::text("task_name", "field-task_name")))
            (filled.field(&Field::text("task_place", "field-task_place")))
            (filled.field(&Field::of("area", "task_about", "field-task_about")))
            (filled.field(&Field::text("task_executor", "field-task_executor")))
            (filled.field(&Field::of("date", "task_until", "field-task_until")))
            (filled.choice("task_status", "field-task_status", &status))
            (filled.field(&Field::text("task_cost", "field-task_cost")))
            (filled.field(&Field::text("task_source", "field-task_source")))
            (filled.choice("task_open", "field-task_open", &open))
            (submit(&visit.say("save")))
        }
    }
}
