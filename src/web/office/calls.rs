//! Who waits for a call of the desk about a letter. What they told is erased when the desk is done.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::letters::{self, Desk, Parts};
use crate::acts;
use crate::domain::account::Permission;
use crate::domain::call::Call;
use crate::domain::id::{CallId, RoundId};
use crate::domain::round::{Phase, Round};
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Filled, answer};
use crate::web::paths;
use crate::web::public::letter;
use crate::web::visit::Visit;

/// Writes a request down for who phoned.
pub async fn add(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let refused = match letter::read(&form) {
        Err(refused) => refused,
        Ok(wanted) => {
            acts::call::ask(&mut visit.context(), &id, None, wanted).await?;
            return Ok(again(&visit, &id));
        }
    };
    let desk = letters::find(&visit, &mut *visit.app.store.read().await?, &id).await?;
    let filled = Filled::new(visit.text, &form, Some(&refused));
    let parts = Parts { calls: Some(section(&visit, &desk, &filled)), ..Parts::default() };
    Ok(answer(Some(&refused), letters::page_with(&visit, &desk, parts)))
}

/// The desk is done with a request.
pub async fn done(Of((id, call), _): Of<(RoundId, CallId)>, visit: Visit) -> Answer {
    acts::call::done(&visit.context(), &id, &call).await?;
    Ok(again(&visit, &id))
}

fn again(visit: &Visit, id: &RoundId) -> Response {
    Redirect::to(&format!("{}#bellen", visit.to(paths::ROUND_LETTERS, &[id.as_str()]))).into_response()
}

/// Who waits, for those who call and for nobody else.
pub async fn find(visit: &Visit, conn: &mut Conn, round: &Round) -> Answer<Vec<Call>> {
    if is_shown(visit, round) { Ok(store::call::list(conn, &round.id).await?) } else { Ok(Vec::new()) }
}

/// Whether the list is shown to who looks.
pub fn is_shown(visit: &Visit, round: &Round) -> bool {
    visit.may(Permission::HelpVoters) && round.phase == Phase::Open
}

/// Who waits, and the form for who phones.
pub fn section(visit: &Visit, desk: &Desk, filled: &Filled<'_>) -> Markup {
    let Desk { round, calls, .. } = desk;
    if !is_shown(visit, round) {
        return html! {};
    }
    let (text, title) = (visit.text, visit.say("call-desk-title"));
    let add = visit.to(paths::LETTER_CALLS, &[round.id.as_str()]);
    html! {
        section.sr-stack #bellen {
            h2.utrecht-heading-2 { (title) }
            p.utrecht-paragraph { (text.get("call-desk-line")) }
            @if calls.is_empty() { p { (text.get("call-desk-none")) } } @else { (waiting(visit, round, calls, &title)) }
            details open[filled.is_refused()] {
                summary { (text.get("call-desk-add")) }
                (filled.notice())
                form.sr-stack method="post" action=(add) {
                    (letter::fields(text, filled))
                    (form::submit(&text.get("call-desk-add-do")))
                }
            }
        }
    }
}

fn waiting(visit: &Visit, round: &Round, calls: &[Call], title: &str) -> Markup {
    let text = visit.text;
    let row = |call: &Call| {
        let action = visit.to(paths::LETTER_CALL, &[round.id.as_str(), call.id.as_str()]);
        html! {
            tr {
                th scope="row" { bdi { (call.name) } }
                td { bdi dir="ltr" { (call.phone) } }
                td { (text.get(&format!("call-about-{}", call.about.name()))) }
                td { (text.day(call.asked)) }
                td {
                    form method="post" action=(action) {
                        button.utrecht-button type="submit" { (text.get("call-desk-done")) span.sr-hidden { ": " (call.name) } }
                    }
                }
            }
        }
    };
    let table = html! {
        table.utrecht-table.sr-wide {
            caption.sr-hidden { (title) }
            thead { tr {
                @for key in ["call-desk-name", "call-desk-phone", "call-desk-about", "call-desk-day", "call-desk-do"] {
                    th scope="col" { (text.get(key)) }
                }
            } }
            tbody { @for call in calls { (row(call)) } }
        }
    };
    form::table(title, table)
}
