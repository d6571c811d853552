//! The seal of a closed round: one officer asks for it, another carries it out, and who comes by finishes one that
//! was stopped. And the file that it makes for the auditors.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::rounds;
use super::step::{act, not_now, running};
use crate::acts::round::SealState;
use crate::acts::{self, ActError};
use crate::domain::account::{Account, Permission, Role};
use crate::domain::id::{AccountId, RoundId};
use crate::domain::round::{Origin, Phase, Round, Step};
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// A seal that something can be done about.
struct Asked<'a> {
    visit: &'a Visit,
    round: Round,
    state: SealState,
    accounts: Vec<Account>,
}

/// Tells how far the seal is and what comes next. It changes nothing.
pub async fn show(visit: &Visit, id: &RoundId) -> Answer {
    let asked = find(visit, id).await?;
    Ok(asked.page(&Form::default(), None, html! {}).into_response())
}

/// Does what comes next.
pub async fn take(visit: &Visit, id: &RoundId, form: &Form) -> Answer {
    let asked = find(visit, id).await?;
    match &asked.state {
        SealState::Unasked => {
            let done = acts::round::ask_seal(&visit.context(), &asked.round.id).await;
            return done.map(|()| asked.again()).or_else(|error| asked.refused(error, form));
        }
        SealState::Asked(by) if visit.is(by) => return Ok(asked.takes_another(form)),
        SealState::Asked(_) if !visit.is_word("do-seal-word", form.get("word")) => {
            let refused = Refused::field("word", "word");
            return Ok(answer(Some(&refused), asked.page(form, Some(&refused), html! {})));
        }
        SealState::Asked(_) | SealState::Sealed | SealState::Done => {}
    }
    match act(visit, &asked.round.id, Step::Seal).await {
        Ok(true) => {
            Ok(Redirect::to(&visit.to(paths::OFFICE_ROUND, &[asked.round.id.as_str()])).into_response())
        }
        Ok(false) => Ok((StatusCode::ACCEPTED, running(visit, &asked.round, Step::Seal)).into_response()),
        Err(error) => asked.refused(error, form),
    }
}

/// Gives the auditors' file as it was encrypted, once the seal is done. It is for nobody to keep on the way.
pub async fn opening(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, &id).await?;
    if !is_done(&mut conn, &round).await? {
        return Err(Refusal(Kind::WrongState));
    }
    let bytes = store::document::find(&mut conn, &round.id, acts::round::OPENING).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"opening.age\"")),
    ];
    Ok((headers, bytes.ok_or(Refusal::NOT_FOUND)?).into_response())
}

/// Whether the round has a seal that was done to its last step.
pub async fn is_done(conn: &mut store::Conn, round: &Round) -> Answer<bool> {
    let is_sealed = round.phase > Phase::Closed && round.phase != Phase::Cancelled;
    let is_sealed = is_sealed && round.origin == Origin::Vote;
    Ok(is_sealed && acts::round::seal_state(conn, &round.id).await? == SealState::Done)
}

/// How far the seal of a round is, while that matters.
pub async fn state(conn: &mut store::Conn, round: &Round) -> Answer<Option<SealState>> {
    match round.phase {
        Phase::Closed | Phase::Sealed => Ok(Some(acts::round::seal_state(conn, &round.id).await?)),
        Phase::Draft
        | Phase::Propose
        | Phase::Check
        | Phase::Ready
        | Phase::Open
        | Phase::Counted
        | Phase::Proposed
        | Phase::Certified
        | Phase::Final
        | Phase::Cancelled => Ok(None),
    }
}

/// The seal of a closed round, or of a sealed one whose seal was stopped.
async fn find<'a>(visit: &'a Visit, id: &RoundId) -> Answer<Asked<'a>> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    match state(&mut conn, &round).await? {
        None | Some(SealState::Done) => Err(Refusal(Kind::WrongState)),
        Some(state) => {
            let accounts = store::account::list(&mut conn).await?;
            Ok(Asked { visit, round, state, accounts })
        }
    }
}

impl Asked<'_> {
    fn again(&self) -> Response {
        let address = self.visit.to(paths::ROUND_STEP, &[self.round.id.as_str(), Step::Seal.name()]);
        Redirect::to(&address).into_response()
    }

    /// Whoever asked may not carry it out.
    fn takes_another(&self, form: &Form) -> Response {
        let notice = html! {
            div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::FourEyesRequired.name()) {
                h2.utrecht-heading-3 { (self.visit.say("kind-four_eyes_required")) }
                p { (self.visit.say("seal-own")) }
            }
        };
        with_kind(Kind::FourEyesRequired, self.page(form, None, notice))
    }

    fn refused(&self, error: ActError, form: &Form) -> Answer {
        match error {
            ActError::FourEyes => Ok(self.takes_another(form)),
            ActError::WrongPhase(_) => {
                Ok(with_kind(Kind::WrongState, self.page(form, None, not_now(self.visit))))
            }
            other => Err(other.into()),
        }
    }

    fn page(&self, form: &Form, refused: Option<&Refused>, notice: Markup) -> Markup {
        let (visit, round) = (self.visit, &self.round);
        let filled = Filled::new(visit.text, form, refused).saying("word", visit.say("do-seal-word"));
        let told = facts(&["what", "lasts", "after"].map(|about| {
            (visit.say(&format!("step-{about}")), html! { (visit.say(&format!("do-seal-{about}"))) })
        }));
        let is_final = matches!(&self.state, SealState::Asked(by) if !visit.is(by));
        let content = html! {
            (notice)
            (filled.notice())
            div.sr-stack.sr-stack--mid {
                section.sr-stack.sr-danger[is_final] {
                    h2.utrecht-heading-2 { (round.plan.title) }
                    (told)
                    (self.next(&filled))
                }
                p { a.utrecht-link href=(visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])) { (visit.say("step-stop")) } }
            }
        };
        Frame::below_round(visit, round, visit.say("do-seal")).show(visit, content)
    }

    /// What whoever looks can do now.
    fn next(&self, filled: &Filled<'_>) -> Markup {
        let visit = self.visit;
        let action = visit.to(paths::ROUND_STEP, &[self.round.id.as_str(), Step::Seal.name()]);
        html! {
            @match &self.state {
                SealState::Unasked => {
                    p.utrecht-paragraph { (visit.say("seal-two")) }
                    form method="post" action=(action) { (form::submit(&visit.say("seal-ask"))) }
                }
                SealState::Asked(by) if visit.is(by) => {
                    p.utrecht-paragraph { (visit.say("seal-own")) }
                    (self.others(by))
                }
                SealState::Asked(by) => {
                    p.utrecht-paragraph { (visit.text.with("seal-asked", &[("who", self.who(by).into())])) }
                    form.sr-stack method="post" action=(action) {
                        (filled.field(&Field::text("word", "field-word")))
                        p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("do-seal")) } }
                    }
                }
                SealState::Sealed | SealState::Done => {
                    p.utrecht-paragraph { (visit.say("seal-stopped")) }
                    form method="post" action=(action) { (form::submit(&visit.say("seal-finish"))) }
                }
            }
        }
    }

    /// Who could carry it out.
    fn others(&self, by: &AccountId) -> Markup {
        let visit = self.visit;
        let may = |account: &&Account| {
            account.enabled && account.role.may(Permission::RunRounds) && &account.id != by
        };
        let others: Vec<&Account> = self.accounts.iter().filter(may).collect();
        let role = visit.say(&format!("role-{}", Role::Officer.name()));
        html! {
            @if others.is_empty() {
                (form::alert("warning", &visit.say("seal-none"), html! {
                    p { (visit.text.with("second-none-line", &[("role", role.into())])) }
                }))
            } @else {
                p { (visit.say("seal-others")) }
                ul.sr-rows.sr-rows--plain { @for account in others { li { (account.name) ", " (account.function) } } }
            }
        }
    }

    fn who(&self, id: &AccountId) -> String {
        let found = self.accounts.iter().find(|account| &account.id == id);
        found.map_or_else(|| id.to_string(), |account| format!("{}, {}", account.name, account.function))
    }
}
