//! A bid on every page that shows one: what its task costs now and would cost, the seven conditions, the takeover.

use maud::{Markup, html};

use crate::domain::bid::condition::{Answer as Holds, Since, Verdict, for_everyone, in_force};
use crate::domain::bid::takeover::{Says, Step, Takeover, agreement, state, years_due};
use crate::domain::bid::task::{Compared, Facts, Task};
use crate::domain::id::{PitchId, TaskId};
use crate::domain::moderation::Written;
use crate::domain::money::Cents;
use crate::domain::pitch::offer::Offer;
use crate::domain::pitch::{Content, Course, Form, Pitch, Version};
use crate::store::{self, Conn};
use crate::web::error::Answer;
use crate::web::office::frame::facts;
use crate::web::parts::pitch::Eyes;
use crate::web::parts::{amount, moderation};
use crate::web::paths;
use crate::web::visit::Visit;

/// What is on record of a bid beside what it says.
pub struct Beside {
    /// What the city says of the task; nothing when it is not in the list.
    pub task: Option<Task>,
    /// Every verdict.
    pub verdicts: Vec<Verdict>,
    /// What a verdict must be of to count.
    pub since: Since,
    /// Every step of the takeover.
    pub steps: Vec<Step>,
}

/// Looks it up.
pub async fn find(conn: &mut Conn, pitch: &Pitch, content: &Content) -> Answer<Beside> {
    let id = &pitch.id;
    let mut history = store::bid::task::history(conn, &TaskId::new(content.offer.task.as_str())).await?;
    history.truncate(1);
    Ok(Beside {
        task: history.pop(),
        verdicts: store::bid::verdicts(conn, id).await?,
        since: store::bid::since(conn, id).await?,
        steps: store::bid::steps(conn, id).await?,
    })
}

/// The same of a plan that was sent in, if it is a bid.
pub async fn of_versions(conn: &mut Conn, pitch: &Pitch, versions: &[Version]) -> Answer<Option<Beside>> {
    let sent = versions.last().and_then(|version| version.content.as_ref());
    match sent.filter(|sent| sent.form == Form::Bid) {
        Some(sent) => find(conn, pitch, sent).await.map(Some),
        None => Ok(None),
    }
}

impl Beside {
    /// The same as far as everyone may read it.
    pub fn for_everyone(self, pitch: &Pitch, course: &Course<'_>) -> Beside {
        let asked = course.appeal().map(|asked| asked.at);
        Beside { verdicts: for_everyone(self.verdicts, pitch.state, asked), ..self }
    }
}

/// What stands beside a bid on its own page, with the way to the takeover.
pub fn beside(visit: &Visit, pitch: &Pitch, known: Option<&Beside>) -> Markup {
    let Some(known) = known else { return html! {} };
    let takeover = visit.to(paths::TAKEOVER, &[pitch.round.as_str(), pitch.id.as_str()]);
    html! {
        (conditions(visit, known))
        p { (badge(visit, state(&known.steps))) " " a.utrecht-link href=(takeover) { (visit.say("takeover-public")) } }
    }
}

/// What a task costs now, in words: a sum never stands without its status.
pub fn cost(visit: &Visit, facts: &Facts) -> String {
    let sum = facts.cost.map(|cost| visit.text.euros(cost)).unwrap_or_default();
    visit.text.with(&format!("task-cost-{}", facts.status.name()), &[("sum", sum.into())])
}

/// When the contract of a task ends, in words.
pub fn contract(visit: &Visit, facts: &Facts) -> String {
    match facts.contract_end() {
        None => visit.say("task-contract-none"),
        Some(day) => visit.text.with("task-contract-until", &[("day", visit.text.civil_day(day).into())]),
    }
}

/// A yearly offer against what the task costs now.
pub fn compared(visit: &Visit, facts: &Facts, offer: &Offer) -> String {
    let told = |key: &str, sum: Cents| visit.text.with(key, &[("sum", visit.text.euros(sum).into())]);
    match offer.yearly.map(|yearly| Compared::of(facts, yearly)) {
        None | Some(Compared::Unknown) => visit.say("bid-compare-unknown"),
        Some(Compared::Same) => visit.say("bid-compare-same"),
        Some(Compared::Saves(sum)) => told("bid-compare-saves", sum),
        Some(Compared::Extra(sum)) => told("bid-compare-extra", sum),
    }
}

/// The bid beside the task as it is done now.
pub fn comparison(visit: &Visit, task: Option<&Task>, offer: &Offer) -> Markup {
    let text = visit.text;
    let sum = |sum: Option<Cents>| html! { @if let Some(sum) = sum { (amount(text, sum)) } };
    let Some(task) = task else { return html! {} };
    let known = &task.facts;
    let mut list = vec![
        (text.get("field-bid_task"), html! { (known.name) ", " (known.place) }),
        (text.get("field-task_executor"), html! { bdi { (known.executor) } }),
        (text.get("field-task_until"), html! { (contract(visit, known)) }),
        (
            text.get("field-task_cost"),
            html! { (cost(visit, known)) @if !known.source.is_empty() { " " span.sr-small { (known.source) } } },
        ),
        (text.get("pt-read-bid_yearly"), sum(offer.yearly)),
        (text.get("bid-compare"), html! { strong { (compared(visit, known, offer)) } }),
    ];
    if offer.once.is_some() {
        list.push((text.get("field-bid_once"), sum(offer.once)));
    }
    if let Some(value) = offer.volunteer_value() {
        let hours = text.number(offer.hours.unwrap_or_default());
        let words =
            text.with("bid-hours-worth", &[("hours", hours.into()), ("sum", text.euros(value).into())]);
        list.push((text.get("field-bid_hours"), html! { (words) }));
    }
    html! {
        section.sr-stack #vergelijking {
            h2.utrecht-heading-2 { (text.get("bid-comparison")) }
            (facts(&list))
            p.sr-small { (text.get("bid-two-stages")) }
        }
    }
}

/// The seven conditions, each with the verdict in force and those before it.
pub fn conditions(visit: &Visit, known: &Beside) -> Markup {
    let (text, all) = (visit.text, known.verdicts.as_slice());
    html! {
        section.sr-stack #voorwaarden {
            h2.utrecht-heading-2 { (text.get("bid-conditions")) }
            p.utrecht-paragraph { (text.get("bid-conditions-line")) }
            ol.sr-rows.sr-rows--plain {
                @for (condition, newest) in in_force(all, &known.since) {
                    li {
                        div.sr-stack.sr-stack--tight {
                            p { strong { (text.get(&format!("bid-condition-{}", condition.name()))) } }
                            p { (answer(visit, newest.map_or(Holds::Unknown, |one| one.answer))) }
                            @if let Some(newest) = newest { (said(visit, newest)) }
                            @let older: Vec<&Verdict> = all.iter().filter(|one| one.condition == condition && Some(one.number) != newest.map(|new| new.number)).collect();
                            @if !older.is_empty() {
                                details {
                                    summary { (text.get("bid-verdicts-before")) }
                                    @for one in older { p { (answer(visit, one.answer)) } (said(visit, one)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn answer(visit: &Visit, holds: Holds) -> Markup {
    let look = match holds {
        Holds::Yes => "valid",
        Holds::No => "error",
        Holds::Unknown => "neutral",
    };
    html! {
        span class={ "utrecht-status-badge utrecht-status-badge--" (look) } { (visit.say(&format!("bid-answer-{}", holds.name()))) }
    }
}

fn said(visit: &Visit, verdict: &Verdict) -> Markup {
    html! {
        @if !verdict.reason.is_empty() { p.sr-prewrap { (verdict.reason) } }
        p.sr-small { (visit.text.moment(verdict.at)) ", " (verdict.function) }
    }
}

/// Where the takeover stands.
pub fn badge(visit: &Visit, at: Takeover) -> Markup {
    let look = match at {
        Takeover::None => "neutral",
        Takeover::Agreed | Takeover::Signed | Takeover::Running => "valid",
        Takeover::Evaluated => "warning",
        Takeover::Refused | Takeover::Stopped => "error",
    };
    html! {
        span class={ "utrecht-status-badge utrecht-status-badge--" (look) } { (visit.say(&format!("takeover-{}", at.name()))) }
    }
}

/// The takeover from its decision on: what was decided, what both agreed, and what happened since.
pub fn course(
    visit: &Visit,
    (pitch, written): (&PitchId, &moderation::Beside),
    steps: &[Step],
    eyes: Eyes,
) -> Markup {
    let text = visit.text;
    let due = years_due(steps, visit.now);
    html! {
        section.sr-stack #overname {
            h2.utrecht-heading-2 { (text.get("takeover-title")) }
            p { (badge(visit, state(steps))) }
            p.utrecht-paragraph { (text.get(&format!("takeover-next-{}", state(steps).name()))) }
            @if let Some(agreed) = agreement(steps) {
                (facts(&[
                    (text.get("field-to_from"), html! { (text.civil_day(agreed.from)) }),
                    (text.get("field-to_until"), html! { (text.civil_day(agreed.until)) }),
                    (text.get("field-to_yearly"), amount(text, agreed.yearly)),
                    (text.get("field-to_break"), html! { span.sr-prewrap { (agreed.break_clause) } }),
                ]))
            }
            @for year in due { p.utrecht-paragraph { (text.with("takeover-due", &[("year", year.to_string().into())])) } }
            ol.sr-rows.sr-rows--plain { @for step in steps { (line(visit, step, &told(visit, (pitch, written), step, eyes))) } }
        }
    }
}

/// Why, or what was told: of a year also the way to report it, or that it was taken off.
fn told(visit: &Visit, (pitch, written): (&PitchId, &moderation::Beside), step: &Step, eyes: Eyes) -> Markup {
    match step.says {
        Says::Account(_) => {
            let one = Written::Account(pitch.clone(), step.number);
            written.words(visit, (&one, &step.reason), eyes)
        }
        Says::Agree(..)
        | Says::Refuse(_)
        | Says::Sign(_)
        | Says::Start
        | Says::Evaluate
        | Says::Extend(_)
        | Says::Stop => {
            html! { p.sr-prewrap { (step.reason) } }
        }
    }
}

fn line(visit: &Visit, step: &Step, told: &Markup) -> Markup {
    let text = visit.text;
    html! {
        li {
            div.sr-stack.sr-stack--tight {
                p {
                    strong { (text.get(&format!("takeover-step-{}", step.says.kind().name()))) }
                    ", " (text.civil_day(step.on)) ", "
                    @if step.by.is_some() { (step.function) } @else if step.desk.is_some() { (text.get("takeover-by-desk")) } @else { (text.get("takeover-by-group")) }
                }
                @match &step.says {
                    Says::Agree(reference, legal) => {
                        p { (text.get("field-to_reference")) ": " (reference) }
                        p {
                            (text.get(&format!("recipient-kind-{}", legal.kind.name()))) ": " bdi { (legal.name) }
                            " (" (text.get("field-to_kvk")) " " (legal.kvk.as_str()) ")"
                        }
                    }
                    Says::Refuse(reference) => p { (text.get("field-to_reference")) ": " (reference) },
                    Says::Account(year) => p { (text.with("takeover-account-over", &[("year", year.to_string().into())])) },
                    Says::Extend(until) => p { (text.get("field-to_until")) ": " (text.civil_day(*until)) },
                    Says::Sign(_) | Says::Start | Says::Evaluate | Says::Stop => {}
                }
                (told)
            }
        }
    }
}
