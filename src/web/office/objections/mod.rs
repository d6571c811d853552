//! Objections: the register, and a new one.

pub mod objection;

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::decisions::decision::outcome;
use crate::acts::objection::{self as act, Received};
use crate::domain::account::{Permission, Subject};
use crate::domain::calendar::{day_of, parse_day};
use crate::domain::decision::{DecisionNumber, Sending};
use crate::domain::objection::{Advice, Objection, Timeliness};
use crate::store;
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::parts::pages::{PER_PAGE, Turns};
use crate::web::paths;
use crate::web::visit::Visit;

/// Shows the register.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let mut form = Form::default();
    form.set("received_on", day_of(visit.now).to_string());
    let turns = Turns::of(query.as_deref());
    Ok(page(&visit, &turns, &form, None).await?.into_response())
}

/// Enters an objection.
pub async fn receive(visit: Visit, form: Form) -> Answer {
    let done = match read(&form) {
        Err(refused) => Err(refused),
        // The same answer as where no such decision is.
        Ok(received) if !visit.holds(Subject::Decision, &received.decision.0).await? => {
            Err(Refused::field("objected", "unknown"))
        }
        Ok(received) => match act::receive(&visit.context(), &received).await {
            Ok(number) => Ok(number),
            Err(error) => Err(Refused::of(error, "objected")?),
        },
    };
    match done {
        Ok(number) => Ok(Redirect::to(&visit.to(paths::OBJECTION, &[&number])).into_response()),
        Err(refused) => {
            Ok(answer(Some(&refused), page(&visit, &Turns::default(), &form, Some(&refused)).await?))
        }
    }
}

fn read(form: &Form) -> Result<Received, Refused> {
    let received = parse_day(form.get("received_on")).ok_or_else(|| Refused::field("received_on", "date"))?;
    let posted = match form.get("posted_on") {
        "" => None,
        typed => Some(parse_day(typed).ok_or_else(|| Refused::field("posted_on", "date"))?),
    };
    Ok(Received {
        decision: DecisionNumber(form.get("objected").trim().to_string()),
        received,
        posted,
        reference: form.get("letter_reference").to_string(),
        advice: Advice::named(form.get("advice")).ok_or_else(|| Refused::field("advice", "choose"))?,
    })
}

async fn page(visit: &Visit, turns: &Turns, form: &Form, refused: Option<&Refused>) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let mut rows = Vec::new();
    let count = store::objection::count(&mut conn, visit.viewer()).await?;
    let skip = u64::try_from(turns.skip("blad")).unwrap_or(u64::MAX);
    for one in store::objection::page(&mut conn, skip, PER_PAGE, visit.viewer()).await? {
        let sending = store::decision::sending(&mut conn, &one.decision).await?;
        rows.push((one, sending));
    }
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("objections-lead")) }
            @if rows.is_empty() { p { (visit.say("objections-none")) } } @else { (table(visit, &rows)) }
            (turns.links(visit, &visit.to(paths::OBJECTIONS, &[]), ("blad", "inhoud"), usize::try_from(count).unwrap_or(usize::MAX)))
            @if visit.may(Permission::HandleGrants) { (new(visit, form, refused)) }
        }
    };
    let above = vec![(visit.say("decisions-title"), visit.to(paths::DECISIONS, &[]))];
    let frame = Frame { menu: paths::DECISIONS, title: visit.say("objections-title"), above, mark: html! {} };
    Ok(frame.show(visit, content))
}

/// Whether an objection came in time, in words.
pub fn in_time(visit: &Visit, objection: &Objection, sending: Option<&Sending>) -> String {
    match objection.timeliness(sending) {
        Timeliness::InTime => visit.say("objection-in-time"),
        Timeliness::Late => visit.say("objection-late"),
    }
}

fn table(visit: &Visit, rows: &[(Objection, Option<Sending>)]) -> Markup {
    let title = visit.say("objections-title");
    let today = day_of(visit.now);
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead { tr {
                    th scope="col" { (visit.say("decision-number")) }
                    th scope="col" { (visit.say("field-objected")) }
                    th scope="col" { (visit.say("field-received_on")) }
                    th scope="col" { (visit.say("objection-decide-by")) }
                    th scope="col" { (visit.say("objection-outcome")) }
                } }
                tbody {
                    @for (one, sending) in rows {
                        tr {
                            th scope="row" { a.utrecht-link href=(visit.to(paths::OBJECTION, &[&one.number])) { (one.number) } }
                            td { a.utrecht-link href=(visit.to(paths::DECISION, &[&one.decision.0])) { (one.decision) } }
                            td {
                                (visit.text.civil_day(one.received)) br;
                                span.sr-small { (in_time(visit, one, sending.as_ref())) }
                            }
                            td {
                                @if let Some(day) = one.decide_by(sending.as_ref()) {
                                    (visit.text.civil_day(day))
                                    @if one.ended.is_none() && day < today {
                                        br; span.utrecht-status-badge.utrecht-status-badge--danger { (visit.say("objection-overdue")) }
                                    }
                                }
                            }
                            td { (outcome(visit, one)) }
                        }
                    }
                }
            }
        },
    )
}

fn new(visit: &Visit, form: &Form, refused: Option<&Refused>) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let advice: Vec<(String, String)> = Advice::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), visit.say(&format!("objection-advice-{name}"))))
        .collect();
    html! {
        section.sr-stack {
            h2.utrecht-heading-2 { (visit.say("objection-new")) }
            p.utrecht-paragraph { (visit.say("objection-new-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::OBJECTIONS, &[])) {
                (filled.field(&Field::text("objected", "field-objected")))
                (filled.field(&Field::of("date", "received_on", "field-received_on")))
                (filled.field(&Field::of("date", "posted_on", "field-posted_on")))
                (filled.field(&Field::text("letter_reference", "field-letter_reference")))
                (filled.choice("advice", "field-advice", &advice))
                (submit(&visit.say("objection-enter")))
            }
        }
    }
}
