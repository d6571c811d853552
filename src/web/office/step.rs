//! One step of a round on a page of its own: what will happen, what cannot be undone, what comes after.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::{round as round_page, rounds, seal};
use crate::acts::round::RoundKeys;
use crate::acts::{self, ActError, Context};
use crate::domain::auditor::Auditor;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::limits::Clash;
use crate::domain::round::{Condition, Round, Step};
use crate::domain::seed::Seed;
use crate::keys::KeyError;
use crate::sealing;
use crate::store;
use crate::text::number;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::parts::pot;
use crate::web::paths;
use crate::web::state::App;
use crate::web::visit::Visit;

/// How long whoever takes a step waits for its end.
const PATIENCE: Duration = Duration::from_secs(5);

/// A step that can be done on this page.
struct Asked {
    round: Round,
    step: Step,
    /// What must be there, for the steps that fix the list and open.
    conditions: Vec<(Condition, bool)>,
    /// Who will be able to open every commitment after the seal, for the step that opens.
    auditors: Vec<Auditor>,
}

/// Tells what a step does. It changes nothing.
pub async fn show(Of((id, step), _): Of<(RoundId, String)>, visit: Visit) -> Answer {
    if Step::named(&step) == Some(Step::Seal) {
        return seal::show(&visit, &id).await;
    }
    let asked = find(&visit, &id, &step).await?;
    Ok(page(&visit, &asked, &Form::default(), None, html! {}).into_response())
}

/// Does the step.
pub async fn take(Of((id, step), _): Of<(RoundId, String)>, visit: Visit, form: Form) -> Answer {
    if Step::named(&step) == Some(Step::Seal) {
        return seal::take(&visit, &id, &form).await;
    }
    let asked = find(&visit, &id, &step).await?;
    if asked.needs_word() && !visit.is_word(&asked.key("word"), form.get("word")) {
        let refused = Refused::field("word", "word");
        return Ok(answer(Some(&refused), page(&visit, &asked, &form, Some(&refused), html! {})));
    }
    match act(&visit, &asked.round.id, asked.step).await {
        Ok(true) => Ok(Redirect::to(&visit.to(paths::OFFICE_ROUND, &[id.as_str()])).into_response()),
        Ok(false) => Ok((StatusCode::ACCEPTED, running(&visit, &asked.round, asked.step)).into_response()),
        Err(ActError::NotReady(_) | ActError::WrongPhase(_) | ActError::SealUnfinished) => {
            let notice = not_now(&visit);
            Ok(with_kind(Kind::WrongState, page(&visit, &asked, &form, None, notice)))
        }
        Err(ActError::PapersWait(papers)) => {
            let words = visit.text.with("paper-close-waits", &[("papers", number(papers))]);
            let link = visit.to(paths::ROUND_PAPER, &[id.as_str()]);
            let notice = html! {
                div.utrecht-alert.utrecht-alert--error role="alert" data-kind=(Kind::WrongState.name()) { p { a.utrecht-link href=(link) { (words) } } }
            };
            Ok(with_kind(Kind::WrongState, page(&visit, &asked, &form, None, notice)))
        }
        Err(ActError::Incompatible(clash)) => {
            let notice = incompatible(&visit, &asked.round, clash);
            Ok(with_kind(Kind::RuleIncompatible, page(&visit, &asked, &form, None, notice)))
        }
        Err(ActError::DrawRequired(tied)) => {
            Ok(with_kind(Kind::DrawRequired, draw(&visit, &asked.round, &tied).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Does the step in a task of its own, so that it ends well when whoever asked goes away or the count is
/// long. `false` when it is not done yet.
pub(super) async fn act(visit: &Visit, id: &RoundId, step: Step) -> Result<bool, ActError> {
    let (app, id) = (visit.app.clone(), id.clone());
    let Context { actor, now, .. } = visit.context();
    let work = tokio::spawn(async move {
        let mut context = Context { now, ..app.context(actor) };
        let done = match step {
            Step::Open => open(&app, &context, &id).await,
            Step::Close => acts::round::close(&mut context, &id).await,
            Step::Seal => sealing::seal(&mut context, &app.keys, &id).await,
            Step::Count => acts::round::count(&context, &id).await,
            Step::Cancel => cancel(&app, &context, &id).await,
            Step::Announce
            | Step::Check
            | Step::Fix
            | Step::Back
            | Step::Propose
            | Step::Refuse
            | Step::Certify => acts::round::step(&context, &id, step).await,
        };
        if matches!(step, Step::Close | Step::Seal | Step::Cancel) {
            app.booths.forget(&id);
        }
        done.inspect_err(|error| tracing::warn!(round = id.as_str(), step = step.name(), "{error}"))
    });
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(done)) => done.map(|()| true),
        Ok(Err(stopped)) => Err(ActError::Integrity(format!("the step stopped: {stopped}"))),
        Err(_) => Ok(false),
    }
}

/// Opens a round with its two keys; the key of the ballots is made for it.
async fn open(app: &App, context: &Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let unusable = |error: KeyError| ActError::Integrity(error.to_string());
    let codes = app.keys.codes(id).map_err(unusable)?;
    let ballots = app.keys.make_ballots(id, Seed::new(app.entropy.seed())).map_err(unusable)?;
    acts::round::open(context, id, RoundKeys { codes: codes.as_ref(), ballots: &ballots }).await.map(drop)
}

/// Stops a round for good, and destroys its keys: what they locked counts for nothing.
async fn cancel(app: &App, context: &Context<'_>, id: &RoundId) -> Result<(), ActError> {
    acts::round::step(context, id, Step::Cancel).await?;
    // The round is stopped all the same; the next start of the service tries again.
    app.keys.destroy(id).unwrap_or_else(|error| tracing::error!(round = id.as_str(), "{error}"));
    Ok(())
}

/// The step of an address, if the round is where it begins. The steps of a certificate have their own page.
async fn find(visit: &Visit, id: &RoundId, step: &str) -> Answer<Asked> {
    let step = Step::named(step).ok_or(Refusal::NOT_FOUND)?;
    if matches!(step, Step::Propose | Step::Refuse | Step::Certify) {
        return Err(Refusal::NOT_FOUND);
    }
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    if round.phase.after(step).is_err() {
        return Err(Refusal(Kind::WrongState));
    }
    if step == Step::Fix {
        let waiting = acts::pitch::waiting::holding_up(&mut conn, &round, visit.now).await?;
        let conditions = vec![(Condition::Pitches, waiting == 0)];
        return Ok(Asked { round, step, conditions, auditors: Vec::new() });
    }
    if step != Step::Open {
        return Ok(Asked { round, step, conditions: Vec::new(), auditors: Vec::new() });
    }
    let conditions = round_page::conditions(visit, &mut conn, &round).await?;
    let auditors = store::auditor::list(&mut conn).await?;
    Ok(Asked { round, step, conditions, auditors })
}

impl Asked {
    /// The key of a sentence about the step.
    fn key(&self, about: &str) -> String {
        format!("do-{}-{about}", self.step.name())
    }

    /// Steps after which there is no way back.
    fn needs_word(&self) -> bool {
        matches!(self.step, Step::Open | Step::Close | Step::Cancel)
    }

    /// Whether the step would be refused now, as far as can be seen beforehand.
    fn must_wait(&self, visit: &Visit) -> bool {
        match self.step {
            Step::Open | Step::Fix => self.conditions.iter().any(|(_, met)| !met),
            Step::Close => !self.round.may_close(visit.now),
            _ => false,
        }
    }
}

/// The step takes longer than anyone waits for a page.
pub(super) fn running(visit: &Visit, round: &Round, step: Step) -> Markup {
    let content = html! {
        (form::alert("ok", &visit.say("step-running"), html! { p { (visit.say("step-running-line")) } }))
        p { a.utrecht-button href=(visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])) { (visit.say("step-look")) } }
    };
    Frame::below_round(visit, round, visit.say(&format!("do-{}", step.name()))).show(visit, content)
}

/// It is too early, or something is missing.
pub(super) fn not_now(visit: &Visit) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::WrongState.name()) {
            h2.utrecht-heading-3 { (visit.say("kind-wrong_state")) }
            p { (visit.say("step-not-now")) }
        }
    }
}

/// The limits of the round cannot hold: what is wrong, and where it is mended.
fn incompatible(visit: &Visit, round: &Round, clash: Clash) -> Markup {
    let words = match clash {
        Clash::Minima => visit.say("fault-clash-minima"),
        Clash::AboveMaximum(one) => {
            let pot = pot::name(visit.text, one);
            visit.text.with("clash-above-pot", &[("pot", pot.into())])
        }
        Clash::Rule(_) => visit.say("fault-clash-rule"),
        Clash::Form => visit.say("fault-clash-form"),
    };
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::RuleIncompatible.name()) {
            h2.utrecht-heading-3 { (visit.say("kind-rule_incompatible")) }
            p { (words) }
            p { a.utrecht-link href=(visit.to(paths::ROUND_PLAN, &[round.id.as_str()])) { (visit.say("plan-title")) } }
        }
    }
}

/// The count stopped at a tie that the rules leave open: which plans, and what to do.
async fn draw(visit: &Visit, round: &Round, tied: &[ProposalId]) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let plans = store::proposal::list(&mut conn, &round.id).await?;
    let content = html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(Kind::DrawRequired.name()) {
            h2.utrecht-heading-3 { (visit.say("kind-draw_required")) }
            p { (visit.say("draw-line")) }
        }
        section.sr-stack {
            p { (visit.say("draw-plans")) }
            ul { @for plan in plans.iter().filter(|plan| tied.contains(&plan.id)) { li { strong { (plan.id) } " " (plan.title) } } }
            p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::ROUND_LOT, &[round.id.as_str()])) { (visit.say("lot-to")) } }
        }
        p { a.utrecht-link href=(visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])) { (visit.say("step-stop")) } }
    };
    Ok(Frame::below_round(visit, round, visit.say("do-count")).show(visit, content))
}

fn page(visit: &Visit, asked: &Asked, form: &Form, refused: Option<&Refused>, notice: Markup) -> Markup {
    let round = &asked.round;
    let title = visit.say(&format!("do-{}", asked.step.name()));
    let filled = Filled::new(visit.text, form, refused).saying("word", visit.say(&asked.key("word")));
    let told = facts(
        &["what", "lasts", "after"]
            .map(|about| (visit.say(&format!("step-{about}")), html! { (visit.say(&asked.key(about))) })),
    );
    let content = html! {
        (notice)
        (filled.notice())
        div.sr-stack.sr-stack--mid {
            @if asked.step == Step::Open || asked.must_wait(visit) && asked.step == Step::Fix { (round_page::checklist(visit, round, &asked.conditions)) }
            @if !asked.auditors.is_empty() { (auditors(visit, &asked.auditors)) }
            section.sr-stack.sr-danger[asked.needs_word()] {
                h2.utrecht-heading-2 { (round.plan.title) }
                (told)
                (step_form(visit, asked, &filled))
            }
            p { a.utrecht-link href=(visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])) { (visit.say("step-stop")) } }
        }
    };
    Frame::below_round(visit, round, title).show(visit, content)
}

/// Whoever opens sees for whom: a key that someone slipped in could open every ballot by its control number.
fn auditors(visit: &Visit, auditors: &[Auditor]) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("auditors-title")) }
            p.utrecht-paragraph { (visit.say("auditors-open")) }
            ul { @for auditor in auditors { li { (auditor.name) } } }
        }
    }
}

fn step_form(visit: &Visit, asked: &Asked, filled: &Filled<'_>) -> Markup {
    let words = visit.say(&format!("do-{}", asked.step.name()));
    let action = visit.to(paths::ROUND_STEP, &[asked.round.id.as_str(), asked.step.name()]);
    html! {
        form.sr-stack method="post" action=(action) {
            @if asked.must_wait(visit) {
                p.utrecht-paragraph #wacht { strong { (wait_line(visit, asked)) } }
                p { button.utrecht-button type="submit" disabled aria-describedby="wacht" { (words) } }
            } @else if asked.needs_word() {
                (filled.field(&Field::text("word", "field-word")))
                p { button.utrecht-button.utrecht-button--danger type="submit" { (words) } }
            } @else {
                (form::submit(&words))
            }
        }
    }
}

fn wait_line(visit: &Visit, asked: &Asked) -> String {
    match asked.round.closes_from().filter(|_| asked.step == Step::Close) {
        Some(until) => visit.text.with("close-from", &[("moment", visit.text.moment(until).into())]),
        None if asked.step == Step::Fix => visit.say("pt-fix-waits"),
        None => visit.say("open-not-ready"),
    }
}
