//! A standing round for quick response, as both the public and the office see it: its rule, its money, what was decided.

use maud::{Markup, html};

use super::amount;
use super::bar::{Bar, Look, legend};
use crate::domain::account::Permission;
use crate::domain::calendar::day_of;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::{GrantId, RoundId};
use crate::domain::money::Cents;
use crate::domain::standing::{QuickRequest, StandingRound};
use crate::domain::time::Moment;
use crate::store::decision::requests::{Refusal, refusals};
use crate::store::{Conn, grant, standing};
use crate::text::{Text, number};
use crate::web::error::Answer;
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
fn shown(visit: &Visit, grants: &[GrantRecord], id: &GrantId, reader: Reader) -> Markup {
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

/// What is known of a standing round: what was asked, and what came of it.
pub struct Known {
    /// The requests.
    pub requests: Vec<QuickRequest>,
    /// The grants.
    pub grants: Vec<GrantRecord>,
    /// The formal refusals.
    pub refusals: Vec<Refusal>,
}

impl Known {
    /// Reads all of it.
    pub async fn read(conn: &mut Conn, round: &RoundId) -> Answer<Known> {
        Ok(Known {
            requests: standing::requests(conn, round).await?,
            grants: grant::of_round(conn, round).await?,
            refusals: refusals(conn, round).await?,
        })
    }
}

/// What was decided, with its reason and the time it took, and what became of each.
pub fn decided(visit: &Visit, round: &StandingRound, known: &Known, reader: Reader) -> Markup {
    let text = visit.text;
    let rows = known.requests.iter().filter_map(|one| one.decided.as_ref().map(|decided| (one, decided)));
    let days = |one: &QuickRequest| number(u64::try_from(one.days(visit.now)).unwrap_or(0));
    html! {
        @if known.requests.iter().all(|one| one.decided.is_none()) { p { (text.get("quick-none")) } } @else {
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
                        @match &decided.grant {
                            Some(id) => (shown(visit, &known.grants, id, reader)),
                            None => (after_refusal(visit, (round, one), known, reader)),
                        }
                    }
                }
            }
        }
    }
}

/// After a refusal: the objection, until when, and what it brought (Awb art. 3:45).
fn after_refusal(
    visit: &Visit,
    (round, request): (&StandingRound, &QuickRequest),
    known: &Known,
    reader: Reader,
) -> Markup {
    let text = visit.text;
    let refusal = known.refusals.iter().find(|one| one.request == request.number);
    let term = match refusal.map(|one| one.objection_until) {
        None => None,
        Some(None) => Some(text.get("ans-objection-later")),
        Some(Some(until)) => {
            let key = if until < day_of(visit.now) { "ans-objection-over" } else { "ans-objection-until" };
            Some(text.with(key, &[("day", text.civil_day(until).into())]))
        }
    };
    let upheld = request.grant(&round.id);
    html! {
        @if let Some(term) = term { p.sr-small { (term) } }
        @if known.grants.iter().any(|one| one.id == upheld) {
            p { (text.get("ans-upheld")) }
            (shown(visit, &known.grants, &upheld, reader))
        }
        @if reader == Reader::Office { (letter(visit, (round, request), refusal)) }
    }
}

/// In the office: the decision with its letter, or the button that takes it for a refusal from before there were decisions.
fn letter(
    visit: &Visit,
    (round, request): (&StandingRound, &QuickRequest),
    refusal: Option<&Refusal>,
) -> Markup {
    let which = request.number.to_string();
    html! {
        @match refusal {
            Some(refusal) => p {
                a.utrecht-link href=(visit.to(paths::DECISION, &[&refusal.decision.0])) {
                    (visit.text.with("ans-decision", &[("number", refusal.decision.0.as_str().into())]))
                }
            },
            // Who asked is nobody any more after the term of keeping: there is no one to write to.
            None => @if visit.may(Permission::RunRounds) && !request.is_erased() {
                p { (visit.say("ans-no-letter")) }
                form method="post" action=(visit.to(paths::QUICK_DECISION, &[round.id.as_str(), &which])) {
                    input type="hidden" name="decision" value="answer";
                    button.utrecht-button.utrecht-button--secondary-action type="submit" {
                        (visit.say("ans-take")) span.sr-hidden { ": " (request.asked.title) }
                    }
                }
            },
        }
    }
}
