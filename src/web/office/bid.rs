//! A bid for the office: the seven conditions, the decision about the takeover, and what follows on it.

use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::frame::Frame;
use super::rounds;
use crate::acts::ActError;
use crate::acts::bid::{self as acts, NotReady, Wanted};
use crate::domain::account::Permission;
use crate::domain::bid::condition::{Answer as Holds, Condition};
use crate::domain::bid::takeover::{Agreement, Legal, Says, StepKind, state};
use crate::domain::calendar::{day_of, parse_day};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::money::Cents;
use crate::domain::pitch::{Content, Form as Questions, Pitch};
use crate::domain::plain::kept;
use crate::domain::recipient::RecipientKind;
use crate::domain::registration::Kvk;
use crate::domain::round::Round;
use crate::store;
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::bid as parts;
use crate::web::parts::form::{Back, Field, Filled, Refused, answer, choosing, filled, submit};
use crate::web::parts::moderation;
use crate::web::parts::pitch::Eyes;
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// One of the forms of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Judge,
    Take(StepKind),
}

struct Whole {
    round: Round,
    pitch: Pitch,
    sent: Content,
    beside: parts::Beside,
    /// What its group told of it, as the office left it.
    written: moderation::Beside,
    not_ready: NotReady,
}

/// Shows a bid.
pub async fn show(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit) -> Answer {
    let whole = find(&visit, &id, &pitch).await?;
    Ok(answer(None, page(&visit, &whole, None)))
}

/// Says whether a condition holds.
pub async fn judge(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let done = match (Condition::named(form.get("bid_condition")), Holds::named(form.get("bid_verdict"))) {
        (Some(condition), Some(holds)) => {
            let what = (condition, holds);
            acts::judge(&visit.context(), (&id, &pitch), what, form.get("bid_reason")).await
        }
        (None, _) => Err(ActError::field("bid_condition", "choose")),
        (Some(_), None) => Err(ActError::field("bid_verdict", "choose")),
    };
    told(&visit, (&id, &pitch), (Which::Judge, &form), done).await
}

/// Decides about the takeover.
pub async fn decide(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let kind = StepKind::named(form.get("to_decision")).filter(|kind| kind.is_decision());
    let done = match kind.ok_or(ActError::field("to_decision", "choose")) {
        Err(error) => Err(error),
        Ok(kind) => match read(&form, kind) {
            Err(error) => Err(error),
            Ok((says, on)) => {
                let wanted = Wanted { says, on, reason: form.get("to_reason") };
                acts::decide(&visit.context(), (&id, &pitch), wanted).await
            }
        },
    };
    // A yes and a no stand in one form.
    let which = match kind {
        Some(kind) if !kind.is_first_decision() => kind,
        Some(_) | None => StepKind::Agree,
    };
    told(&visit, (&id, &pitch), (Which::Take(which), &form), done).await
}

/// Writes down what followed.
pub async fn follow(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let kind = StepKind::named(form.get("to_step")).filter(|kind| !kind.is_decision());
    let kind = kind.ok_or(Refusal::NOT_FOUND)?;
    let done = match read(&form, kind) {
        Err(error) => Err(error),
        Ok((says, on)) => {
            let wanted = Wanted { says, on, reason: form.get("to_reason") };
            acts::follow(&visit.context(), (&id, &pitch), wanted).await
        }
    };
    told(&visit, (&id, &pitch), (Which::Take(kind), &form), done).await
}

fn read(form: &Form, kind: StepKind) -> Result<(Says, Date), ActError> {
    let day = |field| parse_day(form.get(field)).ok_or_else(|| ActError::field(field, "date"));
    let text = |name: &str| kept(form.get(name));
    let says = match kind {
        StepKind::Agree => {
            let legal_kind = RecipientKind::named(form.get("to_legal_kind"));
            let kvk = Kvk::parse(form.get("to_kvk").trim());
            let legal = Legal {
                kind: legal_kind.ok_or_else(|| ActError::field("to_legal_kind", "choose"))?,
                name: text("to_legal_name"),
                kvk: kvk.map_err(|_| ActError::field("to_kvk", "kvk"))?,
            };
            Says::Agree(text("to_reference"), legal)
        }
        StepKind::Refuse => Says::Refuse(text("to_reference")),
        StepKind::Sign => {
            let yearly = Cents::parse_typed(form.get("to_yearly"));
            Says::Sign(Agreement {
                from: day("to_from")?,
                until: day("to_until")?,
                yearly: yearly.map_err(|_| ActError::field("to_yearly", "amount"))?,
                break_clause: text("to_break"),
            })
        }
        StepKind::Account => {
            let year = form.get("to_year").trim().parse();
            Says::Account(year.map_err(|_| ActError::field("to_year", "year"))?)
        }
        StepKind::Extend => Says::Extend(day("to_until")?),
        StepKind::Start => Says::Start,
        StepKind::Evaluate => Says::Evaluate,
        StepKind::Stop => Says::Stop,
    };
    Ok((says, day("to_on")?))
}

async fn told(
    visit: &Visit,
    (id, pitch): (&RoundId, &PitchId),
    (which, form): (Which, &Form),
    done: Result<(), ActError>,
) -> Answer {
    match done {
        Ok(()) => Ok(to_bid(visit, id, pitch)),
        Err(error) => {
            let refused = Refused::of(error, "to_yearly")?;
            let whole = find(visit, id, pitch).await?;
            let shown = page(visit, &whole, Some(&Back { which, form, refused: &refused }));
            Ok(answer(Some(&refused), shown))
        }
    }
}

fn to_bid(visit: &Visit, id: &RoundId, pitch: &PitchId) -> Response {
    Redirect::to(&visit.to(paths::ROUND_BID, &[id.as_str(), pitch.as_str()])).into_response()
}

async fn find(visit: &Visit, id: &RoundId, pitch: &PitchId) -> Answer<Whole> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let found = store::pitch::find(&mut conn, pitch).await?;
    let found = found.filter(|one| one.round == round.id && one.submitted.is_some());
    let pitch = found.ok_or(Refusal::NOT_FOUND)?;
    let sent = store::pitch::life::versions(&mut conn, &pitch.id).await?.pop();
    let sent = sent.and_then(|version| version.content).filter(|sent| sent.form == Questions::Bid);
    let sent = sent.ok_or(Refusal::NOT_FOUND)?;
    let beside = parts::find(&mut conn, &pitch, &sent).await?;
    let written = moderation::beside(&mut conn, &pitch).await?;
    let not_ready = acts::not_ready(&mut conn, &pitch).await?;
    Ok(Whole { round, pitch, sent, beside, written, not_ready })
}

fn page(visit: &Visit, whole: &Whole, back: Option<&Back<'_, Which>>) -> Markup {
    let (pitch, steps) = (&whole.pitch, &whole.beside.steps);
    let next = state(steps).steps();
    let own = [whole.round.id.as_str(), pitch.id.as_str()];
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p { bdi { (pitch.applicant) } ", " a.utrecht-link href=(visit.to(paths::TAKEOVER, &own)) { (visit.say("takeover-public")) } }
            (parts::comparison(visit, whole.beside.task.as_ref(), &whole.sent.offer))
            (parts::conditions(visit, &whole.beside))
            @if visit.may(Permission::HandleGrants) && steps.is_empty() { (judging(visit, &own, back)) }
            (parts::course(visit, (&pitch.id, &whole.written), steps, Eyes::Office))
            @if next.contains(&StepKind::Refuse) && visit.may(Permission::DecideGrants) { (deciding(visit, whole, &own, back)) }
            @if next.iter().any(|kind| kind.is_decision()) && !visit.may(Permission::DecideGrants) {
                p.utrecht-paragraph { (visit.say("takeover-who-decides")) }
            }
            @for kind in next.iter().filter(|kind| !kind.is_first_decision()) {
                @let needed = if kind.is_decision() { Permission::DecideGrants } else { Permission::HandleGrants };
                @if visit.may(needed) { (following(visit, *kind, &own, back)) }
            }
        }
    };
    let title = visit.text.with("bid-office-title", &[("title", named(visit, pitch).into())]);
    let mut frame = Frame::below_round(visit, &whole.round, title);
    frame.above.push((visit.say("pt-office-title"), visit.to(paths::ROUND_PITCHES, &[own[0]])));
    frame.above.push((named(visit, pitch), visit.to(paths::ROUND_PITCH, &own)));
    frame.show(visit, content)
}

fn judging(visit: &Visit, own: &[&str], back: Option<&Back<'_, Which>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Judge, &first);
    let named = |key: &'static str| move |name: &'static str| (name, visit.say(&format!("{key}-{name}")));
    let conditions = Condition::NAMES.iter().map(|(_, name)| *name).map(named("bid-condition"));
    let conditions = choosing(visit.text, conditions);
    let answers = choosing(visit.text, Holds::NAMES.iter().map(|(_, name)| *name).map(named("bid-answer")));
    html! {
        details open[is_back] {
            summary { (visit.say("bid-judge")) }
            div.sr-stack {
                p.utrecht-paragraph { (visit.say("bid-judge-line")) }
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_BID_VERDICTS, own)) {
                    (fields.choice("bid_condition", "field-bid_condition", &conditions))
                    (fields.choice("bid_verdict", "field-bid_verdict", &answers))
                    (fields.field(&Field::of("area", "bid_reason", "field-bid_reason")))
                    (submit(&visit.say("bid-judge")))
                }
            }
        }
    }
}

fn deciding(visit: &Visit, whole: &Whole, own: &[&str], back: Option<&Back<'_, Which>>) -> Markup {
    let mut first = Form::default();
    first.set("to_on", day_of(visit.now).to_string());
    let (fields, is_back) = filled(visit.text, back, Which::Take(StepKind::Agree), &first);
    html! {
        section.sr-stack #besluit {
            h2.utrecht-heading-2 { (visit.say("takeover-decide")) }
            p.utrecht-paragraph { (visit.say("takeover-decide-line")) }
            @if !whole.not_ready.is_ready() {
                p { (visit.say("takeover-not-ready")) }
                ul {
                    @for condition in &whole.not_ready.conditions { li { (visit.say(&format!("bid-condition-{}", condition.name()))) } }
                    @if whole.not_ready.uncertified { li { (visit.say("takeover-uncertified")) } }
                }
            }
            @if is_back || !whole.not_ready.uncertified { (decision(visit, whole, own, (&fields, is_back))) }
        }
    }
}

fn decision(visit: &Visit, whole: &Whole, own: &[&str], (fields, is_back): (&Filled<'_>, bool)) -> Markup {
    let may = if whole.not_ready.is_ready() { &["agree", "refuse"][..] } else { &["refuse"] };
    let kinds = may.iter().map(|name| (*name, visit.say(&format!("takeover-step-{name}"))));
    let kinds = choosing(visit.text, kinds);
    let legal = RecipientKind::NAMES.iter().filter(|(kind, _)| kind.is_registered());
    let legal = legal.map(|(_, name)| (*name, visit.say(&format!("recipient-kind-{name}"))));
    let legal = choosing(visit.text, legal);
    html! {
        details open[is_back] {
            summary { (visit.say("takeover-decide-do")) }
            div.sr-stack {
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(paths::ROUND_BID_DECISION, own)) {
                    (fields.choice("to_decision", "field-to_decision", &kinds))
                    (fields.field(&Field::text("to_reference", "field-to_reference")))
                    (fields.field(&Field::of("date", "to_on", "field-to_on")))
                    (fields.field(&Field::of("area", "to_reason", "field-to_reason")))
                    @if whole.not_ready.is_ready() {
                        (fields.choice("to_legal_kind", "field-to_legal_kind", &legal))
                        (fields.field(&Field::text("to_legal_name", "field-to_legal_name")))
                        (fields.field(&Field::text("to_kvk", "field-to_kvk")))
                    }
                    (submit(&visit.say("takeover-decide-do")))
                }
            }
        }
    }
}

/// What is asked beside a step.
fn words_of(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Agree | StepKind::Refuse | StepKind::Extend | StepKind::Stop => "field-to_reason",
        StepKind::Account => "field-to_words_told",
        StepKind::Evaluate => "field-to_found",
        StepKind::Sign | StepKind::Start => "field-to_words",
    }
}

fn following(visit: &Visit, kind: StepKind, own: &[&str], back: Option<&Back<'_, Which>>) -> Markup {
    let mut first = Form::default();
    first.set("to_on", day_of(visit.now).to_string());
    let (fields, is_back) = filled(visit.text, back, Which::Take(kind), &first);
    let fields = fields.within(kind.name());
    let words = visit.say(&format!("takeover-do-{}", kind.name()));
    let (action, name) = match kind.is_decision() {
        true => (paths::ROUND_BID_DECISION, "to_decision"),
        false => (paths::ROUND_BID_STEPS, "to_step"),
    };
    html! {
        details open[is_back] {
            summary { (words) }
            div.sr-stack {
                (fields.notice())
                form.sr-stack method="post" action=(visit.to(action, own)) {
                    input type="hidden" name=(name) value=(kind.name());
                    (fields.field(&Field::of("date", "to_on", "field-to_on")))
                    (own_fields(kind, &fields))
                    (fields.field(&Field::of("area", "to_reason", words_of(kind))))
                    (submit(&words))
                }
            }
        }
    }
}

fn own_fields(kind: StepKind, fields: &Filled<'_>) -> Markup {
    match kind {
        StepKind::Sign => html! {
            (fields.field(&Field::of("date", "to_from", "field-to_from")))
            (fields.field(&Field::of("date", "to_until", "field-to_until")))
            (fields.field(&Field::text("to_yearly", "field-to_yearly")))
            (fields.field(&Field::of("area", "to_break", "field-to_break")))
        },
        StepKind::Account => fields.field(&Field::of("number", "to_year", "field-to_year")),
        StepKind::Extend => fields.field(&Field::of("date", "to_until", "field-to_until")),
        StepKind::Agree | StepKind::Refuse | StepKind::Start | StepKind::Evaluate | StepKind::Stop => {
            html! {}
        }
    }
}
