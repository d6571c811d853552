//! One decision: its facts, its letter, and the sending of it.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::kind;
use super::letter::{draft, find, recipient, signs_notice, terms};
use crate::acts::decision::{Posted, announce};
use crate::documents::letter::Recipient;
use crate::domain::account::Permission;
use crate::domain::calendar::{day_of, parse_day, send_by};
use crate::domain::decision::{Decision, DecisionNumber, Means, Sending};
use crate::domain::objection::Objection;
use crate::store;
use crate::text::{Lang, Text};
use crate::web::error::Answer;
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::frame::{Frame, facts};
use crate::web::office::interest;
use crate::web::parts::amount;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// Most lines of an address, and signs in one.
const MOST_LINES: usize = 6;
const LONGEST_LINE: usize = 120;

/// Shows a decision.
pub async fn show(Of(number, _): Of<DecisionNumber>, visit: Visit) -> Answer {
    Ok(page(&visit, &number, None, None).await?.into_response())
}

/// Notes that the letter was sent, and keeps it.
pub async fn send(Of(number, _): Of<DecisionNumber>, visit: Visit, form: Form) -> Answer {
    let (decision, known, terms) = {
        let mut conn = visit.app.store.read().await?;
        let decision = find(&mut conn, &number).await?;
        let known = recipient(&mut conn, &decision).await?;
        let terms = terms(&mut conn, &decision).await?;
        (decision, known, terms)
    };
    let refused = match read(&form, known) {
        Err(refused) => refused,
        Ok((recipient, on, means)) => {
            let letter = draft(Text { lang: Lang::Nl }, &decision, (&recipient, terms), on);
            let posted = Posted { number: &decision.number, letter: &letter, on, means };
            match announce(&visit.context(), &posted).await {
                Ok(()) => return Ok(Redirect::to(&visit.to(paths::DECISION, &[&number.0])).into_response()),
                Err(error) => Refused::of(error, "sent_on")?,
            }
        }
    };
    Ok(answer(Some(&refused), page(&visit, &number, Some(&form), Some(&refused)).await?))
}

fn read(form: &Form, known: Recipient) -> Result<(Recipient, jiff::civil::Date, Means), Refused> {
    let lines = address_lines(form.get("letter_address"))?;
    let on = parse_day(form.get("sent_on")).ok_or_else(|| Refused::field("sent_on", "date"))?;
    let means =
        Means::named(form.get("letter_means")).ok_or_else(|| Refused::field("letter_means", "choose"))?;
    // By post a letter needs to know where it goes.
    if means == Means::Post && lines.len() < 2 {
        return Err(Refused::field("letter_address", "address"));
    }
    Ok((Recipient { lines, ..known }, on, means))
}

/// The lines of an address that was typed.
pub fn address_lines(typed: &str) -> Result<Vec<String>, Refused> {
    let lines: Vec<String> =
        typed.lines().map(|line| line.trim().to_string()).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() || lines.len() > MOST_LINES {
        return Err(Refused::field("letter_address", "address"));
    }
    if lines.iter().any(|line| line.chars().count() > LONGEST_LINE) {
        return Err(Refused::field("letter_address", "long"));
    }
    Ok(lines)
}

async fn page(
    visit: &Visit,
    number: &DecisionNumber,
    form: Option<&Form>,
    refused: Option<&Refused>,
) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let decision = find(&mut conn, number).await?;
    let sending = store::decision::sending(&mut conn, &decision.number).await?;
    // An empty text was erased after its term of keeping.
    let text = store::decision::letter(&mut conn, &decision.number).await?;
    let kept = if text.is_some_and(|text| text.is_empty()) { Kept::No } else { Kept::Yes };
    let objections = store::objection::of_decision(&mut conn, &decision.number).await?;
    let known = recipient(&mut conn, &decision).await?;
    let signer = store::account::find(&mut conn, &decision.by).await?;
    let interest = interest::beside(visit, &mut conn, &decision.round, &decision.by).await?;
    let terms = terms(&mut conn, &decision).await?;
    let unsent = sending
        .is_none()
        .then(|| vec![draft(Text { lang: Lang::Nl }, &decision, (&known, terms), day_of(visit.now))]);
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (told(visit, &decision, (signer.map(|who| who.name).as_deref(), interest)))
            (letter_part(visit, &decision, sending.as_ref(), kept))
            @if let Some(unsent) = &unsent { (signs_notice(visit, unsent)) }
            @if sending.is_none() && visit.may(Permission::HandleGrants) {
                (send_form(visit, &decision, &known, form, refused))
            }
            (objection_part(visit, &objections))
        }
    };
    let title = format!("{} {}", kind(visit, &decision), decision.number);
    let above = vec![(visit.say("decisions-title"), visit.to(paths::DECISIONS, &[]))];
    Ok(Frame { menu: paths::DECISIONS, title, above, mark: html! {} }.show(visit, content))
}

fn told(visit: &Visit, decision: &Decision, (signer, interest): (Option<&str>, Markup)) -> Markup {
    let text = visit.text;
    let plan = &decision.facts.plan;
    let title = match &decision.grant {
        Some(grant) => html! {
            a.utrecht-link href=(visit.to(paths::OFFICE_GRANT, &[grant.as_str()])) { (plan.title) }
        },
        None => html! { (plan.title) },
    };
    let [ground, date] = &decision.facts.mandate;
    let date = parse_day(date).map(|day| text.civil_day(day)).unwrap_or_default();
    let mut list = vec![
        (visit.say("grant-plan"), title),
        (visit.say("grant-applicant"), html! { (plan.applicant) }),
        (visit.say("grant-amount"), amount(text, decision.sum)),
        (visit.say("decision-taken"), html! { (text.moment(decision.at)) }),
        (
            visit.say("decision-signed"),
            html! { @if let Some(signer) = signer { (signer) ", " } (decision.function) (interest) },
        ),
        (visit.say("decision-mandate"), html! { (ground) ", " (date) }),
    ];
    if !decision.reason.is_empty() {
        list.push((visit.say("grant-why"), html! { (decision.reason) }));
    }
    facts(&list)
}

/// Whether there is a letter to show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
}

fn letter_part(visit: &Visit, decision: &Decision, sending: Option<&Sending>, kept: Kept) -> Markup {
    let (text, number) = (visit.text, decision.number.0.as_str());
    html! {
        section.sr-stack #brief {
            h2.utrecht-heading-2 { (visit.say("decision-letter")) }
            @match sending {
                Some(sending) => (facts(&[
                    (visit.say("letter-sent"), html! {
                        (text.civil_day(sending.on)) ", " (visit.say(&format!("means-{}", sending.means.name())))
                    }),
                    (visit.say("letter-objection-end"), html! { (text.civil_day(sending.objection_until)) }),
                    (visit.say("letter-mark"), html! { span.sr-hash { (sending.letter.short()) } }),
                ])),
                None => {
                    p { (visit.say("letter-not-sent")) }
                    @let by = send_by(day_of(decision.at));
                    p { strong { (text.with("chk-send-by", &[("date", text.civil_day(by).into())])) } }
                }
            }
            @if kept == Kept::No { p { (visit.say("vlt-letter-erased")) } } @else {
                p.sr-links {
                    a.utrecht-link href=(visit.to(paths::DECISION_LETTER, &[number])) { (visit.say("letter-look")) }
                    @if cfg!(feature = "pdf") {
                        " · " a.utrecht-link href=(visit.to(paths::DECISION_PDF, &[number])) { (visit.say("letter-pdf")) }
                    }
                }
            }
        }
    }
}

fn send_form(
    visit: &Visit,
    decision: &Decision,
    known: &Recipient,
    form: Option<&Form>,
    refused: Option<&Refused>,
) -> Markup {
    let mut offered = Form::default();
    offered.set("letter_address", known.lines.join("\n"));
    offered.set("sent_on", day_of(visit.now).to_string());
    let filled = Filled::new(visit.text, form.unwrap_or(&offered), refused);
    let means: Vec<(String, String)> = Means::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), visit.say(&format!("means-{name}"))))
        .collect();
    html! {
        section.sr-stack #versturen {
            h2.utrecht-heading-2 { (visit.say("send-title")) }
            p.utrecht-paragraph { (visit.say("send-line")) }
            (filled.notice())
            form.sr-stack method="post" action=(visit.to(paths::DECISION, &[&decision.number.0])) {
                (filled.field(&Field::of("area", "letter_address", "field-letter_address")))
                (filled.field(&Field::of("date", "sent_on", "field-sent_on")))
                (filled.choice("letter_means", "field-letter_means", &means))
                (submit(&visit.say("send-done")))
            }
        }
    }
}

fn objection_part(visit: &Visit, objections: &[Objection]) -> Markup {
    html! {
        @if !objections.is_empty() {
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("objections-title")) }
                ul.sr-rows.sr-rows--plain {
                    @for one in objections {
                        li {
                            a.utrecht-link href=(visit.to(paths::OBJECTION, &[&one.number])) { (one.number) }
                            " " (outcome(visit, one))
                        }
                    }
                }
            }
        }
    }
}

/// Where an objection stands, in words.
pub fn outcome(visit: &Visit, objection: &Objection) -> String {
    match &objection.ended {
        Some(ended) => visit.say(&format!("objection-{}", ended.outcome.name())),
        None => visit.say("objection-open"),
    }
}
