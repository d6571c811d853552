//! One plan.

use axum::extract::Path;
use maud::{Markup, html};

use super::round_with_plans;
use crate::domain::round::{Origin, Voting};
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::office::disclosure::told;
use crate::web::office::frame::facts;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::written::{Below, written};
use crate::web::parts::{amount, picture, plan as plan_parts, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows a plan.
pub async fn show(Path((id, plan)): Path<(String, String)>, visit: Visit) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    let plan = plans.iter().find(|one| one.id.as_str() == plan).ok_or(Refusal::NOT_FOUND)?;
    let stated = store::disclosure::newest(&mut conn, &round.id, &plan.id).await?;
    let own = store::picture::of_plan(&mut conn, &round.id, &plan.id).await?;
    let (text, id) = (visit.text, round.id.as_str());
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                nav.sr-small aria-label=(text.get("breadcrumb")) {
                    a.utrecht-link href=(visit.to(paths::ROUND, &[id])) { (round.plan.title) } " / " (plan.title)
                }
                div.sr-split.sr-split--aside {
                    div.sr-stack {
                        h1.utrecht-heading-1 { (plan.title) }
                        p.sr-small { (plan_parts::who(plan)) }
                        @if !plan.summary.is_empty() {
                            p.utrecht-paragraph.utrecht-paragraph--lead { (plan.summary) }
                        }
                        (written(&plan.text, Below::H1))
                        @if let Some(stated) = &stated { (facts(&told(&visit, stated))) }
                    }
                    aside.sr-stack {
                        (picture::all(plan, &own))
                        p { bdi.sr-amount.sr-amount--huge dir="ltr" { (text.euros(plan.amount)) } }
                        div.sr-bar.sr-bar--thin {
                            (Bar::of(round.plan.ceiling).thin().money(Look::Main, plan.amount).room().draw())
                            p { (text.get("plan-of")) " " (amount(text, round.plan.ceiling)) }
                        }
                        @if round.origin == Origin::Vote { p.sr-small { (round_parts::later_years(&visit, &round)) } }
                        @if !plan.category.is_empty() { p.sr-small { (text.get("category")) ": " (plan.category) } }
                        @if round.voting(visit.now) == Voting::Open {
                            p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::CHOOSE, &[id])) { (text.get("to-vote")) } }
                        }
                    }
                }
                (round_parts::fingerprint(&visit, &round))
            }
        }
    };
    Ok(layout::page(&visit, &Head { title: plan.title.clone(), place: Place::Rounds }, content))
}
