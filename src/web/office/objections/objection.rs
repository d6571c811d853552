//! One objection: its terms, more time for it, and the decision on it.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::super::decisions::decision::outcome;
use super::in_time;
use crate::acts::objection::{Agreed, Verdict, decide as decide_on, extend as give_time};
use crate::acts::standing::upheld_room;
use crate::domain::account::Permission;
use crate::domain::calendar::parse_day;
use crate::domain::decision::{Decision, DecisionKind, Sending};
use crate::domain::ledger::AccountKey;
use crate::domain::money::Cents;
use crate::domain::objection::{Objection, ObjectionNumber, Outcome};
use crate::store::{self, Conn};
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::{Frame, facts};
use crate::web::parts::amount;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Which form comes back, with what was typed.
enum Back<'a> {
    Nothing,
    Time(&'a Form, &'a Refused),
    Verdict(&'a Form, &'a Refused),
}

/// Shows an objection.
pub async fn show(Of(number, _): Of<ObjectionNumber>, visit: Visit) -> Answer {
    Ok(page(&visit, &number, &Back::Nothing).await?.into_response())
}

/// Gives the decision more time.
pub async fn extend(Of(number, _): Of<ObjectionNumber>, visit: Visit, form: Form) -> Answer {
    let agreed = if form.get("agreed") == "yes" { Agreed::Objector } else { Agreed::Nobody };
    let refused = match parse_day(form.get("extended_until")) {
        None => Refused::field("extended_until", "date"),
        Some(until) => {
            match give_time(&visit.context(), &number.0, until, form.get("motive"), agreed).await {
                Ok(()) => return Ok(Redirect::to(&visit.to(paths::OBJECTION, &[&number.0])).into_response()),
                Err(error) => Refused::of(error, "extended_until")?,
            }
        }
    };
    Ok(answer(Some(&refused), page(&visit, &number, &Back::Time(&form, &refused)).await?))
}

/// Decides on it.
pub async fn decide(Of(number, _): Of<ObjectionNumber>, visit: Visit, form: Form) -> Answer {
    let refused = match verdict(&form) {
        Err(refused) => refused,
        Ok(verdict) => match decide_on(&visit.context(), &number.0, &verdict).await {
            Ok(()) => return Ok(Redirect::to(&visit.to(paths::OBJECTION, &[&number.0])).into_response()),
            Err(error) => Refused::of(error, "uphold_pay")?,
        },
    };
    Ok(answer(Some(&refused), page(&visit, &number, &Back::Verdict(&form, &refused)).await?))
}

fn verdict(form: &Form) -> Result<Verdict, Refused> {
    let outcome = Outcome::named(form.get("verdict")).ok_or_else(|| Refused::field("verdict", "choose"))?;
    let pay = match form.get("uphold_pay").trim() {
        "" => None,
        typed => Some(Cents::parse_typed(typed).map_err(|_| Refused::field("uphold_pay", "amount"))?),
    };
    Ok(Verdict { outcome, reason: form.get("motive").to_string(), pay })
}

/// What the round of a refused plan still holds back for objections, or what there is for a request to a quick pot; `None`
/// when this one is about something else.
async fn held_back(conn: &mut Conn, decision: &Decision) -> Answer<Option<Cents>> {
    if decision.kind != DecisionKind::Refusal {
        return Ok(None);
    }
    if decision.proposal.is_none() {
        return Ok(Some(upheld_room(conn, &decision.round).await?));
    }
    let Some(round) = store::round::find(conn, &decision.round).await? else { return Ok(None) };
    let Some(part) = store::budget::allocation(conn, &round.allocation).await? else { return Ok(None) };
    let key = AccountKey::objection(&part.line, &part.id, &round.id);
    Ok(Some(store::ledger::balance(conn, &key).await?))
}

async fn page(visit: &Visit, number: &ObjectionNumber, back: &Back<'_>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let found = store::objection::find(&mut conn, &number.0).await?.ok_or(Refusal::NOT_FOUND)?;
    let decision = store::decision::find(&mut conn, &found.decision).await?.ok_or(Refusal::NOT_FOUND)?;
    let sending = store::decision::sending(&mut conn, &found.decision).await?;
    let room = held_back(&mut conn, &decision).await?;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (told(visit, &found, &decision, sending.as_ref()))
            @match &found.ended {
                Some(ended) => section.sr-stack {
                    h2.utrecht-heading-2 { (outcome(visit, &found)) }
                    p.utrecht-paragraph { (ended.reason) }
                    p.sr-links {
                        @if let Some(number) = &ended.decision {
                            a.utrecht-link href=(visit.to(paths::DECISION, &[&number.0])) { (visit.say("objection-its-decision")) }
                        }
                        @if let Some(grant) = &ended.grant {
                            " · " a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[grant.as_str()])) { (visit.say("objection-its-grant")) }
                        }
                    }
                },
                None => {
                    @if visit.may(Permission::DecideGrants) { (verdict_form(visit, (&found, &decision), room, back)) }
                    @if visit.may(Permission::HandleGrants) && sending.is_some() { (time_form(visit, &found, sending.as_ref(), back)) }
                },
            }
        }
    };
    let title = visit.text.with("objection-number", &[("number", number.0.as_str().into())]);
    let above = vec![
        (visit.say("decisions-title"), visit.to(paths::DECISIONS, &[])),
        (visit.say("objections-title"), visit.to(paths::OBJECTIONS, &[])),
    ];
    Ok(Frame { menu: paths::DECISIONS, title, above, mark: html! {} }.show(visit, content))
}

fn told(visit: &Visit, found: &Objection, decision: &Decision, sending: Option<&Sending>) -> Markup {
    let text = visit.text;
    let mut list = vec![
        (
            visit.say("field-objected"),
            html! {
                a.utrecht-link href=(visit.to(paths::DECISION, &[&decision.number.0])) { (decision.number) }
                " " (visit.say(&format!("decision-kind-{}", decision.kind.name()))) ", " (decision.facts.plan.title)
            },
        ),
        (
            visit.say("field-received_on"),
            html! { (text.civil_day(found.received)) ", " (in_time(visit, found, sending)) },
        ),
    ];
    if let Some(sending) = sending {
        list.push((visit.say("letter-objection-end"), html! { (text.civil_day(sending.objection_until)) }));
    }
    if let Some(day) = found.decide_by(sending) {
        list.push((visit.say("objection-decide-by"), html! { (text.civil_day(day)) }));
    }
    list.push((visit.say("field-letter_reference"), html! { (found.reference) }));
    list.push((
        visit.say("field-advice"),
        html! { (visit.say(&format!("objection-advice-{}", found.advice.name()))) },
    ));
    for extension in &found.extensions {
        let words = text.with("objection-extended", &[("day", text.civil_day(extension.until).into())]);
        list.push((words, html! { (extension.reason) }));
    }
    facts(&list)
}

fn verdict_form(
    visit: &Visit,
    (found, decision): (&Objection, &Decision),
    room: Option<Cents>,
    back: &Back<'_>,
) -> Markup {
    let room_words = if decision.proposal.is_none() { "ans-objection-room" } else { "objection-room" };
    let empty = Form::default();
    let (form, refused) = match back {
        Back::Verdict(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Time(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("besluit-");
    let outcomes: Vec<(String, String)> = Outcome::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), visit.say(&format!("objection-{name}"))))
        .collect();
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("objection-decide-title")) }
            p.utrecht-paragraph { (visit.say("objection-decide-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::OBJECTION, &[&found.number])) {
                (filled.choice("verdict", "field-verdict", &outcomes))
                (filled.field(&Field::of("area", "motive", "field-motive")))
                @if let Some(room) = room {
                    p { (visit.say(room_words)) " " (amount(visit.text, room)) "." }
                    (filled.field(&Field::text("uphold_pay", "field-uphold_pay")))
                }
                (submit(&visit.say("objection-decide")))
            }
        }
    }
}

fn time_form(visit: &Visit, found: &Objection, sending: Option<&Sending>, back: &Back<'_>) -> Markup {
    let empty = Form::default();
    let (form, refused) = match back {
        Back::Time(form, refused) => (*form, Some(*refused)),
        Back::Nothing | Back::Verdict(..) => (&empty, None),
    };
    let filled = Filled::new(visit.text, form, refused).within("uitstel-");
    html! {
        details open[refused.is_some()] {
            summary { (visit.say("objection-time-title")) }
            div.sr-stack {
                @match found.may_extend_to(sending) {
                    Some(day) => p { (visit.text.with("objection-time-line", &[("day", visit.text.civil_day(day).into())])) },
                    None => p { (visit.say("objection-time-agree")) },
                }
                (filled.notice())
                form.sr-stack method="post" action=(visit.to(paths::OBJECTION_EXTENSION, &[&found.number])) {
                    (filled.field(&Field::of("date", "extended_until", "field-extended_until")))
                    (filled.field(&Field::of("area", "motive", "field-motive")))
                    (filled.choice("agreed", "field-agreed", &[
                        ("no".to_string(), visit.say("agreed-no")), ("yes".to_string(), visit.say("agreed-yes")),
                    ]))
                    (submit(&visit.say("objection-time-give")))
                }
            }
        }
    }
}
