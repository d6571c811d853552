//! The tasks of the municipality that residents can take over, for everyone: who does them now, what they cost, and when a
//! contract ends, long before it does.

use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::domain::bid::task::{Task, sort};
use crate::store;
use crate::web::error::Answer;
use crate::web::office::frame::facts;
use crate::web::parts::bid as parts;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::start::TASK;

/// Shows the list.
pub async fn list(visit: Visit) -> Answer {
    let mut tasks = store::bid::task::list(&mut *visit.app.store.read().await?).await?;
    tasks.retain(|task| task.facts.is_open);
    sort(&mut tasks);
    let title = visit.say("tasks-title");
    let body = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                h1.utrecht-heading-1 { (title) }
                p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("tasks-lead")) }
                ol.sr-counted { @for key in ["tasks-how-1", "tasks-how-2", "tasks-how-3"] { li { (visit.say(key)) } } }
                p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::PITCHES, &[])) { (visit.say("tasks-begin")) } }
                p.utrecht-paragraph { (visit.say("tasks-wait")) }
                @if tasks.is_empty() { p { (visit.say("tasks-none")) } }
                ul.sr-rows.sr-rows--plain { @for task in &tasks { (row(&visit, task)) } }
            }
        }
    };
    Ok(layout::page(&visit, &Head { title, place: Place::Public }, body).into_response())
}

fn row(visit: &Visit, task: &Task) -> Markup {
    let (known, text) = (&task.facts, visit.text);
    let mut list = vec![
        (text.get("field-task_executor"), html! { bdi { (known.executor) } }),
        (text.get("field-task_until"), html! { (parts::contract(visit, known)) }),
        (text.get("field-task_cost"), html! { (parts::cost(visit, known)) }),
    ];
    if !known.source.is_empty() {
        list.push((text.get("field-task_source"), html! { (known.source) }));
    }
    html! {
        li {
            div.sr-stack.sr-stack--tight {
                h2.utrecht-heading-3 { (known.name) }
                p.sr-small { (known.place) }
                @if !known.about.is_empty() { p.sr-prewrap { (known.about) } }
                (facts(&list))
                p {
                    a.utrecht-button href=(format!("{}?{TASK}={}", visit.to(paths::PITCHES, &[]), task.id)) {
                        (text.get("tasks-begin-one")) span.sr-hidden { ": " (known.name) ", " (known.place) }
                    }
                }
                p.sr-small { (text.with("task-said", &[("when", text.moment(task.at).into())])) }
            }
        }
    }
}
