//! The lot of a round: one person enters what was read or drawn, another one reads it again.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::{Frame, facts};
use super::rounds;
use crate::acts::{self, ActError, lot as act, publication};
use crate::domain::account::Permission;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::lot::{Draw, DrawWay, LotSource};
use crate::domain::proposal::Proposal;
use crate::domain::round::{Phase, Round, Step};
use crate::domain::time::Moment;
use crate::store;
use crate::store::lot::Stored;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::form::{self, Field, Filled, Refused, answer};
use crate::web::paths;
use crate::web::visit::Visit;

/// What the page is about.
struct Found {
    round: Round,
    /// What the rules name; none in rules of before there were lots.
    source: Option<LotSource>,
    plans: Vec<Proposal>,
    lots: Vec<Stored>,
    draw: Option<Draw>,
}

/// What was typed, and why it comes back.
struct Typed<'a> {
    form: &'a Form,
    refused: Option<&'a Refused>,
    notice: Markup,
}

/// Tells how far the lot is. It changes nothing.
pub async fn show(Of(id, _): Of<RoundId>, visit: Visit) -> Answer {
    let found = find(&visit, &id).await?;
    let typed = Typed { form: &Form::default(), refused: None, notice: html! {} };
    Ok(page(&visit, &found, &typed).into_response())
}

/// Enters what was read or drawn.
pub async fn enter(Of(id, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let found = find(&visit, &id).await?;
    let drawn = form.get("lot_drawn").to_string();
    let entered = match DrawWay::named(form.get("lot_way")) {
        Some(DrawWay::Published) => act::Entered::Published { drawn },
        Some(DrawWay::Instead) => act::Entered::Instead {
            source: form.get("lot_place").to_string(),
            at: Moment::parse_local(form.get("lot_drawn_at").trim()),
            why: form.get("why").to_string(),
            drawn,
        },
        None => return Err(Refusal(Kind::BadRequest)),
    };
    let done = act::enter(&visit.context(), &found.round.id, entered).await.map(drop);
    ended(&visit, &found, &form, done)
}

/// Confirms, as second person, what the first one entered.
pub async fn confirm(Of((id, number), _): Of<(RoundId, u64)>, visit: Visit, form: Form) -> Answer {
    let found = find(&visit, &id).await?;
    let done = act::confirm(&visit.context(), &found.round.id, number, form.get("lot_drawn")).await;
    ended(&visit, &found, &form, done)
}

/// Refuses it, or takes it back.
pub async fn refuse(Of((id, number), _): Of<(RoundId, u64)>, visit: Visit, form: Form) -> Answer {
    let found = find(&visit, &id).await?;
    let done = act::refuse(&visit.context(), &found.round.id, number, form.get("reason")).await;
    ended(&visit, &found, &form, done)
}

fn ended(visit: &Visit, found: &Found, form: &Form, done: Result<(), ActError>) -> Answer {
    match done {
        Ok(()) => Ok(Redirect::to(&visit.to(paths::ROUND_LOT, &[found.round.id.as_str()])).into_response()),
        Err(ActError::WrongPhase(Phase::Sealed)) => {
            let notice = told(visit, Kind::WrongState, "lot-not-now");
            Ok(with_kind(Kind::WrongState, page(visit, found, &Typed { form, refused: None, notice })))
        }
        Err(ActError::FourEyes) => {
            let notice = told(visit, Kind::FourEyesRequired, "lot-own");
            Ok(with_kind(Kind::FourEyesRequired, page(visit, found, &Typed { form, refused: None, notice })))
        }
        Err(error) => {
            let refused = Refused::of(error, "lot_drawn")?;
            let typed = Typed { form, refused: Some(&refused), notice: html! {} };
            Ok(answer(Some(&refused), page(visit, found, &typed)))
        }
    }
}

fn told(visit: &Visit, kind: Kind, line: &str) -> Markup {
    html! {
        div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
            h2.utrecht-heading-3 { (visit.say(&format!("kind-{}", kind.name()))) }
            p { (visit.say(line)) }
        }
    }
}

async fn find(visit: &Visit, id: &RoundId) -> Answer<Found> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    if round.rules.is_none() {
        return Err(Refusal(Kind::WrongState));
    }
    let source = acts::round::rules(&mut conn, &round.id).await?.lot;
    let plans = store::proposal::list(&mut conn, &round.id).await?;
    let lots = store::lot::list(&mut conn, &round.id).await?;
    let draw = publication::draw(&mut conn, &round.id).await?;
    Ok(Found { round, source, plans, lots, draw })
}

impl Found {
    fn waiting(&self) -> Option<&Stored> {
        self.lots.last().filter(|lot| lot.waits())
    }

    fn tied(&self, tied: &[ProposalId]) -> Markup {
        html! {
            ul { @for plan in self.plans.iter().filter(|plan| tied.contains(&plan.id)) { li { strong { (plan.id) } " " (plan.title) } } }
        }
    }
}

fn page(visit: &Visit, found: &Found, typed: &Typed<'_>) -> Markup {
    let id = found.round.id.as_str();
    let filled = Filled::new(visit.text, typed.form, typed.refused);
    let content = html! {
        (typed.notice)
        (filled.notice())
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("lot-line")) }
            (source(visit, found))
            @match (&found.draw, found.waiting()) {
                (Some(draw), _) => (drawn(visit, found, draw)),
                (None, Some(lot)) => (waits(visit, found, lot, &filled)),
                (None, None) if found.round.phase == Phase::Sealed => (forms(visit, found, &filled)),
                (None, None) => p.utrecht-paragraph { (visit.say("lot-none")) },
            }
            (refusals(visit, found))
        }
        p { a.utrecht-link href=(visit.to(paths::OFFICE_ROUND, &[id])) { (visit.say(if found.draw.is_some() { "face-to-round" } else { "step-stop" })) } }
    };
    Frame::below_round(visit, &found.round, visit.say("lot-title")).show(visit, content)
}

/// What the rules say.
fn source(visit: &Visit, found: &Found) -> Markup {
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("lot-rules")) }
            @match &found.source {
                Some(lot) => (facts(&[
                    (visit.say("lot-source"), html! { (lot.source) }),
                    (visit.say("lot-from"), html! { (visit.text.moment(lot.at)) }),
                ])),
                None if found.round.plan.count.leaves_ties_open() => p.utrecht-paragraph { (visit.say("lot-unnamed")) },
                None => p.utrecht-paragraph { (visit.say("lot-closed")) },
            }
        }
    }
}

/// The forms of the first person: what the source said, or what was drawn in the place of it.
fn forms(visit: &Visit, found: &Found, filled: &Filled<'_>) -> Markup {
    let action = visit.to(paths::ROUND_LOT, &[found.round.id.as_str()]);
    let may = visit.may(Permission::RunRounds);
    html! {
        @if let Some(lot) = found.source.as_ref().filter(|_| may) {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("lot-enter")) }
                @if lot.at <= visit.now {
                    p.utrecht-paragraph { (visit.say("lot-enter-line")) }
                    form.sr-stack method="post" action=(action) {
                        input type="hidden" name="lot_way" value=(DrawWay::Published.name());
                        (filled.field(&Field::text("lot_drawn", "field-lot_drawn")))
                        (form::submit(&visit.say("lot-enter-action")))
                    }
                } @else {
                    p.utrecht-paragraph { (visit.text.with("lot-wait", &[("moment", visit.text.moment(lot.at).into())])) }
                }
            }
        }
        @if may {
            details open[found.source.is_none()] {
                summary { (visit.say("lot-instead")) }
                form.sr-stack method="post" action=(action) {
                    p.utrecht-paragraph { (visit.say("lot-instead-line")) }
                    ol.sr-counted { @for key in ["lot-do-1", "lot-do-2", "lot-do-3"] { li { (visit.say(key)) } } }
                    input type="hidden" name="lot_way" value=(DrawWay::Instead.name());
                    (filled.field(&Field::text("lot_place", "field-lot_place")))
                    (filled.field(&Field::of("datetime-local", "lot_drawn_at", "field-lot_drawn_at")))
                    (filled.field(&Field::text("why", "field-why")))
                    (filled.field(&Field::text("lot_drawn", "field-lot_drawn")))
                    (form::submit(&visit.say("lot-enter-action")))
                }
            }
        }
    }
}

/// What waits for a second person. What the first one typed is not shown: the second one reads it alone.
fn waits(visit: &Visit, found: &Found, lot: &Stored, filled: &Filled<'_>) -> Markup {
    let (round, number) = (found.round.id.as_str(), lot.number.to_string());
    let is_own = visit.is(&lot.entered_by);
    let may = visit.may(Permission::RunRounds);
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("lot-second")) }
            p { (visit.say("draw-plans")) }
            (found.tied(&lot.tied))
            @if lot.drawn.way == DrawWay::Instead {
                (facts(&[
                    (visit.say("field-lot_place"), html! { (lot.drawn.source) }),
                    (visit.say("field-lot_drawn_at"), html! { (visit.text.moment(lot.drawn.at)) }),
                    (visit.say("field-why"), html! { (lot.drawn.why) }),
                ]))
            }
            p.utrecht-paragraph { (visit.say(if is_own { "lot-own" } else { "lot-second-line" })) }
            @if may && !is_own {
                form.sr-stack method="post" action=(visit.to(paths::ROUND_LOT_APPROVAL, &[round, &number])) {
                    (filled.field(&Field::text("lot_drawn", "field-lot_drawn")))
                    (form::submit(&visit.say("lot-second-action")))
                }
            }
            @if may {
                details {
                    summary { (visit.say(if is_own { "lot-take-back" } else { "lot-refuse" })) }
                    form.sr-stack method="post" action=(visit.to(paths::ROUND_LOT_REFUSAL, &[round, &number])) {
                        (filled.field(&Field::text("reason", "field-reason")))
                        (form::submit(&visit.say(if is_own { "lot-take-back" } else { "lot-refuse" })))
                    }
                }
            }
        }
    }
}

/// The lot that stands.
fn drawn(visit: &Visit, found: &Found, draw: &Draw) -> Markup {
    let id = found.round.id.as_str();
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("lot-done")) }
            (facts(&[
                (visit.say("face-tied"), found.tied(&draw.tied)),
                (visit.say("field-lot_drawn"), html! { span.sr-mono { (draw.drawn) } }),
                (visit.say("lot-seed"), html! { span.sr-hash { (draw.seed) } }),
            ]))
            @if found.round.phase == Phase::Sealed && visit.may(Permission::RunRounds) {
                p { a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::ROUND_STEP, &[id, Step::Count.name()])) { (visit.say("do-count")) } }
            }
        }
    }
}

/// What was entered before and came to nothing: it stays to be seen.
fn refusals(visit: &Visit, found: &Found) -> Markup {
    let before: Vec<&Stored> = found.lots.iter().filter(|lot| lot.refused.is_some()).collect();
    html! {
        @if !before.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("lot-before")) }
                ul.sr-rows.sr-rows--plain {
                    @for lot in before {
                        @if let Some((_, at, reason)) = &lot.refused {
                            li { span.sr-mono { (lot.drawn.drawn) } p { (reason) } p.sr-small { (visit.text.moment(*at)) } }
                        }
                    }
                }
            }
        }
    }
}
