//! The review with the field for the code, the vote itself, and the receipt.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::choose::{is_open, sum_line};
use super::{letter, round_with_plans};
use crate::acts::ballot::Vote;
use crate::acts::{self, ActError};
use crate::domain::ballot::Ballot;
use crate::domain::id::{CastId, ProposalId};
use crate::domain::proposal::Proposal;
use crate::domain::receipt::Receipt;
use crate::domain::round::Round;
use crate::domain::rules::Rules;
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::domain::voting_code::{BadCode, VotingCode};
use crate::store::StoreError;
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal, kind_of, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::token;
use crate::web::parts::bar::{Bar, Look};
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::{plan as plan_parts, round as round_parts};
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
    /// What was typed as code.
    pub typed: &'a str,
    /// The order in which the plans were listed.
    pub order: &'a str,
}

/// Takes a vote.
pub async fn cast(Path(id): Path<String>, visit: Visit, form: Form) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let (round, plans) = round_with_plans(&mut conn, &id).await?;
    is_open(&round, &visit)?;
    let rules = acts::round::rules(&mut conn, &round.id).await?;
    drop(conn);
    let sent = token::Review {
        round: round.id.clone(),
        choices: form.all("plan").map(ProposalId::new).collect(),
        cast: CastId::new(form.get("cast")),
        until: Moment::from_micros(form.get("until").parse().unwrap_or(0)),
    };
    let is_good = sent.is_good(&visit.app.form_key, form.get("token"), visit.now);
    let chosen = sent.choices.iter().filter_map(|id| plans.iter().find(|plan| &plan.id == id)).collect();
    let (typed, order) = (form.get("code"), form.get("order"));
    let review = Review { round: &round, plans: chosen, token: sent, typed, order };
    if !is_good {
        return again(&visit, &rules, review);
    }
    let code = match VotingCode::parse(typed) {
        Ok(code) => code,
        Err(bad) => return Ok(review_page(&visit, &review, Some(&Fault::typo(&visit, bad)))),
    };
    let Some(key) = visit.app.keys.codes(&round.id).map_err(|_| Refusal(Kind::StorageUnavailable))? else {
        return Err(Refusal(Kind::StorageUnavailable));
    };
    let vote = Vote { choices: review.token.choices.clone(), code, cast: review.token.cast.clone() };
    match acts::ballot::cast(&mut visit.context(), &rules, &key, &vote).await {
        Ok(receipt) => Ok(receipt_page(&visit, &round, &receipt).into_response()),
        Err(error @ (ActError::CodeNotAccepted | ActError::AlreadyVoted)) => {
            let refused = kind_of(&error);
            let is_guess = refused == Kind::CodeNotAccepted;
            let too_many = is_guess && !visit.app.limits.allows_wrong_code(visit.client);
            let refused = if too_many { Kind::RateLimited } else { refused };
            Ok(review_page(&visit, &review, Some(&Fault::refused(&visit, refused))))
        }
        Err(ActError::Store(StoreError::Busy)) => {
            Ok(review_page(&visit, &review, Some(&Fault::refused(&visit, Kind::Busy))))
        }
        Err(error) => Err(error.into()),
    }
}

/// A review that lay open for too long, or is not ours, is shown anew with the same choices: the voter looks
/// them over once more.
fn again(visit: &Visit, rules: &Rules, review: Review<'_>) -> Answer {
    if Ballot::new(rules, &review.token.choices).is_err() {
        return Err(Refusal(Kind::FormExpired));
    }
    let cast = CastId::new(Seed::new(visit.app.entropy.seed()).id());
    let until = visit.now.plus_minutes(token::MINUTES);
    let review = Review { token: token::Review { cast, until, ..review.token }, ..review };
    Ok(review_page(visit, &review, Some(&Fault::refused(visit, Kind::FormExpired))))
}

/// What is wrong with a code, in words.
pub struct Fault {
    kind: Kind,
    sentence: String,
    tip: String,
}

impl Fault {
    fn typo(visit: &Visit, bad: BadCode) -> Fault {
        let text = visit.text;
        let (sentence, tip) = match bad {
            BadCode::Empty => (text.get("code-empty"), text.get("code-where")),
            BadCode::Length(length) => {
                let length = u64::try_from(length).unwrap_or(u64::MAX);
                (text.with("code-length", &[("length", number(length))]), text.get("code-where"))
            }
            BadCode::Symbol(place, strange) => {
                let place = u64::try_from(place).unwrap_or(u64::MAX);
                let values = [("place", number(place)), ("symbol", strange.to_string().into())];
                (text.with("code-symbol", &values), text.get("code-never"))
            }
            BadCode::Check => (text.get("code-check"), text.get("code-never")),
        };
        Fault { kind: Kind::CodeTypo, sentence, tip }
    }

    fn refused(visit: &Visit, kind: Kind) -> Fault {
        let sentence = visit.say(&format!("kind-{}", kind.name()));
        Fault { kind, sentence, tip: visit.say(&format!("kind-{}-help", kind.name())) }
    }
}

/// The review: what was chosen, and one field for the code.
pub fn review_page(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Response {
    let text = visit.text;
    let title = text.get("review-title");
    let count = u64::try_from(review.plans.len()).unwrap_or(u64::MAX);
    let bar = (1_u64..).zip(&review.plans).fold(Bar::of(review.round.plan.ceiling), |bar, (rank, plan)| {
        bar.labelled(Look::Own, plan.amount.unsigned(), rank.to_string())
    });
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                @if let Some(fault) = fault { (notice(visit, fault)) }
                p.sr-step { (text.get("review-step")) }
                h1.utrecht-heading-1 { (title) }
                div.sr-split.sr-split--even {
                    section.sr-stack {
                        h2.utrecht-heading-2 { (text.with("review-count", &[("count", number(count))])) }
                        @if review.plans.is_empty() { p { (text.get("review-blank")) } } @else { (plan_parts::table(visit, &review.plans)) }
                        div.sr-bar { (bar.room().draw()) (sum_line(visit, review.round, &review.plans)) }
                        (change_form(visit, review))
                    }
                    (code_form(visit, review, fault))
                }
                section.sr-stack.sr-stack--tight {
                    h2.utrecht-heading-3 { (text.get("review-next")) }
                    p.utrecht-paragraph { (text.get("review-next-line")) }
                }
                (round_parts::fingerprint(visit, review.round))
            }
        }
    };
    let page = layout::page(visit, &Head { title, place: Place::Booth }, content);
    match fault {
        None => page.into_response(),
        Some(fault) => with_kind(fault.kind, page),
    }
}

fn notice(visit: &Visit, fault: &Fault) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(fault.kind.name()) {
            h2.utrecht-heading-3 { (visit.say("not-sent")) }
            p { a.utrecht-link href="#code" { (fault.sentence) } }
            p { (visit.say("choice-kept")) }
        }
    }
}

/// Back to the list, with the choices.
fn change_form(visit: &Visit, review: &Review<'_>) -> Markup {
    html! {
        form method="post" action=(visit.to(paths::CHOOSE, &[review.round.id.as_str()])) {
            @for plan in &review.plans { input type="hidden" name="plan" value=(plan.id); }
            input type="hidden" name="order" value=(review.order);
            button.utrecht-button name="next" value="sum" { (visit.say("change-choice")) }
        }
    }
}

fn code_form(visit: &Visit, review: &Review<'_>, fault: Option<&Fault>) -> Markup {
    let text = visit.text;
    let sent = &review.token;
    let described = if fault.is_some() { "code-fout code-tip code-uitleg" } else { "code-uitleg" };
    html! {
        section.sr-stack {
            form.sr-stack method="post" action=(visit.to(paths::CAST, &[review.round.id.as_str()])) {
                h2.utrecht-heading-2 { (text.get("code-title")) }
                div.utrecht-form-field.utrecht-form-field--invalid[fault.is_some()] {
                    label.utrecht-form-label for="code" { (text.get("code-label")) }
                    p.utrecht-form-field-description #code-uitleg { (text.get("code-form")) }
                    figure.sr-letter { (drawing(visit)) figcaption.sr-small { (text.get("code-where")) } }
                    @if let Some(fault) = fault {
                        p.utrecht-form-field-error-message #code-fout { (fault.sentence) }
                        p #code-tip { (fault.tip) }
                    }
                    input.utrecht-textbox.sr-code #code name="code" maxlength="40" autocomplete="off" autocapitalize="characters"
                        spellcheck="false" required aria-describedby=(described) aria-invalid=[fault.map(|_| "true")] value=(review.typed);
                }
                p { button.utrecht-button.utrecht-button--primary-action.sr-vote type="submit" { (text.get("vote-action")) } }
                @for choice in &sent.choices { input type="hidden" name="plan" value=(choice); }
                input type="hidden" name="cast" value=(sent.cast);
                input type="hidden" name="until" value=(sent.until.micros());
                input type="hidden" name="token" value=(sent.token(&visit.app.form_key));
                input type="hidden" name="order" value=(review.order);
            }
            details {
                summary { (text.get("no-letter-title")) }
                div.sr-stack.sr-stack--tight { (letter::advice(visit, review.round)) }
            }
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

fn receipt_page(visit: &Visit, round: &Round, receipt: &Receipt) -> Markup {
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
                p.utrecht-paragraph.sr-small.sr-noprint { (text.get("device-forgets")) }
                (round_parts::fingerprint(visit, round))
                p.sr-noprint { a.utrecht-button href=(visit.to(paths::HOME, &[])) { (text.get("receipt-done")) } }
            }
        }
    };
    layout::page(visit, &Head { title, place: Place::Booth }, content)
}

fn next_steps(visit: &Visit, round: &Round) -> Markup {
    let text = visit.text;
    let (until, outcome) = (round.plan.dates.vote_until, round.plan.dates.outcome_at);
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
