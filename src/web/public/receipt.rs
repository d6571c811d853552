//! The receipt: what a voter takes home. It promises that the vote counts and shows no choice.

use axum::response::Response;
use maud::{Markup, html};

use super::review::pass_field;
use super::short;
use crate::domain::mail::Address;
use crate::domain::receipt::Receipt;
use crate::domain::round::Round;
use crate::web::booth::Booth;
use crate::web::error::Kind;
use crate::web::guard::token::{self, Pass, Right};
use crate::web::kiosk;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{basket, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// A receipt on its page.
pub struct Shown<'a> {
    /// The round.
    pub round: &'a Round,
    /// The other rounds in which its voter may vote.
    pub also: &'a [Round],
    /// The receipt.
    pub receipt: &'a Receipt,
    /// The right to change the vote at once.
    pub pass: Option<Pass>,
    /// What became of it by mail, if it was asked for.
    pub mailed: Option<&'a Mailed<'a>>,
}

/// What became of a receipt by mail, with what was typed where it was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailed<'a> {
    /// It goes to this address.
    Sent(&'a Address),
    /// It could not be sent.
    Failed(&'a str),
    /// It was refused.
    Refused(Kind, &'a str),
}

impl<'a> Shown<'a> {
    /// The receipt of a vote that was cast this moment: it may be changed for the length of a visit.
    pub fn of(visit: &Visit, booth: &'a Booth, receipt: &'a Receipt) -> Shown<'a> {
        let pass = receipt.change.is_some().then(|| Pass {
            round: booth.round.id.clone(),
            control: receipt.control,
            right: Right::Change(receipt.commitment),
            until: visit.now.plus_minutes(token::VISIT_MINUTES),
        });
        Shown { round: &booth.round, also: &booth.also, receipt, pass, mailed: None }
    }
}

/// The page with the receipt.
pub fn receipt_page(visit: &Visit, shown: &Shown<'_>) -> Response {
    let (text, round, receipt) = (visit.text, shown.round, shown.receipt);
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
                (kiosk::stay_of_receipt(visit))
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
                (short::offered(visit, shown.also))
                div.sr-split.sr-split--even {
                    section.sr-stack { h2.utrecht-heading-2 { (text.get("what-next")) } (next_steps(visit, round)) }
                    section.sr-stack.sr-stack--tight {
                        h2.utrecht-heading-2 { (text.get("check-title")) }
                        ol.sr-counted { @for key in ["check-1", "check-2", "check-3"] { li { (text.get(key)) } } }
                        p { (text.get("check-missing")) }
                        p.sr-noprint { a.utrecht-link href=(visit.to(paths::LOG, &[round.id.as_str()])) { (text.get("log-title")) } }
                    }
                }
                @if visit.kiosk.is_none() {
                    (mail(visit, shown))
                    @if let Some(pass) = &shown.pass { (change_now(visit, round, pass)) }
                }
                p.utrecht-paragraph.sr-small.sr-noprint { (text.get("device-forgets")) }
                (round_parts::fingerprint(visit, round))
                p.sr-noprint { a.utrecht-button href=(visit.to(paths::HOME, &[])) { (text.get("receipt-done")) } }
            }
        }
        (basket::forgetting(visit, &round.id))
    };
    basket::scripted(layout::page(visit, &Head { title, place: Place::Booth }, content))
}

/// The receipt by mail, where mail can be sent: only who asks gets one.
fn mail(visit: &Visit, shown: &Shown<'_>) -> Markup {
    let (text, receipt) = (visit.text, shown.receipt);
    if visit.app.settings.mail.is_none() {
        return html! {};
    }
    let (fault, typed) = match shown.mailed {
        None | Some(Mailed::Sent(_)) => (None, ""),
        Some(Mailed::Failed(typed)) => (Some(text.get("way-mail-failed")), *typed),
        Some(Mailed::Refused(kind, typed)) => (Some(text.get(&format!("kind-{}", kind.name()))), *typed),
    };
    html! {
        section.sr-stack.sr-stack--tight.sr-noprint {
            @if let Some(Mailed::Sent(address)) = shown.mailed {
                p.utrecht-alert.utrecht-alert--ok role="status" { (text.with("way-mail-sent", &[("address", address.as_str().into())])) }
            }
            details open[fault.is_some()] {
                summary { (text.get("way-mail-title")) }
                form.sr-stack.sr-stack--tight method="post" action=(visit.to(paths::RECEIPT_MAIL, &[shown.round.id.as_str()])) {
                    p.utrecht-paragraph { (text.get("way-mail-line")) }
                    div.utrecht-form-field.utrecht-form-field--invalid[fault.is_some()] {
                        label.utrecht-form-label for="email" { (text.get("way-mail-address")) }
                        @if let Some(fault) = &fault { p.utrecht-form-field-error-message #email-fout { (fault) } }
                        input.utrecht-textbox #email name="email" type="email" maxlength="254" autocomplete="off" required
                            aria-describedby=[fault.as_ref().map(|_| "email-fout")] aria-invalid=[fault.as_ref().map(|_| "true")] value=(typed);
                    }
                    input type="hidden" name="control" value=(receipt.control);
                    input type="hidden" name="commitment" value=(receipt.commitment);
                    input type="hidden" name="signature" value=(receipt.signature);
                    @if let Some(change) = &receipt.change { input type="hidden" name="change" value=(change.for_the_receipt()); }
                    (pass_field(visit, shown.pass.as_ref()))
                    p { button.utrecht-button type="submit" { (text.get("way-mail-action")) } }
                }
            }
        }
    }
}

/// The way back to the plans for who has second thoughts at once. Later it takes the code and the change code.
fn change_now(visit: &Visit, round: &Round, pass: &Pass) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack.sr-stack--tight.sr-noprint {
            h2.utrecht-heading-2 { (text.get("change-title")) }
            p.utrecht-paragraph { (text.get("change-now-line")) }
            form method="post" action=(visit.to(paths::CHOOSE, &[round.id.as_str()])) {
                (pass_field(visit, Some(pass)))
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
