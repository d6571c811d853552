//! What the office found about a plan: its answers with their reasons, what the plan adds, and what weighs beside that. The
//! same for everyone who may see it; who may is decided in [`crate::domain::pitch::hearing`].

use maud::{Markup, html};

use crate::acts::pitch::hearing::Looked;
use crate::domain::pitch::assessment::{Answer as Reply, Criterion, Given, Question, Weight};
use crate::domain::pitch::{Assessment, Course, Pitch, State};
use crate::domain::time::Moment;
use crate::store::Conn;
use crate::web::error::Answer;
use crate::web::visit::Visit;

/// For the group.
pub async fn for_group(conn: &mut Conn, pitch: &Pitch, course: &Course<'_>) -> Answer<Option<Assessment>> {
    Ok(Looked::of(conn, pitch).await?.hearing(course).for_group().cloned())
}

/// For everyone.
pub async fn for_everyone(conn: &mut Conn, pitch: &Pitch, course: &Course<'_>) -> Answer<Option<Assessment>> {
    Ok(Looked::of(conn, pitch).await?.hearing(course).for_everyone().cloned())
}

/// Until when the office decides, as everyone sees it.
pub fn deadline(visit: &Visit, pitch: &Pitch, course: &Course<'_>) -> Markup {
    let due = match pitch.state {
        State::Submitted | State::Incomplete => {
            course.decide_by_for_everyone(pitch.state).map(|until| ("pt-public-by", until))
        }
        State::NotAdmitted => {
            course.appeal().and_then(|asked| asked.until).map(|until| ("pt-public-again-by", until))
        }
        State::Draft | State::Admissible | State::Withdrawn | State::Merged => None,
    };
    html! {
        @if let Some((key, until)) = due {
            p.utrecht-paragraph { (visit.text.with(key, &[("when", visit.text.day(until).into())])) }
        }
    }
}

/// What the office found.
pub fn found(visit: &Visit, found: &Assessment) -> Markup {
    let say = |key: &str| visit.say(key);
    html! {
        section.sr-stack #toets {
            h2.utrecht-heading-2 { (say("pt-found")) }
            p.utrecht-paragraph { (say("pt-found-line")) }
            ul.sr-rows.sr-rows--plain {
                @for (question, ..) in Question::ALL {
                    @if let Some(given) = found.answers.get(&question) {
                        (row(visit, question.field(), (answer_look(given.answer), &format!("pt-answer-{}", given.answer.name())), given))
                    }
                }
            }
            @if !found.weights.is_empty() {
                h3.utrecht-heading-3 { (say("pt-adds")) }
                ul.sr-rows.sr-rows--plain {
                    @for (criterion, ..) in Criterion::ALL {
                        @if let Some(given) = found.weights.get(&criterion) {
                            (row(visit, criterion.field(), ("neutral", &weight_key(criterion, given.answer)), given))
                        }
                    }
                }
            }
            @if !found.consideration.is_empty() {
                h3.utrecht-heading-3 { (say("field-pt_consideration")) }
                p.sr-prewrap { (found.consideration) }
            }
        }
    }
}

fn answer_look(answer: Reply) -> &'static str {
    match answer {
        Reply::Yes => "valid",
        Reply::No => "error",
        Reply::Changes => "warning",
    }
}

/// The words of a weight: how well a group can carry a plan out is not how much the plan adds.
pub fn weight_key(criterion: Criterion, weight: Weight) -> String {
    match criterion {
        Criterion::Strength | Criterion::Roots => format!("pt-strength-{}", weight.name()),
        Criterion::Cohesion | Criterion::Inclusion | Criterion::Basis => {
            format!("pt-weight-{}", weight.name())
        }
    }
}

fn row<A>(visit: &Visit, field: &str, (look, words): (&str, &str), given: &Given<A>) -> Markup {
    let day = visit.text.day(Moment::from_micros(given.at));
    html! {
        li {
            p {
                strong { (visit.say(&format!("field-{field}"))) } " "
                span class={ "utrecht-status-badge utrecht-status-badge--" (look) } { (visit.say(words)) }
            }
            @if !given.why.is_empty() { p.sr-prewrap { (given.why) } }
            p.sr-small { (given.function) ", " (day) }
        }
    }
}
