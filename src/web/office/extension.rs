//! Extending a vote: what the rules allow, who asked, who decides.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::rounds;
use crate::acts::{self, ActError};
use crate::domain::account::Permission;
use crate::domain::id::RoundId;
use crate::domain::revocation::State;
use crate::domain::round::{Phase, Round};
use crate::domain::time::Moment;
use crate::store;
use crate::store::extension::Extension;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows it.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let found = find(&visit, &id).await?;
    Ok(page(&visit, &found, &Form::default(), None, html! {}).into_response())
}

/// Asks for it.
pub async fn ask(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let found = find(&visit, &id).await?;
    let done = match Moment::parse_local(form.get("extend_to")) {
        None => Err(Refused::field("extend_to", "moment")),
        Some(until) => {
            match acts::extension::ask(&visit.context(), &id, until, form.get("extend_why")).await {
                Ok(()) => Ok(()),
                Err(error) => Err(Refused::of(error, "extend_to")?),
            }
        }
    };
    match done {
        Ok(()) => Ok(back(&visit, &id)),
        Err(refused) => Ok(answer(Some(&refused), page(&visit, &found, &form, Some(&refused), html! {}))),
    }
}

/// Decides about it: the second person extends the vote, or its end stays what it is.
pub async fn decide(Of((id, number), _): Of<(RoundId, u64)>, visit: Visit, form: Form) -> Answer {
    let found = find(&visit, &id).await?;
    let context = visit.context();
    let done = match form.get("verdict") {
        "extend" => acts::extension::approve(&context, &id, number).await,
        "keep" => acts::extension::refuse(&context, &id, number).await,
        _ => return Err(Refusal(Kind::BadRequest)),
    };
    match done {
        Ok(()) => {
            visit.app.booths.forget(&id);
            Ok(back(&visit, &id))
        }
        Err(ActError::FourEyes) => {
            let notice = html! {
                div.utrecht-alert.utrecht-alert--error role="alert" data-kind=(Kind::FourEyesRequired.name()) { p { (visit.say("paper-other-person")) } }
            };
            let shown = page(&visit, &found, &Form::default(), None, notice);
            Ok(with_kind(Kind::FourEyesRequired, shown))
        }
        Err(error) => Err(error.into()),
    }
}

fn back(visit: &Visit, id: &RoundId) -> axum::response::Response {
    Redirect::to(&visit.to(paths::EXTENSION, &[id.as_str()])).into_response()
}

async fn find(visit: &Visit, id: &RoundId) -> Answer<(Round, Vec<Extension>)> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    if round.rules.is_none() {
        return Err(Refusal::NOT_FOUND);
    }
    let all = store::extension::list(&mut conn, id).await?;
    Ok((round, all))
}

fn page(
    visit: &Visit,
    (round, all): &(Round, Vec<Extension>),
    form: &Form,
    refused: Option<&Refused>,
    above: Markup,
) -> Markup {
    let text = visit.text;
    let latest = round.deadline().extend_until;
    let until = round.vote_until();
    let may = visit.may(Permission::RunRounds)
        && round.phase == Phase::Open
        && until.is_some_and(|until| visit.now < until);
    let waits = all.iter().find(|one| one.state == State::Asked);
    let filled = Filled::new(text, form, refused);
    let content = html! {
        (above)
        (facts(&[
            (text.get("paper-ends"), html! { @if let Some(until) = until { (text.moment(until)) } }),
            (text.get("field-extend_until"), html! { @match latest { Some(at) => (text.moment(at)), None => (text.get("paper-extend-never")) } }),
        ]))
        @if let Some(one) = waits { (card(visit, round, one, may)) }
        @if let (true, Some(latest), None) = (may, latest, waits) {
            @if until.is_some_and(|until| until < latest) {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("paper-extend-ask")) }
                    p.utrecht-paragraph { (text.get("paper-extend-line")) }
                    (filled.notice())
                    form.sr-stack method="post" action=(visit.to(paths::EXTENSION, &[round.id.as_str()])) {
                        (filled.field(&Field::of("datetime-local", "extend_to", "field-extend_to")))
                        (filled.field(&Field::text("extend_why", "field-extend_why")))
                        (form::submit(&text.get("paper-extend-ask")))
                    }
                }
            }
        }
        @for one in all.iter().filter(|one| one.state != State::Asked) {
            p.sr-small { (text.moment(one.until)) " · " (text.get(&format!("paper-extended-{}", one.state.name()))) " · " (one.reason) }
        }
    };
    Frame::below_round(visit, round, text.get("paper-extend-title")).show(visit, content)
}

fn card(visit: &Visit, round: &Round, one: &Extension, may: bool) -> Markup {
    let text = visit.text;
    let is_own = visit.is(&one.asked_by);
    let action = visit.to(paths::EXTENSION_DECISION, &[round.id.as_str(), &one.number.to_string()]);
    html! {
        section.sr-stack.sr-danger {
            h2.utrecht-heading-2 { (text.get("paper-extend-waits")) }
            (facts(&[
                (text.get("field-extend_to"), html! { (text.moment(one.until)) }),
                (text.get("field-extend_why"), html! { (one.reason) }),
                (text.get("letter-asked"), html! { (text.moment(one.asked_at)) }),
            ]))
            @if may {
                @if is_own { p.utrecht-paragraph { strong { (text.get("paper-other-person")) } } }
                form.utrecht-button-group method="post" action=(action) {
                    @if !is_own { button.utrecht-button.utrecht-button--danger name="verdict" value="extend" { (text.get("paper-extend-do")) } }
                    button.utrecht-button name="verdict" value="keep" { (text.get("paper-extend-keep")) }
                }
            }
        }
    }
}
