//! A vote that came after the end: it is not taken, and what was chosen stays on the screen.

use axum::response::Response;
use maud::html;

use super::round_with_plans;
use crate::domain::ballot::Choice;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Phase, Round};
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Kind, with_kind};
use crate::web::guard::body::Form;
use crate::web::marks::Marks;
use crate::web::parts::basket;
use crate::web::parts::choice;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::paths;
use crate::web::visit::Visit;

/// The answer to a vote that was sent too late.
pub async fn closed(visit: &Visit, id: &str, form: &Form) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, id).await?;
    let town = store::municipality::find(&mut conn).await?;
    Ok(closed_page(&visit.clone().with_town(town), &round, &chosen(form, &plans)))
}

/// What a form says of the plans of a round.
pub struct Chosen<'a> {
    plans: Vec<&'a Proposal>,
    choices: Vec<Choice>,
}

/// The plans of a round that a form names, and what it says of them.
pub fn chosen<'a>(form: &Form, plans: &'a [Proposal]) -> Chosen<'a> {
    let marks = Marks::read(form);
    let plans = plans.iter().filter(|plan| marks.has(&plan.id)).collect();
    Chosen { plans, choices: marks.choices() }
}

/// Says that the vote has ended, beside what was chosen. An earlier vote under the same letter may count: this
/// page does not know, and does not say otherwise.
pub fn closed_page(visit: &Visit, round: &Round, chosen: &Chosen<'_>) -> Response {
    let text = visit.text;
    let kind = format!("kind-{}", Kind::RoundClosed.name());
    let title = visit.say(&kind);
    let count = u64::try_from(chosen.plans.len()).unwrap_or(u64::MAX);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                h1.utrecht-heading-1 { (title) }
                div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::RoundClosed.name()) {
                    p { (visit.say(&format!("{kind}-help"))) }
                    @if round.phase != Phase::Cancelled { p { (text.get("late-line")) } }
                }
                @if !chosen.plans.is_empty() {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.with("review-count", &[("count", number(count))])) }
                        (choice::table(visit, &round.plan.ballot, &chosen.plans, &chosen.choices))
                    }
                }
                p { a.utrecht-link href=(visit.to(paths::ROUND, &[round.id.as_str()])) { (round.plan.title) } }
            }
        }
        (basket::forgetting(visit, &round.id))
    };
    let page = layout::page(visit, &Head { title, place: Place::Booth }, content);
    basket::scripted(with_kind(Kind::RoundClosed, page))
}
