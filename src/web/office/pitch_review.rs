//! The review of a plan on its page in the office: who looks, until when, what was found, showing that to the group, more time, and
//! the second look.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::pitch::{Which, Whole, parts_of, told};
use crate::acts::ActError;
use crate::acts::pitch::assessment::{self as acts, Known};
use crate::acts::pitch::hearing::Looked;
use crate::acts::pitch::{appeal, short};
use crate::domain::account::{Account, Permission};
use crate::domain::calendar::{day_of, days_after, parse_day, start_of};
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::pitch::{Assessment, Ground, Pitch, State};
use crate::domain::round::Round;
use crate::store::pitch::assessment::Stored;
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::assessment as parts;
use crate::web::parts::form::{self, Back, Field, choosing, filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// What there is about it.
pub(super) struct Review {
    /// What happened, and the terms.
    pub(super) known: Known,
    /// What was answered last about what was sent in last.
    newest: Option<Stored>,
    /// Everything that was answered.
    looked: Looked,
    /// Who looks at it.
    officer: Option<Account>,
    /// Who could, for whoever may say so.
    candidates: Vec<Account>,
}

/// Reads it.
pub(super) async fn find(visit: &Visit, conn: &mut Conn, (round, pitch): (&Round, &Pitch)) -> Answer<Review> {
    let known = Known::of(conn, round, &pitch.id).await?;
    let version = store::pitch::life::versions(conn, &pitch.id).await?.pop().map(|last| last.number);
    let newest = store::pitch::assessment::of(conn, &pitch.id).await?.pop();
    let assigned = store::pitch::assessment::assigned(conn, &round.id).await?.remove(&pitch.id);
    let officer = match assigned {
        Some(id) => store::account::find(conn, &id).await?,
        None => None,
    };
    let candidates = match visit.may(Permission::RunRounds) {
        true => acts::candidates(conn, round, pitch).await?,
        false => Vec::new(),
    };
    let newest = newest.filter(|last| pitch.state.is_decided() || Some(last.version) == version);
    let looked = Looked::of(conn, pitch).await?;
    Ok(Review { known, newest, looked, officer, candidates })
}

impl Review {
    /// Whether the plan can go on the list by what was answered.
    pub(super) fn lets_in(&self) -> bool {
        self.newest.as_ref().and_then(|last| last.content.as_ref()).is_some_and(Assessment::lets_in)
    }

    /// Why the plan cannot be refused on a ground now.
    pub(super) fn refusal_fault(&self, visit: &Visit, pitch: &Pitch, ground: Ground) -> Option<&'static str> {
        let course = self.known.course();
        let fault = self.looked.hearing(&course).fault(ground, pitch.until, visit.now);
        fault.map(|(_, fault)| fault)
    }

    /// Who looks, and until when what is asked of the office is done.
    pub(super) fn facts(&self, visit: &Visit, pitch: &Pitch) -> Vec<(String, Markup)> {
        let course = self.known.course();
        let mut list = Vec::new();
        if let Some(officer) = &self.officer {
            list.push((visit.say("pt-officer"), html! { (officer.name) ", " (officer.function) }));
        }
        if let Some(until) = course.due(pitch.state, visit.now) {
            list.push((visit.say("pt-due"), due(visit, until)));
        }
        let ask_until = course.appeal_until().filter(|_| pitch.state == State::NotAdmitted);
        if let Some(until) = ask_until {
            list.push((visit.say("pt-appeal-until"), html! { (visit.text.moment(until)) }));
        }
        list
    }
}

/// A last moment, and whether it has passed.
pub(super) fn due(visit: &Visit, until: crate::domain::time::Moment) -> Markup {
    html! {
        (visit.text.day(until))
        @if until < visit.now { " " span.utrecht-status-badge.utrecht-status-badge--error { (visit.say("pt-late")) } }
    }
}

/// Gives the plan to someone.
pub async fn assign(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let to = AccountId::new(form.get("pt_officer"));
    let done = acts::assign(&visit.context(), &id, &pitch, &to).await;
    told(&visit, (&id, &pitch), (Which::Assign, &form), done).await
}

/// Shows the group what was found, or tells it how much support is missing.
pub async fn show(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    if form.get("do") == "short" {
        let done = short::tell(&visit.context(), &id, &pitch, form.get("pt_short")).await;
        return told(&visit, (&id, &pitch), (Which::Short, &form), done).await;
    }
    let done = acts::show(&visit.context(), &id, &pitch).await;
    told(&visit, (&id, &pitch), (Which::Show, &form), done).await
}

/// Takes more time.
pub async fn extend(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let done = match parse_day(form.get("pt_extend_until").trim()) {
        None => Err(ActError::field("pt_extend_until", "pt-day")),
        Some(day) => {
            let until = start_of(days_after(day, 1)).plus_seconds(-1);
            acts::extend(&visit.context(), &id, &pitch, (until, form.get("pt_extend_why"))).await
        }
    };
    told(&visit, (&id, &pitch), (Which::Extend, &form), done).await
}

/// Decides after a second look.
pub async fn rule(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let (ctx, reason) = (visit.context(), form.get("pt_ruling"));
    let done = match form.get("pt_ruled") {
        "uphold" => appeal::uphold(&ctx, &id, &pitch, reason).await,
        "overturn" => match appeal::overturn(&ctx, &id, &pitch, reason).await {
            Ok(plan) => {
                let to = visit.to(paths::ROUND_PROPOSAL, &[id.as_str(), plan.as_str()]);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => Err(error),
        },
        _ => Err(ActError::field("pt_ruled", "choose")),
    };
    told(&visit, (&id, &pitch), (Which::Rule, &form), done).await
}

/// What was found, and the way to its form.
pub(super) fn found(visit: &Visit, whole: &Whole, may_decide: bool) -> Markup {
    let (review, state) = (&whole.review, whole.pitch.state);
    let course = review.known.course();
    let is_looked_at = course.is_looked_at(state, visit.now);
    let is_asked = is_looked_at || course.appeal().is_some();
    let is_changed = may_decide && review.looked.hearing(&course).is_changed_since_shown();
    html! {
        @if is_changed { (form::alert("warning", &visit.say("pt-show-again"), html! { p { (visit.say("pt-show-again-line")) } })) }
        @if let Some(found) = review.newest.as_ref().and_then(|last| last.content.as_ref()) { (parts::found(visit, found)) }
        @if may_decide && is_asked {
            p {
                a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::ROUND_PITCH_ASSESSMENT, &parts_of(whole))) {
                    (visit.say(if state == State::Admissible { "pt-assess-again" } else { "pt-assess" }))
                }
            }
        }
    }
}

/// What can be done about the review, as far as it belongs to where the plan stands.
pub(super) fn forms(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let (review, state) = (&whole.review, whole.pitch.state);
    let course = review.known.course();
    let complete =
        review.newest.as_ref().filter(|last| last.content.as_ref().is_some_and(Assessment::is_complete));
    let to_show = complete.is_some_and(|last| course.shown().is_none_or(|shown| shown.at < last.at));
    let runs = course.decide_by().is_some_and(|by| visit.now <= by) && !course.is_extended();
    let waits = matches!(state, State::Submitted | State::Incomplete);
    let is_looked_at = course.is_looked_at(state, visit.now);
    html! {
        @if waits || course.appeal().is_some() { (assigning(visit, whole, back)) }
        @if is_looked_at && to_show { (showing(visit, whole, back)) }
        @if waits && runs { (extending(visit, whole, back)) }
        @if course.appeal().is_some() { (ruling(visit, whole, back)) }
    }
}

fn assigning(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let mut first = Form::default();
    first.set("pt_officer", whole.review.officer.as_ref().map(|one| one.id.to_string()).unwrap_or_default());
    let (fields, is_back) = filled(visit.text, back, Which::Assign, &first);
    let known = whole.review.candidates.iter();
    let known = known.map(|one| (one.id.to_string(), format!("{}, {}", one.name, one.function)));
    let options = choosing(visit.text, known);
    html! {
        details open[is_back] {
            summary { (visit.say("pt-assign")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("pt-assign-line")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_OFFICER, &parts_of(whole))) {
                    (fields.choice("pt_officer", "field-pt_officer", &options))
                    (submit(&visit.say("pt-assign-do")))
                }
            }
        }
    }
}

fn showing(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Show, &first);
    let days = crate::text::number(whole.review.known.clocks.reply.unsigned_abs());
    html! {
        section.sr-stack #pt_show {
            h2.utrecht-heading-2 { (visit.say("pt-show")) }
            p.utrecht-paragraph { (visit.text.with("pt-show-line", &[("days", days)])) }
            (fields.notice())
            form method="post" action=(visit.to(paths::ROUND_PITCH_SHOWING, &parts_of(whole))) { (submit(&visit.say("pt-show"))) }
        }
    }
}

fn extending(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let mut first = Form::default();
    if let Some(by) = whole.review.known.course().decide_by() {
        first.set("pt_extend_until", days_after(day_of(by), 28).to_string());
    }
    let (fields, is_back) = filled(visit.text, back, Which::Extend, &first);
    html! {
        details open[is_back] {
            summary { (visit.say("pt-extend")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("pt-extend-line")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_EXTENSION, &parts_of(whole))) {
                    (fields.field(&Field::of("date", "pt_extend_until", "field-pt_extend_until")))
                    (fields.field(&Field::of("area", "pt_extend_why", "field-pt_extend_why")))
                    (submit(&visit.say("pt-extend-do")))
                }
            }
        }
    }
}

fn ruling(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Rule, &first);
    html! {
        section.sr-stack #pt_ruled {
            h2.utrecht-heading-2 { (visit.say("pt-rule")) }
            p.utrecht-paragraph { (visit.say("pt-rule-line")) }
            (fields.notice())
            @if !whole.review.lets_in() { p.utrecht-paragraph { (visit.say("pt-rule-open")) } }
            form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_RULING, &parts_of(whole))) {
                (fields.field(&Field::of("area", "pt_ruling", "field-pt_ruling")))
                div.utrecht-button-group {
                    button.utrecht-button.utrecht-button--primary-action type="submit" name="pt_ruled" value="overturn" { (visit.say("pt-rule-overturn")) }
                    button.utrecht-button.utrecht-button--danger type="submit" name="pt_ruled" value="uphold" { (visit.say("pt-rule-uphold")) }
                }
            }
        }
    }
}
