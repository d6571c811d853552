//! Every letter due of a round, sent in one go: award and refusal alike, each with its own number and date.

use axum::response::{IntoResponse as _, Redirect};
use jiff::civil::Date;
use maud::{Markup, html};

use super::letter::{draft, recipient, signs_notice, terms};
use super::{kind, link};
use crate::acts::ActError;
use crate::acts::decision::{Posted, announce_all};
use crate::documents::letter::Recipient;
use crate::domain::calendar::{day_of, parse_day, send_by};
use crate::domain::decision::{Decision, Means, Terms};
use crate::domain::id::RoundId;
use crate::domain::letter::Letter;
use crate::store;
use crate::text::{Lang, Text, number};
use crate::web::error::{Answer, Refusal};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::office::decisions::decision::address_lines;
use crate::web::office::frame::Frame;
use crate::web::parts::form::{Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// A letter that is due, with what is known of whom it goes to.
struct Due {
    decision: Decision,
    known: Recipient,
    terms: Terms,
}

impl Due {
    /// The field of its address, where the service knows none.
    fn field(&self) -> String {
        format!("address-{}", self.decision.number)
    }

    fn has_address(&self) -> bool {
        self.known.lines.len() > 1
    }

    /// Whom it goes to, with the address that was typed where none is known.
    fn to(&self, form: &Form) -> Option<Recipient> {
        let typed = form.get(&self.field());
        if self.has_address() || typed.trim().is_empty() {
            return Some(self.known.clone());
        }
        Some(Recipient { lines: address_lines(typed).ok()?, ..self.known.clone() })
    }

    fn letter(&self, to: &Recipient, on: Date) -> Letter {
        draft(Text { lang: Lang::Nl }, &self.decision, (to, self.terms.clone()), on)
    }
}

/// Shows the letters before they go.
pub async fn show(Of(round, _): Of<RoundId>, visit: Visit) -> Answer {
    let due = read(&visit, &round).await?;
    if due.is_empty() {
        return Ok(to_decisions(&visit));
    }
    Ok(page(&visit, &due, None, None).into_response())
}

/// Notes that all of them were sent, or none.
pub async fn send(Of(round, _): Of<RoundId>, visit: Visit, form: Form) -> Answer {
    let due = read(&visit, &round).await?;
    let refused = match typed(&due, &form) {
        Err(refused) => refused,
        Ok((letters, on, means)) => {
            let pairs = due.iter().zip(&letters);
            let posted: Vec<Posted<'_>> = pairs
                .map(|(one, letter)| Posted { number: &one.decision.number, letter, on, means })
                .collect();
            match announce_all(&visit.context(), &round, &posted).await {
                Ok(_) => return Ok(to_decisions(&visit)),
                Err(error @ ActError::DraftChanged) => return Err(error.into()),
                Err(error) => Refused::of(error, "sent_on")?,
            }
        }
    };
    Ok(answer(Some(&refused), page(&visit, &due, Some(&form), Some(&refused))))
}

fn to_decisions(visit: &Visit) -> axum::response::Response {
    Redirect::to(&visit.to(paths::DECISIONS, &[])).into_response()
}

async fn read(visit: &Visit, round: &RoundId) -> Answer<Vec<Due>> {
    let mut conn = visit.app.store.read().await?;
    let is_known = store::round::find(&mut conn, round).await?.is_some()
        || store::decision::standing(&mut conn, round).await?.is_some();
    if !is_known {
        return Err(Refusal::NOT_FOUND);
    }
    let mut due = Vec::new();
    for decision in store::decision::letters::due_of_round(&mut conn, round).await? {
        let known = recipient(&mut conn, &decision).await?;
        let terms = terms(&mut conn, &decision).await?;
        due.push(Due { decision, known, terms });
    }
    Ok(due)
}

/// The letters as they are to go; by post each of them needs an address. The numbers that were on the page are the ones
/// that go: a decision that was taken since waits.
fn typed(due: &[Due], form: &Form) -> Result<(Vec<Letter>, Date, Means), Refused> {
    let on = parse_day(form.get("sent_on")).ok_or_else(|| Refused::field("sent_on", "date"))?;
    let means =
        Means::named(form.get("letter_means")).ok_or_else(|| Refused::field("letter_means", "choose"))?;
    let mut letters = Vec::new();
    for one in due {
        let to = one.to(form).filter(|to| means == Means::Mail || to.lines.len() > 1);
        let to = to.ok_or_else(|| Refused::field("letter_address", "chk-addresses"))?;
        letters.push(one.letter(&to, on));
    }
    Ok((letters, on, means))
}

fn page(visit: &Visit, due: &[Due], form: Option<&Form>, refused: Option<&Refused>) -> Markup {
    let text = visit.text;
    let today = day_of(visit.now);
    let mut offered = Form::default();
    offered.set("sent_on", today.to_string());
    let form = form.unwrap_or(&offered);
    let filled = Filled::new(text, form, refused);
    let means: Vec<(String, String)> = Means::NAMES
        .iter()
        .map(|(_, name)| ((*name).to_string(), visit.say(&format!("means-{name}"))))
        .collect();
    let round = due.first().map(|one| &one.decision.facts.round);
    let title = text.with("chk-send-title", &[("title", round.map_or("", |round| &round.title).into())]);
    let by = due.iter().map(|one| send_by(day_of(one.decision.at))).min();
    let letters: Vec<Letter> = due.iter().map(|one| one.letter(&one.known, today)).collect();
    let count = number(u64::try_from(due.len()).unwrap_or(u64::MAX));
    let address =
        round.map_or_else(String::new, |round| visit.to(paths::ROUND_DECISIONS, &[round.id.as_str()]));
    let content = html! {
        div.sr-stack.sr-stack--mid {
            p.utrecht-paragraph { (visit.say("chk-send-lead")) }
            @if let Some(by) = by {
                p.utrecht-paragraph { strong { (text.with("chk-send-by", &[("date", text.civil_day(by).into())])) } }
            }
            (signs_notice(visit, &letters))
            (filled.notice())
            form.sr-stack method="post" action=(address) {
                (list(visit, due, form, refused))
                (filled.field(&Field::of("date", "sent_on", "field-sent_on")))
                (filled.choice("letter_means", "field-letter_means", &means))
                (submit(&text.with("chk-send-all", &[("count", count)])))
            }
        }
    };
    let above = vec![(visit.say("decisions-title"), visit.to(paths::DECISIONS, &[]))];
    Frame { menu: paths::DECISIONS, title, above, mark: html! {} }.show(visit, content)
}

/// Each letter with whom it goes to; where no address is known it is asked for.
fn list(visit: &Visit, due: &[Due], form: &Form, refused: Option<&Refused>) -> Markup {
    let asks = refused.is_some_and(|refused| refused.faults.iter().any(|one| one.field == "letter_address"));
    html! {
        ul.sr-rows.sr-rows--plain #letter_address {
            @for one in due {
                li.sr-stack.sr-stack--tight {
                    p {
                        (link(visit, &one.decision)) " " (kind(visit, &one.decision)) ": "
                        strong { (one.decision.facts.plan.title) }
                    }
                    @if one.has_address() { p.sr-small { (one.known.lines.join(", ")) } } @else {
                        @let is_bad = asks && one.to(form).is_none_or(|to| to.lines.len() < 2);
                        (address(visit, one, form, is_bad))
                    }
                }
            }
        }
    }
}

fn address(visit: &Visit, one: &Due, form: &Form, is_bad: bool) -> Markup {
    let (name, applicant) = (one.field(), one.decision.facts.plan.applicant.as_str());
    let typed = if form.has(&name) { form.get(&name).to_string() } else { one.known.lines.join("\n") };
    html! {
        div.utrecht-form-field.utrecht-form-field--invalid[is_bad] {
            label.utrecht-form-label for=(name) { (visit.text.with("chk-send-address", &[("name", applicant.into())])) }
            textarea.utrecht-textbox.sr-wide-field #(name) name=(name) rows="3" aria-invalid=[is_bad.then_some("true")] { (typed) }
        }
    }
}
