//! One step of a grant on a page of its own: what happens to the money is said before the button.

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::{held, page, years};
use crate::acts::ActError;
use crate::acts::grant as of_grants;
use crate::acts::grant::PaidPart;
use crate::domain::account::Permission;
use crate::domain::budget::CeilingExceeded;
use crate::domain::grant::{GrantRecord, GrantState, GrantStep, Whole};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Balance};
use crate::domain::money::Cents;
use crate::domain::recipient::{Recipient, name_key};
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// Something that is done on this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Award it.
    Award,
    /// The plan begins.
    Start,
    /// Decide not to award.
    Refuse,
    /// The applicant stops.
    Withdraw,
    /// Take the award back.
    Revoke,
    /// It came to nothing.
    Lapse,
    /// Give notice that it will not go on.
    Notice,
}

impl Task {
    /// All of them, as they are offered.
    pub fn all() -> [Task; 7] {
        [Task::Award, Task::Start, Task::Refuse, Task::Withdraw, Task::Lapse, Task::Revoke, Task::Notice]
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        self.step().map_or("notice", GrantStep::name)
    }

    fn step(self) -> Option<GrantStep> {
        match self {
            Task::Award => Some(GrantStep::Award),
            Task::Start => Some(GrantStep::Start),
            Task::Refuse => Some(GrantStep::Refuse),
            Task::Withdraw => Some(GrantStep::Withdraw),
            Task::Revoke => Some(GrantStep::Revoke),
            Task::Lapse => Some(GrantStep::Lapse),
            Task::Notice => None,
        }
    }

    /// Who may do it: what the municipality decides is signed by who may decide.
    fn permission(self) -> Permission {
        match self {
            Task::Start | Task::Withdraw => Permission::HandleGrants,
            Task::Award | Task::Refuse | Task::Revoke | Task::Lapse | Task::Notice => {
                Permission::DecideGrants
            }
        }
    }

    /// Whether whoever looks may do it with a grant as it stands.
    pub fn may_begin(self, visit: &Visit, grant: &GrantRecord) -> bool {
        visit.may(self.permission()) && self.fits(grant.state)
    }

    fn fits(self, state: GrantState) -> bool {
        match self.step() {
            Some(step) => state.after(step).is_ok(),
            None => state.is_awarded() && !state.is_over(),
        }
    }
}

/// What the page tells of.
struct Told<'a> {
    visit: &'a Visit,
    grant: GrantRecord,
    task: Task,
    whole: Whole,
    /// Set aside or awarded, and not paid.
    open: Cents,
    /// Paid.
    paid: Cents,
    /// Whether the round takes its money back for who comes next.
    to_round: bool,
    /// Whom it is made out to.
    recipient: Option<Recipient>,
}

/// Tells what a step does. It changes nothing.
pub async fn show(Of((id, task), _): Of<(GrantId, String)>, visit: Visit) -> Answer {
    Ok(find(&visit, &id, &task).await?.page(&Form::default(), None, html! {}).into_response())
}

/// Does the step.
pub async fn take(Of((id, task), _): Of<(GrantId, String)>, visit: Visit, form: Form) -> Answer {
    let told = find(&visit, &id, &task).await?;
    let (ctx, grant, reason) = (visit.context(), &told.grant.id, form.get("reason"));
    let paid = if form.get("paid") == "keep" { PaidPart::Keep } else { PaidPart::Reclaim };
    let done = match told.task {
        Task::Award => of_grants::award(&ctx, grant, reason).await,
        Task::Start => of_grants::start(&ctx, grant).await,
        Task::Refuse => of_grants::refuse(&ctx, grant, reason).await,
        Task::Withdraw => of_grants::withdraw(&ctx, grant, reason).await,
        Task::Revoke => of_grants::revoke(&ctx, grant, reason, paid).await,
        Task::Lapse => of_grants::lapse(&ctx, grant, reason).await,
        Task::Notice => of_grants::give_notice(&ctx, grant, reason).await,
    };
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::OFFICE_GRANT, &[id.as_str()])).into_response()),
        Err(ActError::Excluded(_)) => {
            let mut conn = visit.app.store.read().await?;
            held::refused(&visit, &mut conn, std::slice::from_ref(grant)).await
        }
        Err(error) => told.refused(error, &form),
    }
}

async fn find<'a>(visit: &'a Visit, id: &GrantId, task: &str) -> Answer<Told<'a>> {
    let task = Task::all().into_iter().find(|known| known.name() == task);
    let task = task.filter(|task| visit.may(task.permission())).ok_or(Refusal::NOT_FOUND)?;
    let mut conn = visit.app.store.read().await?;
    let grant = page::find(&mut conn, id).await?;
    if !task.fits(grant.state) {
        return Err(Refusal(Kind::WrongState));
    }
    let accounts = store::ledger::accounts_of_grant(&mut conn, &grant.id).await?;
    let sum = |kinds: &[AccountKind]| {
        let own = accounts.iter().filter(|one| kinds.contains(&one.key.kind)).map(Balance::balance);
        Cents::sum(own).unwrap_or(Cents::MAX)
    };
    Ok(Told {
        visit,
        task,
        whole: store::slice::whole(&mut conn, &grant).await?,
        open: sum(&[AccountKind::Selected, AccountKind::Committed]),
        paid: sum(&[AccountKind::Paid, AccountKind::Accounted, AccountKind::Settled]),
        recipient: store::recipient::of_grant(&mut conn, &grant.id).await?,
        to_round: !store::reserve_list::is_over(&mut conn, grant.source.round()).await?,
        grant,
    })
}

impl Told<'_> {
    /// What was typed comes back where typing something else helps; the rest is said above the form.
    fn refused(&self, error: ActError, form: &Form) -> Answer<Response> {
        let (kind, words) = match error {
            ActError::Fields(_) => {
                let refused = Refused::of(error, "reason")?;
                return Ok(answer(Some(&refused), self.page(form, Some(&refused), html! {})));
            }
            ActError::Ceiling(CeilingExceeded { room }) => {
                let room = [("room", self.visit.text.euros(room).into())];
                (Kind::CeilingExceeded, self.visit.text.with("grant-year-full", &room))
            }
            ActError::Unchecked(_) => (Kind::CheckRequired, self.visit.say("kind-check_required-help")),
            ActError::NoMandate => (Kind::MandateRequired, self.visit.say("kind-mandate_required-help")),
            ActError::WrongState(_) => (Kind::WrongState, self.visit.say("grant-not-now")),
            other => return Err(other.into()),
        };
        let notice = html! {
            div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
                h2.utrecht-heading-3 { (self.visit.say(&format!("kind-{}", kind.name()))) }
                p { (words) }
            }
        };
        Ok(with_kind(kind, self.page(form, None, notice)))
    }

    fn told(&self, about: &str) -> String {
        let place = if self.to_round { "grant-place-round" } else { "grant-place-area" };
        let values = [
            ("open", self.visit.text.euros(self.open).into()),
            ("sum", self.visit.text.euros(self.whole.sum()).into()),
            ("place", self.visit.say(place).into()),
        ];
        self.visit.text.with(&format!("grant-{about}-{}", self.task.name()), &values)
    }

    /// Whom the award is made out to and on which account, beside who applied.
    fn payee(&self) -> Markup {
        let visit = self.visit;
        let Some(own) = &self.recipient else { return html! {} };
        let account = match &own.iban {
            Some(iban) => html! { span.sr-mono { "•••• " (iban.last_four) } " " (own.account_name) },
            None => html! { (visit.say("pay2-no-account")) },
        };
        html! {
            (facts(&[
                (visit.say("grant-applicant"), html! { (self.grant.applicant) }),
                (visit.say("pay2-award-to"), html! {
                    a.utrecht-link href=(visit.to(paths::RECIPIENT, &[own.id.as_str()])) { (own.name) }
                }),
                (visit.say("pay2-award-account"), account),
            ]))
            @if name_key(&own.name) != name_key(&self.grant.applicant) {
                p.utrecht-paragraph { strong { (visit.say("pay2-award-other")) } }
            }
        }
    }

    fn page(&self, form: &Form, refused: Option<&Refused>, notice: Markup) -> Markup {
        let visit = self.visit;
        let filled = Filled::new(visit.text, form, refused);
        let dangerous = matches!(self.task, Task::Refuse | Task::Revoke | Task::Lapse | Task::Withdraw);
        let words = self.told("do");
        let choices = [("reclaim", "paid-reclaim"), ("keep", "paid-keep")]
            .map(|(value, key)| (value.to_string(), visit.say(key)));
        let content = html! {
            (notice)
            (filled.notice())
            section.sr-stack.sr-danger[dangerous] {
                h2.utrecht-heading-2 { (self.grant.title) }
                @if self.task == Task::Award {
                    (years::table(visit, &self.whole))
                    (self.payee())
                }
                (facts(&[
                    (visit.say("grant-moves"), html! {
                        (self.told("moves"))
                        @if self.task == Task::Award && !self.whole.later().is_empty() { " " (visit.say("wrd-later-years")) }
                    }),
                    (visit.say("step-after"), html! { (self.told("after")) }),
                ]))
                form.sr-stack method="post" action=(visit.to(paths::GRANT_STEP, &[self.grant.id.as_str(), self.task.name()])) {
                    @if self.task == Task::Revoke && self.paid > Cents::ZERO {
                        p { (visit.text.with("grant-paid", &[("paid", visit.text.euros(self.paid).into())])) }
                        (filled.choice("paid", "field-paid", &choices))
                    }
                    @if self.task != Task::Start { (filled.field(&Field::of("area", "reason", "field-grant-reason"))) }
                    (form::submit(&words))
                }
            }
            p { a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[self.grant.id.as_str()])) { (visit.say("race-stop")) } }
        };
        let above = vec![
            (visit.say("grants-list-title"), visit.to(paths::GRANTS, &[])),
            (self.grant.title.clone(), visit.to(paths::OFFICE_GRANT, &[self.grant.id.as_str()])),
        ];
        Frame { menu: paths::GRANTS, title: words, above, mark: html! {} }.show(visit, content)
    }
}
