//! What a budget is called, when it is looked at again and from which share it warns: the form that decides it again,
//! and what was decided before.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::{budgets, money};
use crate::acts::budget::change_terms;
use crate::domain::account::Permission;
use crate::domain::budget::{Budget, Terms, TermsDecision};
use crate::domain::id::BudgetId;
use crate::domain::money::BasisPoints;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Decides it.
pub async fn change(Of(id, _): Of<BudgetId>, visit: Visit, form: Form) -> Answer {
    let done = match BasisPoints::parse_typed(form.get("warning")) {
        Err(_) => Err(Refused::field("warning", "percent")),
        Ok(warning) => {
            let text = |field: &str| form.get(field).trim().to_string();
            let wanted = Terms { name: text("name"), review_on: text("review_on"), warning };
            let ground = money::read_ground(&form);
            match change_terms(&visit.context(), &id, wanted, ground, form.get("why")).await {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "name")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::BUDGET, &[id.as_str()])).into_response()),
        Err(refused) => {
            let page = budgets::page(&visit, &id, Some((&form, &refused))).await?;
            Ok(answer(Some(&refused), page))
        }
    }
}

/// The form, and what was decided before, the newest first.
pub fn section(
    visit: &Visit,
    whole: &Budget,
    before: &[TermsDecision],
    typed: Option<(&Form, &Refused)>,
) -> Markup {
    let known = known(visit, whole);
    let (form, refused) = typed.map_or((&known, None), |(form, refused)| (form, Some(refused)));
    let filled = Filled::new(visit.text, form, refused);
    html! {
        @if !before.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("lot-terms-before")) }
                ul.sr-rows.sr-rows--plain { @for one in before.iter().rev() { li { (told(visit, one)) } } }
            }
        }
        @if visit.may(Permission::ManageMoney) {
            details open[refused.is_some()] {
                summary { (visit.say("lot-terms")) }
                (filled.notice())
                p.utrecht-paragraph { (visit.say("lot-terms-line")) }
                form.sr-stack method="post" action=(visit.to(paths::BUDGET_TERMS, &[whole.id.as_str()])) {
                    (filled.field(&Field::text("name", "lot-terms-name")))
                    (filled.field(&Field::of("date", "review_on", "field-review_on")))
                    (filled.field(&Field::of("percent", "warning", "field-warning")))
                    (filled.field(&Field::text("ground", "field-ground")))
                    (filled.field(&Field::of("date", "ground_date", "field-ground_date")))
                    (filled.field(&Field::text("ground_link", "field-ground_link")))
                    (filled.field(&Field::of("area", "why", "field-why")))
                    (form::submit(&visit.say("lot-terms-save")))
                }
            }
        }
    }
}

fn known(visit: &Visit, whole: &Budget) -> Form {
    let mut form = Form::default();
    form.set("name", &whole.name);
    form.set("review_on", &whole.review_on);
    form.set("warning", visit.text.percent(whole.warning));
    form
}

/// A decision: what changed, on what ground and why.
fn told(visit: &Visit, one: &TermsDecision) -> Markup {
    let (before, after) = (&one.before, &one.after);
    let day = |terms: &Terms| {
        money::day(visit, &terms.review_on).unwrap_or_else(|| visit.say("budget-review-none"))
    };
    let share = |terms: &Terms| visit.text.percent(terms.warning);
    let changed = [
        ("lot-terms-name", before.name.clone(), after.name.clone()),
        ("budget-review", day(before), day(after)),
        ("field-warning", share(before), share(after)),
    ];
    html! {
        @for (key, was, is) in changed.into_iter().filter(|(_, was, is)| was != is) {
            p { (visit.say(key)) ": " (visit.text.with("lot-terms-change", &[("was", was.into()), ("is", is.into())])) }
        }
        p { (one.reason) }
        p.sr-small {
            (money::ground(visit, &one.ground)) " \u{b7} " (visit.text.day(one.at))
            @if !one.function.is_empty() { " \u{b7} " (one.function) }
        }
    }
}
