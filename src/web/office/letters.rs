//! The letters of a round at the desk: revoking one, by two people.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{calls, returned, rounds};
use crate::acts;
use crate::acts::letter::{Wanted, returned_waiting};
use crate::domain::account::Permission;
use crate::domain::call::Call;
use crate::domain::control_number::ControlNumber;
use crate::domain::id::{RevocationId, RoundId};
use crate::domain::register::LetterState;
use crate::domain::revocation::{Reason, Revocation, State, is_alarming};
use crate::domain::round::{Phase, Round};
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page tells.
pub struct Desk {
    /// The round.
    pub round: Round,
    issued: u64,
    spares: u64,
    revoked: u64,
    /// What was asked, whatever became of it.
    pub requests: Vec<Revocation>,
    /// Who waits for a call, for those who call.
    pub calls: Vec<Call>,
}

/// Shows the letters.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let desk = find(&visit, &mut *visit.app.store.read().await?, &id).await?;
    Ok(page(&visit, &desk, &Form::default(), None, Parts::default()).into_response())
}

/// Asks to revoke a letter.
pub async fn ask(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let desk = find(&visit, &mut *visit.app.store.read().await?, &id).await?;
    let done = match read(&form) {
        Err(refused) => Err(refused),
        Ok(wanted) => match acts::letter::ask(&mut visit.context(), &desk.round.id, &wanted).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refused::of(error, "control")?),
        },
    };
    match done {
        Ok(()) => Ok(to_letters(&visit, &desk)),
        Err(refused) => {
            Ok(answer(Some(&refused), page(&visit, &desk, &form, Some(&refused), Parts::default())))
        }
    }
}

/// Decides about a request: the second person revokes the letter, or it stays good.
pub async fn decide(Of((id, request), _): Of<(RoundId, RevocationId)>, visit: Visit, form: Form) -> Answer {
    let desk = find(&visit, &mut *visit.app.store.read().await?, &id).await?;
    let context = visit.context();
    let done = match form.get("verdict") {
        "revoke" => acts::letter::approve(&context, &desk.round.id, &request).await,
        "keep" => acts::letter::refuse(&context, &desk.round.id, &request).await,
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    match done {
        Ok(()) => Ok(to_letters(&visit, &desk)),
        Err(acts::ActError::FourEyes) => {
            let notice = notice(&visit, Kind::FourEyesRequired, "letters-four-eyes");
            Ok(with_kind(
                Kind::FourEyesRequired,
                page_with(&visit, &desk, Parts { above: Some(notice), ..Parts::default() }),
            ))
        }
        Err(acts::ActError::DraftChanged) => {
            let notice = notice(&visit, Kind::DraftChanged, "kind-draft_changed-help");
            Ok(with_kind(
                Kind::DraftChanged,
                page_with(&visit, &desk, Parts { above: Some(notice), ..Parts::default() }),
            ))
        }
        Err(error) => Err(error.into()),
    }
}

fn to_letters(visit: &Visit, desk: &Desk) -> axum::response::Response {
    Redirect::to(&visit.to(paths::ROUND_LETTERS, &[desk.round.id.as_str()])).into_response()
}

/// The letters of a round.
pub async fn find(visit: &Visit, conn: &mut Conn, id: &RoundId) -> Answer<Desk> {
    let round = rounds::find(conn, id).await?;
    let counts = store::register::counts(conn, &round.id).await?;
    let count = |state| counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
    let (issued, spares) = (count(LetterState::Issued), count(LetterState::Spare));
    let revoked = count(LetterState::Revoked);
    let requests = store::revocation::list(conn, &round.id).await?;
    let calls = calls::find(visit, conn, &round).await?;
    Ok(Desk { round, issued, spares, revoked, requests, calls })
}

fn read(form: &Form) -> Result<Wanted, Refused> {
    let number = |field| ControlNumber::parse(form.get(field).trim());
    let control = number("control").ok_or(Refused::field("control", "control"))?;
    let by = match form.get("by").trim() {
        "" => None,
        _ => Some(number("by").ok_or(Refused::field("by", "control"))?),
    };
    let reason = Reason::named(form.get("reason")).ok_or(Refused::field("reason", "choose"))?;
    Ok(Wanted { control, by, reason })
}

/// Why something was not done.
pub fn notice(visit: &Visit, kind: Kind, sentence: &str) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
            h2.utrecht-heading-3 { (visit.say(&format!("kind-{}", kind.name()))) }
            p { (visit.say(sentence)) }
        }
    }
}

/// Parts of the page that are not as they are at first.
#[derive(Default)]
pub struct Parts {
    /// Why something was not done.
    pub above: Option<Markup>,
    /// Who waits for a call.
    pub calls: Option<Markup>,
    /// Letters that came back.
    pub returned: Option<Markup>,
}

/// The page with other parts.
pub fn page_with(visit: &Visit, desk: &Desk, parts: Parts) -> Markup {
    page(visit, desk, &Form::default(), None, parts)
}

fn page(visit: &Visit, desk: &Desk, form: &Form, refused: Option<&Refused>, parts: Parts) -> Markup {
    let text = visit.text;
    let empty = Form::default();
    let fresh = Filled::new(text, &empty, None);
    let is_open = desk.round.phase == Phase::Open;
    let may = visit.may(Permission::RunRounds) && is_open;
    let together = returned_waiting(&desk.requests);
    let is_together =
        |one: &Revocation| together.len() > 1 && together.iter().any(|other| other.id == one.id);
    let waiting = desk.requests.iter().filter(|one| one.state == State::Asked && !is_together(one));
    let decided: Vec<&Revocation> = desk.requests.iter().filter(|one| one.state != State::Asked).collect();
    let content = html! {
        @if let Some(above) = parts.above { (above) }
        @if is_alarming(desk.revoked, desk.issued + desk.revoked) {
            (form::alert("warning", &text.get("letters-alarm"), html! { p { (text.get("letters-alarm-line")) } }))
        }
        div.sr-stack.sr-stack--mid {
            (facts(&[
                (text.get("letters-issued"), html! { (text.number(desk.issued)) }),
                (text.get("letters-spare"), html! { (text.number(desk.spares)) }),
                (text.get("letters-revoked"), html! { (text.number(desk.revoked)) }),
                (text.get("returned-count"), html! { (text.number(returned::count(desk))) }),
            ]))
            @for request in waiting { (request_card(visit, desk, request, may)) }
            @if may { (ask_form(visit, desk, &Filled::new(text, form, refused))) }
            @else if !is_open { p.utrecht-paragraph { (text.get("letters-closed")) } }
            (parts.calls.unwrap_or_else(|| calls::section(visit, desk, &fresh)))
            (parts.returned.unwrap_or_else(|| returned::section(visit, desk, &fresh)))
            @if !decided.is_empty() { (decided_table(visit, &decided)) }
        }
    };
    Frame::below_round(visit, &desk.round, text.get("letters-title")).show(visit, content)
}

fn request_card(visit: &Visit, desk: &Desk, request: &Revocation, may: bool) -> Markup {
    let text = visit.text;
    let is_own = visit.is(&request.asked_by);
    let action = visit.to(paths::ROUND_LETTER, &[desk.round.id.as_str(), request.id.as_str()]);
    html! {
        section.sr-stack.sr-danger {
            h2.utrecht-heading-2 { (text.get("letter-waits")) }
            (facts(&[
                (text.get("control-number"), html! { span.sr-mono { (request.control) } }),
                (text.get("field-by"), html! { @match request.by { Some(by) => span.sr-mono { (by) }, None => (text.get("letter-no-spare")) } }),
                (text.get("field-revoke-reason"), html! { (text.get(&format!("reason-{}", request.reason.name()))) }),
                (text.get("letter-asked"), html! { (text.moment(request.asked_at)) }),
            ]))
            p.utrecht-paragraph { (text.get("letter-consequence")) }
            @if may {
                @if is_own { p.utrecht-paragraph { strong { (text.get("letter-other-person")) } } }
                form.utrecht-button-group method="post" action=(action) {
                    @if !is_own {
                        button.utrecht-button.utrecht-button--danger name="verdict" value="revoke" { (text.get("letter-revoke")) }
                    }
                    button.utrecht-button name="verdict" value="keep" {
                        (text.get(if is_own { "letter-take-back" } else { "letter-keep" }))
                    }
                }
            }
        }
    }
}

fn ask_form(visit: &Visit, desk: &Desk, filled: &Filled<'_>) -> Markup {
    let text = visit.text;
    let reasons = Reason::NAMES.map(|(_, name)| (name.to_string(), text.get(&format!("reason-{name}"))));
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("letter-ask-title")) }
            p.utrecht-paragraph { (text.get("letter-ask-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::ROUND_LETTERS, &[desk.round.id.as_str()])) {
                (filled.field(&Field::text("control", "field-control")))
                (filled.choice("reason", "field-revoke-reason", &reasons))
                (filled.field(&Field::text("by", "field-by")))
                (form::submit(&text.get("letter-ask")))
            }
        }
    }
}

fn decided_table(visit: &Visit, decided: &[&Revocation]) -> Markup {
    let text = visit.text;
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (text.get("letters-decided")) }
            (form::table(&text.get("letters-decided"), html! {
                table.utrecht-table.sr-wide {
                    caption.sr-hidden { (text.get("letters-decided")) }
                    thead { tr {
                        @for key in ["control-number", "field-revoke-reason", "letter-asked", "letter-state"] { th scope="col" { (text.get(key)) } }
                    } }
                    tbody {
                        @for one in decided {
                            tr {
                                th.sr-mono scope="row" { (one.control) }
                                td { (text.get(&format!("reason-{}", one.reason.name()))) }
                                td { (text.moment(one.asked_at)) }
                                td { (text.get(&format!("revocation-{}", one.state.name()))) }
                            }
                        }
                    }
                }
            }))
        }
    }
}
