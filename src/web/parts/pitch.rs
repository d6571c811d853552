//! A plan as its group wrote it, on every page that shows one: what it says, where it stands, its life.

use maud::{Markup, html};

use crate::domain::calendar::parse_day;
use crate::domain::money::Cents;
use crate::domain::pitch::content::{Content, Step, Told};
use crate::domain::pitch::diff::{Piece, changes};
use crate::domain::pitch::hearing::is_public;
use crate::domain::pitch::{Event, EventKind, Ground, State, Version};
use crate::domain::smo::Exclusion;
use crate::store::{self, Conn};
use crate::web::error::{Answer, Kind};
use crate::web::office::frame::facts;
use crate::web::parts::amount;
use crate::web::parts::moderation::Beside;
use crate::web::parts::written::{Below, written};
use crate::web::visit::Visit;

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// Everyone: no verdict before it is there, and no names of who is paid on.
    Everyone,
    /// The group.
    Group,
    /// The office.
    Office,
}

/// What is for the group and the office alone.
const PRIVATE: [&str; 7] =
    ["pt_kvk", "pt_board", "pt_via_smo", "pt_earlier", "pt_reference", "pt_onward", "pt_allies_kvk"];

/// Names of what answers are about: neighbourhoods by their codes, tasks by theirs.
pub async fn places(conn: &mut Conn) -> Answer<Vec<(String, String)>> {
    let all = store::neighbourhood::list(conn).await?.into_iter();
    let tasks = store::bid::task::list(conn).await?.into_iter();
    let tasks = tasks.map(|one| (one.id.to_string(), format!("{}, {}", one.facts.name, one.facts.place)));
    Ok(all.map(|one| (one.code.to_string(), one.name)).chain(tasks).collect())
}

/// Where it stands.
pub fn badge(visit: &Visit, state: State) -> Markup {
    let look = match state {
        State::Draft | State::Submitted | State::Withdrawn | State::Merged => "neutral",
        State::Incomplete => "warning",
        State::Admissible => "valid",
        State::NotAdmitted => "error",
    };
    html! {
        span class={ "utrecht-status-badge utrecht-status-badge--" (look) } { (visit.say(&format!("pt-state-{}", state.name()))) }
    }
}

/// Why its money may not go where it would go: each way with its own reason. `kind` when that is why a form comes back.
pub fn excluded(visit: &Visit, all: &[Exclusion], kind: Option<Kind>) -> Markup {
    let say = |one: &Exclusion| {
        visit.text.with(&format!("excluded-{}", one.name()), &[("party", one.party.as_str().into())])
    };
    html! {
        @if !all.is_empty() {
            div.utrecht-alert.utrecht-alert--error.sr-stack.sr-stack--tight role="alert" data-kind=[kind.map(Kind::name)] {
                h2.utrecht-heading-3 { (visit.say("kind-excluded_recipient")) }
                ul { @for one in all { li { (say(one)) } } }
            }
        }
    }
}

/// An answer in words.
fn answer(visit: &Visit, content: &Content, told: &Told, places: &[(String, String)]) -> Markup {
    let text = visit.text;
    let day = |day: &str| parse_day(day).map_or(day.to_string(), |day| text.civil_day(day));
    let lines = |lines: &[crate::domain::pitch::budget::Line]| {
        html! {
            ul.sr-plain { @for line in lines { li { (line.what) ": " (amount(text, line.amount)) } } }
        }
    };
    match told.field {
        "pt_text" => written(&told.text, Below::H3),
        "pt_neighbourhood" | "bid_task" => {
            let known = places.iter().find(|(code, _)| *code == told.text);
            html! { (known.map_or(told.text.as_str(), |(_, name)| name)) }
        }
        "pt_from" | "pt_until" | "bid_start" | "bid_evaluate_on" => html! { (day(&told.text)) },
        "pt_kind" => html! { (visit.say(&format!("recipient-kind-{}", told.text))) },
        "pt_class" => html! { (visit.say(&format!("recipient-class-{}", told.text))) },
        "pt_help" => html! { (visit.say(&format!("chk-help-{}", told.text))) },
        "pt_wishes" => {
            let words = content.wishes.iter().map(|wish| visit.say(&format!("pt-wish-{}", wish.name())));
            html! { (words.collect::<Vec<_>>().join(", ")) }
        }
        "pt_costs" => lines(&content.budget.costs),
        "pt_funding" => lines(&content.budget.funding),
        "pt_own" => sum(visit, content.budget.own),
        "pt_least" => sum(visit, content.least),
        "pt_avoided" => sum(visit, content.avoided),
        "pt_via_smo" => html! { (told.text) " %" },
        "bid_hours" => count(visit, content.offer.hours),
        "bid_people" => count(visit, content.offer.people),
        "bid_once" => sum(visit, content.offer.once),
        "bid_yearly" => sum(visit, content.offer.yearly),
        "bid_hour_value" => sum(visit, content.offer.hour_value),
        "bid_staff" | "bid_privacy" => html! { (visit.say(&format!("bid-answer-{}", told.text))) },
        "pt_onward" => html! {
            ul.sr-plain {
                @for one in &content.onward {
                    li { (one.name) @if !one.kvk.is_empty() { " (" (one.kvk) ")" } ": " (amount(text, one.amount)) ", " (one.purpose) }
                }
            }
        },
        _ => html! { span.sr-prewrap { (told.text) } },
    }
}

fn count(visit: &Visit, count: Option<u64>) -> Markup {
    html! { @if let Some(count) = count { (visit.text.number(count)) } }
}

fn sum(visit: &Visit, cents: Option<Cents>) -> Markup {
    html! { @if let Some(cents) = cents { (amount(visit.text, cents)) } }
}

/// What a question or a page is called: to the group as it is asked, to whoever reads along as something about that group.
pub fn label(visit: &Visit, name: &str, eyes: Eyes) -> String {
    let (own, read) = match name.strip_prefix("pt-step-") {
        Some(step) => (name.to_string(), format!("pt-read-{step}")),
        None => (format!("field-{name}"), format!("pt-read-{name}")),
    };
    match eyes {
        Eyes::Everyone | Eyes::Office if visit.text.has(&read) => visit.say(&read),
        Eyes::Everyone | Eyes::Office | Eyes::Group => visit.say(&own),
    }
}

/// The page of each step with its answers, and a way to change them where there is one.
pub fn steps(
    visit: &Visit,
    (content, eyes): (&Content, Eyes),
    places: &[(String, String)],
    change: impl Fn(Step) -> Option<String>,
) -> Markup {
    let all = content.told();
    html! {
        @for step in content.form.steps() {
            section.sr-stack.sr-stack--tight {
                h3.utrecht-heading-3 {
                    (label(visit, &format!("pt-step-{}", step.name()), eyes))
                    @if let Some(address) = change(*step) {
                        " " a.utrecht-link.sr-small href=(address) { (visit.say("pt-change")) span.sr-hidden { ": " (visit.say(&format!("pt-step-{}", step.name()))) } }
                    }
                }
                (facts(&listed(visit, (content, eyes), &all, places, *step)))
            }
        }
        (asked(visit, content, eyes))
    }
}

fn listed(
    visit: &Visit,
    (content, eyes): (&Content, Eyes),
    all: &[Told],
    places: &[(String, String)],
    step: Step,
) -> Vec<(String, Markup)> {
    all.iter()
        .filter(|told| told.step == step && !told.text.is_empty())
        .map(|told| (label(visit, told.field, eyes), answer(visit, content, told, places)))
        .collect()
}

/// What it costs, who pays, and what is asked.
pub fn asked(visit: &Visit, content: &Content, eyes: Eyes) -> Markup {
    let (text, budget) = (visit.text, &content.budget);
    let key = if eyes == Eyes::Group { "pt-sums" } else { "pt-read-sums" };
    html! {
        @if let (Some(cost), Some(covered), Some(asked)) = (budget.cost(), budget.covered(), budget.asked()) {
            @if cost > Cents::ZERO {
                p.utrecht-paragraph {
                    (text.with(key, &[("cost", text.euros(cost).into()), ("covered", text.euros(covered).into()), ("asked", text.euros(asked).into())]))
                }
            }
        }
    }
}

/// What everyone reads of a plan. Who is paid on may be a person: the sum is enough.
pub fn for_everyone(visit: &Visit, content: &Content, places: &[(String, String)]) -> Markup {
    let hidden = |field| ["pt_title", "pt_summary"].contains(&field) || PRIVATE.contains(&field);
    let all: Vec<Told> = content.told().into_iter().filter(|told| !hidden(told.field)).collect();
    let onward = Cents::sum(content.onward.iter().map(|one| one.amount)).unwrap_or(Cents::MAX);
    let (steps, eyes) = (content.form.steps(), Eyes::Everyone);
    let mut list: Vec<(String, Markup)> =
        steps.iter().flat_map(|step| listed(visit, (content, eyes), &all, places, *step)).collect();
    if content.paid.is_empty() {
        list.push((visit.say("field-pt_paid"), html! { (visit.say("chk-paid-nobody")) }));
    }
    if onward > Cents::ZERO {
        list.push((visit.say("pt-read-onward-sum"), amount(visit.text, onward)));
    }
    html! { (facts(&list)) (asked(visit, content, eyes)) }
}

/// What happened to a plan, and its versions with what changed in each.
pub fn life(
    visit: &Visit,
    (state, beside): (State, &Beside),
    (events, versions): (&[Event], &[Version]),
    eyes: Eyes,
) -> Markup {
    let text = visit.text;
    let shown = events.iter().filter(|one| eyes != Eyes::Everyone || is_public(events, one, state));
    html! {
        section.sr-stack #leven {
            h2.utrecht-heading-2 { (text.get("pt-life")) }
            ol.sr-rows.sr-rows--plain {
                @for event in shown {
                    li {
                        div {
                            strong { (text.get(&format!("pt-event-{}", event.kind.name()))) }
                            ", " (text.moment(event.at))
                            @if !event.function.is_empty() { ", " (event.function) }
                            @if matches!(event.kind, EventKind::Submit | EventKind::Reply | EventKind::Appeal) && event.by.is_some() { ", " (text.get("pt-event-desk")) }
                        }
                        (told_with(visit, event, (beside, eyes)))
                    }
                }
            }
        }
        @if eyes != Eyes::Everyone || (versions.len() > 1 && beside.shows_versions()) { (history(visit, versions, eyes)) }
    }
}

/// What was said with something that happened; words of a group stand there as the office left them.
pub fn told_with(visit: &Visit, event: &Event, (beside, eyes): (&Beside, Eyes)) -> Markup {
    let text = visit.text;
    html! {
        @if let Some(ground) = event.ground { p { (text.get(&ground_key(ground))) } }
        @if let Some(until) = event.until { p { (text.with(&format!("pt-until-{}", event.kind.name()), &[("when", text.moment(until).into())])) } }
        @match beside.of_event(event) {
            Some(one) => (beside.words(visit, (&one, &event.reason), eyes)),
            None => @if !event.reason.is_empty() { p.sr-prewrap { (event.reason) } },
        }
    }
}

fn ground_key(ground: Ground) -> String {
    format!("pt-ground-{}", ground.name())
}

/// The versions, the newest first, each with what changed against the one before.
fn history(visit: &Visit, versions: &[Version], eyes: Eyes) -> Markup {
    let hidden = |field: &str| eyes == Eyes::Everyone && PRIVATE.contains(&field);
    html! {
        section.sr-stack #versies {
            h2.utrecht-heading-2 { (visit.say("pt-versions")) }
            @for (place, version) in versions.iter().enumerate().rev() {
                details {
                    summary {
                        (visit.text.with("pt-version", &[("number", version.number.to_string().into()), ("when", visit.text.moment(version.at).into())]))
                    }
                    p.sr-small { (visit.say("pt-version-mark")) " " code.sr-hash { (version.digest.to_string()) } }
                    @match (place.checked_sub(1).and_then(|before| versions[before].content.as_ref()), &version.content) {
                        (Some(old), Some(new)) => {
                            dl.utrecht-data-list.sr-fold {
                                @for change in changes(old, new).iter().filter(|change| !hidden(change.field)) {
                                    dt { (label(visit, change.field, eyes)) }
                                    dd.sr-prewrap { (pieces(&change.pieces)) }
                                }
                            }
                        }
                        (None, Some(_)) => p { (visit.say("pt-version-first")) },
                        (_, None) => p { (visit.say("pt-version-gone")) },
                    }
                }
            }
        }
    }
}

fn pieces(pieces: &[Piece]) -> Markup {
    html! {
        @for piece in pieces {
            @match piece {
                Piece::Same(text) => (text),
                Piece::Gone(text) => del { (text) },
                Piece::New(text) => ins { (text) },
            }
        }
    }
}
