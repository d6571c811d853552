//! A standing round for quick response, as both the public and the office see it: its rule, its money, what was decided.

use maud::{Markup, html};

use super::amount;
use super::bar::{Bar, Look, legend};
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::GrantId;
use crate::domain::money::Cents;
use crate::domain::standing::{QuickRequest, StandingRound};
use crate::domain::time::Moment;
use crate::text::{Text, number};
use crate::web::paths;
use crate::web::visit::Visit;

/// The published rule in plain words.
pub fn rule(text: Text, round: &StandingRound) -> Markup {
    let plan = &round.plan;
    let date = Moment::parse_local(&format!("{}T00:00", plan.regulation.date));
    let date = date.map_or(plan.regulation.date.clone(), |day| text.day(day));
    html! {
        ul.sr-stack.sr-stack--tight {
            li { (text.with("quick-rule-most", &[("most", text.euros(plan.most).into())])) }
            li { (text.with("quick-rule-term", &[("days", number(plan.term_days))])) }
            li { (text.get("quick-rule-vote")) }
            li {
                (text.with("rules-regulation", &[
                    ("title", plan.regulation.title.as_str().into()),
                    ("place", plan.regulation.place.as_str().into()),
                    ("date", date.into()),
                ]))
            }
        }
    }
}

/// What was granted and what is left, `left` of the ceiling.
pub fn bar(text: Text, round: &StandingRound, left: Cents) -> Markup {
    let granted = round.plan.ceiling.minus(left).unwrap_or(Cents::ZERO);
    // What an ended round did not grant went back to its area.
    let words = match round.ended_at {
        None => text.with(
            "quick-left",
            &[("left", text.euros(left).into()), ("all", text.euros(round.plan.ceiling).into())],
        ),
        Some(_) => text.get("quick-over"),
    };
    html! {
        p.utrecht-paragraph { strong { (words) } }
        @if round.ended_at.is_none() {
            div.sr-bar {
                (Bar::of(round.plan.ceiling).money(Look::Main, granted).room().draw())
                (legend(&[(Look::Main, text.with("quick-granted", &[("amount", text.euros(granted).into())])), (Look::Room, text.get("quick-free"))]))
            }
        }
    }
}

/// Where the page of a grant stands, and in whose words its state is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// On the page for everyone: who asked may be one person, and where may be an address.
    Everyone,
    /// On its page in the office, where its next steps are.
    Office,
}

/// The grant of a request that was granted: its state, and a link to its page.
fn grant(visit: &Visit, grants: &[GrantRecord], id: &GrantId, reader: Reader) -> Markup {
    let (path, words) = match reader {
        Reader::Everyone => (paths::PUBLIC_GRANT, "grant-is"),
        Reader::Office => (paths::OFFICE_GRANT, "grant-state"),
    };
    // There was no vote, so its usual words for what is certified would speak of an outcome that nobody saw.
    let state = grants.iter().find(|one| &one.id == id).map(|one| match one.state {
        GrantState::Certified => "lot-quick-certified".to_string(),
        other => format!("{words}-{}", other.name()),
    });
    html! {
        p {
            @if let Some(state) = state { (visit.text.with("lot-quick-state", &[("state", visit.say(&state).into())])) " " }
            a.utrecht-link href=(visit.to(path, &[id.as_str()])) { (visit.say("lot-quick-grant")) }
        }
    }
}

/// What was decided, with its reason and the time it took, and what became of each grant.
pub fn decided(visit: &Visit, requests: &[QuickRequest], grants: &[GrantRecord], reader: Reader) -> Markup {
    let text = visit.text;
    let rows = requests.iter().filter_map(|one| one.decided.as_ref().map(|decided| (one, decided)));
    let days = |one: &QuickRequest| number(u64::try_from(one.days(visit.now)).unwrap_or(0));
    html! {
        @if requests.iter().all(|one| one.decided.is_none()) { p { (text.get("quick-none")) } } @else {
            ul.sr-rows.sr-rows--plain {
                @for (one, decided) in rows {
                    li {
                        div.sr-between {
                            h3.utrecht-heading-3 { (one.asked.title) }
                            p { (amount(text, one.asked.amount)) }
                        }
                        p.sr-small {
                            @if reader == Reader::Office {
                                (one.asked.applicant) " · "
                                @if !one.asked.place.is_empty() { (one.asked.place) " · " }
                            }
                            (text.with("quick-days", &[("days", days(one))]))
                        }
                        p {
                            strong { (text.get(if decided.grant.is_some() { "quick-yes" } else { "quick-no" })) }
                            " " (decided.reason)
                        }
                        @if let Some(id) = &decided.grant { (grant(visit, grants, id, reader)) }
                    }
                }
            }
        }
    }
}
