//! A plan that a group sent in, for the office: everything it says, its life, and what the office does about it. Nothing here
//! changes a word of the plan (S44).

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::pitch_review::{self, Review};
use super::pitch_support::{self, Beside};
use super::{pitch_wish, regroup, rounds};
use crate::acts::ActError;
use crate::acts::pitch::regroup::{Standing, of_pitch};
use crate::acts::pitch::{self as acts, review};
use crate::domain::account::Permission;
use crate::domain::calendar::{day_of, days_after, parse_day, start_of};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::Answered;
use crate::domain::pitch::{Content, Form as Questions, Ground, Pitch, State, Version};
use crate::domain::progress::Shot;
use crate::domain::round::{Phase, Round};
use crate::domain::smo::Exclusion;
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Back, Field, Refused, answer, choosing, filled, submit};
use crate::web::parts::regroup::{Links, beside, links};
use crate::web::parts::{alliance, moderation, pitch as parts};
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// One of the forms of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Repair,
    Admit,
    Refuse,
    Remark,
    Assign,
    Show,
    Short,
    Extend,
    Rule,
    Wish(Wish),
    Merge,
    Split,
}

/// What the page shows.
pub(super) struct Whole {
    pub(super) round: Round,
    pub(super) pitch: Pitch,
    /// What was sent in last.
    pub(super) sent: Option<Content>,
    is_proven: bool,
    excluded: Vec<Exclusion>,
    /// Why the page comes back, if the money is why.
    kind: Option<Kind>,
    versions: Vec<Version>,
    places: Vec<(String, String)>,
    pub(super) repair_days: i64,
    pub(super) review: Review,
    pub(super) pictures: Vec<Shot>,
    pub(super) beside: Beside,
    /// What was proposed about it and other plans.
    regroups: Vec<Standing>,
    links: Links,
    /// What was answered to its wishes for help that is no money.
    pub(super) wishes: Vec<Answered>,
    /// What groups wrote beside it.
    written: moderation::Beside,
}

/// Shows a plan.
pub async fn show(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit) -> Answer {
    let whole = find(&visit, &id, &pitch).await?;
    Ok(answer(None, page(&visit, &whole, None)))
}

/// Asks the group to mend it.
pub async fn ask_repair(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let done = match parse_day(form.get("pt_repair_until").trim()) {
        None => Err(ActError::field("pt_repair_until", "pt-day")),
        // Until the end of that day.
        Some(day) => {
            let until = start_of(days_after(day, 1)).plus_seconds(-1);
            review::ask_repair(&visit.context(), &id, &pitch, (form.get("pt_missing"), until)).await
        }
    };
    told(&visit, (&id, &pitch), (Which::Repair, &form), done).await
}

/// Puts it on the list for the ballot.
pub async fn admit(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    match review::admit(&visit.context(), &id, &pitch).await {
        Ok(plan) => {
            let to = visit.to(paths::ROUND_PROPOSAL, &[id.as_str(), plan.as_str()]);
            Ok(Redirect::to(&to).into_response())
        }
        // The page says which of the ways it is.
        Err(ActError::Excluded(_)) => {
            let kind = Some(Kind::ExcludedRecipient);
            let whole = Whole { kind, ..find(&visit, &id, &pitch).await? };
            Ok(with_kind(Kind::ExcludedRecipient, page(&visit, &whole, None)))
        }
        Err(error) => told(&visit, (&id, &pitch), (Which::Admit, &form), Err(error)).await,
    }
}

/// Does not put it on the list, or takes it off.
pub async fn refuse(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let done = match Ground::named(form.get("pt_ground")) {
        None => Err(ActError::field("pt_ground", "choose")),
        Some(ground) => {
            review::not_admit(&visit.context(), &id, &pitch, (ground, form.get("pt_reason"))).await
        }
    };
    told(&visit, (&id, &pitch), (Which::Refuse, &form), done).await
}

/// Says something beside it.
pub async fn remark(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let done = review::remark(&visit.context(), &id, &pitch, form.get("pt_remark")).await;
    told(&visit, (&id, &pitch), (Which::Remark, &form), done).await
}

pub(super) async fn told(
    visit: &Visit,
    (id, pitch): (&RoundId, &PitchId),
    (which, form): (Which, &Form),
    done: Result<(), ActError>,
) -> Answer {
    match done {
        Ok(()) => Ok(to_pitch(visit, id, pitch)),
        Err(error) => {
            let refused = Refused::of(error, "pt_reason")?;
            let whole = find(visit, id, pitch).await?;
            let shown = page(visit, &whole, Some(&Back { which, form, refused: &refused }));
            Ok(answer(Some(&refused), shown))
        }
    }
}

fn to_pitch(visit: &Visit, id: &RoundId, pitch: &PitchId) -> Response {
    Redirect::to(&visit.to(paths::ROUND_PITCH, &[id.as_str(), pitch.as_str()])).into_response()
}

async fn find(visit: &Visit, id: &RoundId, pitch: &PitchId) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let found = store::pitch::find(&mut conn, pitch).await?;
    let found = found.filter(|one| one.round == round.id && one.submitted.is_some());
    let pitch = found.ok_or(Refusal::NOT_FOUND)?;
    let versions = store::pitch::life::versions(&mut conn, &pitch.id).await?;
    let sent = versions.last().and_then(|version| version.content.clone());
    let (mut excluded, mut is_proven) = (Vec::new(), false);
    if let Some(content) = &sent {
        excluded = acts::missing(&mut conn, &round, (content, &pitch.applicant), visit.now).await?.1;
        is_proven = review::is_proven(&mut conn, &round, content).await?;
    }
    // What its group writes meanwhile is not for the office.
    let pitch = Pitch { content: sent.clone().unwrap_or_default(), ..pitch };
    let review = pitch_review::find(visit, &mut conn, (&round, &pitch)).await?;
    Ok(Whole {
        repair_days: acts::terms(&mut conn, &round).await?.repair_days,
        pictures: store::pitch::picture::sent(&mut conn, &pitch.id).await?,
        beside: Beside::find(&mut conn, &pitch, &review.known.course()).await?,
        places: parts::places(&mut conn).await?,
        regroups: of_pitch(&mut conn, &pitch.id, visit.now).await?,
        links: links(&mut conn, &pitch).await?,
        wishes: store::pitch::wish::of(&mut conn, &pitch.id).await?,
        written: moderation::beside(&mut conn, &pitch).await?,
        excluded,
        kind: None,
        is_proven,
        sent,
        versions,
        review,
        pitch,
        round,
    })
}

fn page(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let (pitch, text) = (&whole.pitch, visit.text);
    let may = visit.may(Permission::RunRounds);
    let is_open = matches!(whole.round.phase, Phase::Propose | Phase::Check);
    let may_decide = may && is_open && whole.round.rules.is_none();
    let review = &whole.review;
    let mut known = vec![
        (text.get("pt-office-state"), parts::badge(visit, pitch.state)),
        (text.get("field-applicant"), html! { bdi { (pitch.applicant) } }),
        (
            text.get("pt-proven"),
            html! { (text.get(if whole.is_proven { "pt-proven-yes" } else { "pt-proven-no" })) },
        ),
    ];
    if let Some(until) = pitch.until {
        known.push((text.get("pt-until"), html! { (text.moment(until)) }));
    }
    known.extend(review.facts(visit, pitch));
    if let Some(plan) = &pitch.proposal {
        let to = visit.to(paths::ROUND_PROPOSAL, &[whole.round.id.as_str(), plan.as_str()]);
        known.push((text.get("pt-number"), html! { a.utrecht-link href=(to) { (plan) } }));
    }
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (facts(&known))
            (beside(visit, &whole.links))
            (parts::excluded(visit, &whole.excluded, whole.kind))
            @if whole.sent.as_ref().is_some_and(|sent| sent.form == Questions::Bid) {
                p { a.utrecht-button href=(visit.to(paths::ROUND_BID, &parts_of(whole))) { (text.get("bid-to-office")) } }
            }
            @if let Some(sent) = &whole.sent {
                section.sr-stack {
                    h2.utrecht-heading-2 { (text.get("pt-says")) }
                    (alliance::shares(visit, sent, &pitch.applicant))
                    (parts::steps(visit, (sent, parts::Eyes::Office), &whole.places, |_| None))
                    @if let Some(off) = whole.written.text_off(visit) { (off) }
                    (whole.written.of_text(visit, parts::Eyes::Office))
                    (whole.written.pictures(visit, &whole.pictures, parts::Eyes::Office))
                }
            } @else { p { (text.get("pt-version-gone")) } }
            (pitch_wish::section(visit, whole, back))
            (pitch_support::section(visit, whole))
            (pitch_review::found(visit, whole, may_decide))
            (parts::life(visit, (pitch.state, &whole.written), (&review.known.events, &whole.versions), parts::Eyes::Office))
            @if may_decide || !whole.regroups.is_empty() { (regroup::section(visit, whole, &whole.regroups, back)) }
            @if may_decide {
                (pitch_review::forms(visit, whole, back))
                (pitch_support::telling(visit, whole, back))
                (deciding(visit, whole, back))
            }
            @if may { (remarking(visit, whole, back)) }
        }
    };
    let mut frame = Frame::below_round(visit, &whole.round, named(visit, pitch));
    let list = visit.to(paths::ROUND_PITCHES, &[whole.round.id.as_str()]);
    frame.above.push((visit.say("pt-office-title"), list));
    frame.show(visit, content)
}

/// The three acts, as far as they belong to where the plan stands.
fn deciding(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let state = whole.pitch.state;
    let course = whole.review.known.course();
    let (waits, is_late) = (course.waits_for_office(state, visit.now), course.is_late(state, visit.now));
    let merged = course.merge_until().filter(|until| state == State::Submitted && visit.now <= *until);
    let can_be_refused = course.can_be_refused(state, visit.now);
    html! {
        @if let Some(until) = merged {
            (form::alert("info", &visit.say("fault-pm-wait"), html! {
                p { (visit.text.with("pm-wait-until", &[("when", visit.text.moment(until).into())])) }
            }))
        }
        @if waits && is_late { (form::alert("info", &visit.say("pt-late-title"), html! { p { (visit.say("pt-late-line")) } })) }
        @if waits && merged.is_none() { (admitting(visit, whole, back)) }
        @if waits { (repairing(visit, whole, back)) }
        @if can_be_refused && merged.is_none() { (refusing(visit, whole, back)) }
    }
}

pub(super) fn parts_of(whole: &Whole) -> [&str; 2] {
    [whole.round.id.as_str(), whole.pitch.id.as_str()]
}

fn admitting(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, _) = filled(visit.text, back, Which::Admit, &first);
    html! {
        section.sr-stack #pt_admit {
            h2.utrecht-heading-2 { (visit.say("pt-admit")) }
            p.utrecht-paragraph { (visit.say("pt-admit-line")) }
            (fields.notice())
            @if !whole.review.lets_in() { p.utrecht-paragraph { strong { (visit.say("fault-pt-unassessed")) } } }
            form method="post" action=(visit.to(paths::ROUND_PITCH_ADMISSION, &parts_of(whole))) { (submit(&visit.say("pt-admit"))) }
        }
    }
}

fn repairing(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let mut first = Form::default();
    first.set("pt_repair_until", days_after(day_of(visit.now), whole.repair_days).to_string());
    let (fields, is_back) = filled(visit.text, back, Which::Repair, &first);
    html! {
        details open[is_back] {
            summary { (visit.say("pt-repair")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("pt-repair-line")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_REPAIR, &parts_of(whole))) {
                    (fields.field(&Field::of("area", "pt_missing", "field-pt_missing")))
                    (fields.field(&Field::of("date", "pt_repair_until", "field-pt_repair_until")))
                    (submit(&visit.say("pt-repair-do")))
                }
            }
        }
    }
}

fn refusing(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Refuse, &first);
    // Grounds that can be: the other ones have terms of their own that did not pass.
    let fits = |ground: Ground| {
        ground.rests_on_answers()
            || (whole.review.refusal_fault(visit, &whole.pitch, ground).is_none()
                && (ground != Ground::Support || whole.beside.may_refuse()))
    };
    // Where one of those can be, nothing is in the way.
    let is_other = |ground: &Ground| !ground.rests_on_answers() && fits(*ground);
    let is_free = Ground::NAMES.iter().any(|(ground, _)| is_other(ground));
    let open = whole.review.refusal_fault(visit, &whole.pitch, Ground::Unfeasible).filter(|_| !is_free);
    let known = Ground::NAMES.iter().filter(|(ground, _)| fits(*ground));
    let grounds = known.map(|(_, name)| (*name, visit.say(&format!("pt-ground-{name}"))));
    let grounds = choosing(visit.text, grounds);
    html! {
        details open[is_back] {
            summary { (visit.say("pt-refuse")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("pt-refuse-line")) }
                @if let Some(open) = open { p.utrecht-paragraph { strong { (visit.say(&format!("fault-{open}"))) } } }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_REFUSAL, &parts_of(whole))) {
                    (fields.choice("pt_ground", "field-pt_ground", &grounds))
                    (fields.field(&Field::of("area", "pt_reason", "field-pt_reason")))
                    p { button.utrecht-button.utrecht-button--danger type="submit" { (visit.say("pt-refuse")) } }
                }
            }
        }
    }
}

fn remarking(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Remark, &first);
    html! {
        details open[is_back] {
            summary { (visit.say("pt-remark")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("pt-remark-line")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_PITCH_REMARKS, &parts_of(whole))) {
                    (fields.field(&Field::of("area", "pt_remark", "field-pt_remark")))
                    (submit(&visit.say("pt-remark")))
                }
            }
        }
    }
}
