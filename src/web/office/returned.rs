//! Letters that the post brought back: reported by their control numbers, many at once, and revoked by a second person.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::facts;
use super::letters::{self, Desk, Parts};
use crate::acts;
use crate::acts::letter::{Reported, mark_of, returned_waiting};
use crate::domain::account::Permission;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::revocation::{Reason, State};
use crate::domain::round::Phase;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Most numbers that a refusal repeats.
const MOST_SHOWN: usize = 20;

/// Reports letters that came back. What was typed comes back when a number is wrong; nothing was done then.
pub async fn report(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let mut wrong = Vec::new();
    let mut controls = Vec::new();
    // Numbers as they are scanned or copied: one a line, or with signs between them.
    for typed in
        form.get("returned").split([' ', ',', ';', '\n', '\r', '\t']).filter(|typed| !typed.is_empty())
    {
        match ControlNumber::parse(typed) {
            Some(control) => controls.push(control),
            None => wrong.push(typed.chars().take(20).collect::<String>()),
        }
    }
    let (fault, numbers) = if wrong.is_empty() {
        match acts::letter::report_returned(&mut visit.context(), &id, &controls).await {
            Ok(Reported::Asked(_)) => return Ok(again(&visit, &id)),
            Ok(Reported::Unknown(unknown)) => {
                ("returned-unknown", unknown.iter().map(ControlNumber::to_string).collect())
            }
            Err(acts::ActError::Fields(_)) => ("returned-size", Vec::new()),
            Err(error) => return Err(error.into()),
        }
    } else {
        ("returned-number", wrong)
    };
    let refused = Refused::field("returned", fault);
    let numbers = numbers.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let desk = letters::find(&visit, &mut *visit.app.store.read().await?, &id).await?;
    let filled = Filled::new(visit.text, &form, Some(&refused)).saying("numbers", numbers);
    let parts = Parts { returned: Some(section(&visit, &desk, &filled)), ..Parts::default() };
    Ok(answer(Some(&refused), letters::page_with(&visit, &desk, parts)))
}

/// Revokes, as second person, the letters that were seen.
pub async fn revoke(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let seen = Digest::parse(form.get("seen")).ok_or(Refusal(Kind::DraftChanged))?;
    let told = match acts::letter::approve_returned(&visit.context(), &id, seen).await {
        Ok(()) => return Ok(again(&visit, &id)),
        Err(acts::ActError::FourEyes) => (Kind::FourEyesRequired, "letters-four-eyes"),
        Err(acts::ActError::DraftChanged) => (Kind::DraftChanged, "kind-draft_changed-help"),
        Err(error) => return Err(error.into()),
    };
    let desk = letters::find(&visit, &mut *visit.app.store.read().await?, &id).await?;
    let notice = letters::notice(&visit, told.0, told.1);
    let parts = Parts { above: Some(notice), ..Parts::default() };
    Ok(with_kind(told.0, letters::page_with(&visit, &desk, parts)))
}

fn again(visit: &Visit, id: &RoundId) -> axum::response::Response {
    Redirect::to(&visit.to(paths::ROUND_LETTERS, &[id.as_str()])).into_response()
}

/// How many came back and were revoked.
pub fn count(desk: &Desk) -> u64 {
    let is_one = |one: &&crate::domain::revocation::Revocation| {
        one.state == State::Done && one.reason == Reason::Undeliverable
    };
    u64::try_from(desk.requests.iter().filter(is_one).count()).unwrap_or(u64::MAX)
}

/// What waits, to be decided at once, and the form for more.
pub fn section(visit: &Visit, desk: &Desk, filled: &Filled<'_>) -> Markup {
    html! {
        (waiting(visit, desk))
        (ask_form(visit, desk, filled))
    }
}

fn waiting(visit: &Visit, desk: &Desk) -> Markup {
    let text = visit.text;
    let waiting = returned_waiting(&desk.requests);
    if waiting.len() < 2 || desk.round.phase != Phase::Open {
        return html! {};
    }
    let own = waiting.iter().any(|one| visit.is(&one.asked_by));
    let count = text.number(u64::try_from(waiting.len()).unwrap_or(u64::MAX));
    html! {
        section.sr-stack.sr-danger {
            h2.utrecht-heading-2 { (text.get("returned-waits")) }
            (facts(&[(text.get("returned-number"), html! { (count) })]))
            details {
                summary { (text.get("returned-list")) }
                p.sr-mono { @for one in &waiting { (one.control) " " } }
            }
            p.utrecht-paragraph { (text.get("letter-consequence")) }
            @if own { p.utrecht-paragraph { strong { (text.get("letter-other-person")) } } }
            @else if visit.may(Permission::RunRounds) {
                form method="post" action=(visit.to(paths::LETTERS_RETURNED_APPROVAL, &[desk.round.id.as_str()])) {
                    input type="hidden" name="seen" value=(mark_of(&waiting));
                    p { button.utrecht-button.utrecht-button--danger type="submit" { (text.get("returned-revoke")) } }
                }
            }
        }
    }
}

fn ask_form(visit: &Visit, desk: &Desk, filled: &Filled<'_>) -> Markup {
    if !visit.may(Permission::ReportReturned) || desk.round.phase != Phase::Open {
        return html! {};
    }
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("returned-title")) }
            p.utrecht-paragraph { (visit.say("returned-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::LETTERS_RETURNED, &[desk.round.id.as_str()])) {
                (filled.field(&Field::of("area", "returned", "field-returned")))
                (form::submit(&visit.say("returned-ask")))
            }
        }
    }
}
