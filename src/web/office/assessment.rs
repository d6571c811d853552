//! The form with which the office looks at a plan: the same questions for large and small (S53). It can be kept half done.

use axum::response::{IntoResponse as _, Redirect};
use maud::{Markup, html};

use super::frame::Frame;
use super::rounds;
use crate::acts::ActError;
use crate::acts::pitch::assessment::{self as acts, Known};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::assessment::{Answer as Reply, Assessment, Criterion, Question, Typed, Weight};
use crate::domain::pitch::{Pitch, State};
use crate::domain::round::Round;
use crate::store;
use crate::web::error::{Answer, Kind, Refusal, with_kind};
use crate::web::guard::body::Form;
use crate::web::guard::scope::Of;
use crate::web::parts::assessment::weight_key;
use crate::web::parts::form::{self, Field, Filled, Refused, answer, submit};
use crate::web::paths;
use crate::web::visit::Visit;
use crate::web::writing::named;

/// The field that holds the number of the answers that the writer had before them.
const SEEN: &str = "pt_seen";

/// What the page is about.
struct About {
    round: Round,
    pitch: Pitch,
    /// Whether the group was shown answers about what it sent in last.
    was_shown: bool,
    /// The answers as they stand, and their number.
    stands: (Assessment, u64),
}

/// Shows the form, with what was answered last.
pub async fn show(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit) -> Answer {
    let about = find(&visit, &id, &pitch).await?;
    let form = known(&about.stands);
    Ok(answer(None, page(&visit, &about, (&form, None), false)))
}

/// Keeps the answers.
pub async fn save(Of((id, pitch), _): Of<(RoundId, PitchId)>, visit: Visit, form: Form) -> Answer {
    let about = find(&visit, &id, &pitch).await?;
    let seen = form.get(SEEN).parse().map_err(|_| Refusal(Kind::BadRequest))?;
    match acts::assess(&visit.context(), &id, &pitch, (seen, &typed(&form))).await {
        Ok(()) => {
            let to = visit.to(paths::ROUND_PITCH, &[id.as_str(), pitch.as_str()]);
            Ok(Redirect::to(&format!("{to}#toets")).into_response())
        }
        Err(ActError::DraftChanged) => {
            let mut form = form;
            form.set(SEEN, about.stands.1.to_string());
            Ok(with_kind(Kind::DraftChanged, page(&visit, &about, (&form, None), true)))
        }
        Err(error) => {
            let refused = Refused::of(error, "pt_consideration")?;
            Ok(answer(Some(&refused), page(&visit, &about, (&form, Some(&refused)), false)))
        }
    }
}

async fn find(visit: &Visit, id: &RoundId, pitch: &PitchId) -> Answer<About> {
    let mut conn = visit.app.store.read().await?;
    let round = rounds::find(&mut conn, id).await?;
    let found = store::pitch::find(&mut conn, pitch).await?;
    let found = found.filter(|one| one.round == round.id && one.submitted.is_some());
    let pitch = found.ok_or(Refusal::NOT_FOUND)?;
    let last = store::pitch::assessment::of(&mut conn, &pitch.id).await?.pop();
    let stands = last.map_or_else(Default::default, |last| (last.content.unwrap_or_default(), last.number));
    let known = Known::of(&mut conn, &round, &pitch.id).await?;
    let was_shown = pitch.state != State::NotAdmitted && known.course().shown().is_some();
    Ok(About { round, pitch, was_shown, stands })
}

/// The form as the answers stand; those about an earlier version too, so that they can be given anew.
fn known((found, number): &(Assessment, u64)) -> Form {
    let mut form = Form::default();
    form.set(SEEN, number.to_string());
    for (question, _, [field, why]) in Question::ALL {
        if let Some(given) = found.answers.get(&question) {
            form.set(field, given.answer.name());
            form.set(why, given.why.clone());
        }
    }
    for (criterion, _, [field, why]) in Criterion::ALL {
        if let Some(given) = found.weights.get(&criterion) {
            form.set(field, given.answer.name());
            form.set(why, given.why.clone());
        }
    }
    form.set("pt_consideration", found.consideration.clone());
    form
}

fn typed(form: &Form) -> Typed {
    let words = |field: &str| form.get(field).replace("\r\n", "\n");
    Typed {
        answers: Question::ALL
            .map(|(question, _, [field, why])| (question, Reply::named(form.get(field)), words(why)))
            .to_vec(),
        weights: Criterion::ALL
            .map(|(criterion, _, [field, why])| (criterion, Weight::named(form.get(field)), words(why)))
            .to_vec(),
        consideration: words("pt_consideration"),
    }
}

fn page(
    visit: &Visit,
    about: &About,
    (form, refused): (&Form, Option<&Refused>),
    is_changed: bool,
) -> Markup {
    let filled = Filled::new(visit.text, form, refused);
    let parts = [about.round.id.as_str(), about.pitch.id.as_str()];
    let answers: Vec<(&str, String)> =
        Reply::NAMES.iter().map(|(_, name)| (*name, visit.say(&format!("pt-answer-{name}")))).collect();
    let content = html! {
        p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say("pt-assess-line")) }
        @if about.was_shown { (form::alert("warning", &visit.say("pt-show-change"), html! { p { (visit.say("pt-show-change-line")) } })) }
        @if is_changed { (form::alert("warning", &visit.say("pt-assess-changed"), html! { p { (visit.say("pt-assess-changed-line")) } })) }
        (filled.notice())
        form.sr-stack.sr-stack--mid method="post" action=(visit.to(paths::ROUND_PITCH_ASSESSMENT, &parts)) {
            input type="hidden" name=(SEEN) value=(form.get(SEEN));
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("pt-questions")) }
                @for (_, _, fields) in Question::ALL { (question(visit, (form, refused), fields, &answers)) }
            }
            section.sr-stack {
                h2.utrecht-heading-2 { (visit.say("pt-adds")) }
                @for (criterion, _, fields) in Criterion::ALL {
                    @let weights: Vec<_> = Weight::NAMES.iter().map(|(weight, name)| (*name, visit.say(&weight_key(criterion, *weight)))).collect();
                    (question(visit, (form, refused), fields, &weights))
                }
            }
            (filled.field(&Field::of("area", "pt_consideration", "field-pt_consideration")))
            (submit(&visit.say("pt-assess-do")))
        }
    };
    let mut frame = Frame::below_round(visit, &about.round, visit.say("pt-assess"));
    frame.above.push((visit.say("pt-office-title"), visit.to(paths::ROUND_PITCHES, &[parts[0]])));
    frame.above.push((named(visit, &about.pitch), visit.to(paths::ROUND_PITCH, &parts)));
    frame.show(visit, content)
}

/// One question: an answer out of three, and why.
fn question(
    visit: &Visit,
    (form, refused): (&Form, Option<&Refused>),
    [field, why]: [&'static str; 2],
    answers: &[(&str, String)],
) -> Markup {
    let fault = refused.and_then(|refused| refused.faults.iter().find(|fault| fault.field == field));
    html! {
        fieldset.sr-stack.sr-stack--tight #(field) {
            legend { strong { (visit.say(&format!("field-{field}"))) } }
            p.sr-small { (visit.say(&format!("field-{field}-help"))) }
            @if let Some(fault) = fault {
                p.utrecht-form-field-error-message #{ (field) "-fout" } { (visit.say(&format!("fault-{}", fault.fault))) }
            }
            div.sr-between {
                @for (name, words) in answers {
                    label { input type="radio" name=(field) value=(name) checked[form.get(field) == *name]; " " (words) }
                }
            }
            label.utrecht-form-label for=(why) { (visit.say("pt-why")) span.sr-hidden { ": " (visit.say(&format!("field-{field}"))) } }
            textarea.utrecht-textbox.sr-wide-field #(why) name=(why) rows="2" { (form.get(why)) }
        }
    }
}
