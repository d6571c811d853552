//! The review: what was chosen, and one field for the code, or the way by the provider.

use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::ballot::{At, Fault};
use super::{letter, ways};
use crate::acts::ActError;
use crate::domain::proposal::Proposal;
use crate::domain::round::{Change, Round};
use crate::provider::Provider;
use crate::text::number;
use crate::web::error::with_kind;
use crate::web::guard::token::{self, Pass, Right};
use crate::web::kiosk;
use crate::web::marks;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::tray::sum_line;
use crate::web::parts::{basket, choice, round as round_parts};
use crate::web::paths;
use crate::web::visit::Visit;

/// A ballot that its voter looks over before typing the code.
pub struct Review<'a> {
    /// The round.
    pub round: &'a Round,
    /// The chosen plans.
    pub plans: Vec<&'a Proposal>,
    /// What ties choices, sending and time together.
    pub token: token::Review,
    /// What was typed.
    pub typed: Typed<'a>,
    /// The order in which the plans were listed.
    pub order: &'a str,
    /// The right to change the ballot that was just cast, or to vote after signing in; no code is asked then.
    pub pass: Option<Pass>,
    /// The provider with which the voter may sign in, if the round has one.
    pub way: Option<&'a Provider>,
}

/// What a voter typed on the review.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// As code of the letter.
    pub code: &'a str,
    /// As change code of an earlier receipt.
    pub change: &'a str,
}

impl Review<'_> {
    /// The review as it is shown after a refusal. When the ballot of this visit is no longer there, only the
    /// codes can help; who signed in stays so.
    pub fn after(self, error: &ActError) -> Self {
        match error {
            ActError::AlreadyVoted | ActError::CodeNotAccepted | ActError::CodeReplaced
                if !self.is_signed_in() =>
            {
                Review { pass: None, ..self }
            }
            _ => self,
        }
    }

    fn is_signed_in(&self) -> bool {
        self.pass.as_ref().is_some_and(|pass| pass.right == Right::Vote)
    }
}

/// The pass along with a form.
pub fn pass_field(visit: &Visit, pass: Option<&Pass>) -> Markup {
    html! {
        @if let Some(pass) = pass { input type="hidden" name="pass" value=(pass.write(&visit.app.form_key)); }
        (kiosk::field(visit))
    }
}

/// The review: what was chosen, and one field for the code.
pub fn review_page(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Response {
    let text = visit.text;
    let (title, form) = (text.get("review-title"), &review.round.plan.ballot);
    let count = u64::try_from(review.plans.len()).unwrap_or(u64::MAX);
    let bar = (1_u64..).zip(&review.plans).fold(Bar::of(review.round.plan.ceiling), |bar, (rank, plan)| {
        bar.labelled(Look::Own, plan.amount.unsigned(), rank.to_string())
    });
    let after = match review.round.plan.change {
        Change::Allowed => "review-next-change",
        Change::None => "review-next-final",
    };
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                @if let Some(fault) = fault { (notice(visit, fault)) }
                p.sr-step { (text.get("review-step")) }
                h1.utrecht-heading-1 { (title) }
                (ways::notice(visit, review.round))
                div.sr-split.sr-split--even {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.with("review-count", &[("count", number(count))])) }
                        @if review.plans.is_empty() { p { (text.get("review-blank")) } } @else { (choice::table(visit, form, &review.plans, &review.token.choices)) }
                        @if choice::is_about_money(form) {
                            div.sr-bar { (bar.room().draw()) (sum_line(text, review.round, &review.plans)) }
                        } @else { div.sr-bar { (choice::sum(visit, form, &review.token.choices)) } }
                        (change_form(visit, review))
                    }
                    (code_form(visit, review, fault))
                }
                section.sr-stack.sr-stack--tight {
                    h2.utrecht-heading-3 { (text.get("review-next")) }
                    p.utrecht-paragraph { (text.get("review-next-line")) " " (text.get(after)) }
                }
                (round_parts::fingerprint(visit, review.round))
            }
        }
        (basket::script(visit))
    };
    let page = layout::page(visit, &Head { title, place: Place::Booth }, content);
    let page = match fault {
        None => page.into_response(),
        Some(fault) => with_kind(fault.kind, page),
    };
    if let (Some(way), None) = (review.way, &review.pass) {
        // Browsers hold this policy against where a form leads in the end, not only against where it is sent.
        let onward =
            std::iter::once(way.settings.origin()).chain(way.settings.onward.iter().map(String::as_str));
        return basket::scripted_with(page, onward);
    }
    basket::scripted(page)
}

fn notice(visit: &Visit, fault: &Fault) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(fault.kind.name()) {
            h2.utrecht-heading-3 { (visit.say("not-sent")) }
            p { a.utrecht-link href=(fault.at.anchor()) { (fault.sentence) } }
            p { (visit.say("choice-kept")) }
        }
    }
}

/// Back to the list, with the choices.
fn change_form(visit: &Visit, review: &Review<'_>) -> Markup {
    html! {
        form method="post" action=(visit.to(paths::CHOOSE, &[review.round.id.as_str()])) {
            (marks::hidden(&review.token.choices))
            input type="hidden" name="order" value=(review.order);
            (pass_field(visit, review.pass.as_ref()))
            button.utrecht-button name="next" value="sum" { (visit.say("change-choice")) }
        }
    }
}

fn code_form(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Markup {
    let text = visit.text;
    let at = |at: At| fault.filter(|fault| fault.at == at);
    html! {
        section.sr-stack {
            form.sr-stack method="post" action=(visit.to(paths::CAST, &[review.round.id.as_str()])) data-unsent=(review.round.id) {
                @match review.pass.as_ref().map(|pass| pass.right) {
                    Some(Right::Change(_)) => {
                        h2.utrecht-heading-2 { (text.get("change-send-title")) }
                        p.utrecht-paragraph { (text.get("change-send-line")) }
                    }
                    Some(Right::Vote) => {
                        h2.utrecht-heading-2 #inloggen { (text.get("oidc-in-title")) }
                        p.utrecht-paragraph { (text.get("oidc-in-line")) }
                        (change_field(visit, review, at(At::ChangeCode)))
                    }
                    None => {
                        h2.utrecht-heading-2 { (text.get("code-title")) }
                        (code_field(visit, review, at(At::Code)))
                        (change_field(visit, review, at(At::ChangeCode)))
                    }
                }
                p { button.utrecht-button.utrecht-button--primary-action.sr-vote type="submit" { (text.get("vote-action")) } }
                (sent_fields(visit, review))
            }
            @if let (Some(way), None) = (review.way, &review.pass) { (sign_in_form(visit, review, way)) }
            @if !review.is_signed_in() {
                details {
                    summary { (text.get("no-letter-title")) }
                    div.sr-stack.sr-stack--tight { (letter::advice(visit, review.round, review.way)) }
                }
            }
        }
    }
}

/// What was looked over, along with a form.
pub fn sent_fields(visit: &Visit, review: &Review<'_>) -> Markup {
    let sent = &review.token;
    html! {
        (marks::hidden(&sent.choices))
        input type="hidden" name="cast" value=(sent.cast);
        input type="hidden" name="until" value=(sent.until.micros());
        input type="hidden" name="token" value=(sent.token(&visit.app.form_key, review.pass.as_ref()));
        input type="hidden" name="order" value=(review.order);
        (pass_field(visit, review.pass.as_ref()))
    }
}

/// The other way than the code: what happens, and the button.
fn sign_in_form(visit: &Visit, review: &Review<'_>, way: &Provider) -> Markup {
    let name = || [("name", way.settings.name.as_str().into())];
    html! {
        form.sr-stack.sr-gap #inloggen method="post" action=(visit.to(paths::RESIDENT_SIGN_IN, &[review.round.id.as_str()])) {
            h2.utrecht-heading-2 { (visit.text.with("oidc-title", &name())) }
            p.utrecht-paragraph { (visit.text.with("oidc-line", &name())) }
            p.sr-small { (visit.text.with("oidc-privacy", &name())) }
            p { button.utrecht-button type="submit" { (visit.text.with("oidc-action", &name())) } }
            (sent_fields(visit, review))
        }
    }
}

fn code_field(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Markup {
    let text = visit.text;
    let described = if fault.is_some() { "code-fout code-tip code-uitleg" } else { "code-uitleg" };
    html! {
        div.utrecht-form-field.utrecht-form-field--invalid[fault.is_some()] {
            label.utrecht-form-label for="code" { (text.get("code-label")) }
            p.utrecht-form-field-description #code-uitleg { (text.get("code-form")) }
            figure.sr-letter { (drawing(visit)) figcaption.sr-small { (text.get("code-where")) } }
            p.sr-small data-code-filled hidden { (text.get("way-code-filled")) }
            @if let Some(fault) = fault {
                p.utrecht-form-field-error-message #code-fout { (fault.sentence) }
                p #code-tip { (fault.tip) }
            }
            input.utrecht-textbox.sr-code #code name="code" maxlength="40" autocomplete="off" autocapitalize="characters"
                spellcheck="false" required aria-describedby=(described) aria-invalid=[fault.map(|_| "true")] value=(review.typed.code);
        }
    }
}

/// The field for who voted before. It is shown when the letter turns out to have a ballot.
fn change_field(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Markup {
    let text = visit.text;
    let is_allowed = review.round.plan.change == Change::Allowed;
    let Some(fault) = fault.filter(|_| is_allowed) else { return html! {} };
    html! {
        div.utrecht-form-field.utrecht-form-field--invalid {
            label.utrecht-form-label for="change" { (text.get("change-label")) }
            p.utrecht-form-field-description #wijzig-uitleg { (text.get("change-form")) }
            p.utrecht-form-field-error-message #wijzig-fout { (fault.sentence) }
            p #wijzig-tip { (fault.tip) }
            input.utrecht-textbox.sr-mono #change name="change" size="10" maxlength="20" autocomplete="off" autocapitalize="characters"
                spellcheck="false" aria-describedby="wijzig-fout wijzig-tip wijzig-uitleg" aria-invalid="true" value=(review.typed.change);
        }
    }
}

/// The letter, with the place of the code.
fn drawing(visit: &Visit) -> Markup {
    html! {
        svg viewBox="22 2 196 186" width="128" height="121" role="img" aria-label=(visit.say("code-drawing")) {
            path d="M30 6h180v178H30z" fill="#fff" stroke="#7a848a" stroke-width="2" {}
            path d="M46 24h14v11H46z" fill="#0b4f5e" opacity=".35" {}
            path d="M64 20h9v11h-9z" fill="#0b4f5e" {}
            path d="M60.500 17h3v22h-3z" fill="#1a1d1f" {}
            path d="M46 56h62M46 66h48M46 76h54M46 100h148M46 110h148M46 120h120M46 144h44M46 154h36" stroke="#c3c6c4" stroke-width="4" {}
            path d="M104 134h94v38h-94z" fill="#fbf0eb" stroke="#b23a12" stroke-width="3" {}
            path d="M111 147h17v10h-17zM132 147h17v10h-17zM153 147h17v10h-17zM174 147h17v10h-17z" fill="#1a1d1f" {}
        }
    }
}
