//! A vote that came after the end: it is not taken, and what was chosen stays on the screen.

use axum::response::Response;
use maud::html;

use super::round_with_plans;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Phase, Round};
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Kind, with_kind};
use crate::web::guard::body::Form;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{basket, plan as plan_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// The answer to a vote that was sent too late.
pub async fn closed(visit: &Visit, id: &str, form: &Form) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, id).await?;
    let town = store::municipality::find(&mut conn).await?;
    Ok(closed_page(&visit.clone().with_town(town), &round, &chosen(form, &plans)))
}

/// The plans of a round that a form names.
pub fn chosen<'a>(form: &Form, plans: &'a [Proposal]) -> Vec<&'a Proposal> {
    plans.iter().filter(|plan| form.all("plan").any(|id| id == plan.id.as_str())).collect()
}

/// Says that the vote has ended, beside what was chosen. An earlier vote under the same letter may count: this
/// page does not know, and does not say otherwise.
pub fn closed_page(visit: &Visit, round: &Round, plans: &[&Proposal]) -> Response {
    let text = visit.text;
    let kind = format!("kind-{}", Kind::RoundClosed.name());
    let title = visit.say(&kind);
    let count = u64::try_from(plans.len()).unwrap_or(u64::MAX);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                h1.utrecht-heading-1 { (title) }
                div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::RoundClosed.name()) {
                    p { (visit.say(&format!("{kind}-help"))) }
                    @if round.phase != Phase::Cancelled { p { (text.get("late-line")) } }
                }
                @if !plans.is_empty() {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.with("review-count", &[("count", number(count))])) }
                        (plan_parts::table(visit, plans))
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
