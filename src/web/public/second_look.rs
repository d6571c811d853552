//! "Klopt dit?": a second look at a vote, only where something deserves one. Otherwise the overview was the last look.

use axum::response::Response;
use maud::{Markup, html};

use super::choose::over;
use super::review::{Review, sent_fields};
use crate::domain::money::Cents;
use crate::domain::round::Change;
use crate::domain::rules::Rules;
use crate::text::number;
use crate::web::guard::token::Right;
use crate::web::marks;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::tray::Over;
use crate::web::parts::{basket, choice, large_amount, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// Why a vote is asked about once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No plan was chosen.
    Blank,
    /// It takes the place of an earlier vote.
    Change,
    /// There is money left for at least one more plan, where a ballot is about money.
    Room(Cents),
}

/// Why this vote deserves a second look, if it does. Money that is left says nothing about a ballot that only tells which
/// plans are good.
pub fn reason(review: &Review<'_>, rules: &Rules) -> Option<Reason> {
    let is_change = matches!(review.pass.as_ref().map(|pass| pass.right), Some(Right::Change(_)))
        || (rules.change == Change::Allowed && !review.typed.change.trim().is_empty());
    if is_change {
        return Some(Reason::Change);
    }
    if review.plans.is_empty() {
        return Some(Reason::Blank);
    }
    match over(review.round) {
        Over::Tells => None,
        Over::Blocks => room(review, rules).map(Reason::Room),
    }
}

/// What is left, when a plan that was not chosen fits in it and one more may be chosen.
fn room(review: &Review<'_>, rules: &Rules) -> Option<Cents> {
    let sum = Cents::sum(review.plans.iter().map(|plan| plan.amount)).ok()?;
    let left = review.round.plan.ceiling.minus(sum).ok()?;
    let may_add = u64::try_from(review.plans.len()).is_ok_and(|count| count < rules.ballot.max);
    let is_chosen = |id| review.plans.iter().any(|plan| plan.id == id);
    let fits = rules.proposals.iter().any(|plan| !is_chosen(plan.id.clone()) && plan.amount <= left);
    (may_add && fits).then_some(left)
}

/// The page: what is about to happen, a button that does it, and one that goes back to the plans.
pub fn page(visit: &Visit, review: &Review<'_>, reason: Reason) -> Response {
    let (text, round) = (visit.text, review.round);
    let title = text.get("way-sure-title");
    let count = u64::try_from(review.plans.len()).unwrap_or(u64::MAX);
    let yes = match reason {
        Reason::Blank => "way-sure-blank-yes",
        Reason::Change => "way-sure-change-yes",
        Reason::Room(_) => "way-sure-room-yes",
    };
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack data-kind="second_look" {
                p.sr-step { (text.get("way-sure-step")) }
                h1.utrecht-heading-1 { (title) }
                p.utrecht-paragraph.utrecht-paragraph--lead {
                    @match reason {
                        Reason::Blank => (text.get("way-sure-blank")),
                        Reason::Change => (text.get("way-sure-change")),
                        Reason::Room(left) => { (text.get("way-sure-room")) " " (large_amount(text, left)) },
                    }
                }
                @if !review.plans.is_empty() {
                    h2.utrecht-heading-2 { (text.with("review-count", &[("count", number(count))])) }
                    (choice::table(visit, &round.plan.ballot, &review.plans, &review.token.choices))
                }
                div.utrecht-button-group {
                    form method="post" action=(visit.to(paths::CAST, &[round.id.as_str()])) data-unsent=(round.id) {
                        button.utrecht-button.utrecht-button--primary-action.sr-vote name="sure" value="1" { (text.get(yes)) }
                        (sent_fields(visit, review))
                        @if review.pass.is_none() { input type="hidden" name="code" value=(review.typed.code); }
                        @if !review.typed.change.is_empty() { input type="hidden" name="change" value=(review.typed.change); }
                    }
                    (back(visit, review))
                }
                (round_parts::fingerprint(visit, round))
            }
        }
        (basket::script(visit))
    };
    basket::scripted(layout::page(visit, &Head { title, place: Place::Booth }, content))
}

/// Back to the plans, with the choices.
fn back(visit: &Visit, review: &Review<'_>) -> Markup {
    html! {
        form method="post" action=(visit.to(paths::CHOOSE, &[review.round.id.as_str()])) {
            (marks::hidden(&review.token.choices))
            input type="hidden" name="order" value=(review.order);
            (super::review::pass_field(visit, review.pass.as_ref()))
            button.utrecht-button name="next" value="sum" { (visit.say("change-choice")) }
        }
    }
}
