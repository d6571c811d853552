//! Decisions: which letters are due, who still has to be refused, and what was sent.

pub mod letter;
pub mod one;
pub mod refusals;
pub mod sending;

use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::domain::account::Permission;
use crate::domain::calendar::{day_of, send_by};
use crate::domain::decision::{Decision, Sending};
use crate::store::{self, decision::RoundDue};
use crate::web::error::Answer;
use crate::web::office::frame::Frame;
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::visit::Visit;

/// Rows of one list; the rest is told as a number.
const MOST: u64 = 200;

/// Shows the decisions.
pub async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, html! {}).await?.into_response())
}

/// The page, below a notice.
pub async fn page(visit: &Visit, notice: Markup) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let due = store::decision::due(&mut conn, MOST, visit.viewer()).await?;
    let waiting = store::decision::count_due(&mut conn, visit.viewer()).await?;
    let rounds = store::decision::due_by_round(&mut conn, visit.viewer()).await?;
    let sent = store::decision::sent(&mut conn, MOST, visit.viewer()).await?;
    let refusals = refusals::section(visit, &mut conn).await?;
    let text = visit.text;
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (notice)
            p.sr-links {
                a.utrecht-link href=(visit.to(paths::OBJECTIONS, &[])) { (visit.say("objections-title")) } " · "
                a.utrecht-link href=(visit.to(paths::MANDATES, &[])) { (visit.say("mandates-title")) }
            }
            section.sr-stack #te-versturen {
                h2.utrecht-heading-2 { (visit.say("letters-due-title")) }
                @if due.is_empty() { p { (visit.say("letters-due-none")) } } @else {
                    p { (text.with("letters-due-count", &[("count", crate::text::number(waiting))])) }
                    @if visit.may(Permission::HandleGrants) { (by_round(visit, &rounds)) }
                    (due_table(visit, &due))
                }
            }
            (refusals)
            section.sr-stack #verstuurd {
                h2.utrecht-heading-2 { (visit.say("letters-sent-title")) }
                @if sent.is_empty() { p { (visit.say("letters-sent-none")) } } @else { (sent_table(visit, &sent)) }
            }
        }
    };
    Ok(Frame::menu(paths::DECISIONS, visit.say("decisions-title")).show(visit, content))
}

/// What can be sent in one go: the letters of each round, with the day by which they go.
fn by_round(visit: &Visit, rounds: &[RoundDue]) -> Markup {
    html! {
        ul.sr-rows.sr-rows--plain {
            @for due in rounds {
                li { a.utrecht-link href=(visit.to(paths::ROUND_DECISIONS, &[due.round.as_str()])) { (due_words(visit, due)) } }
            }
        }
    }
}

/// The letters of a round that are due, as something to do.
pub fn due_words(visit: &Visit, due: &RoundDue) -> String {
    let by = visit.text.civil_day(send_by(day_of(due.since)));
    let values = [
        ("count", crate::text::number(due.count)),
        ("title", due.title.as_str().into()),
        ("date", by.into()),
    ];
    visit.text.with("chk-task-letters", &values)
}

/// What was decided, as a link to its page.
pub fn link(visit: &Visit, decision: &Decision) -> Markup {
    html! {
        a.utrecht-link href=(visit.to(paths::DECISION, &[&decision.number.0])) { (decision.number) }
    }
}

/// The kind of a decision in words.
pub fn kind(visit: &Visit, decision: &Decision) -> String {
    visit.say(&format!("decision-kind-{}", decision.kind.name()))
}

fn due_table(visit: &Visit, due: &[Decision]) -> Markup {
    let title = visit.say("letters-due-title");
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead { tr {
                    th scope="col" { (visit.say("decision-number")) }
                    th scope="col" { (visit.say("decision-what")) }
                    th scope="col" { (visit.say("grant-plan")) }
                    th.sr-number scope="col" { (visit.say("grant-amount")) }
                    th scope="col" { (visit.say("decision-taken")) }
                } }
                tbody {
                    @for decision in due {
                        tr {
                            th scope="row" { (link(visit, decision)) }
                            td { (kind(visit, decision)) }
                            td { (decision.facts.plan.title) br; span.sr-small { (decision.facts.plan.applicant) } }
                            td.sr-number { (amount(visit.text, decision.sum)) }
                            td { (visit.text.day(decision.at)) }
                        }
                    }
                }
            }
        },
    )
}

fn sent_table(visit: &Visit, sent: &[(Decision, Sending)]) -> Markup {
    let title = visit.say("letters-sent-title");
    let today = day_of(visit.now);
    form::table(
        &title,
        html! {
            table.utrecht-table.sr-wide {
                caption.sr-hidden { (title) }
                thead { tr {
                    th scope="col" { (visit.say("decision-number")) }
                    th scope="col" { (visit.say("decision-what")) }
                    th scope="col" { (visit.say("grant-plan")) }
                    th scope="col" { (visit.say("letter-sent")) }
                    th scope="col" { (visit.say("letter-objection-end")) }
                } }
                tbody {
                    @for (decision, sending) in sent {
                        tr {
                            th scope="row" { (link(visit, decision)) }
                            td { (kind(visit, decision)) }
                            td { (decision.facts.plan.title) br; span.sr-small { (decision.facts.plan.applicant) } }
                            td {
                                (visit.text.civil_day(sending.on)) br;
                                span.sr-small { (visit.say(&format!("means-{}", sending.means.name()))) }
                            }
                            td {
                                (visit.text.civil_day(sending.objection_until)) br;
                                span.sr-small {
                                    @if sending.objection_until < today { (visit.say("term-over")) } @else { (visit.say("term-runs")) }
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}
