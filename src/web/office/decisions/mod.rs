//! Decisions: which letters are due, who still has to be refused, and what was sent.

pub mod decision;
pub mod letter;
pub mod refusals;
pub mod sending;

use axum::extract::RawQuery;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::domain::account::Permission;
use crate::domain::calendar::{day_of, send_by};
use crate::domain::decision::{Decision, Sending};
use crate::store::{self, decision::letters::RoundDue};
use crate::web::error::Answer;
use crate::web::office::frame::Frame;
use crate::web::parts::pages::Turns;
use crate::web::parts::{amount, form};
use crate::web::paths;
use crate::web::visit::Visit;

/// The lists of the page: the name of each in its address, which is also its place on the page.
const DUE: &str = "te-versturen";
const SENT: &str = "verstuurd";

/// Shows the decisions.
pub async fn show(RawQuery(query): RawQuery, visit: Visit) -> Answer {
    let turns = Turns::of(query.as_deref());
    Ok(page_at(&visit, &turns, html! {}).await?.into_response())
}

/// The page from its begin, below a notice.
pub async fn page(visit: &Visit, notice: Markup) -> Answer<Markup> {
    page_at(visit, &Turns::default(), notice).await
}

async fn page_at(visit: &Visit, turns: &Turns, notice: Markup) -> Answer<Markup> {
    let mut conn = visit.app.store.read().await?;
    let (find, viewer) = (turns.find(), visit.viewer());
    let due = store::decision::letters::due(&mut conn, find, turns.window(DUE), viewer).await?;
    let waiting = store::decision::letters::count_due(&mut conn, find, viewer).await?;
    let rounds = store::decision::letters::due_by_round(&mut conn, viewer).await?;
    let sent = store::decision::letters::sent(&mut conn, find, turns.window(SENT), viewer).await?;
    let gone = store::decision::letters::count_sent(&mut conn, find, viewer).await?;
    let refusals = refusals::section(visit, &mut conn, turns).await?;
    let (text, address) = (visit.text, visit.to(paths::DECISIONS, &[]));
    let none = |key: &str| visit.say(if find.is_empty() { key } else { "slw-find-none" });
    let links = |name: &'static str, count: u64| {
        turns.links(visit, &address, (name, name), usize::try_from(count).unwrap_or(usize::MAX))
    };
    let content = html! {
        div.sr-stack.sr-stack--mid {
            (notice)
            p.sr-links {
                a.utrecht-link href=(visit.to(paths::OBJECTIONS, &[])) { (visit.say("objections-title")) } " · "
                a.utrecht-link href=(visit.to(paths::MANDATES, &[])) { (visit.say("mandates-title")) }
            }
            (turns.form(visit, &address))
            section.sr-stack #(DUE) {
                h2.utrecht-heading-2 { (visit.say("letters-due-title")) }
                @if due.is_empty() { p { (none("letters-due-none")) } } @else {
                    p { (text.with("letters-due-count", &[("count", crate::text::number(waiting))])) }
                    @if visit.may(Permission::HandleGrants) { (by_round(visit, &rounds)) }
                    (due_table(visit, &due))
                }
                (links(DUE, waiting))
            }
            (refusals)
            section.sr-stack #(SENT) {
                h2.utrecht-heading-2 { (visit.say("letters-sent-title")) }
                @if sent.is_empty() { p { (none("letters-sent-none")) } } @else { (sent_table(visit, &sent)) }
                (links(SENT, gone))
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
