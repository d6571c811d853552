//! The receipt: what a voter takes home. It promises that the vote counts and shows no choice.

use maud::{Markup, html};

use super::review::pass_field;
use crate::domain::receipt::Receipt;
use crate::domain::round::Round;
use crate::web::guard::token::{self, Pass, Right};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::round as round_parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// The page with the receipt.
pub fn receipt_page(visit: &Visit, round: &Round, receipt: &Receipt) -> Markup {
    let text = visit.text;
    let title = text.get("receipt-title");
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack data-kind="receipt" {
                svg.sr-tick viewBox="0 0 72 72" aria-hidden="true" focusable="false" {
                    circle cx="36" cy="36" r="33" fill="none" stroke="currentColor" stroke-width="6" {}
                    path d="M20 37l11 12 21-25" fill="none" stroke="currentColor" stroke-width="8" {}
                }
                h1.utrecht-heading-1 { (title) }
                p.utrecht-paragraph.utrecht-paragraph--lead { (text.with("receipt-lead", &[("title", round.plan.title.as_str().into())])) }
                section.sr-slip.sr-stack {
                    h2.utrecht-heading-2 { (text.get("receipt-slip")) }
                    dl.sr-stack {
                        div { dt { (text.get("control-number")) } dd.sr-key { (receipt.control) } dd.sr-small { (text.get("control-line")) } }
                        div { dt { (text.get("tracker")) } dd.sr-key { (receipt.tracker()) } dd.sr-small { (text.get("tracker-line")) } }
                        @if let Some(change) = &receipt.change {
                            div { dt { (text.get("change-code")) } dd.sr-key { (change.for_the_receipt()) } dd.sr-small { (text.get("change-code-line")) } }
                        }
                    }
                    p.sr-small { (text.with("receipt-round", &[("title", round.plan.title.as_str().into())])) }
                    details {
                        summary { (text.get("receipt-signature")) }
                        p.sr-hash { (receipt.commitment) }
                        p.sr-hash { (receipt.signature) }
                    }
                }
                div.sr-split.sr-split--even {
                    section.sr-stack { h2.utrecht-heading-2 { (text.get("what-next")) } (next_steps(visit, round)) }
                    section.sr-stack.sr-stack--tight {
                        h2.utrecht-heading-2 { (text.get("check-title")) }
                        ol.sr-counted { @for key in ["check-1", "check-2", "check-3"] { li { (text.get(key)) } } }
                        p { (text.get("check-missing")) }
                        p.sr-noprint { a.utrecht-link href=(visit.to(paths::LOG, &[round.id.as_str()])) { (text.get("log-title")) } }
                    }
                }
                @if receipt.change.is_some() && visit.kiosk.is_none() { (change_now(visit, round, receipt)) }
                p.utrecht-paragraph.sr-small.sr-noprint { (text.get("device-forgets")) }
                (round_parts::fingerprint(visit, round))
                p.sr-noprint { a.utrecht-button href=(visit.to(paths::HOME, &[])) { (text.get("receipt-done")) } }
            }
        }
    };
    layout::page(visit, &Head { title, place: Place::Booth }, content)
}

/// The way back to the plans for who has second thoughts at once. Later it takes the code and the change code.
fn change_now(visit: &Visit, round: &Round, receipt: &Receipt) -> Markup {
    let text = visit.text;
    let pass = Pass {
        round: round.id.clone(),
        control: receipt.control,
        right: Right::Change(receipt.commitment),
        until: visit.now.plus_minutes(token::VISIT_MINUTES),
    };
    html! {
        section.sr-stack.sr-stack--tight.sr-noprint {
            h2.utrecht-heading-2 { (text.get("change-title")) }
            p.utrecht-paragraph { (text.get("change-now-line")) }
            form method="post" action=(visit.to(paths::CHOOSE, &[round.id.as_str()])) {
                (pass_field(visit, Some(&pass)))
                button.utrecht-button name="next" value="sum" { (text.get("change-now")) }
            }
        }
    }
}

fn next_steps(visit: &Visit, round: &Round) -> Markup {
    let text = visit.text;
    let (until, outcome) = (round.vote_until(), round.plan.dates.outcome_at);
    html! {
        ol.sr-timeline {
            li.sr-done { h3.utrecht-heading-3 { (text.get("today")) } p { (text.get("you-voted")) } }
            @if let Some(until) = until {
                li { h3.utrecht-heading-3 { (text.moment(until)) } p { (text.get("vote-closes")) } }
            }
            @if let Some(outcome) = outcome {
                li { h3.utrecht-heading-3 { (text.moment(outcome)) } p { (text.get("outcome-comes")) } }
            }
        }
    }
}
