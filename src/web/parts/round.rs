//! A round in one line, its state in one word, its way in steps.

use maud::{Markup, html};

use crate::domain::digest::Digest;
use crate::domain::round::{Phase, Round, Voting};
use crate::domain::time::Moment;
use crate::text::Text;
use crate::web::paths;
use crate::web::visit::Visit;

/// For which year its amounts are, and what comes after it: the vote is on the first year, and no later year gets more.
pub fn later_years(visit: &Visit, round: &Round) -> String {
    visit.text.with("face-later-years", &[("year", round.year.to_string().into())])
}

/// The state of a round in one word.
pub fn badge(text: Text, round: &Round, now: Moment) -> Markup {
    let look = match (round.phase, round.voting(now)) {
        (Phase::Open, Voting::Open) => "active",
        (Phase::Propose, _) => "safe",
        (Phase::Cancelled, _) => "danger",
        _ => "plain",
    };
    html! {
        span class={ "utrecht-status-badge utrecht-status-badge--" (look) } { (text.get(&state_key(round, now))) }
    }
}

/// The key of the word for a state.
fn state_key(round: &Round, now: Moment) -> String {
    let name = match (round.phase, round.voting(now)) {
        (Phase::Open, Voting::Open) => "voting",
        (Phase::Open, Voting::NotYet) => "vote-soon",
        (Phase::Open, Voting::Over)
        | (Phase::Closed | Phase::Sealed | Phase::Counted | Phase::Proposed, _) => "counting",
        (phase, _) => phase.name(),
    };
    format!("state-{name}")
}

/// What can be done now, and until when.
pub fn now_line(text: Text, round: &Round, now: Moment) -> Option<String> {
    let dates = round.plan.dates;
    let (key, moment) = match (round.phase, round.voting(now)) {
        (Phase::Propose, _) => ("until-propose", dates.propose_until?),
        (Phase::Check | Phase::Ready, _) | (Phase::Open, Voting::NotYet) => ("from-vote", dates.vote_from?),
        (Phase::Open, Voting::Open) => ("until-vote", round.vote_until()?),
        (Phase::Open | Phase::Closed | Phase::Sealed | Phase::Counted | Phase::Proposed, _) => {
            ("from-outcome", dates.outcome_at?)
        }
        (Phase::Draft | Phase::Certified | Phase::Final | Phase::Cancelled, _) => return None,
    };
    Some(text.with(key, &[("moment", text.moment(moment).into())]))
}

/// In the last hour of a vote: when it ends, and until when a ballot under way is taken.
pub fn last_hour(text: Text, round: &Round, now: Moment) -> Option<String> {
    let until = round.vote_until().filter(|_| round.voting(now) == Voting::Open)?;
    if now < until.plus_minutes(-60) {
        return None;
    }
    let values = [
        ("moment", text.moment(until).into()),
        ("taken", text.moment(round.deadline().taken_until(until)).into()),
    ];
    Some(text.with(if now < until { "ways-last-hour" } else { "ways-over" }, &values))
}

/// The way of a round in steps, for residents.
pub fn timeline(visit: &Visit, round: &Round) -> Markup {
    let text = visit.text;
    let dates = round.plan.dates;
    let steps = [
        ("step-propose", Phase::Check, dates.propose_until),
        ("step-check", Phase::Open, dates.vote_from),
        ("step-vote", Phase::Closed, round.vote_until()),
        ("step-count", Phase::Certified, dates.outcome_at),
        ("step-grant", Phase::Final, None),
    ];
    let current = steps.iter().position(|(_, done_from, _)| round.phase < *done_from);
    html! {
        ol.sr-timeline {
            @for (place, (key, _, end)) in steps.iter().enumerate() {
                li.sr-done[current.is_none_or(|current| place < current)] aria-current=[(current == Some(place)).then_some("step")] {
                    h3.utrecht-heading-3 { (text.get(key)) }
                    p.sr-small {
                        @match end {
                            Some(end) => (text.with("step-until", &[("moment", text.moment(*end).into())])),
                            None => (text.get("step-later")),
                        }
                    }
                }
            }
        }
    }
}

/// The fingerprint of the rules, from opening on: on every later page of the round.
pub fn fingerprint(visit: &Visit, round: &Round) -> Markup {
    html! {
        @if let Some(rules) = &round.rules {
            p.sr-small {
                (visit.say("fingerprint")) " "
                a.utrecht-link href=(visit.to(paths::RULES, &[round.id.as_str()])) { span.sr-mono { (short(rules)) } }
            }
        }
    }
}

/// A hash as people compare it.
pub fn short(hash: &Digest) -> String {
    hash.short()
}
